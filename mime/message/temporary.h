/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_TEMPORARY_H
#define MESSAGE_TEMPORARY_H

#include "base/error.h"

#include <sys/stat.h>

/* What the end of a temporary file's path has to be before it is made. */
#define MW_TEMPORARY_BLANK ".mimewright-XXXXXXXXXXXX"

/*
 * Makes a new file for reading and writing. PATH ends in MW_TEMPORARY_BLANK,
 * whose X become random letters; nothing that is there is opened or followed.
 * MODE is restricted by the umask. The caller closes *DESCRIPTOR and removes
 * PATH. Fails with MW_E_CREATE; NAME says in errors what could not be made.
 */
mw_status mw_temporary_open(char *path, const char *name, mode_t mode,
                            int *descriptor, mw_error *error);

#endif
