/* SPDX-License-Identifier: MIT */

/*
 * realpath says where a name leads to, all links followed; if that is inside
 * the folder, it is opened again from the folder on, step by step and no
 * link followed, so that what was opened is inside whatever happened between.
 * What is read later has to be the file that was opened here: its device and
 * inode tell.
 */

#include "config.h"

#include "html/local_file.h"

#include "message/failure.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* For passing through, a folder need not be readable. */
#ifdef O_PATH
#define PASSING O_PATH
#else
#define PASSING O_RDONLY
#endif

mw_status mw_local_folder_open(const char *path, const mw_allocator *allocator,
                               mw_local_folder *folder, mw_error *error)
{
    char resolved[PATH_MAX];
    mw_status status;

    if (realpath(path, resolved) == NULL)
        return mw_fail_system(error, MW_E_NO_INPUT, path, errno);
    folder->descriptor = open(resolved, PASSING | O_DIRECTORY | O_CLOEXEC);
    if (folder->descriptor < 0)
        return mw_fail_system(error, MW_E_NO_INPUT, path, errno);
    mw_buffer_init(&folder->path, allocator, 0);
    status = mw_buffer_append_text(&folder->path, resolved, error);
    if (status != MW_OK)
        mw_local_folder_close(folder);
    return status;
}

void mw_local_folder_close(mw_local_folder *folder)
{
    (void)close(folder->descriptor);
    mw_buffer_free(&folder->path);
}

/* What of PATH is behind the folder's own; false where it is not inside. */
static bool strip_folder(const mw_local_folder *folder, const char **path)
{
    const mw_bytes own = mw_buffer_bytes(&folder->path);

    /* The root's own path ends in a slash as it is. */
    if (own.size == 1) {
        *path += 1;
        return true;
    }
    if (strncmp(*path, (const char *)own.data, own.size) != 0 ||
        (*path)[own.size] != '/')
        return false;
    *path += own.size + 1;
    return true;
}

/* Opens what is called NAME, SIZE octets, in the folder AT. */
static int open_step(int at, const char *name, size_t size, int flags)
{
    char step[NAME_MAX + 1];

    if (size >= sizeof step) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(step, name, size);
    step[size] = '\0';
    return openat(at, step, flags | O_NOFOLLOW | O_CLOEXEC);
}

/* Opens PATH from the folder on, no link followed; -1 where that fails. */
static int open_inside(const mw_local_folder *folder, const char *path)
{
    int at = folder->descriptor;

    while (at >= 0) {
        const char *end = strchr(path, '/');
        const int next = end == NULL ? open_step(at, path, strlen(path),
                                                 O_RDONLY | O_NONBLOCK)
                                     : open_step(at, path, (size_t)(end - path),
                                                 PASSING | O_DIRECTORY);

        if (at != folder->descriptor)
            (void)close(at);
        if (end == NULL)
            return next;
        at = next;
        path = end + 1;
    }
    return -1;
}

static mw_local_answer answer_for(int number)
{
    return number == ENOENT || number == ENOTDIR ? MW_LOCAL_MISSING
                                                 : MW_LOCAL_UNREADABLE;
}

/* Looks at NAME, a whole path; RESOLVED gets where it leads. */
static mw_local_answer look(const mw_local_folder *folder, const char *name,
                            char resolved[PATH_MAX], struct stat *status)
{
    const char *inside = resolved;
    int descriptor;
    bool is_file;

    if (realpath(name, resolved) == NULL)
        return answer_for(errno);
    if (!strip_folder(folder, &inside))
        return MW_LOCAL_OUTSIDE;
    descriptor = open_inside(folder, inside);
    if (descriptor < 0)
        return answer_for(errno);
    is_file = fstat(descriptor, status) == 0 && S_ISREG(status->st_mode);
    (void)close(descriptor);
    return is_file ? MW_LOCAL_FOUND : MW_LOCAL_UNREADABLE;
}

/* The same for NAME in the folder at START, or for NAME alone. */
static mw_status try_from(const mw_local_folder *folder, mw_bytes start,
                          mw_bytes name, mw_local_answer *answer,
                          mw_local_file *file, mw_error *error)
{
    char resolved[PATH_MAX];
    struct stat status;
    mw_status made = MW_OK;

    mw_buffer_truncate(&file->path, 0);
    if (start.size > 0) {
        made = mw_buffer_append_bytes(&file->path, start, error);
        if (made == MW_OK)
            made = mw_buffer_append_octet(&file->path, '/', error);
    }
    if (made == MW_OK)
        made = mw_buffer_append_bytes(&file->path, name, error);
    if (made != MW_OK)
        return made;
    *answer = look(folder, mw_buffer_text(&file->path), resolved, &status);
    if (*answer != MW_LOCAL_FOUND)
        return MW_OK;
    file->device = status.st_dev;
    file->inode = status.st_ino;
    mw_buffer_truncate(&file->path, 0);
    return mw_buffer_append_text(&file->path, resolved, error);
}

mw_status mw_local_file_find(const mw_local_folder *folder, mw_bytes start,
                             mw_bytes name, mw_local_answer *answer,
                             mw_local_file *file, mw_error *error)
{
    const bool is_absolute = name.size > 0 && name.data[0] == '/';
    const mw_bytes from = is_absolute ? (mw_bytes){ NULL, 0 } : start;
    mw_local_answer first = MW_LOCAL_MISSING;
    mw_status status;

    mw_buffer_init(&file->path, folder->path.allocator, 0);
    status = try_from(folder, from, name, &first, file, error);
    *answer = first;
    if (status == MW_OK &&
        (first == MW_LOCAL_MISSING || first == MW_LOCAL_OUTSIDE)) {
        status = try_from(folder, mw_buffer_bytes(&folder->path), name, answer,
                          file, error);
        if (*answer != MW_LOCAL_FOUND)
            *answer = first;
    }
    if (status != MW_OK || *answer != MW_LOCAL_FOUND)
        mw_buffer_free(&file->path);
    return status;
}
