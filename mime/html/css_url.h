/* SPDX-License-Identifier: MIT */
#ifndef HTML_CSS_URL_H
#define HTML_CSS_URL_H

#include "base/buffer.h"

/*
 * The urls of a style sheet, or of a style attribute, by the tokens of CSS
 * Syntax 3, section 4: what stands in comments and strings is none, and
 * @import, @namespace and @font-face name no pictures.
 */
typedef struct mw_css_scan {
    mw_bytes css;
    size_t at;
    uint8_t ignored_until; /* ';' or '}' of a rule without pictures, or 0 */
} mw_css_scan;

/* A url within the css: what stands between its quotes or brackets. */
typedef struct mw_css_url {
    size_t start, size;
} mw_css_url;

void mw_css_scan_start(mw_css_scan *scan, mw_bytes css);

/* Finds the next url of a picture; false where there is none. */
bool mw_css_scan_next(mw_css_scan *scan, mw_css_url *url);

/* Appends URL with its escapes resolved (section 4.3.7). */
mw_status mw_css_unescape(mw_bytes url, mw_buffer *out, mw_error *error);

#endif
