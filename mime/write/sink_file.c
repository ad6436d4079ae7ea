/* SPDX-License-Identifier: MIT */

/*
 * A file that appears whole or not at all.
 *
 * What is written goes to a new file in the same folder, so that putting it
 * in place is one rename; it reaches the disk before its name does. What is
 * no file cannot be replaced and is written in place: a device, a FIFO, and a
 * descriptor of our own that has a path, such as /dev/stdout, which may stand
 * for a file that must not be replaced behind its writer's back.
 */

#include "config.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "message/descriptor.h"
#include "message/failure.h"
#include "message/temporary.h"
#include "write/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    mw_context *context;
    mw_buffer path;      /* as it was given */
    mw_buffer temporary; /* the path of what is written, or empty */
    int descriptor;      /* or -1 */
} file_sink;

static const char *path_of(const file_sink *file)
{
    return mw_buffer_text(&file->path);
}

static mw_status fail_create(const file_sink *file, int number, mw_error *error)
{
    return mw_fail_system(error, MW_E_CREATE, path_of(file), number);
}

/* The length of PATH with its last slash: its folder, or 0 for this one. */
static size_t folder_size(mw_bytes path)
{
    while (path.size > 0 && path.data[path.size - 1] != '/')
        path.size--;
    return path.size;
}

/* The descriptor that PATH is a name for, or -1. */
static int named_descriptor(const char *path)
{
    static const char FOLDER[] = "/dev/fd/";
    int number = 0;

    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    if (strncmp(path, FOLDER, sizeof FOLDER - 1) != 0)
        return -1;
    path += sizeof FOLDER - 1;
    if (*path == '\0')
        return -1;
    for (; mw_ascii_is_digit(*path) && number < 100000; path++)
        number = number * 10 + (*path - '0');
    return *path == '\0' ? number : -1;
}

static mw_status open_named(file_sink *file, int descriptor, mw_error *error)
{
    file->descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return file->descriptor < 0 ? fail_create(file, errno, error) : MW_OK;
}

/* Opens a device or a FIFO, and makes sure that it is one. */
static mw_status open_special(file_sink *file, mw_error *error)
{
    struct stat shown;

    file->descriptor =
        mw_descriptor_open(path_of(file), O_WRONLY | O_NOCTTY, 0);
    if (file->descriptor < 0)
        return fail_create(file, errno, error);
    if (fstat(file->descriptor, &shown) != 0)
        return fail_create(file, errno, error);
    if (S_ISREG(shown.st_mode))
        return mw_fail(error, MW_E_CREATE, "%s: has become a regular file",
                       path_of(file));
    return MW_OK;
}

/* Makes the temporary file; REPLACED of NULL means that there is no file. */
static mw_status open_temporary(file_sink *file, const struct stat *replaced,
                                mw_error *error)
{
    const mw_bytes path = mw_buffer_bytes(&file->path);
    const mode_t mode = replaced == NULL ? 0666 : replaced->st_mode & 0777;
    mw_status status =
        mw_buffer_append(&file->temporary, path.data, folder_size(path), error);

    if (status == MW_OK)
        status =
            mw_buffer_append_text(&file->temporary, MW_TEMPORARY_BLANK, error);
    if (status == MW_OK)
        status = mw_temporary_open((char *)file->temporary.data, path_of(file),
                                   mode, &file->descriptor, error);
    if (status != MW_OK) {
        mw_buffer_free(&file->temporary);
        return status;
    }
    /* The umask took from MODE what the file that is replaced may have. */
    if (replaced != NULL && fchmod(file->descriptor, mode) != 0)
        return fail_create(file, errno, error);
    return MW_OK;
}

static bool is_special(mode_t mode)
{
    return S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode);
}

/* Opens what PATH asks for, by what is there now. */
static mw_status open_path(file_sink *file, mw_error *error)
{
    const char *path = path_of(file);
    const int named = named_descriptor(path);
    struct stat here, target;

    if (named >= 0)
        return open_named(file, named, error);
    if (lstat(path, &here) != 0)
        return errno == ENOENT && path[0] != '\0'
                   ? open_temporary(file, NULL, error)
                   : fail_create(file, errno, error);
    if (S_ISDIR(here.st_mode))
        return fail_create(file, EISDIR, error);
    if (S_ISSOCK(here.st_mode))
        return mw_fail(error, MW_E_CREATE, "%s: is a socket", path);
    if (is_special(here.st_mode))
        return open_special(file, error);
    if (!S_ISLNK(here.st_mode))
        return open_temporary(file, &here, error);
    if (stat(path, &target) == 0 && is_special(target.st_mode))
        return open_special(file, error);
    return open_temporary(file, NULL, error);
}

static mw_status write_all(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    const file_sink *file = user;

    return mw_descriptor_write(file->descriptor, path_of(file), bytes, size,
                               error);
}

static void flush_folder(file_sink *file)
{
    const size_t size = folder_size(mw_buffer_bytes(&file->temporary));

    mw_buffer_truncate(&file->temporary, size);
    mw_descriptor_flush_folder(size == 0 ? "."
                                         : mw_buffer_text(&file->temporary));
}

static mw_status put_in_place(file_sink *file, mw_error *error)
{
    if (rename(mw_buffer_text(&file->temporary), path_of(file)) != 0)
        return fail_create(file, errno, error);
    flush_folder(file);
    mw_buffer_free(&file->temporary);
    return MW_OK;
}

static mw_status finish(void *user, mw_error *error)
{
    file_sink *file = user;
    mw_status status = MW_OK;

    if (file->temporary.size > 0)
        status = mw_descriptor_flush(file->descriptor, path_of(file), error);
    if (status == MW_OK)
        status = mw_descriptor_close(&file->descriptor, path_of(file), error);
    if (status == MW_OK && file->temporary.size > 0)
        status = put_in_place(file, error);
    return status;
}

/* What was not put in place is taken away. */
static void release(void *user)
{
    file_sink *file = user;

    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->temporary.size > 0)
        unlink(mw_buffer_text(&file->temporary));
    mw_buffer_free(&file->temporary);
    mw_buffer_free(&file->path);
    mw_context_give_back(file->context, file, sizeof *file);
}

mw_status mw_sink_new_file(mw_context *context, const char *path,
                           mw_sink **sink, mw_error *error)
{
    file_sink *file = mw_context_take(context, sizeof *file, error);
    mw_status status;

    if (file == NULL)
        return MW_E_MEMORY;
    file->context = context;
    file->descriptor = -1;
    mw_buffer_init(&file->path, &context->allocator, 0);
    mw_buffer_init(&file->temporary, &context->allocator, 0);
    status = mw_buffer_append_text(&file->path, path, error);
    if (status == MW_OK)
        status = open_path(file, error);
    if (status != MW_OK) {
        release(file);
        return status;
    }
    status =
        mw_sink_wrap(context, write_all, finish, file, release, sink, error);
    if (status == MW_OK)
        (*sink)->temporary = &file->temporary;
    return status;
}
