/* SPDX-License-Identifier: MIT */

/*
 * Making errors. The library has the same within, but does not give it away:
 * its public face only hands errors out.
 */

#include "config.h"

#include "fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* As much as fail_blame shows. */
enum { WHERE_ROOM = 201 };

mw_status fail(mw_error *error, mw_status status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    error->status = status;
    error->cause = MW_CAUSE_NONE;
    error->hint[0] = '\0';
    return status;
}

void fail_hint(mw_error *error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(error->hint, sizeof error->hint, format, arguments);
    va_end(arguments);
}

void fail_blame(mw_error *error, const char *what)
{
    const size_t size = strlen(what);
    char message[sizeof error->message];

    if (!strncmp(error->message, what, size) && error->message[size] == ':')
        return;
    memcpy(message, error->message, sizeof message);
    (void)snprintf(error->message, sizeof error->message, "%.200s: %.300s",
                   what, message);
}

void fail_blame_line(mw_error *error, const char *file, size_t line)
{
    char where[WHERE_ROOM];

    (void)snprintf(where, sizeof where, "%.170s:%zu", file, line);
    fail_blame(error, where);
}

mw_status fail_memory(mw_error *error)
{
    return fail(error, MW_E_MEMORY, "out of memory");
}

mw_status fail_errno(mw_error *error, mw_status status, const char *what)
{
    const int number = errno;

    return fail(error, status, "%.200s: %s", what, strerror(number));
}
