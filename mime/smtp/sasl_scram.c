/* SPDX-License-Identifier: MIT */

/*
 * SCRAM as a mechanism of SASL: what it is told about names, passwords and
 * the connection, and which of its messages is due.
 */

#include "config.h"

#include "smtp/sasl_inside.h"
#include "smtp/wipe.h"

#include "base/ascii.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

/* Octets of chance in a nonce, and the size of that in base64. */
#define NONCE_OCTETS 18
#define NONCE_SIZE 24

/* --------------------------------------------------- binding to the channel */

/* Whether the server's list has NAME. */
static bool has_name(mw_bytes offered, const char *name)
{
    while (offered.size > 0) {
        const uint8_t *space = memchr(offered.data, ' ', offered.size);
        const size_t size =
            space != NULL ? (size_t)(space - offered.data) : offered.size;

        if (mw_ascii_equal_text((mw_bytes){ offered.data, size }, name))
            return true;
        mw_bytes_skip(&offered, size + (space != NULL));
    }
    return false;
}

/* Puts the best binding that the connection has into DATA and SETTINGS. */
static bool find_binding(const mw_sasl *sasl, mw_scram_settings *settings,
                         uint8_t *data)
{
    static const struct {
        mw_tls_binding kind;
        const char *name;
    } WAYS[] = {
        { MW_TLS_EXPORTER, "tls-exporter" },
        { MW_TLS_UNIQUE, "tls-unique" },
    };
    size_t size;

    for (size_t i = 0; i < 2 && sasl->bind; i++)
        if (sasl->bind(sasl->bind_user, WAYS[i].kind, data, &size)) {
            settings->channel = WAYS[i].name;
            settings->binding = (mw_bytes){ data, size };
            return true;
        }
    return false;
}

/*
 * Where this side can bind and the server does not offer it, "y" tells so,
 * and a server that does offer it learns that somebody took it out of its
 * list (RFC 5802, section 6). Where it is offered and yet not used, as the
 * user wished, "y" would be a lie.
 */
static mw_status set_flag(const mw_sasl *sasl, mw_bytes offered,
                          mw_scram_settings *settings, uint8_t *data,
                          mw_error *error)
{
    const char *name = sasl->kind->login.name;
    const bool plus = strstr(name, "-PLUS") != NULL;
    const bool bound = find_binding(sasl, settings, data);

    if (plus && !bound)
        return mw_fail(error, MW_E_UNAVAILABLE,
                       "no login by %s: the connection has nothing to bind to",
                       name);
    if (plus)
        settings->flag = MW_SCRAM_BINDS;
    else if (bound && !has_name(offered, "SCRAM-SHA-256-PLUS") &&
             !has_name(offered, "SCRAM-SHA-1-PLUS"))
        settings->flag = MW_SCRAM_SERVER_CANNOT;
    return MW_OK;
}

/* ---------------------------------------------------- names and passwords */

/*
 * Gives the password as it is to be proved, in PREPARED, which the caller
 * frees. It counts as a stored string (RFC 5802, section 2.2).
 */
static mw_status prepare_password(const mw_sasl *sasl, mw_buffer *prepared,
                                  mw_error *error)
{
    mw_buffer_init(prepared, &sasl->secrets.allocator, 0);
    return mw_sasl_prepare(sasl, sasl->password, true, prepared, error);
}

/* A password that cannot be prepared is known before the server is asked, so
 * that another mechanism can be taken. */
static mw_status check_password(const mw_sasl *sasl, mw_error *error)
{
    mw_buffer prepared;
    const mw_status status = prepare_password(sasl, &prepared, error);

    mw_buffer_free(&prepared);
    return status;
}

static mw_status make_nonce(char nonce[NONCE_SIZE + 1], mw_error *error)
{
    uint8_t octets[NONCE_OCTETS];

    if (RAND_bytes(octets, sizeof octets) != 1) {
        ERR_clear_error();
        return mw_fail(error, MW_E_UNAVAILABLE, "OpenSSL has no random octets");
    }
    EVP_EncodeBlock((unsigned char *)nonce, octets, NONCE_OCTETS);
    return MW_OK;
}

/* ------------------------------------------------------------------- steps */

/* Begins with SETTINGS, which lack names and the nonce. */
static mw_status begin(mw_sasl *sasl, mw_scram_settings *settings,
                       mw_error *error)
{
    char nonce[NONCE_SIZE + 1];
    mw_status status = make_nonce(nonce, error);
    mw_buffer user;

    mw_buffer_init(&user, sasl->memory.allocator, 0);
    if (status == MW_OK)
        status = mw_sasl_prepare(sasl, sasl->user, false, &user, error);
    settings->user = mw_buffer_text(&user);
    settings->authorize = sasl->authorize;
    settings->nonce = nonce;
    if (status == MW_OK)
        status = mw_scram_begin(&sasl->scram, settings, error);
    if (status != MW_OK)
        mw_scram_end(&sasl->scram);
    mw_buffer_free(&user);
    return status;
}

mw_status mw_sasl_scram_start(mw_sasl *sasl, mw_bytes offered, mw_error *error)
{
    mw_scram_settings settings = {
        .allocator = sasl->memory.allocator,
        .sha256 = strstr(sasl->kind->login.name, "SHA-256") != NULL,
    };
    uint8_t binding[MW_TLS_BINDING_MOST];
    mw_status status = set_flag(sasl, offered, &settings, binding, error);

    if (status == MW_OK)
        status = check_password(sasl, error);
    if (status == MW_OK)
        status = begin(sasl, &settings, error);
    mw_wipe(binding, sizeof binding);
    return status;
}

static mw_status prove(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                       mw_error *error)
{
    mw_buffer password;
    mw_status status = prepare_password(sasl, &password, error);

    if (status == MW_OK)
        status = mw_scram_prove(&sasl->scram, mw_buffer_text(&password),
                                challenge, response, error);
    if (status == MW_OK)
        mw_sasl_keep_proof(sasl, mw_buffer_bytes(response),
                           sasl->scram.sha256 ? 44 : 28);
    mw_buffer_free(&password);
    return status;
}

mw_status mw_sasl_scram(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                        mw_error *error)
{
    mw_status status;

    switch (sasl->steps) {
    case 0:
        return mw_scram_open(&sasl->scram, response, error);
    case 1:
        return prove(sasl, challenge, response, error);
    case 2:
        status = mw_scram_verify(&sasl->scram, challenge, error);
        sasl->done = status == MW_OK;
        return status;
    default:
        return mw_sasl_asked_on(sasl, error);
    }
}
