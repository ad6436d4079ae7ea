/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_PART_H
#define MESSAGE_PART_H

#include "header/field.h"

#include <mimewright/part.h>

/* What a part is for decides what the plan does where nothing is asked. */
typedef enum {
    MW_ROLE_BODY,
    MW_ROLE_INLINE,
    MW_ROLE_ATTACHMENT,
    MW_ROLE_MESSAGE, /* a whole message in the message */
    MW_ROLE_HAND,    /* made by mw_part_new */
    MW_ROLE_MULTIPART
} mw_role;

/*
 * The inside of a part; see the public header.
 */
struct mw_part {
    mw_message *message;
    mw_role role;
    mw_body body;      /* of MW_ROLE_BODY */
    mw_source *source; /* NULL of a multipart */
    bool is_text;      /* line ends and charset may change */
    bool is_flowed;    /* format=flowed */
    bool strips_terminal;
    bool type_given;
    mw_media_type type; /* where it was given */
    bool has_input_charsets;
    mw_charset_list input_charsets;
    mw_encoding encoding;
    mw_disposition disposition;
    enum {
        MW_FILENAME_BY_SOURCE,
        MW_FILENAME_NONE,
        MW_FILENAME_GIVEN
    } filename_from;
    mw_bytes filename;
    mw_bytes content_id;           /* "left@right" or "left", no brackets */
    mw_field *fields, *last_field; /* added by hand, description too */
    bool used;                     /* it is in a multipart or a message */
    mw_part *children, *last_child;
    mw_part *start; /* of a related, or NULL */
    mw_part *next;
};

/*
 * Parses TEXT, a media type that somebody asked for: no control character in
 * it, not even one that a parameter hides behind a percent sign.
 */
mw_status mw_part_type_parse(mw_message *message, const char *text,
                             mw_media_type *type, mw_error *error);

#endif
