/* SPDX-License-Identifier: MIT */

#include "smtp/auth_line.h"
#include "suite.h"

/* C125 C155 */
static void goes_both_ways(void **state)
{
    static const struct {
        const char *octets;
        const char *line;
    } LINES[] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "\xff\xfe\xfd\xfb\xf0", "//79+/A=" },
    };
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        mw_buffer_truncate(out, 0);
        must(mw_auth_line_encode(mw_bytes_of(LINES[i].octets), out,
                                 &suite_error));
        assert_bytes(mw_buffer_bytes(out), LINES[i].line);
        mw_buffer_truncate(out, 0);
        must(
            mw_auth_line_decode(mw_bytes_of(LINES[i].line), out, &suite_error));
        assert_bytes(mw_buffer_bytes(out), LINES[i].octets);
    }
}

/* C155: strict */
static void refuses_what_is_no_base64(void **state)
{
    static const char *const LINES[] = {
        "a",    "Zg",     "Zg=",      "Zg==Zg==", "Z===",
        "====", "Zm9v ",  " Zm9v",    "Zm9-",     "Zh==",
        "Zm9=", "Zm\n9v", "Zm9vZ===", "=m9v",     "Z=9v",
    };
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        must_fail(mw_auth_line_decode(mw_bytes_of(LINES[i]), out, &suite_error),
                  MW_E_DATA);
        assert_int_equal(out->size, 0);
    }
}

/* C125: 12,288 octets of a line */
static void keeps_to_the_limit_of_a_line(void **state)
{
    static uint8_t octets[MW_AUTH_LINE_LIMIT + 4];
    mw_buffer *out = suite_buffer();

    (void)state;
    memset(octets, 'A', sizeof octets);
    must(mw_auth_line_encode((mw_bytes){ octets, MW_AUTH_OCTETS_LIMIT }, out,
                             &suite_error));
    assert_int_equal(out->size, MW_AUTH_LINE_LIMIT);
    must_fail(
        mw_auth_line_encode((mw_bytes){ octets, MW_AUTH_OCTETS_LIMIT + 1 }, out,
                            &suite_error),
        MW_E_LIMIT);
    must(mw_auth_line_decode((mw_bytes){ octets, MW_AUTH_LINE_LIMIT }, out,
                             &suite_error));
    must_fail(mw_auth_line_decode((mw_bytes){ octets, MW_AUTH_LINE_LIMIT + 4 },
                                  out, &suite_error),
              MW_E_LIMIT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(goes_both_ways),
    cmocka_unit_test(refuses_what_is_no_base64),
    cmocka_unit_test(keeps_to_the_limit_of_a_line),
};

SUITE_MAIN(TESTS)
