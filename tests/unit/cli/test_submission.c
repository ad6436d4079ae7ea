/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "submission.h"

static void ends_with_the_gravest(void **state)
{
    static const struct {
        mw_smtp_result result;
        mw_status failure;
        mw_status status;
        int exit;
        bool has_sent;
    } RUNS[] = {
        { MW_SMTP_OK, MW_OK, MW_OK, 0, true },
        { MW_SMTP_PARTIAL, MW_OK, MW_OK, 80, true },
        { MW_SMTP_IN_DOUBT, MW_OK, MW_E_MEMORY, 81, true },
        { MW_SMTP_PARTIAL, MW_OK, MW_E_MEMORY, 80, true },
        { MW_SMTP_TEMPORARY, MW_OK, MW_E_MEMORY, 71, false },
        { MW_SMTP_TEMPORARY, MW_OK, MW_OK, 75, false },
        { MW_SMTP_TEMPORARY, MW_OK, MW_OK, 80, true },
        { MW_SMTP_OK, MW_OK, MW_E_MEMORY, 71, true },
        { MW_SMTP_OK, MW_E_WRITE, MW_OK, 83, true },
        { MW_SMTP_PARTIAL, MW_E_WRITE, MW_OK, 83, true },
        { MW_SMTP_TEMPORARY, MW_E_WRITE, MW_OK, 83, true },
        { MW_SMTP_IN_DOUBT, MW_E_WRITE, MW_E_MEMORY, 81, true },
        { MW_SMTP_OK, MW_E_WRITE, MW_OK, 74, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof RUNS / sizeof RUNS[0]; i++) {
        const submission self = {
            .smtp = { .result_exit = mw_smtp_result_exit,
                      .result_graver = mw_smtp_result_graver },
            .result = RUNS[i].result,
            .failure = RUNS[i].failure,
            .has_sent = RUNS[i].has_sent,
        };

        assert_int_equal(submission_exit(&self, RUNS[i].status), RUNS[i].exit);
    }
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
    cmocka_unit_test(needs_no_library_where_nothing_was_sent),
};

SUITE_MAIN(TESTS)
