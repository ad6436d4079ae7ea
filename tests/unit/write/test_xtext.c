/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "write/xtext.h"

#include <string.h>

/* C070 */
static void gives_every_octet_back(void **state)
{
    mw_buffer *coded = suite_buffer();
    mw_buffer *back = suite_buffer();

    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        const uint8_t octet = (uint8_t)i;

        mw_buffer_truncate(coded, 0);
        mw_buffer_truncate(back, 0);
        must(mw_xtext_encode((mw_bytes){ &octet, 1 }, coded, &suite_error));
        must(mw_xtext_decode(mw_buffer_bytes(coded), back, &suite_error));
        assert_int_equal(back->size, 1);
        assert_int_equal(back->data[0], octet);
        assert_int_equal(coded->size,
                         i > 32 && i < 127 && i != '+' && i != '=' ? 1 : 3);
    }
}

static void refuses_what_is_no_xtext(void **state)
{
    static const char *const CASES[] = {
        "a b", "a=", "+", "+4", "+4g", "+4a", "\x7f", "\xc3\xbc", "\t",
    };
    mw_buffer *back = suite_buffer();

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        must_fail(mw_xtext_decode(mw_bytes_of(CASES[i]), back, &suite_error),
                  MW_E_DATA);
        assert_non_null(strstr(suite_error.message, "is not in xtext"));
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_every_octet_back),
    cmocka_unit_test(refuses_what_is_no_xtext),
};

SUITE_MAIN(TESTS)
