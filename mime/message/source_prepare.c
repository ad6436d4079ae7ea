/* SPDX-License-Identifier: MIT */

/*
 * Looking at a source for the first time, and again.
 *
 * What is no regular file is not even opened unless it may be read: opening a
 * FIFO lets its writer run into nobody, and opening a device can move a tape.
 * The file is looked at once more when it is open, since its name may stand
 * for another one by then; until that, opening must not block.
 */

#include "config.h"

#include "message/descriptor.h"
#include "message/failure.h"
#include "message/message.h"
#include "message/source_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PIECE 16384

static mw_status fail_no_input(const mw_source *source, int number,
                               mw_error *error)
{
    return mw_fail_system(error, MW_E_NO_INPUT, source->name, number);
}

/* Checks that what STATUS shows may be read. */
static mw_status check_kind(const mw_source *source, const struct stat *status,
                            mw_error *error)
{
    if (S_ISREG(status->st_mode))
        return MW_OK;
    if (S_ISDIR(status->st_mode))
        return fail_no_input(source, EISDIR, error);
    if (S_ISSOCK(status->st_mode) && source->kind == MW_SOURCE_FILE)
        return mw_fail(error, MW_E_NO_INPUT, "%s: is a socket", source->name);
    if (source->kind == MW_SOURCE_DESCRIPTOR || source->allow_special)
        return MW_OK;
    mw_fail(error, MW_E_NO_INPUT, "%s: is no regular file", source->name);
    mw_hint(error, "only regular files are read unless special ones are "
                   "allowed");
    return MW_E_NO_INPUT;
}

/* Reads through one of the two ways of reading that cannot be repeated. */
static mw_status read_once(const mw_source *source, int descriptor,
                           uint8_t *buffer, size_t *got, mw_error *error)
{
    mw_error told = { 0 };
    mw_status status;

    if (source->kind != MW_SOURCE_CALLBACK)
        return mw_descriptor_read(descriptor, source->name, buffer, PIECE, got,
                                  error);
    status = source->read(source->user, buffer, PIECE, got, &told);
    if (status != MW_OK)
        return mw_fail_told(error, status, source->name, &told);
    if (*got > PIECE)
        return mw_fail(error, MW_E_USAGE,
                       "%s: gave more than there was "
                       "room for",
                       source->name);
    return MW_OK;
}

/* Has SOURCE give what its spool holds. */
static void use_spool(mw_source *source)
{
    source->size = source->spool.size;
    source->store =
        source->spool.descriptor < 0 ? MW_STORE_MEMORY : MW_STORE_SPOOL;
    source->memory = mw_buffer_bytes(&source->spool.memory);
}

/* Reads SOURCE to its end and keeps what comes. */
static mw_status keep(mw_source *source, int descriptor, mw_error *error)
{
    uint8_t buffer[PIECE];
    mw_status status;
    size_t got;

    do {
        got = 0;
        status = read_once(source, descriptor, buffer, &got, error);
        if (status == MW_OK && got > 0)
            status = mw_spool_write(&source->spool, (mw_bytes){ buffer, got },
                                    error);
    } while (status == MW_OK && got > 0);
    if (status != MW_OK) {
        mw_spool_free(&source->spool);
        source->is_spent = source->kind != MW_SOURCE_FILE;
        return status;
    }
    use_spool(source);
    return MW_OK;
}

