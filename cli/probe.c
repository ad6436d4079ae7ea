/* SPDX-License-Identifier: MIT */

/*
 * `mimewright probe URL`: connects, looks, and goes.
 */

#include "config.h"

#include "probe.h"

#include "command.h"
#include "common_options.h"
#include "fail.h"
#include "interrupt_wake.h"
#include "print.h"
#include "submission.h"
#include "submit_json.h"
#include "submit_say.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct probe {
    submission submission; /* first: its options are set there */
    bool help;
    bool version;
    mw_context *context;
} probe;

static mw_status take_flag(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(bool *)((char *)state + use->option->datum) = true;
    return MW_OK;
}

static const option OPTIONS[] = {
    { .name = "json",
      .section = "Results",
      .help = "the result as one line of JSON",
      .take = take_flag,
      .datum = offsetof(probe, submission.json) },
    COMMON_OPTIONS(probe, take_flag, 0),
};

static const char *const LATER[] = { NULL };

const option_table probe_options = { OPTIONS,
                                     sizeof OPTIONS / sizeof OPTIONS[0], LATER,
                                     &submit_option_table, NULL };

/* The operand is the server. */
static mw_status take_operand(void *state, const option_use *use,
                              mw_error *error)
{
    probe *self = state;

    if (self->submission.options.server.value != NULL)
        return fail(error, MW_E_USAGE, "%.200s: one server at a time",
                    use->value);
    if (use->value[0] == '\0')
        return fail(error, MW_E_USAGE, "URL: is empty");
    submit_options_set_server(&self->submission.options, use->value);
    return MW_OK;
}

static void show_octets(const char *label, const char *text, size_t size)
{
    (void)printf("%-10s", label);
    print_octets(stdout, text, size);
    (void)fputc('\n', stdout);
}

static void show(const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0')
        show_octets(label, text, strlen(text));
}

static void show_offers(const smtp_library *smtp, const mw_smtp_report *report,
                        int after)
{
    const size_t count = smtp->report_offer_count(report, after);

    if (count > 0)
        (void)printf("\noffered%s:\n", after ? "" : " before TLS");
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const char *offer = smtp->report_offer(report, after, i, &size);

        (void)fputs("  ", stdout);
        print_octets(stdout, offer, size);
        (void)fputc('\n', stdout);
    }
}

static void draw(const smtp_library *smtp, const mw_smtp_report *report)
{
    size_t size;
    const char *greeting = smtp->report_greeting(report, &size);

    show("server", smtp->report_server_name(report));
    show("address", smtp->report_server_address(report));
    if (size > 0)
        show_octets("greeting", greeting, size);
    if (smtp->report_tls_version(report) != NULL) {
        show("tls", smtp->report_tls_version(report));
        show("cipher", smtp->report_tls_cipher(report));
        show("peer", smtp->report_tls_peer(report));
        show("verified", smtp->report_tls_verified(report) ? "yes" : "no");
    }
    show("login", smtp->report_auth(report));
    show_offers(smtp, report, 0);
    show_offers(smtp, report, 1);
}

static mw_status look(probe *state, mw_error *error)
{
    submission *self = &state->submission;
    submission_outcome became = { .report = NULL };
    mw_smtp_report *report;
    mw_status status;

    self->smtp.options_set_interrupt(self->to, interrupt_wake_catch());
    status = submission_blame(
        self, self->smtp.probe(state->context, self->to, &report, error),
        error);
    if (status != MW_OK)
        return status;
    became.report = report;
    submission_count(self, &became, self->smtp.report_result(report), NULL);
    submit_say(self, report);
    submission_miss_transcript(self, &became);
    if (self->json)
        status = submit_json_print(self, &became, error);
    else
        draw(&self->smtp, report);
    self->smtp.report_free(report);
    return status;
}

static mw_status work(probe *state, char *const *arguments, mw_error *error)
{
    mw_status status =
        option_take_all(&probe_options, arguments, state, take_operand, error);

    if (status != MW_OK)
        return status;
    if (state->help || state->version) {
        command_print_about("probe", state->help);
        return MW_OK;
    }
    status = submission_start(&state->submission, state->context, NULL, error);
    return status == MW_OK ? look(state, error) : status;
}

int probe_run(char *const *arguments)
{
    probe state = { .help = false };
    mw_error error = { 0 };
    mw_status status = mw_context_new(&state.context, &error);
    int exit_status;

    state.submission.context = state.context;
    if (status == MW_OK)
        status = work(&state, arguments, &error);
    if (status != MW_OK)
        submission_fail(&state.submission, &error);
    exit_status = submission_exit(&state.submission, status);
    submission_end(&state.submission);
    mw_context_free(state.context);
    return exit_status;
}
