/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/prepare_stage.h"

#define DATED                                                                  \
    "Date: Mon, 02 Feb 2026 10:00:00 +0000\r\nMessage-ID: <m@x.test>\r\n"

/* What was told of the fields in TEXT for a server without SMTPUTF8. */
static void try_without_utf8(stage *all, const char *text)
{
    must(try_text(all, text));
    assert_int_equal(mw_smtp_message_extensions(all->made) & UTF8, UTF8);
    assert_string_equal(written(all), text);
    must(mw_smtp_message_replan(all->made, UTF8, &suite_error));
    assert_int_equal(mw_smtp_message_extensions(all->made) & UTF8, 0);
}

/* C123, C151: what SMTPUTF8 would carry goes without it, and loses nothing. */
static void encodes_fields_where_utf8_is_not_offered(void **state)
{
    static const struct {
        const char *fields, *out, *changes;
    } TABLE[] = {
        { "Subject: \xc3\xbc\r\n", "Subject: =?utf-8?B?w7w=?=\r\n",
          "Subject was encoded" },
        { "From: \"J\xc3\xbcrgen\" <a@x.test>\r\n",
          "From: =?utf-8?Q?J=C3=BCrgen?= <a@x.test>\r\n", "From was encoded" },
#ifdef HAVE_LIBIDN2
        { "Reply-To: a@b\xc3\xbc"
          "cher.test\r\n",
          "Reply-To: a@xn--bcher-kva.test\r\n", "Reply-To was encoded" },
#endif
        { "X-Note: =?utf-8?Q?=C3=A4?= \xc3\xbc\r\n",
          "X-Note: =?utf-8?B?w6Qgw7w=?=\r\n", "X-Note was encoded" },
        { "Reply-To: =?utf-8?Q?=C3=A4?= <a@x.test>,\r\n \xc3\xbc "
          "<b@x.test>\r\n",
          "Reply-To: =?utf-8?B?w6Q=?= <a@x.test>, =?utf-8?B?w7w=?= "
          "<b@x.test>\r\n",
          "Reply-To was encoded" },
        { "Content-Disposition: attachment; filename=\"\xc3\xbc.txt\"\r\n",
          "Content-Disposition: attachment; filename*=utf-8''%C3%BC.txt\r\n",
          "Content-Disposition was encoded" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer(), *out = suite_buffer();

        must(mw_buffer_printf(text, &suite_error,
                              "To: b@x.test\r\n" DATED "Sender: a@x.test\r\n"
                              "From: a@x.test\r\n%s\r\nText\r\n",
                              TABLE[i].fields));
        must(mw_buffer_printf(out, &suite_error,
                              "To: b@x.test\r\n" DATED "Sender: a@x.test\r\n"
                              "From: a@x.test\r\n%s\r\nText\r\n",
                              TABLE[i].out));
        try_without_utf8(all, mw_buffer_text(text));
        assert_string_equal(written(all), mw_buffer_text(out));
        assert_string_equal(changes(all), TABLE[i].changes);
    }
}

/* The last field of a message that has nothing else, not even a line end. */
static void encodes_a_field_that_nothing_ends(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(try_text(all, HEAD "Subject: \xc3\xbc"));
    must(mw_smtp_message_replan(all->made, UTF8, &suite_error));
    assert_string_equal(written(all), HEAD "Subject: =?utf-8?B?w7w=?=\r\n\r\n");
}

/* C123: at any level, but not in a message within. */
static void encodes_the_fields_of_parts(void **state)
{
    static const char TEXT[] =
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
             "Content-Description: \xc3\xbc\r\n\r\none\r\n--b\r\n"
             "Content-Type: text/plain; name=\"\xc3\xbc\"\r\n"
             "Content-Transfer-Encoding: 8bit\r\n\r\n\xc3\xbc\r\n--b\r\n"
             "Content-Description: \xc3\xa4\r\n--b--\r\n";
    stage *all = new_stage();

    (void)state;
    try_without_utf8(all, TEXT);
    must(mw_smtp_message_replan(all->made, BITS8, &suite_error));
    assert_int_equal(mw_smtp_message_extensions(all->made), 0);
    assert_string_equal(
        written(all),
        HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
             "Content-Description: =?utf-8?B?w7w=?=\r\n\r\none\r\n--b\r\n"
             "Content-Type: text/plain; name*=utf-8''%C3%BC\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\nw7w=\r\n--b\r\n"
             "Content-Description: =?utf-8?B?w6Q=?=\r\n--b--\r\n");
    assert_string_equal(changes(all),
                        "Content-Description of part 1 was encoded; "
                        "Content-Type of part 2 was encoded; "
                        "Content-Description of part 3 was encoded; "
                        "part 2 (text/plain) was encoded as base64");
}

/* C123, T16: refused where ASCII cannot say it. */
static void says_which_field_cannot_be_encoded(void **state)
{
    static const struct {
        const char *text, *message;
    } TABLE[] = {
        { HEAD "Reply-To: \xc3\xbc@x.test\r\n\r\n",
          "line 5: Reply-To: local part \"\xc3\xbc\" is outside ASCII, which "
          "only UTF-8 headers (RFC 6532) can carry (and the server does not "
          "offer SMTPUTF8)" },
        { HEAD "References: <\xc3\xbc@x.test>\r\n\r\n", NULL },
        { HEAD "Received: \xc3\xbc\r\n\r\n", NULL },
        { HEAD "Keywords: =?utf-8?Q?a=2Cb?=, \xc3\xbc\r\n\r\n",
          "line 5: Keywords: has encoded-words beside text outside ASCII (and "
          "the server does not offer SMTPUTF8)" },
        { HEAD "Content-Type: multipart/mixed; boundary=\"\xc3\xbc\"\r\n\r\n"
               "--\xc3\xbc--\r\n",
          "line 5: Content-Type: a boundary outside ASCII (and the server "
          "does not offer SMTPUTF8)" },
        { "DKIM-Signature: h=from\r\n" HEAD "Subject: \xc3\xbc\r\n\r\n",
          "line 6: a header field is in UTF-8, the server does not offer "
          "SMTPUTF8, and encoding it would break a signature" },
        { HEAD "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
               "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n"
               "Content-Description: \xc3\xbc\r\n\r\n--b--\r\n--o--\r\n",
          "line 11: a header field is in UTF-8, the server does not offer "
          "SMTPUTF8, and encoding it would break a signature" },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_smtp_prepare_options_free(all->options);
        all->options = NULL;
        must(mw_smtp_prepare_options_new(all->context, &all->options,
                                         &suite_error));
        must(mw_smtp_prepare_options_add_to(all->options, "b@x.test",
                                            &suite_error));
        must(try_text(all, TABLE[i].text));
        must_fail(mw_smtp_message_replan(all->made, UTF8, &suite_error),
                  MW_E_DATA);
        if (TABLE[i].message != NULL)
            assert_string_equal(suite_error.message, TABLE[i].message);
        else
            assert_non_null(strstr(suite_error.message, "line 5: "));
    }
}

/* Whoever sends ten thousand odd fields is not told of each. */
static void tells_of_few_fields_only(void **state)
{
    stage *all = new_stage();
    mw_buffer *text = suite_buffer();
    const char *told;

    (void)state;
    must(mw_buffer_append_text(text, HEAD, &suite_error));
    for (int i = 0; i < 40; i++)
        must(
            mw_buffer_printf(text, &suite_error, "X-%d: \xc3\xbc\r\n", i % 30));
    must(mw_buffer_append_text(text, "\r\n", &suite_error));
    try_without_utf8(all, mw_buffer_text(text));
    told = changes(all);
    assert_non_null(strstr(told, "X-19 was encoded; and further fields were "
                                 "changed"));
    assert_null(strstr(told, "X-20"));
}

/* T16: the header says what the envelope does. */
static void completes_addresses_without_a_domain(void **state)
{
    static const struct {
        const char *text, *out, *recipients, *changes;
    } TABLE[] = {
        { "From: root\r\nTo: joe, b@x.test\r\n" DATED "\r\n",
          "From: root@d.test\r\nTo: joe@d.test, b@x.test\r\n" DATED "\r\n",
          "joe@d.test b@x.test", "From was completed; To was completed" },
        { "From: The  root <root> (us)\r\nTo: g: joe ,\r\n\t\"a b\" (c);\r\n"
          "Cc:b@x.test (root)\r\nSubject: root\r\n" DATED "\r\n",
          "From: The  root <root@d.test> (us)\r\n"
          "To: g: joe@d.test ,\r\n\t\"a b\"@d.test (c);\r\n"
          "Cc:b@x.test (root)\r\nSubject: root\r\n" DATED "\r\n",
          "joe@d.test \"a b\"@d.test b@x.test",
          "From was completed; To was completed" },
        { "From: a@x.test\r\nTo: b\r\n\r\nc\r\nReply-To: wrong <\r\n" DATED
          "\r\n",
          NULL, "b@d.test", NULL },
        { "From: a@x.test\nTo: b\nReply-To: wrong <\nBcc: c\n" DATED "\r\n",
          "From: a@x.test\r\nTo: b@d.test\r\nReply-To: wrong <\r\n" DATED
          "\r\n",
          "b@d.test c@d.test",
          "Bcc was taken out; line ends were made CRLF; To was completed" },
        { "From: a@x.test\r\nTo: b@d.test, b\r\nResent-To: c\r\n" DATED "\r\n",
          "From: a@x.test\r\nTo: b@d.test, b@d.test\r\n"
          "Resent-To: c@d.test\r\n" DATED "\r\n",
          "c@d.test", "To was completed; Resent-To was completed" },
    };
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i].text));
        assert_string_equal(recipients(all), TABLE[i].recipients);
        if (TABLE[i].out != NULL) {
            assert_string_equal(written(all), TABLE[i].out);
            assert_string_equal(changes(all), TABLE[i].changes);
        }
    }
}

