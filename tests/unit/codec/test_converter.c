/* SPDX-License-Identifier: MIT */

/*
 * What octets a text has in a charset is known here from the tables of the
 * charset, not from iconv. A charset that this system's iconv lacks is passed
 * over, but for those that each has.
 */

#include "suite.h"

#include "codec/converter.h"

#include "base/utf8.h"

#define OUT_MOST 4096

typedef struct {
    uint8_t data[OUT_MOST];
    size_t size;
    mw_status status;
    mw_error error;
} result;

typedef struct {
    const char *charset;
    const char *text;   /* UTF-8 */
    const char *octets; /* the same in the charset */
} sample;

static const sample SAMPLES[] = {
    { "utf-8", "Gr\u00f6\u00dfe \u2026 \U0001f44d", /* as it is */
      "Gr\u00f6\u00dfe \u2026 \U0001f44d" },
    { "us-ascii", "a~\\ b\n", "a~\\ b\n" },
    { "iso-8859-1", "Gr\u00f6\u00dfe",
      "Gr\xf6\xdf"
      "e" },
    { "iso-8859-15", "5 \u20ac", "5 \xa4" },
    { "windows-1252", "\u20ac\u2026", "\x80\x85" },
    { "koi8-r", "\u041f\u0440\u0438", "\xf0\xd2\xc9" },
    { "gb2312", "\u4f60\u597d\n\u4e16", "\xc4\xe3\xba\xc3\n\xca\xc0" },
    { "gbk", "\u9555a",
      "\xe9\x46"
      "a" },
    { "gb18030", "\U0001f44d\u00e4\u4f60",
      "\x94\x39\xd1\x31\x81\x30\x8a\x31\xc4\xe3" },
    { "big5", "\u7e41\u9ad4", "\xc1\x63\xc5\xe9" },
    { "euc-jp", "\u65e5\u672c\u8a9e", "\xc6\xfc\xcb\xdc\xb8\xec" },
    { "shift_jis", "\u8868\u793a\u30bd\u80fd",
      "\x95\x5c\x8e\xa6\x83\x5c\x94"
      "\x5c" },
    { "euc-kr", "\uc548\ub155", "\xbe\xc8\xb3\xe7" },
    { "windows-1258", "Vi\u1ec7t", "Vi\xea\xf2t" },
    { "windows-1255", "\u05e9\u05dc", "\xf9\xec" },
    { "tis-620", "\u0e01\u0e31", "\xa1\xd1" },
};

#define EACH(table) (sizeof(table) / sizeof(table)[0])

static const mw_charset *charset_of(const char *name)
{
    const mw_charset *charset = mw_charset_find(mw_bytes_of(name));

    assert_non_null(charset);
    return charset;
}

/* Converts TEXT, given in pieces of PIECE, into rooms of ROOM. */
static void convert(mw_converter *converter, mw_bytes text, size_t piece,
                    size_t room, result *made)
{
    bool ended = false;

    memset(made, 0, sizeof *made);
    mw_converter_reset(converter);
    while (!ended && made->status == MW_OK) {
        mw_bytes part = { text.data, text.size < piece ? text.size : piece };
        bool done = false;

        ended = part.size == text.size;
        mw_bytes_skip(&text, part.size);
        while (!done && made->status == MW_OK) {
            mw_space space = { made->data + made->size, room };

            assert_true(made->size + room <= OUT_MOST);
            made->status = mw_convert(converter, &part, &space, ended, &done,
                                      &made->error);
            made->size += room - space.size;
            assert_true(made->status != MW_OK || done || space.size == 0);
        }
    }
}

static bool open_converter(const char *charset, mw_conversion direction,
                           mw_converter *converter)
{
    const mw_status status = mw_converter_open(converter, charset_of(charset),
                                               direction, &suite_error);

    assert_true(status == MW_OK || status == MW_E_CHARSET);
    return status == MW_OK;
}

static void assert_conversion(const char *charset, mw_conversion direction,
                              const char *from, const char *to)
{
    mw_converter converter;
    result made;

    if (!open_converter(charset, direction, &converter))
        return;
    convert(&converter, mw_bytes_of(from), SIZE_MAX, 512, &made);
    mw_converter_close(&converter);
    if (made.status != MW_OK)
        print_error("%s: %s\n", charset, made.error.message);
    assert_int_equal(made.status, MW_OK);
    assert_bytes(((mw_bytes){ made.data, made.size }), to);
}

