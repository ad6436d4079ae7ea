/* SPDX-License-Identifier: MIT */

/*
 * GNU SASL has SCRAM too, but up to 2.2 it cannot say "y": that this side
 * could bind to the channel and the server does not offer it. That letter is
 * how the server learns of somebody who took -PLUS out of its list.
 */

#include "config.h"

#include "smtp/scram.h"

#include "smtp/auth_line.h"
#include "smtp/scram_read.h"
#include "smtp/wipe.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* ------------------------------------------------------------- what is said */

mw_status mw_scram_append_name(mw_buffer *out, const char *name,
                               mw_error *error)
{
    mw_status status = MW_OK;

    for (; *name && status == MW_OK; name++)
        if (*name == '=' || *name == ',')
            status =
                mw_buffer_append_text(out, *name == '=' ? "=3D" : "=2C", error);
        else
            status = mw_buffer_append_octet(out, (uint8_t)*name, error);
    return status;
}

/* gs2-header: "p=tls-exporter,a=NAME," */
static mw_status append_header(const mw_scram_settings *settings,
                               mw_buffer *out, mw_error *error)
{
    mw_status status;

    if (settings->flag == MW_SCRAM_BINDS)
        status = mw_buffer_printf(out, error, "p=%s,", settings->channel);
    else
        status = mw_buffer_append_text(
            out, settings->flag == MW_SCRAM_SERVER_CANNOT ? "y," : "n,", error);
    if (status == MW_OK && settings->authorize)
        status = mw_buffer_append_text(out, "a=", error);
    if (status == MW_OK && settings->authorize)
        status = mw_scram_append_name(out, settings->authorize, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(out, ',', error);
    return status;
}

/* client-first-message-bare */
static mw_status append_bare(const mw_scram_settings *settings, mw_buffer *out,
                             mw_error *error)
{
    mw_status status = mw_buffer_append_text(out, "n=", error);

    if (status == MW_OK)
        status = mw_scram_append_name(out, settings->user, error);
    if (status == MW_OK)
        status = mw_buffer_printf(out, error, ",r=%s", settings->nonce);
    return status;
}

mw_status mw_scram_begin(mw_scram *scram, const mw_scram_settings *settings,
                         mw_error *error)
{
    mw_status status;

    *scram = (mw_scram){ .sha256 = settings->sha256,
                         .nonce_size = strlen(settings->nonce) };
    mw_buffer_init(&scram->input, settings->allocator, 0);
    mw_buffer_init(&scram->auth, settings->allocator, 0);
    status = append_header(settings, &scram->input, error);
    scram->header_size = scram->input.size;
    if (status == MW_OK && settings->flag == MW_SCRAM_BINDS)
        status =
            mw_buffer_append_bytes(&scram->input, settings->binding, error);
    if (status == MW_OK)
        status = append_bare(settings, &scram->auth, error);
    return status;
}

mw_status mw_scram_open(const mw_scram *scram, mw_buffer *out, mw_error *error)
{
    mw_status status =
        mw_buffer_append(out, scram->input.data, scram->header_size, error);

    if (status == MW_OK)
        status =
            mw_buffer_append_bytes(out, mw_buffer_bytes(&scram->auth), error);
    return status;
}

/* ------------------------------------------------------- what is computed */

static const EVP_MD *hash_of(const mw_scram *scram)
{
    return scram->sha256 ? EVP_sha256() : EVP_sha1();
}

static size_t hash_size(const mw_scram *scram)
{
    return scram->sha256 ? 32 : 20;
}

static bool mac(const mw_scram *scram, const uint8_t *key, mw_bytes text,
                uint8_t *out)
{
    return HMAC(hash_of(scram), key, (int)hash_size(scram), text.data,
                text.size, out, NULL) != NULL;
}

/* SaltedPassword, which all else is made of. */
static bool salt_password(const mw_scram *scram, const char *password,
                          const mw_buffer *salt, unsigned iterations,
                          uint8_t *salted)
{
    return PKCS5_PBKDF2_HMAC(password, (int)strlen(password), salt->data,
                             (int)salt->size, (int)iterations, hash_of(scram),
                             (int)hash_size(scram), salted) == 1;
}

/* The proof of this side, from SALTED and the AuthMessage, and the signature
 * that the server's has to be (RFC 5802, section 3). */
static bool compute(mw_scram *scram, const uint8_t *salted, uint8_t *proof)
{
    const mw_bytes auth = mw_buffer_bytes(&scram->auth);
    const size_t size = hash_size(scram);
    struct {
        uint8_t client[MW_SCRAM_HASH_MOST];
        uint8_t stored[MW_SCRAM_HASH_MOST];
        uint8_t server[MW_SCRAM_HASH_MOST];
    } key = { 0 };
    const bool done =
        mac(scram, salted, mw_bytes_of("Client Key"), key.client) &&
        EVP_Digest(key.client, size, key.stored, NULL, hash_of(scram), NULL) &&
        mac(scram, key.stored, auth, proof) &&
        mac(scram, salted, mw_bytes_of("Server Key"), key.server) &&
        mac(scram, key.server, auth, scram->signature);

    for (size_t i = 0; i < size; i++)
        proof[i] ^= key.client[i];
    mw_wipe(&key, sizeof key);
    return done;
}

/* Appends "p=" and the proof of PASSWORD. */
static mw_status append_proof(mw_scram *scram, const char *password,
                              const mw_buffer *salt, unsigned iterations,
                              mw_buffer *out, mw_error *error)
{
    uint8_t salted[MW_SCRAM_HASH_MOST] = { 0 };
    uint8_t proof[MW_SCRAM_HASH_MOST] = { 0 };
    mw_status status = MW_OK;

    if (!salt_password(scram, password, salt, iterations, salted) ||
        !compute(scram, salted, proof))
        status = mw_fail(error, MW_E_UNAVAILABLE, "OpenSSL has no %s here",
                         scram->sha256 ? "SHA-256" : "SHA-1");
    mw_wipe(salted, sizeof salted);
    ERR_clear_error();
    if (status == MW_OK)
        status = mw_buffer_append_text(out, ",p=", error);
    if (status == MW_OK)
        status = mw_auth_line_encode((mw_bytes){ proof, hash_size(scram) }, out,
                                     error);
    mw_wipe(proof, sizeof proof);
    return status;
}

/* ----------------------------------------------------------- the exchange */

/* client-final-message-without-proof, to the end of OUT. */
static mw_status append_final(const mw_scram *scram, mw_bytes nonce,
                              mw_buffer *out, mw_error *error)
{
    mw_status status = mw_buffer_append_text(out, "c=", error);

    if (status == MW_OK)
        status =
            mw_auth_line_encode(mw_buffer_bytes(&scram->input), out, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(out, ",r=", error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(out, nonce, error);
    return status;
}

/* Makes the AuthMessage whole; *LAST is where the client's last part is. */
static mw_status complete(mw_scram *scram, mw_bytes challenge, mw_bytes nonce,
                          size_t *last, mw_error *error)
{
    mw_status status = mw_buffer_append_octet(&scram->auth, ',', error);

    if (status == MW_OK)
        status = mw_buffer_append_bytes(&scram->auth, challenge, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(&scram->auth, ',', error);
    *last = scram->auth.size;
    if (status == MW_OK)
        status = append_final(scram, nonce, &scram->auth, error);
    return status;
}

/* Answers CHALLENGE, of which FIRST and SALT were read. */
static mw_status answer(mw_scram *scram, const char *password,
                        mw_bytes challenge, const mw_scram_first *first,
                        const mw_buffer *salt, mw_buffer *out, mw_error *error)
{
    size_t last;
    mw_status status = complete(scram, challenge, first->nonce, &last, error);

    if (status == MW_OK)
        status = mw_buffer_append(out, scram->auth.data + last,
                                  scram->auth.size - last, error);
    if (status == MW_OK)
        status =
            append_proof(scram, password, salt, first->iterations, out, error);
    return status;
}

mw_status mw_scram_prove(mw_scram *scram, const char *password,
                         mw_bytes challenge, mw_buffer *out, mw_error *error)
{
    const mw_bytes nonce = { scram->auth.data + scram->auth.size -
                                 scram->nonce_size,
                             scram->nonce_size };
    mw_scram_first first;
    mw_buffer salt;
    mw_status status;

    mw_buffer_init(&salt, scram->auth.allocator, 0);
    status = mw_scram_read_first(challenge, nonce, &first, &salt, error);
    if (status == MW_OK)
        status = answer(scram, password, challenge, &first, &salt, out, error);
    mw_buffer_free(&salt);
    return status;
}

mw_status mw_scram_verify(const mw_scram *scram, mw_bytes challenge,
                          mw_error *error)
{
    mw_buffer signature;
    mw_status status;

    mw_buffer_init(&signature, scram->auth.allocator, 0);
    status = mw_scram_read_final(challenge, &signature, error);
    if (status == MW_OK &&
        (signature.size != hash_size(scram) ||
         CRYPTO_memcmp(signature.data, scram->signature, signature.size) != 0))
        status = mw_fail(error, MW_E_DATA,
                         "the server did not prove that it knows the password");
    mw_buffer_free(&signature);
    return status;
}

void mw_scram_end(mw_scram *scram)
{
    mw_wipe(scram->input.data, scram->input.size);
    mw_buffer_free(&scram->input);
    mw_buffer_free(&scram->auth);
    mw_wipe(scram, sizeof *scram);
}
