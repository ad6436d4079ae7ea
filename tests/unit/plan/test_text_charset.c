/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void sends_text_in_the_first_charset_that_holds_it(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const mw_plan_part *part;

    (void)state;
    must(mw_plan_options_set_charsets(
        options, "us-ascii,iso-8859-1,koi8-r,utf-8", &suite_error));
    kit_body(message, MW_BODY_TEXT,
             "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82\n");
    part = kit_leaf(kit_plan(message, options), 0);
    assert_string_equal(mw_plan_part_charset(part), "koi8-r");
    assert_int_equal(mw_plan_part_size(part), 8);
}

static void names_the_character_that_no_charset_holds(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;

    (void)state;
    must(
        mw_plan_options_set_charsets(options, "us-ascii,koi8-r", &suite_error));
    kit_body(message, MW_BODY_TEXT, "a\nbc\xf0\x9f\x91\x8d\n");
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_DATA);
    assert_holds(suite_error.message, "line 2, character 3: U+1F44D");
}

static void says_where_a_page_is_not_what_its_meta_says(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_HTML,
             "<!-- <meta charset=koi8-r> --><meta charset=\"iso-8859-1\">"
             "gr\xc3\xbc\n");
    plan = kit_plan(message, NULL);
    assert_int_equal(mw_plan_note_count(plan), 1);
    assert_holds(mw_plan_note(plan, 0), "its <meta> says iso-8859-1");
    message = kit_message();
    kit_body(message, MW_BODY_HTML, "<meta charset=\"iso-8859-1\">gr\xfc\n");
    assert_int_equal(mw_plan_note_count(kit_plan(message, NULL)), 0);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(sends_text_in_the_first_charset_that_holds_it),
    cmocka_unit_test(names_the_character_that_no_charset_holds),
    cmocka_unit_test(says_where_a_page_is_not_what_its_meta_says),
};

SUITE_MAIN(TESTS)
