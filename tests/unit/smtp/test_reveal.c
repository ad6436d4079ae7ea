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

static void finds_a_secret_that_lines_break(void **state)
{
    static const char *const TEXTS[] = {
        "s3cr3t-\nPa55!",
        "no s3cr3t-Pa5 \n 5! here",
        "5.7.8 s3cr\n5.7.8 3t-Pa55!",
        "535-s3cr\r\n535 3t-Pa55!\r\n",
        "535-5.7.8 s3cr\r\n535-5.7.8\r\n535 5.7.8 3t-Pa55!\r\n",
        "5.7.8 czNjcjN0\n5.7.8 LVBhNTUh",
        "535-eHMzY3Iz\n535 dC1QYTU1IQ==",
        "s\n3\nc\nr\n3\nt\n-\nP\na\n5\n5\n!",
    };

    (void)state; /* T13 */
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_true(reveals(TEXTS[i], "s3cr3t-Pa55!"));
    assert_true(reveals("a pass\nphrase", "pass phrase"));
    assert_true(reveals("535-ab\n535 5.7.8 cd", "ab5.7.8cd"));
    assert_true(reveals("ab\n535-cd", "ab535-cd"));
    assert_false(reveals("s3cr3t-\nPa55?", "s3cr3t-Pa55!"));
    assert_false(reveals("535-s3cr\n535 no 3t-Pa55!", "s3cr3t-Pa55!"));
}

static void finds_the_beginning_of_a_secret_at_the_end(void **state)
{
    static const char *const BEGINNINGS[] = {
        "s",
        "no user with s3cr3t-Pa55",
        "535-5.7.8 s3cr3t-\r\n535-5.7.8 Pa",
        "535 czNjcjN0LVBhNT",
        "eHMzY3IzdC1Q",
    };
    static const mw_bytes SECRET = { (const uint8_t *)"s3cr3t-Pa55!", 12 };

    (void)state; /* T13 */
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        assert_true(mw_reveals_beginning(mw_bytes_of(BEGINNINGS[i]), SECRET));
    assert_false(mw_reveals_beginning(mw_bytes_of("s3cr3t-Pa55?"), SECRET));
    assert_false(mw_reveals_beginning(mw_bytes_of("s3cr3t-Pa55!"), SECRET));
    assert_false(mw_reveals_beginning(mw_bytes_of(""), SECRET));
    assert_false(mw_reveals_beginning(mw_bytes_of("x"), mw_bytes_of("")));
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
    cmocka_unit_test(finds_a_secret_that_lines_break),
    cmocka_unit_test(finds_the_beginning_of_a_secret_at_the_end),
    cmocka_unit_test(finds_no_secret_where_there_is_none),
};

SUITE_MAIN(TESTS)
