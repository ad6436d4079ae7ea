/* SPDX-License-Identifier: MIT */

/*
 * Before MAIL: whether the server can do what the message and the user need.
 * What a message needs may be planned away; what the user asked for is
 * refused, and nothing is ever left out in silence.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

#include "base/ascii.h"

#include <inttypes.h>

static mw_status check_recipients(const mw_smtp_message *message,
                                  mw_error *error)
{
    mw_status status = MW_OK;

    if (message->recipient_count == 0)
        return mw_fail(error, MW_E_USAGE, "there is no recipient");
    for (size_t i = 0; i < message->recipient_count && status == MW_OK; i++)
        status =
            mw_command_check_path(message->recipients[i], "a recipient", error);
    return status;
}

static mw_status check_message(const mw_session_settings *settings,
                               const mw_smtp_message *message, mw_error *error)
{
    mw_status status = MW_OK;

    if (!message->from)
        return mw_fail(error, MW_E_USAGE, "there is no sender");
    if (*message->from)
        status = mw_command_check_path(message->from, "the sender", error);
    else if (settings->hold_for > 0 || settings->hold_until)
        status = mw_fail(error, MW_E_USAGE,
                         "a report (its sender is empty) cannot be held "
                         "(RFC 4865, section 3)");
    return status == MW_OK ? check_recipients(message, error) : status;
}

mw_status mw_session_check(const mw_session_settings *settings,
                           const mw_smtp_message *message, mw_error *error)
{
    mw_status status = mw_command_check_helo(settings->helo, error);

    if (status == MW_OK && settings->envelope_id)
        status = mw_command_check_envelope_id(settings->envelope_id, error);
    if (status == MW_OK && settings->deliver_by)
        status = mw_command_check_deliver_by(settings->deliver_by, error);
    if (status == MW_OK && settings->hold_until)
        status = mw_command_check_hold_until(settings->hold_until, error);
    if (status == MW_OK && settings->hold_until && settings->hold_for > 0)
        status = mw_fail(error, MW_E_USAGE,
                         "hold for a time or until a time, not both");
    if (status == MW_OK)
        status = mw_command_check_notify(settings->notify, error);
    if (status == MW_OK && settings->has_priority &&
        (settings->priority < -9 || settings->priority > 9))
        status =
            mw_fail(error, MW_E_RANGE, "priority %d is not within -9 and 9",
                    settings->priority);
    if (status == MW_OK && message)
        status = check_message(settings, message, error);
    return status;
}

/* ---------------------------------------------------- what the message needs
 */

/* What MESSAGE and its envelope need, of mw_extension. */
static unsigned needs_of(const mw_smtp_message *message)
{
    unsigned needs = message->extensions;

    if (!mw_ascii_is_all(mw_bytes_of(message->from)))
        needs |= MW_EXTENSION_SMTPUTF8;
    for (size_t i = 0; i < message->recipient_count; i++)
        if (!mw_ascii_is_all(mw_bytes_of(message->recipients[i])))
            needs |= MW_EXTENSION_SMTPUTF8;
    return needs;
}

/* What of mw_extension the server does not offer. */
static unsigned lacking(const mw_session *session)
{
    const unsigned can = session->capability.can;
    unsigned missing = 0;

    if (!(can & MW_CAN_8BITMIME))
        missing |= MW_EXTENSION_8BITMIME;
    if (!(can & MW_CAN_BINARYMIME) || !(can & MW_CAN_CHUNKING))
        missing |= MW_EXTENSION_BINARYMIME;
    if (!(can & MW_CAN_SMTPUTF8))
        missing |= MW_EXTENSION_SMTPUTF8;
    return missing;
}

/* The current message comes to nothing for RESULT; the session goes on. */
static void refuse(mw_session *session, mw_smtp_result result,
                   const mw_error *error, const char *why)
{
    session->is_untouched = false;
    mw_session_fail(session, result, error, why);
    mw_session_enter(session, &MW_STATE_IDLE);
}

static void refuse_lack(mw_session *session, unsigned missing)
{
    mw_error error = { 0 };

    mw_fail(&error, MW_E_UNAVAILABLE, "the server does not offer %s",
            missing & MW_EXTENSION_SMTPUTF8     ? "SMTPUTF8"
            : missing & MW_EXTENSION_BINARYMIME ? "BINARYMIME"
                                                : "8BITMIME");
    refuse(session, MW_SMTP_PERMANENT, &error, "the message needs it as it is");
}

