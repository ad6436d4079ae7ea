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
    if (submit->done)
        submit->done(submit->user, message, report);
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

/* Waits until the rate lets another message go; not where it is interrupted
 * or the time is over. */
static bool keep_rate(mw_submit *submit)
{
    const unsigned rate = submit->options->per_second;
    const mw_wait wait = { submit->deadline, submit->interrupt };
    mw_io io = MW_IO_OK;

    if (rate == 0)
        return true;
    while (io == MW_IO_OK && mw_clock_now() < submit->earliest) {
        const int64_t left = submit->earliest - mw_clock_now();

        io = mw_wait_pause(left > 0 ? (int)left : 0, &wait);
    }
    mw_submit_note(submit, io);
    submit->earliest = mw_clock_after(1000 / rate);
    return io == MW_IO_OK;
}

mw_status mw_submit_next(mw_submit *submit, mw_smtp_message **message,
                         mw_error *error)
{
    *message = NULL;
    while (submit->next < submit->count) {
        mw_smtp_message *candidate = submit->messages[submit->next];
        mw_error cause = { 0 };
        mw_status status =
            mw_session_check(&submit->settings, candidate, &cause);

        if (status == MW_OK) {
            if (!submit->interrupted && keep_rate(submit)) {
                submit->next++;
                *message = candidate;
            }
            return MW_OK;
        }
        status = refuse(submit, candidate, &cause, error);
        if (status != MW_OK)
            return status;
        submit->next++;
    }
    return MW_OK;
}

void mw_submit_put_back(mw_submit *submit)
{
    submit->next--;
}

void mw_submit_report(mw_submit *submit, mw_smtp_message *message,
                      const mw_smtp_report *report)
{
    const mw_smtp_result result = mw_smtp_report_result(report);

    mw_smtp_report_free(submit->failure);
    submit->failure = NULL;
    if (result != MW_SMTP_OK && result != MW_SMTP_PARTIAL &&
        submit->next < submit->count &&
        mw_report_new_like(report, NULL, &submit->failure, NULL) != MW_OK)
        submit->failure = NULL;
    if (submit->done)
        submit->done(submit->user, message, report);
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

    for (; status == MW_OK && submit->next < submit->count; submit->next++) {
        mw_smtp_message *message = submit->messages[submit->next];
        mw_smtp_report *report = NULL;

        status = mw_report_new_like(submit->failure, message, &report, error);
        status = mw_submit_tell(submit, message, status, report);
    }
    return status;
}
