/* SPDX-License-Identifier: MIT */
#ifndef CLI_SENDMAIL_H
#define CLI_SENDMAIL_H

#include "option.h"
#include "submission.h"

#include <mimewright.h>

#include <stdbool.h>

/* What `sendmail` knows while it works. */
typedef struct sendmail {
    submission submission; /* first: its options are set there */
    bool help;
    bool version;
    bool reads_header; /* -t */
    bool ignores_dots; /* -i */
    bool no_aliases;   /* -n */
    const char *from;  /* -f, or NULL */
    const char *full_name;
    const char *notify;
    const char *returned;
    const char *envelope_id;
    const char **recipients;
    size_t recipient_count;

    mw_context *context;
    mw_message *holder; /* of the source, which a message has to own */
    mw_source *source;
    mw_smtp_prepare_options *wishes;
    mw_smtp_message *message;
} sendmail;

/* The options of the command. */
extern const option_table sendmail_options;

/* Reads ARGUMENTS into SELF, whose recipients have room for all of them. */
mw_status sendmail_read_options(sendmail *self, char *const *arguments,
                                mw_error *error);

/* Tells the wishes of SELF who sends it, as far as its header does not. */
mw_status sendmail_apply_sender(const sendmail *self, mw_error *error);

/* Stores a source of standard input, which ends at a lone dot unless -i. */
mw_status sendmail_make_source(const sendmail *self, mw_source **source,
                               mw_error *error);

/* Runs the command with its arguments, which end with NULL; the exit status. */
int sendmail_run(char *const *arguments);

/*
 * Does what the program is for under the name PROGRAM, and says whether there
 * is anything: sendmail, and mailq and newaliases, which other mailers are
 * called by too and which are refused here.
 */
bool sendmail_run_by_name(const char *program, char *const *arguments,
                          int *exit_status);

#endif
