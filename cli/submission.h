/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMISSION_H
#define CLI_SUBMISSION_H

#include "configuration.h"
#include "message_names.h"
#include "progress.h"
#include "smtp_library.h"
#include "submit_options.h"
#include "transcript.h"

#include <mimewright.h>

#include <stdbool.h>

/*
 * What compose, send and probe have in common: the options, the library they
 * are told to, and what is said of each message. The state of a command
 * begins with one of these, all zero but the switches.
 */
typedef struct submission {
    submit_options options;
    configuration configuration;
    bool is_configured;
    bool json;
    bool verbose;
    bool quiet;
    bool terse;          /* what was changed is not told, unless VERBOSE */
    option_use copy;     /* of --fcc: where what was sent is kept */
    option_use max_size; /* of --max-size: what no message may be larger than */

    mw_context *context; /* lent by the command */
    smtp_library smtp;
    mw_smtp_options *to;
    char asked_user[256], asked_host[256]; /* whose password is asked for */
    bool asked_by_configuration;           /* it names that host */
    option_use passed_over; /* where a secret is that is another host's */
    transcript *transcript;
    progress_bar bar;
    const mw_smtp_message *watched; /* the one that BAR is of; or NULL */

    message_names names; /* of the messages, where they come from inputs */
    bool names_each;     /* there may be several, so lines say which */
    const char *input;   /* of the message that is told of; or NULL */

    mw_smtp_result result; /* the gravest so far */
    bool has_sent;         /* a server took something, or may have */
    struct {               /* that writing these failed */
        bool transcript, log, json;
    } said;
    int exit_status; /* of a failure, where its status does not say it; or 0 */
} submission;

/* What became of a message, and of what is written beside it. */
typedef struct submission_outcome {
    const mw_smtp_report *report;
    mw_smtp_result result; /* the report's, or a graver one for */
    mw_error missing; /* what is not written, the first; MW_OK for nothing */
} submission_outcome;

/*
 * Reads the configuration for a message from FROM (a mailbox, or NULL), once.
 */
mw_status submission_configure(submission *self, mw_context *context,
                               const char *from, mw_error *error);

/*
 * Loads the library, reads the configuration where that was not done, and
 * tells the library all but the secrets, which nobody is asked for, and the
 * files, of which none is opened. Fails as above.
 */
mw_status submission_check(submission *self, mw_context *context,
                           const char *from, mw_error *error);

/* The same, and tells it those too. */
mw_status submission_start(submission *self, mw_context *context,
                           const char *from, mw_error *error);

/* Whether SERVER, a URL, names a program: there is no login to it. */
bool submission_names_program(const option_use *server);

/*
 * Says which option ERROR is about, where STATUS is what the library gave
 * when it was asked to connect: what it finds wrong in files, and in options
 * that are right each by itself, it says before anybody is called.
 */
mw_status submission_blame(const submission *self, mw_status status,
                           mw_error *error);

/* Submits COUNT messages, and says what became of each. */
mw_status submission_run(submission *self, mw_smtp_message *const *messages,
                         size_t count, mw_error *error);

/* What became of the message of REPORT. One that grew over a limit of the
 * configuration is a mistake there, as it is where no server is asked. */
mw_smtp_result submission_result(const submission *self,
                                 const mw_smtp_report *report);

/* Counts RESULT in BECAME and in SELF, and what is MISSING for it, or NULL. */
void submission_count(submission *self, submission_outcome *became,
                      mw_smtp_result result, const mw_error *missing);

/* Counts that lines of the transcript are missing, where they are, and says
 * so once. */
void submission_miss_transcript(submission *self, submission_outcome *became);

/* What lines for people on the message that is told of begin with; or NULL. */
const char *submission_subject(const submission *self);

/* Counts WRONG, and says it: one message, of INPUT, that never got to a
 * server. */
void submission_give_up(submission *self, const char *input,
                        const mw_error *wrong);

/* The exit status, after STATUS of what was done last: what a server has, or
 * may have, counts more than what went wrong here afterwards. */
int submission_exit(const submission *self, mw_status status);

/* Says ERROR on standard error, and in JSON where that is wanted. */
void submission_fail(submission *self, const mw_error *wrong);

/* Ends what SELF holds, after the messages. */
void submission_end(submission *self);

#endif
