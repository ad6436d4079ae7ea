/* SPDX-License-Identifier: MIT */

/*
 * STARTTLS (RFC 3207) and implicit TLS (RFC 8314). Nothing that was said in
 * clear counts under TLS: not an octet that came early, not an offer.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

static void starttls_begin(mw_session *session)
{
    mw_error error = { 0 };

    session->tls_tried = true;
    mw_session_asked(session,
                     mw_command_plain(&session->output, "STARTTLS", &error),
                     &error);
}

static void starttls_refused(mw_session *session, const mw_reply *reply)
{
    mw_error error = { 0 };

    mw_session_say_reply(session, &error, "STARTTLS", reply);
    mw_hint(&error, "try again later, or another port (smtps://)");
    mw_session_fail(session, MW_SMTP_TLS, &error,
                    "the server offers TLS and cannot do it");
    mw_session_quit(session);
}

static void starttls_reply(mw_session *session, const mw_reply *reply)
{
    if (reply->code == 220)
        mw_session_enter(session, &MW_STATE_TLS);
    else if (!mw_session_is_refusal(reply))
        mw_session_misplaced(session, "STARTTLS", reply);
    else if (mw_session_must_have_tls(session))
        starttls_refused(session, reply);
    else
        mw_session_negotiate(session);
}

const mw_state MW_STATE_STARTTLS = {
    .phase = MW_SMTP_PHASE_TLS,
    .seconds = 120,
    .in_step = true,
    .begin = starttls_begin,
    .reply = starttls_reply,
};

static bool tls_next(mw_session *session, mw_wish *wish)
{
    wish->kind = MW_WISH_TLS;
    wish->must_verify = mw_session_must_verify(session);
    return true;
}

/*
 * In step: what is unread now would be read under TLS. (Before implicit TLS
 * there is nothing to be read, and nothing is wrong with looking.)
 */
const mw_state MW_STATE_TLS = {
    .phase = MW_SMTP_PHASE_TLS,
    .seconds = 60,
    .in_step = true,
    .next = tls_next,
};

/* Forgets all that was learned in clear. */
static void forget(mw_session *session)
{
    mw_reply_parser_reset(&session->parser);
    mw_capability_reset(&session->capability);
    session->said_hello = false;
}

void mw_session_tls_up(mw_session *session, const mw_tls_report *tls)
{
    mw_error error = { 0 };

    if (session->state != &MW_STATE_TLS)
        return;
    if (!tls->verified && mw_session_must_verify(session)) {
        mw_fail(&error, MW_E_UNAVAILABLE,
                "the server's certificate is not verified: %s", tls->reason);
        mw_session_tls_failed(session, &error);
        return;
    }
    session->has_tls = true;
    session->tls_verified = tls->verified;
    mw_report_set_tls(session->facts, tls);
    if (!tls->verified)
        mw_report_add_warning(session->facts,
                              "the server's certificate was not verified");
    if (session->tls_tried)
        session->used |= MW_CAN_STARTTLS;
    forget(session);
    mw_session_enter(session,
                     session->tls_tried ? &MW_STATE_EHLO : &MW_STATE_GREETING);
}

void mw_session_tls_failed(mw_session *session, const mw_error *error)
{
    if (session->state != &MW_STATE_TLS)
        return;
    mw_session_fail(session, MW_SMTP_TLS, error, NULL);
    mw_session_break(session);
}
