/* SPDX-License-Identifier: MIT */

/*
 * A lock file of ours is two lines: the process, alone, since other programs
 * look for it there; and "mimewright HOST BEFORE AFTER". A process number says
 * nothing on another machine, so there the age decides, as it does for what
 * other programs made (liblockfile takes five minutes, too).
 */

#include "config.h"

#include "write/mbox_stale.h"

#include "base/ascii.h"
#include "message/descriptor.h"
#include "write/host_name.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Seconds. */
enum { OLD_AGE = 300 };

static const char MARK[] = "\nmimewright ";

size_t mw_dotlock_format(char text[MW_DOTLOCK_ROOM], uint64_t before,
                         uint64_t after)
{
    char host[MW_HOST_NAME_ROOM];

    mw_host_name(host);
    return (size_t)snprintf(text, MW_DOTLOCK_ROOM, "%ld%s%s %ju %ju\n",
                            (long)getpid(), MARK, host, (uintmax_t)before,
                            (uintmax_t)after);
}

/* Takes a number and the octet END behind it from the front of TEXT. */
static bool take_number(mw_bytes *text, char end, uint64_t *number)
{
    uint64_t value = 0;
    bool found = false;

    for (; text->size > 0 && mw_ascii_is_digit(*text->data); found = true) {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *text->data - '0', &value))
            return false;
        mw_bytes_skip(text, 1);
    }
    if (!found || text->size == 0 || *text->data != (uint8_t)end)
        return false;
    mw_bytes_skip(text, 1);
    *number = value;
    return true;
}

static bool take(mw_bytes *text, const char *wanted)
{
    const size_t size = strlen(wanted);

    if (text->size < size || memcmp(text->data, wanted, size) != 0)
        return false;
    mw_bytes_skip(text, size);
    return true;
}

static bool has_ended(uint64_t process)
{
    return process > 0 && process <= INT32_MAX &&
           kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

/* Reads what TEXT says; whether its writer is known to have ended. */
static bool judge(mw_bytes text, mw_dotlock *found)
{
    char host[MW_HOST_NAME_ROOM];
    uint64_t process, before, after;
    mw_bytes name;
    const uint8_t *end;

    if (!take_number(&text, '\n', &process) || !take(&text, MARK + 1))
        return false;
    end = memchr(text.data, ' ', text.size);
    if (end == NULL)
        return false;
    name = (mw_bytes){ text.data, (size_t)(end - text.data) };
    mw_bytes_skip(&text, name.size + 1);
    if (!take_number(&text, ' ', &before) || !take_number(&text, '\n', &after))
        return false;
    found->before = before;
    found->after = after;
    mw_host_name(host);
    return mw_bytes_equal(name, mw_bytes_of(host)) && has_ended(process);
}

static bool is_old(const struct stat *about)
{
    const time_t now = time(NULL);

    return now != (time_t)-1 && about->st_mtime < now - OLD_AGE;
}

bool mw_dotlock_look(const char *path, mw_dotlock *found)
{
    uint8_t text[MW_DOTLOCK_ROOM];
    const int descriptor =
        mw_descriptor_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    size_t got = 0;
    bool readable;

    if (descriptor < 0)
        return false;
    *found = (mw_dotlock){ .is_stale = false };
    readable = fstat(descriptor, &found->about) == 0 &&
               S_ISREG(found->about.st_mode) &&
               mw_descriptor_read_at(descriptor, path, 0, text, sizeof text,
                                     &got, NULL) == MW_OK;
    (void)close(descriptor);
    if (!readable)
        return false;
    found->is_stale =
        judge((mw_bytes){ text, got }, found) || is_old(&found->about);
    return true;
}

bool mw_dotlock_is_same(const char *path, const mw_dotlock *found)
{
    struct stat about;

    return lstat(path, &about) == 0 && about.st_dev == found->about.st_dev &&
           about.st_ino == found->about.st_ino &&
           about.st_size == found->about.st_size &&
           about.st_mtime == found->about.st_mtime;
}

/*
 * Whether MAILBOX from OFFSET on is the start of one message: "From " in it
 * once at most, behind the line ends that part it from the one before. A
 * program that heeds fcntl alone may have appended to it, even in the midst
 * of a line; then there is another "From ".
 */
static bool is_one_start(int mailbox, uint64_t offset)
{
    uint8_t room[16384];
    size_t kept = 0;
    size_t got = 1;
    bool at_start = true;

    while (got > 0) {
        mw_bytes text = { room, 0 };

        if (mw_descriptor_read_at(mailbox, "", offset, room + kept,
                                  sizeof room - kept, &got, NULL) != MW_OK)
            return false;
        text.size = kept + got;
        offset += got;
        while (at_start && text.size > 0 && *text.data == '\n')
            mw_bytes_skip(&text, 1);
        if (at_start && got > 0 && !take(&text, "From "))
            return text.size < 5 && !memcmp(text.data, "From ", text.size);
        at_start = false;
        for (; text.size >= 5; mw_bytes_skip(&text, 1))
            if (!memcmp(text.data, "From ", 5))
                return false;
        kept = text.size;
        if (kept > 0)
            memmove(room, text.data, kept);
    }
    return true;
}

bool mw_dotlock_undo(const mw_dotlock *found, int mailbox)
{
    struct stat about;
    uint64_t size;

    if (found->after <= found->before)
        return true;
    if (fstat(mailbox, &about) != 0)
        return false;
    size = (uint64_t)about.st_size;
    if (size <= found->before || size >= found->after ||
        !is_one_start(mailbox, found->before))
        return true;
    return ftruncate(mailbox, (off_t)found->before) == 0 &&
           mw_descriptor_flush(mailbox, "", NULL) == MW_OK;
}
