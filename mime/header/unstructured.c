/* SPDX-License-Identifier: MIT */

/*
 * The text is taken word by word, and each word either stands as it is or
 * joins the run of words to encode that it stands in. Of the blanks beside a
 * run one stays outside, to set the encoded-words off; the others go into
 * it, where no reader can lose them.
 */

#include "header/unstructured.h"

#include "base/ascii.h"
#include "codec/encoded_word.h"
#include "header/word_run.h"

/* More blanks than this between two words are not left to the lines. */
#define BLANKS_MOST 32

/* A word of the text, and the blanks before it. */
typedef struct {
    mw_bytes blanks;
    mw_bytes word; /* empty only where nothing but blanks is left */
    bool encoded;
} text_token;

typedef struct {
    mw_bytes text;
    size_t at;          /* the octets of TEXT that were taken */
    size_t words;       /* the octets of TEXT to the end of its last word */
    size_t name_end;    /* the column where the first word begins */
    bool looks_encoded; /* somewhere in it */
    bool utf8;
} text_reader;

static size_t blank_prefix(mw_bytes text)
{
    size_t size = 0;

    while (size < text.size && mw_ascii_is_blank(text.data[size]))
        size++;
    return size;
}

static size_t word_prefix(mw_bytes text)
{
    size_t size = 0;

    while (size < text.size && !mw_ascii_is_blank(text.data[size]))
        size++;
    return size;
}

static text_reader read_from(mw_bytes text, const mw_fold *fold, bool utf8)
{
    size_t words = text.size;

    while (words > 0 && mw_ascii_is_blank(text.data[words - 1]))
        words--;
    return (text_reader){ .text = text,
                          .words = words,
                          .name_end = fold->column + 1,
                          .looks_encoded = mw_word_looks_encoded(text),
                          .utf8 = utf8 };
}

static bool is_first(const text_reader *reader, const text_token *token)
{
    return token->blanks.data == reader->text.data;
}

/* Whether WORD has "=?", as the beginning of an encoded-word. */
static bool begins_encoded(mw_bytes word)
{
    for (size_t i = 1; i < word.size; i++)
        if (word.data[i - 1] == '=' && word.data[i] == '?')
            return true;
    return false;
}

/* Whether TOKEN, which ends at END, would not arrive if it stood as it is. */
static bool is_encoded(const text_reader *reader, const text_token *token,
                       size_t end)
{
    const bool first = is_first(reader, token);
    const size_t line = MW_FOLD_LINE_MOST - (first ? reader->name_end : 0);

    if (first && token->blanks.size > 0)
        return true;
    if (end >= reader->words && reader->words < reader->text.size)
        return true;
    if (token->blanks.size > BLANKS_MOST ||
        token->word.size > line - token->blanks.size)
        return true;
    if (!reader->utf8 && !mw_ascii_is_all(token->word))
        return true;
    return reader->looks_encoded && begins_encoded(token->word);
}

/* Takes the next token; false at the end of the text. */
static bool take(text_reader *reader, text_token *token)
{
    mw_bytes rest = { reader->text.data + reader->at,
                      reader->text.size - reader->at };

    if (rest.size == 0)
        return false;
    token->blanks = (mw_bytes){ rest.data, blank_prefix(rest) };
    mw_bytes_skip(&rest, token->blanks.size);
    token->word = (mw_bytes){ rest.data, word_prefix(rest) };
    mw_bytes_skip(&rest, token->word.size);
    reader->at = reader->text.size - rest.size;
    token->encoded = is_encoded(reader, token, reader->at);
    return true;
}

/*
 * Writes the run that begins with FIRST, and leaves the reader at the blank
 * that follows it.
 */
static mw_status write_run(mw_fold *fold, text_reader *reader,
                           const text_token *first,
                           const mw_header_style *style, mw_error *error)
{
    const bool keeps_blanks = is_first(reader, first);
    const size_t start = (size_t)(first->blanks.data - reader->text.data) +
                         (keeps_blanks ? 0 : 1);
    const mw_bytes blank =
        keeps_blanks ? mw_bytes_of(" ") : (mw_bytes){ first->blanks.data, 1 };
    text_token next;

    while (take(reader, &next))
        if (!next.encoded) {
            reader->at -= next.word.size + 1;
            break;
        }
    return mw_word_run_write(
        fold, blank,
        (mw_bytes){ reader->text.data + start, reader->at - start },
        MW_WORD_IN_TEXT, style, error);
}

mw_status mw_unstructured_write(mw_fold *fold, mw_bytes text,
                                const mw_header_style *style, mw_error *error)
{
    text_reader reader = read_from(text, fold, style->utf8);
    mw_status status = MW_OK;
    text_token token;

    while (status == MW_OK && take(&reader, &token)) {
        if (token.encoded)
            status = write_run(fold, &reader, &token, style, error);
        else if (is_first(&reader, &token))
            status = mw_fold_add(fold, token.word, true, error);
        else
            status = mw_fold_add_after(fold, token.blanks, token.word, error);
    }
    return status;
}
