/* SPDX-License-Identifier: MIT */

/*
 * The commands of one transaction, and which of them may go out now: MAIL,
 * RCPT..., DATA. With PIPELINING (RFC 2920) they are one group, else each is
 * one of its own. What is answered is session_envelope.c's.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

/* Octets of commands that are made at a time. */
#define PIECE 16384

bool mw_session_uses_chunks(const mw_session *session)
{
    return session->capability.can & MW_CAN_CHUNKING;
}

static bool is_pipelined(const mw_session *session)
{
    return session->capability.can & MW_CAN_PIPELINING;
}

static const char *body_of(unsigned needs)
{
    if (needs & MW_EXTENSION_BINARYMIME)
        return "BINARYMIME";
    return needs & MW_EXTENSION_8BITMIME ? "8BITMIME" : NULL;
}

/* Notes what MAIL and RCPT make use of. */
static void note_use(mw_session *session, unsigned needs)
{
    const mw_session_settings *settings = &session->settings;
    unsigned used = session->capability.can &
                    (MW_CAN_SIZE | MW_CAN_PIPELINING |
                     MW_CAN_ENHANCEDSTATUSCODES | MW_CAN_CHUNKING);

    if (needs & MW_EXTENSION_8BITMIME)
        used |= MW_CAN_8BITMIME;
    if (needs & MW_EXTENSION_BINARYMIME)
        used |= MW_CAN_BINARYMIME;
    if (needs & MW_EXTENSION_SMTPUTF8)
        used |= MW_CAN_SMTPUTF8;
    if (mw_session_wants_dsn(session) && !mw_session_omits_dsn(session))
        used |= MW_CAN_DSN;
    if (settings->deliver_by)
        used |= MW_CAN_DELIVERBY;
    if (settings->hold_for > 0 || settings->hold_until)
        used |= MW_CAN_FUTURERELEASE;
    if (settings->has_priority)
        used |= MW_CAN_MT_PRIORITY;
    if (settings->require_tls)
        used |= MW_CAN_REQUIRETLS;
    session->used |= used;
}

static bool send_mail(mw_session *session)
{
    const mw_session_settings *settings = &session->settings;
    const unsigned needs = session->needs;
    const bool dsn = !mw_session_omits_dsn(session);
    const mw_mail_parameters parameters = {
        .has_size = session->capability.can & MW_CAN_SIZE,
        .size = session->message->size,
        .body = body_of(needs),
        .smtputf8 = needs & MW_EXTENSION_SMTPUTF8,
        .require_tls = settings->require_tls,
        .returned = dsn ? settings->returned : MW_SMTP_RETURN_DEFAULT,
        .envelope_id = dsn ? settings->envelope_id : NULL,
        .deliver_by = settings->deliver_by,
        .hold_for = settings->hold_for,
        .hold_until = settings->hold_until,
        .has_priority = settings->has_priority,
        .priority = settings->priority,
    };
    mw_error error = { 0 };

    note_use(session, needs);
    session->mails++;
    session->is_untouched = false;
    session->transaction.stage = MW_STAGE_RCPT;
    return mw_session_asked(session,
                            mw_command_mail(&session->output,
                                            session->message->from, &parameters,
                                            &error),
                            &error);
}

/* How many recipients this transaction may have. */
static size_t batch_limit(const mw_session *session)
{
    const uint64_t most = session->capability.recipients_most;
    size_t limit = session->batch_limit ? session->batch_limit : SIZE_MAX;

    if (most > 0 && most < limit)
        limit = (size_t)most;
    return limit;
}

size_t mw_session_next_due(mw_session *session, size_t index)
{
    const mw_smtp_report *report = session->report;

    for (; index < report->recipient_count; index++) {
        if (report->recipients[index].settled)
            continue;
        if (mw_domains_admit(session, index))
            break;
        mw_session_settle(session, index, MW_SMTP_REFUSED_FOR_NOW, NULL);
        mw_fail(&session->report->error, MW_E_LIMIT,
                "the server takes no more domains in this session");
    }
    return index;
}

/* The next recipient to offer, or the count of all where there is none. */
static size_t next_recipient(mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    return at->offered < batch_limit(session)
               ? mw_session_next_due(session, at->send_at)
               : session->report->recipient_count;
}

static bool send_recipient(mw_session *session)
{
    mw_transaction *at = &session->transaction;
    const size_t index = next_recipient(session);
    const unsigned notify =
        mw_session_omits_dsn(session) ? 0 : session->settings.notify;
    mw_error error = { 0 };

    if (index == session->report->recipient_count) {
        at->stage = MW_STAGE_DATA;
        return true;
    }
    session->report->recipients[index].offered = true;
    at->send_at = index + 1;
    at->offered++;
    return mw_session_asked(session,
                            mw_command_rcpt(&session->output,
                                            session->message->recipients[index],
                                            notify, &error),
                            &error);
}

/* Whether every reply has to be there before DATA: nothing may be accepted
 * then that is not wanted. */
static bool awaits_replies(const mw_session *session)
{
    return !is_pipelined(session) || mw_session_uses_chunks(session) ||
           (session->settings.all_or_none &&
            session->report->recipient_count > 1);
}

bool mw_session_is_worth_sending(const mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    if (session->settings.all_or_none)
        return at->mail_accepted &&
               at->taken == session->report->recipient_count;
    return at->mail_accepted && at->taken > 0;
}

static bool send_data(mw_session *session)
{
    mw_transaction *at = &session->transaction;
    mw_error error = { 0 };

    at->stage = MW_STAGE_SENT;
    if (mw_session_uses_chunks(session) ||
        session->settings.stop == MW_SMTP_STOP_RCPT ||
        (awaits_replies(session) && !mw_session_is_worth_sending(session)))
        return true;
    at->data_sent = true;
    return mw_session_asked(
        session, mw_command_plain(&session->output, "DATA", &error), &error);
}

/* Whether the next command of the transaction may be made now. */
static bool may_send(const mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    if (at->stage == MW_STAGE_SENT || session->output.size >= PIECE)
        return false;
    if (session->outstanding == 0)
        return true;
    return is_pipelined(session) &&
           session->settings.stop != MW_SMTP_STOP_MAIL &&
           !(at->stage == MW_STAGE_DATA && awaits_replies(session));
}

void mw_session_send_group(mw_session *session)
{
    bool sent = true;

    while (sent && may_send(session))
        switch (session->transaction.stage) {
        case MW_STAGE_MAIL:
            sent = send_mail(session);
            break;
        case MW_STAGE_RCPT:
            sent = send_recipient(session);
            break;
        case MW_STAGE_DATA:
            sent = send_data(session);
            break;
        case MW_STAGE_SENT:
            return;
        }
}