static mw_cause cause_of(const char *charset, mw_conversion direction,
                         const char *from)
{
    const bool reads_utf8 =
        direction == MW_FROM_UTF8 || !strcmp(charset, "utf-8");

    return reads_utf8 && !mw_utf8_is_valid(mw_bytes_of(from))
               ? MW_CAUSE_NOT_UTF8
               : MW_CAUSE_NONE;
}

static void assert_refused(const char *charset, mw_conversion direction,
                           const char *from, const char *message)
{
    mw_converter converter;
    result made;

    if (!open_converter(charset, direction, &converter))
        return;
    convert(&converter, mw_bytes_of(from), SIZE_MAX, 512, &made);
    mw_converter_close(&converter);
    assert_int_equal(made.status, MW_E_DATA);
    assert_string_equal(made.error.message, message);
    assert_int_equal(made.error.cause, cause_of(charset, direction, from));
}

static void converts_to_and_from_each_charset(void **state)
{
    (void)state;
    for (size_t i = 0; i < EACH(SAMPLES); i++) {
        const sample *s = &SAMPLES[i];

        assert_conversion(s->charset, MW_FROM_UTF8, s->text, s->octets);
        assert_conversion(s->charset, MW_TO_UTF8, s->octets, s->text);
    }
}

static void has_the_charsets_that_every_iconv_has(void **state)
{
    static const char *const NAMES[] = { "utf-8",        "us-ascii",
                                         "iso-8859-1",   "iso-8859-15",
                                         "windows-1252", "koi8-r" };

    (void)state;
    for (size_t i = 0; i < EACH(NAMES); i++) {
        mw_converter converter;

        assert_true(open_converter(NAMES[i], MW_FROM_UTF8, &converter));
        mw_converter_close(&converter);
    }
}

/* T20 */
static void names_the_character_and_its_place(void **state)
{
    static const char *const LACKING[][3] = {
        { "koi8-r", "a\nb\n\u041f\u0440 \U0001f44d x",
          "line 3, character 4: U+1F44D is not in koi8-r" },
        { "us-ascii", "\r\nGr\u00f6",
          "line 2, character 3: U+00F6 is not in us-ascii" },
        { "iso-8859-1", "\u20ac",
          "line 1, character 1: U+20AC is not in iso-8859-1" },
        { "us-ascii", "ab\xff",
          "line 1, character 3: octet 0xFF is not utf-8" },
        { "koi8-r", "ab\xff", "line 1, character 3: octet 0xFF is not utf-8" },
        { "utf-8", "\u00e4\xed\xa0\x80",
          "line 1, character 2: octet 0xED is not utf-8" },
        { "utf-8", "\u00e4\xe2\x82",
          "line 1, character 2: the text ends within a character" },
        { "koi8-r", "\u041f\xe2\x82",
          "line 1, character 2: the text ends within a character" },
    };

    (void)state;
    for (size_t i = 0; i < EACH(LACKING); i++)
        assert_refused(LACKING[i][0], MW_FROM_UTF8, LACKING[i][1],
                       LACKING[i][2]);
}

/* T20 */
static void names_the_octet_and_its_place(void **state)
{
    static const char *const WRONG[][3] = {
        { "utf-8", "a\nb\xfc", "line 2, character 2: octet 0xFC is not utf-8" },
        { "us-ascii", "\xfc",
          "line 1, character 1: octet 0xFC is not us-ascii" },
        { "gb18030", "ab\xff\xff",
          "line 1, character 3: octet 0xFF is not gb18030" },
        { "windows-1252", "\x80\n\x81",
          "line 2, character 1: octet 0x81 is not windows-1252" },
        { "gb18030", "\xc4\xe3\x94\x39",
          "line 1, character 2: the text ends within a character" },
        { "euc-jp", "\xc6\xfc\xcb",
          "line 1, character 2: the text ends within a character" },
    };

    (void)state;
    for (size_t i = 0; i < EACH(WRONG); i++)
        assert_refused(WRONG[i][0], MW_TO_UTF8, WRONG[i][1], WRONG[i][2]);
}

