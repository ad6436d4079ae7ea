/* SPDX-License-Identifier: MIT */

/*
 * The decoder of RFC 2047, with the language of RFC 2231, section 5, which is
 * passed over. It is as strict as the grammar but for the length of a word
 * and an empty text, which others write; what it does not take stays as it
 * was typed. A line break in a word would become a real one wherever the text
 * is written again, so such a word is not taken either.
 */

#include "codec/encoded_word.h"

#include "base/ascii.h"
#include "codec/base64.h"

/* The three parts of a word, and all its octets. */
typedef struct {
    mw_bytes charset;
    char encoding; /* 'q' or 'b' */
    mw_bytes text;
    size_t size;
} word;

/* Takes octets that are printable and no "?" from the front of TEXT. */
static mw_bytes take_part(mw_bytes *text)
{
    mw_bytes part = { text->data, 0 };

    while (part.size < text->size && text->data[part.size] != '?' &&
           mw_ascii_is_graph(text->data[part.size]))
        part.size++;
    mw_bytes_skip(text, part.size);
    return part;
}

/* Takes the two octets of PAIR from the front of TEXT, if they are there. */
static bool take_pair(mw_bytes *text, const char pair[2])
{
    if (text->size < 2 || memcmp(text->data, pair, 2) != 0)
        return false;
    mw_bytes_skip(text, 2);
    return true;
}

/* The part of CHARSET that is before "*" and the language. */
static mw_bytes without_language(mw_bytes charset)
{
    const uint8_t *star =
        charset.size == 0 ? NULL : memchr(charset.data, '*', charset.size);

    if (star != NULL)
        charset.size = (size_t)(star - charset.data);
    return charset;
}

/* Reads the parts of the word at the front of TEXT. */
static bool parse_word(mw_bytes text, word *parsed)
{
    const size_t whole = text.size;
    mw_bytes encoding;

    if (!take_pair(&text, "=?"))
        return false;
    parsed->charset = without_language(take_part(&text));
    if (text.size == 0 || text.data[0] != '?')
        return false;
    mw_bytes_skip(&text, 1);
    encoding = take_part(&text);
    if (encoding.size != 1 || text.size == 0 || text.data[0] != '?')
        return false;
    mw_bytes_skip(&text, 1);
    parsed->encoding = (char)mw_ascii_lower(encoding.data[0]);
    parsed->text = take_part(&text);
    if (!take_pair(&text, "?="))
        return false;
    parsed->size = whole - text.size;
    return parsed->encoding == 'q' || parsed->encoding == 'b';
}

/* Decodes TEXT to OUT, which has room for as many octets. */
static bool decode_q(mw_bytes text, mw_space *out)
{
    while (text.size > 0) {
        const uint8_t octet = text.data[0];
        int high, low;

        mw_bytes_skip(&text, 1);
        if (octet != '=') {
            mw_space_put(out, octet == '_' ? ' ' : octet);
            continue;
        }
        if (text.size < 2)
            return false;
        high = mw_ascii_hex_value(text.data[0]);
        low = mw_ascii_hex_value(text.data[1]);
        if (high < 0 || low < 0)
            return false;
        mw_space_put(out, (uint8_t)(high << 4 | low));
        mw_bytes_skip(&text, 2);
    }
    return true;
}

static bool decode_b(mw_bytes text, mw_space *out)
{
    mw_base64_decoder base64;
    bool done;

    mw_base64_decoder_init(&base64, MW_BASE64_STANDARD);
    return mw_base64_decode(&base64, &text, out, true, &done, NULL) == MW_OK &&
           done;
}

/* Appends the octets of PARSED, in its charset, to OCTETS. */
static mw_status decode_octets(const word *parsed, mw_buffer *octets,
                               bool *decoded, mw_error *error)
{
    const size_t before = octets->size;
    mw_space space;
    const mw_status status =
        mw_buffer_reserve(octets, parsed->text.size, &space, error);

    if (status != MW_OK)
        return status;
    *decoded = parsed->encoding == 'q' ? decode_q(parsed->text, &space)
                                       : decode_b(parsed->text, &space);
    if (*decoded)
        mw_buffer_commit(octets,
                         (size_t)(space.data - (octets->data + before)));
    return MW_OK;
}

