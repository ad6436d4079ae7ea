/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_SPOOL_H
#define MESSAGE_SPOOL_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * Keeps octets that cannot be read twice: in memory up to a limit, and then
 * all of them in a file without a name, which ends with its descriptor, in
 * $TMPDIR or /var/tmp.
 */
typedef struct mw_spool {
    mw_buffer memory;
    size_t memory_most;
    int descriptor; /* of the file, or -1 as long as memory does */
    uint64_t size;
} mw_spool;

/* Makes SPOOL empty. The caller ends it with mw_spool_free. */
void mw_spool_init(mw_spool *spool, const mw_allocator *allocator,
                   uint64_t memory_most);

/*
 * Appends BYTES. Fails with MW_E_MEMORY, MW_E_CREATE and MW_E_WRITE, naming
 * the folder; SPOOL can then only be freed.
 */
mw_status mw_spool_write(mw_spool *spool, mw_bytes bytes, mw_error *error);

void mw_spool_free(mw_spool *spool);

#endif
