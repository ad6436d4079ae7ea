/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROBE_H
#define CLI_PROBE_H

#include "option.h"

/* `probe`: what a server offers. Nothing is sent. */
extern const option_table probe_options;

/* Runs the command with its arguments, which end with NULL; the exit status. */
int probe_run(char *const *arguments);

#endif
