/* SPDX-License-Identifier: MIT */

/*
 * What the command reads itself: the files whose content it has to look at
 * before the library does. /dev/fd/N is not opened, since that would look at
 * the path and not at the descriptor on some systems.
 */

#include "config.h"

#include "input.h"

#include "fail.h"
#include "number.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool input_is_descriptor(const char *path, int *fd)
{
    static const char FOLDER[] = "/dev/fd/";
    uint64_t number;

    if (!strcmp(path, "-") || !strcmp(path, "/dev/stdin")) {
        *fd = STDIN_FILENO;
        return true;
    }
    if (strncmp(path, FOLDER, sizeof FOLDER - 1) != 0 ||
        !number_parse(path + sizeof FOLDER - 1, INT_MAX, &number))
        return false;
    *fd = (int)number;
    return true;
}

const char *input_name(const char *path)
{
    int fd;

    if (input_is_descriptor(path, &fd) && fd == STDIN_FILENO)
        return INPUT_STDIN_NAME;
    return path;
}

/* A FIFO is opened without waiting for its writer, to be refused. */
mw_status input_open(const char *path, bool special, int *fd, mw_error *error)
{
    const char *name = input_name(path);
    struct stat about;
    const bool named = !input_is_descriptor(path, fd);
    mw_status status = MW_OK;

    if (named)
        *fd = open(path, O_RDONLY | O_CLOEXEC | (special ? 0 : O_NONBLOCK));
    if (*fd < 0 || fstat(*fd, &about) != 0)
        status = fail_errno(error, MW_E_NO_INPUT, name);
    else if (S_ISDIR(about.st_mode))
        status = fail(error, MW_E_NO_INPUT, "%.300s: is a directory", name);
    else if (named && !special && !S_ISREG(about.st_mode))
        status = fail(error, MW_E_NO_INPUT, "%.300s: is no regular file", name);
    if (status != MW_OK && *fd >= 0)
        input_close(path, *fd);
    return status;
}

void input_close(const char *path, int fd)
{
    int lent;

    if (!input_is_descriptor(path, &lent))
        (void)close(fd);
}

mw_status input_read(int fd, const char *name, void *buffer, size_t size,
                     size_t *got, mw_error *error)
{
    ssize_t result;

    do {
        result = read(fd, buffer, size);
    } while (result < 0 && errno == EINTR);
    if (result < 0)
        return fail_errno(error, MW_E_READ, name);
    *got = (size_t)result;
    return MW_OK;
}

mw_status input_copy(int fd, const char *name, mw_sink *sink, mw_error *error)
{
    char buffer[16384];
    size_t got;
    mw_status status;

    do {
        status = input_read(fd, name, buffer, sizeof buffer, &got, error);
        if (status == MW_OK && got > 0)
            status = mw_sink_write(sink, buffer, got, error);
    } while (status == MW_OK && got > 0);
    return status;
}
