/* SPDX-License-Identifier: MIT */

#include "smtp/prepare_stage.h"

/* C001, T05: nothing that is right is touched, whatever it looks like. */
static void leaves_a_message_that_is_right(void **state)
{
    static const char *const TABLE[] = {
        HEAD "\r\n.\r\n..\r\n...x\r\n.leading\r\nno.dot\r\n .\r\n.\r\n",
        HEAD "\r\n",
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n--b\r\n"
             "\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nbehind\r\n",
        HEAD "Subject: one\r\n two\r\nX :y\r\n\r\nFrom me\r\n\r\n\r\n",
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i]));
        assert_string_equal(written(all), TABLE[i]);
        assert_string_equal(changes(all), "");
        assert_int_equal(mw_smtp_message_extensions(all->made), 0);
    }
    assert_string_equal(all->made->id, "<m@x.test>");
}

/* C095, T05 */
static void mends_line_ends(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(try_text(all, "From x\nFrom: a@x.test\nTo: b@x.test\nDate: d\n"
                       "Message-ID: <m@x.test>\n\none\n.\r\n\nend"));
    assert_string_equal(
        written(all), "From: a@x.test\r\nTo: b@x.test\r\nDate: d\r\n"
                      "Message-ID: <m@x.test>\r\n\r\none\r\n.\r\n\r\nend\r\n");
    assert_string_equal(changes(all),
                        "the From line of the mailbox was dropped; "
                        "line ends were made CRLF");
    /* In a mailbox they are as they should be. */
    mw_smtp_prepare_options_set_lf(all->options, 1);
    must(try_text(all, "From: a@x.test\nTo: b@x.test\nDate: d\n"
                       "Message-ID: <m@x.test>\n\none\n"));
    assert_string_equal(written(all),
                        "From: a@x.test\r\nTo: b@x.test\r\nDate: d\r\n"
                        "Message-ID: <m@x.test>\r\n\r\none\r\n");
    assert_string_equal(changes(all), "");
    mw_smtp_prepare_options_set_lf(all->options, 0);
    must(try_text(all, HEAD "no field\r\n"));
    assert_string_equal(written(all), HEAD "\r\nno field\r\n");
    assert_string_equal(changes(all),
                        "an empty line was put behind the header");
}

/* T05: what cannot be mended is refused, with its line. */
static void refuses_what_cannot_be_mended(void **state)
{
    static const struct {
        const char *octets;
        size_t size;
        const char *message;
    } TABLE[] = {
#define OCTETS(text) text, sizeof(text) - 1
        { OCTETS(HEAD "\r\n.\r.\r\n"), "line 6: a CR without LF" },
        { OCTETS(HEAD "\r\nx\r\n\r\r\n"), "line 7: a CR without LF" },
        { OCTETS(HEAD "\r\nx\r"), "line 6: a CR without LF" },
        { OCTETS(HEAD "\r\nx\0y\r\n"), "line 6: a NUL" },
        { OCTETS(HEAD "X: \0\r\n\r\n"), "line 5: a NUL" },
        { OCTETS(HEAD "X: a\rBcc: v@x.test\r\n\r\n"),
          "line 5: a CR without LF" },
        { OCTETS(HEAD "Subject: \xff\r\n\r\n"),
          "line 5: a header field is neither ASCII nor UTF-8" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must_fail(try_octets(all, TABLE[i].octets, TABLE[i].size), MW_E_DATA);
        assert_string_equal(suite_error.message, TABLE[i].message);
    }
}

static void refuses_long_header_lines_only(void **state)
{
    stage *all = new_stage();
    mw_buffer *text = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(text, HEAD "X:", &suite_error));
    for (int i = 0; i < 996; i++)
        must(mw_buffer_append_octet(text, 'x', &suite_error));
    must(mw_buffer_append_text(text, "\r\n\r\n", &suite_error));
    must(try_text(all, mw_buffer_text(text)));
    mw_buffer_truncate(text, text->size - 4);
    must(mw_buffer_append_text(text, "x\r\n\r\n", &suite_error));
    must_fail(try_text(all, mw_buffer_text(text)), MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 5: a header line of more than 998 octets");
}

/* C012 */
static void takes_the_envelope_from_the_header(void **state)
{
    static const struct {
        const char *header, *from, *to;
    } TABLE[] = {
        { "From: A <a@x.test>\nTo: b@x.test, C <c@X.test>\nCc: c@x.test\n"
          "Bcc: hidden@x.test,\n e@x.test\n",
          "a@x.test", "b@x.test c@X.test hidden@x.test e@x.test" },
        { "From: a@x.test, b@x.test\nSender: s@x.test\nTo: G: c@x.test, "
          "\"d e\"@x.test;, f@b\xc3\xbc.test\nBcc:\n",
          "s@x.test", "c@x.test \"d e\"@x.test f@xn--b-eha.test" },
        { "Resent-From: r@x.test\nResent-To: t@x.test\nResent-Bcc: u@x.test\n"
          "Resent-From: o@x.test\nResent-To: p@x.test\nFrom: a@x.test\n"
          "To: b@x.test\nBcc: z@x.test\n",
          "r@x.test", "t@x.test u@x.test" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, "%s\nBody\n",
                              TABLE[i].header));
        must(try_text(all, mw_buffer_text(text)));
        assert_string_equal(mw_smtp_message_from(all->made), TABLE[i].from);
        assert_string_equal(recipients(all), TABLE[i].to);
        assert_null(strstr(written(all), "hidden@x.test"));
        assert_null(strstr(written(all), "Bcc"));
        assert_non_null(strstr(changes(all), "Bcc was taken out"));
    }
}

