/* SPDX-License-Identifier: MIT */
#ifndef HTML_ATTRIBUTE_TEXT_H
#define HTML_ATTRIBUTE_TEXT_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * The text of an attribute as it stands in the page, with its character
 * references resolved, and where each octet of it came from: what is replaced
 * in the text has to be replaced in the page.
 */
typedef struct mw_attribute_text {
    mw_bytes text;
    const size_t *offsets; /* of each octet, and of the end, in the raw value */
} mw_attribute_text;

/*
 * Reads RAW, a value without its quotes. Numeric references are resolved, and
 * the named ones that a url or css in an attribute needs: amp, lt, gt, quot,
 * apos. Others stay as they are. Fails with MW_E_MEMORY.
 */
mw_status mw_attribute_text_read(mw_bytes raw, mw_arena *arena,
                                 mw_attribute_text *read, mw_error *error);

#endif
