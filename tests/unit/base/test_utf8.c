/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "base/utf8.h"

static void assert_valid_prefix(const char *text, size_t wanted)
{
    assert_int_equal(mw_utf8_valid_prefix(mw_bytes_of(text)), wanted);
}

static void takes_every_scalar_value_and_gives_it_back(void **state)
{
    (void)state;
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        uint8_t octets[4];
        uint32_t seen;
        size_t size, taken;

        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        size = mw_utf8_put(octets, code);
        assert_int_equal(
            mw_utf8_next((mw_bytes){ octets, size }, &taken, &seen),
            MW_UTF8_VALID);
        assert_int_equal(seen, code);
        assert_int_equal(taken, size);
    }
}

/* T20 */
static void refuses_overlong_forms_surrogates_and_large_values(void **state)
{
    (void)state;
    assert_valid_prefix("ok\xc0\xaf", 2);
    assert_valid_prefix("\xe0\x9f\xbf", 0);
    assert_valid_prefix("\xed\xa0\x80", 0);
    assert_valid_prefix("\xf4\x90\x80\x80", 0);
    assert_valid_prefix("\xf8\x88\x80\x80\x80", 0);
    assert_valid_prefix("gr\xc3\xbc\xc3\x9f\x65", 7);
    assert_valid_prefix("\x80", 0);
}

static void tells_a_cut_character_from_a_wrong_one(void **state)
{
    size_t size;
    uint32_t code;

    (void)state;
    assert_int_equal(mw_utf8_next(mw_bytes_of("\xe2\x82"), &size, &code),
                     MW_UTF8_CUT);
    assert_int_equal(size, 2);
    assert_int_equal(mw_utf8_next(mw_bytes_of("\xe2\x28\xa1"), &size, &code),
                     MW_UTF8_INVALID);
    assert_int_equal(size, 1);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_every_scalar_value_and_gives_it_back),
    cmocka_unit_test(refuses_overlong_forms_surrogates_and_large_values),
    cmocka_unit_test(tells_a_cut_character_from_a_wrong_one),
};

SUITE_MAIN(TESTS)
