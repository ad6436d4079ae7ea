/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_APPLY_H
#define CLI_SUBMIT_APPLY_H

#include "submission.h"

/*
 * Tells the library what the options say, but for the server, the login, and
 * what is written to files. Fails with MW_E_USAGE, naming the option.
 */
mw_status submit_apply(submission *self, mw_error *error);

/*
 * What is asked about delivery status notifications, as --notify and --ret
 * say it. MW_E_USAGE for what they do not say.
 */
mw_status submit_apply_notify(submission *self, const char *list,
                              mw_error *error);
mw_status submit_apply_return(submission *self, const char *what,
                              mw_error *error);

#endif
