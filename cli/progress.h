/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <mimewright.h>

/*
 * A sink that passes everything to NEXT, which stays the caller's, and shows
 * on standard error how much of SIZE octets went through it, once that takes
 * longer than a second. Its line is wiped when the sink is freed.
 */
mw_status progress_sink_new(mw_context *context, uint64_t size, mw_sink *next,
                            mw_sink **sink, mw_error *error);

#endif
