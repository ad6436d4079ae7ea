/* SPDX-License-Identifier: MIT */
#ifndef CLI_MESSAGE_NAMES_H
#define CLI_MESSAGE_NAMES_H

#include <mimewright.h>
#include <mimewright/smtp.h>

#include <stdbool.h>

/*
 * What the messages of a run are called where people and programs read of
 * them: the input that each came from. All zero is none.
 */
typedef struct message_names {
    struct message_name *names;
    size_t count, room;
    bool is_sorted;
} message_names;

/* Keeps a copy of NAME for MESSAGE, which has none yet. */
mw_status message_names_add(message_names *self, const mw_smtp_message *message,
                            const char *name, mw_error *error);

/* The name of MESSAGE, or NULL where it has none. */
const char *message_names_find(message_names *self,
                               const mw_smtp_message *message);

void message_names_end(message_names *self);

#endif
