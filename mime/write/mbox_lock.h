/* SPDX-License-Identifier: MIT */
#ifndef WRITE_MBOX_LOCK_H
#define WRITE_MBOX_LOCK_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * An mbox that is open and locked: by PATH.lock, which is made as no other
 * program can make it too, and then by fcntl. Who holds both may append.
 *
 * PATH.lock says who made it, and, from mw_mbox_lock_note on, how large the
 * mbox was and will be. If its writer was killed, that is what the next one
 * needs to take away what was written of a message.
 */
typedef struct mw_mbox_lock {
    const char *path; /* the caller's */
    mw_buffer dotlock_path;
    int dotlock; /* descriptor, or -1 */
    int mailbox; /* the same, for reading and appending */
} mw_mbox_lock;

/*
 * Opens and locks the mbox at PATH, which is made where it is missing. Others
 * are waited for, for WAIT seconds at most: MW_E_UNAVAILABLE. MW_E_CREATE for
 * what is no regular file with one name, and where the mbox or the lock file
 * cannot be made. LOCK is then as if it had been released.
 */
mw_status mw_mbox_lock_take(mw_mbox_lock *lock, const char *path, unsigned wait,
                            const mw_allocator *allocator, mw_error *error);

/*
 * Keeps on disk that the mbox has BEFORE octets, and is to have AFTER. Fails
 * with MW_E_WRITE.
 */
mw_status mw_mbox_lock_note(const mw_mbox_lock *lock, uint64_t before,
                            uint64_t after, mw_error *error);

/* Closes the mbox and takes the lock away. */
void mw_mbox_lock_release(mw_mbox_lock *lock);

/* MW_E_CREATE, naming PATH, for what is there and no mbox can be. */
mw_status mw_mbox_check(const char *path, mw_error *error);

#endif
