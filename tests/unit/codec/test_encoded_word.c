/* SPDX-License-Identifier: MIT */

/*
 * What is written is read back by a decoder of this file, which goes by the
 * text of RFC 2047 and takes each word by itself, as a strict reader does.
 */

#include "suite.h"

#include "codec/encoded_word.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <stdlib.h>

#define EACH(table) (sizeof(table) / sizeof(table)[0])

/* One word, taken apart. */
typedef struct {
    char charset[32];
    char encoding;
    const char *text;
    size_t text_size;
    uint8_t octets[MW_WORD_LONGEST];
    size_t size;
} word;

static void decode_q(word *read)
{
    for (size_t i = 0; i < read->text_size; i++) {
        const char c = read->text[i];

        if (c == '=') {
            char digits[3] = { 0 };

            /* C143: "=" and both digits in one word */
            assert_true(i + 2 < read->text_size);
            memcpy(digits, read->text + i + 1, 2);
            assert_int_equal(strspn(digits, "0123456789ABCDEF"), 2);
            read->octets[read->size++] = (uint8_t)strtoul(digits, NULL, 16);
            i += 2;
        } else {
            assert_true(c > ' ' && c < 0x7f && c != '?');
            read->octets[read->size++] = c == '_' ? ' ' : (uint8_t)c;
        }
    }
}

static void decode_b(word *read)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;

    /* C143: a multiple of four */
    assert_int_equal(read->text_size % 4, 0);
    for (size_t i = 0; i < read->text_size; i++) {
        const char *digit = strchr(DIGITS, read->text[i]);

        if (read->text[i] == '=') {
            assert_true(i + 2 >= read->text_size);
            read->size--;
            bits <<= 6;
        } else {
            assert_non_null(digit);
            bits = bits << 6 | (uint32_t)(digit - DIGITS);
        }
        if (i % 4 == 3) {
            for (int k = 2; k >= 0; k--)
                read->octets[i / 4 * 3 + (size_t)(2 - k)] =
                    (uint8_t)(bits >> 8 * k);
            read->size += 3;
        }
    }
}

/* C043, C143: takes TEXT apart, which is one word and nothing else. */
static void read_word(mw_bytes text, word *read)
{
    const char *from = (const char *)text.data;
    const char *mark, *end = from + text.size;

    memset(read, 0, sizeof *read);
    assert_true(text.size <= MW_WORD_LONGEST);
    assert_true(text.size > 8);
    assert_memory_equal(from, "=?", 2);
    assert_memory_equal(end - 2, "?=", 2);
    mark = memchr(from + 2, '?', text.size - 2);
    assert_true((size_t)(mark - from - 2) < sizeof read->charset);
    memcpy(read->charset, from + 2, (size_t)(mark - from - 2));
    read->encoding = mark[1];
    assert_int_equal(mark[2], '?');
    read->text = mark + 3;
    read->text_size = (size_t)(end - 2 - read->text);
    if (read->encoding == 'Q')
        decode_q(read);
    else
        decode_b(read);
    /* C048: no word is empty */
    assert_true(read->size > 0);
}

typedef struct {
    const char *text, *charsets;
    mw_word_place place;
    size_t longest;
} case_of;

static void start(const case_of *one, mw_converter_cache *cache,
                  mw_word_encoder *encoder)
{
    mw_charset_list list;

    must(mw_charset_list_parse(one->charsets, true, &list, &suite_error));
    must(mw_word_encoder_init(encoder, cache, &list, mw_bytes_of(one->text),
                              one->place, one->longest, &suite_error));
}

/* Checks a word for what must hold of any, and adds what it says to TEXT. */
static void check_word(const mw_word_encoder *encoder, mw_bytes written,
                       mw_buffer *text)
{
    const size_t before = text->size;
    const bool last = encoder->text.size == 0;
    word read;

    read_word(written, &read);
    assert_string_equal(read.charset, encoder->charset->name);
    if (read.encoding == 'B' && !last)
        assert_int_equal(read.size % 3, 0);
    /* C048, T18: whole characters, word by word */
    must(mw_charset_convert(encoder->cache, encoder->charset, MW_TO_UTF8,
                            (mw_bytes){ read.octets, read.size }, text,
                            &suite_error));
    assert_true(mw_utf8_is_valid(
        (mw_bytes){ text->data + before, text->size - before }));
}

/* What a test works with, made once. */
typedef struct {
    mw_converter_cache *cache;
    mw_buffer *out, *text;
} bench;

