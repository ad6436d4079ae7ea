/* SPDX-License-Identifier: MIT */

/*
 * The messages in their order, and their reports.
 */

#include "smtp/submit.h"

mw_status mw_submit_tell(mw_submit *submit, mw_smtp_message *message,
                         mw_status status, mw_smtp_report *report)
{
    if (status != MW_OK)
        return status;
    if (submit->queue->done)
        submit->queue->done(submit->queue->user, message, report);
    mw_smtp_report_free(report);
    return MW_OK;
}

/* What no command line can carry is known before there is a connection. */
static mw_status refuse(mw_submit *submit, mw_smtp_message *message,
                        const mw_error *cause, mw_error *error)
{
    mw_smtp_report *report = NULL;
    mw_status status =
        mw_report_new(&submit->allocator, message, &report, error);

    if (status == MW_OK)
        mw_report_fail(report, MW_SMTP_DATA, MW_SMTP_PHASE_CONNECT, cause,
                       NULL);
    return mw_submit_tell(submit, message, status, report);
}

/* Waits until the rate lets another message go, a turn for each that asks;
 * not where it is interrupted or the time is over. */
static bool keep_rate(mw_submit *submit)
{
    mw_submit_queue *queue = submit->queue;
    const unsigned rate = submit->options->per_second;
    const mw_wait wait = mw_submit_wait(submit, submit->deadline);
    const int64_t now = mw_clock_now();
    const int64_t turn = queue->earliest > now ? queue->earliest : now;
    mw_io io = MW_IO_OK;

    if (rate == 0)
        return true;
    /* Rounded up: fewer in a second will do, more will not. */
    queue->earliest = turn + 1000 / rate + (1000 % rate > 0);
    while (io == MW_IO_OK && mw_clock_now() < turn) {
        const int64_t left = turn - mw_clock_now();

        io = mw_wait_pause(left > 0 ? (int)left : 0, &wait);
    }
    mw_submit_note(submit, io);
    return io == MW_IO_OK;
}

size_t mw_submit_left(const mw_submit *submit)
{
    const mw_submit_queue *queue = submit->queue;

    return queue->returned_count + (queue->count - queue->next);
}

bool mw_submit_has_more(const mw_submit *submit)
{
    return mw_submit_left(submit) > 0;
}

/* The message that is next, which there is. */
static mw_smtp_message *take(mw_submit_queue *queue)
{
    return queue->returned_count > 0 ? queue->returned[--queue->returned_count]
                                     : queue->messages[queue->next++];
}

void mw_submit_put_back(mw_submit *submit, mw_smtp_message *message)
{
    submit->queue->returned[submit->queue->returned_count++] = message;
}

/* A lane that found nothing left had a connection that worked. */
static bool may_another_do(const mw_submit *submit, bool goes_on)
{
    return (goes_on || submit->queue->running > 1 || submit->queue->ran_dry) &&
           !submit->interrupted && mw_clock_now() < submit->deadline;
}

bool mw_submit_hand_on(mw_submit *submit, mw_smtp_message *message,
                       const mw_smtp_report *report, bool goes_on)
{
    mw_smtp_report *failure;

    if (!report->is_untouched || !may_another_do(submit, goes_on) ||
        mw_report_new_like(report, NULL, &failure, NULL) != MW_OK)
        return false;
    mw_smtp_report_free(submit->failure);
    submit->failure = failure;
    mw_submit_put_back(submit, message);
    return true;
}

mw_status mw_submit_next(mw_submit *submit, mw_smtp_message **message,
                         mw_error *error)
{
    mw_status status = MW_OK;

    *message = NULL;
    while (status == MW_OK && mw_submit_has_more(submit)) {
        mw_smtp_message *candidate = take(submit->queue);
        mw_error cause = { 0 };

        if (mw_session_check(&submit->settings, candidate, &cause) == MW_OK) {
            if (!submit->interrupted && keep_rate(submit))
                *message = candidate;
            else
                mw_submit_put_back(submit, candidate);
            return MW_OK;
        }
        status = refuse(submit, candidate, &cause, error);
        if (status != MW_OK)
            mw_submit_put_back(submit, candidate);
    }
    return status;
}

void mw_submit_report(mw_submit *submit, mw_smtp_message *message,
                      const mw_smtp_report *report)
{
    const mw_smtp_result result = mw_smtp_report_result(report);

    mw_smtp_report_free(submit->failure);
    submit->failure = NULL;
    if (result != MW_SMTP_OK && result != MW_SMTP_STOPPED &&
        result != MW_SMTP_PARTIAL && mw_submit_has_more(submit) &&
        mw_report_new_like(report, NULL, &submit->failure, NULL) != MW_OK)
        submit->failure = NULL;
    if (submit->queue->done)
        submit->queue->done(submit->queue->user, message, report);
}

mw_status mw_submit_fail(mw_submit *submit, mw_smtp_result result,
                         const mw_error *cause, const char *why,
                         mw_error *error)
{
    mw_smtp_report *report = NULL;
    mw_status status = mw_report_new(&submit->allocator, NULL, &report, error);

    if (status != MW_OK)
        return status;
    mw_report_set_server(report, submit->settings.server_name, NULL);
    mw_report_fail(report, result, MW_SMTP_PHASE_CONNECT, cause, why);
    mw_smtp_report_free(submit->failure);
    submit->failure = report;
    return MW_OK;
}

mw_status mw_submit_give_up(mw_submit *submit, mw_error *error)
{
    mw_status status = MW_OK;

    while (status == MW_OK && mw_submit_has_more(submit)) {
        mw_smtp_message *message = take(submit->queue);
        mw_smtp_report *report = NULL;

        status = mw_report_new_like(submit->failure, message, &report, error);
        status = mw_submit_tell(submit, message, status, report);
    }
    return status;
}
