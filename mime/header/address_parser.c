/* SPDX-License-Identifier: MIT */

/*
 * The grammar needs one look ahead that is not bounded: words are a local
 * part, a display name or a group's name by what follows them. The lexer is
 * copied for that, so words are read at most three times, whatever is in
 * them.
 */

#include "header/address_parser.h"

#include "header/address_hint.h"
#include "header/address_value.h"

mw_status mw_address_parser_init(mw_address_parser *in,
                                 const mw_address_rules *rules, mw_bytes text,
                                 mw_arena *arena, mw_error *error)
{
    *in = (mw_address_parser){
        .rules = rules, .arena = arena, .most = rules->most, .error = error
    };
    mw_buffer_init(&in->scratch, arena->allocator, 0);
    return mw_address_lexer_init(&in->lexer, text, error);
}

mw_status mw_address_parser_end(mw_address_parser *in, mw_status status)
{
    mw_bytes rest = in->lexer.text;

    mw_buffer_free(&in->scratch);
    if (status != MW_E_SYNTAX || rest.size == 0)
        return status;
    mw_bytes_skip(&rest, in->element);
    mw_address_hint(rest, in->error);
    return status;
}

mw_status mw_address_parser_fail(const mw_address_parser *in, const char *what)
{
    return mw_address_lexer_fail(&in->lexer, in->lexer.token.at, what,
                                 in->error);
}

mw_status mw_address_parser_fail_behind(const mw_address_parser *in)
{
    const mw_status status =
        mw_address_parser_fail(in, "text behind an address");

    if (mw_address_is_at(in, MW_TOKEN_SEMICOLON))
        mw_hint(in->error, "separate addresses with commas");
    return status;
}

mw_status mw_address_expect(mw_address_parser *in, mw_address_token_kind kind,
                            const char *missing)
{
    return mw_address_is_at(in, kind)
               ? mw_address_lexer_next(&in->lexer, in->error)
               : mw_address_parser_fail(in, missing);
}

mw_status mw_address_skip_commas(mw_address_parser *in)
{
    mw_status status = MW_OK;

    while (status == MW_OK && mw_address_is_at(in, MW_TOKEN_COMMA))
        status = mw_address_lexer_next(&in->lexer, in->error);
    return status;
}

mw_status mw_address_begin_element(mw_address_parser *in,
                                   mw_address_token_kind *kind)
{
    mw_address_lexer lexer = in->lexer;
    mw_status status = MW_OK;

    in->element = lexer.token.at;
    while (status == MW_OK && (lexer.token.kind == MW_TOKEN_ATOM ||
                               lexer.token.kind == MW_TOKEN_QUOTED ||
                               lexer.token.kind == MW_TOKEN_DOT))
        status = mw_address_lexer_next(&lexer, in->error);
    *kind = lexer.token.kind;
    return status;
}

mw_status mw_address_keep(mw_address_parser *in, mw_bytes *value)
{
    const mw_bytes read = mw_buffer_bytes(&in->scratch);
    const char *copy = mw_arena_copy(in->arena, read, in->error);

    if (copy == NULL)
        return MW_E_MEMORY;
    *value = (mw_bytes){ (const uint8_t *)copy, read.size };
    mw_buffer_truncate(&in->scratch, 0);
    return MW_OK;
}

mw_status mw_address_parse_phrase(mw_address_parser *in, mw_bytes *phrase)
{
    const mw_status status = mw_address_read_phrase(
        &in->lexer, in->rules->decodes ? in->rules->cache : NULL, &in->scratch,
        in->error);

    return status == MW_OK ? mw_address_keep(in, phrase) : status;
}
