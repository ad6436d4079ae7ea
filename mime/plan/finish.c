/* SPDX-License-Identifier: MIT */

#include "plan/finish.h"

#include "base/ascii.h"
#include "plan/composite.h"
#include "plan/content_fit.h"
#include "plan/headers.h"
#include "plan/identity.h"
#include "plan/part_type.h"

#include <stdlib.h>

/* A, BETWEEN and B as one string in the plan's arena; NULL without memory. */
static const char *joined(mw_plan *plan, const char *a, const char *between,
                          const char *b, mw_error *error)
{
    const char *kept = NULL;
    mw_buffer text;

    mw_buffer_init(&text, &plan->context->allocator, 0);
    if (mw_buffer_append_text(&text, a, error) == MW_OK &&
        mw_buffer_append_text(&text, between, error) == MW_OK &&
        mw_buffer_append_text(&text, b, error) == MW_OK)
        kept = mw_plan_keep(plan, &text, error);
    mw_buffer_free(&text);
    return kept;
}

/* By the part's place, where nothing was asked. */
static mw_disposition disposition_of(const mw_plan *plan,
                                     const mw_plan_part *part)
{
    const bool is_by_hand = plan->message->root != NULL;

    if (part->part == NULL || part->part->role == MW_ROLE_MULTIPART)
        return MW_DISPOSITION_NONE;
    if (part->as_file)
        return MW_DISPOSITION_ATTACHMENT;
    if (part->part->disposition != MW_DISPOSITION_AUTO)
        return part->part->disposition;
    switch (part->part->role) {
    case MW_ROLE_ATTACHMENT:
        return MW_DISPOSITION_ATTACHMENT;
    case MW_ROLE_INLINE:
        return MW_DISPOSITION_INLINE;
    case MW_ROLE_BODY:
        return part->filename == NULL ? MW_DISPOSITION_NONE
                                      : MW_DISPOSITION_INLINE;
    case MW_ROLE_MESSAGE:
        if (!is_by_hand)
            return MW_DISPOSITION_ATTACHMENT;
        break;
    default:
        break;
    }
    return part->filename == NULL ? MW_DISPOSITION_NONE
                                  : MW_DISPOSITION_ATTACHMENT;
}

static bool needs_content_id(const mw_plan_part *part)
{
    return part->part->role == MW_ROLE_INLINE ||
           part->part->content_id.size > 0 ||
           (part->parent != NULL && part->parent->start == part);
}

/* The id asked for, or one made of the message's identity and NUMBER. */
static mw_status set_content_id(mw_plan *plan, mw_plan_part *part,
                                size_t number, mw_error *error)
{
    const mw_identity *identity = &plan->message->identity;
    char made[MW_IDENTITY_TEXT + 1];
    const char *left = made, *id;

    if (part->part == NULL || part->as_file || !needs_content_id(part))
        return MW_OK;
    if (part->part->content_id.size > 0) {
        left = mw_arena_copy(&plan->arena, part->part->content_id, error);
        if (left == NULL)
            return MW_E_MEMORY;
    } else {
        mw_identity_text(identity, "part", number, made);
    }
    id = strchr(left, '@') != NULL
             ? left
             : joined(plan, left, "@", identity->id_right, error);
    if (id != NULL)
        part->content_id = joined(plan, "<", id, ">", error);
    return part->content_id == NULL ? MW_E_MEMORY : MW_OK;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Content-IDs all differ (RFC 2557, section 8.2). */
static mw_status check_content_ids(mw_plan *plan, mw_error *error)
{
    const char **ids =
        mw_arena_take_array(&plan->arena, plan->part_count, sizeof *ids, error);
    size_t count = 0;

    if (ids == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < plan->part_count; i++)
        if (plan->order[i]->content_id != NULL)
            ids[count++] = plan->order[i]->content_id;
    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 1; i < count; i++)
        if (!strcmp(ids[i - 1], ids[i]))
            return mw_fail(error, MW_E_USAGE, "Content-ID %s: is given twice",
                           ids[i]);
    return MW_OK;
}

static mw_status set_type_name(mw_plan *plan, mw_plan_part *part,
                               mw_error *error)
{
    part->type_name =
        joined(plan, part->type.type, "/", part->type.subtype, error);
    return part->type_name == NULL ? MW_E_MEMORY : MW_OK;
}

/* type= and start= of a related (RFC 2387, sections 3.1 and 3.2). */
static mw_status set_related(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const mw_plan_part *root = part->start == NULL ? part->first : part->start;
    mw_status status;

    if (!mw_media_type_is(&part->type, "multipart", "related"))
        return MW_OK;
    status = mw_media_type_set(&part->type, &plan->arena, "type",
                               mw_bytes_of(root->type_name), error);
    if (status == MW_OK && root != part->first)
        status = mw_media_type_set(&part->type, &plan->arena, "start",
                                   mw_bytes_of(root->content_id), error);
    return status;
}

