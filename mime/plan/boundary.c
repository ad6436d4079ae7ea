/* SPDX-License-Identifier: MIT */

#include "plan/boundary.h"

#include "plan/boundary_probe.h"
#include "plan/content_stream.h"
#include "plan/identity.h"

#include <stdio.h>

mw_status mw_boundary_start(mw_plan *plan, mw_bytes *start, mw_error *error)
{
    char text[MW_IDENTITY_TEXT + 1];
    char *kept;

    if (plan->options.boundary[0] != '\0') {
        *start = mw_bytes_of(plan->options.boundary);
        return MW_OK;
    }
    kept = mw_arena_take(&plan->arena, sizeof text + 2, error);
    if (kept == NULL)
        return MW_E_MEMORY;
    mw_identity_text(&plan->message->identity, "boundary", 0, text);
    snprintf(kept, sizeof text + 2, "=_%s", text);
    *start = mw_bytes_of(kept);
    return MW_OK;
}

static size_t count_multiparts(const mw_plan *plan)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->part_count; i++)
        count += plan->order[i]->first != NULL;
    return count;
}

/* The decimal digits of NUMBER. */
static int digits_of(size_t number)
{
    int digits = 1;

    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static mw_status set_boundary(mw_plan *plan, mw_plan_part *part,
                              const char *boundary, mw_error *error)
{
    part->boundary = mw_arena_copy(&plan->arena, mw_bytes_of(boundary), error);
    if (part->boundary == NULL)
        return MW_E_MEMORY;
    return mw_media_type_set(&part->type, &plan->arena, "boundary",
                             mw_bytes_of(boundary), error);
}

mw_status mw_boundary_number(mw_plan *plan, mw_bytes start, mw_error *error)
{
    const size_t count = count_multiparts(plan);
    const int digits = digits_of(count);
    char boundary[MW_BOUNDARY_LONGEST + 1];
    mw_status status = MW_OK;
    size_t number = 0;

    if (count > 1 && start.size + 1 + (size_t)digits > MW_BOUNDARY_LONGEST)
        return mw_fail(error, MW_E_RANGE,
                       "boundary: %zu parts need one each, and there is no "
                       "room for a number",
                       count);
    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++) {
        if (plan->order[i]->first == NULL)
            continue;
        number++;
        if (count == 1)
            snprintf(boundary, sizeof boundary, "%.*s", (int)start.size,
                     (const char *)start.data);
        else
            snprintf(boundary, sizeof boundary, "%.*s-%0*zu", (int)start.size,
                     (const char *)start.data, digits, number);
        status = set_boundary(plan, plan->order[i], boundary, error);
    }
    return status;
}

static mw_status check_one(const mw_plan *plan, const mw_plan_part *part,
                           mw_bytes start, mw_error *error)
{
    mw_content_stream stream;
    mw_boundary_probe probe;
    uint8_t room[4096];
    bool ended = false;
    mw_status status = mw_content_stream_open(
        &stream, part, plan->context->base64, MW_LINE_END_CRLF, error);

    if (status != MW_OK)
        return status;
    mw_boundary_probe_init(&probe, start);
    while (status == MW_OK && !ended) {
        mw_space space = { room, sizeof room };

        status = mw_content_stream_read(&stream, &space, &ended, error);
        mw_boundary_probe_add(&probe,
                              (mw_bytes){ room, sizeof room - space.size });
    }
    mw_content_stream_close(&stream);
    if (status == MW_OK && probe.found) {
        status = mw_fail(error, MW_E_DATA,
                         "%s: a line of it is the boundary that was asked for",
                         mw_plan_part_called(part));
        mw_hint(error, "choose another boundary");
    }
    return status;
}

mw_status mw_boundary_check_encoded(mw_plan *plan, mw_bytes start,
                                    mw_error *error)
{
    mw_status status = MW_OK;

    if (plan->options.boundary[0] == '\0')
        return MW_OK;
    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++)
        if (plan->order[i]->encoding == MW_ENCODING_QUOTED_PRINTABLE)
            status = check_one(plan, plan->order[i], start, error);
    return status;
}
