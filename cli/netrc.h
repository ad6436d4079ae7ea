/* SPDX-License-Identifier: MIT */
#ifndef CLI_NETRC_H
#define CLI_NETRC_H

#include "secret.h"

/*
 * Takes from the netrc file at PATH ("" for ~/.netrc) the password of USER
 * at the host of the URL SERVER. Fails with MW_E_NO_INPUT, and MW_E_DATA
 * where the file has none, or where others may read it.
 */
mw_status netrc_find(secret *got, const char *path, const char *server,
                     const char *user, mw_error *error);

#endif
