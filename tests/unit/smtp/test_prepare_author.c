/* SPDX-License-Identifier: MIT */

#include "smtp/prepare_stage.h"

#define DATED                                                                  \
    "Date: Mon, 02 Feb 2026 10:00:00 +0000\r\nMessage-ID: <m@x.test>\r\n"

static void replaces_the_author(void **state)
{
    static const struct {
        const char *text, *out, *changes;
    } TABLE[] = {
        { "From: a@x.test\r\nSender: s@x.test\r\nTo: b@x.test\r\n" DATED
          "From: wrong <\r\n\r\nText\r\n",
          "From: =?utf-8?B?SsO8?= <me@f.test>\r\nTo: b@x.test\r\n" DATED
          "\r\nText\r\n",
          "From was replaced; Sender was taken out" },
        { "Resent-To: b@x.test\r\nResent-From: r@x.test\r\n" DATED "\r\n",
          "Resent-To: b@x.test\r\nResent-From: r@x.test\r\n" DATED
          "From: =?utf-8?B?SsO8?= <me@f.test>\r\n\r\n",
          "From was added" },
    };
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_force_from(
        all->options, "J\xc3\xbc <me@f.test>", &suite_error));
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i].text));
        assert_string_equal(written(all), TABLE[i].out);
        assert_string_equal(changes(all), TABLE[i].changes);
        assert_string_equal(mw_smtp_message_from(all->made), "me@f.test");
        assert_int_equal(mw_smtp_message_extensions(all->made), 0);
    }
}

static void leaves_the_null_path_of_a_report(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_force_from(all->options, "me@f.test",
                                            &suite_error));
    must(mw_smtp_prepare_options_set_from(all->options, "o@x.test",
                                          &suite_error));
    must(try_text(all, HEAD "\r\n"));
    assert_string_equal(mw_smtp_message_from(all->made), "me@f.test");
    must(mw_smtp_prepare_options_set_from(all->options, "", &suite_error));
    must(try_text(all, "To: b@x.test\r\n\r\n"));
    assert_string_equal(mw_smtp_message_from(all->made), "");
    assert_non_null(strstr(written(all), "\r\nFrom: me@f.test\r\n"));
    assert_non_null(strstr(all->made->id, "@f.test>"));
}

/* C015: the block of Resent- fields stays together. */
static void adds_the_author_that_is_missing(void **state)
{
    static const struct {
        const char *text, *out, *changes, *from;
    } TABLE[] = {
        { HEAD "\r\n", HEAD "\r\n", "", "a@x.test" },
        { "To: b@x.test\r\n" DATED "\r\n",
          "To: b@x.test\r\n" DATED "From: Me <me@d.test>\r\n\r\n",
          "From was added", "me@d.test" },
        { HEAD "Resent-To: c@x.test\r\n\r\n",
          HEAD "Resent-From: Me <me@d.test>\r\nResent-To: c@x.test\r\n\r\n",
          "Resent-From was added", "a@x.test" },
        { "resent-to: c@x.test\r\nResent-Cc: d@x.test\r\n" HEAD "\r\n",
          "Resent-From: Me <me@d.test>\r\nresent-to: c@x.test\r\n"
          "Resent-Cc: d@x.test\r\n" HEAD "\r\n",
          "Resent-From was added", "a@x.test" },
        { "Resent-To: c@x.test\r\nResent-From: r@x.test\r\n" DATED "\r\n",
          "Resent-To: c@x.test\r\nResent-From: r@x.test\r\n" DATED
          "From: Me <me@d.test>\r\n\r\n",
          "From was added", "r@x.test" },
        { "To: b@x.test\r\nFrom:\r\n" DATED "\r\n",
          "To: b@x.test\r\nFrom:\r\n" DATED "\r\n", "", "me@d.test" },
        { "DKIM-Signature: h=from\r\nTo: b@x.test\r\n\r\n",
          "DKIM-Signature: h=from\r\nTo: b@x.test\r\n\r\n", "", "me@d.test" },
    };
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    must(mw_smtp_prepare_options_set_missing_from(all->options, "Me <me>",
                                                  &suite_error));
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i].text));
        assert_string_equal(written(all), TABLE[i].out);
        assert_string_equal(changes(all), TABLE[i].changes);
        assert_string_equal(mw_smtp_message_from(all->made), TABLE[i].from);
    }
}

/* T04: what is no mailbox is refused where it is given. */
static void refuses_what_is_no_author(void **state)
{
    static const struct {
        const char *mailbox;
        mw_status status;
    } TABLE[] = {
        { "", MW_E_SYNTAX },
        { "a@x.test, b@x.test", MW_E_SYNTAX },
        { "g: a@x.test;", MW_E_SYNTAX },
        { "root", MW_E_SYNTAX },
        { "A <a@x.test>\r\nBcc: c@x.test", MW_E_SYNTAX },
        { "A\r\n <a@x.test>", MW_E_SYNTAX },
        { "A\x1b <a@x.test>", MW_E_SYNTAX },
        { "\xc3\xbc@x.test", MW_E_RANGE },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must_fail(mw_smtp_prepare_options_force_from(
                      all->options, TABLE[i].mailbox, &suite_error),
                  TABLE[i].status);
        assert_non_null(strstr(suite_error.message, "From: "));
        must_fail(mw_smtp_prepare_options_set_missing_from(
                      all->options, TABLE[i].mailbox, &suite_error),
                  TABLE[i].status);
    }
    must(try_text(all, HEAD "\r\n"));
    assert_string_equal(written(all), HEAD "\r\n");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(replaces_the_author),
    cmocka_unit_test(leaves_the_null_path_of_a_report),
    cmocka_unit_test(adds_the_author_that_is_missing),
    cmocka_unit_test(refuses_what_is_no_author),
};

SUITE_MAIN(TESTS)
