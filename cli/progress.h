/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <mimewright.h>

#include <stdbool.h>

/*
 * A sink that passes everything to NEXT, which stays the caller's. Where SHOWN
 * it shows on standard error how much of SIZE octets went through it, once
 * that takes longer than a second; its line is wiped when the sink is freed.
 */
mw_status progress_sink_new(mw_context *context, uint64_t size, bool shown,
                            mw_sink *next, mw_sink **sink, mw_error *error);

#endif
