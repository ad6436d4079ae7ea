/* SPDX-License-Identifier: MIT */
#ifndef HTML_PAGE_H
#define HTML_PAGE_H

#include "base/buffer.h"
#include "message/part.h"

/*
 * Reads the page of PART, its HTML body, to its end and appends it to TEXT as
 * UTF-8 without a byte order mark. Its charset is what the plan takes it for:
 * the one asked for the part, or that of its mark or <meta>, else the first
 * of CHARSETS (names with commas) in which it is valid.
 *
 * Fails as reading does, with MW_E_DATA where it is in none of them, with
 * MW_E_LIMIT past MW_LIMIT_PAGE_SIZE, with MW_E_USAGE where PART is no HTML
 * body, naming the page.
 */
mw_status mw_html_page_read(const mw_part *part, const char *charsets,
                            mw_buffer *text, mw_error *error);

#endif
