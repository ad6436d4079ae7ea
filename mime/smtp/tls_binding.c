/* SPDX-License-Identifier: MIT */

/*
 * Channel bindings: octets that both ends of one TLS connection know, and
 * nobody between them can bring about on two.
 */

#include "config.h"

#include "smtp/tls_inside.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

/* RFC 9266, section 2. The context is there, and empty. */
static bool exporter(SSL *ssl, uint8_t *data, size_t *size)
{
    static const char LABEL[] = "EXPORTER-Channel-Binding";
    const size_t length = 32;

    if (SSL_version(ssl) < TLS1_3_VERSION ||
        SSL_export_keying_material(ssl, data, length, LABEL, sizeof LABEL - 1,
                                   (const unsigned char *)"", 0, 1) != 1)
        return false;
    *size = length;
    return true;
}

/* RFC 5929, section 3: the first Finished of the last handshake, which is
 * the client's in a full one and the server's where a session was resumed.
 * Without the extended master secret two connections can have the same. */
static bool unique(SSL *ssl, uint8_t *data, size_t *size)
{
    size_t length;

    if (SSL_version(ssl) >= TLS1_3_VERSION || SSL_get_extms_support(ssl) != 1)
        return false;
    length = SSL_session_reused(ssl) == 1
                 ? SSL_get_peer_finished(ssl, data, MW_TLS_BINDING_MOST)
                 : SSL_get_finished(ssl, data, MW_TLS_BINDING_MOST);
    if (length == 0 || length > MW_TLS_BINDING_MOST)
        return false;
    *size = length;
    return true;
}

/* RFC 5929, section 4.1: the hash of the certificate's signature, SHA-256
 * for MD5 and SHA-1; nothing where a signature has no hash, or two. */
static const EVP_MD *hash_of(X509 *certificate)
{
    int hash = NID_undef;

    if (X509_get_signature_info(certificate, &hash, NULL, NULL, NULL) != 1 ||
        hash == NID_undef)
        return NULL;
    if (hash == NID_md5 || hash == NID_sha1 || hash == NID_md5_sha1)
        hash = NID_sha256;
    return EVP_get_digestbynid(hash);
}

static bool end_point(SSL *ssl, uint8_t *data, size_t *size)
{
    X509 *certificate = SSL_get0_peer_certificate(ssl);
    const EVP_MD *hash = certificate != NULL ? hash_of(certificate) : NULL;
    unsigned length = 0;

    if (hash == NULL || EVP_MD_get_size(hash) > MW_TLS_BINDING_MOST ||
        X509_digest(certificate, hash, data, &length) != 1)
        return false;
    *size = length;
    return true;
}

bool mw_tls_bind(SSL *ssl, mw_tls_binding kind, uint8_t *data, size_t *size)
{
    bool bound = false;

    switch (kind) {
    case MW_TLS_EXPORTER:
        bound = exporter(ssl, data, size);
        break;
    case MW_TLS_UNIQUE:
        bound = unique(ssl, data, size);
        break;
    case MW_TLS_END_POINT:
        bound = end_point(ssl, data, size);
        break;
    }
    ERR_clear_error();
    return bound;
}
