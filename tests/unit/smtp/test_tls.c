/* SPDX-License-Identifier: MIT */

#include "config.h"

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

static void note_connection(SSL *ssl)
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
static void talk(SSL *ssl)
{
    char line[64];

    note_connection(ssl);
    SSL_write(ssl, "220 ready\r\n", 11);
    if (SSL_read(ssl, line, sizeof line) > 0)
        SSL_write(ssl, "250 ok\r\n", 8);
    if (server.end == END_BY_FAREWELL)
        SSL_shutdown(ssl);
}

static void speak_tls(int connection, void *user)
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

static void end_context(void *context)
{
    SSL_CTX_free(context);
}

/* Starts the server with a certificate of KIND. */
static void serve(const certificate_kind *kind)
{
    X509 *certificate = test_certificate(kind, KEY_SERVER);

    server = (tls_server){ .context = SSL_CTX_new(TLS_server_method()) };
    SSL_CTX_use_certificate(server.context, certificate);
    SSL_CTX_use_PrivateKey(server.context, test_key(KEY_SERVER));
    SSL_CTX_set_session_id_context(server.context, (const uint8_t *)"mw", 2);
    X509_free(certificate);
    suite_defer(end_context, server.context);
}

static void listen_for_clients(void)
{
    peer_start(&listener, speak_tls, NULL);
}

static const certificate_kind GOOD = { .names = "DNS:mail.example.test" };

/* ---- The client ---- */

static void end_tls(void *tls)
{
    mw_tls_free(tls);
}

static mw_tls *settings(mw_tls_options options)
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

static void hang_up(void *unused)
{
    (void)unused;
    mw_connection_close(current);
    current = NULL;
}

static void stop_listening(void)
{
    hang_up(NULL);
    peer_end(&listener);
}

/* Connects anew, and begins TLS. */
static mw_connection *start(mw_tls *tls, const char *name, mw_io wanted)
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
static void converse(mw_connection *connection)
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

/* ---- Who the server is ---- */

/* T10, C133, C157 */
static void judges_certificates(void **state)
{
    static const struct {
        certificate_kind kind;
        const char *name;
        const char *why; /* NULL: good */
    } CASES[] = {
        { { .names = "DNS:mail.example.test" }, "mail.example.test", NULL },
        { { .names = "DNS:MAIL.example.TEST" }, "mail.Example.test", NULL },
        { { .names = "DNS:mail.example.test" }, "mail.example.test.", NULL },
        { { .names = "DNS:a.test, DNS:b.test" }, "b.test", NULL },
        { { .names = "DNS:mail.example.test", .from = -20, .to = -2 },
          "mail.example.test",
          "the certificate expired at 2" },
        { { .names = "DNS:mail.example.test", .from = 2, .to = 20 },
          "mail.example.test",
          "the certificate is not valid before 2" },
        { { .names = "DNS:mail.example.test", .self_signed = true },
          "mail.example.test",
          "the certificate is signed by itself alone" },
        { { .names = "DNS:other.test, DNS:more.test, IP:192.0.2.1" },
          "mail.example.test",
          "the certificate is not for mail.example.test, but for other.test, "
          "more.test, 192.0.2.1" },
        /* The common name is none that counts. */
        { { .common = "mail.example.test" },
          "mail.example.test",
          "but for no name in its subjectAltName" },
        { { .names = "DNS:other.test", .common = "mail.example.test" },
          "mail.example.test",
          "but for other.test" },
        /* email and URI names neither */
        { { .names = "email:a@b.test", .common = "mail.example.test" },
          "mail.example.test",
          "but for no name in its subjectAltName" },
        { { .names = "mail.example.test!.evil.test", .has_nul = true },
          "mail.example.test",
          "but for mail.example.test\\0.evil.test" },
        /* Wildcards: the whole leftmost label, for one label. */
        { { .names = "DNS:*.example.test" }, "mail.example.test", NULL },
        { { .names = "DNS:*.example.test" }, "a.b.example.test", "not for" },
        { { .names = "DNS:*.example.test" }, "example.test", "not for" },
        { { .names = "DNS:m*.example.test" }, "mail.example.test", "not for" },
        { { .names = "DNS:*l.example.test" }, "mail.example.test", "not for" },
        { { .names = "DNS:mail.*.test" }, "mail.example.test", "not for" },
        { { .names = "DNS:*" }, "mail.example.test", "not for" },
        /* International names as A-labels. */
        { { .names = "DNS:xn--bcher-kva.example.test" },
          "xn--bcher-kva.example.test",
          NULL },
        { { .names = "DNS:xn--bcher-kva.example.test" },
          "bcher-kva.example.test",
          "not for" },
        { { .names = "DNS:xn--*.example.test" },
          "xn--bcher-kva.example.test",
          "not for" },
        /* Addresses are matched as addresses. */
        { { .names = "IP:127.0.0.1" }, "127.0.0.1", NULL },
        { { .names = "IP:::1" }, "0:0::1", NULL },
        { { .names = "IP:fe80::1" }, "fe80::1%lo", NULL },
        { { .names = "DNS:127.0.0.1" }, "127.0.0.1", "not for" },
        { { .names = "IP:127.0.0.2" }, "127.0.0.1", "but for 127.0.0.2" },
    };

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_tls *tls = settings((mw_tls_options){ .insecure = false });
        mw_connection *connection;

        serve(&CASES[i].kind);
        listen_for_clients();
        connection = start(tls, CASES[i].name,
                           CASES[i].why == NULL ? MW_IO_OK : MW_IO_TLS);
        if (CASES[i].why != NULL) {
            assert_non_null(strstr(suite_error.message, CASES[i].why));
            assert_null(mw_connection_tls(connection));
        } else {
            converse(connection);
            assert_true(mw_connection_tls(connection)->verified);
        }
        stop_listening();
    }
}

