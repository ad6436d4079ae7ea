/* SPDX-License-Identifier: MIT */

/*
 * Errors are formatted into the caller's struct, so telling that memory ran
 * out needs no memory. Nothing is escaped here: octets from outside reach
 * the message as they are, and only who prints it knows for what.
 */

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

mw_status mw_fail(mw_error *error, mw_status status, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return status;
    error->status = status;
    error->cause = MW_CAUSE_NONE;
    error->hint[0] = '\0';
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

void mw_error_set_cause(mw_error *error, mw_cause cause)
{
    if (error != NULL)
        error->cause = cause;
}

void mw_hint(mw_error *error, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return;
    va_start(arguments, format);
    vsnprintf(error->hint, sizeof error->hint, format, arguments);
    va_end(arguments);
}

mw_status mw_fail_memory(mw_error *error)
{
    return mw_fail(error, MW_E_MEMORY, "out of memory");
}

void mw_error_prefix(mw_error *error, const char *format, ...)
{
    char message[sizeof error->message];
    va_list arguments;
    size_t used;

    if (error == NULL)
        return;
    memcpy(message, error->message, sizeof message);
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    used = strlen(error->message);
    snprintf(error->message + used, sizeof error->message - used, ": %s",
             message);
}

const char *mw_status_name(mw_status status)
{
    static const char NAMES[][16] = {
        "ok",      "memory",      "usage",  "syntax",   "range", "limit",
        "charset", "data",        "input",  "changed",  "read",  "create",
        "write",   "unavailable", "system", "internal",
    };

    if ((unsigned)status >= sizeof NAMES / sizeof NAMES[0])
        return "unknown";
    return NAMES[status];
}
