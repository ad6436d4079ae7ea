/* SPDX-License-Identifier: MIT */

/*
 * Capacity doubles, so appending is linear in all; the ceiling is checked
 * before the allocator is asked.
 */

#include "base/buffer.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

#define FIRST_CAPACITY 256

void mw_buffer_init(mw_buffer *buffer, const mw_allocator *allocator,
                    size_t ceiling)
{
    *buffer = (mw_buffer){ .allocator = allocator, .ceiling = ceiling };
}

/* The capacity for NEEDED octets and their NUL, or 0 where it is too much. */
static size_t capacity_for(const mw_buffer *buffer, size_t needed)
{
    const size_t ceiling =
        buffer->ceiling == 0 ? MW_DEFAULT_CEILING : buffer->ceiling;
    size_t capacity = buffer->capacity < FIRST_CAPACITY / 2 ? FIRST_CAPACITY
                                                            : buffer->capacity;

    if (needed >= ceiling)
        return 0;
    while (capacity <= needed && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    if (capacity > ceiling)
        capacity = ceiling;
    return capacity > needed ? capacity : 0;
}

mw_status mw_buffer_reserve(mw_buffer *buffer, size_t size, mw_space *space,
                            mw_error *error)
{
    size_t needed, capacity;
    uint8_t *data;

    if (__builtin_add_overflow(buffer->size, size, &needed))
        return mw_fail_memory(error);
    if (needed >= buffer->capacity) {
        capacity = capacity_for(buffer, needed);
        if (capacity == 0)
            return mw_fail_memory(error);
        data = mw_allocate(buffer->allocator, buffer->data, buffer->capacity,
                           capacity);
        if (data == NULL)
            return mw_fail_memory(error);
        buffer->data = data;
        buffer->capacity = capacity;
    }
    if (space != NULL)
        *space = (mw_space){ buffer->data + buffer->size, size };
    return MW_OK;
}

void mw_buffer_commit(mw_buffer *buffer, size_t size)
{
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

mw_status mw_buffer_append(mw_buffer *buffer, const void *data, size_t size,
                           mw_error *error)
{
    mw_space space;
    mw_status status = mw_buffer_reserve(buffer, size, &space, error);

    if (status != MW_OK)
        return status;
    if (size > 0)
        memcpy(space.data, data, size);
    mw_buffer_commit(buffer, size);
    return MW_OK;
}

mw_status mw_buffer_append_bytes(mw_buffer *buffer, mw_bytes bytes,
                                 mw_error *error)
{
    return mw_buffer_append(buffer, bytes.data, bytes.size, error);
}

mw_status mw_buffer_append_text(mw_buffer *buffer, const char *text,
                                mw_error *error)
{
    return mw_buffer_append(buffer, text, strlen(text), error);
}

mw_status mw_buffer_append_octet(mw_buffer *buffer, uint8_t octet,
                                 mw_error *error)
{
    return mw_buffer_append(buffer, &octet, 1, error);
}

mw_status mw_buffer_printf(mw_buffer *buffer, mw_error *error,
                           const char *format, ...)
{
    va_list arguments;
    mw_space space;
    mw_status status;
    int size;

    va_start(arguments, format);
    size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        return mw_fail(error, MW_E_INTERNAL, "vsnprintf refused a format");
    status = mw_buffer_reserve(buffer, (size_t)size, &space, error);
    if (status != MW_OK)
        return status;
    va_start(arguments, format);
    vsnprintf((char *)space.data, (size_t)size + 1, format, arguments);
    va_end(arguments);
    mw_buffer_commit(buffer, (size_t)size);
    return MW_OK;
}

mw_bytes mw_buffer_bytes(const mw_buffer *buffer)
{
    return (mw_bytes){ buffer->data, buffer->size };
}

const char *mw_buffer_text(const mw_buffer *buffer)
{
    return buffer->data == NULL ? "" : (const char *)buffer->data;
}

void mw_buffer_truncate(mw_buffer *buffer, size_t size)
{
    if (buffer->data == NULL)
        return;
    buffer->size = size;
    buffer->data[size] = '\0';
}

void mw_buffer_free(mw_buffer *buffer)
{
    mw_release(buffer->allocator, buffer->data, buffer->capacity);
    buffer->data = NULL;
    buffer->size = 0;
    buffer->capacity = 0;
}
