/* SPDX-License-Identifier: MIT */

#include "html/reference.h"

#include "suite.h"

static void says_what_a_reference_names(void **state)
{
    static const struct {
        const char *reference;
        mw_html_target target;
        const char *path;
    } CASES[] = {
        { "a.png", MW_TARGET_FILE, "a.png" },
        { "  a.png \n", MW_TARGET_FILE, "a.png" },
        { "a\n.png", MW_TARGET_FILE, "a.png" },
        { "img\\a.png", MW_TARGET_FILE, "img/a.png" },
        { "a%20b.png?v=1#top", MW_TARGET_FILE, "a b.png" },
        { "a#b?c", MW_TARGET_FILE, "a" },
        { "100%.png", MW_TARGET_FILE, "100%.png" },
        { "%zz", MW_TARGET_FILE, "%zz" },
        { "%2e%2e/x", MW_TARGET_FILE, "../x" },
        { "a%00.png", MW_TARGET_NONE, "" },
        { "", MW_TARGET_NONE, "" },
        { "#top", MW_TARGET_NONE, "" },
        { "?x", MW_TARGET_NONE, "" },
        { "/etc/passwd", MW_TARGET_FILE, "/etc/passwd" },
        { "//host/a.png", MW_TARGET_ABSOLUTE, "" },
        { "\\\\host\\a.png", MW_TARGET_ABSOLUTE, "" },
        { "https://e.example/a.png", MW_TARGET_ABSOLUTE, "" },
        { "HTTP:a.png", MW_TARGET_ABSOLUTE, "" },
        { "ht\ntp://e.example/", MW_TARGET_ABSOLUTE, "" },
        { "data:image/png;base64,AA==", MW_TARGET_ABSOLUTE, "" },
        { "cid:a@b", MW_TARGET_ABSOLUTE, "" },
        { "C:\\a.png", MW_TARGET_ABSOLUTE, "" },
        { "file:a.png", MW_TARGET_FILE, "a.png" },
        { "file:///a.png", MW_TARGET_FILE, "/a.png" },
        { "FILE://LocalHost/a.png", MW_TARGET_FILE, "/a.png" },
        { "file://elsewhere/a.png", MW_TARGET_ABSOLUTE, "" },
        { "file://", MW_TARGET_NONE, "" },
        { "1:a", MW_TARGET_FILE, "1:a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_buffer *path = suite_buffer();
        mw_html_target target;

        must(mw_html_reference_read(mw_bytes_of(CASES[i].reference), &target,
                                    path, &suite_error));
        assert_int_equal(target, CASES[i].target);
        assert_string_equal(mw_buffer_text(path), CASES[i].path);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(says_what_a_reference_names),
};

SUITE_MAIN(TESTS)
