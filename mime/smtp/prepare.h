/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_H
#define SMTP_PREPARE_H

#include "base/arena.h"
#include "base/buffer.h"

#include <mimewright/address.h>
#include <mimewright/scan.h>
#include <mimewright/smtp_prepare.h>

/*
 * The inside of a message that is made ready: what its header says, what has
 * to be done to its parts, and writing it. A first reading finds that out;
 * each writing reads it again and does it.
 */

/* The longest line without its end (RFC 5322, section 2.1.1). */
#define MW_PREPARE_LINE_MOST 998

/* An alias that the options name. */
typedef struct mw_prepare_alias {
    const char *name;
    mw_mailboxes *list;
    struct mw_prepare_alias *next;
} mw_prepare_alias;

/* A mailbox that the options name as author. */
typedef struct mw_prepare_author {
    const char *address; /* or NULL */
    const char *field;   /* "From: ...", with CRLF */
} mw_prepare_author;

struct mw_smtp_prepare_options {
    mw_context *context;
    mw_allocator allocator;
    mw_arena arena;
    const char *from; /* or NULL */
    mw_mailboxes *to;
    const char *default_domain; /* or NULL */
    mw_prepare_alias *aliases, *last_alias;
    mw_prepare_author forced, missing;
    bool join_header;
    bool as_is;
    bool has_lf; /* LF is how lines end there */
};

/* Keeps a copy of TEXT with OPTIONS. */
mw_status mw_prepare_keep(mw_smtp_prepare_options *options, const char *text,
                          const char **kept, mw_error *error);

/* Makes an empty list that completes addresses as OPTIONS have it. */
mw_status mw_prepare_new_list(const mw_smtp_prepare_options *options,
                              mw_mailboxes **list, mw_error *error);

/* What becomes of a part. */
typedef enum {
    MW_REWORK_QUOTED_PRINTABLE,
    MW_REWORK_BASE64,
    MW_REWORK_LABEL_7BIT, /* the encoding's name alone */
    MW_REWORK_LABEL_8BIT
} mw_rework_kind;

typedef struct mw_rework {
    uint64_t part;
    mw_rework_kind kind;
    bool add_type; /* it has no Content-Type and is not ASCII */
    bool is_utf8;
    bool add_version; /* it is a message without MIME-Version */
    char type[64];    /* for people; may be cut */
} mw_rework;

/* The parts that are reworked, in their order. */
typedef struct mw_rework_list {
    mw_buffer items; /* of mw_rework */
} mw_rework_list;

size_t mw_rework_count(const mw_rework_list *list);
mw_rework *mw_rework_at(const mw_rework_list *list, size_t index);

/* What the header of the message says. */
typedef struct mw_prepare_header {
    mw_mailboxes *from, *sender, *to;
    mw_mailboxes *resent_from, *resent_sender, *resent_to;
    unsigned resent_seen; /* fields of the newest block, as bits */
    bool resent_ended;
    bool has_from, has_resent_from;
    bool has_received, has_date, has_id;
    bool is_signed;
    bool signs_bcc, signs_resent_bcc; /* a signature names the field */
} mw_prepare_header;

typedef struct mw_prepared {
    mw_context *context;
    mw_allocator allocator;
    mw_arena arena;
    mw_source *source;
    bool as_is;
    bool has_lf;
    bool is_explicit;           /* the options say something of the envelope */
    bool wants_to;              /* the recipients of the header */
    const char *from;           /* of the options, or NULL */
    mw_mailboxes *to;           /* when the header was read */
    const char *default_domain; /* or NULL */
    mw_prepare_author forced, missing;
    mw_prepare_header header;
    /* To add, with CRLF, or NULL. */
    const char *date_field, *id_field;
    const char *from_field, *resent_from_field; /* that is "From: ..." too */
    const char *message_id;                     /* or NULL */
    unsigned allowed; /* mw_extension that may be needed */
    unsigned needed;
    mw_rework_list reworks;
    mw_buffer headers; /* uint64_t: the parts whose fields are encoded */
    uint64_t size;
    /* What the first reading changed, beside parts: the last line, or 0. */
    uint64_t bcc_line, resent_bcc_line; /* taken out */
    uint64_t from_line, sender_line;    /* replaced, taken out */
    uint64_t local_line;                /* an address was completed */
    bool took_from_line, added_empty_line, mended_lines;
    mw_buffer fields; /* of changes to fields, a line each */
    size_t field_count;
    mw_buffer told; /* lines that were told as changes */
} mw_prepared;

#endif
