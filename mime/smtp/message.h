/* SPDX-License-Identifier: MIT */
#ifndef SMTP_MESSAGE_H
#define SMTP_MESSAGE_H

#include "base/arena.h"

#include <mimewright/smtp.h>

/*
 * The inside of a message that is to be submitted: its envelope, what it
 * needs of a server, and who writes it.
 */

typedef struct mw_text_list {
    const char *text;
    struct mw_text_list *next;
} mw_text_list;

struct mw_smtp_message {
    mw_arena arena; /* owns all strings */
    mw_allocator allocator;
    mw_context *context;

    mw_smtp_write_function write;
    mw_smtp_replan_function replan; /* or NULL */
    void *user;
    mw_release_function release;

    const char *from;
    const char **recipients; /* as they go into RCPT */
    const char **names;      /* as they were added first, for the report */
    size_t recipient_count;
    size_t recipient_room;
    uint64_t size;
    unsigned extensions; /* of mw_extension */
    const char *id;      /* or NULL */

    mw_text_list *changes; /* in the order they were added */
    mw_text_list *warnings;

    mw_plan *plan; /* of a composed message, or NULL */
};

/* Plans MESSAGE anew without MISSING; MW_E_UNAVAILABLE where it cannot be. */
mw_status mw_smtp_message_replan(mw_smtp_message *message, unsigned missing,
                                 mw_error *error);

#endif
