/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/parameter.h"

#include <stdio.h>

#define EACH(table) (sizeof(table) / sizeof(table)[0])

/* Parses TEXT, and shows the list as "name=[value]" with blanks between. */
static const char *parse(mw_converter_cache *cache, const char *text)
{
    mw_parameter *list = NULL;
    mw_buffer *shown = suite_buffer();

    must(mw_parameter_parse(cache, mw_bytes_of(text), suite_arena(), &list,
                            &suite_error));
    for (; list != NULL; list = list->next) {
        must(mw_buffer_append_text(shown, shown->size > 0 ? " " : "",
                                   &suite_error));
        must(mw_buffer_append_bytes(shown, list->name, &suite_error));
        must(mw_buffer_append_text(shown, "=[", &suite_error));
        must(mw_buffer_append_bytes(shown, list->value, &suite_error));
        must(mw_buffer_append_text(shown, "]", &suite_error));
    }
    return mw_buffer_text(shown);
}

static void assert_parsed(const char *const (*texts)[2], size_t count)
{
    mw_converter_cache *cache = suite_converters();

    for (size_t i = 0; i < count; i++)
        assert_string_equal(parse(cache, texts[i][0]), texts[i][1]);
}

/* C020 */
static void reads_tokens_and_quoted_strings(void **state)
{
    static const char *const TEXTS[][2] = {
        { "", "" },
        { " \t (nothing) ", "" },
        { ";charset=us-ascii", "charset=[us-ascii]" },
        { "; charset=us-ascii (Plain text)", "charset=[us-ascii]" },
        { " ; a = \"b c\" ; d=e ", "a=[b c] d=[e]" },
        { "; a=\"\"", "a=[]" },
        { "; a=\"x\\\"y\\\\z\\q\"", "a=[x\"y\\zq]" },
        { "; a=\"; b=c\"", "a=[; b=c]" },
        { ";\r\n\ta=\"b\r\n c\"", "a=[b c]" },
        { "; a (x (nested) \\) y) = (z) b", "a=[b]" },
        { "; A=\"\u00e4\"", "A=[\u00e4]" },
        { "; a=x'y%20z*", "a=[x'y%20z*]" },
        { "; a={b}", "a=[{b}]" },
    };

    (void)state;
    assert_parsed(TEXTS, EACH(TEXTS));
}

/* C054, C055, C056; the examples of RFC 2231 and RFC 5987 */
static void reads_the_examples_of_the_rfcs(void **state)
{
    static const char *const TEXTS[][2] = {
        { "; access-type=URL;\r\n URL*0=\"ftp://\";\r\n "
          "URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"",
          "access-type=[URL] "
          "URL=[ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar]" },
        { ";\r\n title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
          "title=[This is ***fun***]" },
        { ";\r\n title*0*=us-ascii'en'This%20is%20even%20more%20;\r\n "
          "title*1*=%2A%2A%2Afun%2A%2A%2A%20;\r\n title*2=\"isn't it!\"",
          "title=[This is even more ***fun*** isn't it!]" },
        { "; foo*=UTF-8''%c2%a3%20and%20%e2%82%ac%20rates",
          "foo=[\u00a3 and \u20ac rates]" },
        { "; foo*=iso-8859-1'en'%A3%20rates", "foo=[\u00a3 rates]" },
    };

    (void)state;
    assert_parsed(TEXTS, EACH(TEXTS));
}

/* C056 */
static void joins_sections_in_their_order_however_they_come(void **state)
{
    static const char *const TEXTS[][2] = {
        { "; n*2=c; x=y; n*0=a; n*1=b", "n=[abc] x=[y]" },
        { "; N*1*=%A4; n*0*=utf-8''%C3", "n=[\u00e4]" },
        { "; n*10=k; n*9=j; n*8=i; n*7=h; n*6=g; n*5=f; n*4=e; n*3=d; n*2=c; "
          "n*1=b; n*0=a",
          "n=[abcdefghijk]" },
        { "; n*0=a; m*0=x; n*1=b; m*1=y; a=1", "n=[ab] m=[xy] a=[1]" },
        { "; n*0=\"a%20\"; n*1*=%20b", "n=[a%20 b]" },
        { "; n*0=\"it's\"; n*1=\" it\"", "n=[it's it]" },
    };

    (void)state;
    assert_parsed(TEXTS, EACH(TEXTS));
}

