/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_MESSAGE_H
#define MESSAGE_MESSAGE_H

#include "base/arena.h"
#include "header/field.h"
#include "message/context.h"
#include "message/part.h"
#include "message/source.h"

#include <mimewright/message.h>

#define MW_BODY_COUNT 4

/*
 * What the first plan drew for a message, and every later one keeps.
 */
typedef struct mw_identity {
    bool drawn;
    mw_date date;
    uint8_t key[16];        /* boundaries and ids come from it */
    const char *message_id; /* with angle brackets */
    const char *id_right;   /* right side of the ids that are made */
} mw_identity;

/*
 * The inside of a message; see the public header. Everything in it lives in
 * its arena, but for what sources hold.
 */
struct mw_message {
    mw_context *context;
    mw_arena arena;
    mw_field *fields, *last_field;
    mw_bytes *omitted; /* names of generated fields left out */
    size_t omitted_count, omitted_room;
    const char *seed;        /* or NULL */
    mw_bytes default_domain; /* of addresses that have none; may be empty */
    bool has_envelope_from;
    mw_mailbox *envelope_from; /* NULL is the null path */
    mw_address_list envelope_to;
    bool keep_bcc;
    uint64_t mailbox_count; /* of all fields, for the limit */
    mw_part *bodies[MW_BODY_COUNT];
    mw_part *inlines, *last_inline;         /* by next */
    mw_part *attachments, *last_attachment; /* by next */
    mw_part *root;                          /* built by hand */
    uint64_t part_count;
    mw_source *sources; /* by next, to end them */
    mw_identity identity;
};

/* The field NAME of MESSAGE, or NULL. */
mw_field *mw_message_field(const mw_message *message, const char *name);

/* Whether the generated field NAME is to be left out. */
bool mw_message_omits(const mw_message *message, const char *name);

/* Puts SOURCE at the front of those that end with MESSAGE. */
void mw_message_own_source(mw_message *message, mw_source *source);

#endif
