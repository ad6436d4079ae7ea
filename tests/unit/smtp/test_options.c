/* SPDX-License-Identifier: MIT */

#include "smtp/client_stage.h"
#include "smtp/options.h"

typedef mw_status (*setter)(mw_smtp_options *, const char *, mw_error *);

static mw_status set_key(mw_smtp_options *options, const char *key,
                         mw_error *error)
{
    return mw_smtp_options_set_certificate(options, "cert.pem", key, error);
}

static mw_status set_certificate(mw_smtp_options *options, const char *cert,
                                 mw_error *error)
{
    return mw_smtp_options_set_certificate(options, cert, NULL, error);
}

static mw_status set_server(mw_smtp_options *options, const char *url,
                            mw_error *error)
{
    return mw_smtp_options_set_server(options, url, 0, error);
}

/* Every setter of text. */
static const setter SETTERS[] = {
    set_server,
    set_certificate,
    set_key,
    mw_smtp_options_set_ca_file,
    mw_smtp_options_add_pin,
    mw_smtp_options_set_tls_name,
    mw_smtp_options_set_user,
    mw_smtp_options_set_password,
    mw_smtp_options_set_token,
    mw_smtp_options_set_mechanisms,
    mw_smtp_options_set_helo,
    mw_smtp_options_set_envelope_id,
    mw_smtp_options_set_deliver_by,
    mw_smtp_options_set_hold_until,
    mw_smtp_options_set_proxy,
    mw_smtp_options_set_source,
    mw_smtp_options_set_without,
};

static void lets_no_control_octet_through_any_setter(void **state)
{
    static const char *const TEXTS[] = {
        "a\r\nRSET", "a\nb", "a\rb", "\x01", "a\x7f", "a\tb",
    };
    mw_smtp_options *options = new_options();

    (void)state;
    for (size_t i = 0; i < sizeof SETTERS / sizeof *SETTERS; i++)
        for (size_t j = 0; j < sizeof TEXTS / sizeof *TEXTS; j++)
            must_fail(SETTERS[i](options, TEXTS[j], &suite_error), MW_E_SYNTAX);
}

