/* SPDX-License-Identifier: MIT */

#include "smtp/report.h"
#include "suite.h"

/* T02: one exit status for each outcome */
static void gives_each_result_its_name_and_exit_status(void **state)
{
    static const struct {
        mw_smtp_result result;
        const char *name;
        int exit;
    } RESULTS[] = {
        { MW_SMTP_OK, "ok", 0 },
        { MW_SMTP_PARTIAL, "partial", 80 },
        { MW_SMTP_TEMPORARY, "temporary", 75 },
        { MW_SMTP_PERMANENT, "permanent", 69 },
        { MW_SMTP_IN_DOUBT, "in-doubt", 81 },
        { MW_SMTP_PROTOCOL, "protocol", 76 },
        { MW_SMTP_AUTH, "auth", 77 },
        { MW_SMTP_TLS, "tls", 82 },
        { MW_SMTP_USAGE, "usage", 64 },
        { MW_SMTP_DATA, "data", 65 },
        { MW_SMTP_NO_INPUT, "no-input", 66 },
        { MW_SMTP_HOST, "host", 68 },
        { MW_SMTP_IO, "io", 74 },
        { MW_SMTP_CONFIG, "config", 78 },
        { MW_SMTP_COPY_FAILED, "copy-failed", 83 },
        { MW_SMTP_STOPPED, "stopped", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof RESULTS / sizeof RESULTS[0]; i++) {
        assert_string_equal(mw_smtp_result_name(RESULTS[i].result),
                            RESULTS[i].name);
        assert_int_equal(mw_smtp_result_exit(RESULTS[i].result),
                         RESULTS[i].exit);
    }
}

/* 81, 83, 80, 75, 69, 65, and nothing counts less than success */
static void knows_the_graver_of_two_results(void **state)
{
    static const mw_smtp_result ORDER[] = {
        MW_SMTP_OK,          MW_SMTP_STOPPED,   MW_SMTP_DATA,
        MW_SMTP_PERMANENT,   MW_SMTP_TEMPORARY, MW_SMTP_PARTIAL,
        MW_SMTP_COPY_FAILED, MW_SMTP_IN_DOUBT,
    };

    (void)state;
    for (size_t i = 1; i < sizeof ORDER / sizeof ORDER[0]; i++) {
        assert_int_equal(mw_smtp_result_graver(ORDER[i - 1], ORDER[i]),
                         ORDER[i]);
        assert_int_equal(mw_smtp_result_graver(ORDER[i], ORDER[i - 1]),
                         ORDER[i]);
    }
}

static void end_report(void *report)
{
    mw_smtp_report_free(report);
}

static mw_smtp_report *new_report(void)
{
    mw_smtp_report *report;

    must(mw_report_new(suite_allocator(), NULL, &report, &suite_error));
    suite_defer(end_report, report);
    return report;
}

static void finds_what_the_server_calls_the_message(void **state)
{
    static const struct {
        const char *text;
        const char *id;
    } REPLIES[] = {
        { "2.0.0 Ok: queued as 4F2A", "4F2A" },
        { "2.0.0 ok\nqueued as\nABC", "ABC" },
        { "OK id=1abcDE-0002xY-3Z", "1abcDE-0002xY-3Z" },
        { "2.0.0 x8L1 Message accepted for delivery", "x8L1" },
        { "2.0.0 5f3b message accepted for delivery", "5f3b" },
        { "OK (queued as A1B2)", "A1B2" },
        { "ok", NULL },
        { "queued as ", NULL },
        { " Message accepted for delivery", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof REPLIES / sizeof REPLIES[0]; i++) {
        mw_smtp_report *report = new_report();
        const char *id;

        mw_report_set_queue_id(report, mw_bytes_of(REPLIES[i].text));
        suite_end_if_refused();
        id = mw_smtp_report_queue_id(report);
        if (REPLIES[i].id)
            assert_string_equal(id, REPLIES[i].id);
        else
            assert_null(id);
    }
}

static void keeps_what_was_offered_before_tls_apart(void **state)
{
    mw_smtp_report *report = new_report();

    (void)state;
    mw_report_set_offers(report, false, mw_bytes_of("mail\nSTARTTLS"));
    mw_report_set_offers(report, true, mw_bytes_of("mail\nAUTH PLAIN\nDSN"));
    suite_end_if_refused();
    assert_int_equal(mw_smtp_report_offer_count(report, 0), 1);
    assert_string_equal(mw_smtp_report_offer(report, 0, 0, NULL), "STARTTLS");
    assert_int_equal(mw_smtp_report_offer_count(report, 1), 2);
    assert_string_equal(mw_smtp_report_offer(report, 1, 1, NULL), "DSN");
}

static void hands_on_what_went_wrong_and_its_cause(void **state)
{
    static const mw_error WRONG = { MW_E_LIMIT, MW_CAUSE_MESSAGE_SIZE,
                                    "the message is too large", "send less" };
    mw_smtp_report *report = new_report();

    (void)state;
    assert_int_equal(mw_smtp_report_cause(report), MW_CAUSE_NONE);
    mw_report_fail(report, MW_SMTP_DATA, MW_SMTP_PHASE_EHLO, &WRONG, "it grew");
    assert_int_equal(mw_smtp_report_result(report), MW_SMTP_DATA);
    assert_int_equal(mw_smtp_report_phase(report), MW_SMTP_PHASE_EHLO);
    assert_int_equal(mw_smtp_report_cause(report), MW_CAUSE_MESSAGE_SIZE);
    assert_string_equal(mw_smtp_report_what(report), WRONG.message);
    assert_string_equal(mw_smtp_report_why(report), "it grew");
    assert_string_equal(mw_smtp_report_hint(report), WRONG.hint);
    assert_false(mw_smtp_report_retry_safe(report));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_each_result_its_name_and_exit_status),
    cmocka_unit_test(knows_the_graver_of_two_results),
    cmocka_unit_test(finds_what_the_server_calls_the_message),
    cmocka_unit_test(keeps_what_was_offered_before_tls_apart),
    cmocka_unit_test(hands_on_what_went_wrong_and_its_cause),
};

SUITE_MAIN(TESTS)
