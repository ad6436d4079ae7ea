/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/field.h"

#define MANY UINT64_C(100000)

static mw_field read_field(const char *name, const char *body,
                           const mw_header_style *style)
{
    mw_field field = { .name = { NULL, 0 } };

    must(mw_field_parse(style->cache, mw_bytes_of(name), mw_bytes_of(body),
                        suite_arena(), MANY, &field, &suite_error));
    return field;
}

static mw_bytes rewrite(const char *name, const char *body,
                        const mw_header_style *style)
{
    const mw_field field = read_field(name, body, style);
    mw_buffer *out = suite_buffer();

    must(mw_field_write(&field, style, out, &suite_error));
    assert_folded(mw_buffer_bytes(out), style->utf8);
    return mw_buffer_bytes(out);
}

typedef struct {
    const char *name, *body;
    mw_status status;
    const char *message;
} refusal;

static void assert_refusals(const refusal *refusals, size_t count)
{
    const mw_header_style *style = make_style(false);
    mw_arena *arena = suite_arena();

    for (size_t i = 0; i < count; i++) {
        mw_field field = { .name = { NULL, 7 } };

        must_fail(mw_field_parse(style->cache, mw_bytes_of(refusals[i].name),
                                 mw_bytes_of(refusals[i].body), arena, MANY,
                                 &field, &suite_error),
                  refusals[i].status);
        assert_string_equal(suite_error.message, refusals[i].message);
        assert_int_equal(field.name.size, 7);
    }
}

#define ASSERT_REFUSALS(table)                                                 \
    assert_refusals(table, sizeof(table) / sizeof(table)[0])

/* C010, C148 */
static void knows_which_fields_may_stand_only_once(void **state)
{
    static const char *const ONCE[] = {
        "Date",
        "From",
        "Sender",
        "Reply-To",
        "To",
        "Cc",
        "Bcc",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-ID",
        "Content-Description",
        "Content-Disposition",
        "List-Help",
        "List-Unsubscribe",
        "List-Subscribe",
        "List-Post",
        "List-Owner",
        "List-Archive",
        "List-Id",
        "Disposition-Notification-To",
        "Auto-Submitted",
        "TLS-Required", /* C121 */
    };
    static const char *const MANY_TIMES[] = {
        "Comments", "Keywords", "Received",       "Resent-To",
        "X-Note",   "",         "DKIM-Signature",
    };

    (void)state;
    for (size_t i = 0; i < sizeof ONCE / sizeof ONCE[0]; i++)
        assert_true(mw_field_class_of(mw_bytes_of(ONCE[i]))->once);
    for (size_t i = 0; i < sizeof MANY_TIMES / sizeof MANY_TIMES[0]; i++)
        assert_false(mw_field_class_of(mw_bytes_of(MANY_TIMES[i]))->once);
}

static void finds_a_class_in_any_case_of_letters(void **state)
{
    static const char *const FIRST_AND_LAST[] = { "ARC-Authentication-Results",
                                                  "X-Priority" };

    (void)state;
    assert_string_equal(mw_field_class_of(mw_bytes_of("sUBJECT"))->name,
                        "Subject");
    assert_null(mw_field_class_of(mw_bytes_of("Subjec"))->name);
    assert_null(mw_field_class_of(mw_bytes_of("Subject-"))->name);
    assert_int_equal(mw_field_class_of(mw_bytes_of("Subject-"))->kind,
                     MW_FIELD_TEXT);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(
            mw_field_class_of(mw_bytes_of(FIRST_AND_LAST[i]))->name,
            FIRST_AND_LAST[i]);
}

/* C010, C019 */
static void knows_what_is_generated_and_what_has_to_be_there(void **state)
{
    (void)state;
    assert_true(mw_field_class_of(mw_bytes_of("Date"))->generated);
    assert_false(mw_field_class_of(mw_bytes_of("Date"))->required);
    assert_true(mw_field_class_of(mw_bytes_of("Message-ID"))->generated);
    assert_true(mw_field_class_of(mw_bytes_of("MIME-Version"))->generated);
    assert_true(mw_field_class_of(mw_bytes_of("MIME-Version"))->required);
    assert_true(mw_field_class_of(mw_bytes_of("From"))->required);
    assert_true(mw_field_class_of(mw_bytes_of("To"))->joins);
    assert_false(mw_field_class_of(mw_bytes_of("From"))->joins);
}

