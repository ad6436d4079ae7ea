/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TEXT_SCAN_H
#define PLAN_TEXT_SCAN_H

#include "codec/charset.h"
#include "codec/transfer_encoding.h"
#include "plan/text_stream.h"

/*
 * The one reading of a text by the plan: in which charset it is, in which it
 * can go out, and how large it becomes.
 */
typedef struct mw_text_verdict {
    const mw_charset *input, *output;
    mw_measure measure; /* of the octets in OUTPUT with CRLF */
    bool holds_boundary;
    bool wants_delsp; /* a shape that is flowed is better with delsp */
    bool is_unfit;    /* it failed since it is in none of the input charsets,
                         or holds NUL: such a text can be attached instead */
} mw_text_verdict;

/*
 * Reads SOURCE, in the first of INPUTS in which it is valid and in SHAPE, and
 * finds the first of OUTPUTS that holds all of it. BOUNDARY is what boundaries
 * start with. Fails with MW_E_DATA, naming line and character, and as mw_reader
 * does; VERDICT then says only is_unfit.
 */
mw_status mw_text_scan(const mw_source *source, const mw_charset_list *inputs,
                       const mw_charset_list *outputs, mw_text_shape shape,
                       mw_bytes boundary, mw_text_verdict *verdict,
                       mw_error *error);

#endif