static void completes_what_the_options_name(void **state)
{
    stage *all = new_stage();

    (void)state;
    must_fail(
        mw_smtp_prepare_options_set_from(all->options, "root", &suite_error),
        MW_E_SYNTAX);
    must_fail(mw_smtp_prepare_options_add_to(all->options, "joe", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_smtp_prepare_options_set_default_domain(
                  all->options, "d..test", &suite_error),
              MW_E_SYNTAX);
    assert_non_null(strstr(suite_error.message, "default domain: "));
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    must(mw_smtp_prepare_options_set_from(all->options, "root", &suite_error));
    must(mw_smtp_prepare_options_add_to(all->options, "joe, b@x.test, Joe",
                                        &suite_error));
    must(try_text(all, HEAD "\r\n"));
    assert_string_equal(mw_smtp_message_from(all->made), "root@d.test");
    assert_string_equal(recipients(all), "joe@d.test b@x.test Joe@d.test");
    assert_string_equal(written(all), HEAD "\r\n");
    assert_string_equal(changes(all), "");
    mw_smtp_prepare_options_set_as_is(all->options, 1);
    must(try_text(all, "From: a\r\n\r\n"));
    assert_string_equal(recipients(all), "joe@d.test b@x.test Joe@d.test");
    assert_string_equal(written(all), "From: a\r\n\r\n");
}

/* C151: an ASCII header stays one. */
static void completes_with_a_domain_in_a_labels(void **state)
{
    stage *all = new_stage();

    (void)state;
    must_fail(mw_smtp_prepare_options_set_default_domain(
                  all->options, "xn--\xc3\xbc.test", &suite_error),
              MW_E_RANGE);
    must(mw_smtp_prepare_options_set_default_domain(
        all->options, "b\xc3\xbc.test", &suite_error));
    must(try_text(all, "From: a\r\nTo: b@x.test\r\n" DATED "\r\n"));
    assert_string_equal(written(all), "From: a@xn--b-eha.test\r\n"
                                      "To: b@x.test\r\n" DATED "\r\n");
    assert_int_equal(mw_smtp_message_extensions(all->made), 0);
}

/* Both steps in one field: completed, then encoded. */
static void completes_and_encodes_one_field(void **state)
{
    stage *all = new_stage();

    (void)state;
    must(mw_smtp_prepare_options_set_default_domain(all->options, "d.test",
                                                    &suite_error));
    must(try_text(all, "From: J\xc3\xbcrgen <root>\r\nTo: b@x.test\r\n" DATED
                       "\r\n"));
    assert_string_equal(written(all), "From: J\xc3\xbcrgen <root@d.test>\r\n"
                                      "To: b@x.test\r\n" DATED "\r\n");
    must(mw_smtp_message_replan(all->made, UTF8, &suite_error));
    assert_string_equal(written(all),
                        "From: =?utf-8?Q?J=C3=BCrgen?= <root@d.test>\r\n"
                        "To: b@x.test\r\n" DATED "\r\n");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(encodes_fields_where_utf8_is_not_offered),
    cmocka_unit_test(encodes_a_field_that_nothing_ends),
    cmocka_unit_test(encodes_the_fields_of_parts),
    cmocka_unit_test(says_which_field_cannot_be_encoded),
    cmocka_unit_test(tells_of_few_fields_only),
    cmocka_unit_test(completes_addresses_without_a_domain),
    cmocka_unit_test(completes_what_the_options_name),
    cmocka_unit_test(completes_with_a_domain_in_a_labels),
    cmocka_unit_test(completes_and_encodes_one_field),
};

SUITE_MAIN(TESTS)
