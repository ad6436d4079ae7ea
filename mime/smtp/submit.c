/* SPDX-License-Identifier: MIT */

/*
 * Submitting by blocking calls: one connection after another until every
 * message has its report.
 */

#include "smtp/drive.h"

#include "smtp/memory.h"

void mw_submit_begin(mw_submit *submit, mw_context *context,
                     const mw_smtp_options *options, mw_submit_queue *queue)
{
    *submit = (mw_submit){
        .context = context,
        .allocator = mw_memory_of(context),
        .options = options,
        .queue = queue,
        .deadline = options->deadline > 0
                        ? mw_clock_after((int64_t)options->deadline * 1000)
                        : MW_NO_DEADLINE,
        .interrupt = options->interrupt,
    };
}

void mw_submit_end(mw_submit *submit)
{
    mw_smtp_report_free(submit->failure);
    mw_sasl_free(submit->sasl);
}

static void end_queue(mw_submit_queue *queue)
{
    mw_tls_free(queue->tls);
    mw_tls_free(queue->lax_tls);
    mw_release(&queue->allocator, queue->returned,
               queue->lanes * sizeof(mw_smtp_message *));
}

/* Each lane has at most one message that can come back. */
static mw_status begin_queue(mw_submit_queue *queue, mw_error *error)
{
    queue->returned = mw_allocate(&queue->allocator, NULL, 0,
                                  queue->lanes * sizeof(mw_smtp_message *));
    return queue->returned ? MW_OK : mw_fail_memory(error);
}

/* Files of certificates, and the address to come from, are looked at before
 * anybody is called. */
static mw_status look_ahead(mw_submit *submit, mw_error *error)
{
    const mw_smtp_options *options = submit->options;
    const mw_status status = mw_submit_check_source(submit, error);
    mw_tls *tls;

    if (status != MW_OK)
        return status;
    if (submit->settings.tls == MW_SMTP_TLS_OFF ||
        (!options->ca_file && !options->certificate))
        return MW_OK;
    return mw_submit_tls(submit, true, &tls, error);
}

/* One connection, that begins with MESSAGE; *GOES_ON as in mw_drive_run. */
static mw_status run_once(mw_submit *submit, mw_smtp_message *message,
                          bool *goes_on, mw_error *error)
{
    const uint64_t before = mw_drive_clock();
    mw_connection *connection;
    mw_status status = mw_submit_connect(submit, &connection, error);

    *goes_on = false;
    if (status == MW_OK && connection)
        status = mw_drive_run(submit, connection, message,
                              mw_drive_clock() - before, goes_on, error);
    mw_submit_forget_connection(submit);
    if (message && (status != MW_OK || !connection))
        mw_submit_put_back(submit, message);
    /* What failed then says nothing of the messages that are left. */
    if (*goes_on) {
        mw_smtp_report_free(submit->failure);
        submit->failure = NULL;
    }
    return status;
}

/* Says why messages are left that were not even tried. */
static mw_status explain_end(mw_submit *submit, mw_error *error)
{
    mw_error cause = { 0 };

    if (!mw_submit_has_more(submit) ||
        (submit->failure && !submit->interrupted))
        return MW_OK;
    mw_fail(&cause, MW_E_SYSTEM, "%s",
            submit->interrupted ? "interrupted" : "the time is over");
    return mw_submit_fail(submit, MW_SMTP_TEMPORARY, &cause, NULL, error);
}

mw_status mw_submit_run(mw_submit *submit, mw_error *error)
{
    mw_smtp_message *message = NULL;
    bool goes_on = true;
    mw_status status = MW_OK;

    while (status == MW_OK && goes_on) {
        status = mw_submit_next(submit, &message, error);
        goes_on = status == MW_OK && message;
        if (goes_on)
            status = run_once(submit, message, &goes_on, error);
    }
    if (status == MW_OK && !message && !mw_submit_has_more(submit))
        submit->queue->ran_dry = true;
    return status;
}

static mw_status submit_all(mw_submit *submit, mw_error *error)
{
    mw_status status = mw_submit_settle(submit, error);

    if (status == MW_OK)
        status = look_ahead(submit, error);
    if (status == MW_OK)
        status = mw_submit_run_lanes(submit, error);
    if (status == MW_OK)
        status = explain_end(submit, error);
    return status == MW_OK ? mw_submit_give_up(submit, error) : status;
}

static mw_status check_options(const mw_smtp_options *options, mw_error *error)
{
    return options->has_server
               ? MW_OK
               : mw_fail(error, MW_E_USAGE, "no server is named");
}

/* A program takes one message after the other. */
static size_t count_lanes(const mw_smtp_options *options, size_t count)
{
    const size_t wanted = options->in_flight > 0 ? options->in_flight : 1;

    if (options->server.scheme == MW_URL_EXEC || count == 0)
        return 1;
    return wanted < count ? wanted : count;
}

mw_status mw_smtp_submit(mw_context *context, const mw_smtp_options *options,
                         mw_smtp_message *const *messages, size_t count,
                         mw_smtp_done_function done, void *user,
                         mw_error *error)
{
    mw_submit_queue queue = { .allocator = mw_memory_of(context),
                              .messages = messages,
                              .count = count,
                              .done = done,
                              .user = user,
                              .lanes = count_lanes(options, count) };
    mw_submit submit;
    mw_status status = check_options(options, error);

    if (status == MW_OK)
        status = begin_queue(&queue, error);
    if (status != MW_OK)
        return status;
    mw_submit_begin(&submit, context, options, &queue);
    status = options->server.scheme == MW_URL_EXEC
                 ? mw_submit_exec(&submit, error)
                 : submit_all(&submit, error);
    mw_submit_end(&submit);
    end_queue(&queue);
    return status;
}

static mw_status probe(mw_submit *submit, mw_smtp_report **report,
                       mw_error *error)
{
    bool goes_on;
    mw_status status = mw_submit_settle(submit, error);

    if (status == MW_OK)
        status = look_ahead(submit, error);
    if (status == MW_OK)
        status = run_once(submit, NULL, &goes_on, error);
    if (status != MW_OK)
        return status;
    if (!submit->probed) {
        submit->probed = submit->failure;
        submit->failure = NULL;
    }
    *report = submit->probed;
    return MW_OK;
}

mw_status mw_smtp_probe(mw_context *context, const mw_smtp_options *options,
                        mw_smtp_report **report, mw_error *error)
{
    mw_submit_queue queue = { .allocator = mw_memory_of(context) };
    mw_submit submit;
    mw_status status = check_options(options, error);

    if (status == MW_OK && options->server.scheme == MW_URL_EXEC)
        status = mw_fail(error, MW_E_USAGE,
                         "a program cannot be asked what it can do");
    if (status != MW_OK)
        return status;
    mw_submit_begin(&submit, context, options, &queue);
    status = probe(&submit, report, error);
    mw_submit_end(&submit);
    end_queue(&queue);
    return status;
}
