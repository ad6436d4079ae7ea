/* SPDX-License-Identifier: MIT */
#ifndef SMTP_LOGIN_H
#define SMTP_LOGIN_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * What the session needs to log in (RFC 4954), whoever provides it: the
 * mechanisms are behind this interface, so the session knows of no secret
 * and no SASL library.
 *
 * One mechanism runs at a time: start, steps, finish where the server said
 * that all is well, and end in any case. The session makes these calls
 * within mw_session_authenticate alone, but for reveals.
 */

typedef struct mw_login_mechanism {
    const char *name;  /* "SCRAM-SHA-256", in upper case */
    bool client_first; /* there is an initial response */
} mw_login_mechanism;

typedef struct mw_login {
    void *user; /* given to each of the functions */

    /* What may be tried, the strongest first (or as the user asked). */
    const mw_login_mechanism *mechanisms;
    size_t mechanism_count;

    /*
     * Begins MECHANISM. OFFERED are the names that the server's last EHLO
     * reply has, with a space between, for mechanisms that guard against a
     * downgrade. A failure other than MW_E_MEMORY means that it cannot be
     * used here, and the next is tried.
     */
    mw_status (*start)(void *user, const mw_login_mechanism *mechanism,
                       mw_bytes offered, mw_error *error);

    /*
     * Appends to RESPONSE (empty, with room, wiped by the session) what is to
     * be said to CHALLENGE, both without base64. CHALLENGE is empty for the
     * initial response. A failure cancels the login; ERROR holds no secret.
     */
    mw_status (*step)(void *user, mw_bytes challenge, mw_buffer *response,
                      mw_error *error);

    /*
     * The server said 235: fails where the mechanism did not come to its
     * end, or the server did not prove what it has to prove.
     */
    mw_status (*finish)(void *user, mw_error *error);

    /* Ends the mechanism that was started and wipes what it knew. */
    void (*end)(void *user);

    /* Whether TEXT of the server holds a secret, plain or in base64. */
    bool (*reveals)(void *user, mw_bytes text);

    /* Whether it ends with the beginning of one; NULL for never. */
    bool (*reveals_beginning)(void *user, mw_bytes text);
} mw_login;

#endif