/* C015: a trace ends the block that it is behind, and no other. */
static void finds_the_newest_block_between_traces(void **state)
{
    static const char *const HEADERS[] = {
        "Received: x\nResent-To: t@x.test\nResent-Cc: u@x.test\nTo: b@x.test\n",
        "Resent-To: t@x.test\nResent-Cc: u@x.test\nReceived: x\n"
        "Resent-Bcc: p@x.test\nTo: b@x.test\n",
        "Received: x\nReceived: y\nResent-To: t@x.test\nTo: b@x.test\n"
        "Resent-Cc: u@x.test\nReceived: z\nResent-Bcc: p@x.test\n",
    };
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_from(all->options, "a@x.test",
                                          &suite_error));
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, "%s\nBody\n", HEADERS[i]));
        must(try_text(all, mw_buffer_text(text)));
        assert_string_equal(recipients(all), "t@x.test u@x.test");
    }
}

static void takes_the_envelope_from_the_options(void **state)
{
    stage *all = new_stage();

    (void)state;
    must_fail(mw_smtp_prepare_options_set_from(
                  all->options, "a@x>\r\nRCPT TO:<v", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_smtp_prepare_options_set_from(all->options, "A <a@x.test>",
                                               &suite_error),
              MW_E_SYNTAX);
    must_fail(
        mw_smtp_prepare_options_set_from(
            all->options,
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaa@x.test",
            &suite_error),
        MW_E_SYNTAX);
    must(mw_smtp_prepare_options_set_from(all->options, "", &suite_error));
    must(mw_smtp_prepare_options_add_to(all->options, "v@y.test, w@y.test",
                                        &suite_error));
    must(try_text(all, "Received: x\nFrom: (\nTo: ((\nBcc: z@x.test\n\n"));
    assert_string_equal(mw_smtp_message_from(all->made), "");
    assert_string_equal(recipients(all), "v@y.test w@y.test");
    assert_null(strstr(written(all), "z@x.test"));
    mw_smtp_prepare_options_join_header(all->options, 1);
    must(try_text(all, "To: w@Y.test, x@y.test\n\n"));
    assert_string_equal(recipients(all), "v@y.test w@y.test x@y.test");
}

static void refuses_an_envelope_that_is_not_said(void **state)
{
    static const struct {
        const char *text;
        mw_status status;
        const char *message;
    } TABLE[] = {
        { "", MW_E_USAGE, "the message names no recipient" },
        { "From: a@x.test\n\n", MW_E_USAGE, "the message names no recipient" },
        { "To: a@x.test\n\n", MW_E_USAGE, "the message names no sender" },
        /* Its first recipients have it, and were not meant again. */
        { "Resent-From: r@x.test\nReply-To: x\nFrom: a@x.test\n"
          "To: a@x.test\n\n",
          MW_E_USAGE, "the newest Resent- fields name no recipient" },
        { "To: a@x.test\nBcc: b@x.test\nResent-From: r@x.test\n"
          "Resent-From: o@x.test\nResent-To: c@x.test\n\n",
          MW_E_USAGE, "the newest Resent- fields name no recipient" },
        { "Received: x\nFrom: a@x.test\nTo: a@x.test\n\n", MW_E_USAGE,
          "the message was delivered before: it holds Received fields" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must_fail(try_text(all, TABLE[i].text), TABLE[i].status);
        assert_string_equal(suite_error.message, TABLE[i].message);
    }
    must_fail(try_text(all, "From: a@x.test\nTo: <a@b@c>\n\n"), MW_E_SYNTAX);
    assert_non_null(strstr(suite_error.message, "line 2: To: "));
}

/* C010 */
static void adds_date_and_message_id(void **state)
{
    stage *all = new_stage();
    const char *out, *id;

    (void)state;
    must(try_text(all, "From: a@B\xc3\xbc.test\nTo: b@x.test\n\nText\n"));
    out = written(all);
    assert_non_null(strstr(out, "Date: Sat, 21 Nov 2026 23:06:00 +0000\r\n"));
    id = strstr(out, "Message-ID: <");
    assert_non_null(id);
    assert_non_null(strstr(id, "@xn--b-eha.test>\r\n\r\nText\r\n"));
    assert_string_equal(changes(all), "Date was added; Message-ID was added; "
                                      "line ends were made CRLF");
    assert_memory_equal(id + strlen("Message-ID: "), all->made->id,
                        strlen(all->made->id));
}

/* C112, C022: case smtp-099 and others like it. */
static void encodes_what_the_server_cannot_take(void **state)
{
    static const struct {
        const char *text;
        unsigned needed, missing;
        const char *out, *changes;
    } TABLE[] = {
        { "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9f"
          "e and "
          "so on and on and on\r\n",
          BITS8, BITS8,
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "Gr=C3=BC=C3=9Fe and so on and on and on\r\n",
          "part 0 (text/plain) was encoded as quoted-printable" },
        { "\r\n\xc3\xbc\r\n", BITS8, BITS8,
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\nw7wNCg==\r\n",
          "part 0 (text/plain) was encoded as base64" },
        { "\r\n\xe4 is not UTF-8\r\n", BITS8, BITS8,
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=unknown-8bit\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "=E4 is not UTF-8\r\n",
          "part 0 (text/plain) was encoded as quoted-printable" },
        { "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
          "Content-Transfer-Encoding: 8bit\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
          "Content-Type: image/x\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
          "\xff\r\n--b--\r\n",
          BITS8, BITS8,
          "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
          "Content-Transfer-Encoding: 7bit\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
          "Content-Type: image/x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
          "/w==\r\n--b--\r\n",
          "part 0 (multipart/mixed) is called 7bit; "
          "part 2 (image/x) was encoded as base64" },
        { "Content-Type: x/y\r\nContent-Transfer-Encoding: binary\r\n\r\n"
          "a\r\rb",
          BINARY, BINARY,
          "Content-Type: x/y\r\nMIME-Version: 1.0\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\nYQ0NYg==\r\n",
          "part 0 (x/y) was encoded as base64" },
        { "MIME-Version: 1.0\r\nContent-Transfer-Encoding: binary\r\n\r\n"
          "text\r\n",
          BINARY, BINARY,
          "MIME-Version: 1.0\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
          "text\r\n",
          "part 0 (text/plain) is called 7bit" },
        { "MIME-Version: 1.0\r\nContent-Type: message/global\r\n\r\n"
          "Subject: \xc3\xbc\r\n\r\nText\r\n",
          BITS8 | UTF8, UTF8,
          "MIME-Version: 1.0\r\nContent-Type: message/global\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "Subject: =C3=BC\r\n\r\nText\r\n",
          "part 0 (message/global) was encoded as quoted-printable" },
        { "MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable"
          "\r\n\r\na=3D\xc3\xbc=\r\n b\r\n",
          BITS8, BITS8,
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "a=3D=C3=BC b\r\n",
          "part 0 (text/plain) was encoded as quoted-printable" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, "%s%s", HEAD, TABLE[i].text));
        must(try_text(all, mw_buffer_text(text)));
        assert_int_equal(mw_smtp_message_extensions(all->made),
                         TABLE[i].needed);
        assert_string_equal(written(all), mw_buffer_text(text));
        must(mw_smtp_message_replan(all->made, TABLE[i].missing, &suite_error));
        assert_int_equal(mw_smtp_message_extensions(all->made), 0);
        assert_string_equal(written(all) + strlen(HEAD), TABLE[i].out);
        assert_string_equal(changes(all), TABLE[i].changes);
    }
}

/* C022: long lines are no matter of the server. */
static void encodes_long_lines(void **state)
{
    stage *all = new_stage();
    mw_buffer *text = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(text, HEAD "\r\n", &suite_error));
    for (int i = 0; i < 999; i++)
        must(mw_buffer_append_octet(text, 'x', &suite_error));
    must(try_text(all, mw_buffer_text(text)));
    assert_non_null(strstr(written(all), "x=\r\nx"));
    assert_string_equal(changes(all),
                        "part 0 (text/plain) was encoded as quoted-printable");
    text->data[strlen(HEAD) + 500] = '\n';
    must(try_text(all, mw_buffer_text(text)));
    assert_string_equal(changes(all), "line ends were made CRLF");
}

