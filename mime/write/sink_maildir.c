/* SPDX-License-Identifier: MIT */

/*
 * A message in a Maildir: written to tmp, on the disk before its name is, and
 * then linked to new, so that who reads new sees it whole or not at all. A
 * program that is killed leaves at most a file in tmp, where nobody looks for
 * messages and every Maildir reader removes what is some days old.
 *
 * The unique name is SECONDS.M...P...R....HOST, as the Maildir convention has
 * it; its random part alone would do. It is made of the system's clock and
 * randomness, not of the context's, which may be the same in every run.
 */

#include "config.h"

#include "message/clock.h"
#include "message/descriptor.h"
#include "message/failure.h"
#include "write/host_name.h"
#include "write/mailbox_text.h"
#include "write/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* More names than this are not taken by chance. */
enum { TRIES = 10 };

typedef struct {
    mw_context *context;
    mw_buffer folder;    /* the Maildir, as it was given */
    mw_buffer temporary; /* the path in tmp; empty where nothing is there */
    mw_buffer place;     /* the path in new */
    int descriptor;      /* or -1 */
    mw_mailbox_text text;
} maildir_sink;

static const char *folder_of(const maildir_sink *maildir)
{
    return mw_buffer_text(&maildir->folder);
}

/* Makes the folder at PATH, unless it is there. */
static mw_status make_folder(const char *path, mw_error *error)
{
    struct stat about;

    if (mkdir(path, 0777) == 0)
        return MW_OK;
    if (errno != EEXIST)
        return mw_fail_system(error, MW_E_CREATE, path, errno);
    if (stat(path, &about) != 0)
        return mw_fail_system(error, MW_E_CREATE, path, errno);
    if (!S_ISDIR(about.st_mode))
        return mw_fail_system(error, MW_E_CREATE, path, ENOTDIR);
    return MW_OK;
}

static mw_status make_folders(const maildir_sink *maildir, mw_error *error)
{
    static const char *const NAMES[] = { "tmp", "new", "cur" };
    mw_status status = make_folder(folder_of(maildir), error);
    mw_buffer path;

    mw_buffer_init(&path, &maildir->context->allocator, 0);
    for (size_t i = 0; i < 3 && status == MW_OK; i++) {
        mw_buffer_truncate(&path, 0);
        status = mw_buffer_printf(&path, error, "%s/%s", folder_of(maildir),
                                  NAMES[i]);
        if (status == MW_OK)
            status = make_folder(mw_buffer_text(&path), error);
    }
    mw_buffer_free(&path);
    return status;
}

/* Writes the paths of a new name. */
static mw_status name(maildir_sink *maildir, mw_error *error)
{
    char host[MW_HOST_NAME_ROOM];
    uint64_t random;
    struct timespec now;
    mw_status status = mw_system_random(NULL, &random, sizeof random, error);

    if (status != MW_OK)
        return status;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return mw_fail(error, MW_E_SYSTEM, "the system's clock does not tell");
    mw_host_name(host);
    mw_buffer_truncate(&maildir->place, 0);
    mw_buffer_truncate(&maildir->temporary, 0);
    status = mw_buffer_printf(
        &maildir->place, error, "%s/new/%jd.M%06ldP%ldR%016jx.%s",
        folder_of(maildir), (intmax_t)now.tv_sec, now.tv_nsec / 1000,
        (long)getpid(), (uintmax_t)random, host);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(
            &maildir->temporary, mw_buffer_bytes(&maildir->place), error);
    if (status == MW_OK)
        memcpy(maildir->temporary.data + maildir->folder.size + 1, "tmp", 3);
    return status;
}

static mw_status open_temporary(maildir_sink *maildir, mw_error *error)
{
    for (int i = 0; i < TRIES; i++) {
        const mw_status status = name(maildir, error);

        if (status != MW_OK) {
            mw_buffer_free(&maildir->temporary);
            return status;
        }
        maildir->descriptor =
            mw_descriptor_open(mw_buffer_text(&maildir->temporary),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
        if (maildir->descriptor >= 0)
            return MW_OK;
        if (errno != EEXIST)
            break;
    }
    mw_buffer_free(&maildir->temporary);
    return mw_fail_system(error, MW_E_CREATE, folder_of(maildir), errno);
}

static mw_status put(void *user, mw_bytes bytes, mw_error *error)
{
    const maildir_sink *maildir = user;

    return mw_descriptor_write(maildir->descriptor, folder_of(maildir),
                               bytes.data, bytes.size, error);
}

static mw_status write_all(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    maildir_sink *maildir = user;

    return mw_mailbox_text_add(&maildir->text, (mw_bytes){ bytes, size },
                               error);
}

/*
 * A link never replaces anything. Where there are none, a rename does: nobody
 * else makes this name.
 */
static mw_status put_in_place(maildir_sink *maildir, mw_error *error)
{
    const char *temporary = mw_buffer_text(&maildir->temporary);
    const char *place = mw_buffer_text(&maildir->place);
    int result = link(temporary, place);

    if (result == 0)
        (void)unlink(temporary);
    else if (errno == EPERM || errno == ENOTSUP || errno == ENOSYS)
        result = rename(temporary, place);
    if (result != 0)
        return mw_fail_system(error, MW_E_CREATE, place, errno);
    mw_buffer_free(&maildir->temporary);
    mw_buffer_truncate(&maildir->place, maildir->folder.size + 4);
    mw_descriptor_flush_folder(mw_buffer_text(&maildir->place));
    return MW_OK;
}

static mw_status finish(void *user, mw_error *error)
{
    maildir_sink *maildir = user;
    const char *folder = folder_of(maildir);
    mw_status status = mw_mailbox_text_finish(&maildir->text, error);

    if (status == MW_OK)
        status = mw_descriptor_flush(maildir->descriptor, folder, error);
    if (status == MW_OK)
        status = mw_descriptor_close(&maildir->descriptor, folder, error);
    if (status == MW_OK)
        status = put_in_place(maildir, error);
    return status;
}

static void release(void *user)
{
    maildir_sink *maildir = user;

    if (maildir->descriptor >= 0)
        close(maildir->descriptor);
    if (maildir->temporary.size > 0)
        unlink(mw_buffer_text(&maildir->temporary));
    mw_buffer_free(&maildir->folder);
    mw_buffer_free(&maildir->temporary);
    mw_buffer_free(&maildir->place);
    mw_context_give_back(maildir->context, maildir, sizeof *maildir);
}

mw_status mw_sink_new_maildir(mw_context *context, const char *path,
                              mw_sink **sink, mw_error *error)
{
    maildir_sink *maildir = mw_context_take(context, sizeof *maildir, error);
    mw_status status;

    if (maildir == NULL)
        return MW_E_MEMORY;
    maildir->context = context;
    maildir->descriptor = -1;
    mw_buffer_init(&maildir->folder, &context->allocator, 0);
    mw_buffer_init(&maildir->temporary, &context->allocator, 0);
    mw_buffer_init(&maildir->place, &context->allocator, 0);
    mw_mailbox_text_start(&maildir->text, false, put, maildir);
    status = mw_buffer_append_text(&maildir->folder, path, error);
    if (status == MW_OK)
        status = make_folders(maildir, error);
    if (status == MW_OK)
        status = open_temporary(maildir, error);
    if (status != MW_OK) {
        release(maildir);
        return status;
    }
    status =
        mw_sink_wrap(context, write_all, finish, maildir, release, sink, error);
    if (status == MW_OK)
        (*sink)->temporary = &maildir->temporary;
    return status;
}
