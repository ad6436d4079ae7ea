/* SPDX-License-Identifier: MIT */

/*
 * AUTH (RFC 4954): mechanisms in turn, the best first, until one is not
 * refused as such. A refused password is not tried again with another
 * mechanism: each try counts where accounts are locked.
 */

#include "smtp/auth_line.h"
#include "smtp/command.h"
#include "smtp/session_inside.h"
#include "smtp/wipe.h"

#include <string.h>

/* Challenges of one login; no mechanism has as many. */
#define CHALLENGE_LIMIT 20

static const mw_state AUTH;

static void wipe_buffer(mw_buffer *buffer)
{
    mw_wipe(buffer->data, buffer->size);
    mw_buffer_truncate(buffer, 0);
}

void mw_session_end_login(mw_session *session)
{
    mw_login_run *run = &session->login;

    wipe_buffer(&run->challenge);
    wipe_buffer(&run->response);
    if (run->mechanism)
        session->settings.login->end(session->settings.login->user);
    run->mechanism = NULL;
    session->parser.line_limit = MW_REPLY_LINE_LIMIT;
}

static void give_up(mw_session *session, mw_smtp_result result,
                    const mw_error *error, const char *why)
{
    mw_session_end_login(session);
    mw_session_fail(session, result, error, why);
    mw_session_quit(session);
}

/* ----------------------------------------------------- choosing and starting
 */

/* Whether MECHANISM, at INDEX of ours, may be tried at this server. */
static bool is_offered(mw_session *session, size_t index)
{
    const mw_login_mechanism *mechanism =
        &session->settings.login->mechanisms[index];

    if (mw_capability_has_mechanism(&session->capability, mechanism->name))
        return true;
    return session->login.unasked && index == 0;
}

static void none_left(mw_session *session)
{
    mw_error error = session->login.error;
    const bool offered = session->capability.can & MW_CAN_AUTH;
    const mw_bytes has = mw_session_shown(
        session, mw_bytes_of(mw_buffer_text(&session->capability.mechanisms)));

    if (!error.message[0] && !offered)
        mw_fail(&error, MW_E_UNAVAILABLE, "the server does not offer a login");
    else if (!error.message[0])
        mw_fail(&error, MW_E_UNAVAILABLE,
                "the server offers no login that can be done here: it has "
                "%.*s",
                (int)(has.size < 200 ? has.size : 200), (const char *)has.data);
    if (!error.hint[0])
        mw_hint(&error, "mimewright probe shows what the server offers");
    give_up(session, MW_SMTP_AUTH, &error,
            offered ? NULL
            : session->has_tls
                ? "it has none at this port, or wants none from here"
                : "many servers offer it under TLS only");
}

/* Starts the next mechanism that can be used here; false for none. */
static bool start_next(mw_session *session)
{
    const mw_login *login = session->settings.login;
    mw_login_run *run = &session->login;

    while (run->next < login->mechanism_count) {
        const size_t index = run->next++;
        const mw_login_mechanism *mechanism = &login->mechanisms[index];

        if (!is_offered(session, index))
            continue;
        if (login->start(login->user, mechanism,
                         mw_buffer_bytes(&session->capability.mechanisms),
                         &run->error) != MW_OK)
            continue;
        run->mechanism = mechanism;
        run->said = false;
        run->challenges = 0;
        run->cancelled = false;
        return true;
    }
    return false;
}

static void try_next(mw_session *session)
{
    mw_session_end_login(session);
    if (start_next(session))
        mw_session_enter(session, &AUTH);
    else
        none_left(session);
}

void mw_session_begin_login(mw_session *session)
{
    const bool is_safe = session->has_tls &&
                         (session->tls_verified || session->settings.insecure);
    mw_login_run *run = &session->login;
    mw_error error = { 0 };

    if (!is_safe && !session->settings.cleartext_password) {
        mw_fail(&error, MW_E_UNAVAILABLE,
                session->has_tls
                    ? "no login: the server's certificate is not verified"
                    : "no login: the connection is not encrypted");
        mw_hint(&error, "--allow-cleartext-password sends the secret even so");
        give_up(session, MW_SMTP_AUTH, &error, NULL);
        return;
    }
    run->next = 0;
    run->error = (mw_error){ 0 };
    run->unasked = session->said_hello && session->settings.login_unasked &&
                   !(session->capability.can & MW_CAN_AUTH);
    try_next(session);
}

/* -------------------------------------------------------------- the exchange
 */

/*
 * Makes room first, so that nothing that holds a secret moves and leaves a
 * copy behind.
 */
