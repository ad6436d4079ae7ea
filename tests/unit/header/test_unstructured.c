/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/unstructured.h"

/* TEXT as the field NAME, with all rules checked. */
static mw_bytes write_as(const char *name, mw_bytes text,
                         const mw_header_style *style)
{
    mw_buffer *out = suite_buffer();
    mw_fold fold;

    must(mw_fold_begin(&fold, out, mw_bytes_of(name), style->field_ceiling,
                       &suite_error));
    must(mw_unstructured_write(&fold, text, style, &suite_error));
    must(mw_fold_end(&fold, &suite_error));
    assert_folded(mw_buffer_bytes(out), style->utf8);
    return mw_buffer_bytes(out);
}

static mw_bytes write_subject(const char *text, const mw_header_style *style)
{
    return write_as("Subject", mw_bytes_of(text), style);
}

/* COUNT times PIECE, which lives as long as the test. */
static const char *repeated(const char *piece, size_t count)
{
    mw_buffer *text = suite_buffer();

    for (size_t i = 0; i < count; i++)
        must(mw_buffer_append_text(text, piece, &suite_error));
    return mw_buffer_text(text);
}

static void leaves_ascii_as_it_is(void **state)
{
    const mw_header_style *style = make_style(false);

    (void)state;
    assert_bytes(write_subject("Hello, 50% off = \"good\" ?_", style),
                 "Subject: Hello, 50% off = \"good\" ?_\r\n");
    assert_bytes(write_subject("", style), "Subject:\r\n");
}

/* C047: what is not ASCII alone is encoded, and set off by white space. */
static void encodes_the_words_that_need_it(void **state)
{
    const mw_header_style *style = make_style(false);

    (void)state;
    assert_bytes(write_subject("one f\xc3\xbcnf six", style),
                 "Subject: one =?utf-8?B?ZsO8bmY=?= six\r\n");
}

/* C049 */
static void keeps_the_blanks_between_encoded_words_inside_them(void **state)
{
    const mw_header_style *style = make_style(false);

    (void)state;
    assert_bytes(write_subject("f\xc3\xbcr  Gr\xc3\xb6\xc3\x9f"
                               "e six",
                               style),
                 "Subject: =?utf-8?B?ZsO8ciAgR3LDtsOfZQ==?= six\r\n");
}

static void puts_all_blanks_but_one_beside_a_run_into_it(void **state)
{
    const mw_header_style *style = make_style(false);

    (void)state;
    assert_bytes(write_subject("one  f\xc3\xbcnf\t\tsix", style),
                 "Subject: one =?utf-8?B?IGbDvG5mCQ==?=\tsix\r\n");
}

/* What arrives is what was typed: C046, C048, C143, T18. */
static const char *const ROUND_TRIPS[] = {
    "",
    "a",
    "a \xc3\xa4 b \xc3\xb6 c \xc3\xbc d \xc3\x9f e \xc3\xa9 f \xc3\xa8 g",
    "f\xc3\xbcr  Gr\xc3\xb6\xc3\x9f"
    "e",
    " leading",
    "trailing ",
    "\t\xc3\xa4\t",
    "   ",
    "a\t b \t c",
    "a                                           b",
    "=?utf-8?q?not_encoded?=",
    "=?us-ascii?b?Zm9v?= =?us-ascii?b?YmFy?=",
    "x =?utf-8?q?a b?= y",
    "(=?utf-8?q?x=0D=0ABcc:_v@example.test?=)",
    "\xc3\xa4=?utf-8?q?x?= =?utf-8?q?x?=\xc3\xa4",
    "2 + 2 =? what",
    "Party \xf0\x9f\x8e\x89\xf0\x9f\x8e\x82 tonight \xf0\x9f\x8d\x95",
    "a\xc2\xa0"
    "b\xe2\x80\x83"
    "c\xe3\x80\x80"
    "d",
    "one\xe2\x80\xa8two",
    "\xd0\xa1\xd1\x8a\xd0\xb5\xd1\x88\xd1\x8c \xd0\xb5\xd1\x89\xd1\x91 "
    "\xd1\x8d\xd1\x82\xd0\xb8\xd1\x85 \xd0\xbc\xd1\x8f\xd0\xb3\xd0\xba\xd0\xb8"
    "\xd1\x85 \xd0\xb1\xd1\x83\xd0\xbb\xd0\xbe\xd0\xba, and tea, please, and "
    "some more of it until the line is full",
};

