/* SPDX-License-Identifier: MIT */

/*
 * One submission from its options to its exit status, for every command that
 * submits.
 */

#include "config.h"

#include "submission.h"

#include "ascii_case.h"
#include "exit_status.h"
#include "fail.h"
#include "interrupt_wake.h"
#include "login.h"
#include "output.h"
#include "print.h"
#include "sent_copy.h"
#include "submit_apply.h"
#include "submit_json.h"
#include "submit_log.h"
#include "submit_say.h"
#include "transcript.h"

#include <stdlib.h>
#include <string.h>

/* The server: an argument, else the environment's, else the configuration's. */
static option_use find_server(const submission *self)
{
    const option_use *said = &self->options.server;
    const char *from_environment = getenv("MIMEWRIGHT_SERVER");

    if ((said->value != NULL && said->origin.place == NULL) ||
        from_environment == NULL || from_environment[0] == '\0')
        return *said;
    return (option_use){ .option = said->option,
                         .value = from_environment,
                         .origin = { "$MIMEWRIGHT_SERVER", 0 } };
}

static mw_status apply_server(submission *self, mw_error *error)
{
    const option_use server = find_server(self);
    const bool is_argument = server.origin.place == NULL;

    if (server.value == NULL) {
        fail(error, MW_E_USAGE, "--server: is needed");
        fail_hint(error,
                  "--server smtp://HOST, $MIMEWRIGHT_SERVER, or server = "
                  "in the configuration");
        return MW_E_USAGE;
    }
    return option_blame(&server,
                        self->smtp.options_set_server(self->to, server.value,
                                                      !is_argument, error),
                        error);
}

bool submission_names_program(const option_use *server)
{
    return ascii_case_starts(server->value, "exec:");
}

static bool names_socket(const option_use *server)
{
    return ascii_case_starts(server->value, "smtp+unix:") ||
           ascii_case_starts(server->value, "lmtp+unix:");
}

/* What must not seem to be heeded is refused as an argument. A configuration
 * may say it for other servers. */
static mw_status refuse_idle(const option_use *const *idle, size_t count,
                             const char *why, mw_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (idle[i]->value != NULL && idle[i]->origin.place == NULL)
            return option_blame(idle[i], fail(error, MW_E_USAGE, "%s", why),
                                error);
    return MW_OK;
}

/* Which way to go, how to secure it, whom to log in, and what is said on it:
 * of none of that there is anything with a program. */
static mw_status check_program(const submit_options *given, mw_error *error)
{
    const option_use *const IDLE[] = {
        &given->ca_file,       &given->cert,
        &given->key,           &given->pin,
        &given->tls_name,      &given->user,
        &given->netrc,         &given->password_command,
        &given->password_file, &given->token_command,
        &given->auth,          &given->proxy,
        &given->source,        &given->ipv4,
        &given->ipv6,          &given->transcript,
    };

    return refuse_idle(IDLE, sizeof IDLE / sizeof IDLE[0],
                       "a program has neither a connection nor a login", error);
}

static mw_status check_socket(const submit_options *given, mw_error *error)
{
    const option_use *const IDLE[] = { &given->proxy, &given->source,
                                       &given->ipv4, &given->ipv6 };

    return refuse_idle(IDLE, sizeof IDLE / sizeof IDLE[0],
                       "no network leads to a unix socket", error);
}

static mw_status check_way(const submission *self, mw_error *error)
{
    const option_use server = find_server(self);

    if (submission_names_program(&server))
        return check_program(&self->options, error);
    return names_socket(&server) ? check_socket(&self->options, error) : MW_OK;
}

static mw_status apply_login(submission *self, mw_error *error)
{
    const option_use server = find_server(self);

    return login_apply(self, &server, error);
}

static mw_status open_transcript(submission *self, mw_error *error)
{
    const option_use *use = &self->options.transcript;
    const mw_status status = option_blame(
        use, transcript_open(use->value, &self->transcript, error), error);

    if (status == MW_OK)
        self->smtp.options_set_transcript(self->to, transcript_write,
                                          self->transcript);
    return status;
}

static mw_status apply_files(submission *self, mw_error *error)
{
    const option_use *log = &self->options.log;
    mw_status status = MW_OK;

    if (self->options.transcript.value != NULL)
        status = open_transcript(self, error);
    if (status == MW_OK && log->value != NULL)
        status = option_blame(log, submit_log_check(log->value, error), error);
    return status;
}

/* Before the configuration is read, so GIVEN is what the arguments say. */
static mw_status check_proxy(const submit_options *given, mw_error *error)
{
    if (given->proxy.value == NULL ||
        !configuration_holds_password(given->proxy.value))
        return MW_OK;
    fail(error, MW_E_USAGE,
         "--proxy: a password does not belong here, where others can see it");
    fail_hint(error, "put proxy = URL into the configuration");
    return MW_E_USAGE;
}

static bool says_yes(const configuration *self, const char *name)
{
    const option_use *setting = configuration_find(self, name);

    return setting != NULL && !strcmp(setting->value, "yes");
}

