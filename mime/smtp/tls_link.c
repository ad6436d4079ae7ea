/* SPDX-License-Identifier: MIT */

/*
 * The handshake, and octets after it. A link is verified where OpenSSL found
 * chain and name good, or where a pin says that the key is the right one and
 * the caller wants no more than that. What came out is asked for again after
 * the handshake, so that no callback and no resumed session decides alone.
 */

#include "config.h"

#include "smtp/tls_link.h"

#include "base/ascii.h"
#include "smtp/tls_inside.h"
#include "smtp/tls_socket.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>

struct mw_tls_link {
    SSL *ssl;
    mw_tls_check check;
    mw_tls_report report;
    bool has_read; /* so the server has taken us for who we are */
    bool broken;   /* OpenSSL must not be asked for anything more */
};

/* ---- Who the server has to be ---- */

static bool is_address(const char *name)
{
    uint8_t octets[16];

    return inet_pton(AF_INET, name, octets) == 1 ||
           inet_pton(AF_INET6, name, octets) == 1;
}

/* Keeps NAME as certificates know it: without the dot of a whole name,
 * without the zone of an address. To OpenSSL an empty name stands for any,
 * and one that begins with a dot for all below it. */
static mw_io keep_name(mw_tls_link *link, const char *name, mw_error *error)
{
    size_t size = strcspn(name, "%");

    if (name[size] == '\0' && size > 0 && name[size - 1] == '.')
        size--;
    for (size_t i = 0; i < size; i++)
        if (!mw_ascii_is_graph((uint8_t)name[i]))
            size = 0;
    if (size == 0 || name[0] == '.' || size >= sizeof link->report.peer)
        return mw_io_fail(error, MW_IO_USAGE,
                          "'%.80s' is no name that a certificate can have",
                          name);
    memcpy(link->report.peer, name, size);
    link->report.peer[size] = '\0';
    return MW_IO_OK;
}

static bool set_name(SSL *ssl, const char *name)
{
    X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);

    X509_VERIFY_PARAM_set_hostflags(parameters,
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (is_address(name))
        return X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1;
    return X509_VERIFY_PARAM_set1_host(parameters, name, 0) == 1 &&
           SSL_set_tlsext_host_name(ssl, name) == 1;
}

/* Gives SSL the session of the last connection to the same name. */
static void resume(SSL *ssl, mw_tls_check *check)
{
    mw_tls *tls = check->tls;

    if (tls->session == NULL || strcmp(tls->session_name, check->name) != 0)
        return;
    SSL_set_session(ssl, tls->session);
    SSL_SESSION_free(tls->session);
    tls->session = NULL;
}

static bool prepare(mw_tls_link *link, mw_tls *tls, int socket)
{
    BIO *bio;

    link->check.tls = tls;
    link->check.name = link->report.peer;
    link->ssl = SSL_new(tls->context);
    if (link->ssl == NULL || !set_name(link->ssl, link->check.name))
        return false;
    SSL_set_app_data(link->ssl, &link->check);
    bio = mw_tls_socket_new(tls->socket, socket);
    if (bio == NULL)
        return false;
    SSL_set_bio(link->ssl, bio, bio);
    resume(link->ssl, &link->check);
    return true;
}

/* ---- Who it is ---- */

static bool key_is_pinned(const mw_tls *tls, X509 *certificate)
{
    uint8_t sha256[EVP_MAX_MD_SIZE];
    unsigned char *key = NULL;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &key);
    bool found = false;

    if (size <= 0)
        return false;
    if (EVP_Digest(key, (size_t)size, sha256, NULL, EVP_sha256(), NULL) == 1)
        for (size_t i = 0; i < tls->pin_count; i++)
            found = found || memcmp(tls->pins[i].sha256, sha256,
                                    sizeof tls->pins[i].sha256) == 0;
    OPENSSL_free(key);
    return found;
}

static mw_io fail_check(const mw_tls_link *link, mw_error *error)
{
    mw_io_fail(error, MW_IO_TLS, "%s cannot be verified: %s", link->check.name,
               link->check.reason);
    mw_hint(error, "%s", link->check.hint);
    return MW_IO_TLS;
}

/* Why the certificate is not verified, where no callback has said it: the
 * session that was resumed knows. */
