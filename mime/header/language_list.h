/* SPDX-License-Identifier: MIT */
#ifndef HEADER_LANGUAGE_LIST_H
#define HEADER_LANGUAGE_LIST_H

#include "header/fold.h"

/* Language tags with commas between (RFC 3282, section 2; RFC 5646). */

/* Checks the form of the tags in TEXT, not their meaning: MW_E_SYNTAX. */
mw_status mw_language_list_check(mw_bytes text, mw_error *error);

/* Writes TEXT, which was checked, into FOLD. */
mw_status mw_language_list_write(mw_fold *fold, mw_bytes text, mw_error *error);

#endif
