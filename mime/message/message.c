/* SPDX-License-Identifier: MIT */

/*
 * The life of a message and what is said of it as a whole. Its header is in
 * message_fields.c, its bodies and attachments in message_parts.c.
 */

#include "message/message.h"

mw_status mw_message_new(mw_context *context, mw_message **message,
                         mw_error *error)
{
    mw_message *made = mw_context_take(context, sizeof *made, error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->context = context;
    mw_arena_init(&made->arena, &context->allocator, 0);
    *message = made;
    return MW_OK;
}

static void end_sources(mw_message *message)
{
    mw_source *source = message->sources;

    while (source != NULL) {
        mw_source *next = mw_source_next(source);

        mw_source_end(source);
        source = next;
    }
}

void mw_message_free(mw_message *message)
{
    if (message == NULL)
        return;
    end_sources(message);
    mw_arena_free(&message->arena);
    mw_context_give_back(message->context, message, sizeof *message);
}

void mw_message_reset(mw_message *message)
{
    mw_arena arena;

    end_sources(message);
    mw_arena_reset(&message->arena);
    arena = message->arena;
    *message = (mw_message){ .context = message->context, .arena = arena };
}

void mw_message_own_source(mw_message *message, mw_source *source)
{
    mw_source_set_next(source, message->sources);
    message->sources = source;
}

mw_status mw_message_set_seed(mw_message *message, const char *seed,
                              mw_error *error)
{
    char *copy;

    if (message->identity.drawn)
        return mw_fail(error, MW_E_USAGE,
                       "the seed comes too late: the message was planned");
    copy = mw_arena_copy(&message->arena, mw_bytes_of(seed), error);
    if (copy == NULL)
        return MW_E_MEMORY;
    message->seed = copy;
    return MW_OK;
}

void mw_message_set_keep_bcc(mw_message *message, int keep)
{
    message->keep_bcc = keep != 0;
}

mw_status mw_message_decode_text(mw_message *message, const char *what,
                                 const char *charsets, const void *bytes,
                                 size_t size, const char **text,
                                 mw_error *error)
{
    const mw_bytes octets = { bytes, size };
    const mw_charset *recognized;
    mw_charset_list list;
    mw_buffer decoded;
    mw_status status = mw_charset_list_parse(charsets, false, &list, error);

    if (status != MW_OK)
        return status;
    if (size > 0 && memchr(bytes, 0, size) != NULL)
        return mw_fail(error, MW_E_DATA, "%s: holds a NUL", what);
    mw_buffer_init(&decoded, &message->context->allocator, 0);
    status = mw_charset_recognize(&message->context->converters, &list, octets,
                                  &recognized, &decoded, error);
    if (status == MW_OK) {
        *text =
            mw_arena_copy(&message->arena, mw_buffer_bytes(&decoded), error);
        if (*text == NULL)
            status = MW_E_MEMORY;
    } else {
        mw_error_prefix(error, "%s", what);
    }
    mw_buffer_free(&decoded);
    return status;
}
