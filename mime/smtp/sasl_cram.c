/* SPDX-License-Identifier: MIT */

/*
 * CRAM-MD5 (RFC 2195): the name, and the challenge's HMAC under the password.
 * GNU SASL can do it too, but leaves copies of the password in memory that
 * nobody can wipe.
 */

#include "config.h"

#include "smtp/sasl_inside.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* A challenge: a msg-id, or what servers take for one. */
#define CHALLENGE_LIMIT 1024

/* Octets of MD5. */
#define MD5_SIZE 16

/* What cannot be done is known before the server is asked, so that another
 * mechanism can be taken. */
mw_status mw_sasl_cram_start(mw_sasl *sasl, mw_bytes offered, mw_error *error)
{
    mw_buffer prepared;
    mw_status status;

    (void)offered;
    mw_buffer_init(&prepared, &sasl->secrets.allocator, 0);
    status = mw_sasl_prepare(sasl, sasl->user, false, &prepared, error);
    if (status == MW_OK)
        status = mw_sasl_prepare(sasl, sasl->password, false, &prepared, error);
    mw_buffer_free(&prepared);
    return status;
}

/* The HMAC of CHALLENGE under the password, in DIGEST. */
static mw_status digest_challenge(mw_sasl *sasl, mw_bytes challenge,
                                  uint8_t *digest, mw_error *error)
{
    mw_buffer password;
    mw_status status;

    mw_buffer_init(&password, &sasl->secrets.allocator, 0);
    status = mw_sasl_prepare(sasl, sasl->password, false, &password, error);
    if (status == MW_OK &&
        HMAC(EVP_md5(), mw_buffer_text(&password), (int)password.size,
             challenge.data, challenge.size, digest, NULL) == NULL)
        status = mw_fail(error, MW_E_UNAVAILABLE, "OpenSSL has no MD5 here");
    ERR_clear_error();
    mw_buffer_free(&password);
    return status;
}

static mw_status append_hex(mw_buffer *out, const uint8_t *octets, size_t size,
                            mw_error *error)
{
    static const char DIGITS[] = "0123456789abcdef";
    mw_status status = MW_OK;

    for (size_t i = 0; i < 2 * size && status == MW_OK; i++)
        status = mw_buffer_append_octet(
            out, (uint8_t)DIGITS[octets[i / 2] >> (i % 2 ? 0 : 4) & 15], error);
    return status;
}

mw_status mw_sasl_cram(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                       mw_error *error)
{
    uint8_t digest[MD5_SIZE];
    mw_status status;

    if (sasl->steps > 0)
        return mw_sasl_asked_on(sasl, error);
    if (challenge.size == 0 || challenge.size > CHALLENGE_LIMIT)
        return mw_fail(error, challenge.size == 0 ? MW_E_DATA : MW_E_LIMIT,
                       "a challenge of %zu octets", challenge.size);
    status = digest_challenge(sasl, challenge, digest, error);
    if (status == MW_OK)
        status = mw_sasl_prepare(sasl, sasl->user, false, response, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(response, ' ', error);
    if (status == MW_OK)
        status = append_hex(response, digest, sizeof digest, error);
    if (status == MW_OK)
        mw_sasl_keep_proof(sasl, mw_buffer_bytes(response), 2 * MD5_SIZE);
    sasl->done = status == MW_OK;
    return status;
}
