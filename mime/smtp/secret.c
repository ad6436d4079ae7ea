/* SPDX-License-Identifier: MIT */

/*
 * What goes into a core dump is decided by the page, so a secret gets whole
 * pages: one more than it needs is asked for, and the edges stay unused.
 */

#include "config.h"

#include "smtp/secret.h"
#include "smtp/wipe.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(MADV_DONTDUMP) && defined(MADV_DODUMP)
#define KEEP_OUT MADV_DONTDUMP
#define LET_IN MADV_DODUMP
#elif defined(MADV_NOCORE) && defined(MADV_CORE)
#define KEEP_OUT MADV_NOCORE
#define LET_IN MADV_CORE
#endif

static size_t page_size(void)
{
    const long size = sysconf(_SC_PAGESIZE);

    return size > 0 ? (size_t)size : 4096;
}

/* The pages of SECRET, whole ones. */
static size_t whole_pages(const mw_secret *secret)
{
    return secret->block_size - page_size();
}

/* A system that refuses still has a secret that is wiped. */
static void set_dumped(const mw_secret *secret, bool dumped)
{
#ifdef KEEP_OUT
    (void)madvise(secret->data, whole_pages(secret),
                  dumped ? LET_IN : KEEP_OUT);
#else
    (void)secret;
    (void)dumped;
#endif
}

mw_status mw_secret_new(mw_secret *secret, const mw_allocator *allocator,
                        size_t size, mw_error *error)
{
    const size_t page = page_size();
    mw_secret made = { .size = size, .allocator = allocator };

    if (__builtin_add_overflow(size, 2 * page - 1, &made.block_size))
        return mw_fail_memory(error);
    made.block_size -= made.block_size % page;
    made.block = mw_allocate(allocator, NULL, 0, made.block_size);
    if (made.block == NULL)
        return mw_fail_memory(error);
    made.data =
        (uint8_t *)made.block + (page - (uintptr_t)made.block % page) % page;
    memset(made.data, 0, size);
    set_dumped(&made, false);
    *secret = made;
    return MW_OK;
}

void mw_secret_free(const mw_secret *secret)
{
    const mw_secret gone = *secret;

    if (gone.block == NULL)
        return;
    mw_wipe(gone.data, gone.size);
    set_dumped(&gone, true);
    mw_release(gone.allocator, gone.block, gone.block_size);
}
