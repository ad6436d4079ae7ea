/* SPDX-License-Identifier: MIT */

/* Embedded messages that are too wide for the transport. */

#include "kit.h"

static mw_plan *plan_of(const char *text, mw_transport transport)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);

    mw_plan_options_set_transport(options, transport);
    must(mw_message_attach_message(message, kit_text(message, text), NULL,
                                   &suite_error));
    return kit_plan(message, options);
}

/* What the message that holds TEXT alone has behind its header. */
static const char *embedded(const char *text, mw_transport transport)
{
    size_t size;
    const char *whole = kit_write(plan_of(text, transport), &size);
    const char *body = strstr(whole, "\r\n\r\n");

    assert_non_null(body);
    return body + 4;
}

/* C022, C024, C040 */
static void encodes_what_the_transport_cannot_carry(void **state)
{
    static const struct {
        const char *before, *after;
    } CASES[] = {
        /* No MIME at all: it says what it is now. */
        { "From: a@x\n\nsm\xc3\xb8r og br\xc3\xb8"
          "d er godt\n",
          "From: a@x\r\nMIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "sm=C3=B8r og br=C3=B8d er godt\r\n" },
        { "From: a@x\n\nsm\xf8r og br\xf8"
          "d er godt\n",
          "From: a@x\r\nMIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=unknown-8bit\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "sm=F8r og br=F8d er godt\r\n" },
        /* Labels around it follow; what fits is not touched. */
        { "From: a@x\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n"
          "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n"
          "Content-Type: text/plain; charset=utf-8\n"
          "Content-Transfer-Encoding: 8bit\n\n"
          "\xc3\xb8\xc3\xb8\xc3\xb8\xc3\xb8\n--b\nX-Odd:  spaced \n\n"
          "as it is \n--b--\nepilogue",
          "From: a@x\r\nMIME-Version: 1.0\r\n"
          "Content-Type: multipart/mixed; boundary=b\r\n"
          "Content-Transfer-Encoding: 7bit\r\n\r\npreamble\r\n--b\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\n"
          "w7jDuMO4w7g=\r\n--b\r\nX-Odd:  spaced \r\n\r\nas it is \r\n--b--"
          "\r\nepilogue\r\n" },
        /* A message in it. */
        { "From: a@x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n"
          "Content-Transfer-Encoding: 8bit\n\nFrom: b@x\nMIME-Version: 1.0\n"
          "Content-Transfer-Encoding: 8bit\n"
          "Content-Type: text/plain; charset=utf-8\n\nthis d\xc3\xa9j\xc3\xa0 "
          "vu is in the text\n",
          "From: a@x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n"
          "Content-Transfer-Encoding: 7bit\r\n\r\nFrom: b@x\r\n"
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
          "this d=C3=A9j=C3=A0 vu is in the text\r\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(embedded(CASES[i].before, MW_TRANSPORT_7BIT),
                            CASES[i].after);
}

static void leaves_alone_what_the_transport_takes(void **state)
{
    static const char TEXT[] =
        "From: a@x\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xc3\xb8\r\n";
    const mw_plan *plan = plan_of(TEXT, MW_TRANSPORT_8BIT);
    size_t size;

    (void)state;
    assert_int_equal(mw_plan_note_count(plan), 0);
    assert_holds(kit_write(plan, &size), TEXT);
}

static void says_what_it_did(void **state)
{
    const mw_plan *plan = plan_of("From: a@x\n\n\xc3\xb8\n", MW_TRANSPORT_7BIT);

    (void)state;
    assert_int_equal(mw_plan_note_count(plan), 1);
    assert_string_equal(mw_plan_note(plan, 0),
                        "memory: parts of it were encoded, since it "
                        "has to be 7bit");
    assert_int_equal(mw_plan_part_encoding(kit_leaf(plan, 0)),
                     MW_ENCODING_7BIT);
    assert_int_equal(mw_plan_extensions(plan), 0);
}

/* FRONT and a line of SIZE letters. */
static const char *long_line(const char *front, size_t size)
{
    mw_buffer *text = suite_buffer();

    must(mw_buffer_append_text(text, front, &suite_error));
    for (size_t i = 0; i < size; i++)
        must(mw_buffer_append_octet(text, 'x', &suite_error));
    must(mw_buffer_append_octet(text, '\n', &suite_error));
    return mw_buffer_text(text);
}

static void encodes_long_lines_for_8bit_too(void **state)
{
    const char *text = embedded(
        long_line("From: a@x\nContent-Transfer-Encoding: binary\n\n", 1200),
        MW_TRANSPORT_8BIT);

    (void)state;
    assert_holds(text, "From: a@x\r\nMIME-Version: 1.0\r\n"
                       "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    assert_holds(text, "=\r\nxxx");
}

static void refuses_what_cannot_be_encoded_where_it_stands(void **state)
{
    static const struct {
        const char *text, *why;
    } CASES[] = {
        { "From: a@x\nContent-Type: multipart/signed; boundary=b; "
          "protocol=\"application/pgp-signature\"; micalg=pgp-sha256\n\n--b\n"
          "Content-Type: text/plain; charset=utf-8\n\n\xc3\xb8\n--b\n"
          "Content-Type: application/pgp-signature\n\nx\n--b--\n",
          "memory: line 7: a signed part cannot be encoded, and a 7bit "
          "transport cannot take it as it is" },
        { "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n"
          "for\xc3\xa5\n--b\n\nx\n--b--\n",
          "memory: line 4: what is around the parts of a multipart cannot be "
          "encoded, and a 7bit transport cannot take it as it is" },
        { "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n"
          "--b\n\nx\n--b--\netter\n\xc3\xa5\n",
          "memory: line 9: what is around the parts of a multipart cannot be "
          "encoded, and a 7bit transport cannot take it as it is" },
        { "From: a@x\nContent-Type: message/partial; id=\"a@b\"; number=2\n\n"
          "\xc3\xa5\n",
          "memory: line 4: a part of its type cannot be encoded, and a 7bit "
          "transport cannot take it as it is" },
        { "From: a@x\nContent-Transfer-Encoding: base64\n\n\xc3\xa5\n",
          "memory: line 4: a part that is encoded already cannot be encoded, "
          "and a 7bit transport cannot take it as it is" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_message *message = kit_message();
        mw_plan *plan = NULL;

        must(mw_message_attach_message(
            message, kit_text(message, CASES[i].text), NULL, &suite_error));
        must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
        assert_string_equal(suite_error.message, CASES[i].why);
    }
}

static void keeps_signed_parts_beside_what_it_encodes(void **state)
{
    static const char SIGNED[] =
        "Content-Type: multipart/signed; boundary=s; "
        "protocol=\"application/pgp-signature\"; micalg=pgp-sha256\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        "--s\r\nContent-Transfer-Encoding: 8bit\r\n\r\nplain\r\n--s\r\n"
        "Content-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n";
    mw_buffer *text = suite_buffer();
    const char *after;

    (void)state;
    must(mw_buffer_printf(
        text, &suite_error,
        "From: a@x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\n%s\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "this d\xc3\xa9j\xc3\xa0 vu is in the text\r\n--b--\r\n",
        SIGNED));
    after = embedded(mw_buffer_text(text), MW_TRANSPORT_7BIT);
    assert_holds(after, SIGNED);
    assert_holds(after, "this d=C3=A9j=C3=A0 vu is in the text");
}

/* UTF-8 that a piece of the scan cuts is UTF-8 still. */
static void knows_utf8_however_it_is_cut(void **state)
{
    static const char FRONT[] = "From: a@x\n\n";

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t lead = 4080; lead < 4100; lead++) {
        char text[4300];
        size_t size = 0;

        memcpy(text, FRONT, sizeof FRONT - 1);
        size = sizeof FRONT - 1;
        while (size < lead) {
            text[size] = size % 70 == 0 ? '\n' : 'x';
            size++;
        }
        strcpy(text + size, "\xf0\x9f\x98\x80\n");
        assert_holds(embedded(text, MW_TRANSPORT_7BIT), "charset=utf-8");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(encodes_what_the_transport_cannot_carry),
    cmocka_unit_test(leaves_alone_what_the_transport_takes),
    cmocka_unit_test(says_what_it_did),
    cmocka_unit_test(encodes_long_lines_for_8bit_too),
    cmocka_unit_test(refuses_what_cannot_be_encoded_where_it_stands),
    cmocka_unit_test(keeps_signed_parts_beside_what_it_encodes),
    cmocka_unit_test(knows_utf8_however_it_is_cut),
};

SUITE_MAIN(TESTS)
