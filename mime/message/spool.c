/* SPDX-License-Identifier: MIT */

/*
 * Not /tmp: that is memory on many systems, and what comes here is what is
 * too large for memory. Where the system makes files that never had a name,
 * a program that is killed leaves none behind at any moment.
 */

#include "config.h"

#include "message/spool.h"

#include "base/arena.h"
#include "message/descriptor.h"
#include "message/temporary.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_FOLDER "/var/tmp"
#define NAME "temporary file"

/* What a buffer holds at most. */
#define MEMORY_MOST (MW_DEFAULT_CEILING - 1)

void mw_spool_init(mw_spool *spool, const mw_allocator *allocator,
                   uint64_t memory_most)
{
    *spool = (mw_spool){ .descriptor = -1 };
    spool->memory_most =
        memory_most < MEMORY_MOST ? (size_t)memory_most : MEMORY_MOST;
    mw_buffer_init(&spool->memory, allocator, 0);
}

static const char *folder(void)
{
    const char *wanted = getenv("TMPDIR");

    return wanted == NULL || wanted[0] == '\0' ? DEFAULT_FOLDER : wanted;
}

/* Not every file system can: -1 then. */
static int open_nameless(void)
{
#ifdef O_TMPFILE
    return mw_descriptor_open(folder(), O_RDWR | O_TMPFILE | O_EXCL, 0600);
#else
    return -1;
#endif
}

/* Makes the file; a name that it has to have is taken away at once. */
static mw_status make_file(mw_spool *spool, mw_error *error)
{
    mw_buffer path;
    mw_status status;

    spool->descriptor = open_nameless();
    if (spool->descriptor >= 0)
        return MW_OK;
    mw_buffer_init(&path, spool->memory.allocator, 0);
    status =
        mw_buffer_printf(&path, error, "%s/%s", folder(), MW_TEMPORARY_BLANK);
    if (status == MW_OK)
        status = mw_temporary_open((char *)path.data, folder(), 0600,
                                   &spool->descriptor, error);
    if (status == MW_OK)
        unlink((const char *)path.data);
    mw_buffer_free(&path);
    return status;
}

static mw_status move_to_file(mw_spool *spool, mw_error *error)
{
    mw_status status = make_file(spool, error);

    if (status == MW_OK)
        status =
            mw_descriptor_write(spool->descriptor, NAME, spool->memory.data,
                                spool->memory.size, error);
    mw_buffer_free(&spool->memory);
    return status;
}

mw_status mw_spool_write(mw_spool *spool, mw_bytes bytes, mw_error *error)
{
    mw_status status = MW_OK;

    if (spool->descriptor < 0 &&
        bytes.size > spool->memory_most - spool->memory.size)
        status = move_to_file(spool, error);
    if (status != MW_OK)
        return status;
    if (spool->descriptor < 0)
        status = mw_buffer_append_bytes(&spool->memory, bytes, error);
    else
        status = mw_descriptor_write(spool->descriptor, NAME, bytes.data,
                                     bytes.size, error);
    if (status == MW_OK)
        spool->size += bytes.size;
    return status;
}

void mw_spool_free(mw_spool *spool)
{
    mw_buffer_free(&spool->memory);
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    spool->descriptor = -1;
    spool->size = 0;
}