static bench make_bench(void)
{
    return (bench){ suite_converters(), suite_buffer(), suite_buffer() };
}

/* Encodes all, the first word in ROOM, and reads it back; counts the words. */
static size_t assert_round_trip(const case_of *one, const bench *with,
                                size_t room)
{
    mw_word_encoder encoder;
    mw_buffer *const text = with->text, *const out = with->out;
    size_t words = 0;

    start(one, with->cache, &encoder);
    mw_buffer_truncate(text, 0);
    while (encoder.text.size > 0) {
        size_t size = SIZE_MAX;

        mw_buffer_truncate(out, 0);
        must(mw_word_encode(&encoder, room, out, &size, &suite_error));
        assert_int_equal(size, out->size);
        assert_true(size <= room && size <= one->longest);
        if (size > 0) {
            check_word(&encoder, mw_buffer_bytes(out), text);
            words++;
        } else {
            assert_true(room < one->longest);
        }
        room = one->longest;
    }
    assert_bytes(mw_buffer_bytes(text), one->text);
    return words;
}

static const char *const TEXTS[] = {
    "\u0421\u044a\u0435\u0448\u044c \u0435\u0449\u0451 "
    "\u044d\u0442\u0438\u0445 "
    "\u043c\u044f\u0433\u043a\u0438\u0445 \u0431\u0443\u043b\u043e\u043a",
    "\u5173\u4e8e\u53ec\u5f00\u4e8c\u3007\u4e8c\u516d\u5e74\u7b2c\u4e00\u5b63"
    "\u5ea6\u5de5\u4f5c\u4f1a\u8bae\u7684\u901a\u77e5\u4ee5\u53ca\u76f8\u5173",
    "Party \U0001f389\U0001f382\U0001f973 tonight \U0001f355",
    "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1ef\U0001f1f5\U0001f1fa"
    "\U0001f1f3\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1ef\U0001f1f5",
    "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e"
    "\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
    "\u4e00\U00020000\U00020000\U00020000\U00020000\U00020000\U00020000"
    "\U00020000\U00020000\U00020000\U00020000\U00020000\U00020000",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466x",
    "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"
    "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc",
    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
    "y"
    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
    "y",
    "Gr\u00f6\u00dfe = 5? Ja, 100 %_sicher\t= ?  ",
    "=?utf-8?q?not_encoded?=",
};

/* C043, C048, C049, C143, T18 */
static void every_word_decodes_by_itself_whatever_the_room(void **state)
{
    static const mw_word_place PLACES[] = { MW_WORD_IN_TEXT, MW_WORD_IN_COMMENT,
                                            MW_WORD_IN_PHRASE };
    const bench with = make_bench();

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < EACH(TEXTS); i++)
        for (size_t room = 0; room <= MW_WORD_LONGEST; room++)
            for (size_t k = 0; k < EACH(PLACES); k++)
                assert_round_trip(
                    &(case_of){ TEXTS[i], "us-ascii,utf-8", PLACES[k], 75 },
                    &with, room);
}

/* C043, C048, T18 */
static void the_longest_word_may_be_as_short_as_40(void **state)
{
    const bench with = make_bench();

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < EACH(TEXTS); i++)
        for (size_t longest = 40; longest <= 75; longest += 5)
            assert_round_trip(
                &(case_of){ TEXTS[i], "utf-8", MW_WORD_IN_TEXT, longest },
                &with, longest);
}

/* C048, T18 */
static void words_in_other_charsets_hold_whole_characters(void **state)
{
    static const char *const CASES[][2] = {
        { "gb2312", "\u5173\u4e8e\u53ec\u5f00\u5e74\u7b2c\u4e00\u5b63 a \u5ea6"
                    "\u5de5\u4f5c\u4f1a\u8bae\u7684\u901a\u77e5\u4ee5\u53ca" },
        { "gb18030", "\U0001f389\u4f60\u00e4\U0001f382\u597da\U0001f973\u4f60"
                     "\u4f60\U0001f389\u4f60\u597d\u00e4\u00e4\U0001f389" },
        { "shift_jis", "\u8868\u793a\u30bd\u80fd\uff8a\uff9d\uff76\uff78abc"
                       "\u8868\u793a\u30bd\u80fd\u8868\u793a\u30bd\u80fd" },
        { "euc-jp", "\u65e5\u672c\uff8a\u8a9e\u65e5x\u672c\u8a9e\u65e5\u672c"
                    "\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c" },
        { "windows-1258", "Ti\u1ebfng Vi\u1ec7t, ti\u1ebfng Vi\u1ec7t, "
                          "ti\u1ebfng Vi\u1ec7t, ti\u1ebfng Vi\u1ec7t" },
        { "koi8-r", "\u0421\u044a\u0435\u0448\u044c \u0435\u0449\u0451" },
    };
    const bench with = make_bench();

    (void)state;
    for (size_t i = 0; i < EACH(CASES); i++) {
        const case_of one = { CASES[i][1], CASES[i][0], MW_WORD_IN_TEXT, 75 };

        for (size_t room = suite_is_fault_run() ? 75 : 0; room <= 75; room++)
            assert_round_trip(&one, &with, room);
    }
}

