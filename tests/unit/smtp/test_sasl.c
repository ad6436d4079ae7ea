/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/sasl_stage.h"
#include "smtp/scram_server.h"

/* LOGIN says nothing to CHALLENGE, and does not come to a good end. */
static void refuses(const mw_login *login, const char *challenge,
                    mw_status status)
{
    must_fail(login->step(login->user, mw_bytes_of(challenge), suite_buffer(),
                          &suite_error),
              status);
    assert_null(strstr(suite_error.message, "pencil"));
    must_fail(login->finish(login->user, &suite_error), MW_E_DATA);
}

static void assert_said(const mw_login *login, const char *wanted, size_t size)
{
    mw_buffer *response = suite_buffer();

    must(login->step(login->user, (mw_bytes){ NULL, 0 }, response,
                     &suite_error));
    assert_int_equal(response->size, size);
    if (size > 0)
        assert_memory_equal(response->data, wanted, size);
    must(login->finish(login->user, &suite_error));
}

/* ----------------------------------------------------------- which and when */

static const char *names_of(const mw_sasl *sasl)
{
    const mw_login *login = mw_sasl_login(sasl);
    mw_buffer *names = suite_buffer();

    for (size_t i = 0; i < login->mechanism_count; i++)
        must(mw_buffer_printf(names, &suite_error, "%s%s", i ? " " : "",
                              login->mechanisms[i].name));
    return mw_buffer_text(names);
}

#define SCRAMS "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 "
#define OTHERS "CRAM-MD5 PLAIN LOGIN"

static void tries_the_strongest_first(void **state)
{
    (void)state;
    assert_string_equal(names_of(with_password("u", "p", NULL)), SCRAMS OTHERS);
    assert_string_equal(
        names_of(make((mw_sasl_settings){ .user = "u", .token = "t" })),
        "OAUTHBEARER XOAUTH2");
    assert_string_equal(names_of(make((mw_sasl_settings){ .token = "t" })),
                        "OAUTHBEARER");
    assert_string_equal(
        names_of(make((mw_sasl_settings){ .has_certificate = true })),
        "EXTERNAL");
}

static void shows_no_certificate_or_ticket_beside_a_password(void **state)
{
    (void)state;
    assert_string_equal(
        names_of(make((mw_sasl_settings){ .user = "u",
                                          .password = "p",
                                          .host = "h",
                                          .has_certificate = true })),
        SCRAMS OTHERS);
}

static void obeys_the_list_of_the_user(void **state)
{
    (void)state;
    assert_string_equal(
        names_of(with_password("u", "p", "login,Plain , LOGIN xoauth2")),
        "LOGIN PLAIN");
    assert_string_equal(
        names_of(make((mw_sasl_settings){ .mechanisms = "external" })),
        "EXTERNAL");
}

static void refuses_what_cannot_be_a_login(void **state)
{
    static const struct {
        const char *user, *password, *token, *list;
        mw_status status;
    } BAD[] = {
        { NULL, NULL, NULL, NULL, MW_E_USAGE },
        { "u", NULL, NULL, NULL, MW_E_USAGE },
        { NULL, "pencil", NULL, NULL, MW_E_USAGE },
        { "u", "pencil", NULL, "PLAIN,X-MAGIC", MW_E_USAGE },
        { "u", "pencil", NULL, " ,", MW_E_USAGE },
        { "u", "pencil", NULL, "XOAUTH2", MW_E_USAGE },
        { "u", NULL, "t", "PLAIN", MW_E_USAGE },
        { "", "pencil", NULL, NULL, MW_E_SYNTAX },
        { "u", "", NULL, NULL, MW_E_SYNTAX },
        { "u\1", "pencil", NULL, NULL, MW_E_SYNTAX },
        { "u\xff", "pencil", NULL, NULL, MW_E_SYNTAX },
        { "u", "pencil\r\n", NULL, NULL, MW_E_SYNTAX },
        { "u", "pencil\xe9", NULL, NULL, MW_E_SYNTAX },
        { "u", NULL, "pencil\1", NULL, MW_E_SYNTAX },
        { "u", NULL, "pencil pencil", NULL, MW_E_SYNTAX },
    };

    (void)state; /* C127, T13 */
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        const mw_sasl_settings settings = {
            .allocator = suite_allocator(),
            .user = BAD[i].user,
            .password = BAD[i].password,
            .token = BAD[i].token,
            .mechanisms = BAD[i].list,
        };
        mw_sasl *sasl = NULL;

        must_fail(mw_sasl_new(&settings, &sasl, &suite_error), BAD[i].status);
        assert_int_equal(suite_error.cause, BAD[i].list
                                                ? MW_CAUSE_SMTP_MECHANISMS
                                                : MW_CAUSE_NONE);
        assert_null(sasl);
        assert_null(strstr(suite_error.message, "pencil"));
    }
}

