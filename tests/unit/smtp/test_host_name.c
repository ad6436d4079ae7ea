/* SPDX-License-Identifier: MIT */

#include "smtp/host_name.h"

#include "suite.h"

static void writes_what_name_servers_know(void **state)
{
    static const struct {
        const char *host;
        const char *name;
    } HOSTS[] = {
        { "mail.example.test", "mail.example.test" },
        { "MAIL_1.example.test.", "MAIL_1.example.test." },
        { "2001:db8::1", "2001:db8::1" },
        { "b\xc3\xbc"
          "cher.example.test",
          "xn--bcher-kva.example.test" },
        { "B\xc3\x9c"
          "CHER.example.test",
          "xn--bcher-kva.example.test" },
    };
    char name[MW_HOST_MOST];

    (void)state; /* T10 */
    for (size_t i = 0; i < sizeof HOSTS / sizeof *HOSTS; i++) {
        must(mw_host_name_write(suite_context(), HOSTS[i].host, name,
                                &suite_error));
        assert_string_equal(name, HOSTS[i].name);
    }
}

static void refuses_what_is_no_host_name(void **state)
{
    static const char *const HOSTS[] = {
        "b\xc3\xbc\x63her example", "\xff.test", "\xc3\xbc,y@a.test",
        "\xe2\x80\xae.test",        "",          "\xc3\xbc..test",
    };
    char name[MW_HOST_MOST];

    (void)state;
    for (size_t i = 0; i < sizeof HOSTS / sizeof *HOSTS; i++)
        must_fail(
            mw_host_name_write(suite_context(), HOSTS[i], name, &suite_error),
            MW_E_SYNTAX);
}

static void refuses_a_name_that_is_too_long(void **state)
{
    char host[MW_HOST_MOST * 5];
    char name[MW_HOST_MOST];

    (void)state;
    memset(host, 'a', sizeof host - 1);
    host[sizeof host - 1] = 0;
    must_fail(mw_host_name_write(suite_context(), host, name, &suite_error),
              MW_E_SYNTAX);
    memcpy(host, "\xc3\xbc.", 3);
    must_fail(mw_host_name_write(suite_context(), host, name, &suite_error),
              MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_what_name_servers_know),
    cmocka_unit_test(refuses_what_is_no_host_name),
    cmocka_unit_test(refuses_a_name_that_is_too_long),
};

SUITE_MAIN(TESTS)
