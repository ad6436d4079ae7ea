/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include <mimewright/field.h>

static mw_status encode(mw_context *context, const char *field, mw_sink *sink)
{
    return mw_field_encode(context, field, strlen(field), sink, &suite_error);
}

/* C123: in ASCII, and it says what it said. */
static void writes_fields_in_ascii(void **state)
{
    static const char *const TABLE[][2] = {
        { "Subject: \xc3\xbc", "Subject: =?utf-8?B?w7w=?=\r\n" },
        { "subject : \xc3\xbc\r\n x\r\n", "Subject: =?utf-8?B?w7w=?= x\r\n" },
        { "Subject: =?utf-8?q?=C3=A4?=\r\n =?utf-8?q?=C3=B6?= \xc3\xbc\r\n",
          "Subject: =?utf-8?B?w6TDtiDDvA==?=\r\n" },
        { "To: \"\xc3\xbc\" <a@x.test> (\xc3\xbc), b@b\xc3\xbc.test\r\n",
          "To: =?utf-8?B?w7w=?= <a@x.test>, b@xn--b-eha.test\r\n" },
        { "To: \xc3\xbc: a@x.test;\n", "To: =?utf-8?B?w7w=?= : a@x.test;\r\n" },
        { "Content-Type: text/plain; charset=utf-8; name=\"\xc3\xbc\"\r\n",
          "Content-Type: text/plain; charset=utf-8; "
          "name*=utf-8''%C3%BC\r\n" },
        { "Content-Disposition: inline;\r\n filename=\"a \xc3\xbc.txt\"\r\n",
          "Content-Disposition: inline; filename*=utf-8''a%20%C3%BC.txt\r\n" },
        { "Keywords: \xc3\xbc, b\r\n", "Keywords: =?utf-8?B?w7w=?= , b\r\n" },
        { "X-Own:\xc3\xbc\r\n", "X-Own: =?utf-8?B?w7w=?=\r\n" },
    };
    mw_context *context = suite_context();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_sink *sink = suite_sink(context);

        must(encode(context, TABLE[i][0], sink));
        assert_bytes(suite_written(sink), TABLE[i][1]);
    }
}

/* T04: nothing that was hidden in an encoded form becomes a line break. */
static void lets_no_hidden_line_break_out(void **state)
{
    static const char *const FIELDS[] = {
        "Subject: =?utf-8?q?x=0D=0ABcc:_v?= \xc3\xbc",
        "Subject: =?utf-8?b?eA0KQmNjOiB2?= \xc3\xbc",
        "To: =?utf-8?q?x=0ABcc=3A_v?= \xc3\xbc <a@x.test>",
        "Content-Disposition: inline; filename*=utf-8''x%0D%0ABcc%3A%20v;"
        " name=\"\xc3\xbc\"",
        "Content-Disposition: inline; filename=\"=?utf-8?q?x=0ABcc:_v?="
        "\xc3\xbc\"",
    };
    mw_context *context = suite_context();

    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        mw_sink *sink = suite_sink(context);
        const char *text;

        must(encode(context, FIELDS[i], sink));
        must(mw_sink_write(sink, "", 1, &suite_error)); /* a NUL for C */
        text = (const char *)suite_written(sink).data;
        for (const char *at = text; *at != '\0'; at++)
            assert_true((uint8_t)*at < 128);
        assert_null(strstr(text, "\nBcc"));
        for (const char *at = strchr(text, '\n'); at != NULL && at[1] != '\0';
             at = strchr(at + 1, '\n'))
            assert_int_equal(at[1], ' ');
    }
}

static void refuses_what_ascii_cannot_say(void **state)
{
    static const struct {
        const char *field;
        mw_status status;
    } TABLE[] = {
        { "To: \xc3\xbc@x.test", MW_E_RANGE },
        { "List-Help: <http://\xc3\xbc.test>", MW_E_SYNTAX },
        { "References: <\xc3\xbc@x.test>", MW_E_SYNTAX },
        { "Received: \xc3\xbc", MW_E_RANGE },
        { "List-Id: =?utf-8?q?x?= \xc3\xbc <l.x.test>", MW_E_RANGE },
        { "Content-Type: multipart/mixed; boundary=\"\xc3\xbc\"", MW_E_RANGE },
        { "Subject: \xff", MW_E_SYNTAX },
        { "Subject: \xc3\xbc\r\nX: y", MW_E_SYNTAX },
        { "Subject: \xc3\xbc\x01", MW_E_SYNTAX },
        { "To: \xc3\xbc", MW_E_SYNTAX },
        { "Content-Disposition: ; filename=\xc3\xbc", MW_E_SYNTAX },
        { "X\xc3\xbc: y", MW_E_SYNTAX },
        { "", MW_E_SYNTAX },
    };
    mw_context *context = suite_context();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_sink *sink = suite_sink(context);

        must_fail(encode(context, TABLE[i].field, sink), TABLE[i].status);
        assert_bytes(suite_written(sink), "");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_fields_in_ascii),
    cmocka_unit_test(lets_no_hidden_line_break_out),
    cmocka_unit_test(refuses_what_ascii_cannot_say),
};

SUITE_MAIN(TESTS)
