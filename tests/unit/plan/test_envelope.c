/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The plan of a message with the COUNT FIELDS, names and bodies. */
static mw_plan *plan_of(const char *const (*fields)[2], size_t count)
{
    mw_message *message = kit_empty_message();

    for (size_t i = 0; i < count; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    return kit_plan(message, NULL);
}

/* T16 */
static void makes_the_envelope_from_the_parsed_addresses(void **state)
{
    static const char *const FIELDS[][2] = {
        { "From", "\"x@evil y\"@good.test" },
        { "To", "G: B <b@X.test>, \"b\"@x.test;, c@b\xc3\xbc"
                "cher.test" },
        { "Cc", "b@x.test, B@x.test" },
    };
    const mw_plan *plan = plan_of(FIELDS, COUNT(FIELDS));

    (void)state;
    assert_string_equal(mw_plan_envelope_from(plan), "\"x@evil y\"@good.test");
    assert_int_equal(mw_plan_envelope_to_count(plan), 3);
    assert_string_equal(mw_plan_envelope_to(plan, 0), "b@X.test");
    assert_string_equal(mw_plan_envelope_to(plan, 1), "c@xn--bcher-kva.test");
    assert_string_equal(mw_plan_envelope_to(plan, 2), "B@x.test");
}

/* C015 */
static void goes_where_the_newest_resent_block_says(void **state)
{
    static const char *const FIELDS[][2] = {
        { "From", "a@x.test" },
        { "To", "b@x.test" },
        { "Cc", "c@x.test" },
        { "Resent-Date", "Mon, 02 Feb 2026 10:00:00 +0000" },
        { "Resent-From", "d@x.test, e@x.test" },
        { "Resent-Sender", "e@x.test" },
        { "Resent-To", "f@x.test" },
        { "Resent-Cc", "g@x.test" },
        { "Resent-Date", "Sun, 01 Feb 2026 10:00:00 +0000" },
        { "Resent-From", "h@x.test" },
        { "Resent-To", "i@x.test" },
    };
    const mw_plan *plan = plan_of(FIELDS, COUNT(FIELDS));

    (void)state;
    assert_string_equal(mw_plan_envelope_from(plan), "e@x.test");
    assert_int_equal(mw_plan_envelope_to_count(plan), 2);
    assert_string_equal(mw_plan_envelope_to(plan, 0), "f@x.test");
    assert_string_equal(mw_plan_envelope_to(plan, 1), "g@x.test");
}

static void takes_the_envelope_that_is_given(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    must(mw_message_set_envelope_from(message, "", &suite_error));
    must(mw_message_add_envelope_to(message, "z@example.test", &suite_error));
    must_fail(mw_message_set_envelope_from(message, "x\r\ny@z", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_message_add_envelope_to(message, "x", &suite_error),
              MW_E_SYNTAX);
    plan = kit_plan(message, NULL);
    assert_string_equal(mw_plan_envelope_from(plan), "");
    assert_int_equal(mw_plan_envelope_to_count(plan), 1);
    assert_string_equal(mw_plan_envelope_to(plan, 0), "z@example.test");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(makes_the_envelope_from_the_parsed_addresses),
    cmocka_unit_test(goes_where_the_newest_resent_block_says),
    cmocka_unit_test(takes_the_envelope_that_is_given),
};

SUITE_MAIN(TESTS)
