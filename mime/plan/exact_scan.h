/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EXACT_SCAN_H
#define PLAN_EXACT_SCAN_H

#include "codec/charset.h"
#include "codec/transfer_encoding.h"
#include "message/source.h"

/*
 * The one reading of content that goes out bit for bit, where the plan has to
 * know more of it than its size: because it goes out unencoded or as
 * quoted-printable, or because it is said to be in some charset.
 */
typedef struct mw_exact_verdict {
    mw_measure measure;
    bool holds_boundary;
} mw_exact_verdict;

/*
 * Reads SOURCE. CHARSET, which may be NULL, is the one it has to be valid in:
 * MW_E_DATA, naming line and character, where it is not. BOUNDARY is what
 * boundaries start with.
 */
mw_status mw_exact_scan(const mw_source *source, const mw_charset *charset,
                        mw_bytes boundary, mw_exact_verdict *verdict,
                        mw_error *error);

#endif