static void takes_what_others_write_and_means_one_thing(void **state)
{
    static const char *const TEXTS[][2] = {
        { "; n*=\"utf-8''%C3%A4\"", "n=[\u00e4]" },
        { "; n*=''abc", "n=[abc]" },
        { "; n*=''%C3%A4", "n=[\u00e4]" },
        { "; n=\"a.txt\"; n*=utf-8''%C3%A4.txt", "n=[\u00e4.txt]" },
        { "; n*0*=utf-8''%C3%A4; n=\"a\"; n*1=b", "n=[\u00e4"
                                                  "b]" },
        { "; n*=gb2312''%DB%AC", "n=[\u90dc]" },
    };

    (void)state;
    assert_parsed(TEXTS, EACH(TEXTS));
}

/* C020, C054, C055, T20 */
static void says_what_is_wrong_and_where(void **state)
{
    static const char *const WRONG[][2] = {
        { "a=b", "octet 1 of the parameters: \";\" is missing" },
        { "; a=b c", "octet 7 of the parameters: \";\" is missing" },
        { "; a=b;", "octet 7 of the parameters: a parameter's name is missing "
                    "or malformed" },
        { "; a b\"=c", "octet 5 of the parameters: \"=\" is missing" },
        { "; a", "octet 4 of the parameters: \"=\" is missing" },
        { "; a=", "octet 5 of the parameters: a value is missing" },
        { "; a=\u00e4", "octet 5 of the parameters: a value is missing" },
        { "; a=\"b",
          "octet 5 of the parameters: a quoted-string does not end" },
        { "; a=\"b\\\"",
          "octet 5 of the parameters: a quoted-string does not end" },
        { "; a=\"b\\",
          "octet 5 of the parameters: a quoted-string does not end" },
        { "; a=\"b\nc\"", "octet 7 of the parameters: a control character" },
        { "; a=\"b\r\n\"", "octet 7 of the parameters: a control character" },
        { "; a=\"\\\x01\"", "octet 7 of the parameters: a control character" },
        { "; (x a=b", "octet 3 of the parameters: a comment does not end" },
        { "; a=b (x\\)", "octet 7 of the parameters: a comment does not end" },
        { "; a*x=b", "octet 3 of the parameters: a parameter's name is missing "
                     "or malformed" },
        { "; a*01=b", "octet 3 of the parameters: a parameter's name is "
                      "missing or malformed" },
        { "; a*1234567890=b", "octet 3 of the parameters: a parameter's name "
                              "is missing or malformed" },
        { "; a*0**=b", "octet 3 of the parameters: a parameter's name is "
                       "missing or malformed" },
        { "; *=b", "octet 3 of the parameters: a parameter's name is missing "
                   "or malformed" },
        { "; a'=b", "octet 3 of the parameters: a parameter's name is missing "
                    "or malformed" },
        { "; a=b; A=c", "parameter \"A\" is given twice" },
        { "; a*0=b; a*0*=utf-8''c", "parameter \"a\" is given twice" },
        { "; a*=utf-8''b; a*0=c", "parameter \"a\" is given twice" },
        { "; a*0=b; a*2=c", "parameter \"a\" lacks a section" },
        { "; a*1=b", "parameter \"a\" lacks a section" },
        { "; a*=b", "parameter \"a\" has no charset" },
        { "; a*=utf-8'b", "parameter \"a\" has no charset" },
        { "; a*=x-klingon''b", "parameter \"a\" is in an unknown charset" },
        { "; a*=utf-8''%4", "parameter \"a\" has a \"%\" without two digits" },
        { "; a*=utf-8''%4G", "parameter \"a\" has a \"%\" without two digits" },
        { "; a*=utf-8''%FF", "parameter \"a\" is not in the charset it names" },
        { "; a=\"\xff\"", "parameter \"a\" is not in the charset it names" },
    };
    mw_converter_cache *cache = suite_converters();
    mw_arena *arena = suite_arena();

    (void)state;
    for (size_t i = 0; i < EACH(WRONG); i++) {
        mw_parameter *list = NULL;

        must_fail(mw_parameter_parse(cache, mw_bytes_of(WRONG[i][0]), arena,
                                     &list, &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, WRONG[i][1]);
        assert_null(list);
    }
}

static void appends_to_a_list_that_has_some(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_parameter first = { mw_bytes_of("a"), mw_bytes_of("b"), NULL };
    mw_parameter *list = &first;

    (void)state;
    must(mw_parameter_parse(cache, mw_bytes_of("; c=d"), suite_arena(), &list,
                            &suite_error));
    assert_ptr_equal(list, &first);
    assert_ptr_equal(mw_parameter_find(list, "C"), first.next);
    assert_bytes(first.next->value, "d");
    assert_null(mw_parameter_find(list, "e"));
}

/* T17: what sorting and joining take from the arena grows with the input. */
static void joins_a_megabyte_of_sections_in_the_worst_order(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *text = suite_buffer();
    mw_arena *arena = suite_arena();
    mw_parameter *list = NULL;
    size_t count = 80000;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = count; i > 0; i--)
        must(mw_buffer_printf(text, &suite_error, ";n*%zu=%zu", i - 1,
                              (i - 1) % 10));
    assert_true(text->size > 1 << 19);
    must(mw_parameter_parse(cache, mw_buffer_bytes(text), arena, &list,
                            &suite_error));
    assert_null(list->next);
    assert_int_equal(list->value.size, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(list->value.data[i], '0' + (int)(i % 10));
    assert_true(arena->used < 64 * text->size);
}

/* T17 */
static void keeps_many_parameters_in_their_order(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *text = suite_buffer();
    mw_parameter *list = NULL;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (unsigned i = 0; i < 1000; i++)
        must(mw_buffer_printf(text, &suite_error, ";n%u=%u", i * 7 % 1000, i));
    must(mw_parameter_parse(cache, mw_buffer_bytes(text), suite_arena(), &list,
                            &suite_error));
    for (unsigned i = 0; i < 1000; i++, list = list->next) {
        char wanted[16];

        snprintf(wanted, sizeof wanted, "%u", i);
        assert_non_null(list);
        assert_bytes(list->value, wanted);
    }
    assert_null(list);
}

static void goes_past_comments_as_deep_as_they_are(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *text = suite_buffer();
    mw_parameter *list = NULL;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < 1 << 19; i++)
        must(mw_buffer_append_octet(text, '(', &suite_error));
    for (size_t i = 0; i < 1 << 19; i++)
        must(mw_buffer_append_octet(text, ')', &suite_error));
    must(mw_buffer_append_text(text, ";a=b", &suite_error));
    must(mw_parameter_parse(cache, mw_buffer_bytes(text), suite_arena(), &list,
                            &suite_error));
    assert_bytes(list->value, "b");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_tokens_and_quoted_strings),
    cmocka_unit_test(reads_the_examples_of_the_rfcs),
    cmocka_unit_test(joins_sections_in_their_order_however_they_come),
    cmocka_unit_test(takes_what_others_write_and_means_one_thing),
    cmocka_unit_test(says_what_is_wrong_and_where),
    cmocka_unit_test(appends_to_a_list_that_has_some),
    cmocka_unit_test(joins_a_megabyte_of_sections_in_the_worst_order),
    cmocka_unit_test(keeps_many_parameters_in_their_order),
    cmocka_unit_test(goes_past_comments_as_deep_as_they_are),
};

SUITE_MAIN(TESTS)
