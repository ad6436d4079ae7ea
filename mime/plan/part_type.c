/* SPDX-License-Identifier: MIT */

#include "plan/part_type.h"

#include "base/utf8.h"
#include "plan/exact_scan.h"
#include "plan/text_check.h"
#include "plan/type_detect.h"
#include "plan/type_table.h"

static void set_body_type(mw_plan_part *part)
{
    static const char *const SUBTYPES[MW_BODY_COUNT] = {
        [MW_BODY_TEXT] = "plain",
        [MW_BODY_AMP] = "x-amp-html",
        [MW_BODY_HTML] = "html",
        [MW_BODY_CALENDAR] = "calendar",
    };

    part->type = (mw_media_type){ "text", SUBTYPES[part->part->body], NULL };
    part->type_reason = "what it was given as";
}

static mw_status detect(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const mw_bytes name = part->filename == NULL ? (mw_bytes){ NULL, 0 }
                                                 : mw_bytes_of(part->filename);
    mw_detected_type detected = { 0 };
    mw_status status = mw_type_detect(plan->context, part->source, name,
                                      &plan->arena, &detected, error);

    if (status == MW_OK)
        status = mw_media_type_parse(&plan->context->converters,
                                     mw_bytes_of(detected.type), &plan->arena,
                                     &part->type, error);
    if (status == MW_OK && detected.charset != NULL)
        status = mw_media_type_set(&part->type, &plan->arena, "charset",
                                   mw_bytes_of(detected.charset), error);
    part->charset = detected.charset;
    part->type_reason = detected.reason;
    return status;
}

mw_status mw_part_type_copy(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const mw_media_type *given = &part->part->type;
    mw_parameter **end = &part->type.parameters;

    part->type = (mw_media_type){ given->type, given->subtype, NULL };
    part->type_reason = "asked for";
    for (const mw_parameter *parameter = given->parameters; parameter != NULL;
         parameter = parameter->next) {
        *end = mw_arena_take(&plan->arena, sizeof **end, error);
        if (*end == NULL)
            return MW_E_MEMORY;
        (*end)->name = parameter->name;
        (*end)->value = parameter->value;
        end = &(*end)->next;
    }
    return MW_OK;
}

/* The first of the charsets asked for in which the octets are valid. */
static mw_status find_asked_charset(const mw_plan_part *part,
                                    const char **charset, mw_error *error)
{
    const mw_charset_list *asked = &part->part->input_charsets;
    mw_error first = { 0 };

    for (size_t i = 0; i < asked->count; i++) {
        mw_exact_verdict verdict;
        mw_error why = { 0 };
        mw_status status = mw_exact_scan(part->source, asked->items[i],
                                         (mw_bytes){ NULL, 0 }, &verdict, &why);

        if (status == MW_OK)
            *charset = asked->items[i]->name;
        if (i == 0)
            first = why;
        if (status == MW_OK)
            return MW_OK;
    }
    if (error != NULL)
        *error = first;
    return first.status;
}

/* Labels a text/ that names no charset with the one it is known to be in. */
static mw_status label(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const char *charset = NULL;
    mw_status status;

    if (part->part->is_text || !mw_media_type_is(&part->type, "text", NULL) ||
        mw_parameter_find(part->type.parameters, "charset") != NULL)
        return MW_OK;
    status = part->part->has_input_charsets
                 ? find_asked_charset(part, &charset, error)
                 : mw_text_check_charset(part->source, &charset, error);
    if (status != MW_OK || charset == NULL)
        return status;
    part->charset = charset;
    return mw_media_type_set(&part->type, &plan->arena, "charset",
                             mw_bytes_of(charset), error);
}

/* The type asked for, with a charset where it is a text without one. */
static mw_status copy_asked(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    mw_status status = mw_part_type_copy(plan, part, error);

    return status == MW_OK ? label(plan, part, error) : status;
}

/*
 * An attachment whose charset was said is a text: of the type its name has,
 * else plain.
 */
