/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CERTIFICATES_H
#define UNIT_SMTP_CERTIFICATES_H

/*
 * Certificates made when a test wants them: an authority, and what it signs,
 * good and bad. Keys are made once for the program: which they are does not
 * matter to a test.
 */

#include "suite.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define DAY (24 * 60 * 60L)

typedef struct certificate_kind {
    const char *names;  /* subjectAltName as OpenSSL's configuration has it */
    const char *common; /* the CN; NULL for none */
    long from, to;      /* days from now; both 0: valid */
    bool self_signed;
    bool has_nul; /* names is one DNS name, '!' stands for NUL in it */
} certificate_kind;

/* The keys of the authority, of servers, and of nobody known. */
typedef enum { KEY_AUTHORITY, KEY_SERVER, KEY_OTHER, KEY_COUNT } key_owner;

static inline EVP_PKEY *test_key(key_owner owner)
{
    static EVP_PKEY *keys[KEY_COUNT];

    if (keys[owner] == NULL)
        keys[owner] = EVP_EC_gen("P-256");
    assert_non_null(keys[owner]);
    return keys[owner];
}

static inline void add_extension(X509 *certificate, int kind, const char *value)
{
    X509_EXTENSION *extension =
        X509V3_EXT_conf_nid(NULL, NULL, kind, (char *)(uintptr_t)value);

    assert_non_null(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/* A DNS name with NUL in it, which no configuration can say. */
static inline void add_name_with_nul(X509 *certificate, const char *name)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    GENERAL_NAME *one = GENERAL_NAME_new();
    ASN1_IA5STRING *text = ASN1_IA5STRING_new();
    char octets[64];
    const size_t size = strlen(name);

    for (size_t i = 0; i < size; i++)
        octets[i] = (char)(name[i] == '!' ? '\0' : name[i]);
    ASN1_STRING_set(text, octets, (int)size);
    GENERAL_NAME_set0_value(one, GEN_DNS, text);
    sk_GENERAL_NAME_push(names, one);
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0);
    GENERAL_NAMES_free(names);
}

static inline void set_name(X509_NAME *name, const char *common)
{
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
                               (const unsigned char *)"mimewright tests", -1,
                               -1, 0);
    if (common != NULL)
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   (const unsigned char *)common, -1, -1, 0);
}

static inline X509 *blank_certificate(EVP_PKEY *key, long serial, long from,
                                      long to)
{
    X509 *certificate = X509_new();

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from * DAY);
    X509_gmtime_adj(X509_getm_notAfter(certificate), to * DAY);
    X509_set_pubkey(certificate, key);
    return certificate;
}

/* The authority; the same at each call. */
static inline X509 *test_authority(void)
{
    static X509 *authority;

    if (authority != NULL)
        return authority;
    authority = blank_certificate(test_key(KEY_AUTHORITY), 1, -10, 100);
    set_name(X509_get_subject_name(authority), "Test Authority");
    set_name(X509_get_issuer_name(authority), "Test Authority");
    add_extension(authority, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(authority, NID_key_usage, "critical,keyCertSign,cRLSign");
    assert_true(X509_sign(authority, test_key(KEY_AUTHORITY), EVP_sha256()) >
                0);
    return authority;
}

/* A certificate of KIND for the key of OWNER; the caller frees it. */
static inline X509 *test_certificate(const certificate_kind *kind,
                                     key_owner owner)
{
    const bool is_valid = kind->from == 0 && kind->to == 0;
    X509 *made =
        blank_certificate(test_key(owner), 2, is_valid ? -1 : kind->from,
                          is_valid ? 30 : kind->to);

    set_name(X509_get_subject_name(made), kind->common);
    if (kind->self_signed)
        set_name(X509_get_issuer_name(made), kind->common);
    else
        X509_set_issuer_name(made, X509_get_subject_name(test_authority()));
    if (kind->has_nul)
        add_name_with_nul(made, kind->names);
    else if (kind->names != NULL)
        add_extension(made, NID_subject_alt_name, kind->names);
    assert_true(X509_sign(made,
                          test_key(kind->self_signed ? owner : KEY_AUTHORITY),
                          EVP_sha256()) > 0);
    return made;
}

/* The path of a file with CERTIFICATE (and KEY, unless NULL) in PEM. */
static inline const char *pem_file(const char *name, X509 *certificate,
                                   EVP_PKEY *key, const char *password)
{
    BIO *memory = BIO_new(BIO_s_mem());
    const char *path;
    char *text;
    long size;

    if (certificate != NULL)
        PEM_write_bio_X509(memory, certificate);
    if (key != NULL)
        PEM_write_bio_PrivateKey(
            memory, key, password != NULL ? EVP_aes_128_cbc() : NULL,
            (const unsigned char *)password,
            password != NULL ? (int)strlen(password) : 0, NULL, NULL);
    size = BIO_get_mem_data(memory, &text);
    path = suite_file(name, text, (size_t)size);
    BIO_free(memory);
    return path;
}

#endif
