/* SPDX-License-Identifier: MIT */

/*
 * The lock file comes first, and the mbox is opened only under it: closing any
 * descriptor of a file gives up all fcntl locks that the process has on it, so
 * that of another thread must not be opened. A program that takes the two in
 * the other order is met by giving the lock file back and trying again.
 *
 * Whoever removes a lock file that nobody holds has the fcntl lock while he
 * does so, and looks again that it is the same file: of several that wait, one
 * removes it, and never the next one's.
 *
 * A link in place of the mbox is not followed, nor is a file with several
 * names written to: its lock file would not be where other programs have it,
 * and who may put a link there would have us write into another's file.
 */

#include "config.h"

#include "write/mbox_lock.h"

#include "message/descriptor.h"
#include "message/failure.h"
#include "write/mbox_stale.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* How often a lock is tried in a second. */
enum { TRIES_A_SECOND = 40 };

static mw_status refuse(const char *path, const char *why, mw_error *error)
{
    return mw_fail(error, MW_E_CREATE, "%s: %s", path, why);
}

static mw_status check_file(const char *path, const struct stat *about,
                            mw_error *error)
{
    if (S_ISLNK(about->st_mode)) {
        refuse(path, "is a link, which no mbox is written through", error);
        mw_hint(error, "name the file that it leads to");
        return MW_E_CREATE;
    }
    if (S_ISDIR(about->st_mode))
        return mw_fail_system(error, MW_E_CREATE, path, EISDIR);
    if (!S_ISREG(about->st_mode))
        return refuse(path, "is no regular file", error);
    if (about->st_nlink > 1)
        return refuse(path, "is a file with several names", error);
    return MW_OK;
}

mw_status mw_mbox_check(const char *path, mw_error *error)
{
    struct stat about;

    if (lstat(path, &about) == 0)
        return check_file(path, &about, error);
    if (errno == ENOENT && path[0] != '\0')
        return MW_OK;
    return mw_fail_system(error, MW_E_CREATE, path, errno);
}

/* Opens the mbox, and makes sure that its path still leads to it. */
static mw_status open_mailbox(mw_mbox_lock *lock, mw_error *error)
{
    struct stat about;
    mw_status status = mw_mbox_check(lock->path, error);

    if (status != MW_OK)
        return status;
    lock->mailbox = mw_descriptor_open(
        lock->path,
        O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0666);
    if (lock->mailbox < 0 || fstat(lock->mailbox, &about) != 0)
        return mw_fail_system(error, MW_E_CREATE, lock->path, errno);
    return check_file(lock->path, &about, error);
}

static void close_mailbox(mw_mbox_lock *lock)
{
    if (lock->mailbox >= 0)
        (void)close(lock->mailbox);
    lock->mailbox = -1;
}

static bool leads_to(const char *path, int descriptor)
{
    struct stat here, opened;

    return lstat(path, &here) == 0 && fstat(descriptor, &opened) == 0 &&
           here.st_dev == opened.st_dev && here.st_ino == opened.st_ino;
}

/* Opens the mbox and has it locked by fcntl, if nobody else has: *LOCKED. */
static mw_status lock_mailbox(mw_mbox_lock *lock, bool *locked, mw_error *error)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    mw_status status = open_mailbox(lock, error);

    if (status == MW_OK) {
        *locked = fcntl(lock->mailbox, F_SETLK, &whole) == 0;
        if (!*locked && errno != EACCES && errno != EAGAIN && errno != EINTR)
            status = mw_fail_system(error, MW_E_CREATE, lock->path, errno);
    }
    *locked = *locked && leads_to(lock->path, lock->mailbox);
    if (!*locked)
        close_mailbox(lock);
    return status;
}

/* One that was thought to be left behind may be another's by now. */
static void remove_dotlock(mw_mbox_lock *lock)
{
    const char *path = mw_buffer_text(&lock->dotlock_path);

    if (leads_to(path, lock->dotlock))
        (void)unlink(path);
    (void)close(lock->dotlock);
    lock->dotlock = -1;
}

/* Removes the lock file of a writer that is gone, and what he left. */
static mw_status remove_stale(mw_mbox_lock *lock, bool *removed,
                              mw_error *error)
{
    const char *path = mw_buffer_text(&lock->dotlock_path);
    mw_dotlock found;
    bool locked = false;
    mw_status status;

    if (!mw_dotlock_look(path, &found) || !found.is_stale)
        return MW_OK;
    status = lock_mailbox(lock, &locked, error);
    *removed = locked && mw_dotlock_is_same(path, &found) &&
               mw_dotlock_undo(&found, lock->mailbox) && unlink(path) == 0;
    close_mailbox(lock);
    return status;
}

