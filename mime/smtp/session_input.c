/* SPDX-License-Identifier: MIT */

/*
 * What comes from the server: replies for the state that asked, what nobody
 * asked for, which shows that the two sides are out of step, and the end.
 */

#include "smtp/session_inside.h"

/*
 * A server can repeat a secret, and an error that shows the start of its line
 * shows the start of that. Who logs in is told less of what is no reply.
 */
static void hide_line(const mw_session *session, mw_error *error)
{
    const mw_status status = error->status;

    if (session->settings.login != NULL && status != MW_E_MEMORY)
        mw_fail(error, status,
                "what the server says is no reply (not shown, since a login "
                "is wanted)");
}

/* What came is no reply, or the connection is lost: RESULT, unless the state
 * knows better. */
static void broken(mw_session *session, mw_smtp_result result,
                   const mw_error *error, const char *why)
{
    if (session->state->broken) {
        session->state->broken(session, result, error);
        return;
    }
    mw_session_fail(session, result, error, why);
    mw_session_break(session);
}

/*
 * The server leaves. One that does so in place of a reply to MAIL has had
 * enough of a connection that carried other messages, or waited too long for
 * this one: it is as if it had not begun, and may go over another connection.
 */
static void note_leaving(mw_session *session)
{
    const mw_transaction *at = &session->transaction;

    if (session->state == &MW_STATE_ENVELOPE && session->messages > 0 &&
        at->first == 0 && !at->mail_answered)
        session->is_untouched = true;
}

/* The server says 421: it closes, whatever was asked. */
static void closing(mw_session *session, const mw_reply *reply)
{
    note_leaving(session);
    mw_session_refused(session, "the server closes the connection", reply,
                       NULL);
    mw_session_close(session);
}

/* Keeps the beginning of what came and nobody asked for. */
static void note_surplus(mw_session *session, mw_bytes octets)
{
    const size_t room = sizeof session->surplus - session->surplus_size;

    if (octets.size > room)
        octets.size = room;
    memcpy(session->surplus + session->surplus_size, octets.data, octets.size);
    session->surplus_size += octets.size;
    session->has_surplus = true;
}

/* Whether what comes now is the answer to something. */
static bool is_expected(const mw_session *session)
{
    return session->begun &&
           (session->outstanding > 0 || session->state->unasked);
}

static void dispatch(mw_session *session, const mw_reply *reply)
{
    if (!is_expected(session)) {
        /* In clear before a handshake it is surplus as all else is. */
        if (reply->code == 421 && session->state != &MW_STATE_TLS)
            closing(session, reply);
    } else if (session->outstanding == 0) {
        session->state->unasked(session, reply);
    } else if (reply->code == 421 && session->state != &MW_STATE_FINAL &&
               session->state != &MW_STATE_QUIT) {
        closing(session, reply);
    } else {
        session->outstanding--;
        session->wait++;
        session->state->reply(session, reply);
    }
}

void mw_session_input(mw_session *session, mw_bytes octets)
{
    mw_error error = { 0 };
    mw_status status = MW_OK;
    mw_reply reply;
    bool noted = false;
    bool whole;

    while (octets.size > 0 && session->state != &MW_STATE_CLOSE) {
        const bool expected = is_expected(session);

        if (!expected && !noted)
            note_surplus(session, octets);
        noted = !expected;
        status =
            mw_reply_read(&session->parser, &octets, &whole, &reply, &error);
        if (status == MW_OK && whole)
            dispatch(session, &reply);
        if (status == MW_OK)
            continue;
        hide_line(session, &error);
        if (expected)
            broken(session,
                   status == MW_E_MEMORY ? MW_SMTP_TEMPORARY : MW_SMTP_PROTOCOL,
                   &error,
                   "whoever answers there does not speak SMTP, or "
                   "something changes what it says");
        return;
    }
}

/* The surplus; where it was cut, without a secret's beginning at the end. */
static mw_bytes surplus_of(const mw_session *session)
{
    mw_bytes text = { (const uint8_t *)session->surplus,
                      session->surplus_size };

    if (text.size == sizeof session->surplus)
        while (mw_session_reveals_beginning(session, text))
            text.size--;
    return text;
}

/* The lines of SURPLUS, with ", " between, for an error. */
static void name_surplus(mw_bytes surplus, char *out, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < surplus.size && at + 3 < size; i++) {
        const char octet = (char)surplus.data[i];

        if (octet == '\n' && i + 1 < surplus.size) {
            out[at++] = ',';
            out[at++] = ' ';
        } else if (octet != '\r' && octet != '\n') {
            out[at++] = octet ? octet : '?';
        }
    }
    out[at] = 0;
}

