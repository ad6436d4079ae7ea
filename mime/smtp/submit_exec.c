/* SPDX-License-Identifier: MIT */

/*
 * Messages for a program such as sendmail(8), which takes responsibility
 * with its exit status (sysexits.h): 0 for all recipients, or for none.
 */

#include "smtp/exec.h"
#include "smtp/submit.h"

#include <stdio.h>

/* How long a program may read nothing, and may work on what it read. */
#define EXEC_SECONDS 600

typedef struct delivery {
    mw_submit *submit;
    mw_smtp_message *message;
    mw_exec *exec;
    mw_io io;       /* of the last step */
    mw_error cause; /* of it */
    bool is_whole;  /* the program got all of the message */
    int status;     /* the program's, where it ended */
    uint64_t sent;
    mw_smtp_result result;
    const char *why; /* or NULL */
} delivery;

static mw_wait patience(const mw_submit *submit)
{
    const unsigned wanted = submit->options->timeout;

    return mw_submit_wait(
        submit, mw_submit_until(submit, wanted ? wanted : EXEC_SECONDS));
}

static mw_status write_octets(void *user, const void *bytes, size_t size,
                              mw_error *error)
{
    delivery *to = user;
    const mw_smtp_options *options = to->submit->options;
    const mw_wait wait = patience(to->submit);

    to->io = mw_exec_write(to->exec, bytes, size, &wait, &to->cause);
    if (to->io != MW_IO_OK)
        return mw_fail(error, MW_E_WRITE, "%s", to->cause.message);
    to->sent += size;
    if (options->progress)
        options->progress(options->progress_user, to->message, to->sent,
                          mw_smtp_message_size(to->message));
    return MW_OK;
}

static mw_status write_message(delivery *to, mw_error *error)
{
    mw_sink *sink;
    mw_status status = mw_sink_new(to->submit->context, write_octets, NULL, to,
                                   NULL, &sink, error);

    if (status != MW_OK)
        return status;
    status = mw_smtp_message_write(to->message, sink, error);
    if (status == MW_OK)
        status = mw_sink_finish(sink, error);
    mw_sink_free(sink);
    if (status == MW_OK && to->sent != mw_smtp_message_size(to->message))
        status = mw_fail(error, MW_E_CHANGED,
                         "the message is not as long as it was planned");
    return status;
}

/* The message's own failure: the program is ended before it has the whole. */
static mw_smtp_result result_of_writing(mw_status status)
{
    return status == MW_E_DATA       ? MW_SMTP_DATA
           : status == MW_E_NO_INPUT ? MW_SMTP_NO_INPUT
           : status == MW_E_MEMORY   ? MW_SMTP_TEMPORARY
                                     : MW_SMTP_IO;
}

static mw_smtp_result result_of_exit(int status)
{
    switch (status) {
    case 0:
        return MW_SMTP_OK;
    case 65: /* EX_DATAERR */
        return MW_SMTP_DATA;
    case 71: /* EX_OSERR */
    case 74: /* EX_IOERR */
    case 75: /* EX_TEMPFAIL */
        return MW_SMTP_TEMPORARY;
    default:
        /* What is none of sysexits says nothing of the message. */
        return status >= 64 && status <= 78 ? MW_SMTP_PERMANENT
                                            : MW_SMTP_IN_DOUBT;
    }
}

