/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_SUBMIT_H
#define CLI_COMPOSE_SUBMIT_H

#include "compose.h"

/* Says whether the options that submit go with the others. */
mw_status compose_check_submit(const compose *state, mw_error *error);

/*
 * Plans the message, writes it to the outputs there are, and submits it. What
 * became of it is said, and in the submission's result.
 */
mw_status compose_submit(compose *state, mw_error *error);

#endif
