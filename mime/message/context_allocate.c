/* SPDX-License-Identifier: MIT */

/*
 * The allocator of a context, for the libraries that see no more of a context
 * than the public headers say.
 */

#include "message/context.h"

void *mw_context_allocate(mw_context *context, void *block, size_t old_size,
                          size_t new_size)
{
    return mw_allocate(&context->allocator, block, old_size, new_size);
}
