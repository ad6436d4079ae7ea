/* SPDX-License-Identifier: MIT */

/*
 * `mimewright sendmail`, and the program under the name of sendmail: one
 * message from standard input, for programs that know nothing else. What
 * they do not know either is where it goes: that is in the configuration.
 */

#include "config.h"

#include "sendmail.h"

#include "advice.h"
#include "author.h"
#include "command.h"
#include "exit_status.h"
#include "fail.h"
#include "print.h"
#include "rewrite.h"
#include "send_account.h"
#include "submit_apply.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_ROOM = 128 };

static mw_status start(sendmail *self, char *const *arguments, mw_error *error)
{
    size_t count = 1;
    mw_status status;

    while (arguments[count - 1] != NULL)
        count++;
    self->recipients = calloc(count, sizeof *self->recipients);
    if (self->recipients == NULL)
        return fail_memory(error);
    status = mw_context_new(&self->context, error);
    self->submission.context = self->context;
    if (status == MW_OK)
        status = mw_message_new(self->context, &self->holder, error);
    return status;
}

static void end(sendmail *self)
{
    if (self->message != NULL)
        self->submission.smtp.message_free(self->message);
    if (self->wishes != NULL)
        self->submission.smtp.prepare_options_free(self->wishes);
    submission_end(&self->submission);
    mw_message_free(self->holder);
    mw_context_free(self->context);
    free(self->recipients);
}

/* What a program asks for by a letter it asks for as a favour. */
static mw_status drop(mw_status status, const char *letter, mw_error *error)
{
    if (status != MW_OK && status != MW_E_MEMORY) {
        fail_blame(error, letter);
        print_note("left out", error->message);
        status = MW_OK;
    }
    return status;
}

/* Sendmail takes these words in any case of letters. */
static const char *lower(const char *text, char word[WORD_ROOM])
{
    size_t size = 0;

    for (; text[size] != '\0' && size + 1 < WORD_ROOM; size++)
        word[size] = text[size] >= 'A' && text[size] <= 'Z'
                         ? (char)(text[size] - 'A' + 'a')
                         : text[size];
    word[size] = '\0';
    return word;
}

static mw_status apply_notifications(sendmail *self, mw_error *error)
{
    submission *to = &self->submission;
    char word[WORD_ROOM];
    mw_status status = MW_OK;

    if (self->notify != NULL)
        status = drop(submit_apply_notify(to, lower(self->notify, word), error),
                      "-N", error);
    if (status == MW_OK && self->returned != NULL)
        status =
            drop(submit_apply_return(to, lower(self->returned, word), error),
                 "-R", error);
    if (status == MW_OK && self->envelope_id != NULL)
        status = drop(
            to->smtp.options_set_envelope_id(to->to, self->envelope_id, error),
            "-V", error);
    if (self->notify != NULL || self->returned != NULL ||
        self->envelope_id != NULL)
        to->smtp.options_set_dsn_optional(to->to, 1);
    return status;
}

static mw_status check_recipients(const sendmail *self, mw_error *error)
{
    if (self->recipient_count > 0 || self->reads_header)
        return MW_OK;
    fail(error, MW_E_USAGE, "no recipient");
    fail_hint(error, "-t takes those of the header");
    return MW_E_USAGE;
}

static mw_status add_recipients(const sendmail *self, mw_error *error)
{
    const smtp_library *smtp = &self->submission.smtp;
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < self->recipient_count; i++)
        status = smtp->prepare_options_add_to(self->wishes, self->recipients[i],
                                              error);
    smtp->prepare_options_join_header(self->wishes, self->reads_header);
    return status;
}

static mw_status make_wishes(sendmail *self, mw_error *error)
{
    mw_status status = self->submission.smtp.prepare_options_new(
        self->context, &self->wishes, error);

    if (self->no_aliases)
        self->submission.options.aliases.value = NULL;
    if (status == MW_OK)
        status = rewrite_apply(&self->submission, self->wishes, error);
    if (status == MW_OK)
        status = sendmail_apply_sender(self, error);
    if (status == MW_OK)
        status = add_recipients(self, error);
    return status;
}

static mw_status make_message(sendmail *self, mw_error *error)
{
    mw_status status = self->submission.smtp.message_new_prepared(
        self->context, self->source, self->wishes, &self->message, error);

    if (status == MW_E_SYNTAX || status == MW_E_RANGE) {
        /* An address in the message is its data. */
        error->status = MW_E_DATA;
        status = MW_E_DATA;
    }
    return status;
}

/* Starts it by the account of who sends. */
static mw_status start_submission(sendmail *self, mw_error *error)
{
    const char *said = send_account_sender(&self->submission, self->from);
    char *found = NULL;
    bool is_open = false;
    mw_status status = MW_OK;

    if (said == NULL)
        status = send_account_is_open(&self->submission, &is_open, error);
    if (status == MW_OK && is_open)
        status = author_read(self->context, self->source, &found, error);
    if (status == MW_OK)
        status = submission_start(&self->submission, self->context,
                                  found != NULL ? found : said, error);
    free(found);
    return status;
}

static mw_status work(sendmail *self, char *const *arguments, mw_error *error)
{
    mw_status status = sendmail_read_options(self, arguments, error);

    if (status != MW_OK)
        return status;
    if (self->help || self->version) {
        command_print_about("sendmail", self->help);
        return MW_OK;
    }
    status = check_recipients(self, error);
    if (status == MW_OK)
        status = sendmail_make_source(self, &self->source, error);
    if (status == MW_OK)
        status = start_submission(self, error);
    if (status == MW_OK)
        status = apply_notifications(self, error);
    if (status == MW_OK)
        status = make_wishes(self, error);
    if (status == MW_OK)
        status = make_message(self, error);
    if (status == MW_OK)
        status = submission_run(&self->submission, &self->message, 1, error);
    return status;
}

int sendmail_run(char *const *arguments)
{
    /* Every program's mail has something added; each time to say so would be
     * a mail about a mail. */
    sendmail self = { .submission.terse = true };
    mw_error error = { 0 };
    mw_status status = start(&self, arguments, &error);
    int exit_status;

    if (status == MW_OK)
        status = work(&self, arguments, &error);
    if (status != MW_OK) {
        advice_on_domain(&error);
        submission_fail(&self.submission, &error);
    }
    exit_status = submission_exit(&self.submission, status);
    end(&self);
    return exit_status;
}

bool sendmail_run_by_name(const char *program, char *const *arguments,
                          int *exit_status)
{
    static const struct {
        const char *name;
        const char *why;
    } OTHERS[] = {
        { "mailq",
          "there is no queue: a message is at the server, or refused" },
        { "newaliases", "aliases are read when they are needed" },
    };
    const char *slash = strrchr(program, '/');
    const char *name = slash != NULL ? slash + 1 : program;
    mw_error error;

    if (!strcmp(name, "sendmail")) {
        *exit_status = sendmail_run(arguments);
        return true;
    }
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        if (strcmp(name, OTHERS[i].name) != 0)
            continue;
        fail(&error, MW_E_USAGE, "%s: %s", name, OTHERS[i].why);
        print_failure(&error);
        *exit_status = EXIT_USAGE;
        return true;
    }
    return false;
}
