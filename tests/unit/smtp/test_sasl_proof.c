/* SPDX-License-Identifier: MIT */

/*
 * What proves a password, and that it is not shown where a server repeats it.
 */

#include "config.h"

#include "smtp/sasl_stage.h"
#include "smtp/scram_server.h"

/* Begins MECHANISM for "tim". */
static const mw_login *begin_as_tim(const char *mechanism)
{
    return begin(with_password("tim", "tanstaaftanstaaf", mechanism), "");
}

static void hides_the_digest_of_cram_md5(void **state)
{
    static const char *const REPEATED[] = {
        "5.7.8 not b913a602c7eda7a495b4e6e7334d3890",
        "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw",
    };
    const mw_login *login = begin_as_tim("CRAM-MD5");

    (void)state;
    assert_false(reveals(login, REPEATED[0]));
    say(login, "<1896.697170952@postoffice.reston.mci.net>");
    for (int ended = 0; ended < 2; ended++) {
        assert_true(reveals(login, REPEATED[0]));
        assert_true(reveals(login, REPEATED[1]));
        assert_true(login->reveals_beginning(login->user,
                                             mw_bytes_of("no b913a602c7")));
        assert_false(reveals(login, "5.7.8 tim, go away"));
        login->end(login->user);
    }
}

static void hides_the_proof_of_scram(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        scram_server server = { .hash = i ? EVP_sha1() : EVP_sha256(),
                                .password = "tanstaaftanstaaf" };
        const mw_login *login =
            begin_as_tim(i ? "SCRAM-SHA-1" : "SCRAM-SHA-256");
        const char *last;

        scram_hear_first(&server, say(login, ""));
        scram_say_first(&server, "4096");
        last = say(login, server.first);
        assert_non_null(strstr(last, ",p="));
        assert_true(reveals(login, last));
        assert_true(reveals(login, strstr(last, ",p=") + 3));
        assert_false(reveals(login, server.first));
        assert_true(scram_hear_final(&server, last));
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(hides_the_digest_of_cram_md5),
    cmocka_unit_test(hides_the_proof_of_scram),
};

SUITE_MAIN(TESTS)
