/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "html/text_page.h"

#include "suite.h"

#ifdef HAVE_LIBGUMBO

static const char *text_of(const char *page, bool is_unwrapped)
{
    mw_buffer *out = suite_buffer();

    must(
        mw_text_page_write(mw_bytes_of(page), is_unwrapped, out, &suite_error));
    return mw_buffer_text(out);
}

static void writes_each_element_as_a_person_would(void **state)
{
    static const char *const CASES[][2] = {
        { "", "" },
        { "plain", "plain\n" },
        { "<p>a<p>b", "a\n\nb\n" },
        { "<div>a</div><div>b</div>", "a\nb\n" },
        { "a<br>b<br><br>c", "a\nb\n\nc\n" },
        { "a  \n b", "a b\n" },
        { "<b>a </b> b", "a b\n" },
        { "<h1>Title</h1>x", "Title\n=====\n\nx\n" },
        { "<h2>Part</h2>x", "Part\n----\n\nx\n" },
        { "<h3>Point</h3>x", "Point\n\nx\n" },
        { "<ul><li>a<li>b</ul>", "- a\n- b\n" },
        { "<ol start=9><li>a<li>b<li value=20>c</ol>", "9. a\n10. b\n20. c\n" },
        { "<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n" },
        { "<ul><li></li><li>a</li></ul>", "- a\n" },
        { "<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc\n" },
        { "<blockquote>a<blockquote>b</blockquote></blockquote>",
          "> a\n>\n> > b\n" },
        { "<pre>\n a\n  b </pre>", " a\n  b\n" },
        { "<dl><dt>a<dd>b</dl>", "a\n    b\n" },
        { "a<hr>b", "a\n\n----------------------------------------\n\nb\n" },
        { "<q>a</q>", "\xe2\x80\x9c"
                      "a\xe2\x80\x9d\n" },
        { "a&nbsp;b&shy;c&#8203;d", "a bcd\n" },
        { "<p>&nbsp;</p><p>a</p>", "a\n" },
        { "<title>x</title><style>y</style><script>z</script>a", "a\n" },
        { "<svg><title>x</title><text>y</text></svg>a", "a\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(text_of(CASES[i][0], false), CASES[i][1]);
}

static void writes_links_as_footnotes(void **state)
{
    static const char *const CASES[][2] = {
        { "<a href=http://x/>a</a> b", "a [1] b\n\n[1] http://x/\n" },
        { "<a href=http://x/>a </a>b", "a [1] b\n\n[1] http://x/\n" },
        { "<a href=u:1>a</a> <a href=u:2>b</a> <a href=u:1>c</a>",
          "a [1] b [2] c [1]\n\n[1] u:1\n[2] u:2\n" },
        { "<a href=https://www.x.example/>x.example</a>", "x.example\n" },
        { "<a href=mailto:a@x>a@x</a>", "a@x\n" },
        { "<a href='mailto:a@x?subject=y'>Ada</a>", "Ada <a@x>\n" },
        { "<a href=tel:+1>call</a>", "call\n" },
        { "<a href=#top>top</a><a>none</a>", "topnone\n" },
        { "<a href=http://x/></a>a", "a\n" },
        { "<a href=u:1><h2>A</h2><p>b</p></a>",
          "A [1]\n-----\n\nb\n\n[1] u:1\n" },
        { "<a href='u:1 \n2'>a</a>", "a [1]\n\n[1] u:1 2\n" },
        { "<a href=u:1><img src=x alt=Logo></a>", "Logo [1]\n\n[1] u:1\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(text_of(CASES[i][0], false), CASES[i][1]);
}

static void leaves_out_what_nobody_sees(void **state)
{
    static const char *const HIDDEN[] = {
        "<p style=display:none>a</p>",
        "<p style='color:red; DISPLAY : None !important'>a</p>",
        "<p style=visibility:hidden>a</p>",
        "<p style=max-height:0px>a</p>",
        "<p style=opacity:0>a</p>",
        "<p hidden>a</p>",
        "<style>.x,p{display:none}</style><p class='y x'>a</p>",
        "<style>/* */#x{display:none}</style><p id=x>a</p>",
        "<img src=x width=1 height=1 alt=a>",
        "<img src=x alt=''>",
        "<img src=x>",
        "<!-- a -->",
        "<select><option>a</select>",
    };
    static const char *const SHOWN[] = {
        "<p style=display:block>a</p>",
        "<p style=font-size:0>a</p>",
        "<p style=mso-hide:all>a</p>",
        "<p style=opacity:0.5>a</p>",
        "<p style=max-height:none>a</p>",
        "<style>@media print{.x{display:none}}</style><p class=x>a</p>",
        "<style>td .x{display:none}</style><p class=x>a</p>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof HIDDEN / sizeof HIDDEN[0]; i++)
        assert_string_equal(text_of(HIDDEN[i], false), "");
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++)
        assert_string_equal(text_of(SHOWN[i], false), "a\n");
}

static void writes_tables_of_data_in_columns_and_others_not(void **state)
{
    static const char *const CASES[][2] = {
        { "<table><tr><th>A<th>Sum<tr><td>x<td>1<tr><td>yy<td>10</table>",
          "A   Sum\n--  ---\nx     1\nyy   10\n" },
        { "<table><tr><td>a<td>bb<tr><td>ccc<td>d</table>",
          "a    bb\nccc  d\n" },
        { "<table><tr><td>a<td>b</table>", "a\nb\n" },
        { "<table><tr><td>a<tr><td>b</table>", "a\n\nb\n" },
        { "<table><tr><td><table><tr><td>a</table><td>b</table>", "a\n\nb\n" },
        { "<table><tr><td>a<td><p>b<tr><td>c<td>d</table>",
          "a\n\nb\n\nc\nd\n" },
        { "<table><tr><td>a<td>1<tr><td>b<td>2<tr><td colspan=2>all</table>",
          "a  1\nb  2\nall\n" },
        { "<table><tr><td>\xe6\xa4\x85<td>1<tr><td>abc<td>2</table>",
          "\xe6\xa4\x85   1\nabc  2\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(text_of(CASES[i][0], false), CASES[i][1]);
}

#define TEN "123456789 "
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void wraps_at_78_columns_or_not_at_all(void **state)
{
    (void)state;
    assert_string_equal(text_of(SEVENTY "12345678", false),
                        SEVENTY "12345678\n");
    assert_string_equal(text_of(SEVENTY "123456789", false),
                        TEN TEN TEN TEN TEN TEN "123456789\n123456789\n");
    assert_string_equal(text_of(SEVENTY "123456789", true),
                        SEVENTY "123456789\n");
    assert_string_equal(text_of(SEVENTY "\xe6\xa4\x85\xe6\xa4\x85\xe6\xa4\x85"
                                        "\xe6\xa4\x85\xe6\xa4\x85",
                                false),
                        SEVENTY "\xe6\xa4\x85\xe6\xa4\x85\xe6\xa4\x85"
                                "\xe6\xa4\x85\n\xe6\xa4\x85\n");
    assert_string_equal(text_of("<ul><li>" SEVENTY "1234567</ul>", false),
                        "- " TEN TEN TEN TEN TEN TEN "123456789\n  1234567\n");
}

/* Marks end where there is no room for them, and so does the tree. */
static void survives_whatever_depth(void **state)
{
    mw_buffer *page = suite_buffer();
    const char *text;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int i = 0; i < 2000; i++)
        must(mw_buffer_append_text(page, i % 2 ? "<ul><li>" : "<blockquote>",
                                   &suite_error));
    must(mw_buffer_append_text(page, "x", &suite_error));
    text = text_of(mw_buffer_text(page), false);
    assert_true(strlen(text) < 100);
    assert_non_null(strchr(text, 'x'));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_each_element_as_a_person_would),
    cmocka_unit_test(writes_links_as_footnotes),
    cmocka_unit_test(leaves_out_what_nobody_sees),
    cmocka_unit_test(writes_tables_of_data_in_columns_and_others_not),
    cmocka_unit_test(wraps_at_78_columns_or_not_at_all),
    cmocka_unit_test(survives_whatever_depth),
};

#else

static void says_that_it_was_built_without_a_parser(void **state)
{
    (void)state;
    must_fail(mw_text_page_write(mw_bytes_of("<p>"), false, suite_buffer(),
                                 &suite_error),
              MW_E_UNAVAILABLE);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(says_that_it_was_built_without_a_parser),
};

#endif

SUITE_MAIN(TESTS)
