/* SPDX-License-Identifier: MIT */
#ifndef CLI_ORIGINAL_H
#define CLI_ORIGINAL_H

#include <mimewright.h>

#include <stdbool.h>

/*
 * A message that exists, as far as an answer to it needs it: some fields of
 * its header, and its text.
 */
typedef enum original_field {
    ORIGINAL_FROM,
    ORIGINAL_REPLY_TO,
    ORIGINAL_MAIL_REPLY_TO,
    ORIGINAL_MAIL_FOLLOWUP_TO,
    ORIGINAL_TO,
    ORIGINAL_CC,
    ORIGINAL_SUBJECT,
    ORIGINAL_DATE,
    ORIGINAL_MESSAGE_ID,
    ORIGINAL_IN_REPLY_TO,
    ORIGINAL_REFERENCES,
    ORIGINAL_FIELDS
} original_field;

typedef struct original {
    mw_message *store; /* what the texts live in */
    /* The bodies of fields in UTF-8, "" where there is none; that of Subject
     * decoded, of others as they stand. */
    const char *fields[ORIGINAL_FIELDS];
    const char *text;    /* its lines end in LF; NULL where there is none */
    bool is_joined;      /* format=flowed or HTML: a line is a paragraph */
    const char *no_text; /* why there is none */
    size_t attached;     /* parts that are not in the text */
} original;

/*
 * Reads what SOURCE gives; NAME is what errors call it. Of several texts the
 * first counts, and HTML only where there is no plain one. Fails with
 * MW_E_DATA for what is no message, and as mw_sink_write_source does. ORIGINAL
 * is then ended.
 */
mw_status original_read(original *self, mw_context *context, mw_source *source,
                        const char *name, mw_error *error);

void original_end(original *self);

/* What PART of the original, a text, holds: for original_text.c. */
typedef struct original_text {
    mw_sink *octets; /* without their transfer encoding */
    bool is_html, is_flowed, has_delsp, is_broken;
    char charset[64];
} original_text;

/* Gives ORIGINAL the text of PART; what cannot be read is left out. */
mw_status original_take_text(original *self, mw_context *context,
                             const original_text *part, mw_error *error);

/*
 * Stores SIZE octets at BYTES as UTF-8 that lives as long as ORIGINAL: by
 * CHARSET, "" for none, where they are valid in it, else by a guess.
 */
mw_status original_decode(original *self, const char *charset,
                          const void *bytes, size_t size, const char **text,
                          mw_error *error);

/* The same of what SIZE octets of BODY, of a field, mean by FORMAT. */
mw_status original_decode_as(original *self, mw_context *context,
                             const char *body, size_t size, mw_format format,
                             const char **text, mw_error *error);

#endif
