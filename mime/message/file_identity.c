/* SPDX-License-Identifier: MIT */

/*
 * The parts of a second are called st_mtim by POSIX.1-2008 and st_mtimespec
 * by systems that had them before.
 */

#include "config.h"

#include "message/file_identity.h"

#ifdef HAVE_STRUCT_STAT_ST_MTIMESPEC
#define MODIFIED(status) ((status)->st_mtimespec)
#define CHANGED(status) ((status)->st_ctimespec)
#else
#define MODIFIED(status) ((status)->st_mtim)
#define CHANGED(status) ((status)->st_ctim)
#endif

mw_file_identity mw_file_identity_of(const struct stat *status)
{
    return (mw_file_identity){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size = (uint64_t)status->st_size,
        .modified_seconds = MODIFIED(status).tv_sec,
        .modified_nanoseconds = MODIFIED(status).tv_nsec,
        .changed_seconds = CHANGED(status).tv_sec,
        .changed_nanoseconds = CHANGED(status).tv_nsec,
    };
}

static bool is_same_file(const mw_file_identity *a, const mw_file_identity *b)
{
    return a->device == b->device && a->inode == b->inode;
}

static bool has_same_times(const mw_file_identity *a, const mw_file_identity *b)
{
    return a->modified_seconds == b->modified_seconds &&
           a->modified_nanoseconds == b->modified_nanoseconds &&
           a->changed_seconds == b->changed_seconds &&
           a->changed_nanoseconds == b->changed_nanoseconds;
}

mw_status mw_file_identity_check(const mw_file_identity *was,
                                 const mw_file_identity *is, const char *name,
                                 mw_error *error)
{
    if (!is_same_file(was, is))
        return mw_fail(error, MW_E_CHANGED, "%s: is another file than it was",
                       name);
    if (is->size < was->size)
        return mw_fail(error, MW_E_CHANGED, "%s: is shorter than it was", name);
    if (is->size > was->size)
        return mw_fail(error, MW_E_CHANGED, "%s: is longer than it was", name);
    if (!has_same_times(was, is))
        return mw_fail(error, MW_E_CHANGED,
                       "%s: has changed since the message was planned", name);
    return MW_OK;
}