static void say_exit(delivery *to)
{
    char said[200];
    size_t size;

    snprintf(said, sizeof said, "%s", mw_exec_output(to->exec));
    for (char *at = said; *at; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    for (size = strlen(said); size > 0 && said[size - 1] == ' ';)
        said[--size] = '\0';
    mw_fail(&to->cause, MW_E_DATA, "%.200s ended with status %d%s%s%s",
            to->submit->options->server.path, to->status,
            to->is_whole ? "" : " before it had read the whole message",
            *said ? ": " : "", said);
}

/* Whoever reads it has to know why the message may be sent, and that it must
 * not be sent again at once. */
static void explain_doubt(delivery *to)
{
    to->why = !to->is_whole ? "it says that it took the message, of which it "
                              "can only have sent a part"
              : to->io == MW_IO_OK
                  ? "the status does not say whether it sent the message"
                  : "it had the whole message and may have sent it";
    mw_hint(&to->cause, "look whether it arrived%s before you send it again",
            to->is_whole ? "" : ", and is whole,");
}

/*
 * A program that did not read it all cannot have sent it all. Where it failed
 * it sent nothing; where it says that all is well, nobody knows what it did:
 * it may have sent what it read.
 */
static mw_smtp_result judge_exit(const delivery *to)
{
    const mw_smtp_result result = result_of_exit(to->status);

    if (to->is_whole)
        return result;
    return result == MW_SMTP_OK         ? MW_SMTP_IN_DOUBT
           : result == MW_SMTP_IN_DOUBT ? MW_SMTP_PERMANENT
                                        : result;
}

/* Ends the message, or what reading it ended for, and judges. */
static void finish(delivery *to)
{
    const mw_wait wait = patience(to->submit);

    to->io = mw_exec_finish(to->exec, &wait, &to->status, &to->cause);
    if (to->io == MW_IO_OK) {
        to->result = judge_exit(to);
        if (to->result != MW_SMTP_OK)
            say_exit(to);
    } else {
        to->result = to->is_whole ? MW_SMTP_IN_DOUBT : MW_SMTP_TEMPORARY;
    }
    if (to->result == MW_SMTP_IN_DOUBT)
        explain_doubt(to);
}

static mw_status start(delivery *to)
{
    const mw_smtp_message *message = to->message;

    to->io = mw_exec_start(
        &to->submit->allocator, to->submit->options->server.path, message->from,
        message->recipients, message->recipient_count, &to->exec, &to->cause);
    to->result = to->io == MW_IO_USAGE        ? MW_SMTP_USAGE
                 : to->io == MW_IO_NO_PROGRAM ? MW_SMTP_PERMANENT
                                              : MW_SMTP_TEMPORARY;
    return to->io == MW_IO_MEMORY ? MW_E_MEMORY : MW_OK;
}

static void deliver(delivery *to)
{
    mw_error error = { 0 };
    const mw_status status = write_message(to, &error);

    to->is_whole = status == MW_OK;
    if (status == MW_OK || to->io == MW_IO_CLOSED) {
        finish(to);
    } else {
        to->cause = error;
        to->result =
            to->io != MW_IO_OK ? MW_SMTP_TEMPORARY : result_of_writing(status);
    }
    mw_submit_note(to->submit, to->io);
}

static mw_smtp_phase phase_of(const delivery *to)
{
    return to->exec == NULL ? MW_SMTP_PHASE_CONNECT
           : to->is_whole   ? MW_SMTP_PHASE_FINAL
                            : MW_SMTP_PHASE_DATA;
}

/* One status for all recipients. */
static void settle(mw_smtp_report *report, const delivery *to)
{
    report->bytes_sent = to->sent;
    if (to->result != MW_SMTP_OK)
        mw_report_fail(report, to->result, phase_of(to), &to->cause, to->why);
    else
        report->phase = MW_SMTP_PHASE_QUIT;
    for (size_t i = 0; i < report->recipient_count; i++)
        if (to->result == MW_SMTP_OK)
            report->recipients[i].status = MW_SMTP_ACCEPTED;
        else if (to->result == MW_SMTP_IN_DOUBT)
            report->recipients[i].status = MW_SMTP_UNKNOWN;
}

/* Programs take what mail may hold but for BINARYMIME, whose line ends would
 * not stay as they are. */
static mw_status plan(delivery *to)
{
    if (!(mw_smtp_message_extensions(to->message) & MW_EXTENSION_BINARYMIME))
        return MW_OK;
    to->result = MW_SMTP_DATA;
    return mw_smtp_message_replan(to->message, MW_EXTENSION_BINARYMIME,
                                  &to->cause);
}

/* Whether the user's wishes can be met, of which a program is told none. */
static bool meets_wishes(delivery *to)
{
    const char *unmet = mw_session_unmet_wish(&to->submit->settings, 0);

    if (!unmet)
        return true;
    mw_fail(&to->cause, MW_E_UNAVAILABLE, "a program does not offer %s", unmet);
    mw_hint(&to->cause, "it is told the sender and the recipients alone; an "
                        "SMTP server may offer it");
    to->result = MW_SMTP_PERMANENT;
    return false;
}

static mw_status submit_one(mw_submit *submit, mw_smtp_message *message,
                            mw_error *error)
{
    delivery to = { .submit = submit, .message = message };
    mw_smtp_report *report;
    mw_status status =
        mw_report_new(&submit->allocator, message, &report, error);

    if (status != MW_OK)
        return status;
    if (meets_wishes(&to) && plan(&to) == MW_OK) {
        status = start(&to);
        if (status == MW_OK && to.exec)
            deliver(&to);
    }
    if (status == MW_OK) {
        mw_report_set_message(report, message);
        mw_report_set_server(report, submit->options->server.path, NULL);
        if (mw_session_drops_dsn(&submit->settings, 0))
            mw_report_add_warning(report,
                                  "a program does not offer DSN, so no "
                                  "delivery status notification was asked for");
        settle(report, &to);
        status = mw_submit_tell(submit, message, MW_OK, report);
    } else {
        mw_smtp_report_free(report);
        mw_fail_memory(error);
    }
    mw_exec_free(to.exec);
    return status;
}

/* What would end sooner, or be hidden on its way, must not only seem to. */
static mw_status check_options(const mw_smtp_options *options, mw_error *error)
{
    if (options->stop != MW_SMTP_STOP_NEVER) {
        mw_fail(error, MW_E_USAGE,
                "a program has no phases: it takes the whole message or "
                "nothing");
        mw_error_set_cause(error, MW_CAUSE_SMTP_STOP);
        return MW_E_USAGE;
    }
    if (options->tls == MW_SMTP_TLS_REQUIRED ||
        options->tls == MW_SMTP_TLS_IMPLICIT) {
        mw_fail(error, MW_E_USAGE,
                "a program has no TLS: it takes the message from a pipe");
        mw_error_set_cause(error, MW_CAUSE_SMTP_TLS);
        mw_hint(error, "say nothing of TLS, or off, where the server is exec:");
        return MW_E_USAGE;
    }
    return MW_OK;
}

static mw_status settle_options(mw_submit *submit, mw_error *error)
{
    const mw_status status = check_options(submit->options, error);

    if (status != MW_OK)
        return status;
    submit->settings.helo = "localhost";
    submit->settings.server_name = submit->options->server.path;
    mw_submit_settle_wishes(submit);
    return mw_session_check(&submit->settings, NULL, error);
}

mw_status mw_submit_exec(mw_submit *submit, mw_error *error)
{
    mw_smtp_message *message = NULL;
    mw_error cause = { 0 };
    mw_status status = settle_options(submit, error);

    while (status == MW_OK) {
        status = mw_submit_next(submit, &message, error);
        if (status != MW_OK || !message)
            break;
        status = submit_one(submit, message, error);
        if (status != MW_OK)
            mw_submit_put_back(submit, message);
    }
    if (status != MW_OK || !mw_submit_has_more(submit))
        return status;
    mw_fail(&cause, MW_E_SYSTEM, "%s",
            submit->interrupted ? "interrupted" : "the time is over");
    status = mw_submit_fail(submit, MW_SMTP_TEMPORARY, &cause, NULL, error);
    return status == MW_OK ? mw_submit_give_up(submit, error) : status;
}
