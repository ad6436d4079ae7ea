/* SPDX-License-Identifier: MIT */
#ifndef HEADER_FOLD_H
#define HEADER_FOLD_H

#include "base/buffer.h"

/*
 * Folding of header fields (RFC 5322, section 2.2.3).
 *
 * A field is written as pieces that cannot be broken, with places between
 * them where a line may be: a piece goes on the line if it fits 78
 * characters, else it starts the next one. No line is of white space only,
 * and none is longer than 998 octets: MW_E_RANGE, naming the field.
 */
#define MW_FOLD_LINE 78
#define MW_FOLD_LINE_MOST 998

typedef struct mw_fold {
    mw_buffer *out;
    size_t start;  /* where the field begins in OUT */
    size_t line;   /* where its current line begins */
    size_t column; /* characters on that line */
    bool empty;    /* no piece is on the line yet but the name */
    bool has_word; /* an encoded-word is on the line: 76 then */
    size_t ceiling;
} mw_fold;

/* Begins the field NAME: writes "NAME:" to OUT. CEILING is for the field. */
mw_status mw_fold_begin(mw_fold *fold, mw_buffer *out, mw_bytes name,
                        size_t ceiling, mw_error *error);

/*
 * Adds PIECE. BREAKABLE says that a space and so a line break may come before
 * it; the space is written in any case then. Not BREAKABLE glues it to what
 * is there.
 */
mw_status mw_fold_add(mw_fold *fold, mw_bytes piece, bool breakable,
                      mw_error *error);

/*
 * Adds PIECE after BLANKS, white space that has to stay as it is (two spaces,
 * a tab): a line break may come before it.
 */
mw_status mw_fold_add_after(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                            mw_error *error);

/* The characters that fit on the current line after a space; may be 0. */
size_t mw_fold_room(const mw_fold *fold, size_t line_length);

/* Starts a new line, unless nothing is on the current one but the name. */
mw_status mw_fold_break(mw_fold *fold, mw_error *error);

/* Ends the field with CRLF. */
mw_status mw_fold_end(mw_fold *fold, mw_error *error);

#endif
