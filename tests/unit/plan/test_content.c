/* SPDX-License-Identifier: MIT */

#include "kit.h"

/* Plans one text body and gives its part. */
static const mw_plan_part *text_part(const char *text, mw_transport transport)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);

    mw_plan_options_set_transport(options, transport);
    kit_body(message, MW_BODY_TEXT, text);
    return kit_leaf(kit_plan(message, options), 0);
}

/* C021, C022, C033 */
static void takes_the_smallest_encoding_that_the_transport_allows(void **state)
{
    static const struct {
        const char *text;
        mw_transport transport;
        const char *charset;
        mw_encoding encoding;
    } CASES[] = {
        { "plain\n", MW_TRANSPORT_7BIT, "us-ascii", MW_ENCODING_7BIT },
        { "plain\n", MW_TRANSPORT_BINARY, "us-ascii", MW_ENCODING_7BIT },
        { "a longer text is gr\xc3\xbc\xc3\x9f\n", MW_TRANSPORT_7BIT, "utf-8",
          MW_ENCODING_QUOTED_PRINTABLE },
        { "a longer text is gr\xc3\xbc\xc3\x9f\n", MW_TRANSPORT_8BIT, "utf-8",
          MW_ENCODING_8BIT },
        { "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac"
          "\xe8\xaa\x9e\n",
          MW_TRANSPORT_7BIT, "utf-8", MW_ENCODING_BASE64 },
        { "lone\rreturn\n", MW_TRANSPORT_7BIT, "us-ascii",
          MW_ENCODING_QUOTED_PRINTABLE },
        { "\xef\xbb\xbfmarked\n", MW_TRANSPORT_7BIT, "us-ascii",
          MW_ENCODING_7BIT },
        { "", MW_TRANSPORT_7BIT, "us-ascii", MW_ENCODING_7BIT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const mw_plan_part *part = text_part(CASES[i].text, CASES[i].transport);

        assert_string_equal(mw_plan_part_charset(part), CASES[i].charset);
        assert_int_equal(mw_plan_part_encoding(part), CASES[i].encoding);
    }
}

/* T20 */
static void refuses_text_outside_its_charset_naming_the_place(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "one\ntwo \xff\n");
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    assert_holds(suite_error.message, "line 2");
    assert_holds(suite_error.message, "0xFF");
}

static void refuses_text_with_nul(void **state)
{
    mw_message *message = kit_message();
    mw_source *source = kit_octets(message, "a\n\0b", 4);
    mw_plan *plan = NULL;

    (void)state;
    must(mw_source_set_name(source, "the text", &suite_error));
    must(
        mw_message_set_body(message, MW_BODY_TEXT, source, NULL, &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    assert_string_equal(suite_error.message, "the text: line 2 holds a NUL");
}

static void attaches_unfit_text_where_the_options_say_so(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const mw_plan_part *part;
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "one\ntwo \xff\n");
    mw_plan_options_set_unfit_text(options, MW_UNFIT_TEXT_ATTACH);
    plan = kit_plan(message, options);
    part = kit_leaf(plan, 0);
    assert_int_equal(mw_plan_part_disposition(part), MW_DISPOSITION_ATTACHMENT);
    assert_string_equal(mw_plan_part_type(part), "application/octet-stream");
    assert_int_equal(mw_plan_note_count(plan), 1);
    assert_holds(mw_plan_note(plan, 0), "attached as a file");
    assert_holds(kit_write(plan, NULL), "\r\nb25lCnR3byD/Cg==\r\n");
}

static void sends_text_in_the_first_charset_that_holds_it(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const mw_plan_part *part;

    (void)state;
    must(mw_plan_options_set_charsets(
        options, "us-ascii,iso-8859-1,koi8-r,utf-8", &suite_error));
    kit_body(message, MW_BODY_TEXT,
             "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82\n");
    part = kit_leaf(kit_plan(message, options), 0);
    assert_string_equal(mw_plan_part_charset(part), "koi8-r");
    assert_int_equal(mw_plan_part_size(part), 8);
}

static void names_the_character_that_no_charset_holds(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;

    (void)state;
    must(
        mw_plan_options_set_charsets(options, "us-ascii,koi8-r", &suite_error));
    kit_body(message, MW_BODY_TEXT, "a\nbc\xf0\x9f\x91\x8d\n");
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_DATA);
    assert_holds(suite_error.message, "line 2, character 3: U+1F44D");
}

