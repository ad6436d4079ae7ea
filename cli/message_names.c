/* SPDX-License-Identifier: MIT */

/*
 * The library hands a message back when it is done with it, and knows no name
 * of it. Messages are added all before the first is looked for, so they are
 * put in order once, and found by halves.
 */

#include "config.h"

#include "message_names.h"

#include "fail.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct message_name {
    const mw_smtp_message *message;
    char *name;
};

static mw_status make_room(message_names *self, mw_error *error)
{
    const size_t room = self->room * 2 + 16;
    struct message_name *names;

    if (self->count < self->room)
        return MW_OK;
    names = realloc(self->names, room * sizeof *names);
    if (names == NULL)
        return fail_memory(error);
    self->names = names;
    self->room = room;
    return MW_OK;
}

mw_status message_names_add(message_names *self, const mw_smtp_message *message,
                            const char *name, mw_error *error)
{
    const mw_status status = make_room(self, error);
    char *copy;

    if (status != MW_OK)
        return status;
    copy = strdup(name);
    if (copy == NULL)
        return fail_memory(error);
    self->names[self->count++] = (struct message_name){ message, copy };
    self->is_sorted = false;
    return MW_OK;
}

static int compare(const void *one, const void *other)
{
    const struct message_name *a = one;
    const struct message_name *b = other;
    const uintptr_t at = (uintptr_t)a->message;
    const uintptr_t other_at = (uintptr_t)b->message;

    return (at > other_at) - (at < other_at);
}

const char *message_names_find(message_names *self,
                               const mw_smtp_message *message)
{
    const struct message_name wanted = { .message = message };
    const struct message_name *found;

    if (self->count == 0)
        return NULL;
    if (!self->is_sorted)
        qsort(self->names, self->count, sizeof *self->names, compare);
    self->is_sorted = true;
    found = bsearch(&wanted, self->names, self->count, sizeof *self->names,
                    compare);
    return found != NULL ? found->name : NULL;
}

void message_names_end(message_names *self)
{
    for (size_t i = 0; i < self->count; i++)
        free(self->names[i].name);
    free(self->names);
}
