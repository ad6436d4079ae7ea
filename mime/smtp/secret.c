/* SPDX-License-Identifier: MIT */

/*
 * What goes into a core dump is decided by the page, so a secret gets whole
 * pages: one more than it needs is asked for, and the edges stay unused.
 */

#include "config.h"

#include "smtp/secret.h"
#include "smtp/wipe.h"

#include <stdalign.h>
#include <stddef.h>
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

/* --------------------------------------------------------- as an allocator */

/* A block of the allocator: the secret that it is, before its octets. */
typedef struct {
    mw_secret secret;
    alignas(max_align_t) uint8_t octets[];
} secret_block;

static secret_block *block_of(void *octets)
{
    return octets != NULL ? (secret_block *)((uint8_t *)octets -
                                             offsetof(secret_block, octets))
                          : NULL;
}

static void *take_block(const mw_secret_memory *memory, size_t size)
{
    mw_secret secret;
    secret_block *block;

    if (__builtin_add_overflow(size, sizeof *block, &size) ||
        mw_secret_new(&secret, memory->below, size, NULL) != MW_OK)
        return NULL;
    block = secret.data;
    block->secret = secret;
    return block->octets;
}

static void *allocate(void *user, void *octets, size_t old_size,
                      size_t new_size)
{
    secret_block *old = block_of(octets);
    void *made = NULL;

    if (new_size > 0) {
        made = take_block(user, new_size);
        if (made == NULL)
            return NULL;
    }
    if (made != NULL && old != NULL)
        memcpy(made, octets, old_size < new_size ? old_size : new_size);
    if (old != NULL)
        mw_secret_free(&old->secret);
    return made;
}

void mw_secret_memory_init(mw_secret_memory *memory, const mw_allocator *below)
{
    *memory = (mw_secret_memory){ { allocate, memory }, below };
}
