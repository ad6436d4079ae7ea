/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_SCRAM_SERVER_H
#define UNIT_SMTP_SCRAM_SERVER_H

/*
 * The server's side of SCRAM (RFC 5802, section 3), made with OpenSSL, so
 * that the client's library is not its own witness. For test_sasl.c.
 */

#include "suite.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct scram_server {
    const EVP_MD *hash;
    const char *password;
    const char *binding; /* the octets of the channel binding, or NULL */
    char header[64];     /* the client's gs2-header */
    char bare[512];      /* client-first-message-bare */
    char first[1024];    /* server-first-message */
    char final[160];     /* server-final-message */
} scram_server;

static void scram_mac(const scram_server *server, const uint8_t *key,
                      const char *text, uint8_t *out)
{
    unsigned size = 0;

    assert_non_null(HMAC(server->hash, key, EVP_MD_get_size(server->hash),
                         (const uint8_t *)text, strlen(text), out, &size));
}

/* Takes the client's first message apart. */
static void scram_hear_first(scram_server *server, const char *message)
{
    const char *authzid = strchr(message, ',');
    const char *bare = authzid ? strchr(authzid + 1, ',') : NULL;

    assert_non_null(bare);
    assert_true((size_t)(bare + 1 - message) < sizeof server->header);
    snprintf(server->header, sizeof server->header, "%.*s",
             (int)(bare + 1 - message), message);
    snprintf(server->bare, sizeof server->bare, "%s", bare + 1);
}

/* Answers it; ITERATIONS as text. */
static void scram_say_first(scram_server *server, const char *iterations)
{
    const char *nonce = strstr(server->bare, ",r=");

    assert_non_null(nonce);
    snprintf(server->first, sizeof server->first,
             "%s%%hvYDpWUa2RaTCAf,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=%s", nonce + 1,
             iterations);
}

/* Whether "c=" in the final MESSAGE is the header and the binding. */
static bool scram_is_bound(const scram_server *server, const char *message)
{
    char input[128], coded[256];
    const int size = snprintf(input, sizeof input, "%s%s", server->header,
                              server->binding ? server->binding : "");
    const int length =
        EVP_EncodeBlock((uint8_t *)coded, (const uint8_t *)input, size);

    return !strncmp(message, "c=", 2) &&
           !strncmp(message + 2, coded, (size_t)length) &&
           message[2 + length] == ',';
}

/* The keys by which both sides prove what they know. */
static void scram_salt(const scram_server *server, uint8_t *salted)
{
    const char *salt = strstr(server->first, ",s=") + 3;
    const char *end = strstr(salt, ",i=");
    uint8_t raw[64];
    int size = EVP_DecodeBlock(raw, (const uint8_t *)salt, (int)(end - salt));

    assert_true(size > 2);
    size -= (end[-1] == '=') + (end[-2] == '=');
    assert_int_equal(PKCS5_PBKDF2_HMAC(server->password,
                                       (int)strlen(server->password), raw, size,
                                       atoi(end + 3), server->hash,
                                       EVP_MD_get_size(server->hash), salted),
                     1);
}

/* Whether the client's final MESSAGE proves the password; the answer is then
 * in FINAL. */
static bool scram_hear_final(scram_server *server, const char *message)
{
    const size_t size = (size_t)EVP_MD_get_size(server->hash);
    const char *proof = strstr(message, ",p=");
    uint8_t salted[64], key[64], stored[64], signature[64];
    char all[2048], coded[128];

    assert_non_null(proof);
    snprintf(all, sizeof all, "%s,%s,%.*s", server->bare, server->first,
             (int)(proof - message), message);
    scram_salt(server, salted);
    scram_mac(server, salted, "Client Key", key);
    assert_int_equal(EVP_Digest(key, size, stored, NULL, server->hash, NULL),
                     1);
    scram_mac(server, stored, all, signature);
    for (size_t i = 0; i < size; i++)
        signature[i] ^= key[i];
    EVP_EncodeBlock((uint8_t *)coded, signature, (int)size);
    if (strcmp(coded, proof + 3) != 0)
        return false;
    scram_mac(server, salted, "Server Key", key);
    scram_mac(server, key, all, signature);
    EVP_EncodeBlock((uint8_t *)coded, signature, (int)size);
    snprintf(server->final, sizeof server->final, "v=%s", coded);
    return scram_is_bound(server, message);
}

#endif
