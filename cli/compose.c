/* SPDX-License-Identifier: MIT */

/*
 * `mimewright compose`: describe, plan, write, in this order. Output is
 * opened when the plan is made, so what is wrong with the message is known
 * before the first octet is out.
 */

#include "config.h"

#include "compose.h"

#include "advice.h"
#include "command.h"
#include "compose_configuration.h"
#include "compose_fields.h"
#include "compose_html.h"
#include "compose_output.h"
#include "compose_parts.h"
#include "compose_reply.h"
#include "compose_rewrite.h"
#include "compose_settings.h"
#include "compose_submit.h"
#include "compose_text.h"
#include "dry_run.h"
#include "exit_status.h"
#include "fail.h"
#include "output.h"
#include "print.h"
#include "report.h"
#include "submit_json.h"

#include <stdlib.h>
#include <string.h>

/* Each argument can be one part, one input or one output at most. */
static mw_status start(compose *state, char *const *arguments, mw_error *error)
{
    size_t count = 1;
    mw_status status;

    while (arguments[count - 1] != NULL)
        count++;
    state->outputs = calloc(count, sizeof *state->outputs);
    state->inputs = calloc(count, sizeof *state->inputs);
    state->parts = calloc(count, sizeof *state->parts);
    state->descriptors = calloc(count, sizeof *state->descriptors);
    if (state->outputs == NULL || state->inputs == NULL ||
        state->parts == NULL || state->descriptors == NULL)
        return fail_memory(error);
    status = mw_context_new(&state->context, error);
    if (status == MW_OK)
        status = mw_message_new(state->context, &state->message, error);
    if (status == MW_OK)
        status =
            mw_plan_options_new(state->context, &state->plan_options, error);
    return status;
}

static void end(compose *state)
{
    compose_end_rewrites(state);
    compose_end_answer(state);
    submission_end(&state->submission);
    mw_plan_free(state->own_plan);
    mw_plan_options_free(state->plan_options);
    mw_message_free(state->message);
    mw_sink_free(state->references);
    mw_sink_free(state->unsubscribe);
    mw_sink_free(state->omitted);
    mw_sink_free(state->recipients);
    mw_sink_free(state->expanded_charsets);
    mw_context_free(state->context);
    free(state->outputs);
    free(state->inputs);
    free(state->parts);
    free(state->descriptors);
}

/* The first round: all options are checked, settings are taken. */
static mw_status read_settings(compose *state, char *const *arguments,
                               mw_error *error)
{
    option_reader reader;
    option_use use;
    bool found;
    mw_status status;

    option_reader_start(&reader, &compose_options, arguments);
    while ((status = option_read(&reader, &use, &found, error)) == MW_OK &&
           found) {
        if (use.option == NULL)
            continue;
        if (!strcmp(use.option->name, "from"))
            state->from = use.value;
        state->body_count += (use.option->traits & TRAIT_BODY) != 0;
        state->part_count += (use.option->traits & TRAIT_PART) != 0;
        if ((use.option->traits & TRAIT_SETTING) != 0)
            status = use.option->take(state, &use, error);
        if (status != MW_OK)
            break;
    }
    memcpy(state->given, reader.seen, sizeof state->given);
    return status;
}

/* The second round: what the message is made of, in the order given. */
static mw_status read_content(compose *state, char *const *arguments,
                              mw_error *error)
{
    option_reader reader;
    option_use use;
    bool found;
    mw_status status;

    option_reader_start(&reader, &compose_options, arguments);
    while ((status = option_read(&reader, &use, &found, error)) == MW_OK &&
           found) {
        if (use.option == NULL)
            status = compose_add_recipients(state, use.value, error);
        else if ((use.option->traits & TRAIT_SETTING) == 0)
            status = use.option->take(state, &use, error);
        if (status != MW_OK) {
            advice_on_option(&use, error);
            break;
        }
    }
    return status;
}

/* Whether those in Bcc, which is not written, get to know of the message. */
static mw_status check_bcc(const compose *state, mw_error *error)
{
    if (!mw_message_has_bcc(state->message))
        return MW_OK;
    if (state->is_resent && !state->names_envelope) {
        fail(error, MW_E_USAGE,
             "Bcc: its recipients would be lost: the message goes to those in "
             "its Resent- fields");
        fail_hint(error, "--envelope-to LIST says all whom it goes to, "
                         "--keep-bcc writes the field");
        return MW_E_USAGE;
    }
    if (state->envelope_file == NULL && !state->dry_run && !state->submit) {
        fail(error, MW_E_USAGE,
             "Bcc: its recipients would be lost: they are in the envelope "
             "only, and nothing is submitted");
        fail_hint(error, "--envelope-file FILE keeps them, --keep-bcc writes "
                         "the field");
        return MW_E_USAGE;
    }
    return MW_OK;
}

/* What the library cannot know: where Bcc stays, and that From is needed. */
static mw_status check_header(const compose *state, mw_error *error)
{
    if (!mw_message_has_field(state->message, "From")) {
        fail(error, MW_E_USAGE, "From: is needed");
        fail_hint(error, "-f MAILBOX says whom the message is from");
        return MW_E_USAGE;
    }
    if (mw_message_has_field(state->message, "Resent-Bcc") &&
        !state->keep_bcc) {
        fail(error, MW_E_USAGE, "Resent-Bcc: its recipients would be lost");
        fail_hint(error, "--keep-bcc writes the field");
        return MW_E_USAGE;
    }
    return state->keep_bcc ? MW_OK : check_bcc(state, error);
}

