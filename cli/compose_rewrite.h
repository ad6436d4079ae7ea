/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_REWRITE_H
#define CLI_COMPOSE_REWRITE_H

#include "compose.h"

/*
 * Addresses that --default-domain, --aliases and --force-from complete and
 * replace while a message is composed.
 *
 * Applies the options, after the configuration and before the first address
 * is given to the message.
 */
mw_status compose_start_rewrites(compose *state, mw_error *error);

/* These give the message what the functions of message.h do; but for what
 * --force-from says instead, and recipients that aliases may stand for. */
mw_status compose_put_field(compose *state, const char *name, const char *body,
                            mw_error *error);
mw_status compose_put_envelope_from(compose *state, const char *address,
                                    mw_error *error);
mw_status compose_put_envelope_to(compose *state, const char *list,
                                  mw_error *error);

/* Gives the message the recipients that aliases stand for. */
mw_status compose_finish_rewrites(compose *state, mw_error *error);

/* Frees what these took. */
void compose_end_rewrites(compose *state);

#endif
