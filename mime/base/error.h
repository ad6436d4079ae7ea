/* SPDX-License-Identifier: MIT */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/bytes.h"

#include <mimewright/error.h>

#if defined(__GNUC__)
#define MW_PRINTF(text, first)                                                 \
    __attribute__((__format__(__printf__, text, first)))
#else
#define MW_PRINTF(text, first)
#endif

/*
 * Stores STATUS and the message that FORMAT makes in ERROR (if not NULL),
 * without a cause and a hint, and gives STATUS back, so that a caller can
 * return it.
 */
mw_status mw_fail(mw_error *error, mw_status status, const char *format, ...)
    MW_PRINTF(3, 4);

/* Adds the cause to ERROR (if not NULL), after mw_fail. */
void mw_error_set_cause(mw_error *error, mw_cause cause);

/* Adds a hint, what to do about it, to ERROR (if not NULL), after mw_fail. */
void mw_hint(mw_error *error, const char *format, ...) MW_PRINTF(2, 3);

/* Out of memory: the message is always the same. */
mw_status mw_fail_memory(mw_error *error);

/*
 * Puts "WHAT: " before the message of ERROR (if not NULL), so that who knows
 * the name of the thing at fault adds it to what went wrong.
 */
void mw_error_prefix(mw_error *error, const char *format, ...) MW_PRINTF(2, 3);

/*
 * The arguments of "%.*s" for BYTES: at most 80 octets are shown in an error.
 */
#define MW_SHOW(bytes)                                                         \
    (int)((bytes).size < 80 ? (bytes).size : 80), (const char *)(bytes).data

#endif
