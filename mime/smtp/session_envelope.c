/* SPDX-License-Identifier: MIT */

/*
 * One transaction up to the message itself, from RSET where it has to be, to
 * what is next. The commands are session_group.c's; their replies are matched
 * by count, whether the commands went out as one group or one by one.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

/* -------------------------------------------------------------------- RSET */

static void reset_begin(mw_session *session)
{
    mw_error error = { 0 };

    mw_session_asked(
        session, mw_command_plain(&session->output, "RSET", &error), &error);
}

static void reset_reply(mw_session *session, const mw_reply *reply)
{
    session->needs_reset = false;
    if (mw_session_is_done(reply)) {
        mw_session_enter(session, &MW_STATE_ENVELOPE);
    } else if (mw_session_is_refusal(reply)) {
        mw_session_refused(session, "RSET", reply, NULL);
        mw_session_quit(session);
    } else {
        mw_session_misplaced(session, "RSET", reply);
    }
}

const mw_state MW_STATE_RESET = {
    .phase = MW_SMTP_PHASE_MAIL,
    .seconds = 300,
    .in_step = true,
    .begin = reset_begin,
    .reply = reset_reply,
};

/* ----------------------------------------------------------------- replies */

/*
 * Whether REPLY says that there are too many recipients (RFC 5321, section
 * 4.5.3.1.10: 452, or 552 as old servers say it), and not that this one has
 * no room.
 */
static bool is_too_many(const mw_session *session, const mw_reply *reply)
{
    const size_t size = mw_reply_enhanced(reply->code, reply->text);

    if (reply->code != 452 && reply->code != 552)
        return false;
    if (session->transaction.taken == 0 || session->settings.all_or_none)
        return false;
    return size == 0 || !memcmp(reply->text.data + 1, ".5.3", 4);
}

/* 530 (RFC 4954, section 6; RFC 3207, section 4): nothing before a login, or
 * before TLS. */
static void hint_what_is_first(mw_session *session)
{
    if (!session->logged_in)
        mw_hint(&session->report->error,
                session->has_tls ? "the server wants a login: give a user's "
                                   "name and a password"
                                 : "the server wants TLS or a login first");
}

static void mail_reply(mw_session *session, const mw_reply *reply)
{
    mw_transaction *at = &session->transaction;

    at->mail_answered = true;
    at->mail_accepted = mw_session_is_done(reply);
    session->needs_reset = at->mail_accepted;
    if (at->mail_accepted)
        return;
    if (!mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, "MAIL", reply);
        return;
    }
    if (at->stage != MW_STAGE_SENT)
        at->stage = MW_STAGE_SENT;
    mw_session_say_reply(session, &session->report->error,
                         "the server refused the sender", reply);
    if (reply->code == 530)
        hint_what_is_first(session);
    for (size_t i = at->first; i < session->report->recipient_count; i++)
        if (!session->report->recipients[i].settled)
            mw_session_settle(session, i, mw_session_refusal(reply), reply);
}

/* The recipient whose reply is due. */
static size_t answered_recipient(mw_session *session)
{
    mw_transaction *at = &session->transaction;

    while (!session->report->recipients[at->answer_at].offered)
        at->answer_at++;
    return at->answer_at++;
}

/* A recipient too many is for another transaction, if there will be one. */
static void put_off(mw_session *session, size_t index, const mw_reply *reply)
{
    if (session->settings.stop == MW_SMTP_STOP_RCPT) {
        mw_session_settle(session, index, MW_SMTP_REFUSED_FOR_NOW, reply);
        return;
    }
    session->report->recipients[index].offered = false;
    session->transaction.put_off++;
}

static void rcpt_reply(mw_session *session, const mw_reply *reply)
{
    mw_transaction *at = &session->transaction;
    const size_t index = answered_recipient(session);
    mw_report_recipient *recipient = &session->report->recipients[index];

    at->answered++;
    if (mw_session_is_done(reply)) {
        recipient->taken = true;
        if (!recipient->settled)
            recipient->code = (int)reply->code;
        at->taken++;
    } else if (!mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, "RCPT", reply);
    } else if (recipient->settled) {
        return; /* MAIL was refused: this says no more than that */
    } else if (is_too_many(session, reply)) {
        put_off(session, index, reply);
    } else {
        mw_session_settle(session, index, mw_session_refusal(reply), reply);
    }
}

static void data_reply(mw_session *session, const mw_reply *reply)
{
    mw_transaction *at = &session->transaction;

    at->data_invited = reply->code == 354;
    if (at->data_invited) {
        mw_session_confirm(session);
        return;
    }
    if (!mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, "DATA", reply);
        return;
    }
    if (at->taken == 0 || !at->mail_accepted)
        return; /* this says no more than the reply to MAIL, or RCPT */
    mw_session_say_reply(session, &session->report->error,
                         "the server refused DATA", reply);
    mw_session_settle_taken(session, mw_session_refusal(reply), reply);
}

/* ------------------------------------------------------------ what is next */

void mw_session_settle_taken(mw_session *session, mw_smtp_status status,
                             const mw_reply *reply)
{
    const mw_transaction *at = &session->transaction;
    mw_report_recipient *recipients = session->report->recipients;
    const mw_report_recipient *like = NULL;

    for (size_t i = at->first; i < at->send_at; i++) {
        if (!recipients[i].taken || recipients[i].settled)
            continue;
        if (like)
            mw_session_settle_like(&recipients[i], like);
        else
            mw_session_settle(session, i, status, reply);
        like = &recipients[i];
    }
}

