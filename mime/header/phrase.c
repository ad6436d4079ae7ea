/* SPDX-License-Identifier: MIT */

/*
 * A quoted-string may be folded at the blanks in it, since folding white
 * space there means what it unfolds to; encoded-words are forbidden in it,
 * so a name that has something like one in quotes is encoded as a whole.
 */

#include "header/phrase.h"

#include "base/ascii.h"
#include "header/comment.h"
#include "header/word_run.h"

/* A piece has a space before it, and may get quotes at both its ends. */
#define PIECE_MOST (MW_FOLD_LINE_MOST - 3)

static bool is_atext(uint8_t octet)
{
    static const char SPECIAL[] = "!#$%&'*+-/=?^_`{|}~";

    return octet >= 0x80 || mw_ascii_is_alnum(octet) ||
           memchr(SPECIAL, octet, sizeof SPECIAL - 1) != NULL;
}

/* Whether PHRASE is atoms with one space between two. */
static bool is_atoms(mw_bytes phrase)
{
    bool in_atom = false;

    for (size_t i = 0; i < phrase.size; i++) {
        if (!is_atext(phrase.data[i]) && !(in_atom && phrase.data[i] == ' '))
            return false;
        in_atom = phrase.data[i] != ' ';
    }
    return in_atom;
}

static bool has_to_be_escaped(uint8_t octet)
{
    return octet == '"' || octet == '\\';
}

/* The octets of the longest piece of PHRASE as a quoted-string. */
static size_t longest_piece(mw_bytes phrase)
{
    size_t longest = 0, size = 0;

    for (size_t i = 0; i < phrase.size; i++) {
        const bool follows_blank =
            i > 0 && mw_ascii_is_blank(phrase.data[i - 1]);

        if (mw_ascii_is_blank(phrase.data[i]) && !follows_blank && i > 0)
            size = 0;
        size += has_to_be_escaped(phrase.data[i]) ? 2 : 1;
        if (size > longest)
            longest = size;
    }
    return longest;
}

static mw_status quote(mw_bytes phrase, mw_buffer *out, mw_error *error)
{
    mw_status status = mw_buffer_append_octet(out, '"', error);

    for (size_t i = 0; status == MW_OK && i < phrase.size; i++) {
        if (has_to_be_escaped(phrase.data[i]))
            status = mw_buffer_append_octet(out, '\\', error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(out, phrase.data[i], error);
    }
    if (status == MW_OK)
        status = mw_buffer_append_octet(out, '"', error);
    return status;
}

static mw_status write_quoted(mw_fold *fold, mw_bytes phrase, mw_error *error)
{
    mw_buffer quoted;
    mw_status status;

    mw_buffer_init(&quoted, fold->out->allocator, 0);
    status = quote(phrase, &quoted, error);
    if (status == MW_OK)
        status = mw_fold_add_text(fold, mw_buffer_bytes(&quoted), error);
    mw_buffer_free(&quoted);
    return status;
}

mw_status mw_phrase_write(mw_fold *fold, mw_bytes phrase, mw_bytes suffix,
                          const mw_header_style *style, mw_error *error)
{
    const bool encoded = (!style->utf8 && !mw_ascii_is_all(phrase)) ||
                         mw_word_looks_encoded(phrase) ||
                         longest_piece(phrase) > PIECE_MOST - suffix.size;
    mw_status status;

    if (encoded)
        status = mw_word_run_write(fold, mw_bytes_of(" "), phrase,
                                   MW_WORD_IN_PHRASE, style, error);
    else if (is_atoms(phrase))
        status = mw_fold_add_text(fold, phrase, error);
    else
        status = write_quoted(fold, phrase, error);
    if (status == MW_OK && suffix.size > 0)
        status = mw_fold_add(fold, suffix, encoded, error);
    return status;
}

/* Takes the quoted-string at the front of TEXT and appends what it means. */
static mw_status take_quoted(mw_bytes *text, mw_buffer *phrase, mw_error *error)
{
    for (size_t i = 1; i < text->size; i++) {
        mw_status status;

        if (text->data[i] == '"') {
            mw_bytes_skip(text, i + 1);
            return MW_OK;
        }
        if (text->data[i] == '\\' && ++i == text->size)
            break;
        status = mw_buffer_append_octet(phrase, text->data[i], error);
        if (status != MW_OK)
            return status;
    }
    return mw_fail(error, MW_E_SYNTAX, "no quote closes %.*s", MW_SHOW(*text));
}

/* Takes the atom at the front of TEXT, with its dots, and appends it. */
static mw_status take_atom(mw_bytes *text, mw_buffer *phrase, mw_error *error)
{
    mw_bytes atom = { text->data, 0 };

    while (atom.size < text->size &&
           (is_atext(text->data[atom.size]) || text->data[atom.size] == '.'))
        atom.size++;
    mw_bytes_skip(text, atom.size);
    return mw_buffer_append_bytes(phrase, atom, error);
}

static bool starts_word(mw_bytes text)
{
    return text.size > 0 &&
           (*text.data == '"' || *text.data == '.' || is_atext(*text.data));
}

mw_status mw_phrase_parse(mw_bytes *text, mw_buffer *phrase, mw_error *error)
{
    const size_t start = phrase->size;

    for (;;) {
        mw_status status = MW_OK;

        if (!mw_comment_skip(text))
            return mw_fail(error, MW_E_SYNTAX, "no parenthesis closes %.*s",
                           MW_SHOW(*text));
        if (!starts_word(*text))
            return MW_OK;
        if (phrase->size > start)
            status = mw_buffer_append_octet(phrase, ' ', error);
        if (status == MW_OK)
            status = *text->data == '"' ? take_quoted(text, phrase, error)
                                        : take_atom(text, phrase, error);
        if (status != MW_OK)
            return status;
    }
}