static bool is_identity(mw_encoding encoding)
{
    return encoding == MW_ENCODING_8BIT || encoding == MW_ENCODING_BINARY;
}

/* A multipart is as wide as its widest child (RFC 2045, section 6.4). */
static mw_status set_multipart_encoding(mw_plan_part *part, mw_error *error)
{
    const mw_encoding asked =
        part->part == NULL ? MW_ENCODING_AUTO : part->part->encoding;
    mw_encoding widest = MW_ENCODING_7BIT;

    for (const mw_plan_part *child = part->first; child != NULL;
         child = child->next)
        if (is_identity(child->encoding) && child->encoding > widest)
            widest = child->encoding;
    if (asked != MW_ENCODING_AUTO && asked < widest)
        return mw_fail(error, MW_E_DATA, "encoding %s: a part of this %s is %s",
                       mw_encoding_name(asked), part->type_name,
                       mw_encoding_name(widest));
    part->encoding = asked > widest ? asked : widest;
    part->reason = part->encoding == MW_ENCODING_7BIT ? "all parts are 7bit"
                                                      : "a part of it is so";
    return MW_OK;
}

static mw_status set_reason(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const char *type = joined(plan, "type: ", "", part->type_reason, error);

    if (type != NULL)
        part->reason = joined(plan, type, "; encoding: ", part->reason, error);
    return type == NULL || part->reason == NULL ? MW_E_MEMORY : MW_OK;
}

/*
 * The name= of Content-Type, for clients that know no filename=. A long name
 * in ASCII would need RFC 2231, which such clients do not know either.
 */
static mw_status set_name(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const mw_bytes name = mw_bytes_of(part->filename ? part->filename : "");

    if (name.size == 0 || plan->style.filename_style == MW_FILENAME_RFC2231 ||
        (name.size > MW_LEGACY_NAME_MOST && mw_ascii_is_all(name)) ||
        mw_parameter_find(part->type.parameters, "name") != NULL)
        return MW_OK;
    part->has_made_name = true;
    return mw_media_type_set(&part->type, &plan->arena, "name", name, error);
}

/* From the children up: the list has parents first. */
static mw_status finish_one(mw_plan *plan, size_t i, mw_error *error)
{
    mw_plan_part *part = plan->order[i];
    mw_status status = MW_OK;

    if (part->first != NULL) {
        if (part->part != NULL)
            status = mw_part_type_copy(plan, part, error);
        if (status == MW_OK)
            status = set_type_name(plan, part, error);
        if (status == MW_OK)
            status = set_related(plan, part, error);
        if (status == MW_OK)
            status = mw_composite_check(plan, part, error);
        if (status == MW_OK)
            status = set_multipart_encoding(part, error);
    } else {
        status = set_type_name(plan, part, error);
        if (status == MW_OK)
            status = set_name(plan, part, error);
    }
    part->disposition = disposition_of(plan, part);
    if (status == MW_OK)
        status = set_reason(plan, part, error);
    return status;
}

/*
 * A message ends in a line end, and the content of its only part may not.
 * Quoted-printable and base64 can say so; a text that goes out as it is gets
 * one, as every text has; octets that should arrive bit for bit must not.
 */
static mw_status finish_root(mw_plan_part *root, mw_error *error)
{
    if (root->content == MW_CONTENT_NONE || root->ends_in_line_end)
        return MW_OK;
    if (root->encoding == MW_ENCODING_QUOTED_PRINTABLE) {
        mw_content_end_softly(root);
        return MW_OK;
    }
    if (root->content != MW_CONTENT_EXACT)
        return MW_OK;
    if (root->part->encoding == MW_ENCODING_AUTO) {
        const mw_measure known = { .size = root->size };

        root->reason = "arrives bit for bit";
        return mw_content_set_sizes(root, MW_ENCODING_BASE64, &known, error);
    }
    mw_fail(error, MW_E_DATA,
            "%s: does not end in a line end, and as the only part would get "
            "one",
            mw_plan_part_called(root));
    mw_hint(error, "use base64 or quoted-printable");
    return MW_E_DATA;
}

mw_status mw_finish_parts(mw_plan *plan, mw_error *error)
{
    mw_status status = finish_root(plan->root, error);

    for (size_t i = 0; i < plan->part_count && status == MW_OK; i++)
        status = set_content_id(plan, plan->order[i], i, error);
    if (status == MW_OK)
        status = check_content_ids(plan, error);
    for (size_t i = plan->part_count; i > 0 && status == MW_OK; i--)
        status = finish_one(plan, i - 1, error);
    return status;
}
