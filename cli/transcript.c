/* SPDX-License-Identifier: MIT */

/*
 * A transcript is written in place and line by line, unlike a message: it is
 * wanted most where the rest goes wrong. Writing that fails ends it, not the
 * submission, and is told at the end.
 */

#include "config.h"

#include "transcript.h"

#include "fail.h"
#include "print.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct file {
    int fd;
    bool is_ours;
    char name[200];   /* for errors */
    mw_error failure; /* with the status MW_OK, none */
} file;

static mw_status write_all(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    file *self = user;
    const char *at = bytes;

    (void)error;
    while (size > 0 && self->failure.status == MW_OK) {
        const ssize_t done = write(self->fd, at, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            (void)fail_errno(&self->failure, MW_E_WRITE, self->name);
            fail_blame(&self->failure, "--transcript");
        } else {
            at += done;
            size -= (size_t)done;
        }
    }
    return MW_OK;
}

static mw_status finish(void *user, mw_error *error)
{
    const file *self = user;

    if (self->failure.status != MW_OK)
        *error = self->failure;
    return self->failure.status;
}

static void release(void *user)
{
    file *self = user;

    if (self->is_ours)
        (void)close(self->fd);
    free(self);
}

mw_status transcript_open(mw_context *context, const char *path,
                          mw_sink **transcript, mw_error *error)
{
    file *self = calloc(1, sizeof *self);
    mw_status status;

    if (self == NULL)
        return fail_memory(error);
    self->is_ours = strcmp(path, "-") != 0;
    self->fd = STDERR_FILENO;
    (void)snprintf(self->name, sizeof self->name, "%s",
                   self->is_ours ? path : "standard error");
    if (self->is_ours)
        self->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (self->fd < 0) {
        free(self);
        (void)fail_errno(error, MW_E_CREATE, path);
        fail_blame(error, "--transcript");
        return MW_E_CREATE;
    }
    status = mw_sink_new(context, write_all, finish, self, release, transcript,
                         error);
    if (status != MW_OK)
        release(self);
    return status;
}

/* The time, where, and who speaks; gives the octets. */
static size_t write_start(char *out, size_t room, unsigned connection,
                          mw_smtp_speaker speaker)
{
    static const char *const SPEAKERS[] = { "C: ", "S: ", "-- " };
    struct timespec now = { 0 };
    struct tm clock = { 0 };
    char number[16] = "";
    int size;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &clock);
    if (connection > 0)
        (void)snprintf(number, sizeof number, "%u ", connection);
    size = snprintf(out, room, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ %s%s",
                    clock.tm_year + 1900, clock.tm_mon + 1, clock.tm_mday,
                    clock.tm_hour, clock.tm_min, clock.tm_sec,
                    now.tv_nsec / 1000000, number, SPEAKERS[speaker]);
    return size > 0 ? (size_t)size : 0;
}

void transcript_write(void *user, unsigned connection, mw_smtp_speaker speaker,
                      const void *line, size_t size)
{
    mw_sink *transcript = user;
    const char *text = line;
    char out[4096];
    size_t filled = write_start(out, sizeof out, connection, speaker);
    mw_status status = MW_OK;

    while (status == MW_OK && size > 0) {
        char shown[PRINT_ESCAPED_MAX];
        size_t written;
        const size_t taken = print_escape_next(text, size, shown, &written);

        if (filled + written > sizeof out - 1) {
            status = mw_sink_write(transcript, out, filled, NULL);
            filled = 0;
        }
        memcpy(out + filled, shown, written);
        filled += written;
        text += taken;
        size -= taken;
    }
    out[filled++] = '\n';
    if (status == MW_OK)
        (void)mw_sink_write(transcript, out, filled, NULL);
}