static void never_changes_what_is_signed(void **state)
{
    static const struct {
        const char *text;
        unsigned missing;
        const char *message;
    } TABLE[] = {
        { "From: a@x.test\r\nTo: b@x.test\r\nBcc: c@x.test\r\n"
          "DKIM-Signature: x\r\n\r\n",
          0,
          "line 3: the message is signed, and Bcc would have to be taken "
          "out" },
        { "ARC-Seal: x\r\nFrom: a@x.test\r\nTo: b@x.test\r\n\r\n\xc3\xbc",
          BITS8,
          "line 5: a signed part would have to be encoded, which would "
          "break its signature" },
        { HEAD "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
               "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n"
               "\xc3\xbc\r\n--b\r\n\r\nx\r\n--b--\r\n--o--\r\n",
          BITS8,
          "line 12: a signed part would have to be encoded, which would "
          "break its signature" },
        { HEAD "DKIM-Signature: x\r\nno field\r\n", 0,
          "line 6: the message is signed, and its header ends without an "
          "empty line" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        if (TABLE[i].missing != 0) {
            must(try_text(all, TABLE[i].text));
            assert_string_equal(changes(all), "");
            must_fail(mw_smtp_message_replan(all->made, TABLE[i].missing,
                                             &suite_error),
                      MW_E_DATA);
        } else {
            must_fail(try_text(all, TABLE[i].text), MW_E_DATA);
        }
        assert_string_equal(suite_error.message, TABLE[i].message);
    }
    /* Line ends are not of the message, but of how it was kept. */
    must(try_text(all, "DKIM-Signature: x\nFrom: a@x.test\nTo: b@x.test\n\n"));
    assert_string_equal(written(all), "DKIM-Signature: x\r\nFrom: a@x.test\r\n"
                                      "To: b@x.test\r\n\r\n");
}

static void says_what_cannot_be_encoded(void **state)
{
    static const struct {
        const char *text, *message;
        unsigned missing;
    } TABLE[] = {
        { HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n\xc3\xbc\r\n"
               "--b--\r\n",
          "line 7: the server cannot take this text, which cannot be encoded "
          "where it stands",
          BITS8 },
        { HEAD "Content-Type: message/rfc822\r\n\r\nSubject: \xff\r\n\r\n",
          "line 7: the header of an embedded message is not ASCII, and the "
          "server does not offer 8BITMIME",
          BITS8 },
        { HEAD "Content-Type: message/rfc822\r\n\r\nFrom \xff\r\nA: b\r\n"
               "\r\n",
          "line 7: the header of an embedded message is not ASCII, and the "
          "server does not offer 8BITMIME",
          BITS8 },
        { HEAD "Content-Transfer-Encoding: x-uuencode\r\n\r\n\xff\r\n",
          "line 7: a part of unknown transfer encoding would have to be "
          "encoded",
          BITS8 },
        { "From: a@x.test\r\nTo: \xc3\xbc@x.test\r\n\r\n",
          "an address of the envelope is outside ASCII, and the server does "
          "not offer SMTPUTF8",
          UTF8 },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i].text));
        assert_int_equal(mw_smtp_message_extensions(all->made) &
                             TABLE[i].missing,
                         TABLE[i].missing);
        must_fail(
            mw_smtp_message_replan(all->made, TABLE[i].missing, &suite_error),
            MW_E_DATA);
        assert_string_equal(suite_error.message, TABLE[i].message);
    }
}