static mw_status make_room(mw_session *session, mw_error *error)
{
    mw_space space;
    mw_status status = mw_buffer_reserve(&session->login.response,
                                         MW_AUTH_OCTETS_LIMIT, &space, error);

    if (status == MW_OK)
        status = mw_buffer_reserve(&session->login.challenge,
                                   MW_AUTH_OCTETS_LIMIT, &space, error);
    if (status == MW_OK)
        status = mw_buffer_reserve(&session->output,
                                   MW_AUTH_LINE_LIMIT + MW_COMMAND_LINE_LIMIT,
                                   &space, error);
    return status;
}

/* Appends the initial response to "AUTH NAME", or nothing where the line
 * would be too long: then it is the answer to the first challenge. */
static mw_status append_initial(mw_session *session, mw_error *error)
{
    const mw_login *login = session->settings.login;
    mw_login_run *run = &session->login;
    const size_t before = session->output.size;
    mw_status status =
        login->step(login->user, (mw_bytes){ NULL, 0 }, &run->response, error);

    if (status != MW_OK)
        return status;
    status = mw_buffer_append_octet(&session->output, ' ', error);
    if (status == MW_OK && run->response.size == 0)
        status = mw_buffer_append_octet(&session->output, '=', error);
    if (status == MW_OK)
        status = mw_auth_line_encode(mw_buffer_bytes(&run->response),
                                     &session->output, error);
    if (status != MW_OK)
        return status;
    if (session->output.size + 2 > MW_COMMAND_LINE_LIMIT) {
        mw_wipe(session->output.data + before, session->output.size - before);
        mw_buffer_truncate(&session->output, before);
    } else {
        wipe_buffer(&run->response);
        run->challenges = 1;
    }
    return MW_OK;
}

