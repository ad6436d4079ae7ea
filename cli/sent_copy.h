/* SPDX-License-Identifier: MIT */
#ifndef CLI_SENT_COPY_H
#define CLI_SENT_COPY_H

#include "option.h"
#include "submission.h"

/*
 * The copy of --fcc: what the server took, octet for octet but for the line
 * ends of mailboxes; so without Bcc, unless it was sent.
 */

/* Takes the option's value. */
mw_status sent_copy_take(submission *self, const option_use *use,
                         mw_error *error);

/*
 * Before COUNT messages are sent: fails where their copies could not be made,
 * as far as that can be known.
 */
mw_status sent_copy_check(const submission *self, size_t count,
                          mw_error *error);

/*
 * Makes the copy of MESSAGE, if one is wanted and REPORT says that a recipient
 * was accepted. What fails is told in ERROR, for people, whole.
 */
mw_status sent_copy_write(const submission *self,
                          const mw_smtp_message *message,
                          const mw_smtp_report *report, mw_error *error);

#endif
