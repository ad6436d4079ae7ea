/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "number.h"

static void takes_digits_and_nothing_else(void **state)
{
    static const char *const BAD[] = {
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "0x10",
        "1.5",
        "1e3",
        "one",
        "18446744073709551616",
        "99999999999999999999999",
    };
    uint64_t number = 7;

    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(number_parse(BAD[i], UINT64_MAX, &number));
    assert_int_equal(number, 7);
    assert_true(number_parse("18446744073709551615", UINT64_MAX, &number));
    assert_true(number == UINT64_MAX);
    assert_true(number_parse("007", 7, &number));
    assert_int_equal(number, 7);
    assert_false(number_parse("8", 7, &number));
}

/* T23 */
static void sizes_count_in_powers_of_1024(void **state)
{
    static const struct {
        const char *text;
        uint64_t size;
    } SIZES[] = {
        { "0", 0 },
        { "500", 500 },
        { "1k", 1024 },
        { "1K", 1024 },
        { "25M", UINT64_C(25) << 20 },
        { "3m", UINT64_C(3) << 20 },
        { "20G", UINT64_C(20) << 30 },
        { "9223372036854775807", INT64_MAX },
        { "8589934591G", UINT64_C(8589934591) << 30 },
    };
    static const char *const BAD[] = {
        "k",
        "1kk",
        "1T",
        "1 k",
        "9223372036854775808",
        "8589934592G",
        "18446744073709551615G",
    };
    uint64_t size = 0;

    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        assert_true(number_parse_size(SIZES[i].text, &size));
        assert_true(size == SIZES[i].size);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(number_parse_size(BAD[i], &size));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_digits_and_nothing_else),
    cmocka_unit_test(sizes_count_in_powers_of_1024),
};

SUITE_MAIN(TESTS)
