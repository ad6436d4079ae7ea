/* SPDX-License-Identifier: MIT */

/*
 * Making and ending sources. No I/O is done here: source_prepare.c looks at
 * them, reader.c reads them.
 */

#include "message/message.h"
#include "message/source_inside.h"

/* A source of KIND, called NAME, which lives as long as it. */
static mw_source *make(mw_message *message, mw_source_kind kind,
                       const char *name, mw_error *error)
{
    mw_source *source = mw_arena_take(&message->arena, sizeof *source, error);

    if (source == NULL)
        return NULL;
    source->message = message;
    source->kind = kind;
    source->name = name;
    source->descriptor = -1;
    mw_spool_init(&source->spool, &message->context->allocator,
                  message->context->limits[MW_LIMIT_SPOOL]);
    return source;
}

/* The same under a name that is copied. */
static mw_source *make_named(mw_message *message, mw_source_kind kind,
                             const char *name, mw_error *error)
{
    const char *copy = mw_arena_copy(&message->arena, mw_bytes_of(name), error);

    return copy == NULL ? NULL : make(message, kind, copy, error);
}

static mw_status hand_over(mw_source *source, mw_source **out)
{
    mw_message_own_source(source->message, source);
    *out = source;
    return MW_OK;
}

mw_status mw_source_new_memory(mw_message *message, const void *bytes,
                               size_t size, mw_source **source, mw_error *error)
{
    const mw_bytes given = { bytes, size };
    const char *copy = mw_arena_copy(&message->arena, given, error);

    if (copy == NULL)
        return MW_E_MEMORY;
    return mw_source_borrow_memory(message, copy, size, NULL, NULL, source,
                                   error);
}

mw_status mw_source_borrow_memory(mw_message *message, const void *bytes,
                                  size_t size, void *user,
                                  mw_release_function release,
                                  mw_source **source, mw_error *error)
{
    mw_source *made = make(message, MW_SOURCE_MEMORY, "memory", error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->memory = (mw_bytes){ bytes, size };
    made->user = user;
    made->release = release;
    return hand_over(made, source);
}

mw_status mw_source_new_file(mw_message *message, const char *path,
                             mw_source **source, mw_error *error)
{
    mw_source *made = make_named(message, MW_SOURCE_FILE, path, error);

    return made == NULL ? MW_E_MEMORY : hand_over(made, source);
}

mw_status mw_source_new_descriptor(mw_message *message, int fd,
                                   const char *name, mw_source **source,
                                   mw_error *error)
{
    mw_source *made = make_named(message, MW_SOURCE_DESCRIPTOR, name, error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->descriptor = fd;
    return hand_over(made, source);
}

mw_status mw_source_new_callback(mw_message *message, mw_read_function read,
                                 void *user, mw_release_function release,
                                 mw_source **source, mw_error *error)
{
    mw_source *made = make(message, MW_SOURCE_CALLBACK, "callback", error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->read = read;
    made->user = user;
    made->release = release;
    return hand_over(made, source);
}

mw_status mw_source_new_callback_at(mw_message *message, uint64_t size,
                                    mw_read_at_function read_at, void *user,
                                    mw_release_function release,
                                    mw_source **source, mw_error *error)
{
    mw_source *made = make(message, MW_SOURCE_CALLBACK_AT, "callback", error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->read_at = read_at;
    made->size = size;
    made->user = user;
    made->release = release;
    return hand_over(made, source);
}

void mw_source_allow_special(mw_source *source)
{
    source->allow_special = true;
}

uint64_t mw_source_size(const mw_source *source)
{
    return source->size;
}

mw_status mw_source_set_name(mw_source *source, const char *name,
                             mw_error *error)
{
    char *copy;

    if (source->kind == MW_SOURCE_FILE)
        return mw_fail(error, MW_E_USAGE, "%s: a file keeps its name",
                       source->name);
    copy = mw_arena_copy(&source->message->arena, mw_bytes_of(name), error);
    if (copy == NULL)
        return MW_E_MEMORY;
    source->name = copy;
    return MW_OK;
}

const mw_message *mw_source_message(const mw_source *source)
{
    return source->message;
}

const char *mw_source_name(const mw_source *source)
{
    return source->name;
}

const char *mw_source_path(const mw_source *source)
{
    return source->kind == MW_SOURCE_FILE ? source->name : NULL;
}

void mw_source_end(mw_source *source)
{
    mw_spool_free(&source->spool);
    if (source->release != NULL)
        source->release(source->user);
    source->release = NULL;
}

mw_source *mw_source_next(const mw_source *source)
{
    return source->next;
}

void mw_source_set_next(mw_source *source, mw_source *next)
{
    source->next = next;
}
