/* SPDX-License-Identifier: MIT */

/*
 * `mimewright send`: every message is made ready before the first goes out,
 * so that all go over one connection; one that cannot be made ready does not
 * stop the rest.
 */

#include "config.h"

#include "send.h"

#include "advice.h"
#include "command.h"
#include "common_options.h"
#include "envelope_file.h"
#include "exit_status.h"
#include "fail.h"
#include "input.h"
#include "mailbox.h"
#include "mailbox_input.h"
#include "rewrite.h"
#include "send_account.h"
#include "send_inputs.h"
#include "sent_copy.h"
#include "submission.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct send_state {
    submission submission; /* first: its options are set there */
    bool help;
    bool version;
    bool as_is;
    option_use envelope_from;
    const char *envelope_file;
    const char **envelope_to;
    size_t envelope_to_count;
    const char **files;
    size_t file_count;
    send_inputs inputs;

    mw_context *context;
    mw_message *holder; /* of the sources, which a message has to own */
    mw_smtp_prepare_options *wishes;
    mw_smtp_message **messages;
    size_t message_count, message_room;
} send_state;

static mw_status take_flag(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(bool *)((char *)state + use->option->datum) = true;
    return MW_OK;
}

static mw_status take_envelope_from(void *state, const option_use *use,
                                    mw_error *error)
{
    send_state *self = state;

    (void)error;
    self->envelope_from = *use;
    return MW_OK;
}

static mw_status take_envelope_to(void *state, const option_use *use,
                                  mw_error *error)
{
    send_state *self = state;

    (void)error;
    self->envelope_to[self->envelope_to_count++] = use->value;
    return MW_OK;
}

static mw_status take_envelope_file(void *state, const option_use *use,
                                    mw_error *error)
{
    send_state *self = state;

    (void)error;
    self->envelope_file = use->value;
    return MW_OK;
}

static mw_status take_copy(void *state, const option_use *use, mw_error *error)
{
    send_state *self = state;

    return sent_copy_take(&self->submission, use, error);
}

static const option OPTIONS[] = {
    { .name = "envelope-from",
      .kind = OPTION_VALUE,
      .argument = "ADDRESS",
      .section = "Who",
      .help = "the envelope's sender; '' is the null path",
      .take = take_envelope_from },
    { .name = "envelope-to",
      .kind = OPTION_VALUES,
      .argument = "LIST",
      .section = "Who",
      .help = "the envelope's recipients, instead of the header's",
      .take = take_envelope_to },
    { .name = "envelope-file",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Who",
      .help = "the envelope that compose --envelope-file wrote",
      .take = take_envelope_file },
    { .name = "as-is",
      .section = "How",
      .help = "change nothing, for tests; Bcc is sent too",
      .take = take_flag,
      .datum = offsetof(send_state, as_is) },
    { .name = "fcc",
      .kind = OPTION_VALUE,
      .argument = "FILE|maildir:DIR|mbox:FILE",
      .section = "Results",
      .help = "a copy of what the server took",
      .take = take_copy },
    { .name = "json",
      .section = "Results",
      .help = "a line of JSON for each message",
      .take = take_flag,
      .datum = offsetof(send_state, submission.json) },
    { .name = "verbose",
      .letter = 'v',
      .section = "Results",
      .help = "say what was sent",
      .take = take_flag,
      .datum = offsetof(send_state, submission.verbose) },
    { .name = "quiet",
      .letter = 'q',
      .section = "Results",
      .help = "no notes",
      .take = take_flag,
      .datum = offsetof(send_state, submission.quiet) },
    COMMON_OPTIONS(send_state, take_flag, 0),
};

static const char *const LATER[] = { NULL };

/* What who knows mail(1) and sendmail(8) looks for. */
#define BY_HEADER                                                              \
    "recipients are read from the header; --envelope-to LIST names others"
#define BY_ENVELOPE "--envelope-from ADDRESS is the sender of the envelope"
#define BY_COMPOSE                                                             \
    "send takes messages that exist; mimewright compose --submit makes one"
#define BY_SENDMAIL "mimewright sendmail takes the letters of sendmail(8)"

static const option_stranger STRANGERS[] = {
    { "t", BY_HEADER },      { "to", BY_HEADER },
    { "f", BY_ENVELOPE },    { "r", BY_ENVELOPE },
    { "from", BY_ENVELOPE }, { "i", BY_SENDMAIL },
    { "o", BY_SENDMAIL },    { "b", BY_SENDMAIL },
    { "s", BY_COMPOSE },     { "subject", BY_COMPOSE },
    { "a", BY_COMPOSE },     { "attach", BY_COMPOSE },
    { "m", BY_COMPOSE },     { "message", BY_COMPOSE },
    { NULL, NULL },
};

