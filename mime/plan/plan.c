/* SPDX-License-Identifier: MIT */

/*
 * The order of the decisions: sources are looked at; the identity is drawn;
 * each content is scanned and encoded on paper; the tree is made; headers and
 * sizes follow. Every error that can be known is found on the way.
 */

#include "plan/plan.h"

#include "base/ascii.h"
#include "plan/boundary.h"
#include "plan/content.h"
#include "plan/envelope.h"
#include "plan/finish.h"
#include "plan/headers.h"
#include "plan/identity.h"
#include "plan/layout.h"
#include "plan/part_type.h"
#include "plan/segments.h"

#include <stdarg.h>
#include <stdio.h>

const char *mw_plan_keep(mw_plan *plan, const mw_buffer *buffer,
                         mw_error *error)
{
    return mw_arena_copy(&plan->arena, mw_buffer_bytes(buffer), error);
}

mw_status mw_plan_add_note(mw_plan *plan, mw_error *error, const char *format,
                           ...)
{
    char text[sizeof error->message];
    const char **notes = mw_arena_take_array(&plan->arena, plan->note_count + 1,
                                             sizeof *notes, error);
    va_list arguments;

    if (notes == NULL)
        return MW_E_MEMORY;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (plan->note_count > 0)
        memcpy(notes, plan->notes, plan->note_count * sizeof *notes);
    notes[plan->note_count] =
        mw_arena_copy(&plan->arena, mw_bytes_of(text), error);
    if (notes[plan->note_count] == NULL)
        return MW_E_MEMORY;
    plan->notes = notes;
    plan->note_count++;
    return MW_OK;
}

const char *mw_plan_part_called(const mw_plan_part *part)
{
    if (part->source != NULL && mw_source_path(part->source) != NULL)
        return mw_source_path(part->source);
    if (part->filename != NULL)
        return part->filename;
    if (part->source != NULL)
        return mw_source_name(part->source);
    return part->type_name == NULL ? "a part" : part->type_name;
}

/* Makes the part for FROM and looks at its source and its name. */
static mw_status add_leaf(mw_plan *plan, const mw_part *from, bool as_file,
                          mw_plan_part **leaf, mw_error *error)
{
    mw_plan_part *made = mw_layout_leaf(plan, from, error);
    mw_status status;

    if (made == NULL)
        return MW_E_MEMORY;
    made->as_file = as_file;
    status = mw_source_prepare(made->source, error);
    if (status == MW_OK)
        status = mw_part_filename_decide(plan, made, error);
    if (status == MW_OK)
        *leaf = made;
    return status;
}

static mw_status add_chain(mw_plan *plan, const mw_part *from,
                           mw_plan_part **first, mw_plan_part **last,
                           mw_error *error)
{
    mw_status status = MW_OK;

    for (; from != NULL && status == MW_OK; from = from->next) {
        mw_plan_part *leaf = NULL;

        status = add_leaf(plan, from, false, &leaf, error);
        if (status == MW_OK)
            mw_layout_chain(first, last, leaf);
    }
    return status;
}

/* What the message holds, before anything is arranged. */
static mw_status collect(mw_plan *plan, mw_layout *layout, mw_error *error)
{
    const mw_message *message = plan->message;
    const mw_part *calendar = message->bodies[MW_BODY_CALENDAR];
    mw_status status = MW_OK;

    for (size_t i = 0; i < MW_BODY_COUNT && status == MW_OK; i++)
        if (message->bodies[i] != NULL)
            status = add_leaf(plan, message->bodies[i], false,
                              &layout->bodies[i], error);
    if (status == MW_OK)
        status = add_chain(plan, message->inlines, &layout->inlines,
                           &layout->last_inline, error);
    if (status == MW_OK)
        status = add_chain(plan, message->attachments, &layout->attachments,
                           &layout->last_attachment, error);
    if (status == MW_OK && calendar != NULL) {
        mw_plan_part *copy = NULL;

        status = add_leaf(plan, calendar, true, &copy, error);
        if (status == MW_OK)
            mw_layout_chain(&layout->attachments, &layout->last_attachment,
                            copy);
    }
    return status;
}

/* A text that fits no charset becomes a file, if the options say so. */
static mw_status attach_unfit(mw_plan *plan, mw_layout *layout, size_t body,
                              const mw_error *why, mw_error *error)
{
    mw_plan_part *part = layout->bodies[body];
    mw_status status;

    layout->bodies[body] = NULL;
    part->as_file = true;
    part->is_unfit = true;
    mw_layout_chain(&layout->attachments, &layout->last_attachment, part);
    status = mw_part_filename_decide(plan, part, error);
    if (status == MW_OK)
        status = mw_plan_add_note(plan, error, "%s; it is attached as a file",
                                  why->message);
    return status;
}

