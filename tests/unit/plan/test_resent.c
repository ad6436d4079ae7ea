/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define DAY "Mon, 02 Feb 2026 10:00:00 +0000"

typedef const char *field[2];

static mw_message *message_of(const field *fields, size_t count)
{
    mw_message *message = kit_empty_message();

    kit_body(message, MW_BODY_TEXT, "x\n");
    must(mw_message_add_field(message, "From", "a@example.test", &suite_error));
    for (size_t i = 0; i < count && fields[i][0] != NULL; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    return message;
}

static void assert_starts(const char *whole, const char *front)
{
    assert_true(strlen(whole) >= strlen(front));
    assert_memory_equal(whole, front, strlen(front));
}

/* C015 */
static void stands_together_before_all_else(void **state)
{
    static const field FIELDS[] = {
        { "Subject", "s" },
        { "resent-to", "c@example.test" },
        { "X-Own", "1" },
        { "Resent-From", "b@example.test" },
        { "To", "t@example.test" },
        { "Resent-Comment", "unknown, but of the block" },
        { "Resent-Message-ID", "<2@example.test>" },
        { "X-Own", "2" },
        { "Resent-Date", DAY },
        { "Resent-Comment", "again" },
    };
    const char *written = kit_compose(message_of(FIELDS, COUNT(FIELDS)), NULL);

    (void)state;
    assert_starts(written, "Resent-To: c@example.test\r\n"
                           "Resent-From: b@example.test\r\n"
                           "Resent-Comment: unknown, but of the block\r\n"
                           "Resent-Message-ID: <2@example.test>\r\n"
                           "Resent-Date: " DAY "\r\n"
                           "Resent-Comment: again\r\n"
                           "Date: ");
    assert_holds(written, "Subject: s\r\nX-Own: 1\r\nX-Own: 2\r\n");
}

/* C015 */
static void keeps_the_order_of_several_blocks(void **state)
{
    static const field FIELDS[] = {
        { "Resent-From", "c@example.test" },
        { "Resent-Date", DAY },
        { "Resent-Message-ID", "<3@example.test>" },
        { "Resent-Date", DAY },
        { "Resent-From", "b@example.test" },
        { "Resent-To", "c@example.test" },
        { "Resent-Message-ID", "<2@example.test>" },
    };

    (void)state;
    assert_starts(kit_compose(message_of(FIELDS, COUNT(FIELDS)), NULL),
                  "Resent-From: c@example.test\r\n"
                  "Resent-Date: " DAY "\r\n"
                  "Resent-Message-ID: <3@example.test>\r\n"
                  "Resent-Date: " DAY "\r\n"
                  "Resent-From: b@example.test\r\n"
                  "Resent-To: c@example.test\r\n"
                  "Resent-Message-ID: <2@example.test>\r\n"
                  "Date: ");
}

/* The id in the Nth Resent-Message-ID of WRITTEN, from 0. */
static const char *id_of(const char *written, size_t n)
{
    static const char NAME[] = "Resent-Message-ID: <";

    for (size_t i = 0; i <= n && written != NULL; i++) {
        written = strstr(written, NAME);
        if (written != NULL)
            written += strlen(NAME);
    }
    assert_non_null(written);
    return written;
}

/* C015 C013 */
static void gives_each_block_an_id_of_its_own(void **state)
{
    static const field FIELDS[] = {
        { "Resent-From", "c@example.test" },
        { "Resent-Date", DAY },
        { "Resent-From", "b@example.test" },
        { "Resent-Date", DAY },
    };
    mw_message *message = message_of(FIELDS, COUNT(FIELDS));
    const char *written = kit_compose(message, NULL);
    const char *again = kit_compose(message, NULL);
    const char *first = id_of(written, 0);
    const char *second = id_of(written, 1);
    const size_t size = strcspn(first, ">");

    (void)state;
    assert_starts(first + size - strlen("@example.test"),
                  "@example.test>\r\nResent-From: b@example.test\r\n");
    assert_int_equal(strcspn(second, ">"), size);
    assert_memory_not_equal(first, second, size);
    assert_memory_equal(first, id_of(again, 0), size);
    assert_memory_equal(second, id_of(again, 1), size);
}

/* C015 */
static void says_a_sender_only_where_it_is_another(void **state)
{
    static const field SAME[] = {
        { "Resent-Date", DAY },
        { "Resent-From", "B <b@example.test>" },
        { "Resent-Sender", "b@EXAMPLE.test" },
    };
    static const field OTHER[] = {
        { "Resent-Date", DAY },
        { "Resent-From", "b@example.test, c@example.test" },
        { "Resent-Sender", "c@example.test" },
    };

    (void)state;
    assert_lacks(kit_compose(message_of(SAME, COUNT(SAME)), NULL),
                 "Resent-Sender");
    assert_holds(kit_compose(message_of(OTHER, COUNT(OTHER)), NULL),
                 "Resent-Sender: c@example.test\r\n");
}

/* C015 */
static void refuses_a_block_that_is_not_whole(void **state)
{
    static const struct {
        field fields[6];
        const char *message;
    } TABLE[] = {
        { { { "Resent-To", "c@example.test" },
            { "Resent-From", "b@example.test" } },
          "Resent-Date: is missing in block 1 of the Resent- fields, which "
          "begins with Resent-To" },
        { { { "Resent-Date", DAY } },
          "Resent-From: is missing in block 1 of the Resent- fields, which "
          "begins with Resent-Date" },
        { { { "Resent-Comment", "x" } },
          "Resent-Date: is missing in block 1 of the Resent- fields, which "
          "begins with Resent-Comment" },
        { { { "Resent-Date", DAY },
            { "Resent-From", "b@example.test" },
            { "Resent-To", "c@example.test" },
            { "Resent-To", "d@example.test" } },
          "Resent-Date: is missing in block 2 of the Resent- fields, which "
          "begins with Resent-To" },
        { { { "Resent-From", "b@example.test" },
            { "Resent-From", "c@example.test" },
            { "Resent-Date", DAY } },
          "Resent-Date: is missing in block 1 of the Resent- fields, which "
          "begins with Resent-From" },
        { { { "Resent-Date", DAY },
            { "Resent-From", "b@example.test, c@example.test" } },
          "Resent-From: holds several mailboxes, and there is no "
          "Resent-Sender" },
        { { { "Resent-Date", DAY },
            { "Resent-From", "b@example.test" },
            { "Resent-Bcc", "c@example.test" } },
          "Resent-Bcc: its recipients would be lost" },
        { { { "Bcc", "d@example.test" },
            { "Resent-Date", DAY },
            { "Resent-From", "b@example.test" },
            { "Resent-To", "c@example.test" } },
          "Bcc: its recipients would be lost: the message goes to those in "
          "its Resent- fields" },
        { { { "Resent-Cc", "c@example.test" },
            { "Resent-Date", DAY },
            { "Resent-From", "b@example.test" },
            { "Bcc", "d@example.test" } },
          "Bcc: its recipients would be lost: the message goes to those in "
          "its Resent- fields" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        mw_plan *plan = NULL;

        must_fail(mw_plan_new(message_of(TABLE[i].fields, 6), NULL, &plan,
                              &suite_error),
                  MW_E_USAGE);
        assert_string_equal(suite_error.message, TABLE[i].message);
        assert_null(plan);
    }
}

/* C015 */
static void takes_a_bcc_that_is_not_lost(void **state)
{
    static const field FIELDS[] = {
        { "Bcc", "d@example.test" },   { "Resent-Date", DAY },
        { "Resent-From", "b@x.test" }, { "Resent-Date", DAY },
        { "Resent-From", "b@x.test" }, { "Resent-To", "c@example.test" },
    };
    mw_message *message = message_of(FIELDS, COUNT(FIELDS));

    (void)state;
    assert_string_equal(mw_plan_envelope_to(kit_plan(message, NULL), 0),
                        "d@example.test");
    message = message_of(FIELDS + 3, 3);
    must(mw_message_add_field(message, "Bcc", "d@example.test", &suite_error));
    must(mw_message_add_envelope_to(message, "e@x.test", &suite_error));
    assert_string_equal(mw_plan_envelope_to(kit_plan(message, NULL), 0),
                        "e@x.test");
    message = message_of(FIELDS + 3, 3);
    must(mw_message_add_field(message, "Bcc", "d@example.test", &suite_error));
    mw_message_set_keep_bcc(message, 1);
    assert_holds(kit_compose(message, NULL), "Bcc: d@example.test\r\n");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(stands_together_before_all_else),
    cmocka_unit_test(keeps_the_order_of_several_blocks),
    cmocka_unit_test(gives_each_block_an_id_of_its_own),
    cmocka_unit_test(says_a_sender_only_where_it_is_another),
    cmocka_unit_test(refuses_a_block_that_is_not_whole),
    cmocka_unit_test(takes_a_bcc_that_is_not_lost),
};

SUITE_MAIN(TESTS)
