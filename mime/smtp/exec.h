/* SPDX-License-Identifier: MIT */
#ifndef SMTP_EXEC_H
#define SMTP_EXEC_H

#include "base/allocator.h"
#include "smtp/io.h"

/*
 * A program that takes mail as sendmail(8) does: started as
 *
 *     PATH -i -f FROM -- RCPT...
 *
 * with execv, so no shell reads any of it and no address can be an option.
 * The program gets the message on its standard input, what it says is kept
 * for errors, it has no other descriptors of ours, and it is the head of a
 * process group of its own.
 */
typedef struct mw_exec mw_exec;

/*
 * Starts PATH. FROM of "" is the null reverse-path, given as "<>", which
 * sendmail, Postfix, Exim and the rest read as such. Fails with
 * MW_IO_USAGE where PATH has no slash or there is no recipient, with
 * MW_IO_NO_PROGRAM where another try would start the program no more than
 * this one, and with MW_IO_SYSTEM where it cannot be started for now.
 */
mw_io mw_exec_start(const mw_allocator *allocator, const char *path,
                    const char *from, const char *const *recipients,
                    size_t recipient_count, mw_exec **exec, mw_error *error);

/*
 * Writes SIZE octets of the message to the program; each CR LF becomes LF.
 * Fails with MW_IO_CLOSED where it reads no more: mw_exec_finish then tells
 * why.
 */
mw_io mw_exec_write(mw_exec *exec, const void *bytes, size_t size,
                    const mw_wait *wait, mw_error *error);

/*
 * Ends the message and waits for the program. *EXIT_STATUS is its own
 * (sysexits: 0 done, 75 not for now, 64 to 78 why not). Fails with
 * MW_IO_RESET where a signal ended it. After MW_IO_TIMEOUT and
 * MW_IO_INTERRUPTED it runs on until mw_exec_free.
 */
mw_io mw_exec_finish(mw_exec *exec, const mw_wait *wait, int *exit_status,
                     mw_error *error);

/* The beginning of what the program said so far, with a NUL behind it. */
const char *mw_exec_output(const mw_exec *exec);

/*
 * Ends EXEC, which may be NULL. A program that runs still is killed with
 * its process group, before it sees the end of its input: what it read so
 * far was no whole message.
 */
void mw_exec_free(mw_exec *exec);

#endif
