/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/media_type.h"

static mw_media_type read_type(const char *text)
{
    mw_header_style *style = make_style(false);
    mw_media_type type = { 0 };

    must(mw_media_type_parse(style->cache, mw_bytes_of(text), suite_arena(),
                             &type, &suite_error));
    return type;
}

static mw_bytes write_type(const mw_media_type *type, const char *legacy,
                           size_t most, const mw_header_style *style)
{
    mw_buffer *out = suite_buffer();
    mw_fold fold;

    must(mw_fold_begin(&fold, out, mw_bytes_of("Content-Type"), 0,
                       &suite_error));
    must(mw_media_type_write(&fold, type, legacy, most, style, &suite_error));
    must(mw_fold_end(&fold, &suite_error));
    assert_folded(mw_buffer_bytes(out), style->utf8);
    return mw_buffer_bytes(out);
}

static void reads_types_in_any_case_of_letters(void **state)
{
    const mw_media_type type = read_type("Text/HTML; Charset=UTF-8; x=\"a;b\"");

    (void)state;
    assert_string_equal(type.type, "text");
    assert_string_equal(type.subtype, "html");
    assert_true(mw_media_type_is(&type, "text", "html"));
    assert_true(mw_media_type_is(&type, "text", NULL));
    assert_false(mw_media_type_is(&type, "text", "plain"));
    assert_false(mw_media_type_is(&type, "image", NULL));
    assert_bytes(mw_parameter_find(type.parameters, "charset")->value, "UTF-8");
    assert_bytes(mw_parameter_find(type.parameters, "x")->value, "a;b");
}

/* cmp-100, cmp-101 */
static void refuses_what_is_no_type(void **state)
{
    static const char *const TEXTS[] = {
        "",
        "text",
        "/",
        "text/",
        "/plain",
        "text/plain/x",
        "te xt/plain",
        "text /plain",
        "text/pl@in",
        "text/pl\xc3\xa4in",
        "text/plain; a b\"=c",
        "text/plain; a",
        "text/plain, x=y",
        "text/plain x=y",
        "text/plain\r\nX: y",
        "applicationoctet",
        "text/plain; a=1; a=2",
    };
    mw_header_style *style = make_style(false);
    mw_media_type type = { .type = "as it was" };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        must_fail(mw_media_type_parse(style->cache, mw_bytes_of(TEXTS[i]),
                                      suite_arena(), &type, &suite_error),
                  MW_E_SYNTAX);
    assert_string_equal(type.type, "as it was");
}

static void reads_dispositions_without_a_slash(void **state)
{
    mw_header_style *style = make_style(false);
    mw_media_type type = { 0 };

    (void)state;
    must(mw_disposition_parse(style->cache,
                              mw_bytes_of("Attachment; filename=x"),
                              suite_arena(), &type, &suite_error));
    assert_string_equal(type.type, "attachment");
    assert_string_equal(type.subtype, "");
    assert_bytes(mw_parameter_find(type.parameters, "filename")->value, "x");
    assert_bytes(write_type(&type, NULL, 0, style),
                 "Content-Type: attachment; filename=x\r\n");
    must_fail(mw_disposition_parse(style->cache, mw_bytes_of("a/b"),
                                   suite_arena(), &type, &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_disposition_parse(style->cache, mw_bytes_of("; x=y"),
                                   suite_arena(), &type, &suite_error),
              MW_E_SYNTAX);
}

static void sets_a_parameter_in_place_of_one_of_its_name(void **state)
{
    mw_media_type type = read_type("text/plain; charset=x; format=flowed");
    mw_arena *arena = suite_arena();

    (void)state;
    must(mw_media_type_set(&type, arena, "CHARSET", mw_bytes_of("utf-8"),
                           &suite_error));
    must(mw_media_type_set(&type, arena, "delsp", mw_bytes_of("yes"),
                           &suite_error));
    must_fail(
        mw_media_type_set(&type, arena, "a b", mw_bytes_of("x"), &suite_error),
        MW_E_SYNTAX);
    assert_bytes(write_type(&type, NULL, 0, make_style(false)),
                 "Content-Type: text/plain; CHARSET=utf-8; format=flowed; "
                 "delsp=yes\r\n");
}

/* C003, C020, C046, C055 */
static void writes_each_parameter_in_the_form_it_needs(void **state)
{
    static const struct {
        const char *value, *legacy, *wanted;
    } NAMES[] = {
        { "x.png", "name", "Content-Type: image/png; name=x.png\r\n" },
        { "a b", "name", "Content-Type: image/png; name=\"a b\"\r\n" },
        { "\xc3\xa4.png", NULL,
          "Content-Type: image/png; name*=utf-8''%C3%A4.png\r\n" },
        { "\xc3\xa4.png", "name",
          "Content-Type: image/png; name=\"=?utf-8?B?w6QucG5n?=\"\r\n" },
        { "\xc3\xa4.png", "filename",
          "Content-Type: image/png; name*=utf-8''%C3%A4.png\r\n" },
    };
    mw_header_style *style = make_style(false);

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        mw_media_type type = read_type("image/png");

        must(mw_media_type_set(&type, suite_arena(), "name",
                               mw_bytes_of(NAMES[i].value), &suite_error));
        assert_bytes(write_type(&type, NAMES[i].legacy, 60, style),
                     NAMES[i].wanted);
    }
}

