/* SPDX-License-Identifier: MIT */
#ifndef HEADER_LIST_ID_H
#define HEADER_LIST_ID_H

#include "header/fold.h"
#include "header/style.h"

/* The identity of a mailing list (RFC 2919): "A phrase <list.example.org>". */

/*
 * Checks that TEXT, in UTF-8, is a phrase, which may be missing, and an id of
 * at least two labels in brackets. Fails with MW_E_SYNTAX.
 */
mw_status mw_list_id_check(mw_bytes text, const mw_allocator *allocator,
                           mw_error *error);

/* Writes TEXT, which was checked, into FOLD; MW_E_DATA as mw_phrase_write. */
mw_status mw_list_id_write(mw_fold *fold, mw_bytes text,
                           const mw_header_style *style, mw_error *error);

#endif
