/* SPDX-License-Identifier: MIT */

#include "smtp/prepare_stage.h"

#define DATED                                                                  \
    "Date: Mon, 02 Feb 2026 10:00:00 +0000\r\nMessage-ID: <m@x.test>\r\n"

static void add_aliases(stage *all)
{
    static const char *const TABLE[][2] = {
        { "root", "joe, Ann Other <ann@x.test>" },
        { "joe", "joe@home.test" },
        { "Team", "root, ann@x.test, team2" },
        { "team2", "team, z@x.test" },
        { "joe", "joe@work.test" },
        { "\"a b\"", "ab@x.test" },
        { "me", "me" },
        { "far", "nobody" },
        { "none", "" },
        { "one", "another" },
        { "another", "one" },
    };

    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        must(mw_smtp_prepare_options_add_alias(all->options, TABLE[i][0],
                                               TABLE[i][1], &suite_error));
}

/* Loops end, and each address gets the message once. */
static void follows_aliases(void **state)
{
    static const char *const TABLE[][2] = {
        { "root", "ann@x.test joe@home.test joe@work.test" },
        { "ROOT", "ann@x.test joe@home.test joe@work.test" },
        { "joe", "joe@home.test joe@work.test" },
        { "joe@d.test", "joe@d.test" },
        { "team", "ann@x.test z@x.test joe@home.test joe@work.test" },
        { "joe, b@x.test, joe@home.test",
          "joe@home.test joe@work.test b@x.test" },
        { "\"a b\", \"root\"",
          "ab@x.test ann@x.test joe@home.test joe@work.test" },
        { "none, b@x.test", "b@x.test" },
    };
    stage *all = new_stage();

    (void)state;
    add_aliases(all);
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error,
                              "From: a@x.test\r\nTo: %s\r\n" DATED "\r\n",
                              TABLE[i][0]));
        must(try_text(all, mw_buffer_text(text)));
        assert_string_equal(recipients(all), TABLE[i][1]);
        assert_string_equal(written(all), mw_buffer_text(text));
        assert_string_equal(changes(all), "");
    }
}

static void refuses_a_name_that_leads_nowhere(void **state)
{
    static const struct {
        const char *to;
        mw_status status;
    } TABLE[] = {
        { "nobody", MW_E_SYNTAX },       { "far", MW_E_SYNTAX },
        { "me", MW_E_SYNTAX },           { "none", MW_E_USAGE },
        { "one, b@x.test", MW_E_USAGE }, { "b@x.test, another", MW_E_USAGE },
    };
    stage *all = new_stage();

    (void)state;
    add_aliases(all);
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error,
                              "From: a@x.test\r\nTo: %s\r\n\r\n", TABLE[i].to));
        must_fail(try_text(all, mw_buffer_text(text)), TABLE[i].status);
    }
    /* A sender is never an alias. */
    must_fail(try_text(all, "From: root\r\nTo: b@x.test\r\n\r\n"), MW_E_SYNTAX);
}

static void follows_what_the_options_name_and_completes_the_rest(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    add_aliases(all);
    must(mw_smtp_prepare_options_add_to(all->options, "joe, far, joe@d.test",
                                        &suite_error));
    must(try_text(all, "From: root\r\nTo: x\r\n" DATED "\r\n"));
    assert_string_equal(recipients(all), "joe@home.test joe@work.test "
                                         "nobody@d.test joe@d.test");
    assert_string_equal(mw_smtp_message_from(all->made), "root@d.test");
    mw_smtp_prepare_options_join_header(all->options, 1);
    must(try_text(all, "From: root\r\nTo: x, none\r\n" DATED "\r\n"));
    assert_string_equal(recipients(all), "joe@home.test joe@work.test "
                                         "nobody@d.test joe@d.test x@d.test");
    assert_string_equal(written(all),
                        "From: root@d.test\r\n"
                        "To: x@d.test, none@d.test\r\n" DATED "\r\n");
}

/* The name in its own list is the address, and another's is followed. */
static void takes_a_name_in_its_own_list_for_an_address(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    add_aliases(all);
    must(mw_smtp_prepare_options_add_alias(all->options, "self", "SELF, me",
                                           &suite_error));
    must(mw_smtp_prepare_options_add_to(all->options, "self", &suite_error));
    must(try_text(all, "From: a@x.test\r\nTo: x\r\n" DATED "\r\n"));
    assert_string_equal(recipients(all), "SELF@d.test me@d.test");
}

static void refuses_wrong_aliases(void **state)
{
    static const char *const TABLE[][2] = {
        { "", "a@x.test" },
        { "a@x.test", "b@x.test" },
        { "a, b", "c@x.test" },
        { "A <a>", "c@x.test" },
        { "a", "|/bin/sh" },
        { "a", "/var/mail/a" },
        { "a", ":include:/a/list" },
        { "a", "\"|sh -c x\"" },
        { "a", "b c" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        must_fail(mw_smtp_prepare_options_add_alias(all->options, TABLE[i][0],
                                                    TABLE[i][1], &suite_error),
                  MW_E_SYNTAX);
    assert_non_null(strstr(suite_error.message, "alias \"a\": "));
}

/* C043: the limit is of those who get the message. */
static void counts_the_recipients_of_aliases(void **state)
{
    stage *all = new_stage();

    (void)state;
    mw_context_set_limit(all->context, MW_LIMIT_RECIPIENTS, 2);
    must(mw_smtp_prepare_options_add_alias(all->options, "two",
                                           "a@x.test, b@x.test", &suite_error));
    must(try_text(all, "From: a@x.test\r\nTo: two\r\nCc: b@x.test\r\n\r\n"));
    assert_string_equal(recipients(all), "a@x.test b@x.test");
    must_fail(try_text(all, "From: a@x.test\r\nTo: two, c@x.test\r\n\r\n"),
              MW_E_LIMIT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(follows_aliases),
    cmocka_unit_test(refuses_a_name_that_leads_nowhere),
    cmocka_unit_test(follows_what_the_options_name_and_completes_the_rest),
    cmocka_unit_test(takes_a_name_in_its_own_list_for_an_address),
    cmocka_unit_test(refuses_wrong_aliases),
    cmocka_unit_test(counts_the_recipients_of_aliases),
};

SUITE_MAIN(TESTS)
