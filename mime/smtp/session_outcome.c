/* SPDX-License-Identifier: MIT */

/*
 * What became of a message, and when that is known.
 *
 * A message that got its reply is held back as "unconfirmed" until a later
 * reply fits its own command: if the two sides were one reply apart, the
 * reply that was taken for this message's was another's. All that decides is
 * kept without taking memory; texts are left out where there is none.
 */

#include "smtp/session_inside.h"

#include "base/ascii.h"

static const char WITHHELD[] = "(not shown: it repeats a secret)";

mw_bytes mw_session_shown(const mw_session *session, mw_bytes text)
{
    return mw_session_reveals(session, text) ? mw_bytes_of(WITHHELD) : text;
}

void mw_session_say_reply(const mw_session *session, mw_error *error,
                          const char *what, const mw_reply *reply)
{
    mw_bytes text = mw_session_shown(session, reply->text);
    char shown[200];
    size_t size = 0;

    for (; size < text.size && size + 1 < sizeof shown; size++) {
        const uint8_t octet = text.data[size];

        shown[size] = octet == '\n' || octet == 0 ? ' ' : (char)octet;
    }
    shown[size] = 0;
    mw_fail(error, MW_E_DATA, "%s: %03u %s", what, reply->code, shown);
}

mw_smtp_status mw_session_refusal(const mw_reply *reply)
{
    return reply->code / 100 == 5 ? MW_SMTP_REFUSED_FOR_GOOD
                                  : MW_SMTP_REFUSED_FOR_NOW;
}

/* Keeps what REPLY says to a recipient, without its codes. */
static void keep_text(const mw_session *session, mw_report_recipient *to,
                      const mw_reply *reply)
{
    mw_bytes text = mw_session_shown(session, reply->text);
    mw_buffer kept;
    mw_bytes line;
    mw_status status = MW_OK;

    mw_buffer_init(&kept, session->settings.allocator, 0);
    while (status == MW_OK && mw_reply_next_line(&text, &line)) {
        const size_t size = mw_reply_enhanced(reply->code, line);

        if (kept.size == 0 && size > 0 && size < sizeof to->enhanced) {
            memcpy(to->enhanced, line.data, size);
            to->enhanced[size] = 0;
        }
        mw_bytes_skip(&line, size);
        if (size > 0 && line.size > 0)
            mw_bytes_skip(&line, 1);
        status = mw_buffer_append_bytes(&kept, line, NULL);
        if (status == MW_OK && text.data)
            status = mw_buffer_append_octet(&kept, '\n', NULL);
    }
    to->text = status == MW_OK ? mw_arena_copy(&session->report->arena,
                                               mw_buffer_bytes(&kept), NULL)
                               : NULL;
    to->text_size = to->text ? kept.size : 0;
    mw_buffer_free(&kept);
}

void mw_session_settle(mw_session *session, size_t index, mw_smtp_status status,
                       const mw_reply *reply)
{
    mw_report_recipient *to = &session->report->recipients[index];

    to->status = status;
    to->settled = true;
    to->code = 0;
    to->enhanced[0] = 0;
    to->text = NULL;
    to->text_size = 0;
    if (!reply)
        return;
    to->code = (int)reply->code;
    keep_text(session, to, reply);
}

void mw_session_settle_like(mw_report_recipient *to,
                            const mw_report_recipient *like)
{
    const mw_report_recipient before = *to;

    *to = *like;
    to->address = before.address;
    to->is_final = before.is_final;
}

/* ------------------------------------------------------------- the account */

typedef struct {
    size_t accepted, for_now, for_good, unknown, not_tried;
} tally;

static tally count(const mw_smtp_report *report)
{
    tally sums = { 0 };

    for (size_t i = 0; i < report->recipient_count; i++)
        switch (report->recipients[i].status) {
        case MW_SMTP_ACCEPTED:
            sums.accepted++;
            break;
        case MW_SMTP_REFUSED_FOR_NOW:
            sums.for_now++;
            break;
        case MW_SMTP_REFUSED_FOR_GOOD:
            sums.for_good++;
            break;
        case MW_SMTP_UNKNOWN:
            sums.unknown++;
            break;
        case MW_SMTP_NOT_TRIED:
            sums.not_tried++;
            break;
        }
    return sums;
}

/* What the recipients say together; FALLBACK where none says anything. */
static mw_smtp_result result_of(const mw_smtp_report *report,
                                mw_smtp_result fallback)
{
    const tally sums = count(report);

    if (sums.unknown > 0)
        return MW_SMTP_IN_DOUBT;
    if (sums.accepted > 0)
        return sums.accepted == report->recipient_count ? MW_SMTP_OK
                                                        : MW_SMTP_PARTIAL;
    if (fallback != MW_SMTP_OK)
        return fallback;
    return sums.for_now > 0    ? MW_SMTP_TEMPORARY
           : sums.for_good > 0 ? MW_SMTP_PERMANENT
                               : MW_SMTP_OK;
}

