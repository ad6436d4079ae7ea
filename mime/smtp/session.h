/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SESSION_H
#define SMTP_SESSION_H

#include "base/allocator.h"
#include "base/bytes.h"
#include "base/error.h"
#include "smtp/login.h"
#include "smtp/message.h"
#include "smtp/report.h"
#include "smtp/tls.h"

#include <mimewright/smtp.h>

/*
 * The client's side of SMTP (RFC 5321, 6409) and LMTP (RFC 2033) without any
 * I/O: octets and events go in, wishes come out. Who drives it asks
 * mw_session_next what it wants, does that, tells what came of it, and asks
 * again, until the wish is MW_WISH_END. What is told need not be what was
 * wished: octets may come, and the connection may break, at any time.
 *
 *     connect, then mw_session_new
 *     for (;;) {
 *         mw_session_next(session, &wish);
 *         switch (wish.kind) ...
 *     }
 *
 * The order of octets is all: what the driver takes (of a WRITE, and from
 * mw_session_encode) goes out in that order. It may keep some back to send
 * more at once, but has sent all before it does anything for another kind of
 * wish, and tells by mw_session_written how many were handed to the
 * transport before it gives the octets it read after that. The session
 * counts them, because "in doubt" begins with the last octet of the end of
 * the data.
 *
 * While it sends, a driver also reads what comes: a server may stop reading
 * until its replies are read (RFC 2920, section 3.1), and may refuse a
 * message before it has the whole. Where that ends the session, what is kept
 * back must not go out: it could be the end of a message of which was said
 * that it was not delivered.
 */
typedef struct mw_session mw_session;

typedef struct mw_session_settings {
    const mw_allocator *allocator;
    bool lmtp;

    /* The policy of TLS. LOCAL_PEER: the connected peer is loopback or a
     * unix socket. INSECURE: what is not verified will do as well. */
    mw_smtp_tls tls;
    bool local_peer;
    bool insecure;

    /* The login, or NULL. LOGIN_UNASKED: the user named the mechanisms, so
     * the first is tried where the server, after HELO, names none. */
    const mw_login *login;
    bool cleartext_password;
    bool login_unasked;

    const char *helo;    /* the name for EHLO */
    const char *without; /* extensions not to see, with commas; or NULL */

    unsigned notify; /* of mw_smtp_notify */
    mw_smtp_return returned;
    const char *envelope_id; /* not yet xtext; or NULL */
    bool dsn_optional;       /* these three, where the server has no DSN */
    const char *deliver_by;  /* "SECONDS;R" and so on; or NULL */
    uint64_t hold_for;       /* seconds, or 0 */
    const char *hold_until;  /* date-time, or NULL */
    int priority;            /* where HAS_PRIORITY */
    bool has_priority;
    bool require_tls;

    bool all_or_none;
    uint64_t chunk_size;     /* 0 for the default */
    unsigned per_connection; /* messages, or 0 */
    unsigned timeout;        /* seconds of each wait, or 0 for RFC 5321's */
    mw_smtp_stop stop;

    /* For the report: as asked for and as connected to. */
    const char *server_name;
    const char *server_address;
} mw_session_settings;

typedef enum mw_wish_kind {
    /* Wait for octets: mw_session_input. TIMEOUT seconds, counted from when
     * WAIT first has its number, and not put off by octets that come. */
    MW_WISH_READ,

    /* Read all that is there without waiting, mw_session_input, and then
     * mw_session_drained. */
    MW_WISH_DRAIN,

    /* Send OCTETS: mw_session_took, mw_session_written. TIMEOUT as above. */
    MW_WISH_WRITE,

    /* Send the message: write it into mw_session_encode, until that fails or
     * the message ends; then mw_session_body_ended. TIMEOUT for each block.
     * Comes again for each chunk: writing goes on where it was. */
    MW_WISH_BODY,

    /* Begin TLS; then mw_session_tls_up or mw_session_tls_failed. MUST_VERIFY
     * says whether what is not verified will do. */
    MW_WISH_TLS,

    /* Call mw_session_authenticate, which may take long. */
    MW_WISH_AUTH,

    /* Plan MESSAGE anew for a server that lacks MISSING
     * (mw_smtp_message_replan); then mw_session_planned. */
    MW_WISH_PLAN,

    /* mw_session_give the next message, or NULL where there is none. */
    MW_WISH_MESSAGE,

    /* It is known what became of MESSAGE: take REPORT, which lives until the
     * next call of mw_session_next. MESSAGE is NULL in a session without. */
    MW_WISH_REPORT,

    /* End the connection; then mw_session_lost with MW_LOSS_CLOSED. ABRUPT:
     * so that the server cannot take it for a proper end. */
    MW_WISH_CLOSE,

    /* Nothing more. */
    MW_WISH_END
} mw_wish_kind;

