/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SCRAM_H
#define SMTP_SCRAM_H

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * The client's side of SCRAM (RFC 5802; RFC 7677 for SHA-256): begin, three
 * steps, end. Nothing in it is left to chance: the nonce is given, and names
 * and passwords are as SASLprep (RFC 4013) leaves them.
 */

#define MW_SCRAM_HASH_MOST 32

/* Whether the login is bound to its TLS connection: "n", "y", "p". */
typedef enum mw_scram_flag {
    MW_SCRAM_CANNOT_BIND,   /* this side can not, or does not want to */
    MW_SCRAM_SERVER_CANNOT, /* this side can, and the server did not offer */
    MW_SCRAM_BINDS
} mw_scram_flag;

typedef struct mw_scram_settings {
    const mw_allocator *allocator;
    bool sha256; /* else SHA-1 */
    const char *user;
    const char *authorize; /* who to act as, or NULL */
    const char *nonce;     /* printable ASCII without a comma */

    mw_scram_flag flag;
    const char *channel; /* name of the binding, and its octets: MW_SCRAM_BINDS
                            only */
    mw_bytes binding;
} mw_scram_settings;

/* One login; all zero before it begins. */
typedef struct mw_scram {
    bool sha256;
    mw_buffer input; /* gs2-header, and the octets of the binding */
    size_t header_size;
    mw_buffer auth;    /* the AuthMessage, as far as it was said */
    size_t nonce_size; /* our nonce, at the end of the first part */
    uint8_t signature[MW_SCRAM_HASH_MOST]; /* what the server has to prove */
} mw_scram;

/* Begins SCRAM, or fails with MW_E_MEMORY; either way it has to end. */
mw_status mw_scram_begin(mw_scram *scram, const mw_scram_settings *settings,
                         mw_error *error);

/* Appends the client-first-message to OUT. */
mw_status mw_scram_open(const mw_scram *scram, mw_buffer *out, mw_error *error);

/*
 * Appends the client-final-message to OUT: proves PASSWORD in answer to
 * CHALLENGE, the server-first-message. Fails as mw_scram_read_first does, and
 * with MW_E_UNAVAILABLE where OpenSSL may not compute the hash.
 */
mw_status mw_scram_prove(mw_scram *scram, const char *password,
                         mw_bytes challenge, mw_buffer *out, mw_error *error);

/* Whether CHALLENGE, the server-final-message, proves that the server knows
 * the password: MW_E_DATA where it does not. */
mw_status mw_scram_verify(const mw_scram *scram, mw_bytes challenge,
                          mw_error *error);

/* Wipes SCRAM and gives back what it has; it is all zero then. */
void mw_scram_end(mw_scram *scram);

/* Appends NAME as a saslname: "=2C" for a comma, "=3D" for "=". */
mw_status mw_scram_append_name(mw_buffer *out, const char *name,
                               mw_error *error);

#endif