/* To OpenSSL an empty name is any, and ".test" all below it. */
static void refuses_names_that_stand_for_any(void **state)
{
    static const char *const NAMES[] = {
        "", ".", ".test", ".example.test", "a b", "b\xc3\xbc.test", "%x",
    };

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        start(settings((mw_tls_options){ .insecure = false }), NAMES[i],
              MW_IO_USAGE);
}

static void does_not_trust_an_unknown_authority(void **state)
{
    const certificate_kind other = { .names = "DNS:other.test",
                                     .common = "Other",
                                     .self_signed = true };
    X509 *authority = test_certificate(&other, KEY_OTHER);
    const char *path = pem_file("other.pem", authority, NULL, NULL);

    (void)state;
    X509_free(authority);
    serve(&GOOD);
    listen_for_clients();
    start(settings((mw_tls_options){ .ca_file = path }), "mail.example.test",
          MW_IO_TLS);
    assert_string_equal(suite_error.message,
                        "mail.example.test cannot be verified: no authority "
                        "that is trusted here signed the certificate");
    assert_non_null(strstr(suite_error.hint, "--ca-file"));
}

static void insecure_says_why_it_is(void **state)
{
    mw_connection *connection;

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    connection = start(settings((mw_tls_options){ .insecure = true }),
                       "other.test", MW_IO_OK);
    converse(connection);
    assert_false(mw_connection_tls(connection)->verified);
    assert_string_equal(mw_connection_tls(connection)->reason,
                        "the certificate is not for other.test, but for "
                        "mail.example.test");
}

static mw_tls_pin pin_of(key_owner owner)
{
    mw_tls_pin pin;
    unsigned char *key = NULL;
    const int size = i2d_PUBKEY(test_key(owner), &key);

    EVP_Digest(key, (size_t)size, pin.sha256, NULL, EVP_sha256(), NULL);
    OPENSSL_free(key);
    return pin;
}

