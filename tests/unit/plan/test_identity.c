/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* T25: the content of an attachment is not asked. */
static void draws_the_identity_from_seed_header_and_sizes(void **state)
{
    static const struct {
        const char *seed, *to, *content;
        bool same;
    } CASES[] = {
        { "s", "t@x.test", "abc", true },   { "s", "t@x.test", "xyz", true },
        { "S", "t@x.test", "abc", false },  { "s", "T@x.test", "abc", false },
        { "s", "t@x.test", "abcd", false },
    };
    const char *first = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        mw_message *message = kit_empty_message();
        const char *id;

        must(mw_message_set_seed(message, CASES[i].seed, &suite_error));
        must(mw_message_add_field(message, "From", "a@x.test", &suite_error));
        must(mw_message_add_field(message, "To", CASES[i].to, &suite_error));
        kit_attach(message, "a.bin", CASES[i].content);
        id = mw_plan_message_id(kit_plan(message, NULL));
        if (first == NULL)
            first = id;
        assert_int_equal(strcmp(id, first) == 0, CASES[i].same);
    }
}

static void keeps_the_identity_over_a_second_plan(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const char *first, *second;

    (void)state;
    message->seed = NULL;
    kit_body(message, MW_BODY_TEXT, "gr\xc3\xbc\xc3\x9f\n");
    kit_attach(message, "a.bin", "x");
    first = kit_compose(message, NULL);
    mw_context_set_fixed_clock(message->context, 0, 0);
    assert_string_equal(kit_compose(message, NULL), first);
    mw_plan_options_set_transport(options, MW_TRANSPORT_8BIT);
    second = kit_compose(message, options);
    assert_holds(second, "8bit");
    assert_int_equal(strstr(second, "Content-Type") - second,
                     strstr(first, "Content-Type") - first);
    assert_memory_equal(first, second,
                        (size_t)(strstr(first, "Content-Type") - first));
}

static void takes_a_seed_only_before_it_is_used(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    assert_non_null(kit_plan(message, NULL));
    must_fail(mw_message_set_seed(message, "late", &suite_error), MW_E_USAGE);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(draws_the_identity_from_seed_header_and_sizes),
    cmocka_unit_test(keeps_the_identity_over_a_second_plan),
    cmocka_unit_test(takes_a_seed_only_before_it_is_used),
};

SUITE_MAIN(TESTS)
