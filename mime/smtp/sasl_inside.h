/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SASL_INSIDE_H
#define SMTP_SASL_INSIDE_H

#include "smtp/sasl.h"
#include "smtp/scram.h"
#include "smtp/secret.h"

/* For the files sasl*.c alone. */

/* So that every response fits MW_AUTH_OCTETS_LIMIT, also where OAUTHBEARER
 * writes three octets for one of the user's name. */
#define MW_SASL_USER_MOST 512
#define MW_SASL_PASSWORD_MOST 4096
#define MW_SASL_TOKEN_MOST 7168
#define MW_SASL_HOST_MOST 255

/* SHA-256 in base64; SHA-1 in base64 and MD5 in hexadecimal are less. */
#define MW_SASL_PROOF_MOST 44

/* What a mechanism cannot do without. */
enum {
    MW_SASL_USER = 1,
    MW_SASL_PASSWORD = 2,
    MW_SASL_TOKEN = 4,
    MW_SASL_HOST = 8,
    MW_SASL_GNU = 16 /* GNU SASL, in this build and with this mechanism */
};

/* One mechanism. STEP has the contract of mw_login, and sets DONE where it
 * came to its end; START and END may be NULL. */
typedef struct mw_sasl_kind {
    mw_login_mechanism login;
    unsigned needs;
    mw_status (*start)(mw_sasl *sasl, mw_bytes offered, mw_error *error);
    mw_status (*step)(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                      mw_error *error);
} mw_sasl_kind;

#define MW_SASL_KINDS 11

/* All there are, in the order of sasl.h. */
extern const mw_sasl_kind mw_sasl_kinds[MW_SASL_KINDS];

struct Gsasl;
struct Gsasl_session;

struct mw_sasl {
    mw_secret memory;         /* where this is, and the texts below */
    mw_secret_memory secrets; /* for what is made of them */
    const char *user, *password, *token, *authorize, *host;
    unsigned port;
    bool has_certificate;

    mw_status (*ask)(void *user, const char **password, mw_error *error);
    void *ask_user;
    bool has_asked;
    mw_error no_password; /* why there is none, though it was asked for */

    mw_login login;
    mw_login_mechanism mechanisms[MW_SASL_KINDS];
    const mw_sasl_kind *kinds[MW_SASL_KINDS]; /* the same ones */

    mw_sasl_bind bind;
    void *bind_user;

    /* The mechanism that runs. */
    const mw_sasl_kind *kind;
    unsigned steps; /* made before */
    bool done;
    mw_scram scram;

    /* What the last mechanism proved the password with, which can be guessed
     * from it; kept until there is another, since a server may repeat it. */
    char proof[MW_SASL_PROOF_MOST + 1];

    struct Gsasl *library;
    struct Gsasl_session *session;
};

/* sasl_choose.c: fills MECHANISMS and KINDS by LIST, which may be NULL. */
mw_status mw_sasl_choose(mw_sasl *sasl, const char *list, mw_error *error);

/* sasl_own.c */
mw_status mw_sasl_external(mw_sasl *sasl, mw_bytes challenge,
                           mw_buffer *response, mw_error *error);
mw_status mw_sasl_plain(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                        mw_error *error);
mw_status mw_sasl_ask(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                      mw_error *error);
mw_status mw_sasl_bearer(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                         mw_error *error);
mw_status mw_sasl_xoauth2(mw_sasl *sasl, mw_bytes challenge,
                          mw_buffer *response, mw_error *error);

/* Fails because the server asks for more than the mechanism has. */
mw_status mw_sasl_asked_on(const mw_sasl *sasl, mw_error *error);

/* sasl.c: RESPONSE ends with a proof of SIZE octets, not to be shown. */
void mw_sasl_keep_proof(mw_sasl *sasl, mw_bytes response, size_t size);

/* sasl_cram.c */
mw_status mw_sasl_cram_start(mw_sasl *sasl, mw_bytes offered, mw_error *error);
mw_status mw_sasl_cram(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                       mw_error *error);

/* sasl_scram.c */
mw_status mw_sasl_scram_start(mw_sasl *sasl, mw_bytes offered, mw_error *error);
mw_status mw_sasl_scram(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                        mw_error *error);

/*
 * sasl_gnu.c: appends TEXT to OUT as SASLprep leaves it (RFC 4013), where it
 * is STORED without characters that Unicode had not assigned then. Fails with
 * MW_E_RANGE where it cannot be prepared; MW_E_UNAVAILABLE where it is not
 * ASCII and this build has no GNU SASL.
 */
mw_status mw_sasl_prepare(const mw_sasl *sasl, const char *text, bool stored,
                          mw_buffer *out, mw_error *error);

/* sasl_gnu.c: what GNU SASL does; without it there is none of these. */
bool mw_sasl_gnu_open(mw_sasl *sasl);
void mw_sasl_gnu_close(mw_sasl *sasl);
bool mw_sasl_gnu_has(const mw_sasl *sasl, const char *name);
void mw_sasl_gnu_end(mw_sasl *sasl);
mw_status mw_sasl_gnu_start(mw_sasl *sasl, mw_bytes offered, mw_error *error);
mw_status mw_sasl_gnu_gssapi(mw_sasl *sasl, mw_bytes challenge,
                             mw_buffer *response, mw_error *error);

#endif