static void a_pin_has_to_fit(void **state)
{
    const mw_tls_pin pins[] = { pin_of(KEY_OTHER), pin_of(KEY_SERVER) };

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    converse(start(settings((mw_tls_options){ .pins = pins, .pin_count = 2 }),
                   "mail.example.test", MW_IO_OK));
    start(settings((mw_tls_options){ .pins = pins, .pin_count = 1 }),
          "mail.example.test", MW_IO_TLS);
    assert_string_equal(suite_error.message,
                        "mail.example.test cannot be verified: its key is "
                        "none of those that were pinned");
    start(settings((mw_tls_options){
              .pins = pins, .pin_count = 1, .insecure = true }),
          "mail.example.test", MW_IO_TLS);
    /* A pin is asked for besides chain and name. */
    start(settings((mw_tls_options){ .pins = pins, .pin_count = 2 }),
          "other.test", MW_IO_TLS);
}

static void a_pin_alone_can_vouch(void **state)
{
    const mw_tls_pin pin = pin_of(KEY_SERVER);
    mw_connection *connection;

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    connection = start(settings((mw_tls_options){
                           .pins = &pin, .pin_count = 1, .insecure = true }),
                       "other.test", MW_IO_OK);
    assert_true(mw_connection_tls(connection)->verified);
    assert_string_equal(mw_connection_tls(connection)->reason, "");
}

/* ---- What TLS it is ---- */

static void says_what_was_agreed_on(void **state)
{
    mw_connection *connection;
    const mw_tls_report *report;

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    connection = start(settings((mw_tls_options){ .insecure = false }),
                       "mail.example.test", MW_IO_OK);
    converse(connection);
    report = mw_connection_tls(connection);
    assert_true(report->verified);
    assert_false(report->resumed);
    assert_string_equal(report->version, "TLSv1.3");
    assert_non_null(strstr(report->cipher, "TLS_"));
    assert_string_equal(report->peer, "mail.example.test");
    assert_string_equal(server.version, "TLSv1.3");
    assert_string_equal(server.sni, "mail.example.test");
}

static void names_no_address_to_the_server(void **state)
{
    const certificate_kind kind = { .names = "IP:127.0.0.1" };

    (void)state;
    serve(&kind);
    listen_for_clients();
    converse(start(settings((mw_tls_options){ .insecure = false }), "127.0.0.1",
                   MW_IO_OK));
    assert_string_equal(server.sni, "");
}

