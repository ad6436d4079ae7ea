/* SPDX-License-Identifier: MIT */

/*
 * Text that leaves UTF-8 is read back while it is converted, and has to come
 * back as it was. iconv alone cannot be trusted with that: glibc turns U+00A5
 * into the backslash of EUC-JP and U+20A9 into another Won sign of EUC-KR
 * without a word, musl writes asterisks and the BSDs question marks, which
 * they count, but whose place they do not tell.
 *
 * Input goes through in spans whose output always fits PENDING: one octet
 * becomes three at most (Thai), two become four (GB 18030), and a character
 * that iconv held back may be added.
 */

#include "codec/converter.h"

#include "base/utf8.h"

#include <inttypes.h>

static const char *reader_of(const mw_charset *charset)
{
    return charset->iconv_reader != NULL ? charset->iconv_reader
                                         : charset->iconv_name;
}

/* The way from CHARSET to UTF-8, by the wider reader where iconv has it. */
static mw_iconv_handle open_reader(const mw_charset *charset)
{
    mw_iconv_handle reader = mw_iconv_handle_open("UTF-8", reader_of(charset));

    if (reader == NULL && charset->iconv_reader != NULL)
        reader = mw_iconv_handle_open("UTF-8", charset->iconv_name);
    return reader;
}

static bool open_handles(mw_converter *converter)
{
    mw_iconv_handle reader;

    if (converter->charset->iconv_name == NULL)
        return true;
    reader = open_reader(converter->charset);
    if (converter->direction == MW_TO_UTF8) {
        converter->handle = reader;
        return reader != NULL;
    }
    converter->proof = reader;
    converter->handle =
        mw_iconv_handle_open(converter->charset->iconv_name, "UTF-8");
    return reader != NULL && converter->handle != NULL;
}

mw_status mw_converter_open(mw_converter *converter, const mw_charset *charset,
                            mw_conversion direction, mw_error *error)
{
    *converter = (mw_converter){ .charset = charset, .direction = direction };
    if (!open_handles(converter)) {
        mw_converter_close(converter);
        return mw_fail(error, MW_E_CHARSET,
                       "this system's iconv does not convert charset %s",
                       charset->name);
    }
    mw_converter_reset(converter);
    return MW_OK;
}

void mw_converter_close(mw_converter *converter)
{
    mw_iconv_handle_close(converter->handle);
    mw_iconv_handle_close(converter->proof);
    converter->handle = NULL;
    converter->proof = NULL;
}

void mw_converter_reset(mw_converter *converter)
{
    mw_iconv_handle_reset(converter->handle);
    mw_iconv_handle_reset(converter->proof);
    converter->line = 1;
    converter->character = 1;
    converter->held_size = 0;
    converter->inside = false;
    converter->ended = false;
    converter->unproven_size = 0;
    converter->pending_start = 0;
    converter->pending_size = 0;
}

/* Counts TEXT, whole characters of UTF-8, into the place. */
static void count_place(mw_converter *converter, mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n') {
            converter->line++;
            converter->character = 1;
        } else if ((text.data[i] & 0xc0) != 0x80) {
            converter->character++;
        }
    }
}

static void count_unproven(mw_converter *converter)
{
    count_place(converter,
                (mw_bytes){ converter->unproven, converter->unproven_size });
}

/* Room for the output of one span; PENDING is empty before it. */
static mw_space pending_room(mw_converter *converter)
{
    const size_t end = converter->pending_start + converter->pending_size;

    return (mw_space){ converter->pending + end,
                       sizeof converter->pending - end };
}

/* Counts what was written up to the front of ROOM, and gives it. */
static mw_bytes add_pending(mw_converter *converter, mw_space room)
{
    uint8_t *const end =
        converter->pending + converter->pending_start + converter->pending_size;
    const mw_bytes added = { end, (size_t)(room.data - end) };

    converter->pending_size += added.size;
    return added;
}

static void give_pending(mw_converter *converter, mw_space *out)
{
    const size_t size = converter->pending_size < out->size
                            ? converter->pending_size
                            : out->size;

    mw_space_put_all(out, converter->pending + converter->pending_start, size);
    converter->pending_start += size;
    converter->pending_size -= size;
    if (converter->pending_size == 0)
        converter->pending_start = 0;
}

static mw_status fail_octet(mw_converter *converter, uint8_t octet,
                            const char *charset, mw_error *error)
{
    return mw_fail(error, MW_E_DATA,
                   "line %" PRIu64 ", character %" PRIu64
                   ": octet 0x%02X is not %s",
                   converter->line, converter->character, octet, charset);
}

static mw_status fail_cut(mw_converter *converter, mw_error *error)
{
    return mw_fail(error, MW_E_DATA,
                   "line %" PRIu64 ", character %" PRIu64
                   ": the text ends within a character",
                   converter->line, converter->character);
}

/* The character at the front of TEXT has no place in the charset. */
static mw_status fail_character(mw_converter *converter, mw_bytes text,
                                mw_error *error)
{
    size_t size;
    uint32_t code = 0xfffd;

    if (text.size > 0)
        mw_utf8_next(text, &size, &code);
    return mw_fail(
        error, MW_E_DATA,
        "line %" PRIu64 ", character %" PRIu64 ": U+%04" PRIX32 " is not in %s",
        converter->line, converter->character, code, converter->charset->name);
}

