/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "base/ascii.h"

static void compares_without_case_but_only_ascii(void **state)
{
    (void)state;
    assert_true(mw_ascii_equal_text(mw_bytes_of("Content-ID"), "content-id"));
    assert_false(mw_ascii_equal_text(mw_bytes_of("content-i"), "content-id"));
    assert_false(mw_ascii_equal_text(mw_bytes_of("\xc3\x84"), "\xc3\xa4"));
    assert_false(mw_ascii_equal_text(mw_bytes_of("["), "{"));
    assert_true(mw_ascii_starts_with(mw_bytes_of("METHOD:x"), "method:"));
    assert_false(mw_ascii_starts_with(mw_bytes_of("METH"), "method:"));
}

static void finds_an_octet_outside_ascii_wherever_it_is(void **state)
{
    uint8_t octets[40];

    (void)state;
    memset(octets, 'a', sizeof octets);
    for (size_t size = 0; size <= sizeof octets; size++)
        for (size_t i = 0; i < size; i++) {
            assert_true(mw_ascii_is_all((mw_bytes){ octets, size }));
            octets[i] = 0x80;
            assert_false(mw_ascii_is_all((mw_bytes){ octets, size }));
            octets[i] = 'a';
        }
}

static void knows_hexadecimal_digits(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        const int value = mw_ascii_hex_value(c);

        if (value >= 0 && c < 'a')
            assert_int_equal(mw_ascii_hex_digit((unsigned)value), c);
        assert_int_equal(value >= 0,
                         c != 0 && strchr("0123456789abcdefABCDEF", c) != NULL);
    }
}

static void trims_blanks_at_both_ends(void **state)
{
    (void)state;
    assert_bytes(mw_ascii_trim(mw_bytes_of(" \t a b \t")), "a b");
    assert_bytes(mw_ascii_trim(mw_bytes_of(" \t ")), "");
    assert_bytes(mw_ascii_trim(mw_bytes_of("")), "");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(compares_without_case_but_only_ascii),
    cmocka_unit_test(finds_an_octet_outside_ascii_wherever_it_is),
    cmocka_unit_test(knows_hexadecimal_digits),
    cmocka_unit_test(trims_blanks_at_both_ends),
};

SUITE_MAIN(TESTS)
