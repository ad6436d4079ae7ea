/* SPDX-License-Identifier: MIT */
#ifndef CLI_TRANSCRIPT_H
#define CLI_TRANSCRIPT_H

#include <mimewright/sink.h>
#include <mimewright/smtp.h>

/*
 * The dialogue in a file: a line each with the time in UTC and who speaks,
 * "2026-02-02T10:00:00.123Z C: NOOP"; where there are several connections at
 * once, with the number of its own before that, "...Z 2 C: NOOP". It is written
 * as it comes, so that it can be watched, and shows what a terminal would obey
 * escaped.
 */

/* Opens PATH, "-" for standard error; the caller frees *TRANSCRIPT. */
mw_status transcript_open(mw_context *context, const char *path,
                          mw_sink **transcript, mw_error *error);

/* Writes a line; USER is the transcript. A mw_smtp_transcript_function. */
void transcript_write(void *user, unsigned connection, mw_smtp_speaker speaker,
                      const void *line, size_t size);

#endif