/* Every recipient has to be taken, and some were not: none is sent to. */
static void leave_all(mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    for (size_t i = at->first; i < session->report->recipient_count; i++)
        session->report->recipients[i].settled = true;
    mw_session_end_transaction(session);
}

/* DATA was taken though no recipient was: a lone dot ends it (RFC 2920,
 * section 3.1). But if one counts as taken after MAIL was refused, an empty
 * message could arrive: the connection goes, for what was said to MAIL. */
static void end_uninvited(mw_session *session)
{
    const mw_error error = session->report->error;

    if (session->transaction.taken == 0) {
        mw_session_enter(session, &MW_STATE_LONE_DOT);
        return;
    }
    session->has_sent = true;
    mw_session_fail(session, MW_SMTP_PROTOCOL, &error, NULL);
    mw_session_break(session);
}

/* All replies are there: the message, or the end of the transaction. */
static void conclude(mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    if (at->put_off > 0)
        session->batch_limit = at->taken;
    if (session->settings.stop == MW_SMTP_STOP_MAIL ||
        session->settings.stop == MW_SMTP_STOP_RCPT)
        mw_session_stop(session);
    else if (at->data_invited && !mw_session_is_worth_sending(session))
        end_uninvited(session);
    else if (at->data_invited)
        mw_session_enter(session, &MW_STATE_BODY);
    else if (session->settings.all_or_none &&
             !mw_session_is_worth_sending(session))
        leave_all(session);
    else if (!at->data_sent && mw_session_uses_chunks(session) &&
             mw_session_is_worth_sending(session))
        mw_session_enter(session, &MW_STATE_CHUNK);
    else
        mw_session_end_transaction(session);
}

static void envelope_reply(mw_session *session, const mw_reply *reply)
{
    mw_transaction *at = &session->transaction;

    if (!at->mail_answered)
        mail_reply(session, reply);
    else if (at->answered < at->offered)
        rcpt_reply(session, reply);
    else
        data_reply(session, reply);
    if (session->state != &MW_STATE_ENVELOPE || session->outstanding > 0)
        return;
    if (session->settings.stop == MW_SMTP_STOP_MAIL)
        at->stage = MW_STAGE_SENT;
    if (at->stage == MW_STAGE_SENT)
        conclude(session);
    else if (session->output_at == session->output.size)
        mw_session_again(session);
}

static bool envelope_next(mw_session *session, mw_wish *wish)
{
    mw_session_send_group(session);
    if (session->state != &MW_STATE_ENVELOPE || !session->begun ||
        session->output.size > 0)
        return false;
    if (session->outstanding == 0) {
        conclude(session);
        return false;
    }
    return mw_session_wish_read(session, wish);
}

const mw_state MW_STATE_ENVELOPE = {
    .phase = MW_SMTP_PHASE_RCPT,
    .seconds = 300,
    .in_step = true,
    .begin = mw_session_send_group,
    .next = envelope_next,
    .reply = envelope_reply,
};

static void end_message(mw_session *session)
{
    session->messages++;
    mw_session_judge(session);
    if (session->closing)
        mw_session_close(session);
    else
        mw_session_enter(session, &MW_STATE_IDLE);
}

/* No recipient is due. One whose domain this session takes no more may go
 * over another connection, if nothing was said of the message here. */
static void begin_none(mw_session *session)
{
    if (!session->is_untouched) {
        end_message(session);
        return;
    }
    mw_session_judge(session);
    mw_session_quit(session);
}

void mw_session_begin_transaction(mw_session *session)
{
    const size_t first = mw_session_next_due(session, session->first_unsettled);

    session->first_unsettled = first;
    if (first == session->report->recipient_count) {
        begin_none(session);
        return;
    }
    session->transaction = (mw_transaction){ .first = first,
                                             .send_at = first,
                                             .answer_at = first };
    mw_session_enter(session, session->needs_reset ? &MW_STATE_RESET
                                                   : &MW_STATE_ENVELOPE);
}

/* Whether a recipient is left that can be offered still. */
static bool is_any_left(const mw_session *session)
{
    const mw_smtp_report *report = session->report;

    for (size_t i = session->transaction.first; i < report->recipient_count;
         i++)
        if (!report->recipients[i].settled)
            return true;
    return false;
}

/* Those that are left cannot go over this connection. */
static void put_off_rest(mw_session *session)
{
    mw_error error = { 0 };

    if (session->closing) {
        error = session->report->error; /* what the server said to close */
        mw_hint(&error, "try again later");
    } else {
        mw_fail(&error, MW_E_LIMIT,
                "the server takes no more transactions in this session");
        mw_hint(&error, "send it again to those that are refused for now");
    }
    mw_session_fail(session, MW_SMTP_TEMPORARY, &error, NULL);
    mw_session_quit(session);
}

void mw_session_end_transaction(mw_session *session)
{
    const uint64_t most = session->capability.mails_most;

    if (!is_any_left(session)) {
        end_message(session);
    } else if (session->closing || (most > 0 && session->mails >= most)) {
        put_off_rest(session);
    } else {
        mw_session_begin_transaction(session);
    }
}

mw_smtp_phase mw_session_phase(const mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    if (session->state != &MW_STATE_ENVELOPE)
        return session->state->phase;
    if (!at->mail_answered || !at->mail_accepted)
        return MW_SMTP_PHASE_MAIL;
    return at->answered < at->offered || at->taken == 0 || !at->data_sent
               ? MW_SMTP_PHASE_RCPT
               : MW_SMTP_PHASE_DATA;
}
