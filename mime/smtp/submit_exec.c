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

static void explain_exit(delivery *to)
{
    char said[200];

    snprintf(said, sizeof said, "%s", mw_exec_output(to->exec));
    for (char *at = said; *at; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    mw_fail(&to->cause, MW_E_DATA, "%.200s ended with status %d%s%s",
            to->submit->options->server.path, to->status, *said ? ": " : "",
            said);
}

/* Ends the message, or what reading it ended for, and judges. */
static void finish(delivery *to)
{
    const mw_wait wait = patience(to->submit);

    to->io = mw_exec_finish(to->exec, &wait, &to->status, &to->cause);
    if (to->io == MW_IO_OK) {
        to->result = result_of_exit(to->status);
        /* A program that did not read it all cannot have sent it all. */
        if (!to->is_whole &&
            (to->result == MW_SMTP_OK || to->result == MW_SMTP_IN_DOUBT))
            to->result = MW_SMTP_PERMANENT;
        if (to->result != MW_SMTP_OK)
            explain_exit(to);
        return;
    }
    to->result = to->is_whole ? MW_SMTP_IN_DOUBT : MW_SMTP_TEMPORARY;
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
        mw_report_fail(report, to->result, phase_of(to), &to->cause, NULL);
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

static mw_status submit_one(mw_submit *submit, mw_smtp_message *message,
                            mw_error *error)
{
    delivery to = { .submit = submit, .message = message };
    mw_smtp_report *report;
    mw_status status =
        mw_report_new(&submit->allocator, message, &report, error);

    if (status != MW_OK)
        return status;
    if (plan(&to) == MW_OK) {
        status = start(&to);
        if (status == MW_OK && to.exec)
            deliver(&to);
    }
    if (status == MW_OK) {
        mw_report_set_message(report, message);
        mw_report_set_server(report, submit->options->server.path, NULL);
        settle(report, &to);
        status = mw_submit_tell(submit, message, MW_OK, report);
    } else {
        mw_smtp_report_free(report);
        mw_fail_memory(error);
    }
    mw_exec_free(to.exec);
    return status;
}

mw_status mw_submit_exec(mw_submit *submit, mw_error *error)
{
    mw_smtp_message *message = NULL;
    mw_error cause = { 0 };
    mw_status status = MW_OK;

    submit->settings.helo = "localhost";
    submit->settings.server_name = submit->options->server.path;
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
