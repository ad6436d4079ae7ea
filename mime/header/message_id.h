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

/*
 * Parses one or more ids, with white space and comments between, and appends
 * them to *LIST in ARENA. Without BARE each has its angle brackets; with it,
 * a single id may come without. Obsolete forms (a quoted left side) are
 * refused unless they are "<...>" of at most 998 octets of printable ASCII
 * with one '@' outside quotes. Fails with MW_E_SYNTAX.
 */
mw_status mw_message_id_parse(mw_bytes text, bool bare, mw_arena *arena,
                              mw_message_id **list, mw_error *error);

/* Writes LIST into FOLD: a space between two, an id never broken. */
mw_status mw_message_id_write(mw_fold *fold, const mw_message_id *list,
                              mw_error *error);

#endif
