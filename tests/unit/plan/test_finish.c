/* SPDX-License-Identifier: MIT */

#include "kit.h"

/* C031, C060, C061 */
static void names_inline_parts_by_the_domain_of_from(void **state)
{
    mw_message *message = kit_message();
    const mw_plan_part *part;
    mw_part *made = NULL;
    mw_plan *plan = NULL;

    (void)state;
    must(mw_message_add_inline(message, kit_text(message, "x"), NULL,
                               &suite_error));
    must(mw_message_add_inline(message, kit_text(message, "x"), &made,
                               &suite_error));
    must(mw_part_set_content_id(made, "logo", &suite_error));
    kit_body(message, MW_BODY_HTML, "<p>\n");
    plan = kit_plan(message, NULL);
    part = kit_leaf(plan, 1);
    assert_holds(mw_plan_part_content_id(part), "@example.test>");
    assert_string_equal(mw_plan_part_content_id(kit_leaf(plan, 2)),
                        "<logo@example.test>");
    must(mw_message_add_inline(message, kit_text(message, "x"), &made,
                               &suite_error));
    must(mw_part_set_content_id(made, "logo@example.test", &suite_error));
    plan = NULL;
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_USAGE);
    assert_holds(suite_error.message, "given twice");
}

/* C062: an image is found by its id, in the related that holds the page. */
static void puts_images_beside_the_page_that_shows_them(void **state)
{
    mw_message *message = kit_message();
    mw_part *image = NULL;
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_HTML, "<img src=\"cid:logo@example.test\">\n");
    must(mw_message_add_inline(message, kit_text(message, "png"), &image,
                               &suite_error));
    must(mw_part_set_content_id(image, "logo@example.test", &suite_error));
    must(mw_part_set_type(image, "image/png", &suite_error));
    plan = kit_plan(message, NULL);
    assert_string_equal(kit_outline(plan),
                        "multipart/related(text/html,image/png)");
    assert_holds(kit_write(plan, NULL),
                 "\r\nContent-ID: <logo@example.test>\r\n");
    assert_lacks(kit_write(plan, NULL), "Content-Location");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(names_inline_parts_by_the_domain_of_from),
    cmocka_unit_test(puts_images_beside_the_page_that_shows_them),
};

SUITE_MAIN(TESTS)
