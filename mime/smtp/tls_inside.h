/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TLS_INSIDE_H
#define SMTP_TLS_INSIDE_H

#include "smtp/tls.h"

#include <openssl/ssl.h>

/*
 * What tls.c and tls_link.c know of each other.
 */
struct mw_tls {
    const mw_allocator *allocator;
    SSL_CTX *context;
    BIO_METHOD *socket; /* see tls_socket.h */
    mw_tls_pin *pins;
    size_t pin_count;
    bool insecure;

    /* The newest session and whose it is; taken by who resumes it, so that
     * none is used twice (RFC 8446, section C.4). */
    SSL_SESSION *session;
    char session_name[256];
};

/*
 * Whom a link takes the server for, and what the check of its certificate
 * found; SSL_get_app_data gives it to OpenSSL's callbacks.
 */
typedef struct mw_tls_check {
    mw_tls *tls;
    const char *name;
    char reason[256]; /* the first thing wrong with the certificate */
    char hint[256];
} mw_tls_check;

/* OpenSSL's callback for each certificate of a chain: keeps why in the
 * mw_tls_check, and changes nothing about the outcome. */
int mw_tls_explain(int good, X509_STORE_CTX *store);

/* The channel binding KIND of SSL; see mw_connection_binding. */
bool mw_tls_bind(SSL *ssl, mw_tls_binding kind, uint8_t *data, size_t *size);

/* Adds the oldest of OpenSSL's errors to ERROR's message, or nothing, and
 * empties its queue. */
void mw_tls_add_reason(mw_error *error);

#endif
