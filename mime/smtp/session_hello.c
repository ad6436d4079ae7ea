/* SPDX-License-Identifier: MIT */

/*
 * The greeting and EHLO (RFC 5321, sections 3.1 and 3.2), and what follows
 * from what the server offers: TLS, then the login, then the message.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

/* Whether CODE belongs to another command than one that 250 answers. */
static bool is_foreign(unsigned code)
{
    return code == 211 || code == 214 || code == 220 || code == 221 ||
           code == 235;
}

bool mw_session_is_done(const mw_reply *reply)
{
    return reply->code / 100 == 2 && !is_foreign(reply->code);
}

bool mw_session_is_refusal(const mw_reply *reply)
{
    return reply->code / 100 == 4 || reply->code / 100 == 5;
}

void mw_session_misplaced(mw_session *session, const char *what,
                          const mw_reply *reply)
{
    mw_error error = { 0 };

    mw_session_say_reply(session, &error, what, reply);
    mw_session_doubt(session);
    mw_session_fail(session, MW_SMTP_PROTOCOL, &error,
                    "no server may answer so; its replies may be those of "
                    "other commands");
    mw_session_break(session);
}

/* A refusal ends the session; what is no refusal has no place here. */
static void refused(mw_session *session, const char *what,
                    const mw_reply *reply, const char *why)
{
    if (!mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, what, reply);
        return;
    }
    mw_session_refused(session, what, reply, why);
    mw_session_quit(session);
}

/* ---------------------------------------------------------------- greeting */

static void greeting_begin(mw_session *session)
{
    session->outstanding = 1;
}

static void greeting_reply(mw_session *session, const mw_reply *reply)
{
    mw_report_set_greeting(session->facts,
                           mw_session_shown(session, reply->text));
    if (reply->code != 220)
        refused(session, "the server's greeting", reply, NULL);
    else if (session->settings.stop == MW_SMTP_STOP_CONNECT)
        mw_session_stop(session);
    else
        mw_session_enter(session, &MW_STATE_EHLO);
}

const mw_state MW_STATE_GREETING = {
    .phase = MW_SMTP_PHASE_GREETING,
    .seconds = 300,
    .begin = greeting_begin,
    .reply = greeting_reply,
};

/* -------------------------------------------------------------------- EHLO */

static void say_hello(mw_session *session, const char *verb)
{
    mw_error error = { 0 };

    mw_session_asked(session,
                     mw_command_hello(&session->output, verb,
                                      session->settings.helo, &error),
                     &error);
}

static bool negotiate_next(mw_session *session, mw_wish *wish)
{
    (void)wish;
    mw_session_negotiate(session);
    return false;
}

/* In step: what stands behind a list that ends too early may be just what
 * seems to be missing in it. */
static const mw_state NEGOTIATE = {
    .phase = MW_SMTP_PHASE_EHLO,
    .seconds = 300,
    .in_step = true,
    .next = negotiate_next,
};

/* Takes what the server offers in place of all that it offered before. */
static void take_offers(mw_session *session, const mw_reply *reply)
{
    mw_error error = { 0 };
    mw_status status = mw_capability_read(&session->capability, reply->text,
                                          session->settings.without, &error);

    if (status != MW_OK) {
        mw_session_fail(session, MW_SMTP_TEMPORARY, &error, NULL);
        mw_session_quit(session);
        return;
    }
    mw_report_set_offers(session->facts, session->has_tls,
                         mw_session_shown(session, reply->text));
    mw_session_enter(session, &NEGOTIATE);
}

static void ehlo_begin(mw_session *session)
{
    say_hello(session, session->settings.lmtp ? "LHLO" : "EHLO");
}

static void helo_begin(mw_session *session)
{
    say_hello(session, "HELO");
}

static void helo_reply(mw_session *session, const mw_reply *reply)
{
    if (mw_session_is_done(reply))
        take_offers(session, reply);
    else
        refused(session, "HELO", reply, NULL);
}

static const mw_state HELO = {
    .phase = MW_SMTP_PHASE_EHLO,
    .seconds = 300,
    .in_step = true,
    .begin = helo_begin,
    .reply = helo_reply,
};

static void ehlo_reply(mw_session *session, const mw_reply *reply)
{
    const bool unknown = reply->code == 500 || reply->code == 502;

    if (mw_session_is_done(reply)) {
        take_offers(session, reply);
    } else if (unknown && !session->settings.lmtp) {
        session->said_hello = true;
        mw_session_enter(session, &HELO);
    } else {
        refused(session, session->settings.lmtp ? "LHLO" : "EHLO", reply,
                "the name given with it may not please the server; see --helo");
    }
}

const mw_state MW_STATE_EHLO = {
    .phase = MW_SMTP_PHASE_EHLO,
    .seconds = 300,
    .in_step = true,
    .begin = ehlo_begin,
    .reply = ehlo_reply,
};

/* ------------------------------------------------------- and what is next */

void mw_session_stop(mw_session *session)
{
    mw_session_stopped(session);
    mw_session_quit(session);
}

/* Whether TLS has to be; what the user did not decide depends on the peer. */
bool mw_session_must_have_tls(const mw_session *session)
{
    const mw_session_settings *settings = &session->settings;

    if (settings->require_tls)
        return true;
    if (settings->tls == MW_SMTP_TLS_DEFAULT)
        return !settings->local_peer ||
               (settings->login && !settings->cleartext_password);
    return settings->tls == MW_SMTP_TLS_REQUIRED ||
           settings->tls == MW_SMTP_TLS_IMPLICIT;
}

bool mw_session_must_verify(const mw_session *session)
{
    return mw_session_must_have_tls(session) && !session->settings.insecure;
}

static void no_tls(mw_session *session)
{
    mw_error error = { 0 };

    mw_fail(&error, MW_E_UNAVAILABLE, "the server does not offer STARTTLS");
    mw_hint(&error, "it may have TLS at another port (smtps://)%s",
            session->settings.require_tls ? "" : "; --tls off sends in clear");
    mw_session_fail(session, MW_SMTP_TLS, &error,
                    session->said_hello
                        ? "it does not know EHLO"
                        : "it has none here, or somebody between removed it");
    mw_session_quit(session);
}

void mw_session_negotiate(mw_session *session)
{
    const mw_session_settings *settings = &session->settings;
    const bool wants_tls = !session->has_tls && !session->tls_tried &&
                           settings->tls != MW_SMTP_TLS_OFF;

    if (settings->stop == MW_SMTP_STOP_EHLO)
        mw_session_stop(session);
    else if (wants_tls && (session->capability.can & MW_CAN_STARTTLS))
        mw_session_enter(session, &MW_STATE_STARTTLS);
    else if (!session->has_tls && mw_session_must_have_tls(session))
        no_tls(session);
    else if (settings->stop == MW_SMTP_STOP_TLS)
        mw_session_stop(session);
    else if (settings->login && !session->logged_in)
        mw_session_begin_login(session);
    else
        mw_session_take_up(session);
}
