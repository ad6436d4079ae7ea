/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void refuses(const char *name, const char *body, mw_status status)
{
    must_fail(mw_message_add_field(kit_message(), name, body, &suite_error),
              status);
    assert_string_not_equal(suite_error.message, "");
}

/* T04: whatever the field, a line break or NUL never gets into it. */
static void refuses_line_breaks_in_every_kind_of_field(void **state)
{
    static const char *const NAMES[] = {
        "Subject",
        "X-Own",
        "Cc",
        "Reply-To",
        "Sender",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Keywords",
        "List-Help",
        "List-Id",
        "Auto-Submitted",
        "Content-Language",
        "DKIM-Signature",
    };
    static const char *const BODIES[] = {
        "x\r\nBcc: victim@example.test",   "x\nBcc: victim@example.test",
        "x\rBcc: victim@example.test",     "a@example.test\r\n",
        "a@example.test\n b@example.test",
    };

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        for (size_t j = 0; j < sizeof BODIES / sizeof BODIES[0]; j++)
            refuses(NAMES[i], BODIES[j], MW_E_SYNTAX);
}

/* C004 */
static void refuses_names_that_are_no_field_names(void **state)
{
    static const char *const NAMES[] = {
        "", "a b", "X-A:", "X-A: b\r\nBcc", "\xc3\xa4", "X\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        refuses(NAMES[i], "x", MW_E_SYNTAX);
}

/* C010 */
static void refuses_a_second_field_of_those_that_stand_once(void **state)
{
    static const char *const FIELDS[][2] = {
        { "From", "b@example.test" },
        { "from", "b@example.test" },
        { "Sender", "b@example.test" },
        { "Date", "Sat, 21 Nov 2026 23:06:00 +0000" },
        { "Message-ID", "<a@example.test>" },
        { "In-Reply-To", "<a@example.test>" },
        { "References", "<a@example.test>" },
        { "Subject", "x" },
        { "List-Unsubscribe", "<https://example.test/>" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        mw_message *message = kit_message();

        if (strcmp(FIELDS[i][0], "From") && strcmp(FIELDS[i][0], "from"))
            must(mw_message_add_field(message, FIELDS[i][0], FIELDS[i][1],
                                      &suite_error));
        must_fail(mw_message_add_field(message, FIELDS[i][0], FIELDS[i][1],
                                       &suite_error),
                  MW_E_USAGE);
        assert_holds(suite_error.message, "given twice");
    }
}

static void joins_lists_of_addresses(void **state)
{
    mw_message *message = kit_message();
    const char *written;

    (void)state;
    must(mw_message_add_field(message, "to", "c@example.test", &suite_error));
    must(mw_message_add_field(message, "Cc", "d@example.test", &suite_error));
    must(mw_message_add_field(message, "CC", "e@example.test", &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    written = kit_compose(message, NULL);
    assert_holds(written, "\r\nTo: b@example.test, c@example.test\r\n");
    assert_holds(written, "\r\nCc: d@example.test, e@example.test\r\n");
}

static void leaves_the_content_fields_to_the_plan(void **state)
{
    (void)state;
    refuses("Content-Type", "text/plain", MW_E_USAGE);
    refuses("content-transfer-encoding", "base64", MW_E_USAGE);
    refuses("Content-Disposition", "inline", MW_E_USAGE);
    refuses("MIME-Version", "2.0", MW_E_USAGE);
}

/* C019 */
static void writes_mime_version_once_when_it_is_given(void **state)
{
    mw_message *message = kit_message();
    const char *written, *first;

    (void)state;
    must(mw_message_add_field(message, "MIME-Version", "1.0", &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    written = kit_compose(message, NULL);
    first = strstr(written, "MIME-Version: 1.0\r\n");
    assert_non_null(first);
    assert_null(strstr(first + 1, "MIME-Version"));
}

static void leaves_out_only_what_is_generated_and_may_go(void **state)
{
    mw_message *message = kit_message();
    const char *written;

    (void)state;
    must_fail(mw_message_omit_field(message, "From", &suite_error), MW_E_USAGE);
    must_fail(mw_message_omit_field(message, "MIME-Version", &suite_error),
              MW_E_USAGE);
    must_fail(mw_message_omit_field(message, "Content-Type", &suite_error),
              MW_E_USAGE);
    must_fail(mw_message_omit_field(message, "X-Own", &suite_error),
              MW_E_USAGE);
    must(mw_message_omit_field(message, "date", &suite_error));
    must(mw_message_omit_field(message, "message-id", &suite_error));
    must_fail(mw_message_set_date(message, 0, 0, &suite_error), MW_E_USAGE);
    kit_body(message, MW_BODY_TEXT, "x\n");
    written = kit_compose(message, NULL);
    assert_lacks(written, "Date:");
    assert_lacks(written, "Message-ID:");
}

static void replaces_what_would_be_generated(void **state)
{
    mw_message *message = kit_message();
    const char *written;

    (void)state;
    must(mw_message_set_date(message, 0, -330, &suite_error));
    must(mw_message_add_field(message, "Message-Id", "<own@example.test>",
                              &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    written = kit_compose(message, NULL);
    assert_holds(written, "Date: Wed, 31 Dec 1969 18:30:00 -0530\r\n");
    assert_holds(written, "\r\nMessage-ID: <own@example.test>\r\n");
    assert_lacks(written, "+0000");
}

static void stops_at_the_limit_of_mailboxes(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    mw_context_set_limit(message->context, MW_LIMIT_RECIPIENTS, 3);
    must(mw_message_add_field(message, "Cc", "c@example.test, d@example.test",
                              &suite_error));
    must_fail(
        mw_message_add_field(message, "Bcc", "e@example.test", &suite_error),
        MW_E_LIMIT);
    assert_false(mw_message_has_bcc(message));
}

/* T20 */
static void decodes_text_in_the_first_charset_that_fits(void **state)
{
    mw_message *message = kit_message();
    const char *text = NULL;

    (void)state;
    must(mw_message_decode_text(message, "x", "utf-8,iso-8859-1", "gr\xfc\xdf",
                                4, &text, &suite_error));
    assert_string_equal(text, "gr\xc3\xbc\xc3\x9f");
    must_fail(mw_message_decode_text(message, "the subject", "utf-8",
                                     "gr\xfc\xdf", 4, &text, &suite_error),
              MW_E_DATA);
    assert_holds(suite_error.message, "the subject: ");
    must_fail(mw_message_decode_text(message, "x", "utf-8", "a\0b", 3, &text,
                                     &suite_error),
              MW_E_DATA);
    must_fail(mw_message_decode_text(message, "x", "x-klingon", "a", 1, &text,
                                     &suite_error),
              MW_E_CHARSET);
}

/* T16: envelope and header get one domain. */
static void completes_addresses_by_the_default_domain(void **state)
{
    mw_message *message = kit_message();
    const mw_mailbox *mailbox;

    (void)state;
    must_fail(mw_message_add_field(message, "Cc", "root", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_message_set_default_domain(message, "a b", &suite_error),
              MW_E_SYNTAX);
    must(mw_message_set_default_domain(message, "d.test", &suite_error));
    must(mw_message_add_field(message, "Cc", "root, b@x.test", &suite_error));
    must(mw_message_add_field(message, "Sender", "joe", &suite_error));
    must(mw_message_set_envelope_from(message, "ann", &suite_error));
    must(mw_message_add_envelope_to(message, "all", &suite_error));
    mailbox = mw_message_field(message, "Cc")->value.addresses.first->mailboxes;
    assert_memory_equal(mailbox->domain.data, "d.test", 6);
    mailbox =
        mw_message_field(message, "Sender")->value.addresses.first->mailboxes;
    assert_memory_equal(mailbox->domain.data, "d.test", 6);
    assert_memory_equal(message->envelope_from->domain.data, "d.test", 6);
    assert_memory_equal(message->envelope_to.first->mailboxes->domain.data,
                        "d.test", 6);
}

/* C101: a header can hold longer ones. */
static void refuses_an_envelope_sender_that_smtp_cannot_carry(void **state)
{
    char longest[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaa@x.test";
    char longer[sizeof longest + 1] = "a";
    mw_message *message = kit_message();

    (void)state;
    memcpy(longer + 1, longest, sizeof longest);
    must(mw_message_set_envelope_from(message, longest, &suite_error));
    must_fail(mw_message_set_envelope_from(message, longer, &suite_error),
              MW_E_RANGE);
    assert_int_equal(message->envelope_from->local_part.size, 64);
    must(mw_message_add_field(message, "Reply-To", longer, &suite_error));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(refuses_an_envelope_sender_that_smtp_cannot_carry),
    cmocka_unit_test(refuses_line_breaks_in_every_kind_of_field),
    cmocka_unit_test(refuses_names_that_are_no_field_names),
    cmocka_unit_test(refuses_a_second_field_of_those_that_stand_once),
    cmocka_unit_test(joins_lists_of_addresses),
    cmocka_unit_test(leaves_the_content_fields_to_the_plan),
    cmocka_unit_test(writes_mime_version_once_when_it_is_given),
    cmocka_unit_test(leaves_out_only_what_is_generated_and_may_go),
    cmocka_unit_test(replaces_what_would_be_generated),
    cmocka_unit_test(stops_at_the_limit_of_mailboxes),
    cmocka_unit_test(decodes_text_in_the_first_charset_that_fits),
    cmocka_unit_test(completes_addresses_by_the_default_domain),
};

SUITE_MAIN(TESTS)
