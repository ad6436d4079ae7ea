/* SPDX-License-Identifier: MIT */

/*
 * A message as the submitter knows it: an envelope, numbers, and functions
 * that write it and plan it anew. A composed one brings functions of ours.
 */

#include "smtp/message.h"

#include "smtp/command.h"
#include "smtp/memory.h"

mw_status mw_smtp_message_new(mw_context *context, mw_smtp_write_function write,
                              mw_smtp_replan_function replan, void *user,
                              mw_release_function release,
                              mw_smtp_message **message, mw_error *error)
{
    mw_smtp_message *made = mw_context_allocate(context, NULL, 0, sizeof *made);

    if (!made)
        return mw_fail_memory(error);
    *made = (mw_smtp_message){
        .allocator = mw_memory_of(context),
        .context = context,
        .write = write,
        .replan = replan,
        .user = user,
        .release = release,
    };
    mw_arena_init(&made->arena, &made->allocator, 0);
    *message = made;
    return MW_OK;
}

void mw_smtp_message_free(mw_smtp_message *message)
{
    if (!message)
        return;
    if (message->release)
        message->release(message->user);
    mw_plan_free(message->plan);
    mw_arena_free(&message->arena);
    mw_context_allocate(message->context, message, sizeof *message, 0);
}

/* Copies TEXT into *TO, which stays as it was where this fails. */
static mw_status keep(mw_smtp_message *message, const char **to,
                      const char *text, mw_error *error)
{
    const char *kept = mw_arena_copy(&message->arena, mw_bytes_of(text), error);

    if (!kept)
        return MW_E_MEMORY;
    *to = kept;
    return MW_OK;
}

/* ------------------------------------------------------------------ envelope
 */

mw_status mw_smtp_message_set_from(mw_smtp_message *message,
                                   const char *address, mw_error *error)
{
    if (*address) {
        const mw_status status =
            mw_command_check_path(address, "the sender", error);

        if (status != MW_OK)
            return status;
    }
    return keep(message, &message->from, address, error);
}

/* Makes room for one recipient more. */
static mw_status grow(mw_smtp_message *message, mw_error *error)
{
    const size_t room =
        message->recipient_room ? message->recipient_room * 2 : 8;
    const char **recipients;
    const char **names;

    if (message->recipient_count < message->recipient_room)
        return MW_OK;
    recipients =
        mw_arena_take_array(&message->arena, room, sizeof *recipients, error);
    names = mw_arena_take_array(&message->arena, room, sizeof *names, error);
    if (!recipients || !names)
        return MW_E_MEMORY;
    for (size_t i = 0; i < message->recipient_count; i++) {
        recipients[i] = message->recipients[i];
        names[i] = message->names[i];
    }
    message->recipients = recipients;
    message->names = names;
    message->recipient_room = room;
    return MW_OK;
}

mw_status mw_smtp_message_add_recipient(mw_smtp_message *message,
                                        const char *address, mw_error *error)
{
    const uint64_t most =
        mw_context_limit(message->context, MW_LIMIT_RECIPIENTS);
    const size_t index = message->recipient_count;
    mw_status status = mw_command_check_path(address, "a recipient", error);

    if (status == MW_OK && index >= most)
        status = mw_fail(error, MW_E_LIMIT, "more than %zu recipients",
                         (size_t)most);
    if (status == MW_OK)
        status = grow(message, error);
    if (status == MW_OK)
        status = keep(message, &message->recipients[index], address, error);
    if (status != MW_OK)
        return status;
    message->names[index] = message->recipients[index];
    message->recipient_count++;
    return MW_OK;
}

void mw_smtp_message_clear_recipients(mw_smtp_message *message)
{
    message->recipient_count = 0;
}

mw_status mw_smtp_message_set_recipient(mw_smtp_message *message, size_t index,
                                        const char *address, mw_error *error)
{
    const mw_status status =
        mw_command_check_path(address, "a recipient", error);

    return status == MW_OK
               ? keep(message, &message->recipients[index], address, error)
               : status;
}

/* ------------------------------------------------------------ the other facts
 */

void mw_smtp_message_set_size(mw_smtp_message *message, uint64_t size)
{
    message->size = size;
}

void mw_smtp_message_set_extensions(mw_smtp_message *message, unsigned needed)
{
    message->extensions = needed;
}

mw_status mw_smtp_message_set_id(mw_smtp_message *message, const char *id,
                                 mw_error *error)
{
    if (id)
        return keep(message, &message->id, id, error);
    message->id = NULL;
    return MW_OK;
}

/* Adds TEXT at the end of LIST. */
static mw_status add_text(mw_smtp_message *message, mw_text_list **list,
                          const char *text, mw_error *error)
{
    mw_text_list *item = mw_arena_take(&message->arena, sizeof *item, error);

    if (!item || keep(message, &item->text, text, error) != MW_OK)
        return MW_E_MEMORY;
    while (*list)
        list = &(*list)->next;
    *list = item;
    return MW_OK;
}

mw_status mw_smtp_message_add_change(mw_smtp_message *message, const char *text,
                                     mw_error *error)
{
    return add_text(message, &message->changes, text, error);
}

mw_status mw_smtp_message_add_warning(mw_smtp_message *message,
                                      const char *text, mw_error *error)
{
    return add_text(message, &message->warnings, text, error);
}

const char *mw_smtp_message_from(const mw_smtp_message *message)
{
    return message->from ? message->from : "";
}

size_t mw_smtp_message_recipient_count(const mw_smtp_message *message)
{
    return message->recipient_count;
}

const char *mw_smtp_message_recipient(const mw_smtp_message *message,
                                      size_t index)
{
    return message->recipients[index];
}

uint64_t mw_smtp_message_size(const mw_smtp_message *message)
{
    return message->size;
}

unsigned mw_smtp_message_extensions(const mw_smtp_message *message)
{
    return message->extensions;
}

const mw_plan *mw_smtp_message_plan(const mw_smtp_message *message)
{
    return message->plan;
}

mw_status mw_smtp_message_replan(mw_smtp_message *message, unsigned missing,
                                 mw_error *error)
{
    if (!message->replan)
        return mw_fail(error, MW_E_UNAVAILABLE,
                       "the message cannot be planned anew");
    return message->replan(message->user, missing, message, error);
}

mw_status mw_smtp_message_write(const mw_smtp_message *message, mw_sink *sink,
                                mw_error *error)
{
    return message->write(message->user, sink, error);
}
