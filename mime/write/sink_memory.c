/* SPDX-License-Identifier: MIT */

/*
 * A sink that keeps everything in one buffer.
 */

#include "base/buffer.h"
#include "write/sink.h"

typedef struct {
    mw_context *context;
    mw_buffer buffer;
} memory_sink;

static mw_status keep(void *user, const void *bytes, size_t size,
                      mw_error *error)
{
    memory_sink *memory = user;

    return mw_buffer_append(&memory->buffer, bytes, size, error);
}

static void release(void *user)
{
    memory_sink *memory = user;

    mw_buffer_free(&memory->buffer);
    mw_context_give_back(memory->context, memory, sizeof *memory);
}

mw_status mw_sink_new_memory(mw_context *context, mw_sink **sink,
                             mw_error *error)
{
    memory_sink *memory = mw_context_take(context, sizeof *memory, error);

    if (memory == NULL)
        return MW_E_MEMORY;
    memory->context = context;
    mw_buffer_init(&memory->buffer, &context->allocator, 0);
    return mw_sink_wrap(context, keep, NULL, memory, release, sink, error);
}

const void *mw_sink_memory(const mw_sink *sink, size_t *size)
{
    const memory_sink *memory = sink->user;

    *size = memory->buffer.size;
    return mw_buffer_text(&memory->buffer);
}