/* ---------------------------------------------------------- the simple ones */

static void says_plain_as_its_rfc_does(void **state)
{
    const mw_sasl_settings ursel = { .user = "Kurt",
                                     .password = "xipj3plmq",
                                     .authorize = "Ursel",
                                     .mechanisms = "PLAIN" };

    (void)state; /* C127 */
    assert_said(begin(make(ursel), ""), "Ursel\0Kurt\0xipj3plmq", 20);
    assert_said(begin(with_password("tim", "tanstaaftanstaaf", "PLAIN"), ""),
                "\0tim\0tanstaaftanstaaf", 21);
}

static void says_external_with_nothing_or_a_name(void **state)
{
    (void)state; /* C125 */
    assert_said(begin(make((mw_sasl_settings){ .mechanisms = "EXTERNAL" }), ""),
                "", 0);
    assert_said(
        begin(make((mw_sasl_settings){ .user = "me", .has_certificate = true }),
              ""),
        "me", 2);
}

static void answers_prompts_by_order_and_ends(void **state)
{
    const mw_login *login = begin(with_password("u", "pencil", "LOGIN"), "");

    (void)state; /* T11 */
    assert_false(login->mechanisms[0].client_first);
    assert_string_equal(say(login, "Password:"), "u");
    must_fail(login->finish(login->user, &suite_error), MW_E_DATA);
    assert_string_equal(say(login, ""), "pencil");
    must(login->finish(login->user, &suite_error));
    refuses(login, "User Name:", MW_E_DATA);
    refuses(login, "User Name:", MW_E_DATA);
}

static void says_no_more_than_its_one_response(void **state)
{
    static const char *const LISTS[] = { "PLAIN", "EXTERNAL" };

    (void)state; /* T11 */
    for (size_t i = 0; i < 2; i++) {
        const mw_login *login = begin(with_password("u", "p", LISTS[i]), "");

        say(login, "");
        refuses(login, "more", MW_E_DATA);
    }
}

static void bears_a_token_and_answers_its_refusal(void **state)
{
    const mw_login *login =
        begin(make((mw_sasl_settings){ .user = "u,s=r@example.com",
                                       .token = "vF9dft4qmTc2Nvb3RlckB",
                                       .host = "server.example.com",
                                       .port = 587,
                                       .mechanisms = "OAUTHBEARER" }),
              "");

    (void)state; /* C130 */
    assert_string_equal(say(login, ""),
                        "n,a=u=2Cs=3Dr@example.com,\1"
                        "host=server.example.com\1port=587\1"
                        "auth=Bearer vF9dft4qmTc2Nvb3RlckB\1\1");
    must(login->finish(login->user, &suite_error));
    assert_string_equal(say(login, "{\"status\":\"invalid_token\"}"), "\1");
    must_fail(login->finish(login->user, &suite_error), MW_E_DATA);
    refuses(login, "{}", MW_E_DATA);
}

static void says_xoauth2_and_answers_its_refusal(void **state)
{
    const mw_login *login =
        begin(make((mw_sasl_settings){ .user = "u@example.com",
                                       .token = "ya29.vF9dft4",
                                       .mechanisms = "XOAUTH2" }),
              "");

    (void)state; /* C130 */
    assert_string_equal(say(login, ""),
                        "user=u@example.com\1auth=Bearer ya29.vF9dft4\1\1");
    must(login->finish(login->user, &suite_error));
    assert_string_equal(say(login, "{\"status\":\"400\"}"), "");
    must_fail(login->finish(login->user, &suite_error), MW_E_DATA);
    refuses(login, "{}", MW_E_DATA);
}