static const char *summary_of(mw_smtp_result result)
{
    return result == MW_SMTP_IN_DOUBT  ? "the server may have the message"
           : result == MW_SMTP_PARTIAL ? "some recipients were refused"
                                       : "no recipient was accepted";
}

/* Says what the result of REPORT is, where nobody said it better. */
static void explain(mw_smtp_report *report)
{
    mw_error *error = &report->error;

    if (report->result == MW_SMTP_OK)
        return;
    if (!error->message[0])
        mw_fail(error, MW_E_DATA, "%s", summary_of(report->result));
    if (report->result == MW_SMTP_PARTIAL && count(report).for_now > 0) {
        mw_hint(error, "send it again to those that are refused for now");
    } else if (report->result == MW_SMTP_IN_DOUBT) {
        mw_hint(error, "look whether it arrived before you send it again");
        if (!report->why)
            report->why = "the server may have taken the message and lost the "
                          "way to say so";
    }
}

/* How far a message came that got to where it was to get. */
static mw_smtp_phase goal_of(const mw_session *session)
{
    static const mw_smtp_phase GOALS[] = {
        [MW_SMTP_STOP_NEVER] = MW_SMTP_PHASE_QUIT,
        [MW_SMTP_STOP_CONNECT] = MW_SMTP_PHASE_CONNECT,
        [MW_SMTP_STOP_EHLO] = MW_SMTP_PHASE_EHLO,
        [MW_SMTP_STOP_TLS] = MW_SMTP_PHASE_TLS,
        [MW_SMTP_STOP_AUTH] = MW_SMTP_PHASE_AUTH,
        [MW_SMTP_STOP_MAIL] = MW_SMTP_PHASE_MAIL,
        [MW_SMTP_STOP_RCPT] = MW_SMTP_PHASE_RCPT,
    };

    return GOALS[session->settings.stop];
}

/* Fills in what is known at the end. */
static void complete(mw_session *session, mw_smtp_report *report)
{
    const bool is_there =
        report->result == MW_SMTP_STOPPED ||
        (report->result == MW_SMTP_OK && report->recipient_count > 0);

    mw_report_copy_facts(report, session->facts);
    report->phase = is_there ? goal_of(session) : mw_session_phase(session);
    report->bytes_sent = session->written - session->written_before;
    report->retry_safe = report->result == MW_SMTP_TEMPORARY;
    report->is_untouched = session->is_untouched && !is_there;
    for (unsigned bit = 1; bit != 0 && bit <= session->used; bit <<= 1)
        if (session->used & bit)
            mw_report_add(
                report, &report->extensions,
                mw_bytes_of(mw_capability_name((mw_capability_bit)bit)));
    if (session->parser.had_bare_lf)
        mw_report_add_warning(report, "the server ends lines with a bare LF");
}

/* Puts REPORT at the end of those that the driver is to take. */
static void make_ready(mw_session *session, mw_smtp_report *report)
{
    mw_smtp_report **at = &session->ready;

    while (*at)
        at = &(*at)->next;
    *at = report;
}

/* The current report is complete: it is ready, or waits to be confirmed. */
static void put_away(mw_session *session)
{
    mw_smtp_report *report = session->report;
    bool is_final = false;

    complete(session, report);
    for (size_t i = 0; i < report->recipient_count; i++)
        is_final = is_final || report->recipients[i].is_final;
    session->report = NULL;
    session->message = NULL;
    if (!is_final || report->result == MW_SMTP_IN_DOUBT) {
        make_ready(session, report);
        return;
    }
    mw_session_confirm(session);
    session->unconfirmed = report;
}

/* The status of those that were not settled when all failed with RESULT. */
static mw_smtp_status status_for(mw_smtp_result result)
{
    return result == MW_SMTP_TEMPORARY   ? MW_SMTP_REFUSED_FOR_NOW
           : result == MW_SMTP_PERMANENT ? MW_SMTP_REFUSED_FOR_GOOD
                                         : MW_SMTP_NOT_TRIED;
}

void mw_session_fail(mw_session *session, mw_smtp_result result,
                     const mw_error *error, const char *why)
{
    mw_smtp_report *report = session->report;
    bool sent = false;
    bool any_left = report && report->recipient_count == 0;

    if (!report)
        return;
    for (size_t i = 0; i < report->recipient_count; i++)
        sent = sent || report->recipients[i].status == MW_SMTP_ACCEPTED;
    for (size_t i = 0; i < report->recipient_count; i++) {
        if (report->recipients[i].settled)
            continue;
        any_left = true;
        /* What was said to RCPT is no answer to the message. */
        mw_session_settle(session, i,
                          sent ? MW_SMTP_REFUSED_FOR_NOW : status_for(result),
                          NULL);
    }
    report->error = *error;
    report->why = why;
    report->result = result_of(report, any_left ? result : MW_SMTP_OK);
    explain(report);
    put_away(session);
}