static mw_status decide_body(mw_plan *plan, mw_layout *layout, size_t body,
                             mw_bytes boundary, mw_error *error)
{
    mw_error why = { 0 };
    bool is_unfit = false;
    mw_status status = mw_content_decide(plan, layout->bodies[body], boundary,
                                         &is_unfit, &why);

    if (status == MW_E_DATA && is_unfit && body != MW_BODY_CALENDAR &&
        plan->options.unfit_text == MW_UNFIT_TEXT_ATTACH)
        return attach_unfit(plan, layout, body, &why, error);
    if (status != MW_OK && error != NULL)
        *error = why;
    return status;
}

static mw_status decide_chain(mw_plan *plan, mw_plan_part *part,
                              mw_bytes boundary, mw_error *error)
{
    mw_status status = MW_OK;

    for (; part != NULL && status == MW_OK; part = part->next)
        status = mw_content_decide(plan, part, boundary, NULL, error);
    return status;
}

/* Draws the identity from the header as it stands without one. */
static mw_status draw_identity(mw_plan *plan, mw_error *error)
{
    mw_buffer header;
    mw_status status;

    mw_buffer_init(&header, &plan->context->allocator, 0);
    status = mw_headers_write_message(plan, false, &header, error);
    if (status == MW_OK)
        status = mw_identity_draw(plan, mw_buffer_bytes(&header), error);
    mw_buffer_free(&header);
    return status;
}

/* Bodies and attachments, in the layers they need. */
static mw_status plan_by_layout(mw_plan *plan, mw_bytes *boundary,
                                mw_error *error)
{
    mw_layout layout = { 0 };
    mw_status status = collect(plan, &layout, error);

    if (status == MW_OK)
        status = draw_identity(plan, error);
    if (status == MW_OK)
        status = mw_boundary_start(plan, boundary, error);
    for (size_t i = 0; i < MW_BODY_COUNT && status == MW_OK; i++)
        if (layout.bodies[i] != NULL)
            status = decide_body(plan, &layout, i, *boundary, error);
    if (status == MW_OK)
        status = decide_chain(plan, layout.inlines, *boundary, error);
    if (status == MW_OK)
        status = decide_chain(plan, layout.attachments, *boundary, error);
    if (status == MW_OK)
        status = mw_layout_arrange(plan, &layout, error);
    if (status == MW_OK)
        status = mw_layout_list(plan, error);
    return status;
}

static mw_status prepare_tree(mw_plan *plan, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++) {
        mw_plan_part *part = plan->order[i];

        if (part->source == NULL)
            continue;
        status = mw_source_prepare(part->source, error);
        if (status == MW_OK)
            status = mw_part_filename_decide(plan, part, error);
    }
    return status;
}

/* The tree that was built by hand. */
static mw_status plan_by_hand(mw_plan *plan, mw_bytes *boundary,
                              mw_error *error)
{
    mw_status status = mw_layout_copy(plan, error);

    if (status == MW_OK)
        status = mw_layout_list(plan, error);
    if (status == MW_OK)
        status = prepare_tree(plan, error);
    if (status == MW_OK)
        status = draw_identity(plan, error);
    if (status == MW_OK)
        status = mw_boundary_start(plan, boundary, error);
    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++)
        if (plan->order[i]->source != NULL)
            status =
                mw_content_decide(plan, plan->order[i], *boundary, NULL, error);
    return status;
}

/* A field of the message and of its root part stand in one header. */
static mw_status check_root_fields(const mw_plan *plan, mw_error *error)
{
    const mw_field *field =
        plan->root->part == NULL ? NULL : plan->root->part->fields;

    for (; field != NULL; field = field->next)
        if (field->field_class->once &&
            mw_message_has_field(plan->message, field->field_class->name))
            return mw_fail(error, MW_E_USAGE, "%s: is given twice",
                           field->field_class->name);
    return MW_OK;
}

static mw_status write_header(mw_plan *plan, mw_plan_part *part,
                              mw_buffer *header, mw_error *error)
{
    mw_status status = MW_OK;

    if (part == plan->root) {
        status = mw_headers_write_message(plan, true, header, error);
        if (status == MW_OK)
            status =
                mw_buffer_append_text(header, "MIME-Version: 1.0\r\n", error);
    }
    if (status == MW_OK)
        status = mw_headers_write_part(plan, part, header, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(header, "\r\n", error);
    if (status == MW_OK) {
        const char *kept = mw_plan_keep(plan, header, error);

        part->header = (mw_bytes){ (const uint8_t *)kept, header->size };
        status = kept == NULL ? MW_E_MEMORY : MW_OK;
    }
    return status;
}

static mw_status write_headers(mw_plan *plan, mw_error *error)
{
    mw_buffer header;
    mw_status status = check_root_fields(plan, error);

    mw_buffer_init(&header, &plan->context->allocator, 0);
    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++) {
        mw_plan_part *part = plan->order[i];
        const bool is_raw_message =
            part->content == MW_CONTENT_MESSAGE &&
            part->encoding < MW_ENCODING_QUOTED_PRINTABLE;

        mw_buffer_truncate(&header, 0);
        status = write_header(plan, part, &header, error);
        if (status == MW_OK &&
            (!mw_ascii_is_all(part->header) ||
             (is_raw_message &&
              mw_media_type_is(&part->type, "message", "global"))))
            plan->extensions |= MW_EXTENSION_SMTPUTF8;
    }
    mw_buffer_free(&header);
    return status;
}

