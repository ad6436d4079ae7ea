/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOGIN_USER_H
#define CLI_LOGIN_USER_H

#include "submission.h"

/*
 * A login for which nobody is named.
 *
 * Fails with MW_E_USAGE, or STATUS_CONFIGURATION, where the options name the
 * place of a password that is meant for SERVER, since it would be of no use.
 */
mw_status login_miss_user(const submission *self, const option_use *server,
                          mw_error *error);

/*
 * Whether SECRET, which says where one is, is meant for SERVER: an argument
 * is; what the configuration says only where it names the server too, and not
 * in a place that counts more, whose login may have no secret at all.
 */
bool login_is_meant(const submission *self, const option_use *secret,
                    const option_use *server);

#endif
