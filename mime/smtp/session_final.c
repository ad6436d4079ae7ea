/* SPDX-License-Identifier: MIT */

/*
 * The end of the data, and the reply that decides all. From the moment when
 * its last octet was handed to the transport, nothing but one whole valid
 * reply (for each recipient, with LMTP) says what became of the message:
 * anything else leaves it in doubt (RFC 1047).
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

bool mw_session_is_sent(const mw_session *session)
{
    return session->end_at > 0 && session->written >= session->end_at;
}

/* Puts what ends the data into the output. */
static mw_status write_end(mw_session *session, bool by_data, mw_error *error)
{
    if (by_data)
        return mw_buffer_append_text(
            &session->output, mw_stuffing_end(&session->stuffing), error);
    if (session->has_held)
        return mw_buffer_append_octet(&session->output, session->held, error);
    return MW_OK;
}

static void final_begin(mw_session *session)
{
    mw_error error = { 0 };

    if (write_end(session, !session->chunk_is_last, &error) != MW_OK) {
        mw_session_fail(session, MW_SMTP_TEMPORARY, &error, NULL);
        mw_session_break(session);
        return;
    }
    session->end_at = session->taken + session->output.size;
    session->transaction.answer_at = session->transaction.first;
    session->outstanding =
        session->settings.lmtp ? (unsigned)session->transaction.taken : 1;
}

/* ------------------------------------------------------------------ in doubt
 */

static void final_broken(mw_session *session, mw_smtp_result result,
                         const mw_error *error)
{
    mw_error said = *error;

    if (mw_session_is_sent(session)) {
        result = MW_SMTP_IN_DOUBT;
        mw_session_confirm(session);
        mw_session_settle_taken(session, MW_SMTP_UNKNOWN, NULL);
        mw_fail(&said, MW_E_DATA,
                "the server may have the message: there was no reply to the "
                "end of the data: %.300s",
                error->message);
    }
    mw_session_fail(session, result, &said, NULL);
    mw_session_break(session);
}

/* A whole reply that cannot be one to the end of the data. */
static void final_misplaced(mw_session *session, const mw_reply *reply)
{
    mw_error error = { 0 };

    mw_session_say_reply(session, &error, "an answer to something else", reply);
    final_broken(session, MW_SMTP_PROTOCOL, &error);
}

/* ------------------------------------------------------------------- replies
 */

static mw_smtp_status status_of(const mw_reply *reply)
{
    return mw_session_is_done(reply) ? MW_SMTP_ACCEPTED
                                     : mw_session_refusal(reply);
}

/* The next recipient that waits for its reply (RFC 2033, section 4.2). */
static void settle_next(mw_session *session, const mw_reply *reply)
{
    mw_transaction *at = &session->transaction;
    const mw_report_recipient *recipients = session->report->recipients;

    while (!recipients[at->answer_at].taken ||
           recipients[at->answer_at].settled)
        at->answer_at++;
    mw_session_settle(session, at->answer_at, status_of(reply), reply);
}

/* Marks what may turn out to have been another's reply. */
static void mark_final(mw_session *session)
{
    session->final_from = session->transaction.first;
    session->final_to = session->transaction.send_at;
    for (size_t i = session->final_from; i < session->final_to; i++)
        if (session->report->recipients[i].taken)
            session->report->recipients[i].is_final = true;
}

static void end_of_replies(mw_session *session, const mw_reply *reply)
{
    mw_session_confirm(session);
    mark_final(session);
    session->needs_reset = false;
    session->closing = reply->code == 421;
    mw_session_end_transaction(session);
}

static void final_reply(mw_session *session, const mw_reply *reply)
{
    const bool done = mw_session_is_done(reply);

    if (!mw_session_is_sent(session)) {
        mw_session_early_reply(session, reply);
        return;
    }
    if (!done && !mw_session_is_refusal(reply)) {
        final_misplaced(session, reply);
        return;
    }
    session->has_sent = true;
    if (done)
        mw_report_set_queue_id(session->report,
                               mw_session_shown(session, reply->text));
    else
        mw_session_say_reply(session, &session->report->error,
                             "the server refused the message", reply);
    if (session->settings.lmtp)
        settle_next(session, reply);
    else
        mw_session_settle_taken(session, status_of(reply), reply);
    if (session->outstanding == 0)
        end_of_replies(session, reply);
}

const mw_state MW_STATE_FINAL = {
    .phase = MW_SMTP_PHASE_FINAL,
    .seconds = 600,
    .begin = final_begin,
    .reply = final_reply,
    .broken = final_broken,
};

/* ------------------------------------------------------------------ lone dot
 */

/*
 * By LMTP nothing is due: there is a reply for each recipient, and there was
 * none. As not all servers will count so, the session ends with it.
 */
static void lone_dot_begin(mw_session *session)
{
    const bool is_last = session->settings.lmtp;
    mw_error error = { 0 };
    mw_status status = mw_command_plain(&session->output, ".", &error);

    if (status == MW_OK && is_last)
        status = mw_command_plain(&session->output, "QUIT", &error);
    if (!mw_session_asked(session, status, &error) || !is_last)
        return;
    session->outstanding = 0;
    session->closing = true;
    session->has_sent = true;
}

static bool lone_dot_next(mw_session *session, mw_wish *wish)
{
    if (session->outstanding > 0)
        return mw_session_wish_read(session, wish);
    mw_session_end_transaction(session);
    return false;
}

static void lone_dot_reply(mw_session *session, const mw_reply *reply)
{
    if (!mw_session_is_done(reply) && !mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, "a message to nobody", reply);
        return;
    }
    session->needs_reset = false;
    mw_session_end_transaction(session);
}

const mw_state MW_STATE_LONE_DOT = {
    .phase = MW_SMTP_PHASE_DATA,
    .seconds = 300,
    .in_step = true,
    .begin = lone_dot_begin,
    .next = lone_dot_next,
    .reply = lone_dot_reply,
};