static void complete_reason(mw_tls_link *link, long result)
{
    if (link->check.reason[0] == '\0')
        snprintf(link->check.reason, sizeof link->check.reason, "%s",
                 result == X509_V_OK ? "there is no certificate"
                                     : X509_verify_cert_error_string(result));
}

static mw_io check_pins(const mw_tls *tls, X509 *certificate, const char *name,
                        mw_error *error)
{
    if (tls->pin_count == 0 ||
        (certificate != NULL && key_is_pinned(tls, certificate)))
        return MW_IO_OK;
    mw_io_fail(error, MW_IO_TLS,
               "%s cannot be verified: its key is none of "
               "those that were pinned",
               name);
    mw_hint(error, "if the operator says that the key is new, pin the new "
                   "one");
    return MW_IO_TLS;
}

static mw_io check_server(mw_tls_link *link, mw_error *error)
{
    const mw_tls *tls = link->check.tls;
    X509 *certificate = SSL_get0_peer_certificate(link->ssl);
    const long result = SSL_get_verify_result(link->ssl);
    const bool good = certificate != NULL && result == X509_V_OK;

    if (!good)
        complete_reason(link, result);
    if (!good && !tls->insecure)
        return fail_check(link, error);
    link->report.verified = good || tls->pin_count > 0;
    return check_pins(tls, certificate, link->check.name, error);
}

static void fill_report(mw_tls_link *link)
{
    mw_tls_report *report = &link->report;

    report->resumed = SSL_session_reused(link->ssl) == 1;
    snprintf(report->version, sizeof report->version, "%s",
             SSL_get_version(link->ssl));
    snprintf(report->cipher, sizeof report->cipher, "%s",
             SSL_get_cipher_name(link->ssl));
    if (!report->verified)
        snprintf(report->reason, sizeof report->reason, "%s",
                 link->check.reason);
}

/* ---- The handshake ---- */

/* Where talk of SMTP meets TLS, it is a matter of ports. */
static void hint_at_port(mw_error *error, unsigned long number)
{
    switch (ERR_GET_REASON(number)) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
        mw_hint(error, "what came is no TLS: smtps:// is for port 465, "
                       "smtp:// with STARTTLS for 587");
        break;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        mw_hint(error, "the server has to know TLS 1.2 or later");
        break;
    default:
        break;
    }
}

static mw_io fail_handshake(mw_tls_link *link, mw_error *error)
{
    const unsigned long number = ERR_peek_error();
    const bool ended = number == 0 || ERR_GET_REASON(number) ==
                                          SSL_R_UNEXPECTED_EOF_WHILE_READING;

    link->broken = true;
    if (link->check.reason[0] != '\0' && !link->check.tls->insecure) {
        ERR_clear_error();
        return fail_check(link, error);
    }
    mw_io_fail(error, MW_IO_TLS, "%s: the TLS handshake %s", link->check.name,
               ended ? "was broken off by the server" : "failed");
    if (!ended)
        mw_tls_add_reason(error);
    ERR_clear_error();
    hint_at_port(error, number);
    return MW_IO_TLS;
}

static mw_io shake_hands(mw_tls_link *link, int socket, const mw_wait *wait,
                         mw_error *error)
{
    for (;;) {
        const bool late = mw_clock_now() >= wait->deadline;
        mw_io io = MW_IO_TIMEOUT;
        int result, reason;

        ERR_clear_error();
        result = SSL_connect(link->ssl);
        if (result == 1)
            return MW_IO_OK;
        reason = SSL_get_error(link->ssl, result);
        if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE)
            return fail_handshake(link, error);
        if (!late)
            io = mw_wait_for(socket,
                             reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT,
                             wait, NULL);
        if (io != MW_IO_OK) {
            link->broken = true;
            return mw_io_fail_wait(error, io, "the TLS handshake");
        }
    }
}

static mw_io open_link(mw_tls_link *link, mw_tls *tls, int socket,
                       const char *name, const mw_wait *wait, mw_error *error)
{
    mw_io io = keep_name(link, name, error);

    if (io != MW_IO_OK)
        return io;
    if (!prepare(link, tls, socket)) {
        mw_io_fail(error, MW_IO_SYSTEM, "%s: OpenSSL cannot begin", name);
        mw_tls_add_reason(error);
        return MW_IO_SYSTEM;
    }
    io = shake_hands(link, socket, wait, error);
    if (io == MW_IO_OK)
        io = check_server(link, error);
    if (io == MW_IO_OK)
        fill_report(link);
    return io;
}

