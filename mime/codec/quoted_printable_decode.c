/* SPDX-License-Identifier: MIT */

/*
 * The quoted-printable decoder. It is lenient where encoders are known to be
 * careless and only one meaning is possible, and fails where octets would
 * have to be guessed.
 */

#include "codec/quoted_printable.h"

#include "base/ascii.h"

#include <inttypes.h>

/* Blanks at a run's end are looked at again: never more than these. */
#define RUN_LONGEST 4096

/* Where the decoder stands. */
enum {
    IN_TEXT,
    AFTER_CR,
    AFTER_EQUALS,
    AFTER_DIGIT, /* "=" and one digit */
    AFTER_BLANK, /* "=" and blanks: only a line end may follow */
    AFTER_EQUALS_CR
};

/* The value of a digit and 16, so that what is none shows as zero. */
static const uint8_t DIGIT[256] = {
    ['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21,
    ['6'] = 22, ['7'] = 23, ['8'] = 24, ['9'] = 25, ['A'] = 26, ['B'] = 27,
    ['C'] = 28, ['D'] = 29, ['E'] = 30, ['F'] = 31, ['a'] = 26, ['b'] = 27,
    ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31,
};

void mw_qp_decoder_init(mw_qp_decoder *decoder, const char *line_end)
{
    decoder->line_end = line_end;
    decoder->line = 1;
    decoder->state = IN_TEXT;
    decoder->held_start = decoder->held_size = 0;
    decoder->released = false;
}

/* Writes what is released; false where there is still some. */
static bool flush(mw_qp_decoder *decoder, mw_space *out)
{
    const size_t size = decoder->held_size - decoder->held_start;
    const size_t now = size < out->size ? size : out->size;

    if (!decoder->released)
        return true;
    mw_space_put_all(out, decoder->held + decoder->held_start, now);
    decoder->held_start += now;
    if (now < size)
        return false;
    decoder->held_start = decoder->held_size = 0;
    decoder->released = false;
    return true;
}

/* Makes OCTET output, and the blanks before it, which end no line then. */
static void put(mw_qp_decoder *decoder, uint8_t octet)
{
    decoder->held[decoder->held_size++] = octet;
    decoder->released = true;
    decoder->state = IN_TEXT;
}

/* A line break: the blanks before it are dropped. */
static void end_line(mw_qp_decoder *decoder)
{
    decoder->held_size = strlen(decoder->line_end);
    memcpy(decoder->held, decoder->line_end, decoder->held_size);
    decoder->released = true;
    decoder->state = IN_TEXT;
    decoder->line++;
}

static void end_soft_break(mw_qp_decoder *decoder)
{
    decoder->released = true;
    decoder->state = IN_TEXT;
    decoder->line++;
}

static void take_text(mw_qp_decoder *decoder, uint8_t octet)
{
    if (mw_ascii_is_blank(octet)) {
        if (decoder->held_size == MW_QP_BLANKS_MOST)
            put(decoder, octet);
        else
            decoder->held[decoder->held_size++] = octet;
    } else if (octet == '=') {
        decoder->state = AFTER_EQUALS;
    } else if (octet == '\r') {
        decoder->state = AFTER_CR;
    } else if (octet == '\n') {
        end_line(decoder);
    } else {
        put(decoder, octet);
    }
}

static mw_status fail(const mw_qp_decoder *decoder, mw_error *error)
{
    return mw_fail(error, MW_E_DATA,
                   "line %" PRIu64 ": \"=\" begins neither an octet nor a "
                   "soft line break",
                   decoder->line);
}

/* Takes what follows "="; false where that is neither of the two. */
static bool take_escape(mw_qp_decoder *decoder, uint8_t octet)
{
    const unsigned digit = DIGIT[octet];

    if (decoder->state == AFTER_DIGIT) {
        if (digit != 0)
            put(decoder, (uint8_t)(decoder->high << 4 | (digit & 15)));
        return digit != 0;
    }
    if (decoder->state == AFTER_EQUALS && digit != 0) {
        decoder->high = digit & 15;
        decoder->state = AFTER_DIGIT;
    } else if (octet == '\n') {
        end_soft_break(decoder);
    } else if (decoder->state == AFTER_EQUALS_CR) {
        return false;
    } else if (octet == '\r') {
        decoder->state = AFTER_EQUALS_CR;
    } else if (mw_ascii_is_blank(octet)) {
        decoder->state = AFTER_BLANK;
    } else {
        return false;
    }
    return true;
}

/* Takes one octet of IN, or shows that a CR before it was one alone. */
static mw_status take_octet(mw_qp_decoder *decoder, mw_bytes *in,
                            mw_error *error)
{
    const uint8_t octet = in->data[0];

    if (decoder->state == AFTER_CR && octet != '\n') {
        put(decoder, '\r');
        return MW_OK;
    }
    if (decoder->state == IN_TEXT || decoder->state == AFTER_CR)
        take_text(decoder, octet);
    else if (!take_escape(decoder, octet))
        return fail(decoder, error);
    mw_bytes_skip(in, 1);
    return MW_OK;
}

/* Whether a blank before OCTET may turn out to end a line. */
static bool may_end_line(uint8_t octet)
{
    return octet == '\r' || octet == '\n' || mw_ascii_is_blank(octet);
}

/* Copies what stands for itself and has no part in a line end. */
static void copy_run(mw_bytes *in, mw_space *out)
{
    mw_bytes run = { in->data, in->size < out->size ? in->size : out->size };

    if (run.size > RUN_LONGEST)
        run.size = RUN_LONGEST;
    run.size = mw_qp_literal_prefix(run);
    if (run.size == in->size || may_end_line(in->data[run.size]))
        while (run.size > 0 && mw_ascii_is_blank(run.data[run.size - 1]))
            run.size--;
    if (run.size > 0) {
        mw_space_put_all(out, run.data, run.size);
        mw_bytes_skip(in, run.size);
    }
}

/* Decodes the octets at the front of IN that are encoded and all there. */
static void decode_run(mw_bytes *in, mw_space *out)
{
    while (in->size > 2 && in->data[0] == '=' && out->size > 0) {
        const unsigned high = DIGIT[in->data[1]];
        const unsigned low = DIGIT[in->data[2]];

        if (high == 0 || low == 0)
            break;
        mw_space_put(out, (uint8_t)(high << 4 | (low & 15)));
        mw_bytes_skip(in, 3);
    }
}

/* Decodes until IN is empty or OUT is full. */
static mw_status decode(mw_qp_decoder *decoder, mw_bytes *in, mw_space *out,
                        mw_error *error)
{
    while (flush(decoder, out) && in->size > 0 && out->size > 0) {
        if (decoder->state == IN_TEXT && decoder->held_size == 0) {
            copy_run(in, out);
            decode_run(in, out);
        }
        if (in->size == 0 || out->size == 0)
            break;
        if (take_octet(decoder, in, error) != MW_OK)
            return MW_E_DATA;
    }
    return MW_OK;
}

/* The end of all is the end of a line, whose break got lost. */
static mw_status end_stream(mw_qp_decoder *decoder, mw_error *error)
{
    if (decoder->state == AFTER_DIGIT || decoder->state == AFTER_EQUALS_CR)
        return fail(decoder, error);
    if (decoder->state == AFTER_CR) {
        put(decoder, '\r');
        return MW_OK;
    }
    if (decoder->state == IN_TEXT)
        decoder->held_size = 0;
    decoder->released = true;
    decoder->state = IN_TEXT;
    return MW_OK;
}

mw_status mw_qp_decode(mw_qp_decoder *decoder, mw_bytes *in, mw_space *out,
                       bool last, bool *done, mw_error *error)
{
    if (decode(decoder, in, out, error) != MW_OK)
        return MW_E_DATA;
    if (last && in->size == 0 && !decoder->released) {
        if (end_stream(decoder, error) != MW_OK)
            return MW_E_DATA;
        flush(decoder, out);
    }
    *done = in->size == 0 && (!last || !decoder->released);
    return MW_OK;
}
