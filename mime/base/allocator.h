/* SPDX-License-Identifier: MIT */
#ifndef BASE_ALLOCATOR_H
#define BASE_ALLOCATOR_H

#include <mimewright/context.h>

/*
 * Where memory comes from: the caller's function and what it wants to be
 * given. A NULL mw_allocator means malloc, wherever one is asked for.
 */
typedef struct mw_allocator {
    mw_allocate_function allocate;
    void *user;
} mw_allocator;

/* Makes, resizes or (with NEW_SIZE 0) frees; see mw_allocate_function. */
void *mw_allocate(const mw_allocator *allocator, void *block, size_t old_size,
                  size_t new_size);

/* Frees BLOCK, which may be NULL, of SIZE octets. */
void mw_release(const mw_allocator *allocator, void *block, size_t size);

#endif
