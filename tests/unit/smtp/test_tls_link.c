/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/tls_peer.h"

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
    const mw_wait wait = { mw_clock_after(30), -1, NULL };

    (void)state;
    peer_start(&listener, peer_hears, NULL);
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
    peer_start(&listener, peer_hears, NULL);
    assert_false(mw_connection_binding(peer_connected(&listener),
                                       MW_TLS_END_POINT, data, &size));
}

static const struct CMUnitTest TESTS[] = {
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
};

SUITE_MAIN(TESTS)
