/* SPDX-License-Identifier: MIT */

#include "html/css_url.h"

#include "suite.h"

/* The urls of CSS, read, with bars between. */
static const char *urls_of(const char *css)
{
    mw_buffer *out = suite_buffer();
    const mw_bytes text = mw_bytes_of(css);
    mw_css_scan scan;
    mw_css_url url;

    mw_css_scan_start(&scan, text);
    while (mw_css_scan_next(&scan, &url)) {
        must(mw_css_unescape((mw_bytes){ text.data + url.start, url.size }, out,
                             &suite_error));
        must(mw_buffer_append_octet(out, '|', &suite_error));
    }
    return mw_buffer_text(out);
}

static void finds_the_urls_of_pictures(void **state)
{
    static const char *const CASES[][2] = {
        { "a{background:url(x.png)}", "x.png|" },
        { "background : URL( 'x y.png' ) no-repeat", "x y.png|" },
        { "a{b:url(\"1.png\"),url(2.png)}", "1.png|2.png|" },
        { "/* url(no.png) */a{b:url(yes.png)}", "yes.png|" },
        { "a{content:'url(no.png)';b:url(yes.png)}", "yes.png|" },
        { "@import url(no.css);a{b:url(yes.png)}", "yes.png|" },
        { "@font-face{src:url(no.woff)}a{b:url(yes.png)}", "yes.png|" },
        { "@media print{a{b:url(yes.png)}}", "yes.png|" },
        { "a{b:my-url(no.png)}", "" },
        { "a{b:url()}", "" },
        { "a{b:url(", "" },
        { "a{b:url(' x", " x|" },
        { "a{b:url(a\\)b.png)}", "a)b.png|" },
        { "a{b:url(a\\20 b\\00e9.png)}", "a b\xc3\xa9.png|" },
        { "a{b:url(a\\0.png)}", "a\xef\xbf\xbd.png|" },
        { "a{b:'\n;c:url(x.png)}", "x.png|" },
        { "a{b:url(x\\", "x\\|" },
        { "/*", "" },
        { "\\", "" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(urls_of(CASES[i][0]), CASES[i][1]);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_the_urls_of_pictures),
};

SUITE_MAIN(TESTS)
