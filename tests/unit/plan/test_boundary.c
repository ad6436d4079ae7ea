/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* C034, C035 */
static void gives_each_multipart_a_boundary_of_its_own(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const char *written;

    (void)state;
    must(mw_plan_options_set_boundary(options, "mine", &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_body(message, MW_BODY_HTML, "x\n");
    assert_holds(kit_compose(message, options), "boundary=mine\r\n");
    kit_attach(message, "a.bin", "");
    written = kit_compose(message, options);
    assert_holds(written, "boundary=mine-1\r\n");
    assert_holds(written, "boundary=mine-2\r\n");
    assert_holds(written, "\r\n--mine-2--\r\n--mine-1\r\n");
}

/* Plans TEXT and an HTML body with the boundary "mine". */
static mw_status plan_with_boundary(const char *text)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;
    mw_status status;

    must(mw_plan_options_set_boundary(options, "mine", &suite_error));
    kit_body(message, MW_BODY_TEXT, text);
    kit_body(message, MW_BODY_HTML, "x\n");
    status = mw_plan_new(message, options, &plan, &suite_error);
    mw_plan_free(plan);
    return status;
}

/* C035 */
static void refuses_a_boundary_that_the_content_holds(void **state)
{
    static const char *const TEXTS[] = {
        "--mine\n",
        "a\n--mine-and-more\n",
        "a longer text that is gr\xc3\xbc\xc3\x9f\n--mine\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        must_fail(plan_with_boundary(TEXTS[i]), MW_E_DATA);
        assert_holds(suite_error.message, "boundary");
    }
    must(plan_with_boundary("no --mine at the start\n-- mine\n"));
}

/* C035: a soft break may put it at the start of a line. */
static void looks_for_a_boundary_in_quoted_printable_too(void **state)
{
    unsigned refused = 0;

    (void)state;
    for (int blanks = 60; blanks < 80; blanks++) {
        char text[200];
        mw_status status;

        snprintf(text, sizeof text, "\xc3\xbc%*s--mine\n", blanks, "");
        status = plan_with_boundary(text);
        if (status == MW_E_DATA)
            refused++;
        else
            must(status);
    }
    assert_int_equal(refused, 1);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_each_multipart_a_boundary_of_its_own),
    cmocka_unit_test(refuses_a_boundary_that_the_content_holds),
    cmocka_unit_test(looks_for_a_boundary_in_quoted_printable_too),
};

SUITE_MAIN(TESTS)