static void refuses_what_is_outside_its_grammar(void **state)
{
    static const struct {
        setter set;
        const char *text;
    } CASES[] = {
        { mw_smtp_options_set_user, "" },
        { mw_smtp_options_set_user, "\xff" },
        { mw_smtp_options_set_password, "\xc3" },
        { mw_smtp_options_set_token, "a\x80" },
        { mw_smtp_options_set_mechanisms, "" },
        { mw_smtp_options_set_mechanisms, "PLAIN,,LOGIN" },
        { mw_smtp_options_set_mechanisms, "PLAIN," },
        { mw_smtp_options_set_mechanisms, "PLAIN LOGIN" },
        { mw_smtp_options_set_without, "AUTH=LOGIN" },
        { mw_smtp_options_set_helo, "" },
        { mw_smtp_options_set_helo, "two words" },
        { mw_smtp_options_set_helo, "m\xc3\xbcll" },
        { mw_smtp_options_set_tls_name, "a b" },
        { mw_smtp_options_set_ca_file, "" },
        { mw_smtp_options_set_source, "localhost" },
        { mw_smtp_options_set_source, "1.2.3" },
        { mw_smtp_options_add_pin, "sha1:00" },
        { mw_smtp_options_set_deliver_by, "soon" },
        { mw_smtp_options_set_hold_until, "tomorrow" },
        { mw_smtp_options_set_envelope_id, "\xc3\xa4" },
    };
    mw_smtp_options *options = new_options();

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        must_fail(CASES[i].set(options, CASES[i].text, &suite_error),
                  MW_E_SYNTAX);
    must_fail(mw_smtp_options_set_priority(options, 10, &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_smtp_options_set_ip_version(options, 5, &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_smtp_options_set_hold_for(options, 1000000000, &suite_error),
              MW_E_SYNTAX);
    must_fail(
        mw_smtp_options_set_notify(
            options, MW_SMTP_NOTIFY_NEVER | MW_SMTP_NOTIFY_DELAY, &suite_error),
        MW_E_SYNTAX);
}

static void keeps_what_was_set_where_a_setter_fails(void **state)
{
    mw_smtp_options *options = new_options();

    (void)state;
    must(mw_smtp_options_set_user(options, "me@example.test", &suite_error));
    must_fail(mw_smtp_options_set_user(options, "a\nb", &suite_error),
              MW_E_SYNTAX);
    assert_string_equal(options->user, "me@example.test");
    must(set_key(options, "key.pem", &suite_error));
    must_fail(set_key(options, "", &suite_error), MW_E_SYNTAX);
    assert_string_equal(options->certificate, "cert.pem");
    assert_string_equal(options->key, "key.pem");
    must(mw_smtp_options_set_hold_for(options, 60, &suite_error));
    must_fail(mw_smtp_options_set_hold_until(options, "2026-02-02T10:00:00Z",
                                             &suite_error),
              MW_E_USAGE);
    must(mw_smtp_options_set_hold_for(options, 0, &suite_error));
    must(mw_smtp_options_set_hold_until(options, "2026-02-02T10:00:00Z",
                                        &suite_error));
    must_fail(mw_smtp_options_set_hold_for(options, 60, &suite_error),
              MW_E_USAGE);
}

static void takes_the_login_of_the_url_unless_one_is_set(void **state)
{
    mw_smtp_options *options = new_options();

    (void)state;
    assert_false(mw_options_want_login(options));
    must_fail(mw_smtp_options_set_server(options,
                                         "smtp://me:secret@mail.example.test",
                                         0, &suite_error),
              MW_E_USAGE);
    must(mw_smtp_options_set_server(
        options, "smtp://me:secret@mail.example.test", 1, &suite_error));
    assert_string_equal(mw_options_user(options), "me");
    assert_string_equal(mw_options_password(options), "secret");
    assert_true(mw_options_want_login(options));
    must(mw_smtp_options_set_user(options, "you", &suite_error));
    must(mw_smtp_options_set_password(options, "", &suite_error));
    assert_string_equal(mw_options_user(options), "you");
    assert_string_equal(mw_options_password(options), "");
    must(mw_smtp_options_set_user(options, NULL, &suite_error));
    assert_string_equal(mw_options_user(options), "me");
}

static void keeps_lists_in_upper_case(void **state)
{
    mw_smtp_options *options = new_options();

    (void)state;
    must(mw_smtp_options_set_mechanisms(options, "scram-sha-256,Plain",
                                        &suite_error));
    assert_string_equal(options->mechanisms, "SCRAM-SHA-256,PLAIN");
    must(mw_smtp_options_set_without(options, "chunking,8bitmime",
                                     &suite_error));
    assert_string_equal(options->without, "CHUNKING,8BITMIME");
}

static void adds_one_pin_at_each_call(void **state)
{
    mw_smtp_options *options = new_options();
    char pin[] = "sha256:"
                 "0000000000000000000000000000000000000000000000000000000000"
                 "000001";

    (void)state;
    must(mw_smtp_options_add_pin(options, pin, &suite_error));
    pin[sizeof pin - 2] = '2';
    must(mw_smtp_options_add_pin(options, pin, &suite_error));
    assert_int_equal(options->pin_count, 2);
    assert_int_equal(options->pins[0].sha256[31], 1);
    assert_int_equal(options->pins[1].sha256[31], 2);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(lets_no_control_octet_through_any_setter),
    cmocka_unit_test(refuses_what_is_outside_its_grammar),
    cmocka_unit_test(keeps_what_was_set_where_a_setter_fails),
    cmocka_unit_test(takes_the_login_of_the_url_unless_one_is_set),
    cmocka_unit_test(keeps_lists_in_upper_case),
    cmocka_unit_test(adds_one_pin_at_each_call),
};

SUITE_MAIN(TESTS)
