/* SPDX-License-Identifier: MIT */

/*
 * A piece is put on its line before it is known what will be glued to it, so
 * the fold remembers the last place where the line could have been broken,
 * and breaks it there afterwards if the glue does not fit.
 */

#include "header/fold.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/encoded_word.h"

static const mw_bytes LINE_END = { (const uint8_t *)"\r\n", 2 };
static const mw_bytes SPACE = { (const uint8_t *)" ", 1 };

/* Appends BYTES as they are, if the field may grow that much. */
static mw_status put(mw_fold *fold, mw_bytes bytes, mw_error *error)
{
    const size_t used = fold->out->size - fold->start;

    if (fold->ceiling != 0 &&
        (used > fold->ceiling || bytes.size > fold->ceiling - used))
        return mw_fail(error, MW_E_LIMIT, "the field has more than %zu octets",
                       fold->ceiling);
    return mw_buffer_append_bytes(fold->out, bytes, error);
}

/* The octets on the current line. */
static size_t line_size(const mw_fold *fold)
{
    return fold->out->size - fold->line;
}

/* Ends the line before what is at GAP, or after all if GAP is the end. */
static mw_status break_at(mw_fold *fold, size_t gap, mw_error *error)
{
    const size_t behind = fold->out->size - gap;
    mw_status status = put(fold, LINE_END, error);
    uint8_t *place;

    if (status != MW_OK)
        return status;
    place = fold->out->data + gap;
    memmove(place + LINE_END.size, place, behind);
    memcpy(place, LINE_END.data, LINE_END.size);
    fold->line = gap + LINE_END.size;
    fold->gap = 0;
    fold->column = mw_utf8_count(
        (mw_bytes){ fold->out->data + fold->line, line_size(fold) });
    fold->has_word = behind > 0 && fold->gap_word;
    fold->empty = false;
    return MW_OK;
}

/* Appends to the line whatever fits, and whatever will never fit better. */
static mw_status put_on_line(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                             mw_error *error)
{
    mw_status status = put(fold, blanks, error);

    if (status == MW_OK)
        status = put(fold, piece, error);
    if (status != MW_OK)
        return status;
    if (line_size(fold) > MW_FOLD_LINE_MOST)
        return mw_fail(error, MW_E_RANGE,
                       "a word of %zu octets fits no line of %d, and cannot "
                       "be broken",
                       piece.size, MW_FOLD_LINE_MOST);
    fold->column += mw_utf8_count(blanks) + mw_utf8_count(piece);
    fold->empty = false;
    return MW_OK;
}

mw_status mw_fold_begin(mw_fold *fold, mw_buffer *out, mw_bytes name,
                        size_t ceiling, mw_error *error)
{
    static const mw_bytes COLON = { (const uint8_t *)":", 1 };
    mw_status status;

    *fold = (mw_fold){
        .out = out, .start = out->size, .line = out->size, .ceiling = ceiling
    };
    status = put_on_line(fold, name, COLON, error);
    fold->empty = true;
    return status;
}

/* Whether a piece of WIDTH characters and SIZE octets fits the line. */
static bool fits(const mw_fold *fold, size_t width, size_t size, bool is_word)
{
    const size_t most =
        is_word || fold->has_word ? MW_WORD_LINE_LONGEST : MW_FOLD_LINE;

    if (fold->empty && !is_word)
        return size <= MW_FOLD_LINE_MOST - line_size(fold);
    return fold->column <= most && width <= most - fold->column;
}

static mw_status add(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                     bool is_word, mw_error *error)
{
    const size_t width = mw_utf8_count(blanks) + mw_utf8_count(piece);
    mw_status status = MW_OK;

    if ((fold->breaks && !fold->empty) ||
        !fits(fold, width, blanks.size + piece.size, is_word))
        status = break_at(fold, fold->out->size, error);
    else if (!fold->empty)
        fold->gap = fold->out->size;
    if (status != MW_OK)
        return status;
    fold->breaks = false;
    fold->gap_word = is_word;
    fold->has_word |= is_word;
    return put_on_line(fold, blanks, piece, error);
}

/* Adds PIECE to the last one, taking that to the next line if need be. */
static mw_status glue(mw_fold *fold, mw_bytes piece, mw_error *error)
{
    mw_status status = MW_OK;

    if (fold->gap != 0 && !fits(fold, mw_utf8_count(piece), piece.size, false))
        status = break_at(fold, fold->gap, error);
    if (status != MW_OK)
        return status;
    return put_on_line(fold, (mw_bytes){ piece.data, 0 }, piece, error);
}

mw_status mw_fold_add(mw_fold *fold, mw_bytes piece, bool breakable,
                      mw_error *error)
{
    if (breakable || fold->empty)
        return add(fold, SPACE, piece, false, error);
    return glue(fold, piece, error);
}

mw_status mw_fold_add_after(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                            mw_error *error)
{
    if (blanks.size == 0)
        return mw_fold_add(fold, piece, false, error);
    return add(fold, blanks, piece, false, error);
}

mw_status mw_fold_add_word(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                           mw_error *error)
{
    return add(fold, blanks, piece, true, error);
}

mw_status mw_fold_add_text(mw_fold *fold, mw_bytes text, mw_error *error)
{
    mw_bytes blanks = SPACE;

    while (text.size > 0) {
        mw_bytes piece = { text.data, 0 };
        mw_status status;

        while (piece.size < text.size &&
               !mw_ascii_is_blank(text.data[piece.size]))
            piece.size++;
        status = mw_fold_add_after(fold, blanks, piece, error);
        if (status != MW_OK)
            return status;
        mw_bytes_skip(&text, piece.size);
        blanks = (mw_bytes){ text.data, 0 };
        while (blanks.size < text.size &&
               mw_ascii_is_blank(text.data[blanks.size]))
            blanks.size++;
        mw_bytes_skip(&text, blanks.size);
    }
    return MW_OK;
}

size_t mw_fold_room(const mw_fold *fold, size_t line_length)
{
    return fold->column + 1 < line_length ? line_length - fold->column - 1 : 0;
}

void mw_fold_break(mw_fold *fold)
{
    fold->breaks = true;
}

mw_status mw_fold_end(mw_fold *fold, mw_error *error)
{
    return put(fold, LINE_END, error);
}
