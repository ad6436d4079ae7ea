/* SPDX-License-Identifier: MIT */

#include "base/allocator.h"

#include <stdlib.h>

void *mw_allocate(const mw_allocator *allocator, void *block, size_t old_size,
                  size_t new_size)
{
    if (allocator != NULL)
        return allocator->allocate(allocator->user, block, old_size, new_size);
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

void mw_release(const mw_allocator *allocator, void *block, size_t size)
{
    if (block != NULL)
        mw_allocate(allocator, block, size, 0);
}
