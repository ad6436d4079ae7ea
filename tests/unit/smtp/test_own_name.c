/* SPDX-License-Identifier: MIT */

#include "smtp/own_name.h"

#include "suite.h"

static void knows_a_name_that_others_can_look_up(void **state)
{
    static const struct {
        const char *name;
        bool full;
    } NAMES[] = {
        { "mail.example.test", true },
        { "a.b", true },
        { "mail", false },
        { "", false },
        { ".test", false },
        { "mail.", false },
        { "localhost", false },
        { "localhost.localdomain", false },
        { "LOCALHOST.example.test", false },
        { "mail.localdomain", false },
        { "mail.LOCALHOST", false },
        { "127.0.0.1", false },
        { "b\xc3\xbc"
          "ro.example.test",
          false },
        { "two words.example.test", false },
    };

    (void)state; /* C093, C124 */
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_int_equal(mw_own_name_is_full(NAMES[i].name), NAMES[i].full);
}

static void gives_a_full_name_or_none(void **state)
{
    const mw_wait wait = { mw_clock_after(2000), -1, NULL };
    char name[MW_HOST_MOST] = "x";

    (void)state; /* C093, C124 */
    mw_own_name(&wait, name);
    assert_true(!*name || mw_own_name_is_full(name));
}

static void does_not_wait_for_a_name(void **state)
{
    const mw_wait now = { MW_DO_NOT_WAIT, -1, NULL };
    char name[MW_HOST_MOST] = "x";

    (void)state;
    mw_resolve_canonical("mail.example.invalid", &now, name);
    assert_string_equal(name, "");
    mw_resolve_canonical("", &now, name);
    assert_string_equal(name, "");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(knows_a_name_that_others_can_look_up),
    cmocka_unit_test(gives_a_full_name_or_none),
    cmocka_unit_test(does_not_wait_for_a_name),
};

SUITE_MAIN(TESTS)
