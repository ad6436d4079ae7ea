/* SPDX-License-Identifier: MIT */

/*
 * The memory of this library comes from the allocator of the caller's
 * context, by way of the public headers.
 */

#include "smtp/memory.h"

static void *allocate(void *user, void *block, size_t old_size, size_t new_size)
{
    return mw_context_allocate(user, block, old_size, new_size);
}

mw_allocator mw_memory_of(mw_context *context)
{
    return (mw_allocator){ allocate, context };
}
