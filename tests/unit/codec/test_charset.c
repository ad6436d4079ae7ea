/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/charset.h"

static mw_charset_list list_of(const char *names)
{
    mw_charset_list list;

    must(mw_charset_list_parse(names, false, &list, &suite_error));
    return list;
}

static const mw_charset *charset_of(const char *name)
{
    return list_of(name).items[0];
}

static void appends_a_whole_text_behind_what_is_there(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(out, "> ", &suite_error));
    must(mw_charset_convert(cache, charset_of("koi8-r"), MW_FROM_UTF8,
                            mw_bytes_of("\u041f\u0440"), out, &suite_error));
    assert_bytes(mw_buffer_bytes(out), "> \xf0\xd2");
}

static void converts_a_text_longer_than_its_window(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *text = suite_buffer();
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        must(mw_buffer_append_octet(text, 0xe4, &suite_error));
    must(mw_charset_convert(cache, charset_of("iso-8859-1"), MW_TO_UTF8,
                            mw_buffer_bytes(text), out, &suite_error));
    assert_int_equal(out->size, 6000);
    for (size_t i = 0; i < 6000; i++)
        assert_int_equal(out->data[i], i % 2 == 0 ? 0xc3 : 0xa4);
}

/* T20 */
static void leaves_the_output_as_it_was_where_it_fails(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(out, "before", &suite_error));
    must_fail(mw_charset_convert(cache, charset_of("koi8-r"), MW_FROM_UTF8,
                                 mw_bytes_of("\u041f\u20ac"), out,
                                 &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 2: U+20AC is not in koi8-r");
    assert_bytes(mw_buffer_bytes(out), "before");
}

static void starts_anew_after_a_failure_with_the_handle_it_kept(void **state)
{
    mw_converter_cache *cache = suite_converters();
    mw_buffer *out = suite_buffer();
    const mw_charset *charset = charset_of("koi8-r");
    const struct mw_converter_entry *first;

    (void)state;
    must_fail(mw_charset_convert(cache, charset, MW_FROM_UTF8,
                                 mw_bytes_of("\u041f\xe2\x82"), out,
                                 &suite_error),
              MW_E_DATA);
    first = cache->first;
    must(mw_charset_convert(cache, charset, MW_FROM_UTF8, mw_bytes_of("\u041f"),
                            out, &suite_error));
    assert_bytes(mw_buffer_bytes(out), "\xf0");
    assert_ptr_equal(cache->first, first);
    must(mw_charset_convert(cache, charset, MW_TO_UTF8, mw_bytes_of("\xf0"),
                            out, &suite_error));
    assert_bytes(mw_buffer_bytes(out), "\xf0\u041f");
    assert_ptr_not_equal(cache->first, first);
    first = cache->first;
    must(mw_charset_convert(cache, charset, MW_TO_UTF8, mw_bytes_of("\xd2"),
                            out, &suite_error));
    assert_ptr_equal(cache->first, first);
}

/* C033: us-ascii where it will do. */
static void chooses_the_first_charset_that_holds_all(void **state)
{
    static const char *const CHOICES[][2] = {
        { "plain", "us-ascii" },
        { "", "us-ascii" },
        { "Gr\u00f6\u00dfe", "iso-8859-1" },
        { "\u041f", "koi8-r" },
        { "\u00f6\u041f", "utf-8" },
    };
    mw_converter_cache *cache = suite_converters();
    const mw_charset_list list = list_of("us-ascii,iso-8859-1,koi8-r,utf-8");

    (void)state;
    for (size_t i = 0; i < sizeof CHOICES / sizeof CHOICES[0]; i++) {
        const mw_charset *chosen = NULL;

        must(mw_charset_choose(cache, &list, mw_bytes_of(CHOICES[i][0]),
                               &chosen, NULL, &suite_error));
        assert_string_equal(chosen->name, CHOICES[i][1]);
    }
}

static void gives_the_octets_of_the_charset_chosen_and_no_others(void **state)
{
    mw_converter_cache *cache = suite_converters();
    const mw_charset_list list = list_of("koi8-r,iso-8859-1");
    const mw_charset *chosen = NULL;
    mw_buffer *out = suite_buffer();

    (void)state;
    must(mw_charset_choose(cache, &list, mw_bytes_of("abc\u00f6"), &chosen, out,
                           &suite_error));
    assert_bytes(mw_buffer_bytes(out), "abc\xf6");
}

/* T20 */
static void names_what_the_last_charset_lacks(void **state)
{
    mw_converter_cache *cache = suite_converters();
    const mw_charset_list list = list_of("us-ascii,koi8-r");
    const mw_charset *chosen = NULL;
    mw_buffer *out = suite_buffer();

    (void)state;
    must_fail(mw_charset_choose(cache, &list, mw_bytes_of("\u041f\U0001f44d"),
                                &chosen, out, &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 2: U+1F44D is not in koi8-r");
    assert_null(chosen);
    assert_int_equal(out->size, 0);
}

static void recognizes_the_first_charset_in_which_a_text_is_valid(void **state)
{
    static const char *const TEXTS[][3] = {
        { "plain", "us-ascii", "plain" },
        { "\u00e4", "utf-8", "\u00e4" },
        { "\xe4", "iso-8859-1", "\u00e4" },
    };
    mw_converter_cache *cache = suite_converters();
    const mw_charset_list list = list_of("us-ascii,utf-8,iso-8859-1");

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const mw_charset *recognized = NULL;
        mw_buffer *out = suite_buffer();

        must(mw_charset_recognize(cache, &list, mw_bytes_of(TEXTS[i][0]),
                                  &recognized, out, &suite_error));
        assert_string_equal(recognized->name, TEXTS[i][1]);
        assert_bytes(mw_buffer_bytes(out), TEXTS[i][2]);
    }
}

/* T20 */
static void fails_as_the_first_charset_does_where_none_is_right(void **state)
{
    mw_converter_cache *cache = suite_converters();
    const mw_charset_list list = list_of("utf-8,us-ascii");
    const mw_charset *recognized = NULL;
    mw_buffer *out = suite_buffer();

    (void)state;
    must_fail(mw_charset_recognize(cache, &list, mw_bytes_of("fo\xf6"),
                                   &recognized, out, &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1, character 3: octet 0xF6 is not utf-8");
    assert_null(recognized);
    assert_int_equal(out->size, 0);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(appends_a_whole_text_behind_what_is_there),
    cmocka_unit_test(converts_a_text_longer_than_its_window),
    cmocka_unit_test(leaves_the_output_as_it_was_where_it_fails),
    cmocka_unit_test(starts_anew_after_a_failure_with_the_handle_it_kept),
    cmocka_unit_test(chooses_the_first_charset_that_holds_all),
    cmocka_unit_test(gives_the_octets_of_the_charset_chosen_and_no_others),
    cmocka_unit_test(names_what_the_last_charset_lacks),
    cmocka_unit_test(recognizes_the_first_charset_in_which_a_text_is_valid),
    cmocka_unit_test(fails_as_the_first_charset_does_where_none_is_right),
};

SUITE_MAIN(TESTS)
