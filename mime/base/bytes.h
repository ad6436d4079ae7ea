/* SPDX-License-Identifier: MIT */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Octets that somebody else owns, and room for octets.
 *
 * A coder takes from the front of mw_bytes and writes to the front of
 * mw_space, and moves both fronts along.
 */
typedef struct mw_bytes {
    const uint8_t *data;
    size_t size;
} mw_bytes;

typedef struct mw_space {
    uint8_t *data;
    size_t size;
} mw_space;

/* The octets of TEXT, without its NUL. */
static inline mw_bytes mw_bytes_of(const char *text)
{
    return (mw_bytes){ (const uint8_t *)text, strlen(text) };
}

static inline bool mw_bytes_equal(mw_bytes a, mw_bytes b)
{
    return a.size == b.size && (a.size == 0 || !memcmp(a.data, b.data, a.size));
}

/* Drops COUNT octets, which are there, from the front of BYTES. Where there
 * are none, there may be no memory that a pointer could move in. */
static inline void mw_bytes_skip(mw_bytes *bytes, size_t count)
{
    if (count == 0)
        return;
    bytes->data += count;
    bytes->size -= count;
}

/* Puts OCTET at the front of SPACE, which has room for it. */
static inline void mw_space_put(mw_space *space, uint8_t octet)
{
    *space->data++ = octet;
    space->size--;
}

/* Puts SIZE octets at DATA at the front of SPACE, which has room for them. */
static inline void mw_space_put_all(mw_space *space, const void *data,
                                    size_t size)
{
    if (size == 0)
        return;
    memcpy(space->data, data, size);
    space->data += size;
    space->size -= size;
}

#endif
