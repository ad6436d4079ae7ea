/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "print.h"

/* T14 */
static void shows_nothing_that_a_terminal_obeys(void **state)
{
    static const struct {
        const char *text;
        const char *shown;
    } TEXTS[] = {
        { "plain text, \"quoted\" and \\ too",
          "plain text, \"quoted\" and \\ too" },
        { "M\xc3\xbcller \xf0\x9f\x98\x80", "M\xc3\xbcller \xf0\x9f\x98\x80" },
        { "\x1b]0;x\x07", "\\u001b]0;x\\u0007" },
        { "a\r\nb\tc\x7f", "a\\u000d\\u000ab\\u0009c\\u007f" },
        { "\xc2\x80\xc2\x9b\xc2\xa0", "\\u0080\\u009b\xc2\xa0" },
        { "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f", "\\u202e\\u2066\\u200f" },
        { "\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029" },
        { "\xd8\x9c\xe2\x81\xaf", "\\u061c\\u206f" },
        { "\xc2\xad\xe2\x80\x8b\xe2\x81\xa0\xef\xbb\xbf",
          "\\u00ad\\u200b\\u2060\\ufeff" },
        { "\xe9t\xe9", "\\xe9t\\xe9" },
        { "\xe2\x80", "\\xe2\\x80" },
        { "\xc0\xaf\xed\xa0\x80", "\\xc0\\xaf\\xed\\xa0\\x80" },
        { "\xf4\x90\x80\x80\xff", "\\xf4\\x90\\x80\\x80\\xff" },
        { "", "" },
    };
    char shown[128];

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const size_t size = print_escape(TEXTS[i].text, strlen(TEXTS[i].text),
                                         shown, sizeof shown);

        assert_string_equal(shown, TEXTS[i].shown);
        assert_int_equal(size, strlen(shown));
    }
}

static void shows_a_nul_and_what_is_behind_it(void **state)
{
    char shown[16];

    (void)state;
    assert_int_equal(print_escape("a\0b", 3, shown, sizeof shown), 8);
    assert_string_equal(shown, "a\\u0000b");
}

static void cuts_between_what_belongs_together(void **state)
{
    char shown[8];

    (void)state;
    assert_int_equal(print_escape("ab\x1b"
                                  "c",
                                  4, shown, 8),
                     2);
    assert_string_equal(shown, "ab");
    assert_int_equal(print_escape("a\x1b"
                                  "bc",
                                  4, shown, 8),
                     7);
    assert_string_equal(shown, "a\\u001b");
    assert_int_equal(print_escape("abcdef\xc3\xbc", 8, shown, 8), 6);
    assert_string_equal(shown, "abcdef");
    assert_int_equal(print_escape("abc", 3, shown, 1), 0);
    assert_string_equal(shown, "");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_nothing_that_a_terminal_obeys),
    cmocka_unit_test(shows_a_nul_and_what_is_behind_it),
    cmocka_unit_test(cuts_between_what_belongs_together),
};

SUITE_MAIN(TESTS)