static void assert_first_word(const case_of *one, const char *wanted)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();
    mw_word_encoder encoder;
    size_t size = 0;

    start(one, cache, &encoder);
    must(mw_word_encode(&encoder, one->longest, out, &size, &suite_error));
    assert_bytes(mw_buffer_bytes(out), wanted);
    assert_int_equal(size, out->size);
}

static void takes_the_shorter_encoding_and_q_of_equals(void **state)
{
    (void)state;
    assert_first_word(&(case_of){ "caf\u00e9", "utf-8", MW_WORD_IN_TEXT, 75 },
                      "=?utf-8?B?Y2Fmw6k=?=");
    assert_first_word(
        &(case_of){ "a cafe\u00e9", "utf-8", MW_WORD_IN_TEXT, 75 },
        "=?utf-8?Q?a_cafe=C3=A9?=");
    assert_first_word(
        &(case_of){ "\u00e9t\u00e9", "utf-8", MW_WORD_IN_TEXT, 75 },
        "=?utf-8?B?w6l0w6k=?=");
    /* Q and B are of 8 characters each */
    assert_first_word(
        &(case_of){ "abcde\u00e9", "iso-8859-1", MW_WORD_IN_TEXT, 75 },
        "=?iso-8859-1?Q?abcde=E9?=");
}

/* C045, C143 */
static void leaves_in_q_what_its_place_allows(void **state)
{
    static const char TEXT[] = "a b!*+-/(x)\"y\"\\.,:;@[z]&_=?";
    static const char *const WORDS[] = {
        [MW_WORD_IN_TEXT] =
            "=?us-ascii?Q?a_b!*+-/(x)\"y\"\\.,:;@[z]&=5F=3D=3F?=",
        [MW_WORD_IN_COMMENT] =
            "=?us-ascii?Q?a_b!*+-/=28x=29=22y=22=5C.,:;@[z]&=5F=3D=3F?=",
        [MW_WORD_IN_PHRASE] = ("=?us-ascii?Q?a_b!*+-/=28x=29=22y=22=5C=2E=2C=3A"
                               "=3B=40=5Bz=5D=26=5F=3D=3F?="),
    };

    (void)state;
    for (size_t place = 0; place < EACH(WORDS); place++) {
        mw_converter_cache *cache = suite_converters();
        mw_buffer *out = suite_buffer();
        mw_word_encoder encoder;
        size_t size = 0;

        start(&(case_of){ TEXT, "us-ascii", (mw_word_place)place, 75 }, cache,
              &encoder);
        encoder.encoding = 'Q';
        must(mw_word_encode(&encoder, 75, out, &size, &suite_error));
        assert_bytes(mw_buffer_bytes(out), WORDS[place]);
    }
}

/* C044 */
static void takes_the_first_charset_that_holds_the_text(void **state)
{
    (void)state;
    assert_first_word(
        &(case_of){ "=?x", "us-ascii,utf-8", MW_WORD_IN_TEXT, 75 },
        "=?us-ascii?B?PT94?=");
    assert_first_word(
        &(case_of){ "\u041f", "us-ascii,koi8-r,utf-8", MW_WORD_IN_TEXT, 75 },
        "=?koi8-r?Q?=F0?=");
    assert_first_word(&(case_of){ "\u041f\u20ac", "us-ascii,koi8-r,utf-8",
                                  MW_WORD_IN_TEXT, 75 },
                      "=?utf-8?B?0J/igqw=?=");
}