static void knows_its_secrets_in_what_servers_say(void **state)
{
    const mw_login *login =
        mw_sasl_login(make((mw_sasl_settings){ .user = "user@example.test",
                                               .password = "s3cr3t-Pa55!",
                                               .token = "vF9dft4qmTc2" }));

    (void)state; /* T13 */
    assert_true(reveals(login, "no s3cr3t-Pa55!"));
    assert_true(reveals(login, "czNjcjN0LVBhNTUh"));
    assert_true(reveals(login, "vF9dft4qmTc2?"));
    assert_false(reveals(login, "no user@example.test"));
}

static void begins_anew_after_an_end(void **state)
{
    mw_sasl *sasl = with_password("u", "p", "LOGIN");
    const mw_login *login = begin(sasl, "");

    (void)state;
    assert_string_equal(say(login, ""), "u");
    login->end(login->user);
    assert_string_equal(say(begin(sasl, ""), ""), "u");
}

/* ------------------------------------------------------------------ SCRAM */

/* The server of these tests agrees with RFC 7677, section 3. */
static void has_a_server_to_test_with(void **state)
{
    scram_server server = { .hash = EVP_sha256(), .password = "pencil" };

    (void)state;
    scram_hear_first(&server, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    snprintf(server.first, sizeof server.first, "%s",
             "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
             "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    assert_true(scram_hear_final(
        &server, "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                 "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    assert_string_equal(server.final,
                        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
}

/* Takes LOGIN to the server's last message, which SERVER then has. */
static void exchange(const mw_login *login, scram_server *server)
{
    scram_hear_first(server, say(login, ""));
    scram_say_first(server, "4096");
    assert_true(scram_hear_final(server, say(login, server->first)));
    must_fail(login->finish(login->user, &suite_error), MW_E_DATA);
}

static void logs_in_by_scram_with_both_hashes(void **state)
{
    (void)state; /* C128 */
    for (int i = 0; i < 2; i++) {
        scram_server server = { .hash = i ? EVP_sha1() : EVP_sha256(),
                                .password = "pencil" };
        const mw_login *login =
            begin(with_password("user", "pencil",
                                i ? "SCRAM-SHA-1" : "SCRAM-SHA-256"),
                  "PLAIN");

        exchange(login, &server);
        assert_string_equal(server.header, "n,,");
        assert_string_equal(say(login, server.final), "");
        must(login->finish(login->user, &suite_error));
        refuses(login, "", MW_E_DATA);
    }
}

static void refuses_a_server_that_proves_nothing(void **state)
{
    static const char *const FINALS[] = {
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "v=AAAA", "",
        "e=invalid-proof", "e=pencil"
    };

    (void)state; /* C128 */
    for (size_t i = 0; i < sizeof FINALS / sizeof *FINALS; i++) {
        scram_server server = { .hash = EVP_sha256(), .password = "pencil" };
        const mw_login *login =
            begin(with_password("user", "pencil", "SCRAM-SHA-256"), "");

        exchange(login, &server);
        refuses(login, FINALS[i], MW_E_DATA);
    }
}

static void refuses_a_first_message_outside_the_limits(void **state)
{
    static const char *const COUNTS[] = { "4095", "1000001", "2000000000" };

    (void)state; /* C128, T11 */
    for (size_t i = 0; i < 3; i++) {
        scram_server server = { .hash = EVP_sha256(), .password = "pencil" };
        const mw_login *login =
            begin(with_password("user", "pencil", "SCRAM-SHA-256"), "");

        scram_hear_first(&server, say(login, ""));
        scram_say_first(&server, COUNTS[i]);
        refuses(login, server.first, MW_E_LIMIT);
    }
}

static void refuses_a_nonce_that_is_not_its_own(void **state)
{
    const mw_login *login =
        begin(with_password("user", "pencil", "SCRAM-SHA-256"), "");

    (void)state; /* C128 */
    say(login, "");
    refuses(login,
            "r=rOprNGfwEbeRWgbNEkqOrOprNGfwEbeRWgbN,"
            "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            MW_E_DATA);
}

/* ------------------------------------------------------------- the channel */

/* The connection has the binding that USER points to, and no other. */
static bool bind_to(void *user, mw_tls_binding kind, uint8_t *data,
                    size_t *size)
{
    if (kind != *(const mw_tls_binding *)user)
        return false;
    memcpy(data, "binding", 7);
    *size = 7;
    return true;
}

static mw_sasl *on_channel(const char *list, mw_tls_binding *kind)
{
    mw_sasl *sasl = with_password("user", "pencil", list);

    mw_sasl_set_binding(sasl, bind_to, kind);
    return sasl;
}

static void binds_to_the_channel_where_it_can(void **state)
{
    static const struct {
        const char *name, *header;
        mw_tls_binding kind;
    } WAYS[] = {
        { "SCRAM-SHA-256-PLUS", "p=tls-exporter,,", MW_TLS_EXPORTER },
        { "SCRAM-SHA-256-PLUS", "p=tls-unique,,", MW_TLS_UNIQUE },
        { "SCRAM-SHA-1-PLUS", "p=tls-exporter,,", MW_TLS_EXPORTER },
    };

    (void)state; /* C129 */
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        mw_tls_binding kind = WAYS[i].kind;
        scram_server server = { .hash = strstr(WAYS[i].name, "256")
                                            ? EVP_sha256()
                                            : EVP_sha1(),
                                .password = "pencil",
                                .binding = "binding" };
        const mw_login *login =
            begin(on_channel(WAYS[i].name, &kind), WAYS[i].name);

        exchange(login, &server);
        assert_string_equal(server.header, WAYS[i].header);
        say(login, server.final);
        must(login->finish(login->user, &suite_error));
    }
}

static void passes_over_plus_where_there_is_no_channel(void **state)
{
    mw_tls_binding kind = MW_TLS_END_POINT;
    const mw_login *logins[] = {
        mw_sasl_login(with_password("u", "p", "SCRAM-SHA-256-PLUS")),
        mw_sasl_login(on_channel("SCRAM-SHA-256-PLUS", &kind)),
    };

    (void)state; /* C129 */
    for (size_t i = 0; i < 2; i++)
        must_fail(logins[i]->start(logins[i]->user, logins[i]->mechanisms,
                                   mw_bytes_of("SCRAM-SHA-256-PLUS"),
                                   &suite_error),
                  MW_E_UNAVAILABLE);
}

static void says_that_it_could_bind_where_the_server_cannot(void **state)
{
    mw_tls_binding kind = MW_TLS_EXPORTER;
    scram_server server = { .hash = EVP_sha256(), .password = "pencil" };
    const mw_login *login =
        begin(on_channel("SCRAM-SHA-256", &kind), "PLAIN SCRAM-SHA-256");

    (void)state; /* C129 */
    exchange(login, &server);
    assert_string_equal(server.header, "y,,");
    say(login, server.final);
    must(login->finish(login->user, &suite_error));
}

static void does_not_say_so_where_the_server_can(void **state)
{
    mw_tls_binding kind = MW_TLS_EXPORTER;
    const mw_login *login = begin(on_channel("SCRAM-SHA-256", &kind),
                                  "SCRAM-SHA-256 SCRAM-SHA-1-PLUS");

    (void)state; /* C129 */
    assert_memory_equal(say(login, ""), "n,,", 3);
}

/* --------------------------------------------------------------- CRAM-MD5 */

static void says_cram_md5_as_its_rfc_does(void **state)
{
    const mw_login *login =
        begin(with_password("tim", "tanstaaftanstaaf", "CRAM-MD5"), "");

    (void)state;
    assert_false(login->mechanisms[0].client_first);
    assert_string_equal(
        say(login, "<1896.697170952@postoffice.reston.mci.net>"),
        "tim b913a602c7eda7a495b4e6e7334d3890");
    must(login->finish(login->user, &suite_error));
    refuses(login, "<more@mci.net>", MW_E_DATA);
}

static void refuses_challenges_of_no_size_or_too_large_ones(void **state)
{
    static char large[1026];

    (void)state; /* T11 */
    memset(large, 'A', sizeof large - 1);
    refuses(begin(with_password("u", "pencil", "CRAM-MD5"), ""), "", MW_E_DATA);
    refuses(begin(with_password("u", "pencil", "CRAM-MD5"), ""), large,
            MW_E_LIMIT);
}

#ifdef HAVE_LIBGSASL

/* ------------------------------------------------------------- GNU SASL's */

static void prepares_the_password_and_escapes_the_name(void **state)
{
    scram_server server = { .hash = EVP_sha256(), .password = "IX a" };
    const mw_login *login =
        begin(with_password("a,b=c\xc8\xa1", "I\xc2\xadX\xc2\xa0\xc2\xaa",
                            "SCRAM-SHA-256"),
              "");

    (void)state; /* C128: soft hyphen, no-break space, feminine ordinal;
                     in the name a letter that Unicode 3.2 lacks */
    exchange(login, &server);
    assert_non_null(strstr(server.bare, "n=a=2Cb=3Dc\xc8\xa1,"));
    say(login, server.final);
    must(login->finish(login->user, &suite_error));
}

/* Before a word is said, so that another mechanism can be taken. */
static void does_not_start_with_a_password_that_cannot_be_prepared(void **state)
{
    static const char *const PASSWORDS[] = {
        "\xc2\xad",               /* nothing is left */
        "\xef\xbf\xbc",           /* an object: prohibited */
        "\xf0\x9f\x94\x91pencil", /* not in Unicode 3.2 */
    };

    (void)state; /* C128 */
    for (size_t i = 0; i < sizeof PASSWORDS / sizeof *PASSWORDS; i++) {
        const mw_login *login =
            mw_sasl_login(with_password("u", PASSWORDS[i], "SCRAM-SHA-256"));

        must_fail(login->start(login->user, login->mechanisms, mw_bytes_of(""),
                               &suite_error),
                  MW_E_RANGE);
        assert_null(strstr(suite_error.message, "pencil"));
    }
}

#else

/* RFC 5802, section 2.2 */
static void takes_no_password_that_it_cannot_prepare(void **state)
{
    const mw_login *login =
        mw_sasl_login(with_password("u", "pencil\xc3\xa9", "SCRAM-SHA-256"));

    (void)state; /* C128 */
    must_fail(login->start(login->user, login->mechanisms, mw_bytes_of(""),
                           &suite_error),
              MW_E_UNAVAILABLE);
    assert_null(strstr(suite_error.message, "pencil"));
}

#endif

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(tries_the_strongest_first),
    cmocka_unit_test(shows_no_certificate_or_ticket_beside_a_password),
    cmocka_unit_test(obeys_the_list_of_the_user),
    cmocka_unit_test(refuses_what_cannot_be_a_login),
    cmocka_unit_test(says_plain_as_its_rfc_does),
    cmocka_unit_test(says_external_with_nothing_or_a_name),
    cmocka_unit_test(answers_prompts_by_order_and_ends),
    cmocka_unit_test(says_no_more_than_its_one_response),
    cmocka_unit_test(bears_a_token_and_answers_its_refusal),
    cmocka_unit_test(says_xoauth2_and_answers_its_refusal),
    cmocka_unit_test(knows_its_secrets_in_what_servers_say),
    cmocka_unit_test(begins_anew_after_an_end),
    cmocka_unit_test(has_a_server_to_test_with),
    cmocka_unit_test(logs_in_by_scram_with_both_hashes),
    cmocka_unit_test(refuses_a_server_that_proves_nothing),
    cmocka_unit_test(refuses_a_first_message_outside_the_limits),
    cmocka_unit_test(refuses_a_nonce_that_is_not_its_own),
    cmocka_unit_test(binds_to_the_channel_where_it_can),
    cmocka_unit_test(passes_over_plus_where_there_is_no_channel),
    cmocka_unit_test(says_that_it_could_bind_where_the_server_cannot),
    cmocka_unit_test(does_not_say_so_where_the_server_can),
    cmocka_unit_test(says_cram_md5_as_its_rfc_does),
    cmocka_unit_test(refuses_challenges_of_no_size_or_too_large_ones),
#ifdef HAVE_LIBGSASL
    cmocka_unit_test(prepares_the_password_and_escapes_the_name),
    cmocka_unit_test(does_not_start_with_a_password_that_cannot_be_prepared),
#else
    cmocka_unit_test(takes_no_password_that_it_cannot_prepare),
#endif
};

SUITE_MAIN(TESTS)
