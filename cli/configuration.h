/* SPDX-License-Identifier: MIT */
#ifndef CLI_CONFIGURATION_H
#define CLI_CONFIGURATION_H

#include "submit_options.h"

#include <mimewright/error.h>

#include <stdbool.h>

/*
 * The configuration: "key = value" under [default] and [account NAME], keys
 * are the names of options. A text that was read from it lives until
 * configuration_end.
 */
typedef struct configuration_text configuration_text;

typedef struct configuration {
    configuration_text *texts;
} configuration;

/*
 * Gives OPTIONS what they do not say yet: from the section of their account,
 * or of the one whose "from" is the address FROM (NULL for none), then from
 * [default]; from the user's file before the system's. Fails with MW_E_DATA,
 * naming file and line, and MW_E_NO_INPUT for a file that was named.
 */
mw_status configuration_apply(configuration *self, submit_options *options,
                              const char *from, mw_error *error);

/* Whether URL has a password before its host. */
bool configuration_holds_password(const char *url);

/* Frees what SELF holds, not SELF. */
void configuration_end(configuration *self);

#endif