static void brings_back_what_was_typed(void **state)
{
    const mw_header_style *style = make_style(false);

    (void)state;
    for (size_t i = 0; i < sizeof ROUND_TRIPS / sizeof ROUND_TRIPS[0]; i++)
        assert_bytes(decoded(write_subject(ROUND_TRIPS[i], style), style),
                     ROUND_TRIPS[i]);
}

/* C016 */
static void brings_it_back_in_utf8_too(void **state)
{
    const mw_header_style *style = make_style(true);

    (void)state;
    for (size_t i = 0; i < sizeof ROUND_TRIPS / sizeof ROUND_TRIPS[0]; i++)
        assert_bytes(decoded(write_subject(ROUND_TRIPS[i], style), style),
                     ROUND_TRIPS[i]);
    assert_bytes(write_subject("one f\xc3\xbcnf  six", style),
                 "Subject: one f\xc3\xbcnf  six\r\n");
}

/* C002, C003, C043: at every length of the text. */
static void keeps_the_rules_of_lines_at_every_length(void **state)
{
    static const char *const PIECES[] = { "s", "s ", "\xc3\xbc",
                                          "s \xe4\xb8\x80" };
    const mw_header_style *style = make_style(false);

    (void)state;
    for (size_t piece = 0; piece < sizeof PIECES / sizeof PIECES[0]; piece++)
        for (size_t length = 20; length < 32; length++) {
            const char *text = repeated(PIECES[piece], 2 * length);

            assert_bytes(decoded(write_subject(text, style), style), text);
        }
}

static void keeps_a_word_of_ascii_whole_while_a_line_holds_it(void **state)
{
    const mw_header_style *style = make_style(false);
    const char *word = repeated("y", 989);

    (void)state;
    assert_bytes(unfolded(write_subject(word, style)), word);
    word = repeated("y", 990);
    assert_memory_equal(write_subject(word, style).data, "Subject: =?us-ascii",
                        19);
    assert_bytes(decoded(write_subject(word, style), style), word);
    word = repeated("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy \xc3\xbc ", 40);
    assert_bytes(decoded(write_subject(word, style), style), word);
}

/* T20: nothing becomes a question mark. */
static void refuses_what_no_charset_holds(void **state)
{
    mw_header_style *style = make_style(false);
    mw_buffer *out = suite_buffer();
    mw_fold fold;

    (void)state;
    must(mw_charset_list_parse("us-ascii,iso-8859-1", true, &style->charsets,
                               &suite_error));
    assert_bytes(write_subject("Caf\xc3\xa9", style),
                 "Subject: =?iso-8859-1?Q?Caf=E9?=\r\n");
    must(mw_fold_begin(&fold, out, mw_bytes_of("Subject"), 0, &suite_error));
    must_fail(mw_unstructured_write(&fold, mw_bytes_of("\xe4\xb8\x80"), style,
                                    &suite_error),
              MW_E_DATA);
}

/* T17: were it quadratic, this would not end. */
static void takes_linear_time_for_hostile_text(void **state)
{
    static const char *const PIECES[] = { " ",   "=?",         "=?utf-8?q?",
                                          "?= ", "\t\xc3\xbc", "a " };
    const mw_header_style *style = make_style(false);

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        const char *text =
            repeated(PIECES[i], ((size_t)1 << 20) / strlen(PIECES[i]));

        assert_bytes(decoded(write_subject(text, style), style), text);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(leaves_ascii_as_it_is),
    cmocka_unit_test(encodes_the_words_that_need_it),
    cmocka_unit_test(keeps_the_blanks_between_encoded_words_inside_them),
    cmocka_unit_test(puts_all_blanks_but_one_beside_a_run_into_it),
    cmocka_unit_test(brings_back_what_was_typed),
    cmocka_unit_test(brings_it_back_in_utf8_too),
    cmocka_unit_test(keeps_the_rules_of_lines_at_every_length),
    cmocka_unit_test(keeps_a_word_of_ascii_whole_while_a_line_holds_it),
    cmocka_unit_test(refuses_what_no_charset_holds),
    cmocka_unit_test(takes_linear_time_for_hostile_text),
};

SUITE_MAIN(TESTS)
