/* SPDX-License-Identifier: MIT */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <mimewright/error.h>

#include <stdbool.h>

/*
 * Signals that end the command, while there are temporary files: they are
 * noted, who reads or writes stops, files are removed, and then the signal
 * does what it does.
 */

/* From now on signals are noted. A second one of a kind ends at once. */
void interrupt_catch(void);

/* Whether a signal came; MW_E_WRITE if so. */
mw_status interrupt_check(mw_error *error);

/* A descriptor that becomes readable when a signal comes; -1 where none can
 * be had. To be asked for once, before interrupt_catch. */
int interrupt_descriptor(void);

/* Ends the process by the signal that was noted, if there is one. */
void interrupt_pass_on(void);

#endif
