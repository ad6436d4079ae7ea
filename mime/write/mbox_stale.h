/* SPDX-License-Identifier: MIT */
#ifndef WRITE_MBOX_STALE_H
#define WRITE_MBOX_STALE_H

#include "base/bytes.h"
#include "base/error.h"

#include <sys/stat.h>

/*
 * The lock files of writers that are gone.
 */

enum { MW_DOTLOCK_ROOM = 256 };

/*
 * Writes to TEXT what a lock file of this process says, and gives its size.
 * BEFORE and AFTER are the sizes of the mbox, both 0 as long as nothing is
 * written to it.
 */
size_t mw_dotlock_format(char text[MW_DOTLOCK_ROOM], uint64_t before,
                         uint64_t after);

/* What a lock file is, when it was looked at. */
typedef struct mw_dotlock {
    struct stat about;
    bool is_stale;
    uint64_t before, after; /* what its writer noted; else 0 */
} mw_dotlock;

/*
 * Looks at the lock file at PATH, and says whether nobody holds it: its
 * writer was a mimewright of this machine that has ended, or it is older than
 * five minutes. False where it cannot be read.
 */
bool mw_dotlock_look(const char *path, mw_dotlock *found);

/* Whether what is at PATH is still what FOUND says. */
bool mw_dotlock_is_same(const char *path, const mw_dotlock *found);

/*
 * Takes away what the writer of FOUND, who is gone, has left of a message in
 * MAILBOX, a descriptor that is locked. Where somebody else seems to have
 * appended behind it, everything stays: no mail of others is lost. False
 * where it cannot be done.
 */
bool mw_dotlock_undo(const mw_dotlock *found, int mailbox);

#endif