/* T20 */
static void says_what_no_charset_holds(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_charset_list list;
    mw_word_encoder encoder;

    (void)state;
    must(mw_charset_list_parse("us-ascii", true, &list, &suite_error));
    must_fail(mw_word_encoder_init(&encoder, cache, &list,
                                   mw_bytes_of("a\u00e4"), MW_WORD_IN_TEXT, 75,
                                   &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 2: U+00E4 is not in us-ascii");
}

static void keeps_a_cluster_in_one_word_and_waits_for_room(void **state)
{
    static const char FLAG[] = "\U0001f1e9\U0001f1ea";
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();
    mw_word_encoder encoder;
    size_t size = SIZE_MAX;

    (void)state;
    start(&(case_of){ FLAG, "utf-8", MW_WORD_IN_TEXT, 75 }, cache, &encoder);
    must(mw_word_encode(&encoder, 23, out, &size, &suite_error));
    assert_int_equal(size, 0);
    assert_int_equal(encoder.text.size, 8);
    assert_int_equal(out->size, 0);
    must(mw_word_encode(&encoder, 24, out, &size, &suite_error));
    assert_bytes(mw_buffer_bytes(out), "=?utf-8?B?8J+HqfCfh6o=?=");
    must(mw_word_encode(&encoder, 75, out, &size, &suite_error));
    assert_int_equal(size, 0);
}

/* C048 */
static void cuts_a_cluster_that_fits_no_word_between_characters(void **state)
{
    const bench with = make_bench();
    char text[1 + 120 + 1] = "a";

    (void)state;
    for (size_t i = 1; i < sizeof text - 1; i += 2)
        memcpy(text + i, "\xcc\x81", 2);
    assert_true(
        assert_round_trip(&(case_of){ text, "utf-8", MW_WORD_IN_TEXT, 75 },
                          &with, 75) > 2);
}

static void gives_no_word_for_no_text(void **state)
{
    const bench with = make_bench();

    (void)state;
    assert_int_equal(
        assert_round_trip(&(case_of){ "", "utf-8", MW_WORD_IN_TEXT, 75 }, &with,
                          75),
        0);
}

/* T17: the work for each word does not grow with the text. */
static void a_megabyte_becomes_no_more_words_than_it_needs(void **state)
{
    const bench with = make_bench();
    mw_buffer *text = suite_buffer();

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < 1 << 18; i++)
        must(mw_buffer_append_text(text, "a\u0301\u0301", &suite_error));
    assert_in_range(assert_round_trip(&(case_of){ mw_buffer_text(text), "utf-8",
                                                  MW_WORD_IN_TEXT, 75 },
                                      &with, 75),
                    1, (5 << 18) / 40);
}

/* T18 */
static void knows_what_a_reader_would_take_for_a_word(void **state)
{
    static const char *const LIKE[] = {
        "=?utf-8?q?x?=",
        "say =?UTF-8?B?eA==?= now",
        "a=?x?Q?b?=c",
        "=?a b?q?with a b?=",
        "=?utf-8*en?q?x?=",
        "=??q?x?=",
        "=?=?u?b?x?=",
        ("=?utf-8?q?"
         "?="),
    };
    static const char *const UNLIKE[] = {
        "",
        "=?",
        "=?=",
        "?=",
        "=?utf-8?=",
        "=?utf-8?q?x",
        "5 = ? or ?=",
        "=?utf-8?x?y?=",
        "a=?b?=.txt",
        "=?utf-8?qq?x?=",
    };

    (void)state;
    for (size_t i = 0; i < EACH(LIKE); i++)
        assert_true(mw_word_looks_encoded(mw_bytes_of(LIKE[i])));
    for (size_t i = 0; i < EACH(UNLIKE); i++)
        assert_false(mw_word_looks_encoded(mw_bytes_of(UNLIKE[i])));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(every_word_decodes_by_itself_whatever_the_room),
    cmocka_unit_test(the_longest_word_may_be_as_short_as_40),
    cmocka_unit_test(words_in_other_charsets_hold_whole_characters),
    cmocka_unit_test(takes_the_shorter_encoding_and_q_of_equals),
    cmocka_unit_test(leaves_in_q_what_its_place_allows),
    cmocka_unit_test(takes_the_first_charset_that_holds_the_text),
    cmocka_unit_test(says_what_no_charset_holds),
    cmocka_unit_test(keeps_a_cluster_in_one_word_and_waits_for_room),
    cmocka_unit_test(cuts_a_cluster_that_fits_no_word_between_characters),
    cmocka_unit_test(gives_no_word_for_no_text),
    cmocka_unit_test(a_megabyte_becomes_no_more_words_than_it_needs),
    cmocka_unit_test(knows_what_a_reader_would_take_for_a_word),
};

SUITE_MAIN(TESTS)
