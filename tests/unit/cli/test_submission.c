/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "submission.h"

static void ends_with_the_gravest(void **state)
{
    static const struct {
        mw_smtp_result result;
        mw_status status;
        int exit;
        bool has_sent;
    } RUNS[] = {
        { MW_SMTP_OK, MW_OK, 0, true },
        { MW_SMTP_PARTIAL, MW_OK, 80, true },
        { MW_SMTP_IN_DOUBT, MW_E_MEMORY, 81, true },
        { MW_SMTP_PARTIAL, MW_E_MEMORY, 80, true },
        { MW_SMTP_TEMPORARY, MW_E_MEMORY, 71, false },
        { MW_SMTP_TEMPORARY, MW_OK, 75, false },
        { MW_SMTP_TEMPORARY, MW_OK, 80, true },
        { MW_SMTP_OK, MW_E_MEMORY, 71, true },
        { MW_SMTP_COPY_FAILED, MW_OK, 83, true },
        { MW_SMTP_COPY_FAILED, MW_E_MEMORY, 83, true },
        { MW_SMTP_IO, MW_OK, 74, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof RUNS / sizeof RUNS[0]; i++) {
        const submission self = {
            .smtp = { .result_exit = mw_smtp_result_exit,
                      .result_graver = mw_smtp_result_graver },
            .result = RUNS[i].result,
            .has_sent = RUNS[i].has_sent,
        };

        assert_int_equal(submission_exit(&self, RUNS[i].status), RUNS[i].exit);
    }
}

static void counts_what_is_missing_of_each_message_and_of_all(void **state)
{
    static const mw_error COPY = { .status = MW_E_WRITE, .message = "copy" };
    static const mw_error LOG = { .status = MW_E_WRITE, .message = "log" };
    submission self = { .smtp = { .result_graver = mw_smtp_result_graver } };
    submission_outcome first = { 0 };
    submission_outcome second = { 0 };

    (void)state;
    submission_count(&self, &first, MW_SMTP_PARTIAL, NULL);
    assert_int_equal(first.missing.status, MW_OK);
    submission_count(&self, &first, MW_SMTP_COPY_FAILED, &COPY);
    submission_count(&self, &first, MW_SMTP_IO, &LOG);
    submission_count(&self, &second, MW_SMTP_TEMPORARY, NULL);
    assert_int_equal(first.result, MW_SMTP_COPY_FAILED);
    assert_string_equal(first.missing.message, "copy");
    assert_int_equal(second.result, MW_SMTP_TEMPORARY);
    assert_int_equal(self.result, MW_SMTP_COPY_FAILED);
}

static void needs_no_library_where_nothing_was_sent(void **state)
{
    const submission self = { .exit_status = 77 };

    (void)state;
    assert_int_equal(submission_exit(&self, MW_E_DATA), 77);
    assert_int_equal(submission_exit(&self, MW_OK), 0);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(ends_with_the_gravest),
    cmocka_unit_test(counts_what_is_missing_of_each_message_and_of_all),
    cmocka_unit_test(needs_no_library_where_nothing_was_sent),
};

SUITE_MAIN(TESTS)
