/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_TLS_PEER_H
#define UNIT_SMTP_TLS_PEER_H

/*
 * A server with TLS, made for each test, and a client of it. The server
 * serves one connection after another, so there is one at a time.
 */

#include "smtp/certificates.h"
#include "smtp/peers.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <signal.h>

/* ---- A server ---- */

typedef enum { END_BY_FAREWELL, END_BY_CUT } server_end;

/* What the server is like, and what it saw. */
typedef struct {
    SSL_CTX *context;
    const char *before; /* in clear, before the handshake */
    server_end end;
    char sni[64];
    char version[16];
    bool saw_certificate;
    uint8_t exporter[32];
    uint8_t finished[64];
    size_t finished_size;
} tls_server;

static peer listener;
static tls_server server;

static inline void note_connection(SSL *ssl)
{
    X509 *certificate = SSL_get0_peer_certificate(ssl);
    const char *sni = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

    snprintf(server.sni, sizeof server.sni, "%s", sni != NULL ? sni : "");
    snprintf(server.version, sizeof server.version, "%s", SSL_get_version(ssl));
    server.saw_certificate = certificate != NULL;
    SSL_export_keying_material(ssl, server.exporter, sizeof server.exporter,
                               "EXPORTER-Channel-Binding", 24,
                               (const unsigned char *)"", 0, 1);
    server.finished_size =
        SSL_session_reused(ssl)
            ? SSL_get_finished(ssl, server.finished, sizeof server.finished)
            : SSL_get_peer_finished(ssl, server.finished,
                                    sizeof server.finished);
}

/* Greets, answers one line, and ends. */
static inline void talk(SSL *ssl)
{
    char line[64];

    note_connection(ssl);
    SSL_write(ssl, "220 ready\r\n", 11);
    if (SSL_read(ssl, line, sizeof line) > 0)
        SSL_write(ssl, "250 ok\r\n", 8);
    if (server.end == END_BY_FAREWELL)
        SSL_shutdown(ssl);
}

static inline void speak_tls(int connection, void *user)
{
    SSL *ssl = SSL_new(server.context);
    sigset_t broken_pipe;
    char rest[256];

    (void)user;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, NULL);
    if (server.before != NULL)
        peer_say(connection, server.before);
    SSL_set_fd(ssl, connection);
    if (SSL_accept(ssl) == 1)
        talk(ssl);
    ERR_clear_error();
    SSL_free(ssl);
    /* Closing with octets unread would be a reset. */
    shutdown(connection, SHUT_WR);
    while (recv(connection, rest, sizeof rest, 0) > 0)
        continue;
}

static inline void end_context(void *context)
{
    SSL_CTX_free(context);
}

/* Starts the server with a certificate of KIND. */
static inline void serve(const certificate_kind *kind)
{
    X509 *certificate = test_certificate(kind, KEY_SERVER);

    server = (tls_server){ .context = SSL_CTX_new(TLS_server_method()) };
    SSL_CTX_use_certificate(server.context, certificate);
    SSL_CTX_use_PrivateKey(server.context, test_key(KEY_SERVER));
    SSL_CTX_set_session_id_context(server.context, (const uint8_t *)"mw", 2);
    X509_free(certificate);
    suite_defer(end_context, server.context);
}

static inline void listen_for_clients(void)
{
    peer_start(&listener, speak_tls, NULL);
}

static const certificate_kind GOOD = { .names = "DNS:mail.example.test" };

/* ---- The client ---- */

static inline void end_tls(void *tls)
{
    mw_tls_free(tls);
}

static inline mw_tls *settings(mw_tls_options options)
{
    mw_tls *tls;

    if (options.ca_file == NULL)
        options.ca_file = pem_file("ca.pem", test_authority(), NULL, NULL);
    must(mw_tls_new(suite_allocator(), &options, &tls, &suite_error));
    suite_defer(end_tls, tls);
    return tls;
}

/* The server serves one after another, so there is one connection. */
static mw_connection *current;

static inline void hang_up(void *unused)
{
    (void)unused;
    mw_connection_close(current);
    current = NULL;
}

static inline void stop_listening(void)
{
    hang_up(NULL);
    peer_end(&listener);
}

/* Connects anew, and begins TLS. */
static inline mw_connection *start(mw_tls *tls, const char *name, mw_io wanted)
{
    const mw_wait wait = patience();

    hang_up(NULL);
    current = peer_connect(&listener, NULL);
    suite_defer(hang_up, NULL);
    must_io(mw_connection_start_tls(current, tls, name, &wait, &suite_error),
            wanted);
    return current;
}

/* Hears the greeting, says a line and hears the answer. */
static inline void converse(mw_connection *connection)
{
    const mw_wait wait = patience();
    char text[16];
    size_t put;

    read_all(connection, text, 11);
    assert_memory_equal(text, "220 ready\r\n", 11);
    must_io(mw_connection_write_all(connection, "EHLO x\r\n", 8, &put, &wait,
                                    &suite_error),
            MW_IO_OK);
    assert_int_equal(put, 8);
    read_all(connection, text, 8);
    assert_memory_equal(text, "250 ok\r\n", 8);
}

#endif