static void reads_the_charset_that_html_names(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_HTML,
             "<html><meta charset=\"iso-8859-1\"><p>gr\xfc\xdf</p>\n");
    assert_holds(kit_compose(message, NULL), "gr=C3=BC=C3=9F");
}

static void reads_utf_16_by_its_mark(void **state)
{
    static const char *const TEXTS[] = {
        "\xff\xfeg\0r\0\xfc\0\xdf\0\n\0",
        "\xfe\xff\0g\0r\0\xfc\0\xdf\0\n",
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        mw_message *message = kit_message();
        mw_part *part = NULL;

        must(mw_message_set_body(message, MW_BODY_TEXT,
                                 kit_octets(message, TEXTS[i], 12), &part,
                                 &suite_error));
        must(mw_part_set_encoding(part, MW_ENCODING_QUOTED_PRINTABLE,
                                  &suite_error));
        assert_holds(kit_compose(message, NULL), "\r\n\r\ngr=C3=BC=C3=9F\r\n");
    }
}

/* C030, T19: bit for bit, text too. */
static void attaches_octets_as_they_are(void **state)
{
    mw_message *message = kit_message();
    const mw_plan_part *part;
    mw_plan *plan;

    (void)state;
    kit_attach(message, "unix.txt", "a\nb\n");
    plan = kit_plan(message, NULL);
    part = kit_leaf(plan, 0);
    assert_int_equal(mw_plan_part_encoding(part), MW_ENCODING_BASE64);
    assert_int_equal(mw_plan_part_size(part), 4);
    assert_holds(kit_write(plan, NULL), "\r\nYQpiCg==\r\n");
}

static mw_status plan_attached(const char *text, mw_encoding encoding,
                               mw_transport transport)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;
    mw_status status;

    mw_plan_options_set_transport(options, transport);
    must(mw_part_set_encoding(kit_attach(message, "a.bin", text), encoding,
                              &suite_error));
    status = mw_plan_new(message, options, &plan, &suite_error);
    mw_plan_free(plan);
    return status;
}

/* C022, C023 */
static void refuses_an_encoding_that_does_not_fit(void **state)
{
    (void)state;
    must(plan_attached("a\r\nb\r\n", MW_ENCODING_7BIT, MW_TRANSPORT_7BIT));
    must_fail(plan_attached("a\r\nb\n", MW_ENCODING_7BIT, MW_TRANSPORT_7BIT),
              MW_E_DATA);
    assert_holds(suite_error.message, "line 2");
    must_fail(plan_attached("\xff\r\n", MW_ENCODING_7BIT, MW_TRANSPORT_7BIT),
              MW_E_DATA);
    must_fail(plan_attached("\xff\r\n", MW_ENCODING_8BIT, MW_TRANSPORT_7BIT),
              MW_E_USAGE);
    must(plan_attached("\xff\r\n", MW_ENCODING_8BIT, MW_TRANSPORT_8BIT));
    must_fail(plan_attached("\xff", MW_ENCODING_BINARY, MW_TRANSPORT_8BIT),
              MW_E_USAGE);
    must(plan_attached("\xff\r\n", MW_ENCODING_BINARY, MW_TRANSPORT_BINARY));
}