/* C043: a name of many encoded-words is folded between them. */
static void folds_a_long_legacy_name_between_its_words(void **state)
{
    mw_header_style *style = make_style(false);
    mw_media_type type = read_type("image/png; x=y");
    char value[401] = { 0 };
    mw_bytes body;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof value; i += 2)
        memcpy(value + i, "\xc3\xa4", 2);
    must(mw_media_type_set(&type, suite_arena(), "name", mw_bytes_of(value),
                           &suite_error));
    must(mw_media_type_set(&type, suite_arena(), "z", mw_bytes_of("z"),
                           &suite_error));
    body = unfolded(write_type(&type, "name", 1000, style));
    assert_memory_equal(body.data, "image/png; x=y; name=\"=?utf-8?B?", 32);
    assert_memory_equal(body.data + body.size - 8, "?=\"; z=z", 8);
}

static void leaves_a_legacy_name_out_that_is_too_long(void **state)
{
    static const char NAME[] = "\xc3\xa4.png"; /* =?utf-8?B?w6QucG5n?= */
    mw_header_style *style = make_style(false);
    mw_media_type type = read_type("image/png");

    (void)state;
    must(mw_media_type_set(&type, suite_arena(), "name", mw_bytes_of(NAME),
                           &suite_error));
    must(mw_media_type_set(&type, suite_arena(), "x", mw_bytes_of("y"),
                           &suite_error));
    assert_bytes(write_type(&type, "name", 19, style),
                 "Content-Type: image/png; x=y\r\n");
    assert_bytes(write_type(&type, "name", 20, style),
                 "Content-Type: image/png; name=\"=?utf-8?B?w6QucG5n?=\"; "
                 "x=y\r\n");
}

/* C016 */
static void writes_utf8_as_it_is_with_utf8_headers(void **state)
{
    mw_media_type type = read_type("image/png");

    (void)state;
    must(mw_media_type_set(&type, suite_arena(), "name",
                           mw_bytes_of("\xc3\xa4.png"), &suite_error));
    assert_bytes(write_type(&type, "name", 0, make_style(true)),
                 "Content-Type: image/png; name=\"\xc3\xa4.png\"\r\n");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_types_in_any_case_of_letters),
    cmocka_unit_test(refuses_what_is_no_type),
    cmocka_unit_test(reads_dispositions_without_a_slash),
    cmocka_unit_test(sets_a_parameter_in_place_of_one_of_its_name),
    cmocka_unit_test(writes_each_parameter_in_the_form_it_needs),
    cmocka_unit_test(folds_a_long_legacy_name_between_its_words),
    cmocka_unit_test(leaves_a_legacy_name_out_that_is_too_long),
    cmocka_unit_test(writes_utf8_as_it_is_with_utf8_headers),
};

SUITE_MAIN(TESTS)