/*
 * Takes a span of whole characters of UTF-8 from IN, or of HELD with what IN
 * adds to it; an empty one where the character is still not whole.
 */
static mw_status take_characters(mw_converter *converter, mw_bytes *in,
                                 mw_bytes *span, mw_error *error)
{
    mw_utf8_state state;
    size_t size;
    uint32_t code;

    *span = (mw_bytes){ in->data, in->size };
    if (span->size > MW_CONVERTER_SPAN)
        span->size = MW_CONVERTER_SPAN;
    if (converter->held_size == 0) {
        span->size = mw_utf8_valid_prefix(*span);
        if (span->size > 0) {
            mw_bytes_skip(in, span->size);
            return MW_OK;
        }
    }
    do {
        converter->held[converter->held_size++] = in->data[0];
        *span = (mw_bytes){ converter->held, converter->held_size };
        state = mw_utf8_next(*span, &size, &code);
        if (state == MW_UTF8_INVALID) {
            count_unproven(converter);
            return fail_octet(converter, converter->held[0], "utf-8", error);
        }
        mw_bytes_skip(in, 1);
    } while (state == MW_UTF8_CUT && in->size > 0);
    if (state == MW_UTF8_CUT)
        span->size = 0;
    else
        converter->held_size = 0;
    return MW_OK;
}

/* UTF-8 and US-ASCII from UTF-8, and UTF-8 to UTF-8: look and copy. */
static mw_status copy_characters(mw_converter *converter, mw_bytes *in,
                                 mw_error *error)
{
    const bool ascii = converter->charset == MW_CHARSET_US_ASCII;
    mw_bytes span;
    mw_space room = pending_room(converter);
    mw_status status = take_characters(converter, in, &span, error);
    size_t fit = span.size;

    if (status != MW_OK)
        return status;
    if (ascii)
        for (fit = 0; fit < span.size && span.data[fit] < 0x80;)
            fit++;
    mw_space_put_all(&room, span.data, fit);
    count_place(converter, add_pending(converter, room));
    mw_bytes_skip(&span, fit);
    return span.size > 0 ? fail_character(converter, span, error) : MW_OK;
}

static mw_status copy_ascii(mw_converter *converter, mw_bytes *in,
                            mw_error *error)
{
    mw_space room = pending_room(converter);
    size_t size = 0;

    while (size < in->size && size < MW_CONVERTER_SPAN && in->data[size] < 0x80)
        size++;
    mw_space_put_all(&room, in->data, size);
    count_place(converter, add_pending(converter, room));
    mw_bytes_skip(in, size);
    if (size == 0)
        return fail_octet(converter, in->data[0], "us-ascii", error);
    return MW_OK;
}

/*
 * Drops from UNPROVEN the whole characters at its front that TEXT, read
 * back, agrees with. True where that was all of TEXT.
 */
static bool confirm(mw_converter *converter, mw_bytes text)
{
    uint8_t *const unproven = converter->unproven;
    size_t size = 0;

    while (size < text.size && size < converter->unproven_size &&
           text.data[size] == unproven[size])
        size++;
    if (size < text.size)
        while (size > 0 && (size == converter->unproven_size ||
                            (unproven[size] & 0xc0) == 0x80))
            size--;
    count_place(converter, (mw_bytes){ unproven, size });
    converter->unproven_size -= size;
    memmove(unproven, unproven + size, converter->unproven_size);
    return size == text.size;
}

static mw_status fail_unproven(mw_converter *converter, mw_error *error)
{
    return fail_character(
        converter, (mw_bytes){ converter->unproven, converter->unproven_size },
        error);
}

/* Reads OCTETS back, and compares that with what is not yet proven. */
static mw_status prove(mw_converter *converter, mw_bytes octets,
                       mw_error *error)
{
    while (octets.size > 0) {
        uint8_t back[MW_CONVERTER_SPAN];
        const size_t before = octets.size;
        mw_space room = { back, sizeof back };
        const mw_iconv_outcome outcome =
            mw_iconv_handle_run(converter->proof, &octets, &room);
        const mw_bytes text = { back, sizeof back - room.size };

        if (!confirm(converter, text) || outcome == MW_ICONV_REFUSED ||
            outcome == MW_ICONV_CUT || octets.size == before)
            return fail_unproven(converter, error);
    }
    return MW_OK;
}

/*
 * What iconv counts as irreversible is not looked at: where something was
 * replaced, the proof finds the place.
 */
static mw_status encode_span(mw_converter *converter, mw_bytes span,
                             mw_error *error)
{
    const mw_bytes whole = span;
    mw_space room = pending_room(converter);
    mw_iconv_outcome outcome;
    mw_status status;

    if (span.size > sizeof converter->unproven - converter->unproven_size)
        return fail_unproven(converter, error);
    outcome = mw_iconv_handle_run(converter->handle, &span, &room);
    memcpy(converter->unproven + converter->unproven_size, whole.data,
           whole.size - span.size);
    converter->unproven_size += whole.size - span.size;
    status = prove(converter, add_pending(converter, room), error);
    if (status != MW_OK ||
        (outcome != MW_ICONV_REFUSED && outcome != MW_ICONV_CUT))
        return status;
    count_unproven(converter);
    return fail_character(converter, span, error);
}

