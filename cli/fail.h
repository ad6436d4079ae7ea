/* SPDX-License-Identifier: MIT */
#ifndef CLI_FAIL_H
#define CLI_FAIL_H

#include <mimewright/error.h>

#include <stddef.h>

#if defined(__GNUC__)
#define FAIL_PRINTF(text, first)                                               \
    __attribute__((__format__(__printf__, text, first)))
#else
#define FAIL_PRINTF(text, first)
#endif

/*
 * Errors of the command itself, in the form of the library's.
 *
 * fail stores STATUS and what FORMAT makes in ERROR, without a cause and a
 * hint, and gives STATUS back, so that a caller can return it. What does not
 * fit is cut.
 */
mw_status fail(mw_error *error, mw_status status, const char *format, ...)
    FAIL_PRINTF(3, 4);

/* Adds a hint, what to do about it, to ERROR. */
void fail_hint(mw_error *error, const char *format, ...) FAIL_PRINTF(2, 3);

/* Puts "WHAT: " before the message of ERROR, unless it begins so. */
void fail_blame(mw_error *error, const char *what);

/* The same for the line LINE of FILE. What is too long of FILE is cut. */
void fail_blame_line(mw_error *error, const char *file, size_t line);

/* Out of memory. */
mw_status fail_memory(mw_error *error);

/* The same for a system call about WHAT that set errno. */
mw_status fail_errno(mw_error *error, mw_status status, const char *what);

#endif
