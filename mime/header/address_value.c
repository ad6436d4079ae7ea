/* SPDX-License-Identifier: MIT */

#include "header/address_value.h"

#include "base/utf8.h"
#include "codec/encoded_word.h"

/* Appends what stands between quotes, with quoted pairs undone. */
static mw_status append_quoted(mw_bytes content, mw_buffer *out,
                               mw_error *error)
{
    mw_space space;
    size_t size = 0;
    const mw_status status =
        mw_buffer_reserve(out, content.size, &space, error);

    if (status != MW_OK)
        return status;
    for (size_t i = 0; i < content.size; i++) {
        if (content.data[i] == '\\')
            i++;
        space.data[size++] = content.data[i];
    }
    mw_buffer_commit(out, size);
    return MW_OK;
}

static mw_status append_word(const mw_address_token *word, mw_buffer *out,
                             mw_error *error)
{
    if (word->kind == MW_TOKEN_QUOTED)
        return append_quoted(word->text, out, error);
    return mw_buffer_append_bytes(out, word->text, error);
}

static bool has_control(mw_bytes text)
{
    while (text.size > 0) {
        size_t size;
        uint32_t code;

        mw_utf8_next(text, &size, &code);
        if (mw_utf8_is_control(code) && code != '\t')
            return true;
        mw_bytes_skip(&text, size);
    }
    return false;
}

/*
 * Decodes the encoded-words in what OUT has from START on, which was not
 * quoted (RFC 2047, section 5, rule 3).
 */
static mw_status decode_from(size_t start, mw_converter_cache *cache,
                             mw_buffer *out, mw_error *error)
{
    mw_buffer decoded;
    mw_status status;

    if (cache == NULL || start == out->size)
        return MW_OK;
    mw_buffer_init(&decoded, out->allocator, out->ceiling);
    status = mw_word_decode_text(
        cache, (mw_bytes){ out->data + start, out->size - start }, &decoded,
        error);
    if (status == MW_OK && !has_control(mw_buffer_bytes(&decoded))) {
        mw_buffer_truncate(out, start);
        status = mw_buffer_append_bytes(out, mw_buffer_bytes(&decoded), error);
    }
    mw_buffer_free(&decoded);
    return status;
}

/* Appends atoms and dots, up to the next quoted word or the phrase's end. */
static mw_status read_unquoted(mw_address_lexer *lexer, size_t phrase_start,
                               mw_converter_cache *cache, mw_buffer *out,
                               mw_error *error)
{
    const size_t start = out->size;
    mw_status status = MW_OK;

    while (status == MW_OK && (lexer->token.kind == MW_TOKEN_ATOM ||
                               lexer->token.kind == MW_TOKEN_DOT)) {
        if (lexer->token.spaced && out->size > phrase_start)
            status = mw_buffer_append_octet(out, ' ', error);
        if (status == MW_OK)
            status = append_word(&lexer->token, out, error);
        if (status == MW_OK)
            status = mw_address_lexer_next(lexer, error);
    }
    return status == MW_OK ? decode_from(start, cache, out, error) : status;
}

static mw_status read_quoted(mw_address_lexer *lexer, size_t phrase_start,
                             mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    if (lexer->token.spaced && out->size > phrase_start &&
        lexer->token.text.size > 0)
        status = mw_buffer_append_octet(out, ' ', error);
    if (status == MW_OK)
        status = append_word(&lexer->token, out, error);
    if (status == MW_OK)
        status = mw_address_lexer_next(lexer, error);
    return status;
}

mw_status mw_address_read_phrase(mw_address_lexer *lexer,
                                 mw_converter_cache *cache, mw_buffer *out,
                                 mw_error *error)
{
    const size_t start = out->size;
    mw_status status = MW_OK;

    if (lexer->token.kind == MW_TOKEN_DOT)
        return mw_address_lexer_fail(lexer, lexer->token.at,
                                     "a display name that begins with a dot",
                                     error);
    while (status == MW_OK) {
        if (lexer->token.kind == MW_TOKEN_QUOTED)
            status = read_quoted(lexer, start, out, error);
        else if (lexer->token.kind == MW_TOKEN_ATOM ||
                 lexer->token.kind == MW_TOKEN_DOT)
            status = read_unquoted(lexer, start, cache, out, error);
        else
            break;
    }
    return status;
}

/* Words with a dot between two; MISSING says what is not there at all. */
static mw_status read_dotted(mw_address_lexer *lexer, bool may_be_quoted,
                             const char *missing, mw_buffer *out,
                             mw_error *error)
{
    mw_status status;

    for (;;) {
        const mw_address_token *token = &lexer->token;

        if (token->kind != MW_TOKEN_ATOM &&
            !(may_be_quoted && token->kind == MW_TOKEN_QUOTED))
            return mw_address_lexer_fail(lexer, token->at, missing, error);
        status = append_word(token, out, error);
        if (status == MW_OK)
            status = mw_address_lexer_next(lexer, error);
        if (status != MW_OK || token->kind != MW_TOKEN_DOT)
            return status;

        missing = "a dot that no word follows";
        status = mw_buffer_append_octet(out, '.', error);
        if (status == MW_OK)
            status = mw_address_lexer_next(lexer, error);
        if (status != MW_OK)
            return status;
    }
}

mw_status mw_address_read_local_part(mw_address_lexer *lexer, mw_buffer *out,
                                     mw_error *error)
{
    return read_dotted(lexer, true, "no local part", out, error);
}

mw_status mw_address_read_domain(mw_address_lexer *lexer, mw_buffer *out,
                                 mw_error *error)
{
    mw_status status;

    if (lexer->token.kind != MW_TOKEN_LITERAL)
        return read_dotted(lexer, false, "no domain", out, error);
    status = append_word(&lexer->token, out, error);
    return status == MW_OK ? mw_address_lexer_next(lexer, error) : status;
}