mw_io mw_tls_link_open(mw_tls *tls, int socket, const char *name,
                       const mw_wait *wait, mw_tls_link **link, mw_error *error)
{
    mw_tls_link *made = mw_allocate(tls->allocator, NULL, 0, sizeof *made);
    mw_io io;

    if (made == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    *made = (mw_tls_link){ .check = { .tls = tls } };
    io = open_link(made, tls, socket, name, wait, error);
    if (io != MW_IO_OK) {
        mw_tls_link_free(made);
        return io;
    }
    *link = made;
    return MW_IO_OK;
}

/* ---- After it ---- */

static mw_io fail_transfer(mw_tls_link *link, mw_error *error)
{
    const unsigned long number = ERR_peek_error();
    /* What a server says to a certificate of ours that it does not like
     * comes, in TLS 1.3, where its first octet would. */
    const mw_io io = !link->has_read && number != 0 &&
                             ERR_GET_REASON(number) >= SSL_AD_REASON_OFFSET
                         ? MW_IO_TLS
                         : MW_IO_RESET;

    link->broken = true;
    mw_io_fail(error, io, "%s: the TLS connection broke", link->check.name);
    mw_tls_add_reason(error);
    return io;
}

/* What RESULT of the last call on LINK means. */
static mw_io outcome(mw_tls_link *link, int result, short *events,
                     mw_error *error)
{
    switch (SSL_get_error(link->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        *events = POLLIN;
        return MW_IO_TIMEOUT;
    case SSL_ERROR_WANT_WRITE:
        *events = POLLOUT;
        return MW_IO_TIMEOUT;
    case SSL_ERROR_ZERO_RETURN:
        return mw_io_fail(error, MW_IO_CLOSED,
                          "%s: connection closed by the other side",
                          link->check.name);
    default:
        return fail_transfer(link, error);
    }
}

static mw_io refuse_broken(mw_error *error)
{
    return mw_io_fail(error, MW_IO_RESET, "the TLS connection is broken");
}

mw_io mw_tls_link_read(mw_tls_link *link, void *buffer, size_t size,
                       size_t *got, short *events, mw_error *error)
{
    int result;

    if (link->broken)
        return refuse_broken(error);
    ERR_clear_error();
    result = SSL_read_ex(link->ssl, buffer, size, got);
    if (result != 1)
        return outcome(link, result, events, error);
    link->has_read = true;
    return MW_IO_OK;
}

mw_io mw_tls_link_write(mw_tls_link *link, const void *bytes, size_t size,
                        size_t *put, short *events, mw_error *error)
{
    int result;

    if (link->broken)
        return refuse_broken(error);
    ERR_clear_error();
    result = SSL_write_ex(link->ssl, bytes, size, put);
    return result == 1 ? MW_IO_OK : outcome(link, result, events, error);
}

mw_io mw_tls_link_peek(mw_tls_link *link)
{
    short events;
    uint8_t octet;
    size_t got;
    int result;

    if (link->broken)
        return MW_IO_RESET;
    ERR_clear_error();
    result = SSL_peek_ex(link->ssl, &octet, 1, &got);
    return result == 1 ? MW_IO_OK : outcome(link, result, &events, NULL);
}

bool mw_tls_link_is_pending(const mw_tls_link *link)
{
    return SSL_has_pending(link->ssl) == 1;
}

void mw_tls_link_farewell(mw_tls_link *link)
{
    if (link->broken)
        return;
    ERR_clear_error();
    SSL_shutdown(link->ssl);
    ERR_clear_error();
}

const mw_tls_report *mw_tls_link_report(const mw_tls_link *link)
{
    return &link->report;
}

bool mw_tls_link_binding(const mw_tls_link *link, mw_tls_binding kind,
                         uint8_t *data, size_t *size)
{
    return mw_tls_bind(link->ssl, kind, data, size);
}

void mw_tls_link_free(mw_tls_link *link)
{
    if (link == NULL)
        return;
    /* Without a farewell OpenSSL would call the session a bad one. */
    if (link->ssl != NULL && !link->broken)
        SSL_set_shutdown(link->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(link->ssl);
    mw_release(link->check.tls->allocator, link, sizeof *link);
}
