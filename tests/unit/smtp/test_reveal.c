/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/reveal.h"

static bool reveals(const char *text, const char *secret)
{
    return mw_reveals(mw_bytes_of(text), mw_bytes_of(secret));
}

static void finds_a_secret_as_it_is(void **state)
{
    (void)state; /* T13 */
    assert_true(reveals("s3cr3t-Pa55!", "s3cr3t-Pa55!"));
    assert_true(reveals("535 no user with s3cr3t-Pa55!.", "s3cr3t-Pa55!"));
    assert_false(reveals("535 no user with s3cr3t-Pa55", "s3cr3t-Pa55!"));
    assert_false(reveals("", "s3cr3t-Pa55!"));
}

static void finds_a_secret_in_base64_at_every_shift(void **state)
{
    static const char *const TEXTS[] = {
        "535 czNjcjN0LVBhNTUh",                         /* alone */
        "AHVzZXJAZXhhbXBsZS50ZXN0AHMzY3IzdC1QYTU1IQ==", /* PLAIN */
        "eHMzY3IzdC1QYTU1IQ==",                         /* "x" before it */
        "eHhzM2NyM3QtUGE1NSE=",                         /* "xx" */
        "eHh4czNjcjN0LVBhNTUhenp6",                     /* amid others */
    };

    (void)state; /* T13 */
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_true(reveals(TEXTS[i], "s3cr3t-Pa55!"));
    assert_false(reveals("535 czNjcjN0LVBhNTUi", "s3cr3t-Pa55!"));
    assert_false(reveals("535 czNjcjN0LVBhNTU", "s3cr3t-Pa55!"));
}

static void finds_a_secret_in_both_alphabets(void **state)
{
    (void)state; /* T13 */
    assert_true(reveals("fn4/Pz8+", "~~\?\?\?>"));
    assert_true(reveals("fn4_Pz8-", "~~\?\?\?>"));
    assert_false(reveals("fn4-Pz8_", "~~\?\?\?>"));
}

static void finds_no_secret_where_there_is_none(void **state)
{
    (void)state;
    assert_false(reveals("anything", ""));
    assert_false(reveals("", ""));
    assert_true(reveals("an x", "x"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_a_secret_as_it_is),
    cmocka_unit_test(finds_a_secret_in_base64_at_every_shift),
    cmocka_unit_test(finds_a_secret_in_both_alphabets),
    cmocka_unit_test(finds_no_secret_where_there_is_none),
};

SUITE_MAIN(TESTS)
