/* SPDX-License-Identifier: MIT */

/*
 * A message at the end of an mbox (RFC 4155, with the quoting of mboxrd).
 *
 * It is gathered aside first, so that nothing is locked while it is made and
 * nothing is appended before all of it is there. Then, under the lock: the
 * lock file notes the size that the mbox has and will have, the message is
 * appended and brought to the disk, the lock is given up. What fails on the
 * way is cut off again.
 *
 * A writer that is killed while it appends leaves the start of a message and
 * the lock file. Programs that heed locks do not look at the mbox meanwhile;
 * the next writer of ours cuts off the start, by the lock file; another's
 * takes the lock for left behind after some minutes, and appends behind it.
 */

#include "config.h"

#include "base/ascii.h"
#include "header/calendar.h"
#include "message/descriptor.h"
#include "message/failure.h"
#include "message/spool.h"
#include "write/mailbox_text.h"
#include "write/mbox_lock.h"
#include "write/sink.h"

#include <errno.h>
#include <unistd.h>

typedef struct {
    mw_context *context;
    mw_buffer path;
    unsigned wait;
    mw_spool spool; /* all that is appended */
    mw_mailbox_text text;
} mbox_sink;

static const char *path_of(const mbox_sink *mbox)
{
    return mw_buffer_text(&mbox->path);
}

/* The lock file has to be made beside the mbox, whether there is one or not. */
static mw_status check_folder(const mbox_sink *mbox, mw_error *error)
{
    mw_bytes path = mw_buffer_bytes(&mbox->path);
    mw_buffer folder;
    mw_status status;

    while (path.size > 0 && path.data[path.size - 1] != '/')
        path.size--;
    mw_buffer_init(&folder, &mbox->context->allocator, 0);
    status = path.size == 0 ? mw_buffer_append_text(&folder, ".", error)
                            : mw_buffer_append_bytes(&folder, path, error);
    if (status == MW_OK && access(mw_buffer_text(&folder), W_OK | X_OK) != 0)
        status = mw_fail_system(error, MW_E_CREATE, path_of(mbox), errno);
    mw_buffer_free(&folder);
    return status;
}

/* Of the null path, what mail systems write; a space would end the address. */
static mw_status write_sender(mw_buffer *line, const char *sender,
                              mw_error *error)
{
    mw_status status = MW_OK;

    if (sender[0] == '\0')
        return mw_buffer_append_text(line, "MAILER-DAEMON", error);
    for (; *sender != '\0' && status == MW_OK; sender++) {
        const uint8_t octet = (uint8_t)*sender;
        const bool fits = octet >= 0x80 || mw_ascii_is_graph(octet);

        status = mw_buffer_append_octet(line, fits ? octet : '-', error);
    }
    return status;
}

/* "Sat Nov 21 23:06:00 2026", as asctime has it, in UTC. */
static mw_status write_date(mw_buffer *line, int64_t seconds, mw_error *error)
{
    int64_t days = seconds / MW_SECONDS_OF_DAY;
    int clock = (int)(seconds % MW_SECONDS_OF_DAY);
    mw_calendar_day day;

    if (clock < 0) {
        clock += MW_SECONDS_OF_DAY;
        days--;
    }
    day = mw_calendar_day_of(days);
    return mw_buffer_printf(line, error, "%s %s %2d %02d:%02d:%02d %d",
                            MW_WEEKDAY_NAMES[mw_calendar_weekday(days)],
                            MW_MONTH_NAMES[day.month - 1], day.day,
                            clock / 3600, clock / 60 % 60, clock % 60,
                            day.year);
}