static mw_status set_text_type(mw_plan *plan, mw_plan_part *part,
                               mw_error *error)
{
    const mw_type_row *row =
        part->filename == NULL ? NULL
                               : mw_type_row_find(mw_bytes_of(part->filename));
    const bool is_text = row != NULL && strncmp(row->type, "text/", 5) == 0;
    mw_status status =
        mw_media_type_parse(&plan->context->converters,
                            mw_bytes_of(is_text ? row->type : "text/plain"),
                            &plan->arena, &part->type, error);

    part->type_reason = "its charset was given";
    return status == MW_OK ? label(plan, part, error) : status;
}

mw_status mw_part_type_decide(mw_plan *plan, mw_plan_part *part,
                              mw_error *error)
{
    if (part->is_unfit) {
        part->type = (mw_media_type){ "application", "octet-stream", NULL };
        part->type_reason = "a text in no charset that was named";
        return MW_OK;
    }
    if (part->as_file) {
        /* A second text/calendar would be shown as a second invitation. */
        part->type = (mw_media_type){ "application", "ics", NULL };
        part->type_reason = "the invitation as a file";
        return MW_OK;
    }
    if (part->part->type_given)
        return copy_asked(plan, part, error);
    if (part->part->role == MW_ROLE_MESSAGE) {
        part->type = (mw_media_type){ "message", "rfc822", NULL };
        part->type_reason = "what it was given as";
        return MW_OK;
    }
    if (part->part->role == MW_ROLE_BODY) {
        set_body_type(part);
        return MW_OK;
    }
    if (part->part->has_input_charsets)
        return set_text_type(plan, part, error);
    return detect(plan, part, error);
}

/* What comes after the last slash of PATH. */
static mw_bytes base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return mw_bytes_of(slash == NULL ? path : slash + 1);
}

static mw_status check_base_name(mw_bytes name, mw_error *error)
{
    size_t size;
    uint32_t code;

    for (; name.size > 0; mw_bytes_skip(&name, size))
        if (mw_utf8_next(name, &size, &code) != MW_UTF8_VALID ||
            mw_utf8_is_control(code)) {
            mw_fail(error, MW_E_SYNTAX,
                    "the file's name holds the control character U+%04X",
                    (unsigned)code);
            mw_hint(error, "give it another name, or none");
            return MW_E_SYNTAX;
        }
    return MW_OK;
}

static mw_status decode_base_name(mw_plan *plan, mw_plan_part *part,
                                  mw_bytes name, mw_error *error)
{
    const mw_charset *recognized;
    mw_buffer decoded;
    mw_status status;

    mw_buffer_init(&decoded, &plan->context->allocator, 0);
    status = mw_charset_recognize(&plan->context->converters,
                                  &plan->options.input_charsets, name,
                                  &recognized, &decoded, error);
    if (status != MW_OK) {
        mw_error_prefix(error, "the file's name");
        mw_hint(error, "say its charset, or give it another name");
    } else {
        status = check_base_name(mw_buffer_bytes(&decoded), error);
    }
    if (status == MW_OK) {
        part->filename = mw_plan_keep(plan, &decoded, error);
        if (part->filename == NULL)
            status = MW_E_MEMORY;
    }
    mw_buffer_free(&decoded);
    return status;
}

/* Bodies have no name unless they are asked to, or go as files. */
static bool takes_base_name(const mw_plan_part *part)
{
    return part->as_file || part->part->role == MW_ROLE_ATTACHMENT ||
           part->part->role == MW_ROLE_INLINE ||
           part->part->role == MW_ROLE_MESSAGE;
}

mw_status mw_part_filename_decide(mw_plan *plan, mw_plan_part *part,
                                  mw_error *error)
{
    const char *path = mw_source_path(part->source);
    mw_status status = MW_OK;

    if (part->part->filename_from == MW_FILENAME_GIVEN)
        part->filename = (const char *)part->part->filename.data;
    else if (part->part->filename_from == MW_FILENAME_BY_SOURCE &&
             path != NULL && takes_base_name(part))
        status = decode_base_name(plan, part, base_name(path), error);
    if (status != MW_OK)
        mw_error_prefix(error, "%s", mw_source_name(part->source));
    else if (part->filename == NULL && part->as_file &&
             part->part->filename_from != MW_FILENAME_NONE)
        part->filename = part->part->body == MW_BODY_CALENDAR ? "invite.ics"
                         : part->part->body == MW_BODY_HTML   ? "message.html"
                                                              : "message.txt";
    return status;
}
