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

/* What to do about ERROR, which planning gave. */
void advice_on_plan(mw_error *error);

/* The same for an address of the message or of its envelope. */
void advice_on_domain(mw_error *error);

#endif
