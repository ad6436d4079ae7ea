/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_LOG_H
#define CLI_SUBMIT_LOG_H

#include "submission.h"

/*
 * Appends a line on MESSAGE, which was tried, and what BECAME of it to the
 * file of --log, with one write, or gives it to syslog.
 */
mw_status submit_log_write(const submission *self,
                           const mw_smtp_message *message,
                           const submission_outcome *became, mw_error *error);

/* Whether the log can be written: what fails later fails after the message is
 * gone. */
mw_status submit_log_check(const char *path, mw_error *error);

#endif
