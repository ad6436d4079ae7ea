/* SPDX-License-Identifier: MIT */
#ifndef HEADER_FOLD_H
#define HEADER_FOLD_H

#include "base/buffer.h"

/*
 * Folding of header fields (RFC 5322, section 2.2.3).
 *
 * A field is written as pieces that cannot be broken, with places between
 * them where a line may be: a piece goes on the line if it fits 78
 * characters, else it starts the next one; only the first piece stays beside
 * the name while the line has 998 octets, since some readers take a name
 * alone on its line for an empty field. No line is of white space only, and
 * none is longer than 998 octets: MW_E_RANGE.
 *
 * All of these fail with MW_E_LIMIT where the field passes its ceiling, and
 * with MW_E_MEMORY. The messages do not name the field, and what was written
 * of it stays in OUT: whoever writes whole fields adds the one and takes back
 * the other.
 */
#define MW_FOLD_LINE 78
#define MW_FOLD_LINE_MOST 998

typedef struct mw_fold {
    mw_buffer *out;
    size_t start;   /* where the field begins in OUT */
    size_t line;    /* where its current line begins */
    size_t column;  /* characters on that line */
    size_t gap;     /* where it could still be broken before its last piece */
    bool empty;     /* no piece is on the line yet but the name */
    bool has_word;  /* an encoded-word is on the line: 76 then */
    bool gap_word;  /* an encoded-word is behind GAP */
    bool breaks;    /* the next piece starts a line */
    size_t ceiling; /* octets of the field; 0 stands for no ceiling */
} mw_fold;

/* Begins the field NAME: writes "NAME:" to OUT. CEILING is for the field. */
mw_status mw_fold_begin(mw_fold *fold, mw_buffer *out, mw_bytes name,
                        size_t ceiling, mw_error *error);

/*
 * Adds PIECE. BREAKABLE says that a space and so a line break may come before
 * it; the space is written in any case then. Not BREAKABLE glues it to what
 * is there; where the two do not fit the line, both go to the next.
 */
mw_status mw_fold_add(mw_fold *fold, mw_bytes piece, bool breakable,
                      mw_error *error);

/*
 * Adds PIECE after BLANKS, white space that has to stay as it is (two spaces,
 * a tab): a line break may come before it.
 */
mw_status mw_fold_add_after(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                            mw_error *error);

/*
 * The same for an encoded-word, or a piece that holds one: its line has at
 * most 76 characters (RFC 2047, section 2), even where the name is all that
 * is before it.
 */
mw_status mw_fold_add_word(mw_fold *fold, mw_bytes blanks, mw_bytes piece,
                           mw_error *error);

/*
 * Adds TEXT, which has no white space at its ends and may be broken at what it
 * has between; that stays as it is.
 */
mw_status mw_fold_add_text(mw_fold *fold, mw_bytes text, mw_error *error);

/* The characters that fit on the current line after a space; may be 0. */
size_t mw_fold_room(const mw_fold *fold, size_t line_length);

/* Lets the next piece start a new line, unless it is glued to the last. */
void mw_fold_break(mw_fold *fold);

/* Ends the field with CRLF. */
mw_status mw_fold_end(mw_fold *fold, mw_error *error);

#endif
