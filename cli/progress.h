/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <mimewright.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * A bar on standard error that shows how much of something is done, once
 * that takes longer than a second. Where nobody looks, it is no bar.
 */
typedef struct progress_bar {
    int64_t due; /* when it is to be shown again */
    bool wanted;
    bool shown; /* it is on the screen */
} progress_bar;

/* Starts BAR; it is wanted unless QUIET, or there is no terminal. */
void progress_start(progress_bar *bar, bool quiet);

/* Shows DONE of SIZE octets, where it is time to. */
void progress_show(progress_bar *bar, uint64_t done, uint64_t size);

/* Wipes the line of BAR, before anything else is said. */
void progress_wipe(progress_bar *bar);

/*
 * A sink that passes everything to NEXT, which stays the caller's. A bar shows
 * how much of SIZE octets went through it, until the sink is freed.
 */
mw_status progress_sink_new(mw_context *context, uint64_t size, bool quiet,
                            mw_sink *next, mw_sink **sink, mw_error *error);

#endif