static void refuse_size(mw_session *session)
{
    mw_error error = { 0 };

    mw_fail(&error, MW_E_LIMIT,
            "the message has %" PRIu64 " octets, and the server takes %" PRIu64,
            session->message->size, session->capability.size_limit);
    mw_hint(&error, "attachments grow by a third on their way; send a link, "
                    "or less at once");
    refuse(session, MW_SMTP_PERMANENT, &error, NULL);
}

/* --------------------------------------------------- what the user asked for
 */

/* Seconds at the front of deliver-by's value. */
static uint64_t seconds_of(const char *by)
{
    uint64_t seconds = 0;

    for (; mw_ascii_is_digit((uint8_t)*by); by++)
        seconds = seconds * 10 + (uint64_t)(*by - '0');
    return seconds;
}

static bool is_too_soon(const mw_session *session)
{
    const char *by = session->settings.deliver_by;

    return by && strstr(by, ";R") &&
           seconds_of(by) < session->capability.deliver_by_least;
}

/* Dates are compared where both are in UTC; else the server has to. */
static bool is_too_late(const mw_session *session)
{
    const char *until = session->settings.hold_until;
    const char *most = session->capability.hold_until_most;

    if (session->capability.hold_most > 0 &&
        session->settings.hold_for > session->capability.hold_most)
        return true;
    return until && strlen(most) == strlen(until) &&
           until[strlen(until) - 1] == 'Z' && most[strlen(most) - 1] == 'Z' &&
           strcmp(until, most) > 0;
}

static bool wants_dsn(const mw_session_settings *settings)
{
    return settings->notify != 0 || settings->envelope_id ||
           settings->returned != MW_SMTP_RETURN_DEFAULT;
}

bool mw_session_wants_dsn(const mw_session *session)
{
    return wants_dsn(&session->settings);
}

bool mw_session_drops_dsn(const mw_session_settings *settings, unsigned can)
{
    return settings->dsn_optional && wants_dsn(settings) && !(can & MW_CAN_DSN);
}

bool mw_session_omits_dsn(const mw_session *session)
{
    return mw_session_drops_dsn(&session->settings, session->capability.can);
}

const char *mw_session_unmet_wish(const mw_session_settings *settings,
                                  unsigned can)
{
    const bool hold = settings->hold_for > 0 || settings->hold_until;

    if (wants_dsn(settings) && !settings->dsn_optional && !(can & MW_CAN_DSN))
        return "DSN";
    if (settings->deliver_by && !(can & MW_CAN_DELIVERBY))
        return "DELIVERBY";
    if (hold && !(can & MW_CAN_FUTURERELEASE))
        return "FUTURERELEASE";
    if (settings->has_priority && !(can & MW_CAN_MT_PRIORITY))
        return "MT-PRIORITY";
    if (settings->require_tls && !(can & MW_CAN_REQUIRETLS))
        return "REQUIRETLS";
    return NULL;
}

/* Whether there are more recipients than one transaction may have, of which
 * all are wanted or none (RFC 9422, section 4.2). */
static bool is_too_many(const mw_session *session)
{
    const uint64_t most = session->capability.recipients_most;

    return session->settings.all_or_none && most > 0 &&
           session->report->recipient_count > most;
}

static void fail_too_many(const mw_session *session, mw_error *error)
{
    mw_fail(error, MW_E_RANGE,
            "the server takes %" PRIu64 " recipients at once, and there are "
            "%zu, all of whom are wanted or none",
            session->capability.recipients_most,
            session->report->recipient_count);
    mw_hint(error, "send it to fewer at a time, or without --all-or-none");
}

/* Whether the user's wishes can be met; else the message is refused. */
static bool meets_wishes(mw_session *session)
{
    const char *unmet =
        mw_session_unmet_wish(&session->settings, session->capability.can);
    mw_error error = { 0 };

    if (unmet)
        mw_fail(&error, MW_E_UNAVAILABLE, "the server does not offer %s",
                unmet);
    else if (is_too_soon(session))
        mw_fail(&error, MW_E_RANGE,
                "the server delivers within %" PRIu64 " seconds at best",
                session->capability.deliver_by_least);
    else if (is_too_late(session))
        mw_fail(&error, MW_E_RANGE, "the server does not hold it so long");
    else if (is_too_many(session))
        fail_too_many(session, &error);
    else if (session->settings.require_tls && !session->tls_verified)
        mw_fail(&error, MW_E_UNAVAILABLE,
                "REQUIRETLS goes over TLS with a verified certificate only");
    else
        return true;
    refuse(session,
           error.status == MW_E_UNAVAILABLE && !unmet ? MW_SMTP_TLS
                                                      : MW_SMTP_PERMANENT,
           &error, NULL);
    return false;
}