static mw_status encode_characters(mw_converter *converter, mw_bytes *in,
                                   mw_error *error)
{
    mw_bytes span;
    const mw_status status = take_characters(converter, in, &span, error);

    if (status != MW_OK || span.size == 0)
        return status;
    return encode_span(converter, span, error);
}

static mw_status end_encoding(mw_converter *converter, mw_error *error)
{
    uint8_t back[32];
    mw_space back_room = { back, sizeof back };
    mw_space room = pending_room(converter);
    mw_status status;

    mw_iconv_handle_finish(converter->handle, &room);
    status = prove(converter, add_pending(converter, room), error);
    if (status != MW_OK)
        return status;
    mw_iconv_handle_finish(converter->proof, &back_room);
    if (!confirm(converter, (mw_bytes){ back, sizeof back - back_room.size }) ||
        converter->unproven_size > 0)
        return fail_unproven(converter, error);
    return MW_OK;
}

/* The octet at the front of REST is not in the charset. */
static mw_status fail_decoding(mw_converter *converter, mw_bytes rest,
                               mw_error *error)
{
    mw_space room = pending_room(converter);

    mw_iconv_handle_finish(converter->handle, &room);
    count_place(converter, add_pending(converter, room));
    return fail_octet(converter, rest.data[0], converter->charset->name, error);
}

/*
 * Converts from the front of SPAN, at most a span of octets, to PENDING.
 * What iconv leaves of it is the start of a character.
 */
static mw_status decode_span(mw_converter *converter, mw_bytes *span,
                             mw_error *error)
{
    const mw_bytes whole = *span;
    mw_space room = pending_room(converter);
    const mw_iconv_outcome outcome =
        mw_iconv_handle_run(converter->handle, span, &room);

    count_place(converter, add_pending(converter, room));
    converter->inside = outcome == MW_ICONV_CUT;
    if (outcome == MW_ICONV_REFUSED || outcome == MW_ICONV_CHANGED ||
        span->size > sizeof converter->held)
        return fail_decoding(converter, span->size > 0 ? *span : whole, error);
    return MW_OK;
}

/* HELD grows by an octet, and by another, until it is converted. */
static mw_status decode_octets(mw_converter *converter, mw_bytes *in,
                               mw_error *error)
{
    mw_bytes span = { in->data, in->size };
    mw_status status;

    if (converter->held_size > 0) {
        if (converter->held_size == sizeof converter->held)
            return fail_octet(converter, converter->held[0],
                              converter->charset->name, error);
        converter->held[converter->held_size++] = in->data[0];
        mw_bytes_skip(in, 1);
        span = (mw_bytes){ converter->held, converter->held_size };
    } else {
        if (span.size > MW_CONVERTER_SPAN)
            span.size = MW_CONVERTER_SPAN;
        mw_bytes_skip(in, span.size);
    }
    status = decode_span(converter, &span, error);
    if (status != MW_OK)
        return status;
    memmove(converter->held, span.data, span.size);
    converter->held_size = span.size;
    return MW_OK;
}

static mw_status end_decoding(mw_converter *converter)
{
    mw_space room = pending_room(converter);

    mw_iconv_handle_finish(converter->handle, &room);
    add_pending(converter, room);
    return MW_OK;
}

static mw_status convert_some(mw_converter *converter, mw_bytes *in,
                              mw_error *error)
{
    if (converter->direction == MW_FROM_UTF8)
        return converter->handle != NULL
                   ? encode_characters(converter, in, error)
                   : copy_characters(converter, in, error);
    if (converter->handle != NULL)
        return decode_octets(converter, in, error);
    return converter->charset == MW_CHARSET_US_ASCII
               ? copy_ascii(converter, in, error)
               : copy_characters(converter, in, error);
}

static mw_status end_conversion(mw_converter *converter, mw_error *error)
{
    converter->ended = true;
    if (converter->held_size > 0 || converter->inside) {
        count_unproven(converter);
        return fail_cut(converter, error);
    }
    if (converter->handle == NULL)
        return MW_OK;
    return converter->direction == MW_FROM_UTF8 ? end_encoding(converter, error)
                                                : end_decoding(converter);
}

mw_status mw_convert(mw_converter *converter, mw_bytes *in, mw_space *out,
                     bool last, bool *done, mw_error *error)
{
    for (;;) {
        mw_status status;

        give_pending(converter, out);
        *done = converter->pending_size == 0 && in->size == 0 &&
                (!last || converter->ended);
        if (*done || converter->pending_size > 0)
            return MW_OK;
        if (in->size > 0)
            status = convert_some(converter, in, error);
        else
            status = end_conversion(converter, error);
        if (status != MW_OK)
            return status;
    }
}
