/* SPDX-License-Identifier: MIT */

#include "smtp/command.h"
#include "suite.h"

static void expect_mail(const char *from, mw_mail_parameters parameters,
                        const char *line)
{
    mw_buffer *out = suite_buffer();

    must(mw_command_mail(out, from, &parameters, &suite_error));
    assert_string_equal(mw_buffer_text(out), line);
}

/* C069 C070 C094 C111 C118 C119 C120 C121 */
static void writes_mail_with_all_that_it_can_have(void **state)
{
    (void)state;
    expect_mail("", (mw_mail_parameters){ 0 }, "MAIL FROM:<>\r\n");
    expect_mail("Alice@Ivory.EDU",
                (mw_mail_parameters){ .returned = MW_SMTP_RETURN_HEADERS,
                                      .envelope_id = "QQ314159" },
                "MAIL FROM:<Alice@Ivory.EDU> RET=HDRS ENVID=QQ314159\r\n");
    expect_mail("a@x",
                (mw_mail_parameters){ .has_size = true,
                                      .size = UINT64_MAX,
                                      .body = "BINARYMIME",
                                      .smtputf8 = true,
                                      .require_tls = true,
                                      .returned = MW_SMTP_RETURN_FULL,
                                      .envelope_id = "a+b=c d" },
                "MAIL FROM:<a@x> SIZE=18446744073709551615 BODY=BINARYMIME "
                "SMTPUTF8 REQUIRETLS RET=FULL ENVID=a+2Bb+3Dc+20d\r\n");
    expect_mail("a@x",
                (mw_mail_parameters){ .deliver_by = "-30;NT",
                                      .hold_for = 60,
                                      .has_priority = true,
                                      .priority = -9 },
                "MAIL FROM:<a@x> BY=-30;NT HOLDFOR=60 MT-PRIORITY=-9\r\n");
    expect_mail("a@x",
                (mw_mail_parameters){ .hold_until = "2030-01-01T00:00:00Z" },
                "MAIL FROM:<a@x> HOLDUNTIL=2030-01-01T00:00:00Z\r\n");
}

/* C069 C070 C074 C146 */
static void writes_rcpt(void **state)
{
    static const struct {
        const char *to;
        unsigned notify;
        const char *line;
    } LINES[] = {
        { "a@x", 0, "RCPT TO:<a@x>\r\n" },
        { "Fred@Bombs.AF.MIL", MW_SMTP_NOTIFY_NEVER,
          "RCPT TO:<Fred@Bombs.AF.MIL> NOTIFY=NEVER\r\n" },
        { "a+b@x",
          MW_SMTP_NOTIFY_SUCCESS | MW_SMTP_NOTIFY_FAILURE |
              MW_SMTP_NOTIFY_DELAY,
          "RCPT TO:<a+b@x> NOTIFY=SUCCESS,FAILURE,DELAY "
          "ORCPT=rfc822;a+2Bb@x\r\n" },
        { "\"J\xC3\xB6rg =+\\\\\"@x", MW_SMTP_NOTIFY_FAILURE,
          "RCPT TO:<\"J\xC3\xB6rg =+\\\\\"@x> NOTIFY=FAILURE "
          "ORCPT=utf-8;\"J\xC3\xB6rg\\x{20}\\x{3D}\\x{2B}\\x{5C}\\x{5C}\"@x"
          "\r\n" },
        { "\"a@evil.test> NOTIFY=NEVER\"@example.test", 0,
          "RCPT TO:<\"a@evil.test> NOTIFY=NEVER\"@example.test>\r\n" },
        { "Postmaster", 0, "RCPT TO:<Postmaster>\r\n" },
        { "a@[192.0.2.1]", 0, "RCPT TO:<a@[192.0.2.1]>\r\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(mw_command_rcpt(out, LINES[i].to, LINES[i].notify, &suite_error));
        assert_string_equal(mw_buffer_text(out), LINES[i].line);
    }
}

/* C093 C115 C124 C156 */
static void writes_the_rest(void **state)
{
    mw_buffer *out = suite_buffer();

    (void)state;
    must(mw_command_hello(out, "EHLO", "[IPv6:2001:db8::1]", &suite_error));
    must(mw_command_bdat(out, 1000, false, &suite_error));
    must(mw_command_bdat(out, 0, true, &suite_error));
    must(mw_command_plain(out, "STARTTLS", &suite_error));
    assert_string_equal(mw_buffer_text(out),
                        "EHLO [IPv6:2001:db8::1]\r\nBDAT 1000\r\n"
                        "BDAT 0 LAST\r\nSTARTTLS\r\n");
}

/* C092 C101 C151 C152 T04 */
static void refuses_paths_that_are_none(void **state)
{
    static const char *const PATHS[] = {
        "a@x\r\nRCPT TO:<v@x>",
        "\"a\r\nRCPT TO:<v@x>\"@x",
        "a\x7f@x",
        "a\tb@x",
        "\"a\tb\"@x",
        "a b@x",
        "a@x y",
        "a@x>",
        "<a@x",
        "a>b@x",
        "a@b@c",
        "\"a@x",
        "\"a\\\"@x",
        "\"a\"b\"@x",
        "@x",
        "a@",
        "@r:a@x",
        "nodomain",
        "",
    };
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        must_fail(mw_command_rcpt(out, PATHS[i], 0, &suite_error), MW_E_SYNTAX);
        assert_int_equal(out->size, 0);
    }
}

