/* SPDX-License-Identifier: MIT */
#ifndef CLI_TRANSCRIPT_H
#define CLI_TRANSCRIPT_H

#include <mimewright/error.h>
#include <mimewright/smtp.h>

/*
 * The dialogue in a file: a line each with the time in UTC and who speaks,
 * "2026-02-02T10:00:00.123Z C: NOOP"; where there are several connections at
 * once, with the number of its own before that, "...Z 2 C: NOOP". It is written
 * as it comes, so that it can be watched, and shows what a terminal would obey
 * escaped.
 */

typedef struct transcript transcript;

/* Opens PATH, "-" for standard error; the caller closes *OPENED. */
mw_status transcript_open(const char *path, transcript **opened,
                          mw_error *error);

/* Writes a line; USER is the transcript. A mw_smtp_transcript_function. */
void transcript_write(void *user, unsigned connection, mw_smtp_speaker speaker,
                      const void *line, size_t size);

/* Why a line could not be written, after which none is; NULL where all were,
 * or SELF is NULL. */
const mw_error *transcript_failure(const transcript *self);

/* Closes SELF, which may be NULL. */
void transcript_close(transcript *self);

#endif
