/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "mechanisms.h"

static void knows_what_each_list_asks_for(void **state)
{
    static const struct {
        const char *list;
        bool no_password, no_user;
    } LISTS[] = {
        { NULL, false, false },
        { "", false, false },
        { ",", false, false },
        { "PLAIN", false, false },
        { "PLAIN,LOGIN", false, false },
        { "XOAUTH2", false, false },
        { "EXTERN", false, false },
        { "EXTERNALS", false, false },
        { "EXTERNAL", true, true },
        { "gssapi,External", true, true },
        { ",GSSAPI,", true, true },
        { "EXTERNAL,PLAIN", false, true },
        { "PLAIN,EXTERNAL", false, true },
        { "OauthBearer", false, true },
        { "XOAUTH2,OAUTHBEARER", false, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++) {
        assert_int_equal(mechanisms_need_no_password(LISTS[i].list),
                         LISTS[i].no_password);
        assert_int_equal(mechanisms_spare_user(LISTS[i].list),
                         LISTS[i].no_user);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(knows_what_each_list_asks_for),
};

SUITE_MAIN(TESTS)
