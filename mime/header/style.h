/* SPDX-License-Identifier: MIT */
#ifndef HEADER_STYLE_H
#define HEADER_STYLE_H

#include "codec/charset.h"

#include <mimewright/plan.h>

/*
 * How header fields are written; the same for all of a message.
 */
typedef struct mw_header_style {
    mw_converter_cache *cache;
    mw_charset_list charsets; /* for what is outside ASCII */
    bool utf8;                /* RFC 6532: no encoded-words, no A-labels */
    mw_filename_style filename_style;
    size_t field_ceiling; /* octets of one field, MW_LIMIT_FIELD_SIZE */
} mw_header_style;

#endif
