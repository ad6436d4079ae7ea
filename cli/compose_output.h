/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_OUTPUT_H
#define CLI_COMPOSE_OUTPUT_H

#include "compose.h"

/*
 * Writes the plan of STATE to all its outputs, and the envelope where that is
 * wanted. Nothing is put in place before everything is written.
 */
mw_status compose_write(compose *state, mw_error *error);

/* Says whether several things are to be printed on standard output. */
mw_status compose_check_outputs(compose *state, mw_error *error);

/*
 * Says on standard error what there is to say of the plan of STATE. Fails
 * with MW_E_USAGE where LF line ends, which mailboxes have too, would change
 * what is planned.
 */
mw_status compose_say_plan(const compose *state, mw_error *error);

/* The octets of the message in the form in which it is written. */
uint64_t compose_output_size(const compose *state);

/*
 * Fails with MW_E_USAGE where two outputs are one file, or the envelope would
 * replace an input.
 */
mw_status compose_check_files(const compose *state, mw_error *error);

#endif
