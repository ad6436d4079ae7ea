/* SPDX-License-Identifier: MIT */

#include "html/attribute_text.h"

#include "suite.h"

static void resolves_references_and_knows_their_places(void **state)
{
    static const struct {
        const char *raw, *text;
        size_t last; /* where the last octet stands */
    } CASES[] = {
        { "a.png", "a.png", 4 },
        { "&quot;a", "\"a", 6 },
        { "&#39;a&apos;", "'a'", 6 },
        { "a&amp;b", "a&b", 6 },
        { "a&ampb", "a&ampb", 5 },
        { "&#x41;&#66", "AB", 6 },
        { "&eacute;", "&eacute;", 7 },
        { "&#0;", "\xef\xbf\xbd", 0 },
        { "&#", "&#", 1 },
        { "&#x", "&#x", 2 },
        { "&#99999999999;",
          "\xef\xbf\xbd"
          "999;",
          13 },
        { "&lt;&gt;&", "<>&", 8 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_attribute_text read;

        must(mw_attribute_text_read(mw_bytes_of(CASES[i].raw), suite_arena(),
                                    &read, &suite_error));
        assert_bytes(read.text, CASES[i].text);
        assert_int_equal(read.offsets[read.text.size - 1], CASES[i].last);
        assert_int_equal(read.offsets[read.text.size], strlen(CASES[i].raw));
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(resolves_references_and_knows_their_places),
};

SUITE_MAIN(TESTS)
