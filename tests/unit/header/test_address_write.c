/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/address.h"

#define MANY UINT64_C(100000)

static mw_status write_field(const char *text, const mw_header_style *style,
                             mw_buffer *out)
{
    mw_address_list list = { 0 };
    mw_fold fold;
    mw_status status;

    must(mw_address_list_parse(mw_bytes_of(text), suite_arena(), &list, MANY,
                               &suite_error));
    must(mw_fold_begin(&fold, out, mw_bytes_of("To"), 0, &suite_error));
    status = mw_address_list_write(&fold, &list, style, &suite_error);
    if (status == MW_OK)
        must(mw_fold_end(&fold, &suite_error));
    return status;
}

typedef struct {
    const char *text;
    const char *wanted;
} writing;

static void assert_writings(const writing *writings, size_t count, bool utf8)
{
    const mw_header_style *style = make_style(utf8);

    for (size_t i = 0; i < count; i++) {
        mw_buffer *out = suite_buffer();

        must(write_field(writings[i].text, style, out));
        assert_bytes(mw_buffer_bytes(out), writings[i].wanted);
    }
}

#define ASSERT_WRITINGS(table, utf8)                                           \
    assert_writings(table, sizeof(table) / sizeof(table)[0], utf8)

/* C007, C009, C140 */
static void writes_each_address_in_its_plainest_form(void **state)
{
    static const writing WRITINGS[] = {
        { "(x) a . b @ x . test (Alice)", "To: a.b@x.test\r\n" },
        { "<a@x.test>", "To: a@x.test\r\n" },
        { "\"a\".\"b\"@x.test", "To: a.b@x.test\r\n" },
        { "\"john smith\"@x.test", "To: \"john smith\"@x.test\r\n" },
        { "\"a\\\"b\\\\c\"@x.test", "To: \"a\\\"b\\\\c\"@x.test\r\n" },
        { "\"a..b\"@x.test", "To: \"a..b\"@x.test\r\n" },
        { "\".a\"@x.test", "To: \".a\"@x.test\r\n" },
        { "\"a.\"@x.test", "To: \"a.\"@x.test\r\n" },
        { "\"\"@x.test", "To: \"\"@x.test\r\n" },
        { "\"x@evil y\"@good", "To: \"x@evil y\"@good\r\n" },
        { "<@r.test:a@[192.0.2.1]>", "To: a@[192.0.2.1]\r\n" },
        { "\"Alice\" <a@x.test>", "To: Alice <a@x.test>\r\n" },
        { "\"Doe, \\\"J\\\" \\\\\" <a@x.test>",
          "To: \"Doe, \\\"J\\\" \\\\\" <a@x.test>\r\n" },
        { "J. R. Doe <j@x.test>", "To: \"J. R. Doe\" <j@x.test>\r\n" },
        { "\"\" <a@x.test>", "To: a@x.test\r\n" },
        { "a@x.test,,Bob <b@x.test>,", "To: a@x.test, Bob <b@x.test>\r\n" },
    };

    (void)state;
    ASSERT_WRITINGS(WRITINGS, false);
    ASSERT_WRITINGS(WRITINGS, true);
}

/* C008 */
static void writes_groups(void **state)
{
    static const writing WRITINGS[] = {
        { "undisclosed-recipients: ;", "To: undisclosed-recipients:;\r\n" },
        { "g:;,h:;", "To: g:;, h:;\r\n" },
        { "A Group:Ed Jones <c@a.test>,joe@w.test;,x@y.test",
          "To: A Group: Ed Jones <c@a.test>, joe@w.test;, x@y.test\r\n" },
        { "\"a:b\":c@x.test;", "To: \"a:b\": c@x.test;\r\n" },
    };

    (void)state;
    ASSERT_WRITINGS(WRITINGS, false);
}

/* C045, C046, C047, C151 */
static void encodes_names_and_domains_but_no_local_part(void **state)
{
    static const writing WRITINGS[] = {
        { "B\xc3\xbc"
          "cherei <info@B\xc3\x9c"
          "CHER.test>",
          "To: =?utf-8?B?QsO8Y2hlcmVp?= <info@xn--bcher-kva.test>\r\n" },
        { "\"M\xc3\xbcller, J\xc3\xb6rg\" <j@x.test>, a@x.test",
          "To: =?utf-8?B?TcO8bGxlciwgSsO2cmc=?= <j@x.test>, "
          "a@x.test\r\n" },
        { "=?utf-8?q?x?=@x.test", "To: =?utf-8?q?x?=@x.test\r\n" },
    };
    static const writing UTF8_WRITINGS[] = {
        { "B\xc3\xbc"
          "cherei <\xc3\xbc@B\xc3\x9c"
          "CHER.test>",
          "To: B\xc3\xbc"
          "cherei <\xc3\xbc@b\xc3\xbc"
          "cher.test>\r\n" },
        { "\"\xc3\xbc x\"@x.test", "To: \"\xc3\xbc x\"@x.test\r\n" },
    };

    (void)state;
    ASSERT_WRITINGS(WRITINGS, false);
    ASSERT_WRITINGS(UTF8_WRITINGS, true);
}