mw_status submission_configure(submission *self, mw_context *context,
                               const char *from, mw_error *error)
{
    mw_status status;

    if (self->is_configured)
        return MW_OK;
    self->is_configured = true;
    status = check_proxy(&self->options, error);
    if (status != MW_OK)
        return status;
    status = configuration_apply(&self->configuration, context, &self->options,
                                 from, error);
    self->quiet |= says_yes(&self->configuration, "quiet");
    self->verbose |= says_yes(&self->configuration, "verbose");
    return status;
}

mw_status submission_check(submission *self, mw_context *context,
                           const char *from, mw_error *error)
{
    mw_status status = smtp_library_open(&self->smtp, error);

    self->context = context;
    if (status == MW_OK)
        status = submission_configure(self, context, from, error);
    if (status == MW_OK)
        status = self->smtp.options_new(context, &self->to, error);
    if (status == MW_OK)
        status = submit_apply(self, error);
    if (status == MW_OK)
        status = apply_server(self, error);
    return status == MW_OK ? check_way(self, error) : status;
}

mw_status submission_start(submission *self, mw_context *context,
                           const char *from, mw_error *error)
{
    mw_status status = submission_check(self, context, from, error);

    if (status == MW_OK)
        status = apply_files(self, error);
    return status == MW_OK ? apply_login(self, error) : status;
}

/* Whether a server took it for anybody, or may have. */
static bool was_sent(const smtp_library *smtp, const mw_smtp_report *report)
{
    bool sent = false;

    for (size_t i = 0; i < smtp->report_recipient_count(report); i++) {
        const mw_smtp_status status = smtp->report_status(report, i);

        sent |= status == MW_SMTP_ACCEPTED || status == MW_SMTP_UNKNOWN;
    }
    return sent;
}

const char *submission_subject(const submission *self)
{
    return self->names_each ? self->input : NULL;
}

/* Counts what WRONG kept from being written beside the message of BECAME, and
 * says it, unless it IS_SAID that the like of it failed. */
static void miss(submission *self, submission_outcome *became, bool *is_said,
                 const mw_error *wrong)
{
    const bool sent = was_sent(&self->smtp, became->report);
    mw_error missing = *wrong;

    if (sent)
        fail_hint(&missing, "the message is sent: do not send it again");
    if (!*is_said)
        print_failure_of(submission_subject(self), &missing);
    *is_said = true;
    submission_count(self, became, sent ? MW_SMTP_COPY_FAILED : MW_SMTP_IO,
                     &missing);
}

void submission_count(submission *self, submission_outcome *became,
                      mw_smtp_result result, const mw_error *missing)
{
    became->result = self->smtp.result_graver(became->result, result);
    self->result = self->smtp.result_graver(self->result, became->result);
    if (missing != NULL && became->missing.status == MW_OK)
        became->missing = *missing;
}

void submission_miss_transcript(submission *self, submission_outcome *became)
{
    const mw_error *wrong = transcript_failure(self->transcript);

    if (wrong != NULL)
        miss(self, became, &self->said.transcript, wrong);
}

static void write_log(submission *self, const mw_smtp_message *message,
                      submission_outcome *became)
{
    mw_error wrong;

    if (self->options.log.value != NULL &&
        self->smtp.report_result(became->report) != MW_SMTP_STOPPED &&
        submit_log_write(self, message, became, &wrong) != MW_OK)
        miss(self, became, &self->said.log, &wrong);
}

mw_smtp_result submission_result(const submission *self,
                                 const mw_smtp_report *report)
{
    return self->max_size.origin.line > 0 &&
                   self->smtp.report_cause(report) == MW_CAUSE_MESSAGE_SIZE
               ? MW_SMTP_CONFIG
               : self->smtp.report_result(report);
}

/*
 * Is told of each message. What JSON and the log say of it has to be what the
 * exit status does, so all else is written before.
 */
static void done(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    submission *self = user;
    submission_outcome became = { .report = report };
    mw_error wrong;

    self->input = message_names_find(&self->names, message);
    progress_wipe(&self->bar);
    if (self->watched == message)
        self->watched = NULL;
    self->has_sent |= was_sent(&self->smtp, report);
    submission_count(self, &became, submission_result(self, report), NULL);
    if (sent_copy_write(self, message, report, &wrong) != MW_OK)
        submission_count(self, &became, MW_SMTP_COPY_FAILED, &wrong);
    submit_say(self, report);
    if (became.missing.status != MW_OK)
        print_failure_of(submission_subject(self), &became.missing);
    submission_miss_transcript(self, &became);
    write_log(self, message, &became);
    if (self->json && submit_json_print(self, &became, &wrong) != MW_OK)
        miss(self, &became, &self->said.json, &wrong);
    self->input = NULL;
}

/* Of several that are under way the bar shows one, until that is done. */
static void note_progress(void *user, const mw_smtp_message *message,
                          uint64_t sent, uint64_t size)
{
    submission *self = user;

    if (self->watched == NULL)
        self->watched = message;
    if (self->watched == message)
        progress_show(&self->bar, sent, size);
}