static bool has_line_break(mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\r' || text.data[i] == '\n' ||
            text.data[i] == '\0')
            return true;
    return false;
}

/* Appends PARSED to OUT as UTF-8; *DECODED tells whether it could be. */
static mw_status decode_word(mw_converter_cache *cache, const word *parsed,
                             mw_buffer *octets, bool *decoded, mw_buffer *out,
                             mw_error *error)
{
    const mw_charset *charset = mw_charset_find(parsed->charset);
    const size_t before = out->size;
    mw_error ignored;
    mw_status status = decode_octets(parsed, octets, decoded, error);

    if (status != MW_OK || !*decoded)
        return status;
    *decoded = false;
    if (charset == NULL)
        return MW_OK;
    status = mw_charset_convert(cache, charset, MW_TO_UTF8,
                                mw_buffer_bytes(octets), out, &ignored);
    if (status == MW_E_MEMORY)
        return mw_fail_memory(error);
    if (status != MW_OK)
        return MW_OK;
    *decoded =
        !has_line_break((mw_bytes){ out->data + before, out->size - before });
    if (!*decoded)
        mw_buffer_truncate(out, before);
    return MW_OK;
}

mw_status mw_word_decode(mw_converter_cache *cache, mw_bytes text, size_t *size,
                         mw_buffer *out, mw_error *error)
{
    word parsed;
    mw_buffer octets;
    mw_status status;
    bool decoded;

    if (!parse_word(text, &parsed)) {
        *size = 0;
        return MW_OK;
    }
    mw_buffer_init(&octets, cache->allocator, 0);
    status = decode_word(cache, &parsed, &octets, &decoded, out, error);
    mw_buffer_free(&octets);
    if (status == MW_OK)
        *size = decoded ? parsed.size : 0;
    return status;
}

static bool is_space(uint8_t octet)
{
    return mw_ascii_is_blank(octet) || octet == '\r' || octet == '\n';
}

/* Takes octets that are white space, or are none, from the front of TEXT. */
static mw_bytes take_run(mw_bytes *text, bool spaces)
{
    mw_bytes run = { text->data, 0 };

    while (run.size < text->size && is_space(text->data[run.size]) == spaces)
        run.size++;
    mw_bytes_skip(text, run.size);
    return run;
}

/*
 * Appends SPACE and TOKEN, which comes after it. *IN_WORD tells whether what
 * was before SPACE was an encoded-word, and gets the same of TOKEN.
 */
static mw_status decode_token(mw_converter_cache *cache, mw_bytes space,
                              mw_bytes token, bool *in_word, mw_buffer *decoded,
                              mw_buffer *out, mw_error *error)
{
    size_t size;
    mw_status status;

    mw_buffer_truncate(decoded, 0);
    status = mw_word_decode(cache, token, &size, decoded, error);
    if (status != MW_OK)
        return status;
    if (size != token.size || size == 0) {
        *in_word = false;
    } else {
        if (*in_word)
            space.size = 0;
        *in_word = true;
        token = mw_buffer_bytes(decoded);
    }
    status = mw_buffer_append_bytes(out, space, error);
    return status == MW_OK ? mw_buffer_append_bytes(out, token, error) : status;
}

mw_status mw_word_decode_text(mw_converter_cache *cache, mw_bytes text,
                              mw_buffer *out, mw_error *error)
{
    const size_t before = out->size;
    bool in_word = false;
    mw_status status = MW_OK;
    mw_buffer decoded;

    mw_buffer_init(&decoded, cache->allocator, 0);
    while (text.size > 0 && status == MW_OK) {
        const mw_bytes space = take_run(&text, true);
        const mw_bytes token = take_run(&text, false);

        status =
            decode_token(cache, space, token, &in_word, &decoded, out, error);
    }
    mw_buffer_free(&decoded);
    if (status != MW_OK)
        mw_buffer_truncate(out, before);
    return status;
}
