/* SPDX-License-Identifier: MIT */

/*
 * One pass finds where the messages begin and end, and where in them a ">"
 * is to be left out; the messages themselves are read from the file when they
 * are sent, and none is kept. The lock file that others' programs make is
 * heeded as their fcntl lock is: behind it a message may be half there.
 */

#include "config.h"

#include "mbox_input.h"

#include "fail.h"
#include "input.h"
#include "mbox_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* How long others may have it locked: 30 seconds. */
enum { TRIES_A_SECOND = 20, TRIES = 30 * TRIES_A_SECOND };

/* Digits of a size_t. */
enum { NUMBER_MOST = 20 };

/* The mbox, which all its messages share. */
typedef struct {
    size_t users;
    int descriptor;
    struct stat about;
} mbox_file;

typedef struct {
    mbox_file *file;
    mbox_extent extent; /* its quotes are this one's */
} mbox_message;

static void let_go(mbox_file *file)
{
    if (--file->users > 0)
        return;
    (void)close(file->descriptor);
    free(file);
}

static void release(void *user)
{
    mbox_message *message = user;

    let_go(message->file);
    free(message->extent.quotes);
    free(message);
}

static mw_status check_same(const mbox_file *file, mw_error *error)
{
    struct stat now;

    if (fstat(file->descriptor, &now) == 0 &&
        now.st_size == file->about.st_size &&
        now.st_mtime == file->about.st_mtime)
        return MW_OK;
    return fail(error, MW_E_CHANGED, "the mbox has changed meanwhile");
}

static mw_status read_at(void *user, uint64_t offset, void *buffer, size_t size,
                         size_t *got, mw_error *error)
{
    const mbox_message *message = user;
    uint64_t place;
    const uint64_t most = mbox_extent_find(&message->extent, offset, &place);
    ssize_t result = 0;

    if (check_same(message->file, error) != MW_OK)
        return MW_E_CHANGED;
    if (size > most)
        size = (size_t)most;
    do {
        if (size > 0)
            result =
                pread(message->file->descriptor, buffer, size, (off_t)place);
    } while (result < 0 && errno == EINTR);
    if (result < 0)
        return fail_errno(error, MW_E_READ, "the mbox");
    *got = (size_t)result;
    return MW_OK;
}

/* Whether others have the lock file of PATH, or FD locked. */
static mw_status try_lock(int fd, const char *path, const char *dotlock,
                          bool *locked, mw_error *error)
{
    struct flock whole = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
    struct stat about;

    *locked = false;
    if (lstat(dotlock, &about) == 0)
        return MW_OK;
    *locked = fcntl(fd, F_SETLK, &whole) == 0;
    if (!*locked && errno != EACCES && errno != EAGAIN && errno != EINTR)
        return fail_errno(error, MW_E_NO_INPUT, path);
    return MW_OK;
}

static mw_status lock(int fd, const char *path, mw_error *error)
{
    const struct timespec pause = { .tv_nsec = 1000000000 / TRIES_A_SECOND };
    const size_t size = strlen(path) + sizeof ".lock";
    char *dotlock = malloc(size);
    bool locked = false;
    mw_status status = MW_OK;

    if (dotlock == NULL)
        return fail_memory(error);
    (void)snprintf(dotlock, size, "%s.lock", path);
    for (int i = 0; status == MW_OK && !locked && i < TRIES; i++) {
        if (i > 0)
            (void)nanosleep(&pause, NULL);
        status = try_lock(fd, path, dotlock, &locked, error);
    }
    if (status == MW_OK && !locked) {
        status = fail(error, MW_E_NO_INPUT,
                      "%.300s: is locked by another program", path);
        fail_hint(error, "if no program uses it, remove %.200s", dotlock);
    }
    free(dotlock);
    return status;
}

static void unlock(int fd)
{
    struct flock whole = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

    (void)fcntl(fd, F_SETLK, &whole);
}

/* Looks through the mbox, under its lock. */
static mw_status look_through(mbox_file *file, const char *path,
                              mbox_lines *lines, mw_error *error)
{
    char buffer[65536];
    size_t got = 1;
    mw_status status = lock(file->descriptor, path, error);

    if (status != MW_OK)
        return status;
    while (status == MW_OK && got > 0) {
        status = input_read(file->descriptor, path, buffer, sizeof buffer, &got,
                            error);
        if (status == MW_OK)
            status = mbox_lines_add(lines, buffer, got, error);
    }
    if (status == MW_OK && fstat(file->descriptor, &file->about) != 0)
        status = fail_errno(error, MW_E_READ, path);
    unlock(file->descriptor);
    if (status == MW_OK)
        status = mbox_lines_finish(lines, error);
    if (status != MW_OK)
        fail_blame(error, path);
    return status;
}

static mw_status take_extent(mw_message *holder, mbox_file *file,
                             mbox_extent *extent, const char *name,
                             mw_source **source, mw_error *error)
{
    mbox_message *message = malloc(sizeof *message);
    mw_status status;

    if (message == NULL)
        return fail_memory(error);
    *message = (mbox_message){ .file = file, .extent = *extent };
    *extent = (mbox_extent){ .quotes = NULL };
    file->users++;
    status =
        mw_source_new_callback_at(holder, mbox_extent_size(&message->extent),
                                  read_at, message, release, source, error);
    if (status != MW_OK)
        release(message);
    else
        status = mw_source_set_name(*source, name, error);
    return status;
}

static mw_status read_file(mw_message *holder, mbox_file *file,
                           const char *path, mailbox_message_function take,
                           void *user, mw_error *error)
{
    const size_t size = strlen(path) + sizeof "mbox:, message " + NUMBER_MOST;
    char *name = malloc(size);
    mbox_lines lines = mbox_lines_start();
    mw_status status = name != NULL ? look_through(file, path, &lines, error)
                                    : fail_memory(error);

    for (size_t i = 0; status == MW_OK && i < lines.count; i++) {
        mw_source *source;

        (void)snprintf(name, size, "mbox:%s, message %zu", path, i + 1);
        status =
            take_extent(holder, file, &lines.extents[i], name, &source, error);
        if (status == MW_OK)
            status = take(user, source, name, error);
    }
    mbox_lines_end(&lines);
    free(name);
    return status;
}

mw_status mbox_read(mw_message *holder, const char *path,
                    mailbox_message_function take, void *user, mw_error *error)
{
    mbox_file *file;
    mw_status status;
    int fd;

    if (input_is_descriptor(path, &fd))
        return fail(error, MW_E_NO_INPUT, "mbox:%.200s: is no file", path);
    file = calloc(1, sizeof *file);
    if (file == NULL)
        return fail_memory(error);
    status = input_open(path, false, &file->descriptor, error);
    if (status != MW_OK) {
        free(file);
        return status;
    }
    file->users = 1;
    status = read_file(holder, file, path, take, user, error);
    let_go(file);
    return status;
}