/* C004, T04 */
static void refuses_names_that_are_none(void **state)
{
    static const char *const NAMES[] = {
        "", "a b", "a:", " a", "a\r\n", "a\177b", "\xc3\xa4", "X-A: b\r\nBcc"
    };
    char longest[78];

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        must_fail(mw_field_name_check(mw_bytes_of(NAMES[i]), &suite_error),
                  MW_E_SYNTAX);
    memset(longest, 'n', sizeof longest);
    must(mw_field_name_check((mw_bytes){ (uint8_t *)longest, 76 },
                             &suite_error));
    must_fail(
        mw_field_name_check((mw_bytes){ (uint8_t *)longest, 77 }, &suite_error),
        MW_E_SYNTAX);
}

/* C004, C005, C078, C138 */
static void writes_each_kind_by_its_grammar(void **state)
{
    static const struct {
        const char *name, *body, *wanted;
    } FIELDS[] = {
        { "subject", " Hello \t", "Subject: Hello\r\n" },
        { "X-Empty", "  ", "X-Empty:\r\n" },
        { "X-note",
          "Gr\xc3\xb6\xc3\x9f"
          "e",
          "X-note: =?utf-8?B?R3LDtsOfZQ==?=\r\n" },
        { "sender", "A B <a@b.example>", "Sender: A B <a@b.example>\r\n" },
        { "From", "a@b.example", "From: a@b.example\r\n" },
        { "To", "g:a@b.example;", "To: g: a@b.example;\r\n" },
        { "Bcc", "", "Bcc:\r\n" },
        { "Date", "2026-11-21 23:06+01:00",
          "Date: Sat, 21 Nov 2026 23:06:00 +0100\r\n" },
        { "message-id", "a@b", "Message-ID: <a@b>\r\n" },
        { "References", "<a@b>\t<c@d>", "References: <a@b> <c@d>\r\n" },
        { "Keywords", "one two,\"a, b\" ,c\xc3\xa4, d",
          "Keywords: one two, \"a, b\", =?utf-8?B?Y8Ok?= , d\r\n" },
        { "List-Help", "<mailto:a@b?x=y,z>(c) , <https://d.example/>",
          "List-Help: <mailto:a@b?x=y,z>, <https://d.example/>\r\n" },
        { "List-Post", "NO (closed)", "List-Post: NO\r\n" },
        { "List-Id", "\"A, B\" <l.example.org>",
          "List-Id: \"A, B\" <l.example.org>\r\n" },
        { "List-ID", "<l.example.org>", "List-Id: <l.example.org>\r\n" },
        { "List-Id", "\xc3\x84 <l.example.org> (c)",
          "List-Id: =?utf-8?B?w4Q=?= <l.example.org>\r\n" },
        { "Auto-Submitted", "auto-generated; x=y",
          "Auto-Submitted: auto-generated; x=y\r\n" },
        { "Content-Language", "de,en-GB (c)",
          "Content-Language: de, en-GB\r\n" },
        { "Received", "from a  by b; c", "Received: from a  by b; c\r\n" },
        { "MIME-Version", "1.0", "MIME-Version: 1.0\r\n" },
        { "Content-Type", "TEXT/plain;charset=x",
          "Content-Type: text/plain; charset=x\r\n" },
        { "Content-Disposition", "inline", "Content-Disposition: inline\r\n" },
        { "Content-Transfer-Encoding", "Base64",
          "Content-Transfer-Encoding: Base64\r\n" },
    };
    const mw_header_style *style = make_style(false);

    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        assert_bytes(rewrite(FIELDS[i].name, FIELDS[i].body, style),
                     FIELDS[i].wanted);
}

/* T04: each error names the field and the place. */
static void refuses_control_characters_in_every_kind(void **state)
{
    static const refusal REFUSALS[] = {
        { "subject", "x\r\nBcc: v@x", MW_E_SYNTAX,
          "Subject: control character U+000D at octet 2" },
        { "X-Note", "\x01", MW_E_SYNTAX,
          "X-Note: control character U+0001 at octet 1" },
        { "X-Note", "abc\x7f", MW_E_SYNTAX,
          "X-Note: control character U+007F at octet 4" },
        { "X-Note", "one\xc2\x85two", MW_E_SYNTAX,
          "X-Note: control character U+0085 at octet 4" },
        { "To", "\"a\nb\" <c@d.example>", MW_E_SYNTAX,
          "To: control character U+000A at octet 3" },
        { "In-Reply-To", "<a@b>\r\n\r\nx", MW_E_SYNTAX,
          "In-Reply-To: control character U+000D at octet 6" },
        { "List-Unsubscribe", "<a:b>\r\nx", MW_E_SYNTAX,
          "List-Unsubscribe: control character U+000D at octet 6" },
        { "DKIM-Signature", "v=1;\r\n\tb=x", MW_E_SYNTAX,
          "DKIM-Signature: control character U+000D at octet 5" },
        { "Subject", "a\xed\xa0\x80", MW_E_SYNTAX,
          "Subject: not UTF-8: octet 0xED at octet 2" },
        { "Subject", "\xff", MW_E_SYNTAX,
          "Subject: not UTF-8: octet 0xFF at octet 1" },
    };

    (void)state;
    ASSERT_REFUSALS(REFUSALS);
}

