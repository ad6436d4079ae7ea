/* SPDX-License-Identifier: MIT */

/*
 * The words for what goes wrong under a connection. strerror speaks the
 * language of the locale, so the reasons are told here.
 */

#include "config.h"

#include "smtp/io.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    int number;
    const char *reason;
} REASONS[] = {
    { EACCES, "permission denied" },
    { EADDRINUSE, "the address is in use" },
    { EADDRNOTAVAIL, "this machine does not have the address" },
    { EAFNOSUPPORT, "this machine does not speak that kind of address" },
    { ECONNABORTED, "the connection was aborted" },
    { ECONNREFUSED, "connection refused" },
    { ECONNRESET, "connection reset by the other side" },
    { EHOSTDOWN, "the host is down" },
    { EHOSTUNREACH, "no route to the host" },
    { EINVAL, "the system does not allow it" },
    { EIO, "input/output error" },
    { ELOOP, "too many symbolic links" },
    { EMFILE, "too many open files" },
    { ENAMETOOLONG, "the name is too long" },
    { ENETDOWN, "the network is down" },
    { ENETUNREACH, "the network cannot be reached" },
    { ENFILE, "too many open files in the system" },
    { ENOBUFS, "the system has no buffers left" },
    { ENOENT, "no such file or directory" },
    { ENOEXEC, "is no program that the system can run" },
    { ENOMEM, "the system is out of memory" },
    { ENOTCONN, "there is no connection" },
    { ENOTDIR, "a part of the path is no directory" },
    { ENOTSOCK, "is no socket" },
    { EPERM, "operation not permitted" },
    { EPIPE, "connection closed by the other side" },
    { EPROTOTYPE, "is a socket of another kind" },
    { E2BIG, "too many or too long arguments" },
    { ETIMEDOUT, "the other side did not answer" },
};

const char *mw_io_reason(int number)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        if (REASONS[i].number == number)
            return REASONS[i].reason;
    return NULL;
}

/* The library's own statuses are coarser: who asks for more has the mw_io. */
static mw_status status_of(mw_io io)
{
    switch (io) {
    case MW_IO_OK:
        return MW_OK;
    case MW_IO_MEMORY:
        return MW_E_MEMORY;
    case MW_IO_USAGE:
        return MW_E_USAGE;
    default:
        return MW_E_SYSTEM;
    }
}

mw_io mw_io_fail(mw_error *error, mw_io io, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return io;
    error->status = status_of(io);
    error->cause = MW_CAUSE_NONE;
    error->hint[0] = '\0';
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return io;
}

mw_io mw_io_fail_system(mw_error *error, mw_io io, const char *what, int number)
{
    const char *reason = mw_io_reason(number);

    if (reason != NULL)
        return mw_io_fail(error, io, "%s: %s", what, reason);
    return mw_io_fail(error, io, "%s: system error %d", what, number);
}

mw_io mw_io_fail_wait(mw_error *error, mw_io io, const char *what)
{
    switch (io) {
    case MW_IO_OK:
        return io;
    case MW_IO_TIMEOUT:
        return mw_io_fail(error, io, "%s: no answer in time", what);
    case MW_IO_INTERRUPTED:
        return mw_io_fail(error, io, "%s: interrupted", what);
    case MW_IO_MEMORY:
        return mw_io_fail(error, io, "out of memory");
    default:
        return mw_io_fail(error, io, "%s: the system cannot wait for it", what);
    }
}
