/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TLS_H
#define SMTP_TLS_H

#include "base/allocator.h"
#include "base/error.h"

/*
 * What TLS is to be like: whom to trust, what to show, and the session of
 * the last connection, which the next one to the same name resumes. OpenSSL
 * does it all: TLS 1.2 or later, the chain by its store, names by
 * X509_VERIFY_PARAM_set1_host and set1_ip_asc on subjectAltName alone, a
 * wildcard only as the whole leftmost label (RFC 9525, section 6.3).
 *
 * Sessions are kept with the settings they were made under, so a connection
 * cannot profit from one that asked for less. One mw_tls is for one thread
 * at a time and outlives the transports that use it.
 */
typedef struct mw_tls mw_tls;

/* The SHA-256 of a public key: DER of the SubjectPublicKeyInfo (RFC 7469,
 * section 2.4), so that a certificate may be renewed and its pin stays. */
typedef struct mw_tls_pin {
    uint8_t sha256[32];
} mw_tls_pin;

typedef struct mw_tls_options {
    const char *ca_file; /* PEM; NULL for those that OpenSSL trusts here */
    const char *certificate_file; /* the client's, with its chain, PEM; NULL */
    const char *key_file;         /* PEM; NULL: within certificate_file */
    const mw_tls_pin *pins;       /* the server's key has to be one of them */
    size_t pin_count;
    /*
     * The certificate need not be verified, only looked at. Pins still
     * count, so with this and a pin the key alone is what is trusted.
     */
    bool insecure;
} mw_tls_options;

/*
 * Reads the files of OPTIONS and makes *TLS of them, which mw_tls_free ends.
 * Fails with MW_E_NO_INPUT (a file is not there), MW_E_DATA (it is not what
 * it should be, or a key that wants a password), MW_E_MEMORY, MW_E_SYSTEM.
 */
mw_status mw_tls_new(const mw_allocator *allocator,
                     const mw_tls_options *options, mw_tls **tls,
                     mw_error *error);

/* Ends TLS, which may be NULL. */
void mw_tls_free(mw_tls *tls);

/* Reads "sha256:" and 64 hexadecimal digits, colons between pairs allowed.
 * Fails with MW_E_SYNTAX. */
mw_status mw_tls_pin_parse(const char *text, mw_tls_pin *pin, mw_error *error);

/* What a connection came to. All strings end in NUL, and are cut if long. */
typedef struct mw_tls_report {
    bool verified;    /* by chain and name, or by a pin where insecure */
    bool resumed;     /* with the session of an earlier connection */
    char version[16]; /* "TLSv1.3" */
    char cipher[64];
    char peer[256];   /* the name that was checked */
    char reason[256]; /* why it is not verified; empty where it is */
} mw_tls_report;

/* Channel bindings, and the octets the longest can have. */
typedef enum mw_tls_binding {
    MW_TLS_EXPORTER, /* RFC 9266; TLS 1.3 */
    MW_TLS_UNIQUE,   /* RFC 5929, section 3; before TLS 1.3, and only with
                        the extended master secret (RFC 7627) */
    MW_TLS_END_POINT /* RFC 5929, section 4: tls-server-end-point */
} mw_tls_binding;

#define MW_TLS_BINDING_MOST 64

#endif
