/* SPDX-License-Identifier: MIT */

/*
 * The parts of a message: how they are made and where they hang. What is said
 * of a single part is in part.c.
 */

#include "message/message.h"

static mw_status make_part(mw_message *message, mw_role role, mw_source *source,
                           mw_part **made, mw_error *error)
{
    mw_part *part;

    if (source != NULL && mw_source_message(source) != message)
        return mw_fail(error, MW_E_USAGE, "%s: is a source of another message",
                       mw_source_name(source));
    if (message->part_count >=
        mw_context_limit(message->context, MW_LIMIT_PARTS))
        return mw_fail(error, MW_E_LIMIT, "more than %ju parts",
                       (uintmax_t)message->part_count);
    part = mw_arena_take(&message->arena, sizeof *part, error);
    if (part == NULL)
        return MW_E_MEMORY;
    part->message = message;
    part->role = role;
    part->source = source;
    message->part_count++;
    *made = part;
    return MW_OK;
}

static void append_part(mw_part **first, mw_part **last, mw_part *part)
{
    if (*last == NULL)
        *first = part;
    else
        (*last)->next = part;
    *last = part;
    part->used = true;
}

/* The layout of bodies and attachments, and a tree by hand, exclude another. */
static mw_status check_has_no_root(const mw_message *message, mw_error *error)
{
    if (message->root != NULL)
        return mw_fail(error, MW_E_USAGE,
                       "the content was built by hand already");
    return MW_OK;
}

mw_status mw_message_set_body(mw_message *message, mw_body kind,
                              mw_source *source, mw_part **part,
                              mw_error *error)
{
    static const char *const NAMES[MW_BODY_COUNT] = { "text", "AMP", "HTML",
                                                      "calendar" };
    mw_part *made = NULL;
    mw_status status = check_has_no_root(message, error);

    if (status != MW_OK)
        return status;
    if ((unsigned)kind >= MW_BODY_COUNT)
        return mw_fail(error, MW_E_USAGE, "no such kind of body");
    if (message->bodies[kind] != NULL)
        return mw_fail(error, MW_E_USAGE, "the %s body is given twice",
                       NAMES[kind]);
    status = make_part(message, MW_ROLE_BODY, source, &made, error);
    if (status != MW_OK)
        return status;
    made->body = kind;
    made->is_text = true;
    made->used = true;
    message->bodies[kind] = made;
    if (part != NULL)
        *part = made;
    return MW_OK;
}

/* Makes a part of ROLE and hangs it at the end of a list of the message. */
static mw_status add_part(mw_message *message, mw_role role, mw_source *source,
                          mw_part **first, mw_part **last, mw_part **part,
                          mw_error *error)
{
    mw_part *made = NULL;
    mw_status status = check_has_no_root(message, error);

    if (status == MW_OK)
        status = make_part(message, role, source, &made, error);
    if (status != MW_OK)
        return status;
    append_part(first, last, made);
    if (part != NULL)
        *part = made;
    return MW_OK;
}

mw_status mw_message_attach(mw_message *message, mw_source *source,
                            mw_part **part, mw_error *error)
{
    return add_part(message, MW_ROLE_ATTACHMENT, source, &message->attachments,
                    &message->last_attachment, part, error);
}

mw_status mw_message_add_inline(mw_message *message, mw_source *source,
                                mw_part **part, mw_error *error)
{
    return add_part(message, MW_ROLE_INLINE, source, &message->inlines,
                    &message->last_inline, part, error);
}

mw_status mw_message_attach_message(mw_message *message, mw_source *source,
                                    mw_part **part, mw_error *error)
{
    return add_part(message, MW_ROLE_MESSAGE, source, &message->attachments,
                    &message->last_attachment, part, error);
}

/* Makes a part of ROLE with the media type TEXT. */
static mw_status make_typed(mw_message *message, mw_role role, const char *text,
                            mw_source *source, mw_part **part, mw_error *error)
{
    mw_media_type type = { 0 };
    mw_part *made = NULL;
    mw_status status = mw_part_type_parse(message, text, &type, error);
    const bool is_multipart =
        status == MW_OK && mw_media_type_is(&type, "multipart", NULL);

    if (status == MW_OK && is_multipart != (role == MW_ROLE_MULTIPART))
        status = mw_fail(error, MW_E_USAGE, "media type %s/%s: %s", type.type,
                         type.subtype,
                         is_multipart ? "is for parts that hold parts"
                                      : "is not multipart/");
    if (status == MW_OK)
        status = make_part(message, role, source, &made, error);
    if (status != MW_OK)
        return status;
    made->type = type;
    made->type_given = true;
    *part = made;
    return MW_OK;
}

mw_status mw_part_new(mw_message *message, const char *type, mw_source *source,
                      mw_part **part, mw_error *error)
{
    mw_part *made = NULL;
    mw_status status =
        make_typed(message, MW_ROLE_HAND, type, source, &made, error);

    if (status != MW_OK)
        return status;
    if (mw_media_type_is(&made->type, "message", NULL))
        made->role = MW_ROLE_MESSAGE;
    *part = made;
    return MW_OK;
}

mw_status mw_part_new_multipart(mw_message *message, const char *type,
                                mw_part **part, mw_error *error)
{
    return make_typed(message, MW_ROLE_MULTIPART, type, NULL, part, error);
}

static mw_status check_is_free(const mw_part *part, mw_error *error)
{
    if (part->used)
        return mw_fail(error, MW_E_USAGE, "the part is in the message already");
    return MW_OK;
}

mw_status mw_part_append(mw_part *multipart, mw_part *child, mw_error *error)
{
    mw_status status = check_is_free(child, error);

    if (status != MW_OK)
        return status;
    if (multipart->role != MW_ROLE_MULTIPART)
        return mw_fail(error, MW_E_USAGE, "only a multipart holds parts");
    if (child == multipart || child->message != multipart->message)
        return mw_fail(error, MW_E_USAGE,
                       "a part cannot be in itself or in another message");
    append_part(&multipart->children, &multipart->last_child, child);
    return MW_OK;
}

mw_status mw_part_set_start(mw_part *multipart, mw_part *child, mw_error *error)
{
    const mw_part *held = multipart->children;

    if (multipart->role != MW_ROLE_MULTIPART ||
        !mw_media_type_is(&multipart->type, "multipart", "related"))
        return mw_fail(error, MW_E_USAGE,
                       "only a multipart/related has a start");
    while (held != NULL && held != child)
        held = held->next;
    if (held == NULL)
        return mw_fail(error, MW_E_USAGE,
                       "the start is not in its multipart/related");
    multipart->start = child;
    return MW_OK;
}

mw_status mw_message_set_root(mw_message *message, mw_part *root,
                              mw_error *error)
{
    mw_status status = check_is_free(root, error);

    if (status == MW_OK)
        status = check_has_no_root(message, error);
    if (status != MW_OK)
        return status;
    if (root->message != message)
        return mw_fail(error, MW_E_USAGE, "the part is another message's");
    for (size_t i = 0; i < MW_BODY_COUNT; i++)
        if (message->bodies[i] != NULL)
            status = MW_E_USAGE;
    if (status != MW_OK || message->inlines != NULL ||
        message->attachments != NULL)
        return mw_fail(error, MW_E_USAGE,
                       "bodies and attachments were given already");
    message->root = root;
    root->used = true;
    return MW_OK;
}