/* A transcript on the terminal shows how far it is, and would be cut up. */
static void start_progress(submission *self)
{
    const char *path = self->options.transcript.value;

    progress_start(&self->bar,
                   self->quiet || (path != NULL && !strcmp(path, "-")));
    self->smtp.options_set_progress(self->to, note_progress, self);
}

/* Which of GIVEN the library means by CAUSE, or NULL. */
static const option_use *option_at_fault(const submit_options *given,
                                         mw_cause cause)
{
    switch (cause) {
    case MW_CAUSE_SMTP_CA_FILE:
        return &given->ca_file;
    case MW_CAUSE_SMTP_CERTIFICATE:
        return &given->cert;
    case MW_CAUSE_SMTP_KEY:
        return &given->key;
    case MW_CAUSE_SMTP_TLS:
        return &given->tls;
    case MW_CAUSE_SMTP_MECHANISMS:
        return &given->auth;
    case MW_CAUSE_SMTP_SOURCE:
        return &given->source;
    case MW_CAUSE_SMTP_STOP:
        return &given->quit_after;
    default:
        return NULL;
    }
}

mw_status submission_blame(const submission *self, mw_status status,
                           mw_error *error)
{
    const option_use *use;

    if (status == MW_OK)
        return MW_OK;
    use = option_at_fault(&self->options, error->cause);
    return use != NULL ? option_blame(use, status, error) : status;
}

/* Says that of the transcript only what came after the last message is
 * missing. */
static void miss_last_lines(submission *self)
{
    const mw_error *wrong = transcript_failure(self->transcript);
    mw_error missing;

    if (wrong == NULL || self->said.transcript)
        return;
    missing = *wrong;
    if (self->has_sent)
        fail_hint(&missing, "what was to be sent is sent: do not repeat it");
    print_failure(&missing);
    self->result = self->smtp.result_graver(
        self->result, self->has_sent ? MW_SMTP_COPY_FAILED : MW_SMTP_IO);
}

mw_status submission_run(submission *self, mw_smtp_message *const *messages,
                         size_t count, mw_error *error)
{
    mw_status status = sent_copy_check(self, count, error);

    if (status != MW_OK)
        return status;
    self->smtp.options_set_interrupt(self->to, interrupt_wake_catch());
    start_progress(self);
    status = self->smtp.submit(self->context, self->to, messages, count, done,
                               self, error);
    status = submission_blame(self, status, error);
    progress_wipe(&self->bar);
    miss_last_lines(self);
    return status;
}

/* What a message that could not be made counts as. */
static mw_smtp_result result_of(int exit_status)
{
    switch (exit_status) {
    case EXIT_DATA:
        return MW_SMTP_DATA;
    case EXIT_NO_INPUT:
        return MW_SMTP_NO_INPUT;
    case EXIT_USAGE:
        return MW_SMTP_USAGE;
    default:
        return MW_SMTP_IO;
    }
}

static mw_status print_failure_line(const submission *self,
                                    const mw_error *wrong, int exit_status,
                                    mw_error *error)
{
    mw_sink *line;
    mw_status status = mw_sink_new_memory(self->context, &line, error);

    if (status != MW_OK)
        return status;
    status = submit_json_put_failure(self->context, line, self->input, wrong,
                                     exit_status, error);
    if (status == MW_OK)
        status = output_print_line(self->context, line, error);
    mw_sink_free(line);
    return status;
}

void submission_fail(submission *self, const mw_error *wrong)
{
    const int exit_status = self->exit_status != 0
                                ? self->exit_status
                                : exit_status_of(wrong->status);
    mw_error error;

    print_failure(wrong);
    if (self->json && self->context != NULL &&
        print_failure_line(self, wrong, exit_status, &error) != MW_OK)
        print_failure(&error);
}

void submission_give_up(submission *self, const char *input,
                        const mw_error *wrong)
{
    self->input = input;
    submission_fail(self, wrong);
    self->input = NULL;
    self->result = self->smtp.result_graver(
        self->result, result_of(exit_status_of(wrong->status)));
}

/* Whether the same command must not be repeated, whatever else happened. */
static bool is_lasting(mw_smtp_result result)
{
    return result == MW_SMTP_IN_DOUBT || result == MW_SMTP_COPY_FAILED ||
           result == MW_SMTP_PARTIAL;
}

int submission_exit(const submission *self, mw_status status)
{
    mw_smtp_result result = self->result;

    /* 75 would let the command be repeated, and send again what went. */
    if (result == MW_SMTP_TEMPORARY && self->has_sent)
        result = MW_SMTP_PARTIAL;
    if (is_lasting(result))
        return self->smtp.result_exit(result);
    if (status != MW_OK && self->exit_status != 0)
        return self->exit_status;
    if (status != MW_OK)
        return exit_status_of(status);
    return result == MW_SMTP_OK ? EXIT_DONE : self->smtp.result_exit(result);
}

void submission_end(submission *self)
{
    if (self->to != NULL)
        self->smtp.options_free(self->to);
    message_names_end(&self->names);
    transcript_close(self->transcript);
    submit_options_end(&self->options);
    configuration_end(&self->configuration);
}
