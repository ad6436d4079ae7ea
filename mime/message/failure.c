/* SPDX-License-Identifier: MIT */

/*
 * strerror speaks the language of the locale, and is not for several threads
 * everywhere, so the reasons that files and pipes fail for are told here. The
 * rest are rare, and a number serves who looks for them.
 */

#include "config.h"

#include "message/failure.h"

#include <errno.h>

static const struct {
    int number;
    const char *reason;
} REASONS[] = {
    { EACCES, "permission denied" },
    { EBADF, "is not open for this" },
    { EDQUOT, "the disk quota is used up" },
    { EEXIST, "exists already" },
    { EFBIG, "the file would be too large" },
    { EINVAL, "the system does not allow it" },
    { EIO, "input/output error" },
    { EISDIR, "is a directory" },
    { ELOOP, "too many symbolic links" },
    { EMFILE, "too many open files" },
    { ENAMETOOLONG, "the name is too long" },
    { ENFILE, "too many open files in the system" },
    { ENODEV, "no such device" },
    { ENOENT, "no such file or directory" },
    { ENOMEM, "the system is out of memory" },
    { ENOSPC, "no space left on the device" },
    { ENOTDIR, "a part of the path is no directory" },
    { ENXIO, "no such device, or nobody at its other end" },
    { EPERM, "operation not permitted" },
    { EPIPE, "nobody reads it any more" },
    { EROFS, "the file system is read-only" },
    { ESTALE, "the file is gone from its server" },
    { ETXTBSY, "the program is running" },
};

mw_status mw_fail_system(mw_error *error, mw_status status, const char *name,
                         int number)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        if (REASONS[i].number == number)
            return mw_fail(error, status, "%s: %s", name, REASONS[i].reason);
    return mw_fail(error, status, "%s: system error %d", name, number);
}

mw_status mw_fail_told(mw_error *error, mw_status status, const char *name,
                       const mw_error *told)
{
    if (told->message[0] == '\0')
        return mw_fail(error, status, "%s: failed", name);
    if (error != NULL) {
        *error = *told;
        error->status = status;
    }
    return status;
}
