/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/scram.h"

#define NONCE "rOprNGfwEbeRWgbNEkqO"
#define SALT ",s=W22ZaJ0SNY7soEsUEjb6gQ=="

static mw_status check_first(const char *text)
{
    return mw_scram_check_first(mw_bytes_of(text), mw_bytes_of(NONCE),
                                &suite_error);
}

static void finds_the_nonce_of_the_client(void **state)
{
    (void)state;
    assert_bytes(mw_scram_nonce(mw_bytes_of("n,,n=user,r=" NONCE)), NONCE);
    assert_bytes(mw_scram_nonce(mw_bytes_of("y,a=x,n=u=2Cr=3D,r=a=b")), "a=b");
    assert_int_equal(mw_scram_nonce(mw_bytes_of("n,,n=user")).size, 0);
    assert_int_equal(mw_scram_nonce(mw_bytes_of("")).size, 0);
}

static void takes_a_first_message_within_the_limits(void **state)
{
    static const char *const GOOD[] = {
        "r=" NONCE "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0" SALT ",i=4096",
        "r=" NONCE "1" SALT ",i=1000000",
        "r=" NONCE "1" SALT ",i=10000,x=extension",
    };

    (void)state; /* C128 */
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        must(check_first(GOOD[i]));
}

static void refuses_counts_that_are_too_small_or_too_large(void **state)
{
    static const struct {
        const char *text;
        mw_status status;
    } BAD[] = {
        { "r=" NONCE "1" SALT ",i=4095", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=1", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=1000001", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=2000000000", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=4294971392", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=99999999999999999999999999", MW_E_LIMIT },
        { "r=" NONCE "1" SALT ",i=0", MW_E_DATA },
        { "r=" NONCE "1" SALT ",i=04096", MW_E_DATA },
        { "r=" NONCE "1" SALT ",i=-4096", MW_E_DATA },
        { "r=" NONCE "1" SALT ",i=4096x", MW_E_DATA },
        { "r=" NONCE "1" SALT ",i=", MW_E_DATA },
    };

    (void)state; /* C128, T11 */
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        must_fail(check_first(BAD[i].text), BAD[i].status);
}

static void refuses_a_first_message_of_another_form(void **state)
{
    static const char *const BAD[] = {
        "",
        "r",
        "m=x,r=" NONCE "1" SALT ",i=4096",
        "s=W22ZaJ0SNY7soEsUEjb6gQ==,r=" NONCE "1,i=4096",
        "r=" NONCE "1,i=4096",
        "r=" NONCE "1" SALT,
        "r=" NONCE "1,s=,i=4096",
        "r=" NONCE "1,s=====,i=4096",
        "r=" NONCE "1,s=W22,i=4096",
        "r=" NONCE "1,s=W2 Z,i=4096",
        "r=" NONCE SALT ",i=4096",
        "r=" NONCE " 1" SALT ",i=4096",
        "r=rOprNGfwEbeRWgbNEkqo1" SALT ",i=4096",
        "r=rOpr" SALT ",i=4096",
        "e=other-error",
    };

    (void)state; /* C128 */
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        must_fail(check_first(BAD[i]), MW_E_DATA);
}

static void refuses_challenges_that_are_too_long(void **state)
{
    static uint8_t octets[MW_SCRAM_CHALLENGE_LIMIT + 1];
    const mw_bytes challenge = { octets, sizeof octets };

    (void)state; /* T11 */
    memset(octets, 'A', sizeof octets);
    memcpy(octets, "v=", 2);
    must_fail(mw_scram_check_first(challenge, mw_bytes_of(NONCE), &suite_error),
              MW_E_LIMIT);
    must_fail(mw_scram_check_final(challenge, &suite_error), MW_E_LIMIT);
}

static void wants_a_signature_at_the_end(void **state)
{
    static const char *const BAD[] = { "",  "v",       "v=",     "v====",
                                       "x", "v=not64", "p=AAAA", "=AAAA" };

    (void)state; /* C128 */
    must(mw_scram_check_final(
        mw_bytes_of("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
        &suite_error));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        must_fail(mw_scram_check_final(mw_bytes_of(BAD[i]), &suite_error),
                  MW_E_DATA);
}

static void names_the_errors_of_servers_and_no_other_text(void **state)
{
    (void)state; /* T13 */
    must_fail(
        mw_scram_check_final(mw_bytes_of("e=invalid-proof"), &suite_error),
        MW_E_DATA);
    assert_non_null(strstr(suite_error.message, "invalid-proof"));
    must_fail(mw_scram_check_final(mw_bytes_of("e=pencil"), &suite_error),
              MW_E_DATA);
    assert_null(strstr(suite_error.message, "pencil"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_the_nonce_of_the_client),
    cmocka_unit_test(takes_a_first_message_within_the_limits),
    cmocka_unit_test(refuses_counts_that_are_too_small_or_too_large),
    cmocka_unit_test(refuses_a_first_message_of_another_form),
    cmocka_unit_test(refuses_challenges_that_are_too_long),
    cmocka_unit_test(wants_a_signature_at_the_end),
    cmocka_unit_test(names_the_errors_of_servers_and_no_other_text),
};

SUITE_MAIN(TESTS)
