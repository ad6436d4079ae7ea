/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_CONTEXT_H
#define MESSAGE_CONTEXT_H

#include "base/allocator.h"
#include "base/error.h"
#include "codec/base64.h"
#include "codec/charset.h"

#include <mimewright/context.h>

#define MW_LIMIT_COUNT 8

/*
 * The inside of a context; see the public header.
 */
struct mw_context {
    mw_allocator allocator;
    uint64_t limits[MW_LIMIT_COUNT];
    mw_clock_function clock;
    void *clock_user;
    mw_release_function clock_release;
    int64_t fixed_seconds; /* of mw_context_set_fixed_clock */
    int fixed_utc_offset;
    mw_random_function random;
    void *random_user;
    mw_release_function random_release;
    const mw_base64_kernel *base64;
    mw_converter_cache converters;
    bool content_detection;
    void *magic; /* plan/type_detect's own; see magic_release */
    void (*magic_release)(void *magic);
};

/* Memory for what a context owns, zeroed; NULL after mw_fail_memory. */
void *mw_context_take(mw_context *context, size_t size, mw_error *error);
void mw_context_give_back(mw_context *context, void *block, size_t size);

#endif
