/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/parameter.h"

#include "base/ascii.h"

#include <stdlib.h>

#define EACH(table) (sizeof(table) / sizeof(table)[0])
#define LONGEST 76

/* What a test works with, made once. */
typedef struct {
    mw_converter_cache *cache;
    mw_buffer *scratch, *out;
    mw_arena *arena;
    mw_charset_list charsets;
} bench;

static bench make_bench(const char *charsets)
{
    bench made = { .cache = suite_converters() };

    made.scratch = suite_buffer();
    made.out = suite_buffer();
    made.arena = suite_arena();
    must(mw_charset_list_parse(charsets, true, &made.charsets, &suite_error));
    return made;
}

/* Encodes NAME and VALUE, each piece after "; ". */
static void encode(const bench *with, const char *name, mw_bytes value,
                   bool utf8, size_t longest)
{
    const mw_parameter parameter = { mw_bytes_of(name), value, NULL };
    mw_parameter_encoder encoder;
    bool done = false;

    mw_buffer_truncate(with->out, 0);
    mw_buffer_truncate(with->scratch, 0);
    must(mw_parameter_encoder_init(&encoder, with->cache, &with->charsets, utf8,
                                   &parameter, longest, with->scratch,
                                   &suite_error));
    while (!done) {
        size_t before;

        must(mw_buffer_append_text(with->out, "; ", &suite_error));
        before = with->out->size;
        must(mw_parameter_encode(&encoder, with->out, &done, &suite_error));
        assert_in_range(with->out->size - before, 1, longest);
    }
}

typedef struct {
    const char *value, *wanted;
} example;

static void assert_encoded(const char *charsets, bool utf8,
                           const example *examples, size_t count)
{
    const bench with = make_bench(charsets);

    for (size_t i = 0; i < count; i++) {
        encode(&with, "filename", mw_bytes_of(examples[i].value), utf8,
               LONGEST);
        assert_bytes(mw_buffer_bytes(with.out), examples[i].wanted);
    }
}

/* C020 */
static void writes_a_token_bare_and_anything_else_in_quotes(void **state)
{
    static const example EXAMPLES[] = {
        { "report.pdf", "; filename=report.pdf" },
        { "-rf.txt", "; filename=-rf.txt" },
        { "~root.txt", "; filename=~root.txt" },
        { "100%25.txt", "; filename=\"100%25.txt\"" },
        { "utf-8''name*0*.txt", "; filename=\"utf-8''name*0*.txt\"" },
        { "", "; filename=\"\"" },
        { "a b.txt", "; filename=\"a b.txt\"" },
        { " a.txt ", "; filename=\" a.txt \"" },
        { "a(1).txt", "; filename=\"a(1).txt\"" },
        { "a;b=c.txt", "; filename=\"a;b=c.txt\"" },
        { "a=?b?=.txt", "; filename=\"a=?b?=.txt\"" },
        { "a<b>c:d|e?f*g.txt", "; filename=\"a<b>c:d|e?f*g.txt\"" },
        { "a\"b.txt", "; filename=\"a\\\"b.txt\"" },
        { "a\\b.txt", "; filename=\"a\\\\b.txt\"" },
        { "a\"; x=\"y.exe", "; filename=\"a\\\"; x=\\\"y.exe\"" },
        { "[x]@y,z/", "; filename=\"[x]@y,z/\"" },
    };

    (void)state;
    assert_encoded("us-ascii,utf-8", false, EXAMPLES, EACH(EXAMPLES));
}

/* C055, C144 */
static void extends_what_is_not_ascii(void **state)
{
    static const example EXAMPLES[] = {
        { "Pr\u00fcfung 1.pdf", "; filename*=utf-8''Pr%C3%BCfung%201.pdf" },
        { "\u00e4*'%{};\"", "; filename*=utf-8''%C3%A4%2A%27%25%7B%7D%3B%22" },
        { "\u00e4!#$&+-.^_`|~09azAZ",
          "; filename*=utf-8''%C3%A4!#$&+-.^_`|~09azAZ" },
        { "\u00e4()<>@,;:\\\"/[]?=",
          "; filename*=utf-8''%C3%A4%28%29%3C%3E%40%2C%3B%3A%5C%22%2F%5B%5D"
          "%3F%3D" },
    };

    (void)state;
    assert_encoded("us-ascii,utf-8", false, EXAMPLES, EACH(EXAMPLES));
}

