/* SPDX-License-Identifier: MIT */

/*
 * What both directions of a converter share: the place, the output that is
 * yet to be given, characters of UTF-8 from a split input, and the errors.
 */

#include "codec/converter_steps.h"

#include "base/utf8.h"

#include <inttypes.h>

void mw_converter_count(mw_converter *converter, mw_bytes text)
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

void mw_converter_count_unproven(mw_converter *converter)
{
    mw_converter_count(
        converter, (mw_bytes){ converter->unproven, converter->unproven_size });
}

mw_space mw_converter_room(mw_converter *converter)
{
    return (mw_space){ converter->pending + converter->pending_size,
                       sizeof converter->pending - converter->pending_size };
}

mw_bytes mw_converter_add(mw_converter *converter, mw_space room)
{
    const uint8_t *const end = converter->pending + converter->pending_size;
    const mw_bytes added = { end, (size_t)(room.data - end) };

    converter->pending_size += added.size;
    return added;
}

mw_status mw_converter_fail_octet(mw_converter *converter, uint8_t octet,
                                  const char *charset, mw_error *error)
{
    return mw_fail(error, MW_E_DATA,
                   "line %" PRIu64 ", character %" PRIu64
                   ": octet 0x%02X is not %s",
                   converter->line, converter->character, octet, charset);
}

mw_status mw_converter_fail_cut(mw_converter *converter, mw_error *error)
{
    mw_fail(error, MW_E_DATA,
            "line %" PRIu64 ", character %" PRIu64
            ": the text ends within a character",
            converter->line, converter->character);
    if (converter->handle == NULL || converter->direction == MW_FROM_UTF8)
        mw_error_set_cause(error, MW_CAUSE_NOT_UTF8);
    return MW_E_DATA;
}

mw_status mw_converter_fail_character(mw_converter *converter, mw_bytes text,
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

mw_status mw_converter_take(mw_converter *converter, mw_bytes *in,
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
            mw_converter_count_unproven(converter);
            mw_converter_fail_octet(converter, converter->held[0], "utf-8",
                                    error);
            mw_error_set_cause(error, MW_CAUSE_NOT_UTF8);
            return MW_E_DATA;
        }
        mw_bytes_skip(in, 1);
    } while (state == MW_UTF8_CUT && in->size > 0);
    if (state == MW_UTF8_CUT)
        span->size = 0;
    else
        converter->held_size = 0;
    return MW_OK;
}
