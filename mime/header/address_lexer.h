/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_LEXER_H
#define HEADER_ADDRESS_LEXER_H

#include "base/ascii.h"
#include "base/error.h"

/*
 * The tokens that address fields are made of (RFC 5322, section 3.2; RFC
 * 6532, section 3.2). A special is its own octet.
 */
typedef enum mw_address_token_kind {
    MW_TOKEN_END = 0,
    MW_TOKEN_DOT = '.',
    MW_TOKEN_AT = '@',
    MW_TOKEN_COMMA = ',',
    MW_TOKEN_COLON = ':',
    MW_TOKEN_SEMICOLON = ';',
    MW_TOKEN_LEFT = '<',
    MW_TOKEN_RIGHT = '>',
    MW_TOKEN_LITERAL = '[', /* TEXT is all of it, with the brackets */
    MW_TOKEN_QUOTED = '"',  /* TEXT is what the quotes hold, as it stands */
    MW_TOKEN_ATOM = 'a'
} mw_address_token_kind;

typedef struct mw_address_token {
    mw_address_token_kind kind;
    mw_bytes text;
    size_t at;   /* where it begins */
    bool spaced; /* white space or a comment is before it */
} mw_address_token;

/*
 * Reads a text token by token. It is a value: a copy of it is a place to
 * come back to.
 */
typedef struct mw_address_lexer {
    mw_bytes text;
    size_t behind;          /* what came behind the token before it */
    size_t next;            /* what comes behind the token */
    mw_address_token token; /* the current one */
} mw_address_lexer;

/*
 * Checks that TEXT is UTF-8 without control characters but tab, inside
 * quotes and comments too, and goes to its first token. Fails with
 * MW_E_SYNTAX.
 */
mw_status mw_address_lexer_init(mw_address_lexer *lexer, mw_bytes text,
                                mw_error *error);

/*
 * Goes to the next token; behind the end is the end. Fails with MW_E_SYNTAX
 * where there is none: something open, or an octet that begins nothing.
 */
mw_status mw_address_lexer_next(mw_address_lexer *lexer, mw_error *error);

/* Fails with MW_E_SYNTAX: WHAT, and the place AT, in words and quoted. */
mw_status mw_address_lexer_fail(const mw_address_lexer *lexer, size_t at,
                                const char *what, mw_error *error);

/* Whether OCTET may stand in an atom: atext, with UTF-8. */
bool mw_address_is_atext(uint8_t octet);

/* Whether TEXT is a dot-atom-text: atoms with one dot between two. */
bool mw_address_is_dot_atom(mw_bytes text);

#endif
