/* SPDX-License-Identifier: MIT */
#ifndef CODEC_PENDING_H
#define CODEC_PENDING_H

#include "base/bytes.h"

/*
 * Writes to OUT as much as fits of the SIZE octets at PENDING, output that
 * found no room before, and moves the rest to the front. False where there is
 * still some.
 */
static inline bool mw_pending_flush(uint8_t *pending, size_t *size,
                                    mw_space *out)
{
    const size_t now = *size < out->size ? *size : out->size;

    if (now > 0) {
        mw_space_put_all(out, pending, now);
        *size -= now;
        memmove(pending, pending + now, *size);
    }
    return *size == 0;
}

#endif
