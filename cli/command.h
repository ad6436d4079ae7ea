/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "option.h"

#include <mimewright/error.h>

#include <stdbool.h>

/* The commands: what comes behind `mimewright`. */
typedef struct command {
    const char *name;
    const char *arguments; /* as the usage line shows them */
    const char *summary;
    const option_table *options;
    int (*run)(char *const *arguments); /* the exit status */
} command;

/*
 * Stores the command that ARGUMENTS, all but the program's name, call, and
 * the arguments that are its own. Fails with MW_E_USAGE.
 */
mw_status command_find(char *const *arguments, const command **found,
                       char *const **rest, mw_error *error);

/* Prints what the program is and has, or (not HELP) its version. */
void command_print_overview(bool help);

/* Prints the help of the command NAME, or (not HELP) the version. */
void command_print_about(const char *name, bool help);

#endif
