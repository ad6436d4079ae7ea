/* SPDX-License-Identifier: MIT */
#ifndef HEADER_URL_LIST_H
#define HEADER_URL_LIST_H

#include "header/fold.h"

/*
 * URLs in angle brackets with commas between (RFC 2369, section 2), as the
 * List- fields have them, or the word NO, as List-Post may have it.
 */

/* The octets of "scheme:" at the front of URL; 0 where there is none. */
size_t mw_url_scheme_size(mw_bytes url);

/*
 * Checks that TEXT is such a list, of URLs in ASCII without white space, with
 * comments at most between them. Fails with MW_E_SYNTAX.
 */
mw_status mw_url_list_check(mw_bytes text, mw_error *error);

/* Writes TEXT, which was checked, into FOLD; comments are dropped. */
mw_status mw_url_list_write(mw_fold *fold, mw_bytes text, mw_error *error);

#endif
