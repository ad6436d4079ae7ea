/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/allocator.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * Memory with one life: everything taken from an arena ends with it.
 *
 * The ceiling counts what is taken from the allocator, block headers too.
 */
typedef struct mw_arena {
    const mw_allocator *allocator;
    struct mw_arena_block *block; /* the newest, which is filled */
    size_t used;                  /* octets taken from the allocator */
    size_t ceiling;               /* and how many there may be */
} mw_arena;

/* Ceiling of an arena or buffer for which no other is given: 1 GiB. */
#define MW_DEFAULT_CEILING ((size_t)1 << 30)

/* Makes ARENA empty. CEILING of 0 stands for MW_DEFAULT_CEILING. */
void mw_arena_init(mw_arena *arena, const mw_allocator *allocator,
                   size_t ceiling);

/*
 * Gives SIZE zeroed octets, aligned for any type, or NULL where the
 * allocator or the ceiling refuses; ERROR (which may be NULL) then says so.
 */
void *mw_arena_take(mw_arena *arena, size_t size, mw_error *error);

/* The same for COUNT items of SIZE octets; the product is checked. */
void *mw_arena_take_array(mw_arena *arena, size_t count, size_t size,
                          mw_error *error);

/* Copies BYTES and puts a NUL behind them; NULL as above. */
char *mw_arena_copy(mw_arena *arena, mw_bytes bytes, mw_error *error);

/* Ends all that was taken, but keeps the newest block for what comes. */
void mw_arena_reset(mw_arena *arena);

/* Ends all that was taken and gives the memory back. */
void mw_arena_free(mw_arena *arena);

#endif