/* C055: a control character is never raw, and never in quotes */
static void extends_ascii_that_quotes_cannot_carry(void **state)
{
    static const example EXAMPLES[] = {
        { "a\nBcc: x", "; filename*=us-ascii''a%0ABcc%3A%20x" },
        { "a\tb", "; filename*=us-ascii''a%09b" },
        { "a\x7f", "; filename*=us-ascii''a%7F" },
        { "=?utf-8?q?x?=", "; filename*=us-ascii''%3D%3Futf-8%3Fq%3Fx%3F%3D" },
    };

    (void)state;
    assert_encoded("us-ascii,utf-8", false, EXAMPLES, EACH(EXAMPLES));
    assert_encoded("us-ascii,utf-8", true, EXAMPLES, EACH(EXAMPLES));
}

/* C055 */
static void names_the_first_charset_that_holds_the_value(void **state)
{
    static const example EXAMPLES[] = {
        { "\u041f.txt", "; filename*=koi8-r''%F0.txt" },
        { "\u20ac.txt", "; filename*=utf-8''%E2%82%AC.txt" },
    };

    (void)state;
    assert_encoded("us-ascii,koi8-r,utf-8", false, EXAMPLES, EACH(EXAMPLES));
}

static void leaves_utf8_as_it_is_where_headers_are_utf8(void **state)
{
    static const example EXAMPLES[] = {
        { "a.txt", "; filename=a.txt" },
        { "Pr\u00fcfung \"1\".pdf",
          "; filename=\"Pr\u00fcfung \\\"1\\\".pdf\"" },
        { "\u00e4\xc2\x85", "; filename*=utf-8''%C3%A4%C2%85" },
    };

    (void)state;
    assert_encoded("us-ascii", true, EXAMPLES, EACH(EXAMPLES));
}

/* C055: sections of raw UTF-8 would name no charset */
static void extends_what_is_too_long_for_utf8_headers(void **state)
{
    static const example EXAMPLES[] = {
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "\u00fc\u00fc",
          "; filename*0*=utf-8''"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "; filename*1*=aaaaaaa%C3%BC%C3%BC" },
    };

    (void)state;
    assert_encoded("us-ascii", true, EXAMPLES, EACH(EXAMPLES));
}

/* C054, C055, C056 */
static void continues_long_values_in_ascending_sections(void **state)
{
    static const example EXAMPLES[] = {
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "; filename="
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "a" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "b",
          "; "
          "filename*0=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaa\"; filename*1=\"aaaab\"" },
        { "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"
          "\u00fc",
          "; filename*0*=utf-8''%C3%BC%C3%BC%C3%BC%C3%BC%C3%BC%C3%BC%C3%BC%C3"
          "%BC%C3%BC; filename*1*=%C3%BC%C3%BC%C3%BC" },
    };

    (void)state;
    assert_encoded("us-ascii,utf-8", false, EXAMPLES, EACH(EXAMPLES));
}

/* C054: each section decodes by itself, in a charset of two octets too */
static void splits_sections_between_characters(void **state)
{
    static const example EXAMPLES[] = {
        { "1 \u4f60\u597d \u4f60\u597d \u4f60\u597d \u4f60\u597d.docx",
          "; filename*0*=gb2312''1%20%C4%E3%BA%C3%20%C4%E3%BA%C3%20%C4%E3"
          "%BA%C3%20%C4%E3; filename*1*=%BA%C3.docx" },
        { "123 \u4f60\u597d \u4f60\u597d \u4f60\u597d \u4f60\u597d.docx",
          "; filename*0*=gb2312''123%20%C4%E3%BA%C3%20%C4%E3%BA%C3%20%C4%E3"
          "%BA%C3%20; filename*1*=%C4%E3%BA%C3.docx" },
    };

    (void)state;
    assert_encoded("us-ascii,gb2312,utf-8", false, EXAMPLES, EACH(EXAMPLES));
}

static void assert_comes_back(const bench *with, mw_bytes value, bool utf8,
                              size_t longest)
{
    mw_parameter *list = NULL;

    mw_arena_reset(with->arena);
    encode(with, "title", value, utf8, longest);
    must(mw_parameter_parse(with->cache, mw_buffer_bytes(with->out),
                            with->arena, &list, &suite_error));
    assert_non_null(list);
    assert_null(list->next);
    assert_bytes(list->name, "title");
    assert_true(mw_bytes_equal(list->value, value));
}

/* C054, C055: whatever the line, and wherever the value ends */
static void reads_back_what_it_wrote_for_every_line_length(void **state)
{
    static const char *const VALUES[] = {
        "a", "\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\",
        "  spaces   everywhere   and more of them   than in one line   ",
        "\u5173\u4e8e\u53ec\u5f00\u4e8c\u3007\u4e8c\u516d\u5e74\u7b2c.docx",
        "\U0001f389x\U0001f382\U0001f973y\U0001f355"
    };

    (void)state;
    for (size_t i = 0; i < EACH(VALUES); i++) {
        const bench with = make_bench("us-ascii,utf-8");

        for (size_t longest = 40; longest <= 76;
             longest += suite_is_fault_run() ? 36 : 1) {
            assert_comes_back(&with, mw_bytes_of(VALUES[i]), false, longest);
            assert_comes_back(&with, mw_bytes_of(VALUES[i]), true, longest);
        }
    }
}

