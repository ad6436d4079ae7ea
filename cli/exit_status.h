/* SPDX-License-Identifier: MIT */
#ifndef CLI_EXIT_STATUS_H
#define CLI_EXIT_STATUS_H

#include <mimewright/error.h>

/*
 * How the command ends: the numbers of sysexits(3) that it uses, which are
 * fixed, since scripts rely on them.
 */
enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_NO_INPUT = 66,
    EXIT_INTERNAL = 70,
    EXIT_SYSTEM = 71,
    EXIT_CREATE = 73,
    EXIT_IO = 74,
    EXIT_TEMPORARY = 75,
    EXIT_AUTH = 77,
    EXIT_CONFIG = 78
};

/*
 * A status of the command's own, beside the library's: what a configuration
 * says cannot be taken.
 */
#define STATUS_CONFIGURATION ((mw_status)64)

/* The exit status for STATUS. */
int exit_status_of(mw_status status);

/* The word for an exit status in JSON results, such as "usage". */
const char *exit_status_result(int exit_status);

#endif
