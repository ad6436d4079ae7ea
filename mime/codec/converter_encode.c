/* SPDX-License-Identifier: MIT */

/*
 * From UTF-8 to a charset, by iconv.
 *
 * Text that leaves UTF-8 is read back while it is converted, and has to come
 * back as it was. iconv alone cannot be trusted with that: glibc turns U+00A5
 * into the backslash of EUC-JP and U+20A9 into another Won sign of EUC-KR
 * without a word, musl writes asterisks and the BSDs question marks, which
 * they count, but whose place they do not tell.
 */

#include "codec/converter_steps.h"

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
    mw_converter_count(converter, (mw_bytes){ unproven, size });
    converter->unproven_size -= size;
    memmove(unproven, unproven + size, converter->unproven_size);
    return size == text.size;
}

/*
 * An ASCII character is in every charset; so where one was not read back,
 * the mark after it is at fault, with which it became another.
 */
static mw_status fail_unproven(mw_converter *converter, mw_error *error)
{
    mw_bytes text = { converter->unproven, converter->unproven_size };

    while (text.size > 1 && text.data[0] < 0x80) {
        mw_converter_count(converter, (mw_bytes){ text.data, 1 });
        mw_bytes_skip(&text, 1);
    }
    return mw_converter_fail_character(converter, text, error);
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
    mw_space room = mw_converter_room(converter);
    mw_iconv_outcome outcome;
    mw_status status;

    if (span.size > sizeof converter->unproven - converter->unproven_size)
        return fail_unproven(converter, error);
    outcome = mw_iconv_handle_run(converter->handle, &span, &room);
    memcpy(converter->unproven + converter->unproven_size, whole.data,
           whole.size - span.size);
    converter->unproven_size += whole.size - span.size;
    status = prove(converter, mw_converter_add(converter, room), error);
    if (status != MW_OK ||
        (outcome != MW_ICONV_REFUSED && outcome != MW_ICONV_CUT))
        return status;
    mw_converter_count_unproven(converter);
    return mw_converter_fail_character(converter, span, error);
}

mw_status mw_converter_encode(mw_converter *converter, mw_bytes *in,
                              mw_error *error)
{
    mw_bytes span;
    const mw_status status = mw_converter_take(converter, in, &span, error);

    if (status != MW_OK || span.size == 0)
        return status;
    return encode_span(converter, span, error);
}

mw_status mw_converter_end_encoding(mw_converter *converter, mw_error *error)
{
    uint8_t back[32];
    mw_space back_room = { back, sizeof back };
    mw_space room = mw_converter_room(converter);
    mw_status status;

    mw_iconv_handle_finish(converter->handle, &room);
    status = prove(converter, mw_converter_add(converter, room), error);
    if (status != MW_OK)
        return status;
    mw_iconv_handle_finish(converter->proof, &back_room);
    if (!confirm(converter, (mw_bytes){ back, sizeof back - back_room.size }) ||
        converter->unproven_size > 0)
        return fail_unproven(converter, error);
    return MW_OK;
}