/* What the root's encoding asks of the server. */
static mw_status set_transport(mw_plan *plan, mw_error *error)
{
    if (plan->root->encoding == MW_ENCODING_8BIT) {
        plan->transport = MW_TRANSPORT_8BIT;
        plan->extensions |= MW_EXTENSION_8BITMIME;
    } else if (plan->root->encoding == MW_ENCODING_BINARY) {
        plan->transport = MW_TRANSPORT_BINARY;
        plan->extensions |= MW_EXTENSION_BINARYMIME;
    }
    if (plan->transport == MW_TRANSPORT_BINARY &&
        plan->options.line_end == MW_LINE_END_LF)
        return mw_fail(error, MW_E_USAGE,
                       "binary parts cannot go out with LF line ends");
    return MW_OK;
}

static mw_status check_size(const mw_plan *plan, mw_error *error)
{
    const mw_plan_part *biggest = plan->root;

    if (plan->options.size_limit == 0 || plan->size <= plan->options.size_limit)
        return MW_OK;
    for (size_t i = 0; i < plan->part_count; i++)
        if (plan->order[i]->encoded_size > biggest->encoded_size)
            biggest = plan->order[i];
    mw_fail(error, MW_E_LIMIT,
            "the message has %ju octets, over the limit of %ju; its biggest "
            "part is %s with %ju",
            (uintmax_t)plan->size, (uintmax_t)plan->options.size_limit,
            mw_plan_part_called(biggest), (uintmax_t)biggest->encoded_size);
    mw_error_set_cause(error, MW_CAUSE_MESSAGE_SIZE);
    return MW_E_LIMIT;
}

static mw_status set_message_id(mw_plan *plan, mw_error *error)
{
    const mw_field *given = mw_message_field(plan->message, "Message-ID");

    if (given != NULL && given->value.ids != NULL) {
        plan->message_id =
            mw_arena_copy(&plan->arena, given->value.ids->text, error);
        return plan->message_id == NULL ? MW_E_MEMORY : MW_OK;
    }
    if (!mw_message_omits(plan->message, "Message-ID"))
        plan->message_id = plan->message->identity.message_id;
    return MW_OK;
}

static mw_status make(mw_plan *plan, mw_error *error)
{
    mw_bytes boundary = { NULL, 0 };
    mw_status status = mw_headers_check(plan->message, error);

    if (status == MW_OK)
        status = plan->message->root == NULL
                     ? plan_by_layout(plan, &boundary, error)
                     : plan_by_hand(plan, &boundary, error);
    if (status == MW_OK)
        status = mw_finish_parts(plan, error);
    if (status == MW_OK)
        status = mw_boundary_number(plan, boundary, error);
    if (status == MW_OK)
        status = mw_boundary_check_encoded(plan, boundary, error);
    if (status == MW_OK)
        status = set_transport(plan, error);
    if (status == MW_OK)
        status = write_headers(plan, error);
    if (status == MW_OK)
        status = mw_segments_make(plan, error);
    if (status == MW_OK)
        status = check_size(plan, error);
    if (status == MW_OK)
        status = set_message_id(plan, error);
    if (status == MW_OK)
        status = mw_envelope_make(plan, error);
    return status;
}

static void init(mw_plan *plan, mw_message *message,
                 const mw_plan_options *options)
{
    mw_context *context = message->context;

    plan->context = context;
    plan->message = message;
    mw_arena_init(&plan->arena, &context->allocator, 0);
    if (options != NULL)
        plan->options = *options;
    else
        mw_plan_options_init(&plan->options, context);
    plan->style = (mw_header_style){
        .cache = &context->converters,
        .charsets = plan->options.charsets,
        .utf8 = plan->options.utf8_headers,
        .filename_style = plan->options.filename_style,
        .field_ceiling = (size_t)mw_context_limit(context, MW_LIMIT_FIELD_SIZE),
    };
}

mw_status mw_plan_new(mw_message *message, const mw_plan_options *options,
                      mw_plan **plan, mw_error *error)
{
    mw_plan *made = mw_context_take(message->context, sizeof *made, error);
    mw_status status;

    if (made == NULL)
        return MW_E_MEMORY;
    init(made, message, options);
    status = make(made, error);
    if (status == MW_OK)
        *plan = made;
    else
        mw_plan_free(made);
    return status;
}
