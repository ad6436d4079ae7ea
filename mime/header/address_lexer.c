/* SPDX-License-Identifier: MIT */

/*
 * Once the whole text is known to be UTF-8 without control characters, octets
 * are enough: no octet of a character outside ASCII is taken for a special.
 */

#include "header/address_lexer.h"

#include "base/utf8.h"
#include "header/comment.h"

#define SHOWN_MOST 40

bool mw_address_is_atext(uint8_t octet)
{
    return octet >= 0x80 || mw_ascii_is_alnum(octet) ||
           (octet != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", octet) != NULL);
}

bool mw_address_is_dot_atom(mw_bytes text)
{
    bool dot_may_follow = false;

    for (size_t i = 0; i < text.size; i++) {
        const bool is_dot = text.data[i] == '.';

        if (is_dot ? !dot_may_follow : !mw_address_is_atext(text.data[i]))
            return false;
        dot_may_follow = !is_dot;
    }
    return dot_may_follow;
}

/* What stands at AT, as far as an error shows it. */
static mw_bytes shown(mw_bytes text, size_t at)
{
    const size_t rest = text.size - at;
    mw_bytes seen = { text.data + at, rest < SHOWN_MOST ? rest : SHOWN_MOST };

    if (rest > SHOWN_MOST)
        seen.size = mw_utf8_valid_prefix(seen);
    return seen;
}

mw_status mw_address_lexer_fail(const mw_address_lexer *lexer, size_t at,
                                const char *what, mw_error *error)
{
    const mw_bytes text = lexer->text;
    const mw_bytes place = shown(text, at);

    if (at == text.size)
        return mw_fail(error, MW_E_SYNTAX, "%s, at the end", what);
    return mw_fail(error, MW_E_SYNTAX, "%s, at character %zu: \"%.*s\"", what,
                   mw_utf8_count((mw_bytes){ text.data, at }) + 1,
                   MW_SHOW(place));
}

/* Fails at the first control character of the text, or what is not UTF-8. */
static mw_status check_characters(const mw_address_lexer *lexer,
                                  mw_error *error)
{
    mw_bytes rest = lexer->text;

    while (rest.size > 0) {
        size_t size;
        uint32_t code;
        const char *wrong = NULL;

        if (mw_utf8_next(rest, &size, &code) != MW_UTF8_VALID)
            wrong = "text that is not UTF-8";
        else if (mw_utf8_is_control(code) && code != '\t')
            wrong = "a control character";
        if (wrong != NULL)
            return mw_fail(error, MW_E_SYNTAX, "%s, octet 0x%02X at %zu", wrong,
                           (unsigned)rest.data[0],
                           lexer->text.size - rest.size + 1);
        mw_bytes_skip(&rest, size);
    }
    return MW_OK;
}

mw_status mw_address_lexer_init(mw_address_lexer *lexer, mw_bytes text,
                                mw_error *error)
{
    const mw_status status =
        check_characters(&(mw_address_lexer){ .text = text }, error);

    if (status != MW_OK)
        return status;
    *lexer = (mw_address_lexer){ .text = text };
    return mw_address_lexer_next(lexer, error);
}

/* Moves behind white space and comments. */
static mw_status skip_space(mw_address_lexer *lexer, mw_error *error)
{
    mw_bytes rest = lexer->text;
    bool closed;

    mw_bytes_skip(&rest, lexer->next);
    closed = mw_comment_skip(&rest);
    lexer->next = lexer->text.size - rest.size;
    return closed ? MW_OK
                  : mw_address_lexer_fail(lexer, lexer->next,
                                          "a comment without end", error);
}

/* Makes the octets from the current place up to END the token. */
static mw_status take(mw_address_lexer *lexer, mw_address_token_kind kind,
                      size_t end)
{
    const size_t at = lexer->next;

    lexer->token.kind = kind;
    lexer->token.at = at;
    lexer->token.text = (mw_bytes){ lexer->text.data + at, end - at };
    lexer->next = end;
    return MW_OK;
}

static mw_status take_atom(mw_address_lexer *lexer)
{
    const mw_bytes text = lexer->text;
    size_t end = lexer->next;

    while (end < text.size && mw_address_is_atext(text.data[end]))
        end++;
    return take(lexer, MW_TOKEN_ATOM, end);
}

static mw_status take_quoted(mw_address_lexer *lexer, mw_error *error)
{
    const mw_bytes text = lexer->text;

    for (size_t i = lexer->next + 1; i < text.size; i++) {
        if (text.data[i] == '\\') {
            i++;
        } else if (text.data[i] == '"') {
            take(lexer, MW_TOKEN_QUOTED, i + 1);
            mw_bytes_skip(&lexer->token.text, 1);
            lexer->token.text.size--;
            return MW_OK;
        }
    }
    return mw_address_lexer_fail(lexer, lexer->next,
                                 "a quoted string without end", error);
}

/* What may stand between the brackets is left to the domain's own check. */
static mw_status take_literal(mw_address_lexer *lexer, mw_error *error)
{
    const mw_bytes text = lexer->text;
    size_t end = lexer->next + 1;

    while (end < text.size && strchr("[]\\", text.data[end]) == NULL)
        end++;
    if (end == text.size || text.data[end] != ']')
        return mw_address_lexer_fail(lexer, lexer->next,
                                     "a bracket that is not closed", error);
    return take(lexer, MW_TOKEN_LITERAL, end + 1);
}

mw_status mw_address_lexer_next(mw_address_lexer *lexer, mw_error *error)
{
    const mw_bytes text = lexer->text;
    const size_t before = lexer->next;
    const mw_status status = skip_space(lexer, error);
    uint8_t octet;

    if (status != MW_OK)
        return status;
    lexer->behind = before;
    lexer->token.spaced = lexer->next > before;
    if (lexer->next == text.size)
        return take(lexer, MW_TOKEN_END, text.size);

    octet = text.data[lexer->next];
    if (mw_address_is_atext(octet))
        return take_atom(lexer);
    if (octet == '"')
        return take_quoted(lexer, error);
    if (octet == '[')
        return take_literal(lexer, error);
    if (strchr(".@,:;<>", octet) != NULL)
        return take(lexer, (mw_address_token_kind)octet, lexer->next + 1);
    return mw_address_lexer_fail(lexer, lexer->next, "a character out of place",
                                 error);
}
