/* SPDX-License-Identifier: MIT */

#include "smtp/prepare_stage.h"

#define DATED                                                                  \
    "Date: Mon, 02 Feb 2026 10:00:00 +0000\r\nMessage-ID: <m@x.test>\r\n"

#define BODY "From: a@x.test\r\nTo: b@x.test\r\nBcc: c@x.test\r\n"
#define KEPT "From: a@x.test\r\nTo: b@x.test\r\n"

/* What no signature holds fast can go, and Bcc has to (T07). */
static void takes_out_a_bcc_that_is_not_signed(void **state)
{
    static const char *const TABLE[] = {
        "DKIM-Signature: v=1; a=x; h=From:To; b=x\r\n",
        "DKIM-Signature: v=1; h = From :\r\n\tTo : Abcc;b=h=bcc\r\n",
        "ARC-Seal: i=1\r\nARC-Message-Signature: h=from;\r\n",
        "Content-Type: multipart/signed; boundary=b\r\n",
        "DKIM-Signature: h=\r\nDKIM-Signature: h=Resent-Bcc\r\n",
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer(), *out = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, "%s" BODY "\r\n", TABLE[i]));
        must(mw_buffer_printf(out, &suite_error, "%s" KEPT "\r\n", TABLE[i]));
        must(try_text(all, mw_buffer_text(text)));
        assert_string_equal(written(all), mw_buffer_text(out));
        assert_string_equal(changes(all), "Bcc was taken out");
        assert_string_equal(recipients(all), "b@x.test c@x.test");
    }
}

static void refuses_to_break_a_signature(void **state)
{
    static const struct {
        const char *text, *message;
    } TABLE[] = {
        { BODY "DKIM-Signature: v=1; h=From:\r\n BCC :to\r\n\r\n",
          "line 3: the message is signed, and Bcc would have to be taken "
          "out" },
        { BODY "DKIM-Signature: h=from\r\nARC-Message-Signature: h=bcc\r\n\r\n",
          "line 3: the message is signed, and Bcc would have to be taken "
          "out" },
        { BODY "DKIM-Signature: b=x; H=from\r\n\r\n",
          "line 3: the message is signed, and Bcc would have to be taken "
          "out" },
        { KEPT "Resent-Bcc: c@x.test\r\nDKIM-Signature: h=resent-bcc\r\n\r\n",
          "line 3: the message is signed, and Resent-Bcc would have to be "
          "taken out" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must_fail(try_text(all, TABLE[i].text), MW_E_DATA);
        assert_string_equal(suite_error.message, TABLE[i].message);
    }
}

static void changes_no_address_of_what_is_signed(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    must(try_text(all, "DKIM-Signature: h=from\r\n" KEPT "\r\n"));
    assert_string_equal(changes(all), "");
    must_fail(
        try_text(all, "DKIM-Signature: h=from\r\n" KEPT "Cc: root\r\n\r\n"),
        MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 4: the message is signed, and an address would "
                        "have to be completed");
    must(mw_smtp_prepare_options_force_from(all->options, "me", &suite_error));
    must_fail(try_text(all, "DKIM-Signature: h=from\r\n" KEPT "\r\n"),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 2: the message is signed, and From would have "
                        "to be replaced");
    must_fail(try_text(all, "To: b\r\nARC-Seal: i=1\r\n\r\n"), MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 3: the message is signed, and From would have "
                        "to be replaced");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_out_a_bcc_that_is_not_signed),
    cmocka_unit_test(refuses_to_break_a_signature),
    cmocka_unit_test(changes_no_address_of_what_is_signed),
};

SUITE_MAIN(TESTS)