/* C005: at the commas first, and never inside an addr-spec. */
static void breaks_lines_behind_commas_first(void **state)
{
    static const writing WRITINGS[] = {
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.test,"
          "bbbbbbbbbbbbbbbbbbbbbbbbbbbbb@x.test,"
          "c@x.test",
          "To: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.test,\r\n"
          " bbbbbbbbbbbbbbbbbbbbbbbbbbbbb@x.test, c@x.test\r\n" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.test,"
          "Bbbbb Bbbbb <bbbbbbbbbbbbbbbbbbbbbbb@x.test>",
          "To: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.test,\r\n"
          " Bbbbb Bbbbb <bbbbbbbbbbbbbbbbbbbbbbb@x.test>\r\n" },
        { "a@x.test, B <bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
          "bbbbbbbbbbbbbbbbbbbb@x.test>",
          "To: a@x.test,\r\n B\r\n"
          " <bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
          "bbbbbbbbbbbbbbbbbbbb@x.test>\r\n" },
    };

    (void)state;
    ASSERT_WRITINGS(WRITINGS, false);
}

/* C005: nothing is lost, and no line is long. */
static void writes_many_addresses_in_short_lines(void **state)
{
    const mw_header_style *style = make_style(false);
    mw_buffer *text = suite_buffer(), *out = suite_buffer();
    mw_address_list list = { 0 };
    mw_bytes rest;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int i = 0; i < 2000; i++)
        must(mw_buffer_printf(text, &suite_error,
                              "\"\xc3\x9cser, %d\" <u%d@example.test>,", i, i));
    must(write_field(mw_buffer_text(text), style, out));
    rest = mw_buffer_bytes(out);
    while (rest.size > 0) {
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        const size_t size = (size_t)(end - rest.data) + 1;

        assert_true(size <= 78 + 2);
        mw_bytes_skip(&rest, size);
    }
    must(mw_address_list_decode(style->cache,
                                (mw_bytes){ out->data + 3, out->size - 3 },
                                suite_arena(), &list, &suite_error));
    assert_int_equal(list.mailbox_count, 2000);
    assert_bytes(list.last->mailboxes->display_name, "\xc3\x9cser, 1999");
}

/* T16: the same octets for header and envelope, or none. */
static void refuses_what_ascii_cannot_carry(void **state)
{
    const mw_header_style *style = make_style(false);
    mw_buffer *out = suite_buffer();
    mw_mailbox mailbox = { .local_part = mw_bytes_of("\xc3\xbc"),
                           .domain = mw_bytes_of("x.test") };

    (void)state;
    must(mw_buffer_append_text(out, "<", &suite_error));
    must_fail(mw_mailbox_addr_spec(&mailbox, false, out, &suite_error),
              MW_E_RANGE);
    assert_int_equal(suite_error.cause, MW_CAUSE_UTF8_HEADERS);
    mailbox.local_part = mw_bytes_of("a");
    mailbox.domain = mw_bytes_of("\xe2\x84\x80.test");
    must_fail(mw_mailbox_addr_spec(&mailbox, false, out, &suite_error),
              MW_E_RANGE);
    assert_int_equal(suite_error.cause, MW_CAUSE_NONE);
    assert_bytes(mw_buffer_bytes(out), "<");
    must_fail(write_field("\xc3\xbc@x.test", style, out), MW_E_RANGE);
}

static void knows_which_mailbox_needs_utf8(void **state)
{
    static const struct {
        const char *text;
        bool needs;
    } MAILBOXES[] = {
        { "a@x.test", false },
        { "\xc3\xbc <a@x.test>", false },
        { "\xc3\xbc@x.test", true },
        { "a@\xc3\xbc.test", true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof MAILBOXES / sizeof MAILBOXES[0]; i++) {
        mw_mailbox mailbox;

        must(mw_mailbox_parse(mw_bytes_of(MAILBOXES[i].text), suite_arena(),
                              &mailbox, &suite_error));
        assert_int_equal(mw_mailbox_needs_utf8(&mailbox), MAILBOXES[i].needs);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_each_address_in_its_plainest_form),
    cmocka_unit_test(writes_groups),
    cmocka_unit_test(encodes_names_and_domains_but_no_local_part),
    cmocka_unit_test(breaks_lines_behind_commas_first),
    cmocka_unit_test(writes_many_addresses_in_short_lines),
    cmocka_unit_test(refuses_what_ascii_cannot_carry),
    cmocka_unit_test(knows_which_mailbox_needs_utf8),
};

SUITE_MAIN(TESTS)
