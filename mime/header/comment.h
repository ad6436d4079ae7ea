/* SPDX-License-Identifier: MIT */
#ifndef HEADER_COMMENT_H
#define HEADER_COMMENT_H

#include "base/bytes.h"

/*
 * What may stand between the tokens of a structured field and means nothing:
 * white space and comments (CFWS of RFC 5322, section 3.2.2).
 */

/*
 * Skips all of that at the front of TEXT. False, with TEXT at the comment,
 * where one is not closed. Nesting costs nothing.
 */
bool mw_comment_skip(mw_bytes *text);

#endif
