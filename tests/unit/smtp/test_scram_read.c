/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/scram_read.h"

#define NONCE "rOprNGfwEbeRWgbNEkqO"
#define SALT ",s=W22ZaJ0SNY7soEsUEjb6gQ=="

static mw_status read_first(const char *text)
{
    mw_scram_first first;

    return mw_scram_read_first(mw_bytes_of(text), mw_bytes_of(NONCE), &first,
                               suite_buffer(), &suite_error);
}

static mw_status read_final(const char *text)
{
    return mw_scram_read_final(mw_bytes_of(text), suite_buffer(), &suite_error);
}

static void reads_what_the_server_says(void **state)
{
    static const char SERVER_FIRST[] = "r=" NONCE "x" SALT ",i=4096";
    mw_buffer *salt = suite_buffer(), *signature = suite_buffer();
    mw_scram_first first;

    (void)state; /* C128 */
    must(mw_scram_read_first(mw_bytes_of(SERVER_FIRST), mw_bytes_of(NONCE),
                             &first, salt, &suite_error));
    assert_bytes(first.nonce, NONCE "x");
    assert_int_equal(first.iterations, 4096);
    assert_int_equal(salt->size, 16);
    assert_memory_equal(salt->data, "[m\x99h\x9d\x12", 6);
    must(mw_scram_read_final(mw_bytes_of("v=cGVuY2ls,x=y"), signature,
                             &suite_error));
    assert_bytes(mw_buffer_bytes(signature), "pencil");
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
        must(read_first(GOOD[i]));
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
        must_fail(read_first(BAD[i].text), BAD[i].status);
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
        must_fail(read_first(BAD[i]), MW_E_DATA);
}

static void refuses_challenges_that_are_too_long(void **state)
{
    static uint8_t octets[MW_SCRAM_CHALLENGE_LIMIT + 1];
    const mw_bytes challenge = { octets, sizeof octets };

    (void)state; /* T11 */
    memset(octets, 'A', sizeof octets);
    memcpy(octets, "v=", 2);
    must_fail(mw_scram_read_first(challenge, mw_bytes_of(NONCE), NULL,
                                  suite_buffer(), &suite_error),
              MW_E_LIMIT);
    must_fail(mw_scram_read_final(challenge, suite_buffer(), &suite_error),
              MW_E_LIMIT);
}

static void wants_a_signature_at_the_end(void **state)
{
    static const char *const BAD[] = { "",  "v",       "v=",     "v====",
                                       "x", "v=not64", "p=AAAA", "=AAAA" };

    (void)state; /* C128 */
    must(read_final("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        must_fail(read_final(BAD[i]), MW_E_DATA);
}

static void names_the_errors_of_servers_and_no_other_text(void **state)
{
    (void)state; /* T13 */
    must_fail(read_final("e=invalid-proof"), MW_E_DATA);
    assert_non_null(strstr(suite_error.message, "invalid-proof"));
    must_fail(read_final("e=pencil"), MW_E_DATA);
    assert_null(strstr(suite_error.message, "pencil"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_what_the_server_says),
    cmocka_unit_test(takes_a_first_message_within_the_limits),
    cmocka_unit_test(refuses_counts_that_are_too_small_or_too_large),
    cmocka_unit_test(refuses_a_first_message_of_another_form),
    cmocka_unit_test(refuses_challenges_that_are_too_long),
    cmocka_unit_test(wants_a_signature_at_the_end),
    cmocka_unit_test(names_the_errors_of_servers_and_no_other_text),
};

SUITE_MAIN(TESTS)
