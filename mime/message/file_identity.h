/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_FILE_IDENTITY_H
#define MESSAGE_FILE_IDENTITY_H

#include "base/error.h"

#include <stdint.h>
#include <sys/stat.h>

/*
 * What shows whether a file is still the same. Both times count: the content
 * sets the first, and the second, which no program can set, shows who set the
 * first back. A new link or mode changes it too, and is a change.
 */
typedef struct mw_file_identity {
    dev_t device;
    ino_t inode;
    uint64_t size;
    int64_t modified_seconds, changed_seconds;
    long modified_nanoseconds, changed_nanoseconds;
} mw_file_identity;

mw_file_identity mw_file_identity_of(const struct stat *status);

/*
 * Compares what NAME is with what it WAS. Fails with MW_E_CHANGED, saying
 * how it differs.
 */
mw_status mw_file_identity_check(const mw_file_identity *was,
                                 const mw_file_identity *is, const char *name,
                                 mw_error *error);

#endif
