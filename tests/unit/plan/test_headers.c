/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static mw_status plan_with(const char *const fields[][2], size_t count)
{
    mw_message *message = kit_empty_message();
    mw_plan *plan = NULL;
    mw_status status;

    kit_body(message, MW_BODY_TEXT, "x\n");
    for (size_t i = 0; i < count; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    status = mw_plan_new(message, NULL, &plan, &suite_error);
    mw_plan_free(plan);
    return status;
}

static const char *message_with(const char *const fields[][2], size_t count)
{
    mw_message *message = kit_empty_message();

    kit_body(message, MW_BODY_TEXT, "x\n");
    for (size_t i = 0; i < count; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    return kit_compose(message, NULL);
}

/* C001, C003, C006, C010, C013, C019 */
static void writes_a_message_in_the_customary_order(void **state)
{
    static const char *const FIELDS[][2] = {
        { "X-Own", "own" },
        { "Subject", "Gr\xc3\xbc\xc3\x9f"
                     "e" },
        { "Cc", "c@example.test" },
        { "From", "a@example.test" },
    };
    const char *written = message_with(FIELDS, COUNT(FIELDS));

    (void)state;
    assert_holds(written, "Date: Sat, 21 Nov 2026 23:06:00 +0000\r\n"
                          "From: a@example.test\r\n"
                          "Cc: c@example.test\r\n"
                          "Message-ID: <");
    assert_holds(written, "@example.test>\r\n"
                          "Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n"
                          "X-Own: own\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=us-ascii\r\n"
                          "Content-Transfer-Encoding: 7bit\r\n"
                          "\r\n"
                          "x\r\n");
}

/* C011, C139 */
static void wants_a_sender_for_several_authors_only(void **state)
{
    static const char *const TWO[][2] = {
        { "From", "a@example.test, b@example.test" },
        { "Sender", "b@example.test" },
    };
    static const char *const ONE[][2] = {
        { "From", "A <a@example.test>" },
        { "Sender", "a@EXAMPLE.test" },
    };
    static const char *const NONE[][2] = { { "To", "a@example.test" } };

    (void)state;
    must_fail(plan_with(TWO, 1), MW_E_USAGE);
    assert_holds(suite_error.message, "no Sender");
    assert_holds(message_with(TWO, 2), "\r\nSender: b@example.test\r\n");
    assert_lacks(message_with(ONE, 2), "Sender:");
    must_fail(plan_with(NONE, 1), MW_E_USAGE);
    assert_string_equal(suite_error.message, "From: is missing");
}

/* C012 */
static void keeps_bcc_out_of_the_header_and_in_the_envelope(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    must(mw_message_add_field(message, "Bcc", "Secret <s@example.test>",
                              &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    plan = kit_plan(message, NULL);
    assert_lacks(kit_write(plan, NULL), "s@example.test");
    assert_int_equal(mw_plan_envelope_to_count(plan), 2);
    assert_string_equal(mw_plan_envelope_to(plan, 1), "s@example.test");
    assert_null(mw_plan_envelope_to(plan, 2));
    mw_message_set_keep_bcc(message, 1);
    assert_holds(kit_compose(message, NULL),
                 "\r\nBcc: Secret <s@example.test>\r\n");
}

/* C051, C053: where a part is shown, and no date or path of ours. */
static void says_where_a_part_is_shown_and_no_more(void **state)
{
    mw_message *message = kit_message();
    mw_part *shown = kit_attach(message, "b.txt", "x");
    const char *written;

    (void)state;
    kit_attach(message, "a.txt", "x");
    must(mw_part_set_disposition(shown, MW_DISPOSITION_INLINE, &suite_error));
    written = kit_compose(message, NULL);
    assert_holds(written,
                 "\r\nContent-Disposition: attachment; filename=a.txt\r\n");
    assert_holds(written,
                 "\r\nContent-Disposition: inline; filename=b.txt\r\n");
    must(mw_part_set_disposition(shown, MW_DISPOSITION_NONE, &suite_error));
    assert_lacks(kit_compose(message, NULL), "filename=b.txt");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_a_message_in_the_customary_order),
    cmocka_unit_test(wants_a_sender_for_several_authors_only),
    cmocka_unit_test(keeps_bcc_out_of_the_header_and_in_the_envelope),
    cmocka_unit_test(says_where_a_part_is_shown_and_no_more),
};

SUITE_MAIN(TESTS)
