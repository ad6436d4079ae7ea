/* SPDX-License-Identifier: MIT */
#ifndef HEADER_COMMA_LIST_H
#define HEADER_COMMA_LIST_H

#include "header/fold.h"

/*
 * Items with commas and comments between, as List- fields and
 * Content-Language have them.
 */

/* Takes one item from the front of TEXT into *ITEM, or fails and says why. */
typedef mw_status (*mw_comma_list_take)(mw_bytes *text, mw_bytes *item,
                                        mw_error *error);

/*
 * Reads TEXT, item by item, and writes it anew into FOLD, without comments
 * and with a place to fold before each item; where FOLD is NULL it is only
 * read. Fails as TAKE does, and with MW_E_SYNTAX.
 */
mw_status mw_comma_list_walk(mw_fold *fold, mw_bytes text,
                             mw_comma_list_take take, mw_error *error);

#endif
