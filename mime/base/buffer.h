/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/allocator.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * Octets that grow. All zero is an empty buffer on malloc with the default
 * ceiling. There is always a NUL behind the last octet once anything was
 * appended, which SIZE does not count.
 */
typedef struct mw_buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t ceiling; /* 0 stands for MW_DEFAULT_CEILING */
    const mw_allocator *allocator;
} mw_buffer;

/* Makes BUFFER empty. CEILING of 0 stands for MW_DEFAULT_CEILING. */
void mw_buffer_init(mw_buffer *buffer, const mw_allocator *allocator,
                    size_t ceiling);

/*
 * These append to BUFFER, or fail with MW_E_MEMORY and leave it as it was.
 * The format of mw_buffer_printf is for ASCII and numbers: no locale, no
 * floating point.
 */
mw_status mw_buffer_append(mw_buffer *buffer, const void *data, size_t size,
                           mw_error *error);
mw_status mw_buffer_append_bytes(mw_buffer *buffer, mw_bytes bytes,
                                 mw_error *error);
mw_status mw_buffer_append_text(mw_buffer *buffer, const char *text,
                                mw_error *error);
mw_status mw_buffer_append_octet(mw_buffer *buffer, uint8_t octet,
                                 mw_error *error);
mw_status mw_buffer_printf(mw_buffer *buffer, mw_error *error,
                           const char *format, ...) MW_PRINTF(3, 4);

/*
 * Makes sure that SIZE more octets fit, and gives the room behind the last
 * octet in *SPACE; mw_buffer_commit then counts what was written there.
 */
mw_status mw_buffer_reserve(mw_buffer *buffer, size_t size, mw_space *space,
                            mw_error *error);
void mw_buffer_commit(mw_buffer *buffer, size_t size);

/* What BUFFER holds; valid until it changes. */
mw_bytes mw_buffer_bytes(const mw_buffer *buffer);

/* The same as a C string: never NULL. */
const char *mw_buffer_text(const mw_buffer *buffer);

/* Cuts BUFFER to SIZE octets, which is not more than it has. */
void mw_buffer_truncate(mw_buffer *buffer, size_t size);

/* Gives the memory back; BUFFER is then empty and can be used again. */
void mw_buffer_free(mw_buffer *buffer);

#endif
