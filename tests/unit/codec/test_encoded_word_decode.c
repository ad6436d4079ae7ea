/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/encoded_word.h"

#define EACH(table) (sizeof(table) / sizeof(table)[0])

static void assert_texts(const char *const (*texts)[2], size_t count)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();

    for (size_t i = 0; i < count; i++) {
        mw_buffer_truncate(out, 0);
        must(mw_word_decode_text(cache, mw_bytes_of(texts[i][0]), out,
                                 &suite_error));
        assert_bytes(mw_buffer_bytes(out), texts[i][1]);
    }
}

/* C044, C057; the examples of RFC 2047, section 8, and RFC 2231, section 5 */
static void reads_the_examples_of_the_rfcs(void **state)
{
    static const char *const TEXTS[][2] = {
        { "=?ISO-8859-1?Q?a?=", "a" },
        { "=?ISO-8859-1?Q?a?= b", "a b" },
        { "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab" },
        { "=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab" },
        { "=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab" },
        { "=?ISO-8859-1?Q?a_b?=", "a b" },
        { "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b" },
        { "=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>",
          "Keith Moore <moore@cs.utk.edu>" },
        { "=?ISO-8859-1?Q?Andr=E9?= Pirard", "Andr\u00e9 Pirard" },
        { "=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=",
          "Patrik F\u00e4ltstr\u00f6m" },
        { "=?iso-8859-1?q?this=20is=20some=20text?=", "this is some text" },
        { "=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore" },
        { "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n"
          " =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
          "If you can read this you understand the example." },
        { "=?gb2312?B?26zQocHB?=", "\u90dc\u5c0f\u4eae" },
    };

    (void)state;
    assert_texts(TEXTS, EACH(TEXTS));
}

static void takes_case_empty_texts_and_long_words_as_others_write_them(
    void **state)
{
    static const char *const TEXTS[][2] = {
        { "=?Utf-8?b?w6Q=?=", "\u00e4" },
        { "=?UTF-8?q?=c3=a4?=", "\u00e4" },
        { "a =?utf-8?q?"
          "?= b",
          "a  b" },
        { "=?utf-8?q?"
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx?=",
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "\u65e5\u672c" },
    };

    (void)state;
    assert_texts(TEXTS, EACH(TEXTS));
}

/* T18 */
static void leaves_what_does_not_decode_as_it_was_typed(void **state)
{
    static const char *const TEXTS[] = {
        "",
        " two  blanks\tand a tab ",
        "plain =? text ?= here",
        "=?utf-8?q?x?=glued",
        "glued=?utf-8?q?x?=",
        "=?x-klingon?q?x?=",
        "=?utf-8?x?abc?=",
        "=?utf-8?qq?abc?=",
        "=?utf-8?q?=C3?=",
        "=?utf-8?q?=G3?=",
        "=?utf-8?q?=4?=",
        "=?utf-8?q?open",
        "=?utf-8?q?a b?=",
        "=?utf-8?b?YQ?=",
        "=?utf-8?b?YW=J?=",
        "=?us-ascii?q?=FC?=",
        "=?utf-8//TRANSLIT?q?x?=",
        "=?",
        "=?utf-8",
        "=?utf-8?",
        "=?utf-8?q",
        "=?utf-8?q?",
        "=?utf-8?q?x?",
        "=?utf-8?q?x? =?utf-8?q?y?",
    };
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < EACH(TEXTS); i++) {
        mw_buffer_truncate(out, 0);
        must(mw_word_decode_text(cache, mw_bytes_of(TEXTS[i]), out,
                                 &suite_error));
        assert_bytes(mw_buffer_bytes(out), TEXTS[i]);
    }
}

/* ATTACKS 1 */
static void leaves_a_word_that_hides_a_line_break(void **state)
{
    static const char *const TEXTS[][2] = {
        { "=?utf-8?q?x=0D=0ABcc:_v?=", "=?utf-8?q?x=0D=0ABcc:_v?=" },
        { "=?utf-8?q?x=0Ay?=", "=?utf-8?q?x=0Ay?=" },
        { "=?utf-8?b?AA==?=", "=?utf-8?b?AA==?=" },
    };

    (void)state;
    assert_texts(TEXTS, EACH(TEXTS));
}

/* C049 */
static void drops_white_space_between_two_words_alone(void **state)
{
    static const char *const TEXTS[][2] = {
        { " =?utf-8?q?a?= \t=?utf-8?q?b?= ", " ab " },
        { "=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b" },
        { "=?utf-8?q?a?= =?utf-9?q?b?= =?utf-8?q?c?=", "a =?utf-9?q?b?= c" },
        { "=?utf-8?q?a_?=\r\n =?utf-8?q?_b?=", "a  b" },
    };

    (void)state;
    assert_texts(TEXTS, EACH(TEXTS));
}

static void tells_the_size_of_the_word_at_the_front(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();
    size_t size = SIZE_MAX;

    (void)state;
    must(mw_buffer_append_text(out, "> ", &suite_error));
    must(mw_word_decode(cache, mw_bytes_of("=?utf-8?q?x=3F?=, more"), &size,
                        out, &suite_error));
    assert_int_equal(size, 16);
    assert_bytes(mw_buffer_bytes(out), "> x?");
    must(mw_word_decode(cache, mw_bytes_of("=?utf-8?q?x=FF?="), &size, out,
                        &suite_error));
    assert_int_equal(size, 0);
    assert_bytes(mw_buffer_bytes(out), "> x?");
}

/* T17: openings without ends must not make it read on from each. */
static void passes_over_a_megabyte_of_openings(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *text = suite_buffer();
    mw_buffer *out = suite_buffer();

    (void)state;
    if (suite_is_fault_run())
        return;
    while (text->size < 1 << 20)
        must(mw_buffer_append_text(text, "=?u?q?", &suite_error));
    must(mw_word_decode_text(cache, mw_buffer_bytes(text), out, &suite_error));
    assert_true(mw_bytes_equal(mw_buffer_bytes(text), mw_buffer_bytes(out)));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_the_examples_of_the_rfcs),
    cmocka_unit_test(
        takes_case_empty_texts_and_long_words_as_others_write_them),
    cmocka_unit_test(leaves_what_does_not_decode_as_it_was_typed),
    cmocka_unit_test(leaves_a_word_that_hides_a_line_break),
    cmocka_unit_test(drops_white_space_between_two_words_alone),
    cmocka_unit_test(tells_the_size_of_the_word_at_the_front),
    cmocka_unit_test(passes_over_a_megabyte_of_openings),
};

SUITE_MAIN(TESTS)
