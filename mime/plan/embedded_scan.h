/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EMBEDDED_SCAN_H
#define PLAN_EMBEDDED_SCAN_H

#include "codec/transfer_encoding.h"
#include "message/source.h"

/*
 * The one reading of a message that goes into the message: what its octets
 * need, and whether its headers, or those of its parts, hold UTF-8, so that
 * it is message/global (RFC 6532, section 3.7).
 */
typedef struct mw_embedded_verdict {
    mw_measure measure; /* with CRLF */
    bool holds_boundary;
    bool has_utf8_header;
    bool has_content_id;     /* in its own header */
    bool has_identification; /* one of From, Subject, Date (RFC 2046, 5.2.1) */
} mw_embedded_verdict;

/*
 * Reads SOURCE. With HAS_HEADER, as rfc822 and global have one, it fails with
 * MW_E_DATA where SOURCE does not start with header fields, naming the line,
 * or a header holds octets that are not UTF-8; without, as in message/http,
 * its lines mean nothing here.
 */
mw_status mw_embedded_scan(const mw_source *source, bool has_header,
                           mw_bytes boundary, mw_embedded_verdict *verdict,
                           mw_error *error);

#endif