typedef struct mw_wish {
    mw_wish_kind kind;
    mw_smtp_phase phase;
    unsigned timeout; /* seconds */
    unsigned wait;    /* another number for each wait */

    mw_bytes octets; /* of WRITE; live until the next call */
    bool secret;     /* of WRITE: not for a transcript */
    bool content;    /* of WRITE: the message's own, told with BODY */
    bool more;       /* of WRITE: more follows at once, from BODY or WRITE */
    bool must_verify;
    bool abrupt;
    unsigned missing;
    mw_smtp_message *message;
    mw_smtp_report *report;
} mw_wish;

/* How a connection can end. */
typedef enum mw_loss {
    MW_LOSS_CLOSED,
    MW_LOSS_RESET,
    MW_LOSS_TIMEOUT,
    MW_LOSS_INTERRUPTED
} mw_loss;

/*
 * Makes *SESSION for a connection that was just made. MESSAGE is the first
 * one, or NULL for a session that sends none and ends where the settings'
 * stop says, after the login at the latest. SETTINGS are copied, but not
 * what they point to. Fails with MW_E_SYNTAX for values that no command line
 * can carry, which is known before anything is sent, and with MW_E_MEMORY.
 */
mw_status mw_session_new(const mw_session_settings *settings,
                         mw_smtp_message *message, mw_session **session,
                         mw_error *error);

/* Checks what mw_session_new would refuse, before there is a connection. */
mw_status mw_session_check(const mw_session_settings *settings,
                           const mw_smtp_message *message, mw_error *error);

/*
 * The extension that a wish in SETTINGS needs and that is not among CAN, of
 * mw_capability_bit; or NULL. And whether the wishes for DSN, which are then
 * none of them, are left out for want of it. For whoever takes messages
 * without a session, too.
 */
const char *mw_session_unmet_wish(const mw_session_settings *settings,
                                  unsigned can);
bool mw_session_drops_dsn(const mw_session_settings *settings, unsigned can);

/* Ends SESSION, which may be NULL, and its reports. */
void mw_session_free(mw_session *session);

/* Puts into *WISH what the session wants now. */
void mw_session_next(mw_session *session, mw_wish *wish);

/* OCTETS were read. */
void mw_session_input(mw_session *session, mw_bytes octets);

/* There is nothing more to read at this moment. */
void mw_session_drained(mw_session *session);

/* The first SIZE octets of the WRITE are the driver's now, and are sent. */
void mw_session_took(mw_session *session, size_t size);

/* SIZE more octets, in the order they were taken, are with the transport. */
void mw_session_written(mw_session *session, uint64_t size);

/*
 * Encodes the message for the wire: takes from the front of IN, puts to the
 * front of OUT, and moves both along (dots doubled for DATA, as it is within
 * the chunk for BDAT). *WAITING is set where the session has another wish
 * first, such as for the reply to a chunk. Fails (MW_E_CHANGED) where there
 * is more than the size that was planned, and with MW_E_WRITE where the
 * session does not want the message any more: the writing of it has to end
 * then.
 */
mw_status mw_session_encode(mw_session *session, mw_bytes *in, mw_space *out,
                            bool *waiting, mw_error *error);

/*
 * The message was written, all of it (MW_OK), or writing it failed with
 * STATUS and ERROR. The end of the data goes out after MW_OK alone.
 */
void mw_session_body_ended(mw_session *session, mw_status status,
                           const mw_error *error);

/* TLS runs, and this is known of it. */
void mw_session_tls_up(mw_session *session, const mw_tls_report *tls);

/* TLS could not be had, or not be verified. */
void mw_session_tls_failed(mw_session *session, const mw_error *error);

/* Makes the step of the login that was wished. */
void mw_session_authenticate(mw_session *session);

/* The message was planned anew (MW_OK), or that failed. */
void mw_session_planned(mw_session *session, mw_status status,
                        const mw_error *error);

/*
 * The next message, which lives until its report; NULL for no more. Fails
 * with MW_E_MEMORY, and with MW_E_UNAVAILABLE where the session ended since
 * it wished for one: MESSAGE is then the caller's as before, and gets no
 * report here.
 */
mw_status mw_session_give(mw_session *session, mw_smtp_message *message,
                          mw_error *error);

/* The connection is lost, or the wait for it was given up. ERROR, which may
 * be NULL, says more. */
void mw_session_lost(mw_session *session, mw_loss loss, const mw_error *error);

/* Gives the report of the wish to the driver, who ends it. */
mw_smtp_report *mw_session_keep_report(mw_session *session);

/* Whether TEXT of the server repeats a secret: not for a transcript. */
bool mw_session_reveals(const mw_session *session, mw_bytes text);

/* Whether TEXT ends with the beginning of one. */
bool mw_session_reveals_beginning(const mw_session *session, mw_bytes text);

/* Whether there are secrets that text could hold. */
bool mw_session_has_secrets(const mw_session *session);

/* Whether the session only wants its connection closed, and nothing sent. */
bool mw_session_is_over(const mw_session *session);

/* Whether the session took a message to its end over this connection, or the
 * server refused it before, so that another one is worth a new connection. */
bool mw_session_has_sent(const mw_session *session);

/* Whether all that stands before the first MAIL is done: greeting, TLS,
 * login. */
bool mw_session_is_open(const mw_session *session);

#endif
