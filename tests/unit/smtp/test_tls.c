/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/tls_peer.h"

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

/* ---- Settings ---- */

static void says_what_is_wrong_with_its_files(void **state)
{
    X509 *ours = test_certificate(&GOOD, KEY_OTHER);
    const char *good = pem_file("good.pem", ours, test_key(KEY_OTHER), NULL);
    const char *locked =
        pem_file("locked.pem", NULL, test_key(KEY_OTHER), "s3cr3t");
    const char *other = pem_file("other.pem", NULL, test_key(KEY_SERVER), NULL);
    const char *alone = pem_file("alone.pem", ours, NULL, NULL);
    const char *text = suite_file("text.pem", "hello\n", 6);
    const struct {
        mw_tls_options options;
        mw_status status;
        mw_cause cause;
        const char *message;
    } CASES[] = {
        { { .ca_file = "/nowhere" },
          MW_E_NO_INPUT,
          MW_CAUSE_SMTP_CA_FILE,
          "no such file" },
        { { .ca_file = text },
          MW_E_DATA,
          MW_CAUSE_SMTP_CA_FILE,
          "no certificates of authorities" },
        { { .certificate_file = "/nowhere" },
          MW_E_NO_INPUT,
          MW_CAUSE_SMTP_CERTIFICATE,
          "no such file" },
        { { .certificate_file = text },
          MW_E_DATA,
          MW_CAUSE_SMTP_CERTIFICATE,
          "no certificate in PEM" },
        { { .certificate_file = locked },
          MW_E_DATA,
          MW_CAUSE_SMTP_CERTIFICATE,
          "no certificate in PEM" },
        { { .certificate_file = alone },
          MW_E_DATA,
          MW_CAUSE_SMTP_CERTIFICATE,
          "no private key in PEM" },
        { { .certificate_file = good, .key_file = "/nowhere" },
          MW_E_NO_INPUT,
          MW_CAUSE_SMTP_KEY,
          "private key: no such file" },
        { { .certificate_file = good, .key_file = text },
          MW_E_DATA,
          MW_CAUSE_SMTP_KEY,
          "no private key in PEM" },
        { { .certificate_file = good, .key_file = locked },
          MW_E_DATA,
          MW_CAUSE_SMTP_KEY,
          "wants a password" },
        { { .certificate_file = good, .key_file = other },
          MW_E_DATA,
          MW_CAUSE_SMTP_KEY,
          "no private key in PEM that fits" },
        { { .key_file = good },
          MW_E_USAGE,
          MW_CAUSE_SMTP_CERTIFICATE,
          "without a certificate" },
    };

    (void)state;
    X509_free(ours);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_tls *tls = NULL;

        must_fail(mw_tls_new(suite_allocator(), &CASES[i].options, &tls,
                             &suite_error),
                  CASES[i].status);
        assert_int_equal(suite_error.cause, CASES[i].cause);
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
    cmocka_unit_test(says_what_is_wrong_with_its_files),
    cmocka_unit_test(reads_pins),
};

SUITE_MAIN(TESTS)
