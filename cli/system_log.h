/* SPDX-License-Identifier: MIT */
#ifndef CLI_SYSTEM_LOG_H
#define CLI_SYSTEM_LOG_H

#include <mimewright/error.h>
#include <mimewright/smtp.h>

/*
 * The log of the system (syslog), facility mail.
 */

/* Fails with MW_E_CREATE where it is known that nobody listens: what is
 * written then is lost without a word. */
mw_status system_log_check(mw_error *error);

/*
 * Writes LINE, "KEY=VALUE KEY="VALUE"...", on a message that came to RESULT.
 * What is longer than a record of syslog goes into several, cut between keys;
 * a status stays with its recipient.
 */
void system_log_write(const char *line, mw_smtp_result result);

#endif
