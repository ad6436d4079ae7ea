/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_REPLY_H
#define CLI_COMPOSE_REPLY_H

#include "compose.h"

/*
 * --reply, --reply-all, --forward and --forward-inline: an answer to a message
 * that exists.
 */

/* The datum of these options. */
enum { ANSWER_AUTHOR, ANSWER_ALL, ANSWER_FORWARD, ANSWER_FORWARD_INLINE };

mw_status compose_take_answer(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_quote(void *state, const option_use *use,
                             mw_error *error);

/*
 * Reads the original, before the options that say what the message holds, and
 * attaches it where it is forwarded as it is. Fails with MW_E_NO_INPUT and
 * MW_E_DATA, naming it.
 */
mw_status compose_start_answer(compose *state, mw_error *error);

/*
 * Makes of *SOURCE, the plain text of the message, one that holds the quote as
 * well, where one is wanted.
 */
mw_status compose_add_quote(compose *state, mw_source **source,
                            mw_error *error);

/*
 * Gives the message the recipients, subject and references that no option
 * gave, in compose_answer_fields.c. It has its From.
 */
mw_status compose_finish_answer(compose *state, mw_error *error);

/* MW_E_USAGE where the quote has found no text to stand in. */
mw_status compose_check_quote(const compose *state, mw_error *error);

void compose_end_answer(compose *state);

#endif
