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
    cmocka_unit_test(attaches_octets_as_they_are),
    cmocka_unit_test(refuses_an_encoding_that_does_not_fit),
    cmocka_unit_test(ends_the_only_part_without_a_line_end_of_its_own),
    cmocka_unit_test(refuses_bit_for_bit_what_cannot_be_so),
};

SUITE_MAIN(TESTS)
