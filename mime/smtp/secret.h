/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SECRET_H
#define SMTP_SECRET_H

#include "base/allocator.h"
#include "base/error.h"

/*
 * Memory for secrets: in pages of its own, which are left out of a core dump
 * where the system can do that, and wiped before they are given back.
 */
typedef struct mw_secret {
    void *data; /* zeroed, and aligned for any type */
    size_t size;

    void *block; /* what the allocator gave */
    size_t block_size;
    const mw_allocator *allocator;
} mw_secret;

/* Makes SECRET with SIZE octets, or fails with MW_E_MEMORY. */
mw_status mw_secret_new(mw_secret *secret, const mw_allocator *allocator,
                        size_t size, mw_error *error);

/* Wipes SECRET and gives it back. It may stand in its own memory. */
void mw_secret_free(const mw_secret *secret);

/*
 * An allocator each of whose blocks is such memory, for buffers and strings
 * that grow: what moves is wiped where it was. A block takes pages, so it is
 * for the few that hold secrets. It must not move while it has any.
 */
typedef struct mw_secret_memory {
    mw_allocator allocator;
    const mw_allocator *below; /* where the pages come from */
} mw_secret_memory;

void mw_secret_memory_init(mw_secret_memory *memory, const mw_allocator *below);

#endif