const option_table send_options = { OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0],
                                    LATER, &submit_option_table, STRANGERS };

static mw_status take_operand(void *state, const option_use *use,
                              mw_error *error)
{
    send_state *self = state;

    (void)error;
    self->files[self->file_count++] = use->value;
    return MW_OK;
}

/* Each argument can be a file or a list of recipients at most. */
static mw_status start(send_state *state, char *const *arguments,
                       mw_error *error)
{
    size_t count = 1;
    mw_status status;

    while (arguments[count - 1] != NULL)
        count++;
    state->files = calloc(count, sizeof *state->files);
    state->envelope_to = calloc(count, sizeof *state->envelope_to);
    if (state->files == NULL || state->envelope_to == NULL)
        return fail_memory(error);
    status = mw_context_new(&state->context, error);
    if (status == MW_OK)
        status = mw_message_new(state->context, &state->holder, error);
    return status;
}

static void end(send_state *state)
{
    for (size_t i = 0; i < state->message_count; i++)
        state->submission.smtp.message_free(state->messages[i]);
    if (state->wishes != NULL)
        state->submission.smtp.prepare_options_free(state->wishes);
    submission_end(&state->submission);
    send_inputs_end(&state->inputs);
    mw_message_free(state->holder);
    mw_context_free(state->context);
    free(state->messages);
    free(state->files);
    free(state->envelope_to);
}

/* What the envelope's file says; options count more. */
static mw_status take_envelope(void *user, int is_from, const char *address,
                               mw_error *error)
{
    const send_state *state = user;
    const smtp_library *smtp = &state->submission.smtp;

    if (!is_from && state->envelope_to_count == 0)
        return smtp->prepare_options_add_to(state->wishes, address, error);
    if (is_from && state->envelope_from.value == NULL)
        return smtp->prepare_options_set_from(state->wishes, address, error);
    return MW_OK;
}

static mw_status make_wishes(send_state *state, mw_error *error)
{
    const smtp_library *smtp = &state->submission.smtp;
    const option_use *from = &state->envelope_from;
    mw_status status =
        smtp->prepare_options_new(state->context, &state->wishes, error);

    if (status != MW_OK)
        return status;
    status = rewrite_apply(&state->submission, state->wishes, error);
    if (status != MW_OK)
        return status;
    smtp->prepare_options_set_as_is(state->wishes, state->as_is);
    if (from->value != NULL)
        status = option_blame(
            from,
            smtp->prepare_options_set_from(state->wishes, from->value, error),
            error);
    if (status == MW_OK && state->envelope_file != NULL)
        status = envelope_file_read(state->context, state->envelope_file,
                                    take_envelope, state, error);
    for (size_t i = 0; status == MW_OK && i < state->envelope_to_count; i++) {
        status = smtp->prepare_options_add_to(state->wishes,
                                              state->envelope_to[i], error);
        if (status != MW_OK)
            fail_blame(error, "--envelope-to");
    }
    return status;
}

/* Counts a message that could not be made ready, or ends it all. */
static mw_status give_up(send_state *state, const char *name, mw_status status,
                         mw_error *error)
{
    if (status == MW_E_MEMORY || status == MW_E_INTERNAL)
        return status;
    if (state->submission.names_each)
        fail_blame(error, name);
    /* An address in a file is that file's data. */
    if (status == MW_E_SYNTAX || status == MW_E_RANGE)
        error->status = MW_E_DATA;
    if (status == MW_E_NO_INPUT)
        mailbox_advise(name, error);
    advice_on_domain(error);
    submission_give_up(&state->submission, name, error);
    return MW_OK;
}

static mw_status make_room(send_state *state, mw_error *error)
{
    const size_t room = state->message_room * 2 + 16;
    mw_smtp_message **messages;

    if (state->message_count < state->message_room)
        return MW_OK;
    messages = realloc(state->messages, room * sizeof(mw_smtp_message *));
    if (messages == NULL)
        return fail_memory(error);
    state->messages = messages;
    state->message_room = room;
    return MW_OK;
}

