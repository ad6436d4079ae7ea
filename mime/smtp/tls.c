/* SPDX-License-Identifier: MIT */

/*
 * The settings become an SSL_CTX, and OpenSSL's defaults are kept where they
 * are stricter: the least version is raised to TLS 1.2, never lowered.
 */

#include "config.h"

#include "smtp/tls.h"

#include "base/ascii.h"
#include "smtp/tls_inside.h"
#include "smtp/tls_socket.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A key that is encrypted is refused: there is nobody to ask. */
static int no_password(char *buffer, int size, int writing, void *user)
{
    bool *asked = user;

    (void)buffer;
    (void)size;
    (void)writing;
    if (asked != NULL)
        *asked = true;
    return -1;
}

/* Keeps a session that the server offers, for the next connection. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
    const mw_tls_check *check = SSL_get_app_data(ssl);
    mw_tls *tls = check->tls;

    const size_t size = strlen(check->name) + 1;

    if (size > sizeof tls->session_name)
        return 0;
    SSL_SESSION_free(tls->session);
    tls->session = session;
    memcpy(tls->session_name, check->name, size);
    return 1; /* it is ours now */
}

/* OpenSSL does not say whether a file is missing or wrong; open does. */
static mw_status must_be_readable(const char *path, const char *what,
                                  mw_error *error)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);

    if (descriptor >= 0) {
        close(descriptor);
        return MW_OK;
    }
    return mw_fail(error, MW_E_NO_INPUT, "%s: %s: %s", path, what,
                   errno == ENOENT   ? "no such file"
                   : errno == EACCES ? "permission denied"
                                     : "cannot be opened");
}

static mw_status fail_openssl(mw_error *error, mw_status status,
                              const char *path, const char *why)
{
    mw_fail(error, status, "%s: %s", path, why);
    mw_tls_add_reason(error);
    return status;
}

static mw_status load_authorities(SSL_CTX *context, const char *file,
                                  mw_error *error)
{
    mw_status status;

    if (file == NULL) {
        if (SSL_CTX_set_default_verify_paths(context) != 1)
            return fail_openssl(error, MW_E_SYSTEM, "TLS",
                                "no certificate authorities to trust");
        return MW_OK;
    }
    status = must_be_readable(file, "certificate authorities", error);
    if (status == MW_OK && SSL_CTX_load_verify_file(context, file) != 1)
        status = fail_openssl(error, MW_E_DATA, file,
                              "no certificates of authorities in PEM");
    if (status != MW_OK)
        mw_error_set_cause(error, MW_CAUSE_SMTP_CA_FILE);
    return status;
}

static mw_status load_key(SSL_CTX *context, const char *file, mw_error *error)
{
    const mw_status status = must_be_readable(file, "private key", error);
    bool asked = false;
    bool loaded;

    if (status != MW_OK)
        return status;
    SSL_CTX_set_default_passwd_cb_userdata(context, &asked);
    loaded = SSL_CTX_use_PrivateKey_file(context, file, SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context, NULL);
    if (!loaded && asked) {
        ERR_clear_error();
        mw_fail(error, MW_E_DATA, "%s: the private key wants a password", file);
        mw_hint(error, "give a key without one, which only you can read");
        return MW_E_DATA;
    }
    if (!loaded)
        return fail_openssl(error, MW_E_DATA, file,
                            "no private key in PEM "
                            "that fits");
    if (SSL_CTX_check_private_key(context) != 1)
        return fail_openssl(error, MW_E_DATA, file,
                            "is not the key of the certificate");
    return MW_OK;
}

static mw_status load_certificate(SSL_CTX *context, const char *file,
                                  mw_error *error)
{
    const mw_status status = must_be_readable(file, "certificate", error);

    if (status == MW_OK &&
        SSL_CTX_use_certificate_chain_file(context, file) != 1)
        return fail_openssl(error, MW_E_DATA, file,
                            "no certificate in PEM "
                            "that can be used");
    return status;
}

