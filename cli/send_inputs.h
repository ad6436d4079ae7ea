/* SPDX-License-Identifier: MIT */
#ifndef CLI_SEND_INPUTS_H
#define CLI_SEND_INPUTS_H

#include <mimewright.h>

#include <stdbool.h>

/*
 * The messages that `send` is given, before any is made ready. All zero is
 * none.
 */
typedef struct send_input {
    char *name; /* as people know it: a path, or "mbox:FILE, message N" */
    mw_source *source; /* NULL where WRONG says why */
    mw_error *wrong;   /* why it cannot be sent, as far as that is known */
    bool is_of_mailbox;
} send_input;

typedef struct send_inputs {
    send_input *items;
    size_t count, room;
} send_inputs;

/*
 * Adds the message in PATH, or all of the mailbox that it names; the sources
 * belong to HOLDER. What is wrong with PATH is kept as that of an input. Fails
 * with MW_E_MEMORY and MW_E_INTERNAL.
 */
mw_status send_inputs_add(send_inputs *self, mw_message *holder,
                          const char *path, mw_error *error);

/* Keeps a copy of WRONG as what is wrong with INPUT. */
mw_status send_input_spoil(send_input *input, const mw_error *wrong,
                           mw_error *error);

void send_inputs_end(send_inputs *self);

#endif
