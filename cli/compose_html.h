/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_HTML_H
#define CLI_COMPOSE_HTML_H

#include "compose.h"

/* --embed, with a folder or without. */
mw_status compose_take_embed(void *state, const option_use *use,
                             mw_error *error);

/*
 * Does what --embed and --text-from-html ask for, once the header and the HTML
 * body are there.
 */
mw_status compose_finish_html(compose *state, mw_error *error);

#endif