static void fail_too_many_domains(const mw_session *session, size_t count,
                                  mw_error *error)
{
    mw_fail(error, MW_E_RANGE,
            "there are %zu domains, all of which are wanted or none, and the "
            "server takes %" PRIu64 " in a session",
            count, session->capability.domains_most);
    mw_hint(error, "send it to fewer at a time, or without --all-or-none");
}

/* The message is left as it came: another session takes all of it. */
static void leave(mw_session *session)
{
    mw_error error = { 0 };

    mw_fail(&error, MW_E_LIMIT,
            "the server takes no more domains in this session");
    mw_session_fail(session, MW_SMTP_TEMPORARY, &error, NULL);
    mw_session_quit(session);
}

/* Whether the message can begin for all that RCPTDOMAINMAX says (RFC 9422,
 * section 4.3), be it in parts where no session takes all of it. */
static bool may_name_domains(mw_session *session)
{
    const uint64_t most = session->capability.domains_most;
    mw_error error = { 0 };
    size_t all;
    size_t more;

    if (mw_domains_count(session, &all, &more, &error) != MW_OK) {
        refuse(session, MW_SMTP_TEMPORARY, &error, NULL);
    } else if (all > most && session->settings.all_or_none) {
        fail_too_many_domains(session, all, &error);
        refuse(session, MW_SMTP_PERMANENT, &error, NULL);
    } else if (all <= most && session->domains.count + more > most) {
        leave(session);
    } else {
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------ planning
 */

static bool plan_next(mw_session *session, mw_wish *wish)
{
    wish->kind = MW_WISH_PLAN;
    wish->message = session->message;
    wish->missing = lacking(session);
    return true;
}

static const mw_state PLAN = {
    .phase = MW_SMTP_PHASE_EHLO,
    .seconds = 300,
    .next = plan_next,
};

/* Begins what is to be sent, when nothing stands against it. */
static void start(mw_session *session)
{
    const uint64_t limit = session->capability.size_limit;

    mw_report_set_message(session->report, session->message);
    session->needs = needs_of(session->message);
    if (mw_session_omits_dsn(session))
        mw_report_add_warning(session->report,
                              "the server does not offer DSN, so no delivery "
                              "status notification was asked for");
    if (session->needs & lacking(session))
        refuse_lack(session, session->needs & lacking(session));
    else if (limit > 0 && session->message->size > limit)
        refuse_size(session);
    else if (meets_wishes(session) && may_name_domains(session))
        mw_session_begin_transaction(session);
}

void mw_session_take_up(mw_session *session)
{
    mw_smtp_message *message = session->message;

    session->is_open = true;
    if (!message)
        mw_session_stop(session);
    else if (session->settings.stop == MW_SMTP_STOP_AUTH)
        mw_session_stop(session);
    else if ((needs_of(message) & lacking(session)) && message->replan)
        mw_session_enter(session, &PLAN);
    else
        start(session);
}

void mw_session_planned(mw_session *session, mw_status status,
                        const mw_error *error)
{
    mw_error said = { 0 };

    if (session->state != &PLAN)
        return;
    if (status == MW_OK)
        status = mw_session_check(&session->settings, session->message, &said);
    else if (error)
        said = *error;
    if (status == MW_OK)
        start(session);
    else
        refuse(session,
               status == MW_E_MEMORY ? MW_SMTP_TEMPORARY : MW_SMTP_DATA, &said,
               "the server cannot take the message as it is");
}

/* -------------------------------------------------------------- between two */

static bool idle_next(mw_session *session, mw_wish *wish)
{
    const uint64_t most = session->capability.mails_most;
    const unsigned wanted = session->settings.per_connection;

    if ((most > 0 && session->mails >= most) ||
        (wanted > 0 && session->messages >= wanted)) {
        mw_session_quit(session);
        return false;
    }
    wish->kind = MW_WISH_MESSAGE;
    return true;
}

const mw_state MW_STATE_IDLE = {
    .phase = MW_SMTP_PHASE_MAIL,
    .seconds = 300,
    .next = idle_next,
};