static mw_status describe(compose *state, char *const *arguments,
                          mw_error *error)
{
    mw_status status = compose_check_submit(state, error);

    if (status == MW_OK)
        status = compose_configure(state, error);
    if (status == MW_OK)
        status = compose_start_rewrites(state, error);
    if (status == MW_OK)
        status = compose_check_outputs(state, error);
    if (status == MW_OK)
        status = compose_apply_settings(state, error);
    if (status == MW_OK)
        status = compose_start_answer(state, error);
    if (status == MW_OK)
        status = read_content(state, arguments, error);
    if (status == MW_OK)
        status = compose_configure_header(state, error);
    if (status == MW_OK)
        status = compose_finish_answer(state, error);
    if (status == MW_OK)
        status = compose_finish_rewrites(state, error);
    if (status == MW_OK)
        status = compose_finish_references(state, error);
    if (status == MW_OK)
        status = compose_finish_unsubscribe(state, error);
    if (status == MW_OK)
        status = compose_check_omitted(state, error);
    if (status == MW_OK)
        status = check_header(state, error);
    if (status == MW_OK)
        status = compose_default_body(state, error);
    if (status == MW_OK)
        status = compose_check_quote(state, error);
    if (status == MW_OK)
        status = compose_finish_html(state, error);
    if (status == MW_OK)
        status = compose_finish_text(state, error);
    if (status == MW_OK)
        status = compose_check_files(state, error);
    return status;
}

static mw_status plan(compose *state, mw_error *error)
{
    const mw_status status = mw_plan_new(state->message, state->plan_options,
                                         &state->own_plan, error);

    if (status != MW_OK)
        return advice_on_plan(&state->max_size, status, error);
    state->plan = state->own_plan;
    return compose_say_plan(state, error);
}

/* Prints the line of --json: what went WRONG, or how it went. */
static mw_status print_report(compose *state, const mw_error *wrong,
                              mw_error *error)
{
    mw_context *context = state->context;
    mw_sink *line;
    mw_status status = mw_sink_new_memory(context, &line, error);

    if (status != MW_OK)
        return status;
    if (wrong != NULL && state->submit)
        status = submit_json_put_failure(
            context, line, NULL, wrong,
            submission_exit(&state->submission, wrong->status), error);
    else if (wrong != NULL)
        status = report_error(
            context, line, wrong,
            submission_exit(&state->submission, wrong->status), error);
    else if (state->dry_run && state->plan != NULL)
        status = report_plan(context, line, state->plan,
                             compose_output_size(state), error);
    else
        status = report_written(context, line, state->plan, state->outputs,
                                state->output_count, error);
    if (status == MW_OK)
        status = output_print_line(context, line, error);
    mw_sink_free(line);
    return status;
}

static mw_status deliver(compose *state, mw_error *error)
{
    mw_status status = MW_OK;

    if (!state->dry_run)
        status = compose_write(state, error);
    else if (!state->json)
        dry_run_draw(state->plan, compose_output_size(state), stdout);
    if (status == MW_OK && state->json)
        status = print_report(state, NULL, error);
    return status;
}

static mw_status work(compose *state, char *const *arguments, mw_error *error)
{
    mw_status status = read_settings(state, arguments, error);

    if (status != MW_OK)
        return status;
    if (state->help || state->version) {
        command_print_about("compose", state->help);
        return MW_OK;
    }
    status = describe(state, arguments, error);
    if (status == MW_OK && state->skip_empty && !state->has_content)
        return state->json ? print_report(state, NULL, error) : MW_OK;
    if (status == MW_OK && state->submit && !state->dry_run)
        return compose_submit(state, error);
    if (status == MW_OK && state->submit)
        status = submission_check(&state->submission, state->context,
                                  state->from, error);
    if (status == MW_OK)
        status = plan(state, error);
    if (status == MW_OK)
        status = deliver(state, error);
    return status;
}

/*
 * Whether an error is to be told as JSON too. The options are read again,
 * since it may be one of them that is wrong.
 */
static bool wants_json(char *const *arguments)
{
    bool json = false;
    bool elsewhere = false; /* the message is not on standard output */
    bool to_file = false;
    bool to_stdout = false;
    option_reader reader;
    option_use use;
    mw_error ignored;
    bool found = true;

    option_reader_start(&reader, &compose_options, arguments);
    while (found || *reader.next != NULL) {
        if (option_read(&reader, &use, &found, &ignored) != MW_OK || !found ||
            use.option == NULL)
            continue;
        if (!strcmp(use.option->name, "json"))
            json = true;
        if (!strcmp(use.option->name, "dry-run") ||
            !strcmp(use.option->name, "submit"))
            elsewhere = true;
        if (!strcmp(use.option->name, "output")) {
            to_file = true;
            to_stdout |= output_is_stdout(use.value);
        }
    }
    return json && (elsewhere || (to_file && !to_stdout));
}

int compose_run(char *const *arguments)
{
    compose state = { .input_charsets = "utf-8" };
    mw_error error = { 0 };
    mw_error ignored;
    int exit_status;
    mw_status status = start(&state, arguments, &error);

    if (status == MW_OK)
        status = work(&state, arguments, &error);
    exit_status = submission_exit(&state.submission, status);
    if (status != MW_OK) {
        advice_on_domain(&error);
        print_failure(&error);
        if (state.context != NULL && wants_json(arguments))
            (void)print_report(&state, &error, &ignored);
    }
    end(&state);
    return exit_status;
}
