/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_TEXT_H
#define CLI_COMPOSE_TEXT_H

#include "compose.h"

/*
 * Gives the plain text the form that --flowed and --strip-ansi ask for.
 * --flowed without a text is MW_E_USAGE.
 */
mw_status compose_finish_text(compose *state, mw_error *error);

#endif