/* C101: each length at its edge */
static void refuses_paths_that_are_too_long(void **state)
{
    char path[400];
    mw_buffer *out = suite_buffer();

    (void)state;
    memset(path, 'a', sizeof path);
    strcpy(path + 64, "@x");
    must(mw_command_rcpt(out, path, 0, &suite_error));
    memset(path, 'a', sizeof path);
    strcpy(path + 65, "@x");
    must_fail(mw_command_rcpt(out, path, 0, &suite_error), MW_E_SYNTAX);
    memset(path, 'd', sizeof path);
    path[1] = '@';
    path[254] = 0;
    must(mw_command_rcpt(out, path, 0, &suite_error));
    path[254] = 'd';
    path[255] = 0;
    must_fail(mw_command_rcpt(out, path, 0, &suite_error), MW_E_SYNTAX);
}

/* C070 C118 C119 T04 */
static void refuses_values_that_are_none(void **state)
{
    static const char *const BYS[] = {
        "",      "R",      "10",   "10;X",         "0;R",     "-1;R",
        "10;RX", "10;RTT", "10;r", "1000000000;R", "10;R\r\n"
    };
    static const char *const DATES[] = { "",
                                         "2026-02-02",
                                         "2026-02-02 10:00:00Z",
                                         "2026-02-02T10:00:00",
                                         "2026-02-02T10:00:00+01",
                                         "2026-02-02T10:00:00.Z",
                                         "2026-02-02T10:00:00Z\r\n" };
    char id[103];

    (void)state;
    for (size_t i = 0; i < sizeof BYS / sizeof BYS[0]; i++)
        must_fail(mw_command_check_deliver_by(BYS[i], &suite_error),
                  MW_E_SYNTAX);
    must(mw_command_check_deliver_by("999999999;RT", &suite_error));
    must(mw_command_check_deliver_by("-1;N", &suite_error));
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++)
        must_fail(mw_command_check_hold_until(DATES[i], &suite_error),
                  MW_E_SYNTAX);
    must(mw_command_check_hold_until("2026-02-02T10:00:00.5+01:00",
                                     &suite_error));
    memset(id, 'x', sizeof id);
    id[100] = 0;
    must(mw_command_check_envelope_id(id, &suite_error));
    strcpy(id + 98, "+");
    must_fail(mw_command_check_envelope_id(id, &suite_error), MW_E_SYNTAX);
    must_fail(mw_command_check_envelope_id("a\n", &suite_error), MW_E_SYNTAX);
    must_fail(mw_command_check_envelope_id("\xc3\xa9", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_command_check_helo("\xc3\xa9.example", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_command_check_helo("a b", &suite_error), MW_E_SYNTAX);
    must_fail(mw_command_check_notify(
                  MW_SMTP_NOTIFY_NEVER | MW_SMTP_NOTIFY_DELAY, &suite_error),
              MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_mail_with_all_that_it_can_have),
    cmocka_unit_test(writes_rcpt),
    cmocka_unit_test(writes_the_rest),
    cmocka_unit_test(refuses_paths_that_are_none),
    cmocka_unit_test(refuses_paths_that_are_too_long),
    cmocka_unit_test(refuses_values_that_are_none),
};

SUITE_MAIN(TESTS)
