/* SPDX-License-Identifier: MIT */

/*
 * Inputs are listed before they are read: their senders choose the account by
 * which they are made ready. A file is not looked at here, a mailbox is.
 */

#include "config.h"

#include "send_inputs.h"

#include "fail.h"
#include "input.h"
#include "mailbox.h"
#include "mailbox_input.h"

#include <stdlib.h>
#include <string.h>

/* Who is told of the messages of an input. */
typedef struct listener {
    send_inputs *list;
    bool is_of_mailbox;
} listener;

static mw_status make_room(send_inputs *self, mw_error *error)
{
    const size_t room = self->room * 2 + 16;
    send_input *items;

    if (self->count < self->room)
        return MW_OK;
    items = realloc(self->items, room * sizeof *items);
    if (items == NULL)
        return fail_memory(error);
    self->items = items;
    self->room = room;
    return MW_OK;
}

static mw_status add_source(void *user, mw_source *source, const char *name,
                            mw_error *error)
{
    const listener *told = user;
    send_inputs *self = told->list;
    const mw_status status = make_room(self, error);
    char *copy;

    if (status != MW_OK)
        return status;
    copy = strdup(name);
    if (copy == NULL)
        return fail_memory(error);
    self->items[self->count++] = (send_input){
        .name = copy, .source = source, .is_of_mailbox = told->is_of_mailbox
    };
    return MW_OK;
}

static mw_status add_file(listener *told, mw_message *holder, const char *path,
                          mw_error *error)
{
    mw_source *source;
    int fd;
    mw_status status;

    if (input_is_descriptor(path, &fd)) {
        status = mw_source_new_descriptor(holder, fd, input_name(path), &source,
                                          error);
    } else {
        status = mw_source_new_file(holder, path, &source, error);
        if (status == MW_OK)
            mw_source_allow_special(source);
    }
    return status == MW_OK ? add_source(told, source, path, error) : status;
}

mw_status send_input_spoil(send_input *input, const mw_error *wrong,
                           mw_error *error)
{
    input->wrong = malloc(sizeof *input->wrong);
    if (input->wrong == NULL)
        return fail_memory(error);
    *input->wrong = *wrong;
    return MW_OK;
}

mw_status send_inputs_add(send_inputs *self, mw_message *holder,
                          const char *path, mw_error *error)
{
    listener told = { self, mailbox_is(path) };
    mw_error wrong = { 0 };
    mw_status status =
        told.is_of_mailbox
            ? mailbox_read(holder, path, add_source, &told, &wrong)
            : add_file(&told, holder, path, &wrong);

    if (status == MW_OK)
        return MW_OK;
    if (status == MW_E_MEMORY || status == MW_E_INTERNAL) {
        *error = wrong;
        return status;
    }
    status = add_source(&told, NULL, path, error);
    return status == MW_OK
               ? send_input_spoil(&self->items[self->count - 1], &wrong, error)
               : status;
}

void send_inputs_end(send_inputs *self)
{
    for (size_t i = 0; i < self->count; i++) {
        free(self->items[i].name);
        free(self->items[i].wrong);
    }
    free(self->items);
}