static mw_status write_from_line(mbox_sink *mbox, const char *sender,
                                 mw_error *error)
{
    mw_context *context = mbox->context;
    mw_buffer line;
    int64_t seconds;
    int utc_offset;
    mw_status status =
        context->clock(context->clock_user, &seconds, &utc_offset, error);

    if (status != MW_OK)
        return status;
    mw_buffer_init(&line, &context->allocator, 0);
    status = mw_buffer_append_text(&line, "From ", error);
    if (status == MW_OK)
        status = write_sender(&line, sender, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(&line, ' ', error);
    if (status == MW_OK)
        status = write_date(&line, seconds, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(&line, '\n', error);
    if (status == MW_OK)
        status = mw_spool_write(&mbox->spool, mw_buffer_bytes(&line), error);
    mw_buffer_free(&line);
    return status;
}

static mw_status put(void *user, mw_bytes bytes, mw_error *error)
{
    mbox_sink *mbox = user;

    return mw_spool_write(&mbox->spool, bytes, error);
}

static mw_status write_all(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    mbox_sink *mbox = user;

    return mw_mailbox_text_add(&mbox->text, (mw_bytes){ bytes, size }, error);
}

/* The line ends that an mbox of SIZE octets needs before a message. */
static mw_status find_gap(const mbox_sink *mbox, int mailbox, uint64_t size,
                          const char **gap, mw_error *error)
{
    uint8_t end[2] = { '\n', '\n' };
    const size_t wanted = size < sizeof end ? (size_t)size : sizeof end;
    size_t got;
    mw_status status =
        mw_descriptor_read_at(mailbox, path_of(mbox), size - wanted,
                              end + sizeof end - wanted, wanted, &got, error);

    if (status != MW_OK)
        return status;
    if (end[1] != '\n')
        *gap = "\n\n";
    else
        *gap = end[0] != '\n' ? "\n" : "";
    return MW_OK;
}

/*
 * Memory goes out with one write, which nearly nothing can come between. A
 * file may have more than SIZE octets, where a copy of this process wrote to
 * it too.
 */
static mw_status append_spool(const mbox_sink *mbox, int mailbox,
                              mw_error *error)
{
    const mw_spool *spool = &mbox->spool;
    uint64_t offset = 0;
    uint8_t room[MW_MAILBOX_ROOM];
    mw_status status = MW_OK;

    if (spool->descriptor < 0)
        return mw_descriptor_write(mailbox, path_of(mbox), spool->memory.data,
                                   spool->memory.size, error);
    while (offset < spool->size && status == MW_OK) {
        const uint64_t left = spool->size - offset;
        const size_t size = left < sizeof room ? (size_t)left : sizeof room;
        size_t got = 0;

        status = mw_descriptor_read_at(spool->descriptor, "temporary file",
                                       offset, room, size, &got, error);
        if (status == MW_OK && got == 0)
            status = mw_fail(error, MW_E_READ, "temporary file: is cut off");
        if (status == MW_OK)
            status =
                mw_descriptor_write(mailbox, path_of(mbox), room, got, error);
        offset += got;
    }
    return status;
}

/* Appends the message to LOCK's mbox of SIZE octets, or nothing. */
static mw_status append(const mbox_sink *mbox, const mw_mbox_lock *lock,
                        uint64_t size, mw_error *error)
{
    const char *gap;
    uint64_t after;
    mw_status status = find_gap(mbox, lock->mailbox, size, &gap, error);

    if (status != MW_OK)
        return status;
    if (__builtin_add_overflow(size, mbox->spool.size + strlen(gap), &after))
        return mw_fail_system(error, MW_E_WRITE, path_of(mbox), EFBIG);
    status = mw_mbox_lock_note(lock, size, after, error);
    if (status != MW_OK)
        return status;
    status = mw_descriptor_write(lock->mailbox, path_of(mbox), gap, strlen(gap),
                                 error);
    if (status == MW_OK)
        status = append_spool(mbox, lock->mailbox, error);
    if (status == MW_OK)
        status = mw_descriptor_flush(lock->mailbox, path_of(mbox), error);
    if (status != MW_OK && ftruncate(lock->mailbox, (off_t)size) != 0)
        mw_hint(error, "the start of the message is left at its end");
    return status;
}

static mw_status finish(void *user, mw_error *error)
{
    mbox_sink *mbox = user;
    mw_mbox_lock lock;
    struct stat about;
    mw_status status = mw_mailbox_text_finish(&mbox->text, error);

    if (status == MW_OK)
        status = mw_mbox_lock_take(&lock, path_of(mbox), mbox->wait,
                                   &mbox->context->allocator, error);
    if (status != MW_OK)
        return status;
    if (fstat(lock.mailbox, &about) != 0)
        status = mw_fail_system(error, MW_E_WRITE, path_of(mbox), errno);
    else
        status = append(mbox, &lock, (uint64_t)about.st_size, error);
    mw_mbox_lock_release(&lock);
    return status;
}

static void release(void *user)
{
    mbox_sink *mbox = user;

    mw_spool_free(&mbox->spool);
    mw_buffer_free(&mbox->path);
    mw_context_give_back(mbox->context, mbox, sizeof *mbox);
}

mw_status mw_sink_new_mbox(mw_context *context, const char *path,
                           const char *sender, unsigned wait, mw_sink **sink,
                           mw_error *error)
{
    mbox_sink *mbox = mw_context_take(context, sizeof *mbox, error);
    mw_status status;

    if (mbox == NULL)
        return MW_E_MEMORY;
    mbox->context = context;
    mbox->wait = wait;
    mw_buffer_init(&mbox->path, &context->allocator, 0);
    mw_spool_init(&mbox->spool, &context->allocator,
                  mw_context_limit(context, MW_LIMIT_SPOOL));
    mw_mailbox_text_start(&mbox->text, true, put, mbox);
    status = mw_buffer_append_text(&mbox->path, path, error);
    if (status == MW_OK)
        status = mw_mbox_check(path, error);
    if (status == MW_OK)
        status = check_folder(mbox, error);
    if (status == MW_OK)
        status = write_from_line(mbox, sender, error);
    if (status != MW_OK) {
        release(mbox);
        return status;
    }
    return mw_sink_wrap(context, write_all, finish, mbox, release, sink, error);
}
