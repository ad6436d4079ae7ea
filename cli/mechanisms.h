/* SPDX-License-Identifier: MIT */
#ifndef CLI_MECHANISMS_H
#define CLI_MECHANISMS_H

#include <stdbool.h>

/*
 * What the login mechanisms of a list with commas, as of --auth, ask for. NULL
 * is any of those that there are.
 */

/* Whether LIST names some, and none of them takes a password. */
bool mechanisms_need_no_password(const char *list);

/* Whether LIST names one that is content without the name of a user. */
bool mechanisms_spare_user(const char *list);

#endif
