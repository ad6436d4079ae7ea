/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_SAY_H
#define CLI_SUBMIT_SAY_H

#include "submission.h"

/*
 * Says on standard error what REPORT holds: what went wrong, the recipients
 * that did not get the message, and unless QUIET what was changed. A message
 * that went to all is a word only where SELF is verbose.
 */
void submit_say(const submission *self, const mw_smtp_report *report);

/*
 * What REPORT says went wrong, "" for nothing. A message that grew over our
 * own limit when it was encoded for the server is that option's, which is then
 * named; ROOM holds the words.
 */
const char *submit_say_what(const submission *self,
                            const mw_smtp_report *report, mw_error *room);

/* Why recipient INDEX got nothing though the server said yes to it; NULL for
 * any other. */
const char *submit_say_why_not(const submission *self,
                               const mw_smtp_report *report, size_t index);

#endif