static void sends_every_octet_as_it_is(void **state)
{
    static const char TEXT[] = "From: a@x.test\nTo: b@x.test\nBcc: c@x.test\n\n"
                               "x\r.\n\xff";
    stage *all = new_stage();

    (void)state;
    mw_smtp_prepare_options_set_as_is(all->options, 1);
    must(try_text(all, TEXT));
    assert_string_equal(recipients(all), "b@x.test c@x.test");
    assert_memory_equal(written(all), TEXT, strlen(TEXT));
    assert_string_equal(written(all) + strlen(TEXT), "\r\n");
    assert_string_equal(changes(all), "");
    must(mw_smtp_message_replan(all->made, BITS8 | UTF8, &suite_error));
    assert_memory_equal(written(all), TEXT, strlen(TEXT));
}

static mw_status read_once(void *user, void *buffer, size_t size, size_t *got,
                           mw_error *error)
{
    const char **left = user;

    (void)error;
    *got = strlen(*left) < size ? strlen(*left) : size;
    memcpy(buffer, *left, *got);
    *left += *got;
    return MW_OK;
}

static void reads_again_what_can_be_read_once(void **state)
{
    const char *text = HEAD "\r\nText\r\n";
    const char *left = text;
    stage *all = new_stage();
    mw_source *source = NULL;

    (void)state;
    must(mw_source_new_callback(all->owner, read_once, &left, NULL, &source,
                                &suite_error));
    must(mw_smtp_message_new_prepared(all->context, source, NULL, &all->made,
                                      &suite_error));
    assert_string_equal(written(all), text);
}