/* AUTH NAME [INITIAL-RESPONSE] */
static mw_status write_command(mw_session *session, mw_error *error)
{
    const mw_login_mechanism *mechanism = session->login.mechanism;
    mw_status status = make_room(session, error);

    if (status == MW_OK)
        status = mw_buffer_printf(&session->output, error, "AUTH %s",
                                  mechanism->name);
    if (status == MW_OK && mechanism->client_first)
        status = append_initial(session, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(&session->output, "\r\n", error);
    return status;
}

/* Whether the answer to the first challenge was made already. */
static bool is_initial_due(const mw_session *session)
{
    return session->login.challenges == 0 &&
           session->login.mechanism->client_first;
}

/* The answer to the challenge that waits. */
static mw_status write_response(mw_session *session, mw_error *error)
{
    const mw_login *login = session->settings.login;
    mw_login_run *run = &session->login;
    mw_status status = MW_OK;

    if (!is_initial_due(session))
        status = login->step(login->user, mw_buffer_bytes(&run->challenge),
                             &run->response, error);
    if (status == MW_OK)
        status = mw_auth_line_encode(mw_buffer_bytes(&run->response),
                                     &session->output, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(&session->output, "\r\n", error);
    wipe_buffer(&run->response);
    wipe_buffer(&run->challenge);
    run->challenges++;
    return status;
}

/* Says "*": the server answers 501, and the error stands. */
static void cancel(mw_session *session)
{
    mw_error error = { 0 };

    wipe_buffer(&session->output);
    session->output_secret = false;
    session->login.cancelled = true;
    mw_session_asked(session, mw_command_plain(&session->output, "*", &error),
                     &error);
}

static void auth_step(mw_session *session, bool first)
{
    mw_login_run *run = &session->login;
    mw_status status = first ? write_command(session, &run->error)
                             : write_response(session, &run->error);

    if (status == MW_OK) {
        session->output_secret = true;
        session->outstanding = 1;
        session->wait++;
    } else if (status == MW_E_MEMORY) {
        wipe_buffer(&session->output);
        give_up(session, MW_SMTP_TEMPORARY, &run->error, NULL);
    } else if (first) {
        wipe_buffer(&session->output);
        try_next(session);
    } else {
        cancel(session);
    }
}

void mw_session_authenticate(mw_session *session)
{
    const bool first = !session->login.said;

    if (session->state != &AUTH || !session->begun || session->outstanding > 0)
        return;
    session->login.said = true;
    auth_step(session, first);
}

static bool auth_next(mw_session *session, mw_wish *wish)
{
    if (session->outstanding > 0)
        return mw_session_wish_read(session, wish);
    wish->kind = MW_WISH_AUTH;
    return true;
}

/* --------------------------------------------------------------- the replies
 */

/* Takes a challenge; what is no challenge cancels the login. */
static void take_challenge(mw_session *session, const mw_reply *reply)
{
    mw_login_run *run = &session->login;
    mw_bytes text = reply->text;
    mw_status status = MW_OK;

    if (run->cancelled) {
        mw_session_misplaced(session, "the end of the login", reply);
        return;
    }
    if (run->challenges >= CHALLENGE_LIMIT)
        status =
            mw_fail(&run->error, MW_E_LIMIT, "the server does not stop asking");
    else
        status = mw_auth_line_decode(text, &run->challenge, &run->error);
    if (status == MW_E_MEMORY)
        give_up(session, MW_SMTP_TEMPORARY, &run->error, NULL);
    else if (status != MW_OK)
        cancel(session);
    else
        mw_session_again(session);
}

/* 235: the server is content; whether we are, the mechanism says. */
static void logged_in(mw_session *session)
{
    const mw_login *login = session->settings.login;
    mw_login_run *run = &session->login;
    mw_error error = { 0 };

    if (run->cancelled || login->finish(login->user, &error) != MW_OK) {
        give_up(session, MW_SMTP_AUTH, run->cancelled ? &run->error : &error,
                "it may not be the server that it says it is");
        return;
    }
    mw_report_set_auth(session->facts, run->mechanism->name);
    mw_session_end_login(session);
    session->logged_in = true;
    session->used |= MW_CAN_AUTH;
    if (session->settings.stop == MW_SMTP_STOP_AUTH)
        mw_session_stop(session);
    else
        mw_session_take_up(session);
}

/*
 * Whether REPLY refuses the mechanism, not the secret (RFC 4954, section 4
 * and 6): 504 unknown, 534 too weak, 432 another one is due, 500 line too
 * long, 501 and 502 as old servers say them to AUTH itself.
 */
static bool refuses_mechanism(const mw_session *session, const mw_reply *reply)
{
    switch (reply->code) {
    case 504:
    case 534:
    case 432:
    case 500:
    case 502:
        return true;
    case 501:
        return session->login.challenges <= 1;
    default:
        return false;
    }
}

/* What to say where what MECHANISM goes by is refused. */
typedef struct refusal {
    const char *mechanism; /* NULL for each that takes a password */
    const char *why, *hint;
} refusal;

static const refusal *words_for(const mw_login_mechanism *mechanism)
{
    static const char TOKEN_WHY[] =
        "the token is stale or another's, or the account may not log in here";
    static const char TOKEN_HINT[] =
        "check the user's name and what the token is for; a new one may do";
    static const refusal WORDS[] = {
        { "EXTERNAL",
          "the certificate is not one of this user's, or the account may not "
          "log in here",
          "check the user's name, and that the server knows the certificate" },
        { "GSSAPI",
          "the ticket is not this user's, or the account may not log in here",
          "check the user's name, and whose ticket there is" },
        { "XOAUTH2", TOKEN_WHY, TOKEN_HINT },
        { "OAUTHBEARER", TOKEN_WHY, TOKEN_HINT },
        { NULL,
          "the name or the password is wrong, or the account may not log in "
          "here",
          "check the user's name and the password; some providers want one "
          "made for programs" },
    };
    const refusal *words = WORDS;

    while (words->mechanism && strcmp(words->mechanism, mechanism->name) != 0)
        words++;
    return words;
}

static void refused(mw_session *session, const mw_reply *reply)
{
    mw_login_run *run = &session->login;
    const bool for_now = reply->code / 100 == 4 && reply->code != 432;

    mw_session_say_reply(session, &run->error, "the server refused the login",
                         reply);
    if (refuses_mechanism(session, reply)) {
        try_next(session);
    } else if (for_now) {
        mw_hint(&run->error, "try again later with the same password");
        give_up(session, MW_SMTP_TEMPORARY, &run->error, NULL);
    } else if (reply->code == 538) {
        mw_hint(&run->error, "use --tls required");
        give_up(session, MW_SMTP_AUTH, &run->error,
                "the server wants TLS before a login");
    } else {
        const refusal *words = words_for(run->mechanism);

        mw_hint(&run->error, "%s", words->hint);
        give_up(session, MW_SMTP_AUTH, &run->error, words->why);
    }
}

static void auth_reply(mw_session *session, const mw_reply *reply)
{
    if (reply->code == 334)
        take_challenge(session, reply);
    else if (reply->code == 235)
        logged_in(session);
    else if (!mw_session_is_refusal(reply))
        mw_session_misplaced(session, "AUTH", reply);
    else if (session->login.cancelled)
        give_up(session, MW_SMTP_AUTH, &session->login.error, NULL);
    else
        refused(session, reply);
}

static void auth_begin(mw_session *session)
{
    session->parser.line_limit = MW_REPLY_CHALLENGE_LIMIT;
}

/* AUTH and each answer to a challenge are groups of their own: nothing may be
 * unread before them. */
static const mw_state AUTH = {
    .phase = MW_SMTP_PHASE_AUTH,
    .seconds = 120,
    .in_step = true,
    .begin = auth_begin,
    .next = auth_next,
    .reply = auth_reply,
};
