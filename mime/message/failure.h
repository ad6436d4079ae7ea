/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_FAILURE_H
#define MESSAGE_FAILURE_H

#include "base/error.h"

/*
 * Errors that begin outside this library: in the operating system, or in a
 * function of the caller's.
 */

/*
 * Fails with STATUS and "NAME: reason", where the reason says in plain words
 * what the error NUMBER (an errno) means.
 */
mw_status mw_fail_system(mw_error *error, mw_status status, const char *name,
                         int number);

/*
 * Hands on what a caller's function told by STATUS and in TOLD, an mw_error
 * that was empty before: TOLD as it is where it has a message, else
 * "NAME: failed".
 */
mw_status mw_fail_told(mw_error *error, mw_status status, const char *name,
                       const mw_error *told);

#endif
