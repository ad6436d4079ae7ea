/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOGIN_H
#define CLI_LOGIN_H

#include "submission.h"

/*
 * Tells the library the user, and the secrets from the first place that the
 * options name. $MIMEWRIGHT_PASSWORD may be sent to a SERVER that an argument
 * or the environment names; what the configuration keeps, where it names a
 * server, only to that host.
 */
mw_status login_apply(submission *self, const option_use *server,
                      mw_error *error);

#endif