void mw_session_refused(mw_session *session, const char *what,
                        const mw_reply *reply, const char *why)
{
    const mw_smtp_status status = mw_session_refusal(reply);
    mw_error error = { 0 };

    if (!session->report)
        return;
    for (size_t i = session->first_unsettled;
         i < session->report->recipient_count; i++)
        if (!session->report->recipients[i].settled)
            mw_session_settle(session, i, status, reply);
    mw_session_say_reply(session, &error, what, reply);
    if (status == MW_SMTP_REFUSED_FOR_NOW)
        mw_hint(&error, "try again later");
    mw_session_fail(session,
                    status == MW_SMTP_REFUSED_FOR_NOW ? MW_SMTP_TEMPORARY
                                                      : MW_SMTP_PERMANENT,
                    &error, why);
}

/* The first recipient that was refused, in words. */
static void say_refusal(mw_smtp_report *report)
{
    for (size_t i = 0; i < report->recipient_count; i++) {
        const mw_report_recipient *to = &report->recipients[i];

        if (to->code < 400)
            continue;
        mw_fail(&report->error, MW_E_DATA, "<%.200s> was refused: %03d %s%s%s",
                to->address, to->code, to->enhanced, to->enhanced[0] ? " " : "",
                to->text ? to->text : "");
        return;
    }
}

void mw_session_judge(mw_session *session)
{
    mw_smtp_report *report = session->report;

    report->result = result_of(report, MW_SMTP_OK);
    if (report->result == MW_SMTP_OK && report->recipient_count > 0 &&
        count(report).accepted == 0)
        report->result = MW_SMTP_TEMPORARY;
    if (report->result != MW_SMTP_OK && !report->error.message[0])
        say_refusal(report);
    explain(report);
    put_away(session);
}

/* Says how many recipients the server was not asked for, where that was all
 * there was to do: they were too many for one transaction. */
static void note_unasked(const mw_session *session)
{
    mw_smtp_report *report = session->report;
    size_t unasked = 0;
    mw_error note = { 0 };

    for (size_t i = 0; i < report->recipient_count; i++)
        unasked +=
            !report->recipients[i].offered && !report->recipients[i].settled;
    if (session->settings.stop != MW_SMTP_STOP_RCPT || unasked == 0)
        return;
    mw_fail(&note, MW_E_LIMIT,
            "%zu of %zu recipients were not asked for: the server takes no "
            "more at once",
            unasked, report->recipient_count);
    mw_report_add_warning(report, note.message);
}

void mw_session_stopped(mw_session *session)
{
    mw_smtp_report *report = session->report;
    const tally sums = count(report);

    note_unasked(session);
    /* Partly would be: sent to some. */
    report->result = report->recipient_count == 0 ? MW_SMTP_OK
                     : sums.for_now > 0           ? MW_SMTP_TEMPORARY
                     : sums.for_good > 0          ? MW_SMTP_PERMANENT
                                                  : MW_SMTP_STOPPED;
    if (report->result != MW_SMTP_OK && report->result != MW_SMTP_STOPPED)
        say_refusal(report);
    put_away(session);
}

/* ---------------------------------------------------------------- in step */

void mw_session_confirm(mw_session *session)
{
    mw_smtp_report *report = session->unconfirmed;

    session->unconfirmed = NULL;
    if (report)
        make_ready(session, report);
    report = session->report;
    for (; report && session->final_from < session->final_to;
         session->final_from++)
        report->recipients[session->final_from].is_final = false;
}

/* What was answered last in REPORT may have been another's answer. */
static bool put_in_doubt(mw_smtp_report *report)
{
    bool any = false;

    for (size_t i = 0; i < report->recipient_count; i++)
        if (report->recipients[i].is_final) {
            report->recipients[i].status = MW_SMTP_UNKNOWN;
            any = true;
        }
    return any;
}

void mw_session_doubt(mw_session *session)
{
    mw_smtp_report *report = session->unconfirmed;

    if (session->report)
        put_in_doubt(session->report);
    if (!report || !put_in_doubt(report))
        return;
    report->result = MW_SMTP_IN_DOUBT;
    report->retry_safe = false;
    report->error = (mw_error){ 0 };
    mw_fail(&report->error, MW_E_DATA,
            "the server may have the message, or not: it and mimewright were "
            "one reply apart");
    report->why = "the reply that counted for this message was another's";
    explain(report);
    session->unconfirmed = NULL;
    make_ready(session, report);
}