static mw_status note(const mw_mbox_lock *lock, uint64_t before, uint64_t after,
                      mw_error *error)
{
    char text[MW_DOTLOCK_ROOM];
    const size_t size = mw_dotlock_format(text, before, after);

    const ssize_t result = pwrite(lock->dotlock, text, size, 0);

    if (result == (ssize_t)size)
        return MW_OK;
    return mw_fail_system(error, MW_E_WRITE,
                          mw_buffer_text(&lock->dotlock_path),
                          result < 0 ? errno : ENOSPC);
}

static bool open_dotlock(mw_mbox_lock *lock)
{
    lock->dotlock =
        mw_descriptor_open(mw_buffer_text(&lock->dotlock_path),
                           O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
    return lock->dotlock >= 0;
}

/* Makes the lock file, if there is none: LOCK's is -1 otherwise. */
static mw_status make_dotlock(mw_mbox_lock *lock, mw_error *error)
{
    bool removed = false;
    mw_status status = MW_OK;

    if (!open_dotlock(lock) && errno == EEXIST) {
        status = remove_stale(lock, &removed, error);
        if (status != MW_OK || !removed)
            return status;
        if (!open_dotlock(lock) && errno == EEXIST)
            return MW_OK;
    }
    if (lock->dotlock < 0)
        return mw_fail_system(error, MW_E_CREATE,
                              mw_buffer_text(&lock->dotlock_path), errno);
    status = note(lock, 0, 0, error);
    if (status != MW_OK)
        remove_dotlock(lock);
    return status;
}

/* Takes both locks, or none: *LOCKED. */
static mw_status try(mw_mbox_lock *lock, bool *locked, mw_error *error)
{
    mw_status status = make_dotlock(lock, error);

    if (status != MW_OK || lock->dotlock < 0)
        return status;
    status = lock_mailbox(lock, locked, error);
    if (!*locked)
        remove_dotlock(lock);
    return status;
}

static void pause_shortly(void)
{
    const struct timespec pause = { .tv_nsec = 1000000000 / TRIES_A_SECOND };

    (void)nanosleep(&pause, NULL);
}

static mw_status wait_for_it(mw_mbox_lock *lock, unsigned wait, mw_error *error)
{
    const uint64_t tries = (uint64_t)wait * TRIES_A_SECOND;
    bool locked = false;
    mw_status status = try(lock, &locked, error);

    for (uint64_t i = 0; status == MW_OK && !locked && i < tries; i++) {
        pause_shortly();
        status = try(lock, &locked, error);
    }
    if (status == MW_OK && !locked) {
        status = mw_fail(error, MW_E_UNAVAILABLE,
                         "%s: is locked by another program", lock->path);
        mw_hint(error, "if no program uses it, remove %.300s",
                mw_buffer_text(&lock->dotlock_path));
    }
    return status;
}

mw_status mw_mbox_lock_take(mw_mbox_lock *lock, const char *path, unsigned wait,
                            const mw_allocator *allocator, mw_error *error)
{
    mw_status status;

    *lock = (mw_mbox_lock){ .path = path, .dotlock = -1, .mailbox = -1 };
    mw_buffer_init(&lock->dotlock_path, allocator, 0);
    status = mw_buffer_printf(&lock->dotlock_path, error, "%s.lock", path);
    if (status == MW_OK)
        status = wait_for_it(lock, wait, error);
    if (status != MW_OK)
        mw_buffer_free(&lock->dotlock_path);
    return status;
}

mw_status mw_mbox_lock_note(const mw_mbox_lock *lock, uint64_t before,
                            uint64_t after, mw_error *error)
{
    const mw_status status = note(lock, before, after, error);

    if (status != MW_OK)
        return status;
    return mw_descriptor_flush(lock->dotlock,
                               mw_buffer_text(&lock->dotlock_path), error);
}

/* The lock file goes first: its writer is known by the fcntl lock till then. */
void mw_mbox_lock_release(mw_mbox_lock *lock)
{
    remove_dotlock(lock);
    close_mailbox(lock);
    mw_buffer_free(&lock->dotlock_path);
}
