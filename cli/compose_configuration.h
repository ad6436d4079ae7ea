/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_CONFIGURATION_H
#define CLI_COMPOSE_CONFIGURATION_H

#include "compose.h"

/*
 * What the configuration says of how messages are made.
 *
 * Reads it, and takes the settings that no argument gave: before the message
 * is described. Fails with STATUS_CONFIGURATION too.
 */
mw_status compose_configure(compose *state, mw_error *error);

/* Adds the fields and recipients that nothing gave, after all that could. */
mw_status compose_configure_header(compose *state, mw_error *error);

#endif