/* C018, C078, C138, C139 */
static void refuses_what_is_outside_the_grammar(void **state)
{
    static const refusal REFUSALS[] = {
        { "To", " ", MW_E_SYNTAX, "To: no address is given" },
        { "From", "g:a@b.example;", MW_E_SYNTAX,
          "From: \"g\" is a group, and only mailboxes belong here" },
        { "Message-ID", "<a@b> <c@d>", MW_E_SYNTAX,
          "Message-ID: more than one id is given" },
        { "Message-ID", "", MW_E_SYNTAX, "Message-ID: no id is given" },
        { "Keywords", "", MW_E_SYNTAX, "Keywords: a keyword is empty" },
        { "Keywords", "a,,b", MW_E_SYNTAX, "Keywords: a keyword is empty" },
        { "Keywords", "a;b", MW_E_SYNTAX,
          "Keywords: \";b\" belongs in quotes" },
        { "List-Help", "https://a.example", MW_E_SYNTAX,
          "List-Help: \"https://a.example\" where <a URL> belongs" },
        { "List-Help", "<a b:c>", MW_E_SYNTAX, "List-Help: <a b:c> is no URL" },
        { "List-Help", "<h:\xc3\xa4>", MW_E_SYNTAX,
          "List-Help: <h:\xc3\xa4> is no URL" },
        { "List-Help", "<help>", MW_E_SYNTAX,
          "List-Help: <help> is no URL: no scheme such as https:" },
        { "List-Help", "<a:b> <c:d>", MW_E_SYNTAX,
          "List-Help: \"<c:d>\" where a comma belongs" },
        { "List-Help", "<a:b>,", MW_E_SYNTAX,
          "List-Help: \"\" where <a URL> belongs" },
        { "List-Id", "A, B <l.example.org>", MW_E_SYNTAX,
          "List-Id: the id of a list is missing or wrong" },
        { "List-Id", "A <l>", MW_E_SYNTAX,
          "List-Id: the id of a list is missing or wrong" },
        { "Content-Language", "de en", MW_E_SYNTAX,
          "Content-Language: \"en\" where a comma belongs" },
        { "Content-Language", "de-", MW_E_SYNTAX,
          "Content-Language: \"de-\" is no language tag" },
        { "Content-Language", "abcdefghi", MW_E_SYNTAX,
          "Content-Language: \"abcdefghi\" is no language tag" },
        { "Content-Transfer-Encoding", "uuencode", MW_E_SYNTAX,
          "Content-Transfer-Encoding: \"uuencode\" is no transfer encoding" },
        { "Date", "Mon, 32 Foo 2026 25:61:00 +9999", MW_E_SYNTAX,
          "Date: the date has \"Foo 2026 25:61:00 +9999\" where a month such "
          "as Nov belongs" },
    };

    (void)state;
    ASSERT_REFUSALS(REFUSALS);
}

static void bounds_the_mailboxes(void **state)
{
    const mw_header_style *style = make_style(false);
    mw_field field;

    (void)state;
    must_fail(mw_field_parse(style->cache, mw_bytes_of("To"),
                             mw_bytes_of("a@b.example, c@d.example"),
                             suite_arena(), 1, &field, &suite_error),
              MW_E_LIMIT);
}

/* C016, C046: what no grammar lets be encoded is ASCII or UTF-8. */
static void leaves_opaque_fields_as_they_are(void **state)
{
    const mw_header_style *utf8 = make_style(true);
    const mw_header_style *style = make_style(false);
    const mw_field field = read_field("Received", "from \xc3\xa4", style);
    mw_buffer *out = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(out, "before", &suite_error));
    must_fail(mw_field_write(&field, style, out, &suite_error), MW_E_RANGE);
    assert_string_equal(
        suite_error.message,
        "Received: only UTF-8 headers can hold what is outside ASCII here");
    assert_int_equal(suite_error.cause, MW_CAUSE_UTF8_HEADERS);
    assert_bytes(mw_buffer_bytes(out), "before");
    must(mw_field_write(&field, utf8, out, &suite_error));
    assert_bytes(mw_buffer_bytes(out), "beforeReceived: from \xc3\xa4\r\n");
}

