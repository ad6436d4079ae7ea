/* SPDX-License-Identifier: MIT */
#ifndef SMTP_EXEC_CHILD_H
#define SMTP_EXEC_CHILD_H

#include "smtp/io.h"

#include <sys/types.h>

/*
 * A program and the two pipes to it: what it reads, and what it says on
 * standard output and standard error. Our ends do not block.
 */
typedef struct mw_exec_child {
    pid_t id;
    int input;
    int output;
} mw_exec_child;

/*
 * Starts ARGUMENTS[0] with ARGUMENTS, which a NULL ends, by execv. It gets
 * standard input, output and error and no other descriptor, no signal
 * blocked, SIGPIPE as it is by default, and a process group of its own.
 * Fails with MW_IO_NO_PROGRAM where exec will fail again in the same way, and
 * with MW_IO_SYSTEM.
 */
mw_io mw_exec_child_start(char *const *arguments, mw_exec_child *child,
                          mw_error *error);

/* write(2) without SIGPIPE, which send(2) alone can be told to spare. */
ssize_t mw_exec_child_write(const mw_exec_child *child, const void *bytes,
                            size_t size);

#endif