/* T20: these are what iconv replaces without a word, or readers read so. */
static void refuses_what_would_be_read_back_as_something_else(void **state)
{
    static const char *const LOSSY[][3] = {
        { "euc-jp", "a\u00a5", "line 1, character 2: U+00A5 is not in euc-jp" },
        { "euc-jp", "\u203e", "line 1, character 1: U+203E is not in euc-jp" },
        { "shift_jis", "\u00a5",
          "line 1, character 1: U+00A5 is not in shift_jis" },
        { "shift_jis", "\u65e5\u301c",
          "line 1, character 2: U+301C is not in shift_jis" },
        { "windows-31j", "\u00a2",
          "line 1, character 1: U+00A2 is not in windows-31j" },
        { "euc-kr", "\u20a9", "line 1, character 1: U+20A9 is not in euc-kr" },
        { "windows-1258", "a\u0340",
          "line 1, character 2: U+0340 is not in windows-1258" },
    };

    (void)state;
    for (size_t i = 0; i < EACH(LOSSY); i++)
        assert_refused(LOSSY[i][0], MW_FROM_UTF8, LOSSY[i][1], LOSSY[i][2]);
}

static void keeps_the_backslash_and_tilde_of_shift_jis(void **state)
{
    (void)state;
    assert_conversion("shift_jis", MW_TO_UTF8, "\\~\x95\x5c", "\\~\u8868");
#ifdef __GLIBC__
    assert_conversion("shift_jis", MW_FROM_UTF8, "\\~\u8868", "\\~\x95\x5c");
#endif
}

static void reads_what_others_label_too_narrowly(void **state)
{
    (void)state;
    assert_conversion("gb2312", MW_TO_UTF8, "\xe9\x46", "\u9555");
    assert_conversion("shift_jis", MW_TO_UTF8, "\x87\x40", "\u2460");
    assert_refused("gb2312", MW_FROM_UTF8, "\u9555",
                   "line 1, character 1: U+9555 is not in gb2312");
}

static void reads_the_shifts_of_iso_2022_jp(void **state)
{
    (void)state;
    assert_conversion("iso-2022-jp", MW_TO_UTF8, "a\x1b$BF|K\\\x1b(Bb",
                      "a\u65e5\u672cb");
}

static void writes_two_characters_that_have_one_code(void **state)
{
    (void)state;
    assert_conversion("big5-hkscs", MW_FROM_UTF8, "x\u00ca\u0304y",
                      "x\x88\x62y");
    assert_conversion("big5-hkscs", MW_FROM_UTF8, "\u00ca", "\x88\x66");
}

/* Compares every split of TEXT and every room with TEXT in one piece. */
static void assert_no_split_shows(mw_converter *converter, mw_bytes text)
{
    result whole, made;

    convert(converter, text, SIZE_MAX, OUT_MOST, &whole);
    for (size_t piece = 1; piece <= text.size; piece++) {
        for (size_t room = 1; room <= 20; room++) {
            convert(converter, text, piece, room, &made);
            assert_int_equal(made.status, whole.status);
            assert_string_equal(made.error.message, whole.error.message);
            if (whole.status != MW_OK)
                continue;
            assert_int_equal(made.size, whole.size);
            assert_memory_equal(made.data, whole.data, whole.size);
        }
    }
}

static void gives_the_same_however_input_and_output_are_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < EACH(SAMPLES); i++) {
        const sample *s = &SAMPLES[i];
        mw_converter converter;

        if (open_converter(s->charset, MW_FROM_UTF8, &converter))
            assert_no_split_shows(&converter, mw_bytes_of(s->text));
        mw_converter_close(&converter);
        if (open_converter(s->charset, MW_TO_UTF8, &converter))
            assert_no_split_shows(&converter, mw_bytes_of(s->octets));
        mw_converter_close(&converter);
    }
}

