/* SPDX-License-Identifier: MIT */

/*
 * What a plan tells: every decision that was taken, read only.
 */

#include "plan/plan.h"

void mw_plan_free(mw_plan *plan)
{
    mw_context *context;

    if (plan == NULL)
        return;
    context = plan->context;
    for (mw_source *source = plan->sources; source != NULL;
         source = mw_source_next(source))
        mw_source_end(source);
    mw_arena_free(&plan->arena);
    mw_context_give_back(context, plan, sizeof *plan);
}

uint64_t mw_plan_size(const mw_plan *plan)
{
    return plan->size;
}

uint64_t mw_plan_output_size(const mw_plan *plan)
{
    return plan->options.line_end == MW_LINE_END_LF
               ? plan->size - plan->line_ends
               : plan->size;
}

unsigned mw_plan_extensions(const mw_plan *plan)
{
    return plan->extensions;
}

mw_transport mw_plan_transport(const mw_plan *plan)
{
    return plan->transport;
}

const char *mw_plan_envelope_from(const mw_plan *plan)
{
    return plan->envelope_from;
}

size_t mw_plan_envelope_to_count(const mw_plan *plan)
{
    return plan->envelope_to_count;
}

const char *mw_plan_envelope_to(const mw_plan *plan, size_t index)
{
    return index < plan->envelope_to_count ? plan->envelope_to[index] : NULL;
}

const char *mw_plan_message_id(const mw_plan *plan)
{
    return plan->message_id;
}

size_t mw_plan_note_count(const mw_plan *plan)
{
    return plan->note_count;
}

const char *mw_plan_note(const mw_plan *plan, size_t index)
{
    return index < plan->note_count ? plan->notes[index] : NULL;
}

const mw_plan_part *mw_plan_root(const mw_plan *plan)
{
    return plan->root;
}

const char *mw_plan_part_type(const mw_plan_part *part)
{
    return part->type_name;
}

const char *mw_plan_part_charset(const mw_plan_part *part)
{
    return part->charset;
}

mw_encoding mw_plan_part_encoding(const mw_plan_part *part)
{
    return part->encoding;
}

mw_disposition mw_plan_part_disposition(const mw_plan_part *part)
{
    return part->disposition;
}

const char *mw_plan_part_filename(const mw_plan_part *part)
{
    return part->filename;
}

const char *mw_plan_part_content_id(const mw_plan_part *part)
{
    return part->content_id;
}

uint64_t mw_plan_part_size(const mw_plan_part *part)
{
    return part->size;
}

uint64_t mw_plan_part_encoded_size(const mw_plan_part *part)
{
    return part->encoded_size;
}

const char *mw_plan_part_reason(const mw_plan_part *part)
{
    return part->reason;
}

size_t mw_plan_part_child_count(const mw_plan_part *part)
{
    return part->child_count;
}

const mw_plan_part *mw_plan_part_child(const mw_plan_part *part, size_t index)
{
    return index < part->child_count ? part->children[index] : NULL;
}
