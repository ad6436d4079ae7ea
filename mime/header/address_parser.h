/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_PARSER_H
#define HEADER_ADDRESS_PARSER_H

#include "header/address.h"
#include "header/address_lexer.h"

/*
 * What parsing one mailbox and parsing a list have in common.
 */
typedef struct mw_address_parser {
    mw_address_lexer lexer;
    const mw_address_rules *rules;
    mw_arena *arena;
    mw_buffer scratch;    /* the value that is being read */
    size_t element;       /* where the address that is being read begins */
    mw_address_list list; /* of a list: what was read, */
    uint64_t most;        /* and how many mailboxes and addresses may be */
    mw_error *error;
} mw_address_parser;

/* Goes to the first token of TEXT. To be ended in any case. */
mw_status mw_address_parser_init(mw_address_parser *parser,
                                 const mw_address_rules *rules, mw_bytes text,
                                 mw_arena *arena, mw_error *error);

/*
 * Ends PARSER and gives STATUS, the outcome of it all, back; a failure in the
 * grammar gets its hint.
 */
mw_status mw_address_parser_end(mw_address_parser *parser, mw_status status);

static inline bool mw_address_is_at(const mw_address_parser *parser,
                                    mw_address_token_kind kind)
{
    return parser->lexer.token.kind == kind;
}

/* Fails with MW_E_SYNTAX: WHAT, and the place of the current token. */
mw_status mw_address_parser_fail(const mw_address_parser *parser,
                                 const char *what);

/* The same for what stands where a comma or the end has to be. */
mw_status mw_address_parser_fail_behind(const mw_address_parser *parser);

/* Goes past a token of KIND, or fails: it is MISSING. */
mw_status mw_address_expect(mw_address_parser *parser,
                            mw_address_token_kind kind, const char *missing);

/* Goes past any commas: what is empty between them is no address. */
mw_status mw_address_skip_commas(mw_address_parser *parser);

/* Begins an element, and finds the kind of token behind its first words. */
mw_status mw_address_begin_element(mw_address_parser *parser,
                                   mw_address_token_kind *kind);

/* Makes what SCRATCH holds a value in the arena, and empties it. */
mw_status mw_address_keep(mw_address_parser *parser, mw_bytes *value);

/* Parses a phrase, which may be empty. */
mw_status mw_address_parse_phrase(mw_address_parser *parser, mw_bytes *phrase);

/* Parses a mailbox into MAILBOX, which is empty; any other thing fails. */
mw_status mw_address_parse_mailbox(mw_address_parser *parser,
                                   mw_mailbox *mailbox);

#endif
