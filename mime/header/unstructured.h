/* SPDX-License-Identifier: MIT */
#ifndef HEADER_UNSTRUCTURED_H
#define HEADER_UNSTRUCTURED_H

#include "header/fold.h"
#include "header/phrase.h"
#include "header/style.h"

/*
 * Unstructured text (RFC 5322, section 2.2.1; RFC 2047, section 5, rule 1).
 *
 * Words in ASCII stay readable, words outside ASCII become encoded-words,
 * and the white space between them arrives as it was: a run of encoded-words
 * holds the spaces between its words, as does any run of white space that
 * folding could not keep. What looks like an encoded-word is encoded.
 */

/*
 * Writes TEXT, valid UTF-8 without control characters but tab, into FOLD. A
 * word too long for a line of 998 is encoded, as is white space at the ends
 * of TEXT. With UTF-8 headers nothing else is, but for what looks like an
 * encoded-word. MW_E_DATA where no charset of STYLE holds the text.
 */
mw_status mw_unstructured_write(mw_fold *fold, mw_bytes text,
                                const mw_header_style *style, mw_error *error);

#endif
