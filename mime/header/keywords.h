/* SPDX-License-Identifier: MIT */
#ifndef HEADER_KEYWORDS_H
#define HEADER_KEYWORDS_H

#include "header/fold.h"
#include "header/style.h"

/* Phrases with commas between (RFC 5322, section 3.6.5). */

/* Checks that TEXT, in UTF-8, is phrases with commas: MW_E_SYNTAX. */
mw_status mw_keywords_check(mw_bytes text, const mw_allocator *allocator,
                            mw_error *error);

/* Writes TEXT, which was checked, into FOLD; MW_E_DATA as mw_phrase_write. */
mw_status mw_keywords_write(mw_fold *fold, mw_bytes text,
                            const mw_header_style *style, mw_error *error);

#endif
