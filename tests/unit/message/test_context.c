/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void count_release(void *user)
{
    (*(int *)user)++;
}

static mw_status broken_clock(void *user, int64_t *seconds, int *utc_offset,
                              mw_error *error)
{
    (void)user;
    (void)seconds;
    (void)utc_offset;
    return mw_fail(error, MW_E_SYSTEM, "the clock has stopped");
}

static mw_status broken_random(void *user, void *bytes, size_t size,
                               mw_error *error)
{
    (void)user;
    (void)bytes;
    (void)size;
    return mw_fail(error, MW_E_SYSTEM, "the dice are lost");
}

static void releases_what_it_was_lent_once(void **state)
{
    int clock = 0, random = 0;
    mw_context *context = NULL;

    (void)state;
    must(mw_context_new_with_allocator(suite_allocate, NULL, &context,
                                       &suite_error));
    mw_context_set_clock(context, broken_clock, &clock, count_release);
    mw_context_set_fixed_clock(context, 0, 0);
    assert_int_equal(clock, 1);
    mw_context_set_random(context, broken_random, &random, count_release);
    mw_context_free(context);
    assert_int_equal(clock, 1);
    assert_int_equal(random, 1);
    mw_context_free(NULL);
}

static void passes_on_what_clock_and_randomness_say(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    mw_context_set_clock(message->context, broken_clock, NULL, NULL);
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_SYSTEM);
    assert_string_equal(suite_error.message, "the clock has stopped");
    mw_context_set_fixed_clock(message->context, 0, 0);
    mw_context_set_random(message->context, broken_random, NULL, NULL);
    message->seed = NULL;
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_SYSTEM);
    assert_string_equal(suite_error.message, "the dice are lost");
}

static void keeps_its_limits(void **state)
{
    mw_context *context = suite_context();

    (void)state;
    assert_int_equal(mw_context_limit(context, MW_LIMIT_PARTS), 100000);
    mw_context_set_limit(context, MW_LIMIT_PARTS, 7);
    assert_int_equal(mw_context_limit(context, MW_LIMIT_PARTS), 7);
    mw_context_set_limit(context, (mw_limit)99, 7);
    assert_int_equal(mw_context_limit(context, (mw_limit)99), 0);
}

static void a_message_that_was_reset_is_as_new(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_attach(message, "a.txt", "x");
    mw_message_reset(message);
    assert_false(mw_message_has_field(message, "From"));
    must(mw_message_set_seed(message, "kit", &suite_error));
    must(mw_message_add_field(message, "From", "z@example.test", &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    assert_string_equal(kit_outline(kit_plan(message, NULL)), "text/plain");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(releases_what_it_was_lent_once),
    cmocka_unit_test(passes_on_what_clock_and_randomness_say),
    cmocka_unit_test(keeps_its_limits),
    cmocka_unit_test(a_message_that_was_reset_is_as_new),
};

SUITE_MAIN(TESTS)
