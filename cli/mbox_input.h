/* SPDX-License-Identifier: MIT */
#ifndef CLI_MBOX_INPUT_H
#define CLI_MBOX_INPUT_H

#include "mailbox_input.h"

/*
 * mailbox_read of the mbox at PATH. A message begins behind a line "From ..."
 * at the start of the file or behind an empty line, and ends before the empty
 * line in front of the next one; of lines that are ">From " behind any number
 * of ">" one ">" is taken away (mboxrd).
 *
 * The mbox is locked while it is looked through. What is read of it later has
 * to be what it was then: MW_E_CHANGED.
 */
mw_status mbox_read(mw_message *holder, const char *path,
                    mailbox_message_function take, void *user, mw_error *error);

#endif
