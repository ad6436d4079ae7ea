/* SPDX-License-Identifier: MIT */
#ifndef CLI_MAILBOX_INPUT_H
#define CLI_MAILBOX_INPUT_H

#include <mimewright.h>

/* Is told of the message in SOURCE, which people know as NAME: its path, or
 * "mbox:FILE, message N". */
typedef mw_status (*mailbox_message_function)(void *user, mw_source *source,
                                              const char *name,
                                              mw_error *error);

/*
 * Tells TAKE, with USER, of every message of the mailbox NAME, in order; their
 * sources belong to HOLDER. Fails with MW_E_NO_INPUT where there is none or
 * it is locked, with MW_E_DATA where a file is no mbox, and as TAKE.
 */
mw_status mailbox_read(mw_message *holder, const char *name,
                       mailbox_message_function take, void *user,
                       mw_error *error);

/* Adds a hint to ERROR where PATH, which was read as a file, is a Maildir. */
void mailbox_advise(const char *path, mw_error *error);

#endif
