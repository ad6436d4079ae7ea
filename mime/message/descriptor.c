/* SPDX-License-Identifier: MIT */

/*
 * A descriptor that does not block may be shared with another program, so it
 * is waited for with poll, and its flags stay as they are.
 */

#include "config.h"

#include "message/descriptor.h"

#include "message/failure.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* POSIX leaves it open what becomes of a request above SSIZE_MAX. */
#define REQUEST_MOST ((size_t)1 << 30)

static size_t request(size_t size)
{
    return size < REQUEST_MOST ? size : REQUEST_MOST;
}

/* Whether it is worth trying again after NUMBER; waits where it has to. */
static bool again(int descriptor, short events, int number)
{
    struct pollfd wait = { .fd = descriptor, .events = events };

    if (number == EAGAIN || number == EWOULDBLOCK)
        return poll(&wait, 1, -1) >= 0 || errno == EINTR;
    return number == EINTR;
}

mw_status mw_descriptor_read(int descriptor, const char *name, uint8_t *buffer,
                             size_t size, size_t *got, mw_error *error)
{
    ssize_t result;
    int number = 0;

    do {
        result = read(descriptor, buffer, request(size));
        if (result < 0)
            number = errno;
    } while (result < 0 && again(descriptor, POLLIN, number));
    if (result < 0)
        return mw_fail_system(error, MW_E_READ, name, number);
    *got = (size_t)result;
    return MW_OK;
}

mw_status mw_descriptor_read_at(int descriptor, const char *name,
                                uint64_t offset, uint8_t *buffer, size_t size,
                                size_t *got, mw_error *error)
{
    ssize_t result;

    do
        result = pread(descriptor, buffer, request(size), (off_t)offset);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        return mw_fail_system(error, MW_E_READ, name, errno);
    *got = (size_t)result;
    return MW_OK;
}

mw_status mw_descriptor_write(int descriptor, const char *name,
                              const void *bytes, size_t size, mw_error *error)
{
    mw_bytes left = { bytes, size };

    while (left.size > 0) {
        const ssize_t result = write(descriptor, left.data, request(left.size));
        const int number = errno;

        if (result > 0)
            mw_bytes_skip(&left, (size_t)result);
        else if (result == 0)
            return mw_fail_system(error, MW_E_WRITE, name, ENOSPC);
        else if (!again(descriptor, POLLOUT, number))
            return mw_fail_system(error, MW_E_WRITE, name, number);
    }
    return MW_OK;
}

mw_status mw_descriptor_flush(int descriptor, const char *name, mw_error *error)
{
    int result;

    do
        result = fsync(descriptor);
    while (result != 0 && errno == EINTR);
    if (result != 0 && errno != EINVAL && errno != ENOTSUP)
        return mw_fail_system(error, MW_E_WRITE, name, errno);
    return MW_OK;
}

/* After EINTR the descriptor is gone on most systems: never close it twice. */
mw_status mw_descriptor_close(int *descriptor, const char *name,
                              mw_error *error)
{
    const int result = close(*descriptor);
    const int number = errno;

    *descriptor = -1;
    if (result != 0 && number != EINTR)
        return mw_fail_system(error, MW_E_WRITE, name, number);
    return MW_OK;
}

void mw_descriptor_flush_folder(const char *path)
{
    const int folder = mw_descriptor_open(path, O_RDONLY | O_DIRECTORY, 0);

    if (folder < 0)
        return;
    (void)fsync(folder);
    (void)close(folder);
}

int mw_descriptor_open(const char *path, int flags, mode_t mode)
{
    int descriptor;

    do
        descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}
