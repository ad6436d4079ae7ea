/* SPDX-License-Identifier: MIT */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <mimewright.h>

#include <stdbool.h>

/*
 * Input by name: "-" is standard input, /dev/fd/N a descriptor that is open,
 * anything else a file.
 */

/* What standard input is called in errors. */
#define INPUT_STDIN_NAME "standard input"

/* Whether PATH names a descriptor, and then *FD is it. */
bool input_is_descriptor(const char *path, int *fd);

/* What PATH is called in errors. */
const char *input_name(const char *path);

/*
 * Opens PATH for reading; input_close closes it, unless it was open before.
 * Fails with MW_E_NO_INPUT, for a directory too, and for a name of anything
 * that is no file unless SPECIAL.
 */
mw_status input_open(const char *path, bool special, int *fd, mw_error *error);
void input_close(const char *path, int fd);

/* Reads once; *GOT of 0 is the end. Fails with MW_E_READ. */
mw_status input_read(int fd, const char *name, void *buffer, size_t size,
                     size_t *got, mw_error *error);

/* Writes all that is left in FD to SINK, which is not finished by it. */
mw_status input_copy(int fd, const char *name, mw_sink *sink, mw_error *error);

#endif
