/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_VALUE_H
#define HEADER_ADDRESS_VALUE_H

#include "base/buffer.h"
#include "codec/charset.h"
#include "header/address_lexer.h"

/*
 * What a run of tokens means. Each of these reads from the current token on,
 * appends the value, without quotes and comments, to OUT, and stops at the
 * first token that is no part of it. They fail with MW_E_SYNTAX and
 * MW_E_MEMORY.
 */

/*
 * phrase, with obs-phrase (dots): words as they stand, white space and
 * comments between two of them as one space. With CACHE, encoded-words in it
 * are decoded unless a control character comes out; without (NULL) they are
 * text.
 */
mw_status mw_address_read_phrase(mw_address_lexer *lexer,
                                 mw_converter_cache *cache, mw_buffer *out,
                                 mw_error *error);

/* local-part, with obs-local-part: words with a dot between two. */
mw_status mw_address_read_local_part(mw_address_lexer *lexer, mw_buffer *out,
                                     mw_error *error);

/* domain, with obs-domain: atoms with a dot between two, or a literal. */
mw_status mw_address_read_domain(mw_address_lexer *lexer, mw_buffer *out,
                                 mw_error *error);

#endif