/* Makes the message of INPUT ready, or counts it as failed. */
static mw_status add_message(send_state *state, const send_input *input,
                             mw_error *error)
{
    const smtp_library *smtp = &state->submission.smtp;
    mw_smtp_message *message;
    mw_status status = make_room(state, error);

    if (status == MW_OK && input->wrong != NULL) {
        *error = *input->wrong;
        return give_up(state, input->name, error->status, error);
    }
    smtp->prepare_options_set_lf(state->wishes, input->is_of_mailbox);
    if (status == MW_OK)
        status = smtp->message_new_prepared(state->context, input->source,
                                            state->wishes, &message, error);
    if (status != MW_OK)
        return give_up(state, input->name, status, error);
    state->messages[state->message_count++] = message;
    return message_names_add(&state->submission.names, message, input->name,
                             error);
}

static mw_status add_messages(send_state *state, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < state->inputs.count; i++)
        status = add_message(state, &state->inputs.items[i], error);
    return status;
}

/* Whether NAME is a descriptor, and the one that OTHER is too. */
static bool is_same_descriptor(const char *name, const char *other)
{
    int one, two;

    return input_is_descriptor(mailbox_path(name), &one) &&
           input_is_descriptor(mailbox_path(other), &two) && one == two;
}

/* What was read once is not there a second time. */
static mw_status check_read_once(const send_state *state, mw_error *error)
{
    for (size_t i = 0; i < state->file_count; i++) {
        const char *name = state->files[i];
        bool again = state->envelope_file != NULL &&
                     is_same_descriptor(name, state->envelope_file);

        for (size_t k = 0; !again && k < i; k++)
            again = is_same_descriptor(name, state->files[k]);
        if (again)
            return fail(error, MW_E_USAGE, "%.200s: is wanted twice",
                        input_name(mailbox_path(name)));
    }
    return MW_OK;
}

static mw_status list_inputs(send_state *state, mw_error *error)
{
    mw_status status = MW_OK;

    if (state->file_count == 0 && isatty(STDIN_FILENO)) {
        fail(error, MW_E_USAGE, "no FILE, and standard input is a terminal");
        fail_hint(error, "- is the terminal all the same");
        return MW_E_USAGE;
    }
    if (state->file_count == 0)
        state->files[state->file_count++] = "-";
    state->submission.names_each =
        state->file_count > 1 || mailbox_is(state->files[0]);
    status = check_read_once(state, error);
    for (size_t i = 0; status == MW_OK && i < state->file_count; i++)
        status = send_inputs_add(&state->inputs, state->holder, state->files[i],
                                 error);
    return status;
}

/* Starts it by the account of who sends. */
static mw_status start_submission(send_state *state, mw_error *error)
{
    submission *self = &state->submission;
    const char *said = send_account_sender(self, state->envelope_from.value);
    char *found = NULL;
    bool is_open = false;
    mw_status status = MW_OK;

    if (said == NULL)
        status = send_account_is_open(self, &is_open, error);
    if (status == MW_OK && is_open)
        status = send_account_find(self, &state->inputs, &found, error);
    if (status == MW_OK)
        status = submission_start(self, state->context,
                                  found != NULL ? found : said, error);
    free(found);
    return status;
}

/* The envelope's sender of the configuration, where no argument says it. */
static void take_configured_sender(send_state *state)
{
    const option_use *setting =
        configuration_find(&state->submission.configuration, "envelope-from");

    if (state->envelope_from.value == NULL && setting != NULL)
        state->envelope_from = *setting;
}

static mw_status work(send_state *state, char *const *arguments,
                      mw_error *error)
{
    mw_status status =
        option_take_all(&send_options, arguments, state, take_operand, error);

    if (status != MW_OK)
        return status;
    if (state->help || state->version) {
        command_print_about("send", state->help);
        return MW_OK;
    }
    status = list_inputs(state, error);
    if (status == MW_OK)
        status = start_submission(state, error);
    if (status == MW_OK)
        take_configured_sender(state);
    if (status == MW_OK)
        status = make_wishes(state, error);
    if (status == MW_OK)
        status = add_messages(state, error);
    if (status == MW_OK && state->message_count > 0)
        status = submission_run(&state->submission, state->messages,
                                state->message_count, error);
    return status;
}

int send_run(char *const *arguments)
{
    send_state state = { .help = false };
    mw_error error = { 0 };
    mw_status status = start(&state, arguments, &error);
    int exit_status;

    state.submission.context = state.context;
    if (status == MW_OK)
        status = work(&state, arguments, &error);
    if (status != MW_OK)
        submission_fail(&state.submission, &error);
    exit_status = submission_exit(&state.submission, status);
    end(&state);
    return exit_status;
}
