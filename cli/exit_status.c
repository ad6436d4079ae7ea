/* SPDX-License-Identifier: MIT */

/*
 * One table from the library's outcomes to exit statuses. A value that is
 * outside its grammar is the caller's mistake (64) where it was an argument;
 * where it was read from a file it is that file's data, and who reads the
 * file says so with MW_E_DATA.
 */

#include "config.h"

#include "exit_status.h"

#include <stddef.h>

static const int STATUSES[] = {
    [MW_OK] = EXIT_DONE,
    [MW_E_MEMORY] = EXIT_SYSTEM,
    [MW_E_USAGE] = EXIT_USAGE,
    [MW_E_SYNTAX] = EXIT_USAGE,
    [MW_E_RANGE] = EXIT_USAGE,
    [MW_E_LIMIT] = EXIT_DATA,
    [MW_E_CHARSET] = EXIT_USAGE,
    [MW_E_DATA] = EXIT_DATA,
    [MW_E_NO_INPUT] = EXIT_NO_INPUT,
    [MW_E_CHANGED] = EXIT_IO,
    [MW_E_READ] = EXIT_IO,
    [MW_E_CREATE] = EXIT_CREATE,
    [MW_E_WRITE] = EXIT_IO,
    [MW_E_UNAVAILABLE] = EXIT_SYSTEM,
    [MW_E_SYSTEM] = EXIT_SYSTEM,
    [MW_E_INTERNAL] = EXIT_INTERNAL,
};

int exit_status_of(mw_status status)
{
    const size_t index = (size_t)status;

    if (status == STATUS_CONFIGURATION)
        return EXIT_CONFIG;
    if (index >= sizeof STATUSES / sizeof STATUSES[0])
        return EXIT_INTERNAL;
    return STATUSES[index];
}

const char *exit_status_result(int exit_status)
{
    switch (exit_status) {
    case EXIT_DONE:
        return "ok";
    case EXIT_USAGE:
        return "usage";
    case EXIT_DATA:
        return "data";
    case EXIT_NO_INPUT:
        return "no-input";
    case EXIT_CREATE:
    case EXIT_IO:
        return "io";
    case EXIT_AUTH:
        return "auth";
    case EXIT_CONFIG:
        return "config";
    case EXIT_SYSTEM:
        return "system";
    default:
        return "internal";
    }
}
