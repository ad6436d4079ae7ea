/* SPDX-License-Identifier: MIT */

#include "plan/content_fit.h"

#include "codec/base64.h"

bool mw_content_is_allowed(mw_transport transport, mw_encoding encoding)
{
    switch (encoding) {
    case MW_ENCODING_8BIT:
        return transport >= MW_TRANSPORT_8BIT;
    case MW_ENCODING_BINARY:
        return transport >= MW_TRANSPORT_BINARY;
    default:
        return true;
    }
}

mw_status mw_content_check_transport(const mw_plan_part *part,
                                     mw_encoding encoding, mw_error *error)
{
    if (mw_content_is_allowed(part->transport, encoding))
        return MW_OK;
    if (part->is_signed)
        return mw_fail(error, MW_E_USAGE,
                       "encoding %s: what is signed is always 7bit",
                       mw_encoding_name(encoding));
    mw_fail(error, MW_E_USAGE, "encoding %s: the transport is not that wide",
            mw_encoding_name(encoding));
    mw_hint(error, "ask for transport %s, or another encoding",
            mw_encoding_name(encoding));
    return MW_E_USAGE;
}

mw_status mw_content_check_boundary(bool holds_boundary, mw_error *error)
{
    if (!holds_boundary)
        return MW_OK;
    mw_fail(error, MW_E_DATA, "a line of it is the message's boundary");
    mw_hint(error, "choose another boundary or seed, or encode it in base64");
    return MW_E_DATA;
}

bool mw_content_is_identity(mw_encoding encoding)
{
    return encoding == MW_ENCODING_7BIT || encoding == MW_ENCODING_8BIT ||
           encoding == MW_ENCODING_BINARY;
}

/* Sets the sizes that ENCODING gives content of MEASURE. */
mw_status mw_content_set_sizes(mw_plan_part *part, mw_encoding encoding,
                               const mw_measure *measure, mw_error *error)
{
    part->encoding = encoding;
    part->size = measure->size;
    if (mw_content_is_identity(encoding)) {
        part->encoded_size = measure->size;
        part->line_ends = measure->crlf_count;
        part->ends_in_line_end = measure->ends_in_line_end;
    } else if (encoding == MW_ENCODING_QUOTED_PRINTABLE) {
        part->encoded_size = measure->qp_size;
        part->line_ends = measure->qp_line_count;
        part->soft_size = measure->qp_soft_size;
        part->soft_line_ends = measure->qp_soft_line_count;
        part->ends_in_line_end = part->content == MW_CONTENT_EXACT
                                     ? measure->size == 0
                                     : measure->ends_in_line_end;
    } else {
        if (!mw_base64_encoded_size(measure->size, 76, 2, &part->encoded_size))
            return mw_fail(error, MW_E_LIMIT, "is too large");
        part->line_ends = (part->encoded_size + 77) / 78;
        part->ends_in_line_end = true;
    }
    return MW_OK;
}

void mw_content_end_softly(mw_plan_part *part)
{
    part->soft_end = true;
    part->encoded_size = part->soft_size;
    part->line_ends = part->soft_line_ends;
    part->ends_in_line_end = true;
}
