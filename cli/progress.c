/* SPDX-License-Identifier: MIT */

/*
 * The progress bar. Nothing is shown in the first second, so that what is
 * quick stays silent, and then ten times a second at most.
 */

#include "config.h"

#include "progress.h"

#include "fail.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PATIENCE_MS = 1000, INTERVAL_MS = 100, BAR_WIDTH = 40 };

typedef struct progress {
    mw_sink *next;
    uint64_t size;
    uint64_t done;
    int64_t due; /* when the bar is to be shown again */
    bool wanted;
    bool shown; /* the bar is on the screen */
} progress;

static int64_t now_ms(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show(progress *self)
{
    char bar[BAR_WIDTH + 1];
    const uint64_t done = self->done < self->size ? self->done : self->size;
    const uint64_t unit = self->size / BAR_WIDTH + 1;

    for (unsigned i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < done / unit ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r[%s] %" PRIu64 " of %" PRIu64 " KiB", bar,
                  done / 1024, self->size / 1024);
    (void)fflush(stderr);
    self->shown = true;
}

static void show_when_due(progress *self)
{
    const int64_t now = now_ms();

    if (now < self->due)
        return;
    show(self);
    self->due = now + INTERVAL_MS;
}

static mw_status write_on(void *user, const void *bytes, size_t size,
                          mw_error *error)
{
    progress *self = user;
    const mw_status status = mw_sink_write(self->next, bytes, size, error);

    self->done += size;
    if (status == MW_OK && self->wanted)
        show_when_due(self);
    return status;
}

/* The erase sequence of ECMA-48; there is a terminal, or no bar. */
static void release(void *user)
{
    progress *self = user;

    if (self->shown)
        (void)fputs("\r\033[K", stderr);
    free(self);
}

mw_status progress_sink_new(mw_context *context, uint64_t size, bool shown,
                            mw_sink *next, mw_sink **sink, mw_error *error)
{
    progress *self = calloc(1, sizeof *self);
    mw_status status;

    if (self == NULL)
        return fail_memory(error);
    self->next = next;
    self->size = size;
    self->wanted = shown;
    self->due = now_ms() + PATIENCE_MS;
    status = mw_sink_new(context, write_on, NULL, self, release, sink, error);
    if (status != MW_OK)
        free(self);
    return status;
}
