/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define FIXED_TIME 1795302360 /* 2026-11-21T23:06:00Z */

mw_message *kit_empty_message(void)
{
    mw_context *context = suite_context();
    mw_message *message = suite_message(context);

    mw_context_set_fixed_clock(context, FIXED_TIME, 0);
    mw_context_set_content_detection(context, 0);
    must(mw_message_set_seed(message, "kit", &suite_error));
    return message;
}

mw_message *kit_message(void)
{
    mw_message *message = kit_empty_message();

    must(mw_message_add_field(message, "From", "A <a@example.test>",
                              &suite_error));
    must(mw_message_add_field(message, "To", "b@example.test", &suite_error));
    return message;
}

mw_source *kit_octets(mw_message *message, const void *octets, size_t size)
{
    mw_source *source = NULL;

    must(mw_source_new_memory(message, octets, size, &source, &suite_error));
    return source;
}

mw_source *kit_text(mw_message *message, const char *text)
{
    return kit_octets(message, text, strlen(text));
}

mw_part *kit_body(mw_message *message, mw_body kind, const char *text)
{
    mw_part *part = NULL;

    must(mw_message_set_body(message, kind, kit_text(message, text), &part,
                             &suite_error));
    return part;
}

mw_part *kit_attach(mw_message *message, const char *name, const char *text)
{
    mw_part *part = NULL;

    must(mw_message_attach(message, kit_text(message, text), &part,
                           &suite_error));
    must(mw_part_set_filename(part, name, &suite_error));
    return part;
}

static void end_options(void *thing)
{
    mw_plan_options_free(thing);
}

mw_plan_options *kit_options(mw_message *message)
{
    mw_plan_options *options = NULL;

    must(mw_plan_options_new(message->context, &options, &suite_error));
    suite_defer(end_options, options);
    return options;
}

static void end_plan(void *thing)
{
    mw_plan_free(thing);
}

mw_plan *kit_plan(mw_message *message, const mw_plan_options *options)
{
    mw_plan *plan = NULL;

    must(mw_plan_new(message, options, &plan, &suite_error));
    suite_defer(end_plan, plan);
    return plan;
}

const char *kit_write(const mw_plan *plan, size_t *size)
{
    mw_sink *sink = suite_sink(plan->context);
    const char *written;
    size_t count;

    must(mw_plan_write(plan, sink, &suite_error));
    must(mw_sink_write(sink, "", 1, &suite_error)); /* a NUL for C */
    must(mw_sink_finish(sink, &suite_error));
    written = mw_sink_memory(sink, &count);
    assert_int_equal(count - 1, mw_plan_output_size(plan));
    if (size != NULL)
        *size = count - 1;
    return written;
}

const char *kit_compose(mw_message *message, const mw_plan_options *options)
{
    return kit_write(kit_plan(message, options), NULL);
}

static void outline_part(mw_buffer *out, const mw_plan_part *part)
{
    const size_t count = mw_plan_part_child_count(part);

    must(mw_buffer_append_text(out, mw_plan_part_type(part), &suite_error));
    for (size_t i = 0; i < count; i++) {
        must(mw_buffer_append_text(out, i == 0 ? "(" : ",", &suite_error));
        outline_part(out, mw_plan_part_child(part, i));
    }
    if (count > 0)
        must(mw_buffer_append_text(out, ")", &suite_error));
}

const char *kit_outline(const mw_plan *plan)
{
    mw_buffer *out = suite_buffer();

    outline_part(out, mw_plan_root(plan));
    return mw_buffer_text(out);
}

static const mw_plan_part *find_leaf(const mw_plan_part *part, size_t *index)
{
    const size_t count = mw_plan_part_child_count(part);

    if (count == 0)
        return (*index)-- == 0 ? part : NULL;
    for (size_t i = 0; i < count; i++) {
        const mw_plan_part *found =
            find_leaf(mw_plan_part_child(part, i), index);

        if (found != NULL)
            return found;
    }
    return NULL;
}

const mw_plan_part *kit_leaf(const mw_plan *plan, size_t index)
{
    const mw_plan_part *leaf = find_leaf(mw_plan_root(plan), &index);

    assert_non_null(leaf);
    return leaf;
}

void kit_assert_holds(const char *whole, const char *part, bool wanted,
                      const char *file, int line)
{
    if ((strstr(whole, part) != NULL) == wanted)
        return;
    print_error("[%s] is %s [%s]\n", part, wanted ? "not in" : "in", whole);
    _fail(file, line);
}
