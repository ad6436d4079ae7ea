/* SPDX-License-Identifier: MIT */

/*
 * `compose --submit`: the submitter plans the message, since it may have to
 * plan it anew for what the server lacks. Outputs are written before, so that
 * one which cannot be made keeps nothing from being repeated.
 */

#include "config.h"

#include "compose_submit.h"

#include "advice.h"
#include "compose_output.h"
#include "fail.h"

mw_status compose_check_submit(const compose *state, mw_error *error)
{
    const char *first = state->submission.options.first;

    if (first != NULL && !state->submit && !state->dry_run) {
        fail(error, MW_E_USAGE, "--%s: nothing is submitted", first);
        fail_hint(error, "add --submit, or -n to see the plan");
        return MW_E_USAGE;
    }
    if (state->submission.copy.value != NULL && !state->submit &&
        !state->dry_run) {
        fail(error, MW_E_USAGE, "--fcc: nothing is submitted");
        fail_hint(error, "add --submit; -o makes a copy of what is not sent");
        return MW_E_USAGE;
    }
    if (state->submit && state->line_feeds)
        return fail(error, MW_E_USAGE,
                    "--eol: what is submitted has CRLF at its line ends");
    return MW_OK;
}

static mw_status write_outputs(compose *state, const mw_smtp_message *message,
                               mw_error *error)
{
    const smtp_library *smtp = &state->submission.smtp;

    state->plan = smtp->message_plan(message);
    if (compose_say_plan(state, error) != MW_OK)
        return MW_E_USAGE;
    if (state->output_count == 0 && state->envelope_file == NULL)
        return MW_OK;
    return compose_write(state, error);
}

static mw_status plan_message(compose *state, mw_smtp_message **message,
                              mw_error *error)
{
    const mw_status status = state->submission.smtp.message_new_composed(
        state->context, state->message, state->plan_options, message, error);

    return advice_on_plan(&state->max_size, status, error);
}

mw_status compose_submit(compose *state, mw_error *error)
{
    submission *self = &state->submission;
    mw_smtp_message *message = NULL;
    mw_status status;

    self->json = state->json;
    self->verbose = state->verbose;
    self->quiet = state->quiet;
    status = submission_start(self, state->context, state->from, error);
    self->max_size = state->max_size;
    if (status == MW_OK)
        status = plan_message(state, &message, error);
    if (status == MW_OK)
        status = write_outputs(state, message, error);
    if (status == MW_OK)
        status = submission_run(self, &message, 1, error);
    if (message != NULL)
        self->smtp.message_free(message);
    state->plan = NULL; /* it was the message's */
    return status;
}
