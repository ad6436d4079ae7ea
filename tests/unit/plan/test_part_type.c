/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void checks_a_label_against_the_octets(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;

    (void)state;
    must(mw_part_set_type(kit_attach(message, "a.txt", "gr\xfc\xdf"),
                          "text/plain; charset=utf-8", &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    must(mw_part_set_type(message->attachments,
                          "text/plain; charset=iso-8859-1", &suite_error));
    assert_holds(kit_compose(message, NULL), "charset=iso-8859-1");
}

/* The caller said what it is, so it is a text, and so it is labelled. */
static void labels_an_attachment_whose_charset_is_given(void **state)
{
    mw_message *message = kit_message();
    mw_part *part = kit_attach(message, "a.csv", "gr\xfc\xdf");
    mw_plan *plan = NULL;

    (void)state;
    must(mw_part_set_input_charsets(part, "utf-8,iso-8859-1", &suite_error));
    assert_holds(kit_compose(message, NULL),
                 "Content-Type: text/csv; charset=iso-8859-1; name=a.csv\r\n");
    must(mw_part_set_input_charsets(part, "utf-8", &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    message = kit_message();
    must(mw_part_set_type(kit_attach(message, "a", "gr\xc3\xbc"), "text/plain",
                          &suite_error));
    assert_holds(kit_compose(message, NULL), "text/plain; charset=utf-8");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(checks_a_label_against_the_octets),
    cmocka_unit_test(labels_an_attachment_whose_charset_is_given),
};

SUITE_MAIN(TESTS)
