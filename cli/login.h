/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOGIN_H
#define CLI_LOGIN_H

#include "submission.h"

/*
 * Tells the library the user, and the secrets from the first place that the
 * options name. SERVER is the URL, FROM_CALLER whether it is an argument's or
 * the environment's, which is where $MIMEWRIGHT_PASSWORD may be sent.
 */
mw_status login_apply(submission *self, const char *server, bool from_caller,
                      mw_error *error);

#endif
