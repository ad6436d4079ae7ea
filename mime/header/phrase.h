/* SPDX-License-Identifier: MIT */
#ifndef HEADER_PHRASE_H
#define HEADER_PHRASE_H

#include "base/buffer.h"
#include "header/fold.h"
#include "header/style.h"

/*
 * Phrases (RFC 5322, section 3.2.5; RFC 2047, section 5, rule 3): display
 * names, names of groups and lists, keywords.
 */

/*
 * Writes PHRASE, in UTF-8 without control characters but tab, into FOLD:
 * atoms, a quoted-string, or encoded-words, whichever it needs. SUFFIX, which
 * may be empty, is glued to its last piece; behind an encoded-word a space
 * comes before it, as RFC 2047 demands. MW_E_DATA where no charset of STYLE
 * holds the phrase.
 */
mw_status mw_phrase_write(mw_fold *fold, mw_bytes phrase, mw_bytes suffix,
                          const mw_header_style *style, mw_error *error);

/*
 * Takes a phrase from the front of TEXT: atoms (dots and UTF-8 too) and
 * quoted-strings, with white space and comments between, up to the first
 * octet that is in neither. Its words, without quotes and with a space
 * between two, are appended to PHRASE; none at all is an empty phrase.
 * Encoded-words are text. Fails with MW_E_SYNTAX where a quoted-string or a
 * comment is not closed, and with MW_E_MEMORY.
 */
mw_status mw_phrase_parse(mw_bytes *text, mw_buffer *phrase, mw_error *error);

#endif
