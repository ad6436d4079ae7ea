/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/phrase.h"

/* PHRASE before "<x>", as it stands in the field To. */
static mw_bytes write_before_address(const char *phrase, const char *suffix,
                                     const mw_header_style *style)
{
    mw_buffer *out = suite_buffer();
    mw_fold fold;

    must(mw_fold_begin(&fold, out, mw_bytes_of("To"), 0, &suite_error));
    must(mw_phrase_write(&fold, mw_bytes_of(phrase), mw_bytes_of(suffix), style,
                         &suite_error));
    must(mw_fold_add(&fold, mw_bytes_of("<x>"), true, &suite_error));
    must(mw_fold_end(&fold, &suite_error));
    assert_folded(mw_buffer_bytes(out), style->utf8);
    return mw_buffer_bytes(out);
}

/* C007, C045, C046, C047 */
static void writes_each_phrase_in_the_form_it_needs(void **state)
{
    static const struct {
        const char *phrase, *suffix, *wanted;
    } PHRASES[] = {
        { "Alice Example", "", "To: Alice Example <x>\r\n" },
        { "a+b", ":", "To: a+b: <x>\r\n" },
        { "J. R. Doe", "", "To: \"J. R. Doe\" <x>\r\n" },
        { "Example, Alice", ",", "To: \"Example, Alice\", <x>\r\n" },
        { "Alice \"Al\" \\", "", "To: \"Alice \\\"Al\\\" \\\\\" <x>\r\n" },
        { "two  spaces", "", "To: \"two  spaces\" <x>\r\n" },
        { " ends ", "", "To: \" ends \" <x>\r\n" },
        { "a\tb", "", "To: \"a\tb\" <x>\r\n" },
        { "", "", "To: \"\" <x>\r\n" },
        { "=?", "", "To: =? <x>\r\n" },
        { "J\xc3\xb6rg, M.", "", "To: =?utf-8?B?SsO2cmcsIE0u?= <x>\r\n" },
        { "Caf\xc3\xa9 on the left bank (Paris)", ":",
          "To: =?utf-8?Q?Caf=C3=A9_on_the_left_bank_=28Paris=29?= : <x>\r\n" },
        { "=?utf-8?q?x?=", "",
          "To: =?us-ascii?B?PT91dGYtOD9xP3g/PQ==?= <x>\r\n" },
    };
    const mw_header_style *style = make_style(false);

    (void)state;
    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++)
        assert_bytes(
            write_before_address(PHRASES[i].phrase, PHRASES[i].suffix, style),
            PHRASES[i].wanted);
}

/* C016 */
static void encodes_nothing_with_utf8_headers(void **state)
{
    const mw_header_style *style = make_style(true);

    (void)state;
    assert_bytes(write_before_address("J\xc3\xb6rg M", "", style),
                 "To: J\xc3\xb6rg M <x>\r\n");
    assert_bytes(write_before_address("J\xc3\xb6rg, M", "", style),
                 "To: \"J\xc3\xb6rg, M\" <x>\r\n");
}

/* C002, C003 */
static void folds_a_long_quoted_string_at_its_spaces(void **state)
{
    const mw_header_style *style = make_style(false);
    const char *word = "A rather long name, with a comma, and with so many "
                       "words that it fits no line of 78 characters";
    const mw_bytes field = write_before_address(word, "", style);

    (void)state;
    assert_non_null(strstr((const char *)field.data, "\r\n "));
    assert_memory_equal(unfolded(field).data + 1, word, strlen(word));
}

/* C002 */
static void encodes_what_no_line_holds_in_one_piece(void **state)
{
    const mw_header_style *style = make_style(false);
    char word[1001];

    (void)state;
    memset(word, 'w', 1000);
    word[1000] = '\0';
    assert_memory_equal(write_before_address(word, "", style).data,
                        "To: =?us-ascii?Q?www", 20);
    word[995] = '\0';
    assert_memory_equal(write_before_address(word, "", style).data,
                        "To:\r\n www", 9);
    memset(word, '"', 995);
    assert_memory_equal(write_before_address(word, "", style).data,
                        "To: =?us-ascii?B?IiIi", 21);
}

static void reads_phrases_up_to_what_is_none(void **state)
{
    static const struct {
        const char *text, *phrase, *rest;
    } PHRASES[] = {
        { "", "", "" },
        { "  <x>", "", "<x>" },
        { "a b <x>", "a b", "<x>" },
        { "a (c (d) \\) ) b, c", "a b", ", c" },
        { "\"a, b\" c", "a, b c", "" },
        { "\"a\\\"b\\\\\"", "a\"b\\", "" },
        { "J.R. Doe;", "J.R. Doe", ";" },
        { "\xc3\xa4 =?utf-8?q?x?=:", "\xc3\xa4 =?utf-8?q?x?=", ":" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++) {
        mw_bytes text = mw_bytes_of(PHRASES[i].text);
        mw_buffer *phrase = suite_buffer();

        must(mw_phrase_parse(&text, phrase, &suite_error));
        assert_bytes(mw_buffer_bytes(phrase), PHRASES[i].phrase);
        assert_bytes(text, PHRASES[i].rest);
    }
}

static void refuses_what_is_not_closed(void **state)
{
    static const char *const TEXTS[] = { "\"a", "\"a\\\"", "\"a\\", "a (b",
                                         "a (b\\)" };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mw_bytes text = mw_bytes_of(TEXTS[i]);

        must_fail(mw_phrase_parse(&text, suite_buffer(), &suite_error),
                  MW_E_SYNTAX);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_each_phrase_in_the_form_it_needs),
    cmocka_unit_test(encodes_nothing_with_utf8_headers),
    cmocka_unit_test(folds_a_long_quoted_string_at_its_spaces),
    cmocka_unit_test(encodes_what_no_line_holds_in_one_piece),
    cmocka_unit_test(reads_phrases_up_to_what_is_none),
    cmocka_unit_test(refuses_what_is_not_closed),
};

SUITE_MAIN(TESTS)