static void fails_at_the_same_place_however_input_is_split(void **state)
{
    static const struct {
        const char *charset;
        mw_conversion direction;
        const char *text;
    } WRONG[] = {
        { "koi8-r", MW_FROM_UTF8, "\u041f\n\u0440\u20ac" },
        { "utf-8", MW_FROM_UTF8, "\u00e4\xe2\x28" },
        { "gb2312", MW_FROM_UTF8, "\u4f60\u597d\xe2\x82" },
        { "euc-jp", MW_FROM_UTF8, "\u65e5\u00a5\u672c" },
        { "windows-1258", MW_FROM_UTF8, "a\u0301\u0340" },
        { "us-ascii", MW_FROM_UTF8, "a\n\u00e4" },
        { "us-ascii", MW_TO_UTF8, "a\n\xe4" },
        { "utf-8", MW_TO_UTF8, "a\xe2\x82\n" },
        { "gb18030", MW_TO_UTF8, "\xc4\xe3\x94\x39\xd1\xff" },
        { "euc-jp", MW_TO_UTF8, "\xc6\xfc\xcb\x21" },
        { "windows-1255", MW_TO_UTF8, "\xf9\xd9\xec" },
        { "big5", MW_TO_UTF8, "\xc1\x63\xc5" },
    };

    (void)state;
    for (size_t i = 0; i < EACH(WRONG); i++) {
        mw_converter converter;

        if (open_converter(WRONG[i].charset, WRONG[i].direction, &converter))
            assert_no_split_shows(&converter, mw_bytes_of(WRONG[i].text));
        mw_converter_close(&converter);
    }
}

/* ATTACKS 4: the edges of what is converted at once. */
static void converts_texts_of_every_length_around_the_span(void **state)
{
    mw_converter converter;
    result made;

    (void)state;
    assert_true(open_converter("koi8-r", MW_FROM_UTF8, &converter));
    for (size_t count = 1; count < 2 * MW_CONVERTER_SPAN; count++) {
        uint8_t text[4 * MW_CONVERTER_SPAN + 1] = "x";

        for (size_t i = 0; i < count; i++)
            memcpy(text + 1 + 2 * i, "\xd0\x9f", 2);
        convert(&converter, (mw_bytes){ text, 1 + 2 * count }, SIZE_MAX, 7,
                &made);
        assert_int_equal(made.status, MW_OK);
        assert_int_equal(made.size, 1 + count);
        assert_int_equal(made.data[0], 'x');
        assert_int_equal(made.data[count], 0xf0);
    }
    mw_converter_close(&converter);
}

static bool converts_back(mw_converter *to, mw_converter *from, mw_bytes text)
{
    result there, back;

    convert(to, text, SIZE_MAX, 64, &there);
    if (there.status != MW_OK)
        return false;
    convert(from, (mw_bytes){ there.data, there.size }, SIZE_MAX, 64, &back);
    assert_int_equal(back.status, MW_OK);
    assert_int_equal(back.size, text.size);
    assert_memory_equal(back.data, text.data, text.size);
    return true;
}

/* T20: no character is replaced, in the charsets where iconv is tempted. */
static void gives_back_every_character_that_it_converts(void **state)
{
    static const char *const NAMES[] = { "shift_jis", "windows-31j", "euc-jp",
                                         "euc-kr", "gb2312" };

    (void)state;
    for (size_t i = 0; i < EACH(NAMES); i++) {
        mw_converter to = { 0 }, from = { 0 };
        size_t converted = 0;

        if (open_converter(NAMES[i], MW_FROM_UTF8, &to) &&
            open_converter(NAMES[i], MW_TO_UTF8, &from)) {
            for (uint32_t code = 0; code < 0xd800;
                 code += code < 0x400 ? 1 : 7) {
                uint8_t text[4];
                const size_t size = mw_utf8_put(text, code);

                converted +=
                    converts_back(&to, &from, (mw_bytes){ text, size });
            }
            assert_true(converted > 128);
        }
        mw_converter_close(&to);
        mw_converter_close(&from);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(converts_to_and_from_each_charset),
    cmocka_unit_test(has_the_charsets_that_every_iconv_has),
    cmocka_unit_test(names_the_character_and_its_place),
    cmocka_unit_test(names_the_octet_and_its_place),
    cmocka_unit_test(refuses_what_would_be_read_back_as_something_else),
    cmocka_unit_test(keeps_the_backslash_and_tilde_of_shift_jis),
    cmocka_unit_test(reads_what_others_label_too_narrowly),
    cmocka_unit_test(reads_the_shifts_of_iso_2022_jp),
    cmocka_unit_test(writes_two_characters_that_have_one_code),
    cmocka_unit_test(gives_the_same_however_input_and_output_are_split),
    cmocka_unit_test(fails_at_the_same_place_however_input_is_split),
    cmocka_unit_test(converts_texts_of_every_length_around_the_span),
    cmocka_unit_test(gives_back_every_character_that_it_converts),
};

SUITE_MAIN(TESTS)
