/* SPDX-License-Identifier: MIT */

/*
 * A password that is asked for when a login needs it.
 */

#include "config.h"

#include "smtp/sasl_stage.h"

typedef struct answer {
    const char *password;
    unsigned asked;
} answer;

static mw_status answer_for(void *user, const char **password, mw_error *error)
{
    answer *self = user;

    self->asked++;
    *password = self->password;
    return *password ? MW_OK : mw_fail(error, MW_E_READ, "nobody is there");
}

/* EXTERNAL comes first, and none but who needs a password asks for it. */
static void asks_for_a_password_when_it_is_needed(void **state)
{
    answer user = { .password = "pencil" };
    mw_sasl *sasl = make((mw_sasl_settings){ .user = "u",
                                             .host = "h",
                                             .has_certificate = true,
                                             .mechanisms = "EXTERNAL,PLAIN",
                                             .ask = answer_for,
                                             .ask_user = &user });
    const mw_login *login = begin(sasl, "EXTERNAL PLAIN");

    (void)state;
    login->end(login->user);
    assert_int_equal(user.asked, 0);
    for (unsigned i = 0; i < 2; i++) {
        must(login->start(login->user, &login->mechanisms[1],
                          mw_bytes_of("PLAIN"), &suite_error));
        login->end(login->user);
    }
    assert_int_equal(user.asked, 1);
    assert_true(reveals(login, "is pencil right?"));
}

static void asks_no_more_where_there_is_no_answer(void **state)
{
    answer user = { .password = NULL };
    const mw_login *login =
        mw_sasl_login(make((mw_sasl_settings){ .user = "u",
                                               .mechanisms = "PLAIN,LOGIN",
                                               .ask = answer_for,
                                               .ask_user = &user }));

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        must_fail(login->start(login->user, &login->mechanisms[i],
                               mw_bytes_of("PLAIN LOGIN"), &suite_error),
                  MW_E_READ);
        assert_string_equal(suite_error.message, "nobody is there");
        suite_error = (mw_error){ 0 };
    }
    assert_int_equal(user.asked, 1);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(asks_for_a_password_when_it_is_needed),
    cmocka_unit_test(asks_no_more_where_there_is_no_answer),
};

SUITE_MAIN(TESTS)