mw_status mw_source_of_spool(const mw_source *like, const mw_spool *spool,
                             mw_arena *arena, mw_source **source,
                             mw_error *error)
{
    mw_source *made = mw_arena_take(arena, sizeof *made, error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->message = like->message;
    made->kind = like->kind;
    made->name = like->name;
    made->descriptor = -1;
    made->spool = *spool;
    use_spool(made);
    *source = made;
    return MW_OK;
}

/*
 * Some files have octets but no size: those in /proc are made when they are
 * read. They are kept as a pipe's are.
 */
static mw_status has_hidden_octets(const mw_source *source, int descriptor,
                                   bool *has, mw_error *error)
{
    uint8_t octet;
    size_t got = 0;
    mw_status status = MW_OK;

    if (source->identity.size <= source->start)
        status = mw_descriptor_read_at(descriptor, source->name, source->start,
                                       &octet, 1, &got, error);
    *has = got > 0;
    return status;
}

/* Takes note of the open file, which is STORE'd where it can be read again. */
static mw_status take_open(mw_source *source, int descriptor,
                           mw_source_store store, mw_error *error)
{
    mw_status status;
    struct stat shown;
    bool hidden;

    if (fstat(descriptor, &shown) != 0)
        return fail_no_input(source, errno, error);
    status = check_kind(source, &shown, error);
    if (status != MW_OK)
        return status;
    if (!S_ISREG(shown.st_mode))
        return keep(source, descriptor, error);
    source->identity = mw_file_identity_of(&shown);
    status = has_hidden_octets(source, descriptor, &hidden, error);
    if (status != MW_OK)
        return status;
    if (hidden)
        return keep(source, descriptor, error);
    if (source->identity.size > source->start)
        source->size = source->identity.size - source->start;
    source->store = store;
    return MW_OK;
}

static mw_status prepare_file(mw_source *source, mw_error *error)
{
    mw_status status;
    struct stat shown;
    int descriptor, flags;

    if (stat(source->name, &shown) != 0)
        return fail_no_input(source, errno, error);
    status = check_kind(source, &shown, error);
    if (status != MW_OK)
        return status;
    /* A FIFO that may be read is waited for until somebody writes. */
    flags = O_RDONLY | O_NOCTTY | (S_ISREG(shown.st_mode) ? O_NONBLOCK : 0);
    descriptor = mw_descriptor_open(source->name, flags, 0);
    if (descriptor < 0)
        return fail_no_input(source, errno, error);
    status = take_open(source, descriptor, MW_STORE_FILE, error);
    close(descriptor);
    return status;
}

static mw_status prepare_descriptor(mw_source *source, mw_error *error)
{
    const int flags = fcntl(source->descriptor, F_GETFL);
    const off_t offset = lseek(source->descriptor, 0, SEEK_CUR);

    if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY)
        return fail_no_input(source, EBADF, error);
    source->start = offset < 0 ? 0 : (uint64_t)offset;
    return take_open(source, source->descriptor, MW_STORE_DESCRIPTOR, error);
}

static mw_status prepare_first(mw_source *source, mw_error *error)
{
    switch (source->kind) {
    case MW_SOURCE_MEMORY:
        source->size = source->memory.size;
        source->store = MW_STORE_MEMORY;
        return MW_OK;
    case MW_SOURCE_FILE:
        return prepare_file(source, error);
    case MW_SOURCE_DESCRIPTOR:
        return prepare_descriptor(source, error);
    case MW_SOURCE_CALLBACK:
        return keep(source, -1, error);
    case MW_SOURCE_CALLBACK_AT:
        source->store = MW_STORE_CALLBACK_AT;
        return MW_OK;
    }
    return mw_fail(error, MW_E_INTERNAL, "a source of unknown kind");
}

mw_status mw_source_compare(const mw_source *source, int descriptor,
                            mw_error *error)
{
    struct stat shown;
    mw_file_identity now;

    if (fstat(descriptor, &shown) != 0)
        return fail_no_input(source, errno, error);
    now = mw_file_identity_of(&shown);
    return mw_file_identity_check(&source->identity, &now, source->name, error);
}

mw_status mw_source_reopen(const mw_source *source, int *descriptor,
                           mw_error *error)
{
    mw_status status;
    const int opened =
        mw_descriptor_open(source->name, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);

    if (opened < 0 && (errno == ENOENT || errno == ENXIO))
        return mw_fail(error, MW_E_CHANGED, "%s: is no longer there",
                       source->name);
    if (opened < 0)
        return fail_no_input(source, errno, error);
    status = mw_source_compare(source, opened, error);
    if (status == MW_OK)
        *descriptor = opened;
    else
        close(opened);
    return status;
}

static mw_status prepare_again(const mw_source *source, mw_error *error)
{
    mw_status status;
    int descriptor;

    if (source->store == MW_STORE_DESCRIPTOR)
        return mw_source_compare(source, source->descriptor, error);
    if (source->store != MW_STORE_FILE)
        return MW_OK;
    status = mw_source_reopen(source, &descriptor, error);
    if (status == MW_OK)
        close(descriptor);
    return status;
}

mw_status mw_source_prepare(mw_source *source, mw_error *error)
{
    if (source->is_spent)
        return mw_fail(error, MW_E_READ,
                       "%s: was read in part before, and cannot be read again",
                       source->name);
    return source->store == MW_STORE_NONE ? prepare_first(source, error)
                                          : prepare_again(source, error);
}
