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
#include <unistd.h>

enum { PATIENCE_MS = 1000, INTERVAL_MS = 100, BAR_WIDTH = 40 };

typedef struct progress {
    mw_sink *next;
    uint64_t size;
    uint64_t done;
    progress_bar bar;
} progress;

static int64_t now_ms(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void draw(uint64_t done, uint64_t size)
{
    char bar[BAR_WIDTH + 1];
    const uint64_t unit = size / BAR_WIDTH + 1;

    if (done > size)
        done = size;
    for (unsigned i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < done / unit ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r[%s] %" PRIu64 " of %" PRIu64 " KiB", bar,
                  done / 1024, size / 1024);
    (void)fflush(stderr);
}

void progress_start(progress_bar *bar, bool quiet)
{
    *bar = (progress_bar){ .due = now_ms() + PATIENCE_MS,
                           .wanted = !quiet && isatty(STDERR_FILENO) };
}

void progress_show(progress_bar *bar, uint64_t done, uint64_t size)
{
    int64_t now;

    if (!bar->wanted)
        return;
    now = now_ms();
    if (now < bar->due)
        return;
    draw(done, size);
    bar->shown = true;
    bar->due = now + INTERVAL_MS;
}

/* The erase sequence of ECMA-48; there is a terminal, or no bar. */
void progress_wipe(progress_bar *bar)
{
    if (!bar->shown)
        return;
    (void)fputs("\r\033[K", stderr);
    (void)fflush(stderr);
    bar->shown = false;
}

static mw_status write_on(void *user, const void *bytes, size_t size,
                          mw_error *error)
{
    progress *self = user;
    const mw_status status = mw_sink_write(self->next, bytes, size, error);

    self->done += size;
    if (status == MW_OK)
        progress_show(&self->bar, self->done, self->size);
    return status;
}

static void release(void *user)
{
    progress *self = user;

    progress_wipe(&self->bar);
    free(self);
}

mw_status progress_sink_new(mw_context *context, uint64_t size, bool quiet,
                            mw_sink *next, mw_sink **sink, mw_error *error)
{
    progress *self = calloc(1, sizeof *self);
    mw_status status;

    if (self == NULL)
        return fail_memory(error);
    self->next = next;
    self->size = size;
    progress_start(&self->bar, quiet);
    status = mw_sink_new(context, write_on, NULL, self, release, sink, error);
    if (status != MW_OK)
        free(self);
    return status;
}
