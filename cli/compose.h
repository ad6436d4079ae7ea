/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_H
#define CLI_COMPOSE_H

#include "option.h"
#include "submission.h"

#include <mimewright.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * What `compose` knows while it works. Its options are taken in two rounds:
 * settings first, since the charset of the arguments has to be known before
 * the first argument is read as text; then what the message is made of, in
 * the order given.
 */
typedef struct compose {
    submission submission; /* first: its options are set there */
    mw_context *context;
    mw_message *message;
    mw_plan_options *plan_options;
    mw_plan *own_plan; /* PLAN, where it is not the submitter's */
    const mw_plan *plan;

    /* Settings, of the first round. */
    bool help;
    bool version;
    bool dry_run;
    bool submit;
    bool json;
    bool verbose;
    bool quiet;
    bool keep_bcc;
    bool no_text;
    bool skip_empty;
    bool allow_special;
    bool flowed;
    bool strip_ansi;
    bool embed;
    bool text_from_html;
    bool reproducible;
    bool line_feeds; /* --eol lf */
    bool encodes;    /* --output-as with another form than raw, FORMAT */
    mw_format format;
    bool given[OPTION_LIMIT]; /* by an argument, as in the table */
    option_use max_size;
    const char *seed;
    const char *envelope_file;
    const char *from;           /* as it was given */
    const char *author;         /* the same as UTF-8, or the configuration's */
    const char *embed_folder;   /* of --embed=DIR, or NULL */
    const char *input_charsets; /* of the arguments too */
    mw_sink *expanded_charsets; /* what holds them, if anything does */
    const char **outputs;       /* -o */
    size_t output_count;
    const char **inputs; /* what the second round reads */
    size_t input_count;
    size_t body_count; /* bodies and parts there will be */
    size_t part_count;

    /* What the second round gathers. */
    mw_sink *references;        /* of --references, with blanks between */
    mw_sink *unsubscribe;       /* of --unsubscribe, with commas between */
    size_t unsubscribe_pages;   /* those of http: and https:, */
    bool one_click;             /* one of them of https: */
    mw_sink *omitted;           /* names of -H 'NAME:', each with its NUL */
    mw_part *text;              /* the plain text, or NULL */
    mw_part *html;              /* the HTML body, or NULL */
    mw_part **parts;            /* those that modifiers are for now, */
    size_t parts_count;         /* none before the first */
    const option *parts_option; /* the option that gave them */
    unsigned modified;          /* modifiers they had, one bit for each */
    int *descriptors;           /* those that are read from */
    size_t descriptor_count;
    bool has_content; /* a body that is not white space, a part */

    /* --reply, --forward and their like; NULL and 0 without one. */
    const option *answer;
    const char *answered; /* its FILE */
    size_t quote_place;
    struct original *original;
    bool has_quote; /* the text holds it */

    /* Who is in the envelope. */
    bool names_envelope; /* --envelope-to says it; else */
    bool is_resent;      /* the newest block of Resent- fields, */
    bool resent_ended;   /* behind which an older one has begun */

    /* With --aliases: whom it is for, before they are followed. */
    mw_smtp_prepare_options *wishes;
    mw_sink *recipients; /* the fields' lists of them, each with its NUL */
} compose;

/* What kind of option one of compose's is. */
enum {
    TRAIT_SETTING = OPTION_SETTING, /* taken in the first round */
    TRAIT_BODY = 2,                 /* gives a body */
    TRAIT_PART = 4 /* gives a part that needs a body beside it */
};

/* The options of the command. */
extern const option_table compose_options;

/* Runs the command with its arguments, which end with NULL; the exit status. */
int compose_run(char *const *arguments);

/*
 * Stores SIZE octets of TEXT, which are in one of the input charsets, as
 * UTF-8 that lives as long as the message. WHAT names them in errors.
 */
mw_status compose_decode(compose *state, const char *what, const char *text,
                         size_t size, const char **decoded, mw_error *error);

#endif
