/* SPDX-License-Identifier: MIT */

/*
 * From a charset to UTF-8, by iconv. Where a character ends only iconv knows;
 * so the start of one that it leaves is held until it is whole.
 */

#include "codec/converter_steps.h"

/* The octet at the front of REST is not in the charset. */
static mw_status fail_decoding(mw_converter *converter, mw_bytes rest,
                               mw_error *error)
{
    mw_space room = mw_converter_room(converter);

    mw_iconv_handle_finish(converter->handle, &room);
    mw_converter_count(converter, mw_converter_add(converter, room));
    return mw_converter_fail_octet(converter, rest.data[0],
                                   converter->charset->name, error);
}

/*
 * Converts from the front of SPAN, at most a span of octets, to PENDING.
 * What iconv leaves of it is the start of a character.
 */
static mw_status decode_span(mw_converter *converter, mw_bytes *span,
                             mw_error *error)
{
    const mw_bytes whole = *span;
    mw_space room = mw_converter_room(converter);
    const mw_iconv_outcome outcome =
        mw_iconv_handle_run(converter->handle, span, &room);

    mw_converter_count(converter, mw_converter_add(converter, room));
    converter->inside = outcome == MW_ICONV_CUT;
    if ((outcome != MW_ICONV_ALL && outcome != MW_ICONV_CUT) ||
        span->size > sizeof converter->held)
        return fail_decoding(converter, span->size > 0 ? *span : whole, error);
    return MW_OK;
}

/* HELD grows by an octet, and by another, until it is converted. */
mw_status mw_converter_decode(mw_converter *converter, mw_bytes *in,
                              mw_error *error)
{
    mw_bytes span = { in->data, in->size };
    mw_status status;

    if (converter->held_size > 0) {
        if (converter->held_size == sizeof converter->held)
            return mw_converter_fail_octet(converter, converter->held[0],
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

void mw_converter_end_decoding(mw_converter *converter)
{
    mw_space room = mw_converter_room(converter);

    mw_iconv_handle_finish(converter->handle, &room);
    mw_converter_add(converter, room);
}
