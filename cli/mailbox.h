/* SPDX-License-Identifier: MIT */
#ifndef CLI_MAILBOX_H
#define CLI_MAILBOX_H

#include <mimewright.h>

#include <stdbool.h>

/*
 * Mailboxes by name: maildir:DIR and mbox:FILE. ./maildir:x is a file.
 */

bool mailbox_is(const char *name);
bool mailbox_is_mbox(const char *name);

/* The folder or file of the mailbox NAME; NAME itself, if it is none. */
const char *mailbox_path(const char *name);

/* Opens the mailbox NAME for a message from SENDER, the envelope's. */
mw_status mailbox_open(mw_context *context, const char *name,
                       const char *sender, mw_sink **sink, mw_error *error);

/*
 * Finishes SINK, which goes to NAME. Where that is an mbox, the command may be
 * killed at any moment and the message is in it whole or not at all. Fails
 * with MW_E_CREATE where it is locked for too long.
 */
mw_status mailbox_finish(mw_sink *sink, const char *name, mw_error *error);

#endif