/* The certificate and its key, which may be in the same file. */
static mw_status load_identity(SSL_CTX *context, const mw_tls_options *options,
                               mw_error *error)
{
    const char *file = options->certificate_file;
    const char *key = options->key_file;
    mw_status status = MW_OK;

    if (file == NULL && key != NULL)
        status = mw_fail(error, MW_E_USAGE,
                         "%s: a private key without a certificate", key);
    else if (file != NULL)
        status = load_certificate(context, file, error);
    if (status != MW_OK)
        mw_error_set_cause(error, MW_CAUSE_SMTP_CERTIFICATE);
    if (status != MW_OK || file == NULL)
        return status;
    status = load_key(context, key != NULL ? key : file, error);
    if (status != MW_OK)
        mw_error_set_cause(error, key != NULL ? MW_CAUSE_SMTP_KEY
                                              : MW_CAUSE_SMTP_CERTIFICATE);
    return status;
}

static void set_rules(SSL_CTX *context, bool insecure)
{
    if (SSL_CTX_get_min_proto_version(context) < TLS1_2_VERSION)
        SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CLEANSE_PLAINTEXT);
    SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF |
                                       SSL_OP_LEGACY_SERVER_CONNECT);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_verify(context, insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER,
                       mw_tls_explain);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT |
                                                SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
    SSL_CTX_set_default_passwd_cb(context, no_password);
}

static mw_status copy_pins(mw_tls *tls, const mw_tls_options *options,
                           mw_error *error)
{
    size_t size;

    if (options->pin_count == 0)
        return MW_OK;
    if (__builtin_mul_overflow(options->pin_count, sizeof *tls->pins, &size))
        return mw_fail_memory(error);
    tls->pins = mw_allocate(tls->allocator, NULL, 0, size);
    if (tls->pins == NULL)
        return mw_fail_memory(error);
    memcpy(tls->pins, options->pins, size);
    tls->pin_count = options->pin_count;
    return MW_OK;
}

static mw_status fill(mw_tls *tls, const mw_tls_options *options,
                      mw_error *error)
{
    mw_status status;

    ERR_clear_error();
    tls->context = SSL_CTX_new(TLS_client_method());
    tls->socket = mw_tls_socket_method();
    if (tls->context == NULL || tls->socket == NULL)
        return fail_openssl(error, MW_E_SYSTEM, "TLS", "OpenSSL cannot start");
    set_rules(tls->context, options->insecure);
    status = copy_pins(tls, options, error);
    if (status == MW_OK)
        status = load_authorities(tls->context, options->ca_file, error);
    if (status == MW_OK)
        status = load_identity(tls->context, options, error);
    return status;
}

mw_status mw_tls_new(const mw_allocator *allocator,
                     const mw_tls_options *options, mw_tls **tls,
                     mw_error *error)
{
    mw_tls *made = mw_allocate(allocator, NULL, 0, sizeof *made);
    mw_status status;

    if (made == NULL)
        return mw_fail_memory(error);
    *made = (mw_tls){ .allocator = allocator, .insecure = options->insecure };
    status = fill(made, options, error);
    if (status != MW_OK) {
        mw_tls_free(made);
        return status;
    }
    *tls = made;
    return MW_OK;
}

void mw_tls_free(mw_tls *tls)
{
    if (tls == NULL)
        return;
    SSL_SESSION_free(tls->session);
    SSL_CTX_free(tls->context);
    BIO_meth_free(tls->socket);
    mw_release(tls->allocator, tls->pins, tls->pin_count * sizeof *tls->pins);
    mw_release(tls->allocator, tls, sizeof *tls);
}

mw_status mw_tls_pin_parse(const char *text, mw_tls_pin *pin, mw_error *error)
{
    static const char PREFIX[] = "sha256:";
    mw_bytes digits = mw_bytes_of(text);
    mw_tls_pin made;
    size_t i = 0;

    if (mw_ascii_starts_with(digits, PREFIX))
        mw_bytes_skip(&digits, sizeof PREFIX - 1);
    else
        digits.size = 0;
    for (; i < sizeof made.sha256 && digits.size >= 2; i++) {
        const int high = mw_ascii_hex_value(digits.data[0]);
        const int low = mw_ascii_hex_value(digits.data[1]);

        if (high < 0 || low < 0)
            break;
        made.sha256[i] = (uint8_t)(high * 16 + low);
        mw_bytes_skip(&digits, 2);
        if (digits.size > 2 && digits.data[0] == ':')
            mw_bytes_skip(&digits, 1);
    }
    if (i < sizeof made.sha256 || digits.size > 0)
        return mw_fail(error, MW_E_SYNTAX,
                       "'%.100s' is no pin: sha256: and 64 hexadecimal digits",
                       text);
    *pin = made;
    return MW_OK;
}
