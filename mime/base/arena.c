/* SPDX-License-Identifier: MIT */

/*
 * A chain of blocks, each at least twice the one before up to a bound, so
 * that a small message costs one block and a large one few. A request that
 * no block of that size would hold gets a block of its own.
 */

#include "base/arena.h"

#include <stdalign.h>

#define FIRST_BLOCK ((size_t)4 << 10)
#define LARGEST_BLOCK ((size_t)256 << 10)

struct mw_arena_block {
    struct mw_arena_block *older;
    size_t size; /* of the whole block */
    size_t used; /* header included */
};

#define ALIGNMENT alignof(max_align_t)
#define HEADER                                                                 \
    ((sizeof(struct mw_arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

void mw_arena_init(mw_arena *arena, const mw_allocator *allocator,
                   size_t ceiling)
{
    *arena = (mw_arena){ .allocator = allocator, .ceiling = ceiling };
    if (ceiling == 0)
        arena->ceiling = MW_DEFAULT_CEILING;
}

/* The size of the block that comes next, with room for WANTED octets. */
static bool next_block_size(const mw_arena *arena, size_t wanted, size_t *size)
{
    size_t least;

    if (__builtin_add_overflow(wanted, HEADER, &least))
        return false;
    *size = arena->block == NULL ? FIRST_BLOCK : arena->block->size * 2;
    if (*size > LARGEST_BLOCK)
        *size = LARGEST_BLOCK;
    if (*size < least)
        *size = least;
    if (*size > arena->ceiling - arena->used)
        *size = least;
    return *size <= arena->ceiling - arena->used;
}

static bool add_block(mw_arena *arena, size_t wanted)
{
    struct mw_arena_block *block;
    size_t size;

    if (!next_block_size(arena, wanted, &size))
        return false;
    block = mw_allocate(arena->allocator, NULL, 0, size);
    if (block == NULL)
        return false;
    *block = (struct mw_arena_block){ arena->block, size, HEADER };
    arena->block = block;
    arena->used += size;
    return true;
}

void *mw_arena_take(mw_arena *arena, size_t size, mw_error *error)
{
    struct mw_arena_block *block = arena->block;
    size_t padded;
    void *taken;

    if (__builtin_add_overflow(size, ALIGNMENT - 1, &padded)) {
        mw_fail_memory(error);
        return NULL;
    }
    padded = padded / ALIGNMENT * ALIGNMENT;
    if (block == NULL || block->size - block->used < padded) {
        if (!add_block(arena, padded)) {
            mw_fail_memory(error);
            return NULL;
        }
        block = arena->block;
    }
    taken = (uint8_t *)block + block->used;
    block->used += padded;
    return memset(taken, 0, padded);
}

void *mw_arena_take_array(mw_arena *arena, size_t count, size_t size,
                          mw_error *error)
{
    size_t product;

    if (__builtin_mul_overflow(count, size, &product)) {
        mw_fail_memory(error);
        return NULL;
    }
    return mw_arena_take(arena, product, error);
}

char *mw_arena_copy(mw_arena *arena, mw_bytes bytes, mw_error *error)
{
    size_t size;
    char *copy;

    if (__builtin_add_overflow(bytes.size, 1, &size)) {
        mw_fail_memory(error);
        return NULL;
    }
    copy = mw_arena_take(arena, size, error);
    if (copy != NULL && bytes.size > 0)
        memcpy(copy, bytes.data, bytes.size);
    return copy;
}

/* Gives back BLOCK and all that are older. */
static void free_blocks(mw_arena *arena, struct mw_arena_block *block)
{
    while (block != NULL) {
        struct mw_arena_block *older = block->older;

        arena->used -= block->size;
        mw_release(arena->allocator, block, block->size);
        block = older;
    }
}

void mw_arena_reset(mw_arena *arena)
{
    if (arena->block == NULL)
        return;
    free_blocks(arena, arena->block->older);
    arena->block->older = NULL;
    arena->block->used = HEADER;
}

void mw_arena_free(mw_arena *arena)
{
    free_blocks(arena, arena->block);
    arena->block = NULL;
}
