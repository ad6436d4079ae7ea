/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void refuses_boundaries_that_rfc_2046_does(void **state)
{
    char text[72];
    mw_plan_options *options = kit_options(kit_message());

    (void)state;
    memset(text, 'b', 71);
    text[71] = '\0';
    must_fail(mw_plan_options_set_boundary(options, text, &suite_error),
              MW_E_SYNTAX);
    must(mw_plan_options_set_boundary(options, text + 1, &suite_error));
    must_fail(mw_plan_options_set_boundary(options, "", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a ", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a\r\nb", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a;b", &suite_error),
              MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(refuses_boundaries_that_rfc_2046_does),
};

SUITE_MAIN(TESTS)