/* T10, C134 */
static void refuses_what_is_older_than_tls_1_2(void **state)
{
    (void)state;
    serve(&GOOD);
    SSL_CTX_set_min_proto_version(server.context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(server.context, TLS1_1_VERSION);
    SSL_CTX_set_cipher_list(server.context, "ALL:@SECLEVEL=0");
    listen_for_clients();
    start(settings((mw_tls_options){ .insecure = true }), "mail.example.test",
          MW_IO_TLS);
    assert_non_null(strstr(suite_error.message, "the TLS handshake failed"));
    assert_non_null(strstr(suite_error.hint, "TLS 1.2"));
}

/* T07, C132: what came in clear is no part of what comes by TLS. */
static void refuses_text_before_the_handshake(void **state)
{
    const mw_wait wait = patience();
    mw_tls *tls = settings((mw_tls_options){ .insecure = true });
    mw_connection *connection;
    bool readable, writable;

    (void)state;
    serve(&GOOD);
    server.before = "250 AUTH PLAIN\r\n";
    listen_for_clients();
    connection = peer_connected(&listener);
    must_io(mw_connection_wait(connection, false, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_OK);
    must_io(mw_connection_start_tls(connection, tls, "mail.example.test", &wait,
                                    &suite_error),
            MW_IO_TLS);
    assert_non_null(strstr(suite_error.message, "text in clear"));
}

static void say_plainly(int connection, void *user)
{
    char octet;

    (void)user;
    peer_read(connection, &octet, 1); /* of the client's hello */
    peer_say(connection, "220 mail.example.test ready\r\n");
}

static void break_off(int connection, void *user)
{
    char octet;

    (void)user;
    peer_read(connection, &octet, 1);
}

static void say_nothing(int connection, void *user)
{
    char octet;

    (void)user;
    while (peer_read(connection, &octet, 1) == 1)
        continue;
}

static void tells_why_a_handshake_failed(void **state)
{
    (void)state;
    peer_start(&listener, say_plainly, NULL);
    start(settings((mw_tls_options){ .insecure = true }), "mail.example.test",
          MW_IO_TLS);
    assert_non_null(strstr(suite_error.hint, "smtps:// is for port 465"));
    stop_listening();
    peer_start(&listener, break_off, NULL);
    start(settings((mw_tls_options){ .insecure = true }), "mail.example.test",
          MW_IO_TLS);
    assert_string_equal(suite_error.message,
                        "mail.example.test: the TLS handshake was broken off "
                        "by the server");
}

/* T12 */
static void a_handshake_has_a_deadline(void **state)
{
    mw_tls *tls = settings((mw_tls_options){ .insecure = true });
    const mw_wait wait = { mw_clock_after(30), -1 };

    (void)state;
    peer_start(&listener, say_nothing, NULL);
    must_io(mw_connection_start_tls(peer_connected(&listener), tls,
                                    "mail.example.test", &wait, &suite_error),
            MW_IO_TIMEOUT);
    assert_string_equal(suite_error.message,
                        "the TLS handshake: no answer in time");
}

/* ---- The end ---- */

static void tells_a_farewell_from_a_cut(void **state)
{
    static const struct {
        server_end end;
        mw_io io;
    } ENDS[] = {
        { END_BY_FAREWELL, MW_IO_CLOSED },
        { END_BY_CUT, MW_IO_RESET },
    };
    static const int VERSIONS[] = { TLS1_2_VERSION, TLS1_3_VERSION };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const mw_wait wait = patience();
        mw_connection *connection;
        size_t got;
        char octet;

        serve(&GOOD);
        SSL_CTX_set_max_proto_version(server.context, VERSIONS[i / 2]);
        server.end = ENDS[i % 2].end;
        listen_for_clients();
        connection = start(settings((mw_tls_options){ .insecure = false }),
                           "mail.example.test", MW_IO_OK);
        converse(connection);
        must_io(mw_connection_read_some(connection, &octet, 1, &got, &wait,
                                        &suite_error),
                ENDS[i % 2].io);
        stop_listening();
    }
}

static void knows_of_unread_octets_within_tls(void **state)
{
    const mw_wait wait = patience();
    mw_connection *connection;
    bool readable = false, writable;
    char text[16];

    (void)state;
    serve(&GOOD);
    listen_for_clients();
    connection = start(settings((mw_tls_options){ .insecure = false }),
                       "mail.example.test", MW_IO_OK);
    while (!mw_connection_has_unread(connection))
        must_io(mw_connection_wait(connection, false, &wait, &readable,
                                   &writable, &suite_error),
                MW_IO_OK);
    read_all(connection, text, 5);
    /* The rest of the record is with OpenSSL, not with the socket. */
    assert_true(mw_connection_has_unread(connection));
    must_io(mw_connection_wait(connection, true, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_OK);
    assert_true(readable);
    assert_true(writable);
    read_all(connection, text, 6);
    assert_false(mw_connection_has_unread(connection));
}

/* ---- Sessions, certificates of ours, bindings ---- */

static void resumes_the_session_of_the_same_name_only(void **state)
{
    static const int VERSIONS[] = { TLS1_2_VERSION, TLS1_3_VERSION };
    const certificate_kind kind = { .names = "DNS:a.test, DNS:b.test" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        mw_tls *tls = settings((mw_tls_options){ .insecure = false });
        static const struct {
            const char *name;
            bool resumed;
        } TURNS[] = {
            { "a.test", false },
            { "a.test", true },
            { "b.test", false },
            { "b.test", true },
        };

        serve(&kind);
        SSL_CTX_set_max_proto_version(server.context, VERSIONS[i]);
        listen_for_clients();
        for (size_t j = 0; j < sizeof TURNS / sizeof TURNS[0]; j++) {
            mw_connection *connection = start(tls, TURNS[j].name, MW_IO_OK);

            converse(connection);
            assert_int_equal(mw_connection_tls(connection)->resumed,
                             TURNS[j].resumed);
            assert_true(mw_connection_tls(connection)->verified);
        }
        stop_listening();
    }
}

static int accept_any(int good, X509_STORE_CTX *store)
{
    (void)good;
    (void)store;
    return 1;
}

/* C157 */
static void shows_a_certificate_only_when_asked_and_told(void **state)
{
    const certificate_kind kind = { .names = "email:me@example.test" };
    X509 *ours = test_certificate(&kind, KEY_OTHER);
    const mw_tls_options with = {
        .certificate_file =
            pem_file("client.pem", ours, test_key(KEY_OTHER), NULL),
    };
    static const struct {
        bool asks, has, shown;
    } TURNS[] = {
        { true, true, true },
        { false, true, false },
        { true, false, false },
    };

    (void)state;
    X509_free(ours);
    for (size_t i = 0; i < sizeof TURNS / sizeof TURNS[0]; i++) {
        serve(&GOOD);
        if (TURNS[i].asks)
            SSL_CTX_set_verify(server.context, SSL_VERIFY_PEER, accept_any);
        listen_for_clients();
        converse(start(settings(TURNS[i].has ? with : (mw_tls_options){ 0 }),
                       "mail.example.test", MW_IO_OK));
        assert_int_equal(server.saw_certificate, TURNS[i].shown);
        stop_listening();
    }
}

/* C129 */
static void binds_to_the_channel(void **state)
{
    uint8_t data[MW_TLS_BINDING_MOST], wanted[32];
    X509 *certificate = test_certificate(&GOOD, KEY_SERVER);
    mw_connection *connection;
    size_t size;

    (void)state;
    serve(&GOOD);
    SSL_CTX_use_certificate(server.context, certificate);
    X509_digest(certificate, EVP_sha256(), wanted, NULL);
    X509_free(certificate);
    listen_for_clients();
    connection = start(settings((mw_tls_options){ .insecure = false }),
                       "mail.example.test", MW_IO_OK);
    converse(connection);
    assert_true(
        mw_connection_binding(connection, MW_TLS_EXPORTER, data, &size));
    assert_int_equal(size, 32);
    assert_memory_equal(data, server.exporter, 32);
    assert_false(mw_connection_binding(connection, MW_TLS_UNIQUE, data, &size));
    assert_true(
        mw_connection_binding(connection, MW_TLS_END_POINT, data, &size));
    assert_int_equal(size, 32);
    assert_memory_equal(data, wanted, 32);
}

/* C129: before TLS 1.3, in a full and in a resumed handshake */
static void binds_to_older_channels_by_finished(void **state)
{
    mw_tls *tls = settings((mw_tls_options){ .insecure = false });

    (void)state;
    serve(&GOOD);
    SSL_CTX_set_max_proto_version(server.context, TLS1_2_VERSION);
    listen_for_clients();
    for (int i = 0; i < 2; i++) {
        mw_connection *connection = start(tls, "mail.example.test", MW_IO_OK);
        uint8_t data[MW_TLS_BINDING_MOST];
        size_t size;

        converse(connection);
        assert_int_equal(mw_connection_tls(connection)->resumed, i == 1);
        assert_true(
            mw_connection_binding(connection, MW_TLS_UNIQUE, data, &size));
        assert_int_equal(size, server.finished_size);
        assert_memory_equal(data, server.finished, size);
        assert_false(
            mw_connection_binding(connection, MW_TLS_EXPORTER, data, &size));
    }
}

static void a_channel_in_clear_has_no_binding(void **state)
{
    uint8_t data[MW_TLS_BINDING_MOST];
    size_t size;

    (void)state;
    peer_start(&listener, say_nothing, NULL);
    assert_false(mw_connection_binding(peer_connected(&listener),
                                       MW_TLS_END_POINT, data, &size));
}

/* ---- Settings ---- */

static void says_what_is_wrong_with_its_files(void **state)
{
    X509 *ours = test_certificate(&GOOD, KEY_OTHER);
    const char *good = pem_file("good.pem", ours, test_key(KEY_OTHER), NULL);
    const char *locked =
        pem_file("locked.pem", NULL, test_key(KEY_OTHER), "s3cr3t");
    const char *other = pem_file("other.pem", NULL, test_key(KEY_SERVER), NULL);
    const char *text = suite_file("text.pem", "hello\n", 6);
    const struct {
        mw_tls_options options;
        mw_status status;
        const char *message;
    } CASES[] = {
        { { .ca_file = "/nowhere" }, MW_E_NO_INPUT, "no such file" },
        { { .ca_file = text }, MW_E_DATA, "no certificates of authorities" },
        { { .certificate_file = "/nowhere" }, MW_E_NO_INPUT, "no such file" },
        { { .certificate_file = text }, MW_E_DATA, "no certificate in PEM" },
        { { .certificate_file = good, .key_file = "/nowhere" },
          MW_E_NO_INPUT,
          "private key: no such file" },
        { { .certificate_file = good, .key_file = text },
          MW_E_DATA,
          "no private key in PEM" },
        { { .certificate_file = good, .key_file = locked },
          MW_E_DATA,
          "wants a password" },
        { { .certificate_file = good, .key_file = other },
          MW_E_DATA,
          "no private key in PEM that fits" },
        { { .key_file = good }, MW_E_USAGE, "without a certificate" },
    };

    (void)state;
    X509_free(ours);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_tls *tls = NULL;

        must_fail(mw_tls_new(suite_allocator(), &CASES[i].options, &tls,
                             &suite_error),
                  CASES[i].status);
        assert_non_null(strstr(suite_error.message, CASES[i].message));
        assert_null(tls);
    }
}

static void reads_pins(void **state)
{
    static const char *const BAD[] = {
        "",
        "sha256:",
        "sha1:00",
        "00",
        "sha256:000000000000000000000000000000000000000000000000000000000000"
        "00",
        "sha256:000000000000000000000000000000000000000000000000000000000000"
        "000000",
        "sha256:00000000000000000000000000000000000000000000000000000000000g"
        "0000",
        "sha256:000000000000000000000000000000000000000000000000000000000000"
        "0000:",
    };
    mw_tls_pin pin;

    (void)state;
    must(mw_tls_pin_parse(
        "SHA256:00fF:01:0000000000000000000000000000000000000000000000000000"
        "00000a",
        &pin, &suite_error));
    assert_int_equal(pin.sha256[0], 0);
    assert_int_equal(pin.sha256[1], 0xff);
    assert_int_equal(pin.sha256[2], 1);
    assert_int_equal(pin.sha256[31], 0x0a);
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        must_fail(mw_tls_pin_parse(BAD[i], &pin, &suite_error), MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(judges_certificates),
    cmocka_unit_test(refuses_names_that_stand_for_any),
    cmocka_unit_test(does_not_trust_an_unknown_authority),
    cmocka_unit_test(insecure_says_why_it_is),
    cmocka_unit_test(a_pin_has_to_fit),
    cmocka_unit_test(a_pin_alone_can_vouch),
    cmocka_unit_test(says_what_was_agreed_on),
    cmocka_unit_test(names_no_address_to_the_server),
    cmocka_unit_test(refuses_what_is_older_than_tls_1_2),
    cmocka_unit_test(refuses_text_before_the_handshake),
    cmocka_unit_test(tells_why_a_handshake_failed),
    cmocka_unit_test(a_handshake_has_a_deadline),
    cmocka_unit_test(tells_a_farewell_from_a_cut),
    cmocka_unit_test(knows_of_unread_octets_within_tls),
    cmocka_unit_test(resumes_the_session_of_the_same_name_only),
    cmocka_unit_test(shows_a_certificate_only_when_asked_and_told),
    cmocka_unit_test(binds_to_the_channel),
    cmocka_unit_test(binds_to_older_channels_by_finished),
    cmocka_unit_test(a_channel_in_clear_has_no_binding),
    cmocka_unit_test(says_what_is_wrong_with_its_files),
    cmocka_unit_test(reads_pins),
};

SUITE_MAIN(TESTS)
