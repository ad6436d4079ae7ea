/* SPDX-License-Identifier: MIT */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/arena.h"
#include "message/message.h"
#include "plan/options.h"
#include "plan/text_stream.h"

#include <mimewright/plan.h>

/*
 * The inside of a plan: a tree of parts with everything decided about them,
 * and the same again as a flat list of what is to be written.
 */

/* What is done to the octets of a source on their way. */
typedef enum {
    MW_CONTENT_NONE,   /* a multipart has none of its own */
    MW_CONTENT_TEXT,   /* charset and line ends are the plan's */
    MW_CONTENT_EXACT,  /* bit for bit */
    MW_CONTENT_MESSAGE /* line ends become CRLF, nothing else changes */
} mw_content;

struct mw_plan_part {
    const mw_part *part; /* NULL for a layer that the layout added */
    mw_plan_part *parent, *first, *last, *next;
    size_t child_count;
    const mw_plan_part **children; /* for the public face */
    unsigned depth;

    bool is_signed;         /* it is in what a multipart/signed signs */
    mw_transport transport; /* what its octets may be */
    bool as_file;  /* a body that is attached: unfit, or a calendar's copy */
    bool is_unfit; /* of the former kind */
    mw_content content;
    mw_source *source;
    const mw_charset *input_charset;  /* of a text */
    const mw_charset *output_charset; /* of a text */
    mw_text_shape shape;              /* of a text */

    mw_media_type type;    /* as it is written, boundary and all */
    const char *type_name; /* "type/subtype" */
    const char *type_reason;
    const char *charset; /* the label, or NULL */
    mw_encoding encoding;
    mw_disposition disposition;
    const char *filename;      /* or NULL */
    bool has_made_name;        /* the name= of its type is the plan's */
    const char *content_id;    /* with angle brackets, or NULL */
    const mw_plan_part *start; /* the root of a related, if not the first */
    const char *boundary;      /* of a multipart */
    const char *reason;

    uint64_t size;         /* octets before the transfer encoding */
    uint64_t encoded_size; /* and after it, with CRLF */
    uint64_t line_ends;    /* CRLFs in the latter */
    bool ends_in_line_end; /* the encoded content does */
    bool soft_end;         /* quoted-printable ends in a soft break; */
    uint64_t soft_size;    /* encoded_size and line_ends where it does so */
    uint64_t soft_line_ends;

    mw_bytes header; /* every field, with CRLF, and the empty line */
};

/* A stretch of the message: octets that are there, or a part's content. */
typedef struct mw_segment {
    mw_bytes literal;
    const mw_plan_part *content; /* or NULL */
} mw_segment;

struct mw_plan {
    mw_context *context;
    mw_arena arena;
    mw_message *message;
    mw_source *sources; /* those that the plan itself made */
    mw_plan_options options;
    mw_header_style style;

    mw_plan_part *root;
    mw_plan_part **order; /* all parts, each before its children */
    size_t part_count;

    mw_segment *segments;
    size_t segment_count, segment_room;
    uint64_t size, line_ends;
    mw_transport transport;
    unsigned extensions;

    const char *envelope_from;
    const char **envelope_to;
    size_t envelope_to_count;
    const char *message_id;

    const char **notes;
    size_t note_count;
};

/* Adds a line to the notes of PLAN. */
mw_status mw_plan_add_note(mw_plan *plan, mw_error *error, const char *format,
                           ...) MW_PRINTF(3, 4);

/* A copy of what BUFFER holds, in the plan's arena; NULL without memory. */
const char *mw_plan_keep(mw_plan *plan, const mw_buffer *buffer,
                         mw_error *error);

/* What PART is called in errors: its file, its name, or its type. */
const char *mw_plan_part_called(const mw_plan_part *part);

#endif
