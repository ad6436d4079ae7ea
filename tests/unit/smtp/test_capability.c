/* SPDX-License-Identifier: MIT */

#include "smtp/capability.h"
#include "suite.h"

static mw_capability the_capability;

static void end_capability(void *capability)
{
    mw_capability_free(capability);
}

static mw_capability *new_capability(void)
{
    mw_capability_init(&the_capability, suite_allocator());
    suite_defer(end_capability, &the_capability);
    return &the_capability;
}

/* Reads TEXT behind a greeting line. */
static void read_text(mw_capability *capability, const char *text,
                      const char *without)
{
    char whole[2000] = "mail.example.test\n";

    strcat(whole, text);
    must(mw_capability_read(capability, mw_bytes_of(whole), without,
                            &suite_error));
}

/* C152 */
static void reads_keywords_in_any_case(void **state)
{
    mw_capability *can = new_capability();

    (void)state;
    read_text(can,
              "size 20000\n8bitmime\nPipeLining\nSTARTTLS\nsmtputf8\n"
              "CHUNKING\nBINARYMIME\nDSN\nENHANCEDSTATUSCODES\nREQUIRETLS\n"
              "MT-PRIORITY MIXER\nXFOO=BAR baz\n\n=\nVRFY",
              NULL);
    assert_int_equal(can->can, MW_CAN_SIZE | MW_CAN_8BITMIME |
                                   MW_CAN_PIPELINING | MW_CAN_STARTTLS |
                                   MW_CAN_SMTPUTF8 | MW_CAN_CHUNKING |
                                   MW_CAN_BINARYMIME | MW_CAN_DSN |
                                   MW_CAN_ENHANCEDSTATUSCODES |
                                   MW_CAN_REQUIRETLS | MW_CAN_MT_PRIORITY);
    assert_int_equal(can->size_limit, 20000);
}

/* C120: whichever the policy of priorities is called */
static void takes_any_policy_of_priorities(void **state)
{
    static const char *const LINES[] = { "MT-PRIORITY", "MT-PRIORITY MIXER",
                                         "MT-PRIORITY X-own" };
    mw_capability *can = new_capability();

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        read_text(can, LINES[i], NULL);
        assert_int_equal(can->can, MW_CAN_MT_PRIORITY);
    }
}

/* The first line greets: it is no keyword. */
static void does_not_read_the_greeting(void **state)
{
    mw_capability *can = new_capability();

    (void)state;
    must(mw_capability_read(can, mw_bytes_of("STARTTLS"), NULL, &suite_error));
    assert_int_equal(can->can, 0);
}

/* C111 */
static void knows_sizes_that_are_none(void **state)
{
    static const struct {
        const char *text;
        uint64_t limit;
    } SIZES[] = {
        { "SIZE 0", 0 },
        { "SIZE", 0 },
        { "SIZE 1000", 1000 },
        { "SIZE 18446744073709551615", UINT64_MAX },
        { "SIZE 18446744073709551616", 0 },
        { "SIZE 18446744073709551617", 0 },
        { "SIZE 99999999999999999999999", 0 },
        { "SIZE -1", 0 },
        { "SIZE 10k", 0 },
        { "SIZE=10", 10 },
    };
    mw_capability *can = new_capability();

    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        read_text(can, SIZES[i].text, NULL);
        assert_int_equal(can->can, MW_CAN_SIZE);
        assert_true(can->size_limit == SIZES[i].limit);
    }
}

/* C125: also as servers older than the RFC write it */
static void reads_mechanisms(void **state)
{
    static const struct {
        const char *text;
        const char *names;
    } AUTHS[] = {
        { "AUTH PLAIN LOGIN", "PLAIN LOGIN" },
        { "AUTH=LOGIN", "LOGIN" },
        { "AUTH = LOGIN\nAUTH LOGIN", "LOGIN LOGIN" },
        { "auth scram-sha-256-plus  cram-md5 ", "SCRAM-SHA-256-PLUS CRAM-MD5" },
        { "AUTH", "" },
        { "AUTH \x1b[2J a/b THIS-NAME-IS-TOO-LONG-FOR-ONE", "" },
        { "AUTHX PLAIN", "" },
    };
    mw_capability *can = new_capability();

    (void)state;
    for (size_t i = 0; i < sizeof AUTHS / sizeof AUTHS[0]; i++) {
        read_text(can, AUTHS[i].text, NULL);
        assert_string_equal(mw_buffer_text(&can->mechanisms), AUTHS[i].names);
    }
    read_text(can, "AUTH PLAIN LOGIN", NULL);
    assert_true(mw_capability_has_mechanism(can, "PLAIN"));
    assert_true(mw_capability_has_mechanism(can, "LOGIN"));
    assert_false(mw_capability_has_mechanism(can, "LOG"));
}

/* C118 C119 C122 */
static void reads_limits(void **state)
{
    mw_capability *can = new_capability();

    (void)state;
    read_text(can,
              "DELIVERBY 240\nFUTURERELEASE 9001 2030-01-01T00:00:00Z\n"
              "LIMITS MAILMAX=20 RCPTMAX=100 RCPTDOMAINMAX=5 X=7 Y Z=",
              NULL);
    assert_int_equal(can->deliver_by_least, 240);
    assert_int_equal(can->hold_most, 9001);
    assert_string_equal(can->hold_until_most, "2030-01-01T00:00:00Z");
    assert_int_equal(can->mails_most, 20);
    assert_int_equal(can->recipients_most, 100);
    assert_int_equal(can->domains_most, 5);
    read_text(can, "X-RCPTLIMIT 25", NULL);
    assert_int_equal(can->recipients_most, 25);
    read_text(can, "LIMITS RCPTMAX RCPTMAX= MAILMAX=many", NULL);
    assert_int_equal(can->recipients_most, 0);
    assert_int_equal(can->mails_most, 0);
}

/* C122 T08: the last reply counts, and it alone */
static void forgets_what_was_offered_before(void **state)
{
    mw_capability *can = new_capability();

    (void)state;
    read_text(can, "SIZE 10\nAUTH PLAIN\nSTARTTLS\nLIMITS RCPTMAX=1", NULL);
    read_text(can, "DSN", NULL);
    assert_int_equal(can->can, MW_CAN_DSN);
    assert_int_equal(can->size_limit, 0);
    assert_int_equal(can->recipients_most, 0);
    assert_int_equal(can->mechanisms.size, 0);
}

static void does_not_see_what_it_is_told_not_to(void **state)
{
    mw_capability *can = new_capability();

    (void)state;
    read_text(can, "SIZE 10\nPIPELINING\nCHUNKING\nDSN",
              "pipelining, Chunking,SIZE");
    assert_int_equal(can->can, MW_CAN_DSN);
    assert_int_equal(can->size_limit, 0);
    assert_string_equal(mw_capability_name(MW_CAN_8BITMIME), "8BITMIME");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_keywords_in_any_case),
    cmocka_unit_test(takes_any_policy_of_priorities),
    cmocka_unit_test(does_not_read_the_greeting),
    cmocka_unit_test(knows_sizes_that_are_none),
    cmocka_unit_test(reads_mechanisms),
    cmocka_unit_test(reads_limits),
    cmocka_unit_test(forgets_what_was_offered_before),
    cmocka_unit_test(does_not_see_what_it_is_told_not_to),
};

SUITE_MAIN(TESTS)