static void refuses_a_field_over_its_ceiling(void **state)
{
    mw_header_style *style = make_style(false);
    const mw_field field = read_field("Subject", "0123456789", style);
    mw_buffer *out = suite_buffer();

    (void)state;
    style->field_ceiling = strlen("Subject: 0123456789\r\n");
    must(mw_field_write(&field, style, out, &suite_error));
    style->field_ceiling--;
    must_fail(mw_field_write(&field, style, out, &suite_error), MW_E_LIMIT);
    assert_string_equal(suite_error.message,
                        "Subject: the field has more than 20 octets");
    assert_bytes(mw_buffer_bytes(out), "Subject: 0123456789\r\n");
}

static void says_which_fields_need_utf8(void **state)
{
    static const struct {
        const char *name, *body;
        bool needs;
    } FIELDS[] = {
        { "Subject", "a", false },
        { "Subject", "\xc3\xa4", true },
        { "To", "a@b.example, A <c@d.example>", false },
        { "To", "a@b.example, \xc3\xa4 <c@d.example>", true },
        { "To", "\xc3\xa4: a@b.example;", true },
        { "To", "\xc3\xa4@b.example", true },
        { "Message-ID", "<a@b>", false },
        { "Date", "@0", false },
        { "Content-Type", "a/b; c=d", false },
        { "Content-Disposition", "x; filename=\"\xc3\xa4\"", true },
        { "Keywords", "\xc3\xa4", true },
    };
    const mw_header_style *style = make_style(true);

    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        const mw_field field =
            read_field(FIELDS[i].name, FIELDS[i].body, style);

        assert_int_equal(mw_field_needs_utf8(&field), FIELDS[i].needs);
    }
}

/* T17 */
static void takes_linear_time_for_hostile_bodies(void **state)
{
    static const struct {
        const char *name, *piece;
    } FIELDS[] = {
        { "Keywords", "a," },        { "Keywords", "\"" },
        { "Keywords", "(" },         { "List-Help", "<" },
        { "List-Help", "<a:b>," },   { "List-Id", "a " },
        { "List-Id", "(\\" },        { "Content-Language", "de," },
        { "Received", "a  " },       { "References", "<" },
        { "Content-Type", "a/b;" },  { "Auto-Submitted", "; a=\"" },
        { "Subject", "=?utf-8?q?" },
    };
    const mw_header_style *style = make_style(false);

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        mw_buffer *body = suite_buffer(), *out = suite_buffer();
        mw_field field;

        while (body->size < (size_t)1 << 20)
            must(mw_buffer_append_text(body, FIELDS[i].piece, &suite_error));
        must(mw_buffer_append_text(body, "a", &suite_error));
        if (mw_field_parse(style->cache, mw_bytes_of(FIELDS[i].name),
                           mw_buffer_bytes(body), suite_arena(), MANY, &field,
                           &suite_error) != MW_OK)
            assert_int_equal(suite_error.status, MW_E_SYNTAX);
        else if (mw_field_write(&field, style, out, &suite_error) == MW_OK)
            assert_folded(mw_buffer_bytes(out), false);
        else
            assert_int_equal(suite_error.status, MW_E_RANGE);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(knows_which_fields_may_stand_only_once),
    cmocka_unit_test(finds_a_class_in_any_case_of_letters),
    cmocka_unit_test(knows_what_is_generated_and_what_has_to_be_there),
    cmocka_unit_test(refuses_names_that_are_none),
    cmocka_unit_test(writes_each_kind_by_its_grammar),
    cmocka_unit_test(refuses_control_characters_in_every_kind),
    cmocka_unit_test(refuses_what_is_outside_the_grammar),
    cmocka_unit_test(bounds_the_mailboxes),
    cmocka_unit_test(leaves_opaque_fields_as_they_are),
    cmocka_unit_test(refuses_a_field_over_its_ceiling),
    cmocka_unit_test(says_which_fields_need_utf8),
    cmocka_unit_test(takes_linear_time_for_hostile_bodies),
};

SUITE_MAIN(TESTS)
