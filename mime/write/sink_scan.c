/* SPDX-License-Identifier: MIT */

/*
 * The scanner as a sink, so that whatever can be written can be scanned.
 */

#include "read/scan.h"
#include "write/sink.h"

typedef struct {
    mw_context *context;
    mw_scan scan;
} scan_sink;

static mw_status take(void *user, const void *bytes, size_t size,
                      mw_error *error)
{
    scan_sink *all = user;

    return mw_scan_add(&all->scan, (mw_bytes){ bytes, size }, error);
}

static mw_status finish(void *user, mw_error *error)
{
    scan_sink *all = user;

    return mw_scan_end(&all->scan, error);
}

static void release(void *user)
{
    scan_sink *all = user;

    mw_scan_free(&all->scan);
    mw_context_give_back(all->context, all, sizeof *all);
}

mw_status mw_sink_new_scanner(mw_context *context, mw_scan_function handler,
                              void *user, mw_sink **sink, mw_error *error)
{
    scan_sink *all = mw_context_take(context, sizeof *all, error);
    const mw_scan_limits limits = {
        .field_size = mw_context_limit(context, MW_LIMIT_READ_FIELD_SIZE),
        .depth = mw_context_limit(context, MW_LIMIT_READ_DEPTH),
        .parts = mw_context_limit(context, MW_LIMIT_PARTS),
    };

    if (all == NULL)
        return MW_E_MEMORY;
    all->context = context;
    mw_scan_init(&all->scan, &context->allocator, &context->converters, &limits,
                 handler, user);
    return mw_sink_wrap(context, take, finish, all, release, sink, error);
}
