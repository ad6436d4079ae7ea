/* SPDX-License-Identifier: MIT */

/*
 * Submitting by STARTTLS over loopback: what is verified, what is offered
 * again, and that nothing goes out where the certificate will not do.
 */

#include "config.h"

#include "smtp/certificates.h"
#include "smtp/client_stage.h"
#include "smtp/peers.h"

#include <openssl/ssl.h>

typedef struct tls_server {
    SSL_CTX *context;
    char log[4096]; /* what the client said under TLS */
    size_t size;
} tls_server;

/* Reads a line from SSL, or from CONNECTION where there is none. */
static bool read_line(SSL *ssl, int connection, char *line, size_t room)
{
    size_t size = 0;
    char octet;

    while (size + 1 < room && (ssl ? SSL_read(ssl, &octet, 1) == 1
                                   : peer_read(connection, &octet, 1) == 1)) {
        line[size++] = octet;
        line[size] = 0;
        if (octet == '\n')
            return true;
    }
    return false;
}

static void say(SSL *ssl, const char *text)
{
    SSL_write(ssl, text, (int)strlen(text));
}

static void serve_under_tls(tls_server *server, SSL *ssl)
{
    bool in_data = false;
    char line[512];

    while (read_line(ssl, -1, line, sizeof line)) {
        const size_t size = strlen(line);

        if (server->size + size < sizeof server->log)
            memcpy(server->log + server->size, line, size + 1);
        server->size += size;
        if (in_data && strcmp(line, ".\r\n") != 0)
            continue;
        in_data = strcmp(line, "DATA\r\n") == 0;
        say(ssl, in_data                         ? "354 go\r\n"
                 : strcmp(line, "QUIT\r\n") == 0 ? "221 bye\r\n"
                                                 : "250 ok\r\n");
    }
}

static void serve_starttls(int connection, void *user)
{
    tls_server *server = user;
    SSL *ssl = SSL_new(server->context);
    char line[512];

    peer_say(connection, "220 mail.example.test\r\n");
    read_line(NULL, connection, line, sizeof line);
    peer_say(connection, "250-mail.example.test\r\n250 STARTTLS\r\n");
    if (read_line(NULL, connection, line, sizeof line) &&
        strcmp(line, "STARTTLS\r\n") == 0) {
        peer_say(connection, "220 go\r\n");
        SSL_set_fd(ssl, connection);
        if (SSL_accept(ssl) == 1)
            serve_under_tls(server, ssl);
    }
    SSL_free(ssl);
}

static void end_context(void *context)
{
    SSL_CTX_free(context);
}

typedef struct outcome {
    size_t count;
    mw_smtp_result result;
    int verified;
    char version[16];
} outcome;

static void note(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    outcome *out = user;
    const char *version = mw_smtp_report_tls_version(report);

    (void)message;
    out->count++;
    out->result = mw_smtp_report_result(report);
    out->verified = mw_smtp_report_tls_verified(report);
    snprintf(out->version, sizeof out->version, "%s", version ? version : "");
}

/* Submits one message to SERVER, whose certificate is for NAMES. */
static void submit(tls_server *server, const char *names, mw_smtp_tls tls,
                   outcome *out)
{
    static peer listener;
    static char text[] = "Subject: hello\r\n\r\nHello.\r\n";
    const certificate_kind kind = { .names = names };
    X509 *certificate = test_certificate(&kind, KEY_SERVER);
    mw_smtp_options *options;
    mw_smtp_message *message;

    *server = (tls_server){ .context = SSL_CTX_new(TLS_server_method()) };
    suite_defer(end_context, server->context);
    SSL_CTX_use_certificate(server->context, certificate);
    SSL_CTX_use_PrivateKey(server->context, test_key(KEY_SERVER));
    X509_free(certificate);
    peer_start(&listener, serve_starttls, server);
    options = options_at(listener.port);
    must(mw_smtp_options_set_ca_file(
        options, pem_file("ca.pem", test_authority(), NULL, NULL),
        &suite_error));
    mw_smtp_options_set_tls(options, tls);
    message = new_message(write_text, text, strlen(text), "you@example.test");
    must(mw_smtp_message_set_from(message, "", &suite_error));
    must(mw_smtp_submit(suite_context(), options, &message, 1, note, out,
                        &suite_error));
    peer_end(&listener);
    assert_int_equal(out->count, 1);
    suite_end_if_refused();
}

static void goes_over_to_tls_and_asks_again_what_is_offered(void **state)
{
    static tls_server server;
    outcome out = { 0 };

    (void)state;
    submit(&server, "IP:127.0.0.1", MW_SMTP_TLS_REQUIRED, &out);
    assert_int_equal(out.result, MW_SMTP_OK);
    assert_true(out.verified);
    assert_string_equal(out.version, "TLSv1.3");
    assert_memory_equal(server.log, "EHLO ", 5);
    assert_non_null(strstr(server.log, "MAIL FROM:<>\r\n"));
}

static void sends_nothing_where_the_certificate_is_another_s(void **state)
{
    static tls_server server;
    outcome out = { 0 };

    (void)state;
    submit(&server, "IP:127.0.0.2", MW_SMTP_TLS_REQUIRED, &out);
    assert_int_equal(out.result, MW_SMTP_TLS);
    assert_int_equal(server.size, 0);
}

static void takes_any_certificate_on_loopback_and_says_so(void **state)
{
    static tls_server server;
    outcome out = { 0 };

    (void)state;
    submit(&server, "IP:127.0.0.2", MW_SMTP_TLS_DEFAULT, &out);
    assert_int_equal(out.result, MW_SMTP_OK);
    assert_false(out.verified);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(goes_over_to_tls_and_asks_again_what_is_offered),
    cmocka_unit_test(sends_nothing_where_the_certificate_is_another_s),
    cmocka_unit_test(takes_any_certificate_on_loopback_and_says_so),
};

SUITE_MAIN(TESTS)
