/* SPDX-License-Identifier: MIT */

#include "html/srcset.h"

#include "suite.h"

static void finds_each_url(void **state)
{
    static const char *const CASES[][2] = {
        { "a.png", "a.png|" },
        { "a.png 1x, b.png 2x", "a.png|b.png|" },
        { "a.png, b.png", "a.png|b.png|" },
        { "a.png 100w 2h,b.png", "a.png|b.png|" },
        { "  ,, a.png ,", "a.png|" },
        { "a,b.png 2x", "a,b.png|" },
        { "a.png (1,2), b.png", "a.png|b.png|" },
        { "data:image/png,x 1x, b.png 2x", "data:image/png,x|b.png|" },
        { "", "" },
        { ",", "" },
        { " ", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const mw_bytes value = mw_bytes_of(CASES[i][0]);
        mw_buffer *found = suite_buffer();
        size_t at = 0, size;

        while (mw_srcset_next(value, &at, &size)) {
            must(mw_buffer_append(found, value.data + at, size, &suite_error));
            must(mw_buffer_append_octet(found, '|', &suite_error));
            at += size;
        }
        assert_string_equal(mw_buffer_text(found), CASES[i][1]);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_each_url),
};

SUITE_MAIN(TESTS)
