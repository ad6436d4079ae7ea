/* SPDX-License-Identifier: MIT */
#ifndef HTML_LOCAL_FILE_H
#define HTML_LOCAL_FILE_H

#include "base/buffer.h"

#include <sys/stat.h>

/*
 * Files inside one folder, and nowhere else: not by "..", not by a link, and
 * not by a path whose folders somebody exchanges while we look.
 */
typedef struct mw_local_folder {
    int descriptor;
    mw_buffer path; /* without links */
} mw_local_folder;

/* What became of a name. */
typedef enum mw_local_answer {
    MW_LOCAL_FOUND,
    MW_LOCAL_MISSING,   /* nothing is there */
    MW_LOCAL_OUTSIDE,   /* it leads out of the folder */
    MW_LOCAL_UNREADABLE /* it is there, and no file that can be read */
} mw_local_answer;

typedef struct mw_local_file {
    mw_buffer path; /* without links; the caller frees it */
    dev_t device;
    ino_t inode;
} mw_local_file;

/*
 * Opens the folder at PATH; mw_local_folder_close closes it. Fails with
 * MW_E_NO_INPUT.
 */
mw_status mw_local_folder_open(const char *path, const mw_allocator *allocator,
                               mw_local_folder *folder, mw_error *error);
void mw_local_folder_close(mw_local_folder *folder);

/*
 * Looks for NAME as seen from the folder at START, and if it is not in FOLDER
 * so, from FOLDER itself, with a leading slash or without. *FILE is set where
 * the answer is MW_LOCAL_FOUND. Fails with MW_E_MEMORY.
 */
mw_status mw_local_file_find(const mw_local_folder *folder, mw_bytes start,
                             mw_bytes name, mw_local_answer *answer,
                             mw_local_file *file, mw_error *error);

#endif
