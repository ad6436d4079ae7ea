/* SPDX-License-Identifier: MIT */

/*
 * A line end before a boundary belongs to the boundary. Base64 that ends in
 * one lends it; all other content gets one, so that it arrives with exactly
 * the line ends it has.
 */

#include "plan/segments.h"

static mw_status add(mw_plan *plan, mw_bytes literal,
                     const mw_plan_part *content, mw_error *error)
{
    uint64_t size = literal.size, line_ends = 0;

    if (content != NULL) {
        size = content->encoded_size;
        line_ends = content->line_ends;
    }
    for (size_t i = 0; i < literal.size; i++)
        line_ends += literal.data[i] == '\n';
    if (__builtin_add_overflow(plan->size, size, &plan->size) ||
        plan->size > INT64_MAX)
        return mw_fail(error, MW_E_LIMIT, "the message is too large");
    plan->line_ends += line_ends;
    if (size > 0)
        plan->segments[plan->segment_count++] =
            (mw_segment){ literal, content };
    return MW_OK;
}

static mw_status add_text(mw_plan *plan, const char *text, mw_error *error)
{
    return add(plan, mw_bytes_of(text), NULL, error);
}

/* "--boundary" and what comes after it, as a literal. */
static mw_status add_boundary(mw_plan *plan, const mw_plan_part *multipart,
                              const char *before, const char *after,
                              mw_error *error)
{
    mw_buffer text;
    const char *kept;
    mw_status status;

    mw_buffer_init(&text, &plan->context->allocator, 0);
    status = mw_buffer_printf(&text, error, "%s--%s%s", before,
                              multipart->boundary, after);
    if (status == MW_OK) {
        kept = mw_plan_keep(plan, &text, error);
        status = kept == NULL ? MW_E_MEMORY : add_text(plan, kept, error);
    }
    mw_buffer_free(&text);
    return status;
}

/* The line end of the boundary after PART, unless PART's content has it. */
static const char *line_end_after(const mw_plan_part *part)
{
    const bool lends = part->encoding == MW_ENCODING_BASE64 &&
                       part->content != MW_CONTENT_NONE &&
                       part->encoded_size > 0;

    return lends ? "" : "\r\n";
}

/* PART is written: closes what it was the last part of, opens what follows. */
static mw_status leave(mw_plan *plan, const mw_plan_part *part, mw_error *error)
{
    mw_status status = MW_OK;

    while (part->parent != NULL && part->next == NULL && status == MW_OK) {
        status =
            add_boundary(plan, part->parent, line_end_after(part), "--", error);
        part = part->parent;
    }
    if (part->parent != NULL && status == MW_OK)
        status = add_boundary(plan, part->parent, line_end_after(part), "\r\n",
                              error);
    return status;
}

/* The message's own last line end, where its content has none. */
static mw_status end_message(mw_plan *plan, mw_error *error)
{
    const mw_plan_part *root = plan->root;
    const bool has_line_end =
        root->content != MW_CONTENT_NONE &&
        (root->encoded_size == 0 || root->ends_in_line_end);

    return has_line_end ? MW_OK : add_text(plan, "\r\n", error);
}

mw_status mw_segments_make(mw_plan *plan, mw_error *error)
{
    mw_status status = MW_OK;

    /* Of each part: header, content, and one or two boundaries. */
    plan->segment_room = plan->part_count * 4 + 1;
    plan->segments = mw_arena_take_array(&plan->arena, plan->segment_room,
                                         sizeof *plan->segments, error);
    if (plan->segments == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++) {
        const mw_plan_part *part = plan->order[i];

        status = add(plan, part->header, NULL, error);
        if (status == MW_OK && part->first != NULL)
            status = add_boundary(plan, part, "", "\r\n", error);
        else if (status == MW_OK)
            status = add(plan, (mw_bytes){ NULL, 0 }, part, error);
        if (status == MW_OK && part->first == NULL)
            status = leave(plan, part, error);
    }
    if (status == MW_OK)
        status = end_message(plan, error);
    return status;
}
