/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SASL_H
#define SMTP_SASL_H

#include "base/allocator.h"
#include "base/error.h"
#include "smtp/login.h"
#include "smtp/tls.h"

/*
 * The mechanisms of SASL (RFC 4422) behind the interface of login.h, and the
 * secrets they use, which are in this object and nowhere else.
 *
 * What is tried, the strongest first, as far as it can be done with what is
 * given and with the libraries of this build:
 *
 *     EXTERNAL            with a certificate, and no password or token
 *                         but one that has to be asked for
 *     SCRAM-SHA-256-PLUS  password; bound to the TLS connection
 *     SCRAM-SHA-1-PLUS
 *     SCRAM-SHA-256       password; the server proves that it knows it
 *     SCRAM-SHA-1
 *     GSSAPI              with the system's tickets, and no password or token
 *     OAUTHBEARER         token
 *     XOAUTH2
 *     CRAM-MD5            password; not shown, but the server needs it plain
 *     PLAIN               password; shown to the server
 *     LOGIN
 */
typedef struct mw_sasl mw_sasl;

typedef struct mw_sasl_settings {
    const mw_allocator *allocator;

    /* In UTF-8, each may be NULL. */
    const char *user;
    const char *password;
    const char *token;     /* of OAuth 2 */
    const char *authorize; /* who to act as, where it is not USER */

    /* Gives *PASSWORD, which lives as long as the object, where PASSWORD is
     * NULL and a mechanism is to start that needs one; called once. NULL where
     * there is nobody to ask. */
    mw_status (*ask)(void *user, const char **password, mw_error *error);
    void *ask_user;

    bool has_certificate; /* TLS shows the server a certificate of ours */
    const char *host;     /* of the server, or NULL */
    unsigned port;

    /* Which may be tried, in this order: names in any case with commas or
     * spaces between. NULL for the above. */
    const char *mechanisms;
} mw_sasl_settings;

/*
 * Makes *SASL; SETTINGS are copied. The caller ends it with mw_sasl_free.
 * Fails with MW_E_SYNTAX for a user, password or token that cannot be sent;
 * MW_E_USAGE where a mechanism is unknown, or none of them can be tried with
 * what is given; MW_E_UNAVAILABLE where this build lacks it; MW_E_MEMORY.
 */
mw_status mw_sasl_new(const mw_sasl_settings *settings, mw_sasl **sasl,
                      mw_error *error);

/* Ends SASL, which may be NULL, and wipes its secrets. */
void mw_sasl_free(mw_sasl *sasl);

/* For the session; lives as long as SASL. */
const mw_login *mw_sasl_login(const mw_sasl *sasl);

/*
 * Tells where a channel binding of the connection comes from: BIND puts it
 * into DATA, which has room for MW_TLS_BINDING_MOST, and its size into *SIZE,
 * or gives false. NULL, as at first, for a connection without.
 */
typedef bool (*mw_sasl_bind)(void *user, mw_tls_binding kind, uint8_t *data,
                             size_t *size);
void mw_sasl_set_binding(mw_sasl *sasl, mw_sasl_bind bind, void *user);

#endif
