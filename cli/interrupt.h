/* SPDX-License-Identifier: MIT */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <mimewright.h>

/*
 * Signals that end the command: it ends at once, whatever it waits for, and
 * leaves no temporary file behind.
 */

/* From now on a signal removes the files that were noted, then ends. */
void interrupt_catch(void);

/*
 * mw_sink_new_file, and notes the temporary file of *SINK. No signal can come
 * between the two.
 */
mw_status interrupt_new_file(mw_context *context, const char *path,
                             mw_sink **sink, mw_error *error);

/* The same of mw_sink_new_maildir. */
mw_status interrupt_new_maildir(mw_context *context, const char *path,
                                mw_sink **sink, mw_error *error);

/* Forgets all files that were noted, to be called when their sinks are freed.
 */
void interrupt_forget(void);

#endif
