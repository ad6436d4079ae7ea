/* SPDX-License-Identifier: MIT */
#ifndef HEADER_MESSAGE_ID_H
#define HEADER_MESSAGE_ID_H

#include "base/arena.h"
#include "header/fold.h"

/*
 * Message identifiers (RFC 5322, section 3.6.4): "<left@right>", for
 * Message-ID, In-Reply-To, References and Content-ID.
 */
typedef struct mw_message_id {
    mw_bytes text; /* with angle brackets, without comments and white space */
    struct mw_message_id *next;
} mw_message_id;

/* The most octets of an id: a line with it begins with a space. */
#define MW_MESSAGE_ID_MOST (MW_FOLD_LINE_MOST - 1)

/*
 * Parses one or more ids, with white space and comments between, and appends
 * them to *LIST in ARENA. Without BARE each has its angle brackets; with it,
 * a single id may come without. An id is printable ASCII with one '@' outside
 * quotes and something on either side of it; what RFC 5322 allows there is
 * not asked for, since an answer has to name an id as it is. Fails with
 * MW_E_SYNTAX, and with MW_E_RANGE for an id that no line can hold; *LIST is
 * then as it was.
 */
mw_status mw_message_id_parse(mw_bytes text, bool bare, mw_arena *arena,
                              mw_message_id **list, mw_error *error);

/* Writes LIST into FOLD: a space between two, an id never broken. */
mw_status mw_message_id_write(mw_fold *fold, const mw_message_id *list,
                              mw_error *error);

/*
 * Whether ID, with its brackets, is one that may be made today:
 * dot-atom-text "@" dot-atom-text or "[" dtext "]". What others made can be
 * looser, and is left as it is in In-Reply-To and References.
 */
bool mw_message_id_is_strict(mw_bytes id);

#endif
