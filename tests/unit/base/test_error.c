/* SPDX-License-Identifier: MIT */

#include "suite.h"

static void keeps_status_message_and_hint(void **state)
{
    mw_error error = { 0 };

    (void)state;
    assert_int_equal(mw_fail(&error, MW_E_DATA, "line %d", 3), MW_E_DATA);
    mw_hint(&error, "try %s", "again");
    mw_error_prefix(&error, "%s", "file.txt");
    assert_int_equal(error.status, MW_E_DATA);
    assert_string_equal(error.message, "file.txt: line 3");
    assert_string_equal(error.hint, "try again");
    mw_fail(&error, MW_E_READ, "other");
    assert_string_equal(error.hint, "");
}

static void loses_its_cause_with_the_next_failure(void **state)
{
    mw_error error = { 0 };
    mw_error copy;

    (void)state;
    mw_fail(&error, MW_E_LIMIT, "too large");
    assert_int_equal(error.cause, MW_CAUSE_NONE);
    mw_error_set_cause(&error, MW_CAUSE_MESSAGE_SIZE);
    mw_hint(&error, "send less");
    mw_error_prefix(&error, "a.txt");
    copy = error;
    assert_int_equal(copy.cause, MW_CAUSE_MESSAGE_SIZE);
    mw_fail(&error, MW_E_LIMIT, "too deep");
    assert_int_equal(error.cause, MW_CAUSE_NONE);
}

static void cuts_what_does_not_fit(void **state)
{
    mw_error error = { 0 };
    char text[2000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    mw_fail(&error, MW_E_DATA, "%s", text);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    mw_error_prefix(&error, "%s", text);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    mw_hint(&error, "%s", text);
    assert_int_equal(strlen(error.hint), sizeof error.hint - 1);
}

static void may_be_null(void **state)
{
    (void)state;
    assert_int_equal(mw_fail(NULL, MW_E_RANGE, "%d", 1), MW_E_RANGE);
    mw_error_set_cause(NULL, MW_CAUSE_NO_DOMAIN);
    mw_hint(NULL, "%d", 1);
    mw_error_prefix(NULL, "%d", 1);
    assert_int_equal(mw_fail_memory(NULL), MW_E_MEMORY);
}

static void names_every_status(void **state)
{
    (void)state;
    for (int i = MW_OK; i <= MW_E_INTERNAL; i++)
        assert_string_not_equal(mw_status_name((mw_status)i), "unknown");
    assert_string_equal(mw_status_name((mw_status)(MW_E_INTERNAL + 1)),
                        "unknown");
    assert_string_equal(mw_status_name(MW_E_CHANGED), "changed");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_status_message_and_hint),
    cmocka_unit_test(loses_its_cause_with_the_next_failure),
    cmocka_unit_test(cuts_what_does_not_fit),
    cmocka_unit_test(may_be_null),
    cmocka_unit_test(names_every_status),
};

SUITE_MAIN(TESTS)
