/* SPDX-License-Identifier: MIT */

/*
 * The scanner as a whole: headers and content by turns.
 */

#include "read/scan.h"

void mw_scan_init(mw_scan *scan, const mw_allocator *allocator,
                  mw_converter_cache *cache, const mw_scan_limits *limits,
                  mw_scan_function handler, void *user)
{
    memset(scan, 0, sizeof *scan);
    scan->allocator = allocator;
    scan->cache = cache;
    scan->limits = *limits;
    scan->handler = handler;
    scan->user = user;
    scan->line_number = 1;
    mw_arena_init(&scan->arena, allocator, 0);
    mw_buffer_init(&scan->field, allocator, 0);
    mw_buffer_init(&scan->line, allocator, 0);
    mw_buffer_init(&scan->body, allocator, 0);
}

/* The message begins with the first octet, or with the end of none. */
static mw_status begin(mw_scan *scan, mw_error *error)
{
    return scan->part_number > 0 ? MW_OK
                                 : mw_scan_begin_part(scan, true, error);
}

mw_status mw_scan_add(mw_scan *scan, mw_bytes bytes, mw_error *error)
{
    mw_status status = begin(scan, error);

    while (status == MW_OK && bytes.size > 0)
        status = scan->in_header ? mw_scan_take_header(scan, &bytes, error)
                                 : mw_scan_take_body(scan, &bytes, error);
    return status;
}

mw_status mw_scan_end(mw_scan *scan, mw_error *error)
{
    mw_status status = begin(scan, error);

    if (status == MW_OK && scan->in_header)
        status = mw_scan_finish_header(scan, error);
    if (status == MW_OK && !scan->in_header)
        status = mw_scan_finish_body(scan, error);
    /* The last line may have begun a part, and that a message. */
    while (status == MW_OK && scan->in_header)
        status = mw_scan_end_header(scan, (mw_bytes){ NULL, 0 }, error);
    return status == MW_OK ? mw_scan_end_parts(scan, 0, error) : status;
}

void mw_scan_free(mw_scan *scan)
{
    mw_release(scan->allocator, scan->parts,
               scan->part_room * sizeof *scan->parts);
    scan->parts = NULL;
    scan->part_room = 0;
    mw_arena_free(&scan->arena);
    mw_buffer_free(&scan->field);
    mw_buffer_free(&scan->line);
    mw_buffer_free(&scan->body);
}
