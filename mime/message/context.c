/* SPDX-License-Identifier: MIT */

/*
 * A context starts with what the system has and takes what the caller brings
 * instead. Nothing slow is done here: iconv and libmagic are opened by the
 * first message that wants them.
 */

#include "message/context.h"

#include "message/clock.h"

static const uint64_t DEFAULT_LIMITS[MW_LIMIT_COUNT] = {
    [MW_LIMIT_FIELD_SIZE] = (uint64_t)16 << 20,
    [MW_LIMIT_PARTS] = 100000,
    [MW_LIMIT_RECIPIENTS] = 100000,
    [MW_LIMIT_DEPTH] = 32,
    [MW_LIMIT_SPOOL] = (uint64_t)1 << 20,
    [MW_LIMIT_READ_FIELD_SIZE] = (uint64_t)1 << 20,
    [MW_LIMIT_READ_DEPTH] = 100,
    [MW_LIMIT_PAGE_SIZE] = (uint64_t)16 << 20,
};

static void *system_allocate(void *user, void *block, size_t old_size,
                             size_t new_size)
{
    (void)user;
    return mw_allocate(NULL, block, old_size, new_size);
}

mw_status mw_context_new(mw_context **context, mw_error *error)
{
    return mw_context_new_with_allocator(system_allocate, NULL, context, error);
}

mw_status mw_context_new_with_allocator(mw_allocate_function allocate,
                                        void *user, mw_context **context,
                                        mw_error *error)
{
    const mw_allocator allocator = { allocate, user };
    mw_context *made = mw_allocate(&allocator, NULL, 0, sizeof *made);

    if (made == NULL)
        return mw_fail_memory(error);
    *made = (mw_context){
        .allocator = allocator,
        .clock = mw_system_clock,
        .random = mw_system_random,
        .base64 = mw_base64_best_kernel(),
        .content_detection = true,
    };
    memcpy(made->limits, DEFAULT_LIMITS, sizeof made->limits);
    mw_converter_cache_init(&made->converters, &made->allocator);
    *context = made;
    return MW_OK;
}

static void release_clock(mw_context *context)
{
    if (context->clock_release != NULL)
        context->clock_release(context->clock_user);
    context->clock_release = NULL;
}

static void release_random(mw_context *context)
{
    if (context->random_release != NULL)
        context->random_release(context->random_user);
    context->random_release = NULL;
}

void mw_context_free(mw_context *context)
{
    mw_allocator allocator;

    if (context == NULL)
        return;
    release_clock(context);
    release_random(context);
    if (context->magic_release != NULL)
        context->magic_release(context->magic);
    mw_converter_cache_free(&context->converters);
    allocator = context->allocator;
    mw_release(&allocator, context, sizeof *context);
}

void mw_context_set_clock(mw_context *context, mw_clock_function clock,
                          void *user, mw_release_function release)
{
    release_clock(context);
    context->clock = clock;
    context->clock_user = user;
    context->clock_release = release;
}

static mw_status fixed_clock(void *user, int64_t *seconds, int *utc_offset,
                             mw_error *error)
{
    const mw_context *context = user;

    (void)error;
    *seconds = context->fixed_seconds;
    *utc_offset = context->fixed_utc_offset;
    return MW_OK;
}

void mw_context_set_fixed_clock(mw_context *context, int64_t seconds,
                                int utc_offset)
{
    context->fixed_seconds = seconds;
    context->fixed_utc_offset = utc_offset;
    mw_context_set_clock(context, fixed_clock, context, NULL);
}

void mw_context_set_random(mw_context *context, mw_random_function random,
                           void *user, mw_release_function release)
{
    release_random(context);
    context->random = random;
    context->random_user = user;
    context->random_release = release;
}

void mw_context_set_limit(mw_context *context, mw_limit limit, uint64_t value)
{
    if ((unsigned)limit < MW_LIMIT_COUNT)
        context->limits[limit] = value;
}

uint64_t mw_context_limit(const mw_context *context, mw_limit limit)
{
    return (unsigned)limit < MW_LIMIT_COUNT ? context->limits[limit] : 0;
}

void mw_context_set_content_detection(mw_context *context, int allowed)
{
    context->content_detection = allowed != 0;
}

void *mw_context_take(mw_context *context, size_t size, mw_error *error)
{
    void *taken = mw_allocate(&context->allocator, NULL, 0, size);

    if (taken == NULL) {
        mw_fail_memory(error);
        return NULL;
    }
    return memset(taken, 0, size);
}

void mw_context_give_back(mw_context *context, void *block, size_t size)
{
    mw_release(&context->allocator, block, size);
}
