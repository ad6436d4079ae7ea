/* SPDX-License-Identifier: MIT */
#ifndef CLI_SEND_H
#define CLI_SEND_H

#include "option.h"

/* `send`: submits messages that exist. */
extern const option_table send_options;

/* Runs the command with its arguments, which end with NULL; the exit status. */
int send_run(char *const *arguments);

#endif
