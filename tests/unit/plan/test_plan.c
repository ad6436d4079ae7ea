/* SPDX-License-Identifier: MIT */

#include "kit.h"

/* C016 */
static void needs_smtputf8_only_where_something_is_outside_ascii(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    mw_plan_options_set_utf8_headers(options, 1);
    assert_int_equal(mw_plan_extensions(kit_plan(message, options)), 0);
    must(mw_message_add_field(message, "Cc", "\xd0\xb4@example.test",
                              &suite_error));
    assert_int_equal(mw_plan_extensions(kit_plan(message, options)),
                     MW_EXTENSION_SMTPUTF8);
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_RANGE);
}

/* Gives "one", then fails, then goes on as if nothing had been. */
static mw_status stumble(void *user, void *buffer, size_t size, size_t *got,
                         mw_error *error)
{
    int *call = user;

    (void)size;
    *got = 3;
    memcpy(buffer, "one", 3);
    switch ((*call)++) {
    case 1:
        return mw_fail(error, MW_E_READ, "stumbled");
    case 3:
        *got = 0;
        return MW_OK;
    default:
        return MW_OK;
    }
}

/* What was read is lost; a second plan must not make do with the rest. */
static void does_not_plan_the_rest_of_a_source_that_failed(void **state)
{
    mw_message *message = kit_message();
    mw_source *source = NULL;
    mw_plan *plan = NULL;
    static int call;

    (void)state;
    call = 0;
    must(mw_source_new_callback(message, stumble, &call, NULL, &source,
                                &suite_error));
    must(mw_message_attach(message, source, NULL, &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_READ);
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_READ);
    assert_holds(suite_error.message, "cannot be read again");
}

static void refuses_a_message_over_its_size_naming_the_biggest(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;
    uint64_t size;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_attach(message, "big.bin", "0123456789012345678901234567890123456789");
    size = mw_plan_size(kit_plan(message, NULL));
    mw_plan_options_set_size_limit(options, size);
    assert_non_null(kit_plan(message, options));
    mw_plan_options_set_size_limit(options, size - 1);
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_LIMIT);
    assert_holds(suite_error.message, "big.bin");
    assert_int_equal(suite_error.cause, MW_CAUSE_MESSAGE_SIZE);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(needs_smtputf8_only_where_something_is_outside_ascii),
    cmocka_unit_test(does_not_plan_the_rest_of_a_source_that_failed),
    cmocka_unit_test(refuses_a_message_over_its_size_naming_the_biggest),
};

SUITE_MAIN(TESTS)