static void checks_a_label_against_the_octets(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;

    (void)state;
    must(mw_part_set_type(kit_attach(message, "a.txt", "gr\xfc\xdf"),
                          "text/plain; charset=utf-8", &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    must(mw_part_set_type(message->attachments,
                          "text/plain; charset=iso-8859-1", &suite_error));
    assert_holds(kit_compose(message, NULL), "charset=iso-8859-1");
}

static const mw_plan_part *embedded(const char *text, mw_transport transport)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);

    mw_plan_options_set_transport(options, transport);
    must(mw_message_attach_message(message, kit_text(message, text), NULL,
                                   &suite_error));
    return kit_leaf(kit_plan(message, options), 0);
}

/* C017, C024, C040 */
static void embeds_messages_by_what_they_need(void **state)
{
    static const struct {
        const char *text;
        mw_transport transport;
        const char *type;
        mw_encoding encoding;
    } CASES[] = {
        { "From: a@x\n\nplain\n", MW_TRANSPORT_7BIT, "message/rfc822",
          MW_ENCODING_7BIT },
        { "From: a@x\n\n\xc3\xbc\n", MW_TRANSPORT_8BIT, "message/rfc822",
          MW_ENCODING_8BIT },
        { "Subject: \xc3\xbc\n\nx\n", MW_TRANSPORT_8BIT, "message/global",
          MW_ENCODING_8BIT },
        { "Subject: \xc3\xbc\n\nx\n", MW_TRANSPORT_7BIT, "message/global",
          MW_ENCODING_QUOTED_PRINTABLE },
        { "Subject: x\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
          "Content-Description: \xc3\xbc\n\nx\n--b--\n",
          MW_TRANSPORT_8BIT, "message/global", MW_ENCODING_8BIT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const mw_plan_part *part = embedded(CASES[i].text, CASES[i].transport);

        assert_string_equal(mw_plan_part_type(part), CASES[i].type);
        assert_int_equal(mw_plan_part_encoding(part), CASES[i].encoding);
    }
}

/* C142 */
static void refuses_what_is_no_message_or_does_not_fit(void **state)
{
    static const char *const TEXTS[] = {
        "no header at all\n",      "X-Only: this\n\nx\n",
        "From: a@x\n\n\xc3\xbc\n", "From: a@x\n\nlone\rreturn\n",
        "From: \xff\n\nx\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mw_message *message = kit_message();
        mw_plan *plan = NULL;

        must(mw_message_attach_message(message, kit_text(message, TEXTS[i]),
                                       NULL, &suite_error));
        must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    }
}

/* C076: the method is the calendar's own. */
static void takes_the_method_of_a_calendar(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;
    const char *written;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:request\nBEGIN:VEVENT\nMETHOD:NO\n");
    written = kit_compose(message, NULL);
    assert_holds(written, "text/calendar; method=REQUEST; charset=us-ascii");
    assert_holds(written, "filename=invite.ics");
    message = kit_message();
    kit_body(message, MW_BODY_CALENDAR, "not a calendar\n");
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
}

/* C075, C077: lines as they were folded, CRLF, no more encoding than due. */
static void sends_calendars_line_by_line(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:REQUEST\nX-LONG:folded\n  here\n");
    assert_holds(kit_compose(message, NULL),
                 "Content-Transfer-Encoding: 7bit\r\n\r\n"
                 "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
                 "X-LONG:folded\r\n  here\r\n");
    message = kit_message();
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:gr\xc3\xbc\xc3\x9f\n");
    assert_holds(kit_compose(message, NULL),
                 "method=REQUEST; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n");
}

static void takes_no_epilogue_for_a_header(void **state)
{
    static const char TEXT[] =
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
        "--b--\nepilogue \xfc\n";
    const mw_plan_part *part = embedded(TEXT, MW_TRANSPORT_8BIT);

    (void)state;
    assert_string_equal(mw_plan_part_type(part), "message/rfc822");
    assert_int_equal(mw_plan_part_encoding(part), MW_ENCODING_8BIT);
}

/* The caller said what it is, so it is a text, and so it is labelled. */
static void labels_an_attachment_whose_charset_is_given(void **state)
{
    mw_message *message = kit_message();
    mw_part *part = kit_attach(message, "a.csv", "gr\xfc\xdf");
    mw_plan *plan = NULL;

    (void)state;
    must(mw_part_set_input_charsets(part, "utf-8,iso-8859-1", &suite_error));
    assert_holds(kit_compose(message, NULL),
                 "Content-Type: text/csv; charset=iso-8859-1; name=a.csv\r\n");
    must(mw_part_set_input_charsets(part, "utf-8", &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    message = kit_message();
    must(mw_part_set_type(kit_attach(message, "a", "gr\xc3\xbc"), "text/plain",
                          &suite_error));
    assert_holds(kit_compose(message, NULL), "text/plain; charset=utf-8");
}

static void says_where_a_page_is_not_what_its_meta_says(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_HTML,
             "<!-- <meta charset=koi8-r> --><meta charset=\"iso-8859-1\">"
             "gr\xc3\xbc\n");
    plan = kit_plan(message, NULL);
    assert_int_equal(mw_plan_note_count(plan), 1);
    assert_holds(mw_plan_note(plan, 0), "its <meta> says iso-8859-1");
    message = kit_message();
    kit_body(message, MW_BODY_HTML, "<meta charset=\"iso-8859-1\">gr\xfc\n");
    assert_int_equal(mw_plan_note_count(kit_plan(message, NULL)), 0);
}

/* The root's own line end is none of the content's. C036, T19 */
static void ends_the_only_part_without_a_line_end_of_its_own(void **state)
{
    static const size_t SIZES[] = { 1, 74, 75, 76, 77, 150, 151, 152 };

    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        mw_message *message = kit_message();
        char octets[200];
        const char *written;

        memset(octets, 'x', sizeof octets);
        must(mw_message_attach(message, kit_octets(message, octets, SIZES[i]),
                               NULL, &suite_error));
        must(mw_part_set_encoding(message->attachments,
                                  MW_ENCODING_QUOTED_PRINTABLE, &suite_error));
        written = kit_compose(message, NULL);
        written = strstr(written, "\r\n\r\n") + 4;
        assert_string_equal(written + strlen(written) - 4, "x=\r\n");
        for (const char *line = written; *line != '\0';
             line = strstr(line, "\r\n") + 2)
            assert_true(strstr(line, "\r\n") - line <= 76);
    }
}

static void refuses_bit_for_bit_what_cannot_be_so(void **state)
{
    (void)state;
    must_fail(plan_attached("no line end", MW_ENCODING_7BIT, MW_TRANSPORT_7BIT),
              MW_E_DATA);
    assert_holds(suite_error.message, "does not end in a line end");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_the_smallest_encoding_that_the_transport_allows),
    cmocka_unit_test(refuses_text_outside_its_charset_naming_the_place),
    cmocka_unit_test(refuses_text_with_nul),
    cmocka_unit_test(attaches_unfit_text_where_the_options_say_so),
    cmocka_unit_test(sends_text_in_the_first_charset_that_holds_it),
    cmocka_unit_test(names_the_character_that_no_charset_holds),
    cmocka_unit_test(reads_the_charset_that_html_names),
    cmocka_unit_test(reads_utf_16_by_its_mark),
    cmocka_unit_test(attaches_octets_as_they_are),
    cmocka_unit_test(refuses_an_encoding_that_does_not_fit),
    cmocka_unit_test(checks_a_label_against_the_octets),
    cmocka_unit_test(embeds_messages_by_what_they_need),
    cmocka_unit_test(refuses_what_is_no_message_or_does_not_fit),
    cmocka_unit_test(takes_no_epilogue_for_a_header),
    cmocka_unit_test(labels_an_attachment_whose_charset_is_given),
    cmocka_unit_test(says_where_a_page_is_not_what_its_meta_says),
    cmocka_unit_test(ends_the_only_part_without_a_line_end_of_its_own),
    cmocka_unit_test(refuses_bit_for_bit_what_cannot_be_so),
    cmocka_unit_test(takes_the_method_of_a_calendar),
    cmocka_unit_test(sends_calendars_line_by_line),
};

SUITE_MAIN(TESTS)
