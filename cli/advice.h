/* SPDX-License-Identifier: MIT */
#ifndef CLI_ADVICE_H
#define CLI_ADVICE_H

#include "option.h"

/*
 * Hints that name options, which the library cannot know. Those that an error
 * has already stay.
 */

/* What to do about ERROR, which taking USE gave. */
void advice_on_option(const option_use *use, mw_error *error);

/*
 * The same for STATUS of planning, where it is a failure; a message over the
 * size of MAX_SIZE, the use of --max-size, is that one's fault. Gives the
 * status as option_blame does.
 */
mw_status advice_on_plan(const option_use *max_size, mw_status status,
                         mw_error *error);

/* The same for an address of the message or of its envelope. */
void advice_on_domain(mw_error *error);

#endif