static mw_status read_other(void *user, uint64_t offset, void *buffer,
                            size_t size, size_t *got, mw_error *error)
{
    const char *const *text = user;
    const size_t left = strlen(*text) - (size_t)offset;

    (void)error;
    *got = left < size ? left : size;
    memcpy(buffer, *text + offset, *got);
    return MW_OK;
}

static void notices_a_message_that_changes(void **state)
{
    const char *text = HEAD "\r\nText\r\n";
    stage *all = new_stage();
    mw_source *source = NULL;

    (void)state;
    must(mw_source_new_callback_at(all->owner, strlen(text), read_other, &text,
                                   NULL, &source, &suite_error));
    must(mw_smtp_message_new_prepared(all->context, source, NULL, &all->made,
                                      &suite_error));
    text = HEAD "\r\nTe\n\n\r\n";
    must(mw_sink_new_memory(all->context, &all->sink, &suite_error));
    must_fail(mw_smtp_message_write(all->made, all->sink, &suite_error),
              MW_E_CHANGED);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(leaves_a_message_that_is_right),
    cmocka_unit_test(mends_line_ends),
    cmocka_unit_test(refuses_what_cannot_be_mended),
    cmocka_unit_test(refuses_long_header_lines_only),
    cmocka_unit_test(takes_the_envelope_from_the_header),
    cmocka_unit_test(finds_the_newest_block_between_traces),
    cmocka_unit_test(takes_the_envelope_from_the_options),
    cmocka_unit_test(refuses_an_envelope_that_is_not_said),
    cmocka_unit_test(adds_date_and_message_id),
    cmocka_unit_test(encodes_what_the_server_cannot_take),
    cmocka_unit_test(encodes_long_lines),
    cmocka_unit_test(never_changes_what_is_signed),
    cmocka_unit_test(says_what_cannot_be_encoded),
    cmocka_unit_test(sends_every_octet_as_it_is),
    cmocka_unit_test(reads_again_what_can_be_read_once),
    cmocka_unit_test(notices_a_message_that_changes),
};

SUITE_MAIN(TESTS)