/* Why what is unread is wrong where the session stands. */
typedef struct {
    mw_smtp_result result;
    const char *why;
    const char *hint;
} surplus_fault;

static const surplus_fault BETWEEN_COMMANDS = {
    MW_SMTP_PROTOCOL,
    "the next reply would be taken for that of another command",
    "tell who runs the server: a reply of it has a last line in its middle, "
    "or there are two"
};

static const surplus_fault BEHIND_STARTTLS = {
    MW_SMTP_TLS,
    "what comes in clear after the reply to STARTTLS would count as said "
    "under TLS",
    "somebody may be between; try another network"
};

static const surplus_fault BEFORE_IMPLICIT_TLS = {
    MW_SMTP_TLS, "it does not begin with TLS at this port",
    "smtp:// begins without TLS, and then asks for it"
};

static const surplus_fault *surplus_fault_of(const mw_session *session)
{
    if (session->state != &MW_STATE_TLS)
        return &BETWEEN_COMMANDS;
    return session->tls_tried ? &BEHIND_STARTTLS : &BEFORE_IMPLICIT_TLS;
}

/* Something is unread where a new group begins: each side has another reply
 * in mind. */
static void out_of_step(mw_session *session)
{
    const surplus_fault *fault = surplus_fault_of(session);
    const mw_bytes surplus = surplus_of(session);
    char lines[2 * sizeof session->surplus];
    mw_error error = { 0 };
    mw_bytes shown;

    name_surplus(surplus, lines, sizeof lines);
    shown = mw_session_shown(session, surplus);
    mw_fail(&error, MW_E_DATA, "the server said more than it was asked: %.*s",
            shown.data == surplus.data ? (int)strlen(lines) : (int)shown.size,
            shown.data == surplus.data ? lines : (const char *)shown.data);
    mw_hint(&error, "%s", fault->hint);
    mw_session_doubt(session);
    mw_session_fail(session, fault->result, &error, fault->why);
    mw_session_break(session);
}

void mw_session_drained(mw_session *session)
{
    if (session->begun || session->state == &MW_STATE_CLOSE)
        return;
    if (session->has_surplus || mw_reply_has_begun(&session->parser))
        out_of_step(session);
    else
        session->drained = true;
}

static const struct {
    const char *what;
    const char *why;
    const char *hint;
} LOSSES[] = {
    [MW_LOSS_CLOSED] = { "the server closed the connection", NULL,
                         "try again later" },
    [MW_LOSS_RESET] = { "the connection broke",
                        "the network, or a firewall that does not like "
                        "what it sees",
                        "try again later" },
    [MW_LOSS_TIMEOUT] = { "the server did not answer in time", NULL,
                          "try again later, or with a longer --timeout" },
    [MW_LOSS_INTERRUPTED] = { "interrupted", NULL, "" },
};

/* Between commands there is room for a word of farewell; in a message, a
 * login or a handshake there is none. */
static bool may_say_quit(const mw_session *session)
{
    const mw_smtp_phase phase = mw_session_phase(session);

    if (session->state == &MW_STATE_ENVELOPE && session->transaction.data_sent)
        return false; /* it could be taken for a line of the message */
    return session->output_at == 0 &&
           (phase == MW_SMTP_PHASE_EHLO || phase == MW_SMTP_PHASE_MAIL ||
            phase == MW_SMTP_PHASE_RCPT);
}

/* A server that waits for TLS says as little as one that is busy. */
static bool is_greeted_in_clear(const mw_session *session)
{
    return session->state == &MW_STATE_GREETING && !session->has_tls;
}

void mw_session_lost(mw_session *session, mw_loss loss, const mw_error *error)
{
    mw_error said = { 0 };

    if (session->state == &MW_STATE_CLOSE) {
        mw_session_enter(session, &MW_STATE_END);
        return;
    }
    mw_fail(&said, MW_E_SYSTEM, "%s%s%s", LOSSES[loss].what,
            error && error->message[0] ? ": " : "",
            error ? error->message : "");
    if (LOSSES[loss].hint[0])
        mw_hint(&said, "%s",
                loss == MW_LOSS_TIMEOUT && is_greeted_in_clear(session)
                    ? "is there TLS from the start, as at port 465? smtps:// "
                      "is for that; or try again later"
                    : LOSSES[loss].hint);
    if (loss == MW_LOSS_INTERRUPTED && may_say_quit(session)) {
        mw_session_fail(session, MW_SMTP_TEMPORARY, &said, NULL);
        mw_session_leave(session);
    } else {
        if (loss == MW_LOSS_CLOSED || loss == MW_LOSS_RESET)
            note_leaving(session);
        broken(session, MW_SMTP_TEMPORARY, &said, LOSSES[loss].why);
    }
}
