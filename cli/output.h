/* SPDX-License-Identifier: MIT */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "place.h"

#include <mimewright.h>

#include <stdbool.h>

/*
 * Output by name: "-" and /dev/stdout are standard output, /dev/stderr and
 * /dev/fd/N descriptors, anything else a file that is made whole or not at
 * all.
 */

/* What standard output is called in errors. */
#define OUTPUT_STDOUT_NAME "standard output"

/* Whether PATH is standard output. */
bool output_is_stdout(const char *path);

/* Stores where PATH, a mailbox too, is; it has to stay while *FOUND is used. */
mw_status output_find(const char *path, place *found, mw_error *error);

/*
 * Opens PATH; the caller finishes and frees *SINK, and calls interrupt_forget
 * when all are freed.
 */
mw_status output_open(mw_context *context, const char *path, mw_sink **sink,
                      mw_error *error);

/*
 * The same for a message from SENDER, the envelope's, where PATH may be a
 * mailbox too; mailbox_finish finishes *SINK.
 */
mw_status output_open_message(mw_context *context, const char *path,
                              const char *sender, mw_sink **sink,
                              mw_error *error);

/* Prints what LINE, a sink in memory, holds on standard output with one write,
 * which no other line gets into. */
mw_status output_print_line(mw_context *context, const mw_sink *line,
                            mw_error *error);

/*
 * The standard output of a command as a stream: flushes and closes it.
 * Fails with MW_E_WRITE where anything that was printed is lost.
 */
mw_status output_close_stdout(mw_error *error);

#endif
