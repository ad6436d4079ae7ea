/* SPDX-License-Identifier: MIT */

/*
 * A transcript is written in place and line by line, unlike a message: it is
 * wanted most where the rest goes wrong. Writing that fails ends it, not the
 * submission, and is told with what became of it.
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

struct transcript {
    int fd;
    bool is_ours;
    char name[200];   /* for errors */
    mw_error failure; /* with the status MW_OK, none */
};

static void write_all(transcript *self, const char *octets, size_t size)
{
    while (size > 0 && self->failure.status == MW_OK) {
        const ssize_t done = write(self->fd, octets, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            (void)fail_errno(&self->failure, MW_E_WRITE, self->name);
            fail_blame(&self->failure, "--transcript");
        } else {
            octets += done;
            size -= (size_t)done;
        }
    }
}

mw_status transcript_open(const char *path, transcript **opened,
                          mw_error *error)
{
    transcript *self = calloc(1, sizeof *self);

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
    *opened = self;
    return MW_OK;
}

const mw_error *transcript_failure(const transcript *self)
{
    return self != NULL && self->failure.status != MW_OK ? &self->failure
                                                         : NULL;
}

void transcript_close(transcript *self)
{
    if (self == NULL)
        return;
    if (self->is_ours)
        (void)close(self->fd);
    free(self);
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
    transcript *self = user;
    const char *text = line;
    char out[4096];
    size_t filled = write_start(out, sizeof out, connection, speaker);

    while (size > 0) {
        char shown[PRINT_ESCAPED_MAX];
        size_t written;
        const size_t taken = print_escape_next(text, size, shown, &written);

        if (filled + written > sizeof out - 1) {
            write_all(self, out, filled);
            filled = 0;
        }
        memcpy(out + filled, shown, written);
        filled += written;
        text += taken;
        size -= taken;
    }
    out[filled++] = '\n';
    write_all(self, out, filled);
}