/* C048 in spirit: a section alone is valid UTF-8 */
static void cuts_no_character_of_utf8(void **state)
{
    const bench with = make_bench("utf-8");
    const char *found;

    (void)state;
    encode(&with, "n",
           mw_bytes_of("\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60\u4f60"),
           false, 40);
    found = mw_buffer_text(with.out);
    for (size_t i = 0; (found = strstr(found, "*=")) != NULL; i++) {
        found += i == 0 ? strlen("*=utf-8''") : strlen("*=");
        assert_memory_equal(found, "%E4%BD%A0", 9);
    }
}

static void takes_the_octets_of_any_control_and_of_a_long_value(void **state)
{
    const bench with = make_bench("utf-8");
    uint8_t value[2048];

    (void)state;
    for (size_t i = 0; i < sizeof value; i++)
        value[i] = (uint8_t)(i % 128);
    assert_comes_back(&with, (mw_bytes){ value, sizeof value }, false, LONGEST);
}

static mw_status begin(const bench *with, const char *name, const char *value,
                       bool utf8)
{
    const mw_parameter parameter = { mw_bytes_of(name), mw_bytes_of(value),
                                     NULL };
    mw_parameter_encoder encoder;

    return mw_parameter_encoder_init(&encoder, with->cache, &with->charsets,
                                     utf8, &parameter, LONGEST, with->scratch,
                                     &suite_error);
}

/* T20 */
static void fails_where_no_charset_holds_the_value(void **state)
{
    const bench with = make_bench("us-ascii,koi8-r");

    (void)state;
    must_fail(begin(&with, "x", "\u20ac", false), MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 1: U+20AC is not in koi8-r");
    must_fail(begin(&with, "x", "a\xff", true), MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 2: octet 0xFF is not utf-8");
    assert_int_equal(with.scratch->size, 0);
}

static void fails_where_the_name_leaves_no_room(void **state)
{
    static const char NAME[] =
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";
    const bench with = make_bench("utf-8");

    (void)state;
    must(begin(&with, NAME, "short", false));
    must_fail(begin(&with, NAME, "\u00e4\u00f6\u00fc", false), MW_E_RANGE);
    assert_int_equal(with.scratch->size, 0);
    must_fail(begin(&with, NAME, "a value of several words", false),
              MW_E_RANGE);
}

/* C020, C144 */
static void knows_names_and_tokens(void **state)
{
    static const char *const TOKENS[] = { "a", "x-y", "100%", "a*b'c", "{}|~" };
    static const char *const OTHERS[] = { "",  "a b",  "a\"", "a/b",   "a=",
                                          "(", "\x7f", "a\n", "\u00e4" };

    (void)state;
    for (size_t i = 0; i < EACH(TOKENS); i++)
        assert_true(mw_parameter_is_token(mw_bytes_of(TOKENS[i])));
    for (size_t i = 0; i < EACH(OTHERS); i++) {
        assert_false(mw_parameter_is_token(mw_bytes_of(OTHERS[i])));
        assert_false(mw_parameter_is_name(mw_bytes_of(OTHERS[i])));
    }
    assert_true(mw_parameter_is_name(mw_bytes_of("x-{name}")));
    assert_false(mw_parameter_is_name(mw_bytes_of("name*")));
    assert_false(mw_parameter_is_name(mw_bytes_of("it's")));
    assert_false(mw_parameter_is_name(mw_bytes_of("50%")));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_a_token_bare_and_anything_else_in_quotes),
    cmocka_unit_test(extends_what_is_not_ascii),
    cmocka_unit_test(extends_ascii_that_quotes_cannot_carry),
    cmocka_unit_test(names_the_first_charset_that_holds_the_value),
    cmocka_unit_test(leaves_utf8_as_it_is_where_headers_are_utf8),
    cmocka_unit_test(extends_what_is_too_long_for_utf8_headers),
    cmocka_unit_test(continues_long_values_in_ascending_sections),
    cmocka_unit_test(splits_sections_between_characters),
    cmocka_unit_test(reads_back_what_it_wrote_for_every_line_length),
    cmocka_unit_test(cuts_no_character_of_utf8),
    cmocka_unit_test(takes_the_octets_of_any_control_and_of_a_long_value),
    cmocka_unit_test(fails_where_no_charset_holds_the_value),
    cmocka_unit_test(fails_where_the_name_leaves_no_room),
    cmocka_unit_test(knows_names_and_tokens),
};

SUITE_MAIN(TESTS)
