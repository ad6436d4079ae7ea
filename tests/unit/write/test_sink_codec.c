/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "base/bytes.h"

#include <stdlib.h>
#include <string.h>

static mw_sink *encoder(mw_context *context, mw_format format, size_t length,
                        const char *line_end, mw_sink *next)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_encoder(context, format, length, line_end, next, &sink,
                             &suite_error));
    suite_defer_sink(sink);
    return sink;
}

static mw_sink *decoder(mw_context *context, mw_format format, mw_sink *next)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_decoder(context, format, next, &sink, &suite_error));
    suite_defer_sink(sink);
    return sink;
}

/* Writes TEXT to SINK, PIECE octets at a time, and finishes it. */
static void write_in_pieces(mw_sink *sink, mw_bytes text, size_t piece)
{
    while (text.size > 0) {
        const size_t size = text.size < piece ? text.size : piece;

        must(mw_sink_write(sink, text.data, size, &suite_error));
        mw_bytes_skip(&text, size);
    }
    must(mw_sink_finish(sink, &suite_error));
}

/* Whatever the pieces in which it comes. */
static void assert_encoded(mw_format format, size_t length,
                           const char *line_end, const char *text,
                           const char *wanted)
{
    mw_context *context = suite_context();

    for (size_t piece = 1; piece <= 64; piece *= 4) {
        mw_sink *memory = suite_sink(context);

        write_in_pieces(encoder(context, format, length, line_end, memory),
                        mw_bytes_of(text), piece);
        assert_bytes(suite_written(memory), wanted);
    }
}

static void assert_decoded(mw_format format, const char *text,
                           const char *wanted)
{
    mw_context *context = suite_context();

    for (size_t piece = 1; piece <= 64; piece *= 4) {
        mw_sink *memory = suite_sink(context);

        write_in_pieces(decoder(context, format, memory), mw_bytes_of(text),
                        piece);
        assert_bytes(suite_written(memory), wanted);
    }
}

/* Writing or finishing TEXT fails with MW_E_DATA and MESSAGE. */
static void assert_no_data(mw_sink *sink, const char *text, const char *message)
{
    mw_status status = mw_sink_write(sink, text, strlen(text), &suite_error);

    if (status == MW_OK)
        status = mw_sink_finish(sink, &suite_error);
    must_fail(status, MW_E_DATA);
    if (strstr(suite_error.message, message) == NULL)
        assert_string_equal(suite_error.message, message);
}

static void assert_not_decoded(mw_format format, const char *text,
                               const char *message)
{
    mw_context *context = suite_context();

    assert_no_data(decoder(context, format, suite_sink(context)), text,
                   message);
}

static void assert_not_encoded(mw_format format, const char *text,
                               const char *message)
{
    mw_context *context = suite_context();

    assert_no_data(encoder(context, format, 76, "\n", suite_sink(context)),
                   text, message);
}

/* C030 */
static void encodes_base64_in_lines_and_in_one(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_BASE64, 76, "\n", "", "");
    assert_encoded(MW_FORMAT_BASE64, 76, "\n", "fo", "Zm8=\n");
    assert_encoded(MW_FORMAT_BASE64, 8, "\r\n", "foobarfoob",
                   "Zm9vYmFy\r\nZm9vYg==\r\n");
    assert_encoded(MW_FORMAT_BASE64, 11, "\n", "foobarfoob",
                   "Zm9vYmFy\nZm9vYg==\n");
    assert_encoded(MW_FORMAT_BASE64, 1, "\n", "foob", "Zm9v\nYg==\n");
    assert_encoded(MW_FORMAT_BASE64, 0, "\n", "foobarfoob", "Zm9vYmFyZm9vYg==");
    assert_encoded(MW_FORMAT_BASE64URL, 0, "\n", "\xfb\xff?o", "-_8_bw");
}

static void decodes_base64_strictly(void **state)
{
    (void)state;
    assert_decoded(MW_FORMAT_BASE64, "Zm9v\r\nYmFy \nZm8=\n", "foobarfo");
    assert_decoded(MW_FORMAT_BASE64URL, "-_8_bw\n", "\xfb\xff?o");
    assert_not_decoded(MW_FORMAT_BASE64, "Zm9v\nYm*y\n", "line 2");
    assert_not_decoded(MW_FORMAT_BASE64, "Zm9vY", "line 1");
}

/* C027, C028 */
static void encodes_the_lines_of_a_text_quoted_printable(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_QUOTED_PRINTABLE, 76, "\n", "a \nb\r\n=\nlone\rcr",
                   "a=20\nb\n=3D\nlone=0Dcr");
    assert_encoded(MW_FORMAT_QUOTED_PRINTABLE, 76, "\r\n", "a\r\n\nb\n",
                   "a\r\n\r\nb\r\n");
    assert_encoded(MW_FORMAT_QUOTED_PRINTABLE, 16, "\n", "abcdefghijklmnopqr",
                   "abcdefghijklmno=\npqr");
}

static void decodes_quoted_printable(void **state)
{
    (void)state;
    assert_decoded(MW_FORMAT_QUOTED_PRINTABLE,
                   "Now's the time =\r\nfor all folk to come=\r\n to the aid "
                   "of their country.\r\n",
                   "Now's the time for all folk to come to the aid of their "
                   "country.\n");
    assert_not_decoded(MW_FORMAT_QUOTED_PRINTABLE, "fine\nnot =ZZ\n", "line 2");
}

/* C043, C047 */
static void encodes_a_header_and_drops_one_line_end(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_HEADER, 76, "\n", "plain words\n",
                   "plain words\n");
    assert_encoded(MW_FORMAT_HEADER, 76, "\n", "K\xc3\xa4sekuchen\r\n",
                   "=?utf-8?Q?K=C3=A4sekuchen?=\n");
    assert_encoded(MW_FORMAT_HEADER, 0, "\n", "K\xc3\xa4sekuchen",
                   "=?utf-8?Q?K=C3=A4sekuchen?=");
    assert_encoded(MW_FORMAT_HEADER, 76, "\n", "", "\n");
    assert_not_encoded(MW_FORMAT_HEADER, "two\nlines\n", "U+000A");
    assert_not_encoded(MW_FORMAT_HEADER, "\xfc\n", "octet 0xFC is not utf-8");
}

static const char LONG_TEXT[] =
    "a line that is far too long for one line of a header, which has to be "
    "folded between its words, where it can be";

static void folds_a_header_unless_asked_for_one_line(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_HEADER, 76, "\r\n", LONG_TEXT,
                   "a line that is far too long for one line of a header, "
                   "which has to be folded\r\n between its words, where it "
                   "can be\r\n");
    assert_encoded(MW_FORMAT_HEADER, 0, "\r\n", LONG_TEXT, LONG_TEXT);
}

/* C057 */
static void decodes_a_header_folded_or_not(void **state)
{
    (void)state;
    assert_decoded(MW_FORMAT_HEADER,
                   "=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?= c\r\n",
                   "ab c\n");
    assert_decoded(MW_FORMAT_HEADER, "=?iso-8859-2?Q?_b?=", " b");
    assert_decoded(MW_FORMAT_HEADER,
                   "=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore");
    assert_not_decoded(MW_FORMAT_HEADER, "one\ntwo\n",
                       "line 2: does not begin with white space");
}

/* C055 */
static void encodes_a_parameter(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_PARAMETER, 76, "\n", "name=a.txt\n",
                   "name=a.txt\n");
    assert_encoded(MW_FORMAT_PARAMETER, 0, "\n", "name=a b", "name=\"a b\"");
    assert_encoded(MW_FORMAT_PARAMETER, 76, "\n", "name=\xe2\x82\xac.txt",
                   "name*=utf-8''%E2%82%AC.txt\n");
    assert_not_encoded(MW_FORMAT_PARAMETER, "no value", "no NAME=VALUE");
    assert_not_encoded(MW_FORMAT_PARAMETER, "a b=c",
                       "'a b' is no name of a parameter");
}

/* C054 */
static void gives_a_long_parameter_back(void **state)
{
    mw_context *context = suite_context();
    mw_sink *memory = suite_sink(context);
    mw_sink *folded = suite_sink(context);
    char text[300] = "filename=";

    (void)state;
    while (strlen(text) < 209)
        strcat(text, "\xc3\xa4 x ");
    strcat(text, "y");
    write_in_pieces(encoder(context, MW_FORMAT_PARAMETER, 76, "\r\n", folded),
                    mw_bytes_of(text), 7);
    assert_non_null(strstr((const char *)suite_written(folded).data,
                           ";\r\n "
                           "filename*1*="));
    write_in_pieces(decoder(context, MW_FORMAT_PARAMETER, memory),
                    suite_written(folded), 7);
    strcat(text, "\n");
    assert_bytes(suite_written(memory), text);
}

static void decodes_the_parameters_of_a_field(void **state)
{
    (void)state;
    assert_decoded(MW_FORMAT_PARAMETER,
                   "message/external-body; access-type=URL;\r\n"
                   " URL*0=\"ftp://\";\r\n"
                   " URL*1=\"cs.utk.edu/pub/moore/bulk-mailer.tar\"\r\n",
                   "access-type=URL\n"
                   "URL=ftp://cs.utk.edu/pub/moore/bulk-mailer.tar\n");
    assert_decoded(MW_FORMAT_PARAMETER,
                   "attachment; foo*=UTF-8''%c2%a3%20and%20%e2%82%ac%20rates",
                   "foo=\xc2\xa3 and \xe2\x82\xac rates");
    assert_decoded(MW_FORMAT_PARAMETER, "name=\"a;b\"", "name=a;b");
    assert_not_decoded(MW_FORMAT_PARAMETER, "attachment\n", "no parameter");
    assert_not_decoded(MW_FORMAT_PARAMETER, "attachment; =x\n", "");
}

/* C070 */
static void encodes_and_decodes_xtext(void **state)
{
    (void)state;
    assert_encoded(MW_FORMAT_XTEXT, 76, "\n", "sp ace+=@example.test\n",
                   "sp+20ace+2B+3D@example.test\n");
    assert_encoded(MW_FORMAT_XTEXT, 0, "\n", "\xc3\xbc\x7f", "+C3+BC+7F");
    assert_decoded(MW_FORMAT_XTEXT, "sp+20ace+2B+3D@example.test\n",
                   "sp ace+=@example.test\n");
    assert_not_decoded(MW_FORMAT_XTEXT, "a+2b", "character 2");
    assert_not_decoded(MW_FORMAT_XTEXT, "a+2", "character 2");
    assert_not_decoded(MW_FORMAT_XTEXT, "ab=", "character 3");
    assert_not_decoded(MW_FORMAT_XTEXT, "ab c", "character 3");
}

/* C064 C066 */
static void makes_flowed_text_and_joins_it(void **state)
{
    static const char SOFT[] = "> 0123456789 23456 \n> 8\n";
    static const char ADDED[] = "> 0123456789 2345  \n> 8\n";

    (void)state;
    assert_encoded(MW_FORMAT_FLOWED, 20, "\n", "> 0123456789 23456 8\n",
                   "> 0123456789 23456 8\n");
    assert_encoded(MW_FORMAT_FLOWED, 20, "\n", "> 0123456789 23456 8 0\n",
                   "> 0123456789 23456 \n> 8 0\n");
    assert_encoded(MW_FORMAT_FLOWED_DELSP, 20, "\n", "> 0123456789 2345 89 0\n",
                   "> 0123456789 2345  \n> 89 0\n");
    assert_decoded(MW_FORMAT_FLOWED, SOFT, "> 0123456789 23456 8\n");
    assert_decoded(MW_FORMAT_FLOWED_DELSP, SOFT, "> 0123456789 234568\n");
    assert_decoded(MW_FORMAT_FLOWED_DELSP, ADDED, "> 0123456789 2345 8\n");
}

static void refuses_a_text_above_the_limit(void **state)
{
    mw_context *context = suite_context();
    mw_sink *sink =
        encoder(context, MW_FORMAT_HEADER, 76, "\n", suite_sink(context));

    (void)state;
    mw_context_set_limit(context, MW_LIMIT_FIELD_SIZE, 10);
    must(mw_sink_write(sink, "0123456789", 10, &suite_error));
    must_fail(mw_sink_write(sink, "0", 1, &suite_error), MW_E_LIMIT);
    assert_string_equal(suite_error.message,
                        "the text has more than 10 octets");
}

static void hands_on_the_failure_of_the_sink_behind_it(void **state)
{
    mw_context *context = suite_context();
    mw_sink *memory = suite_sink(context);
    mw_sink *sink = encoder(context, MW_FORMAT_BASE64, 4, "\n", memory);

    (void)state;
    must(mw_sink_finish(memory, &suite_error));
    must_fail(mw_sink_write(sink, "foobar", 6, &suite_error), MW_E_USAGE);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(encodes_base64_in_lines_and_in_one),
    cmocka_unit_test(decodes_base64_strictly),
    cmocka_unit_test(encodes_the_lines_of_a_text_quoted_printable),
    cmocka_unit_test(decodes_quoted_printable),
    cmocka_unit_test(encodes_a_header_and_drops_one_line_end),
    cmocka_unit_test(folds_a_header_unless_asked_for_one_line),
    cmocka_unit_test(decodes_a_header_folded_or_not),
    cmocka_unit_test(encodes_a_parameter),
    cmocka_unit_test(gives_a_long_parameter_back),
    cmocka_unit_test(decodes_the_parameters_of_a_field),
    cmocka_unit_test(encodes_and_decodes_xtext),
    cmocka_unit_test(makes_flowed_text_and_joins_it),
    cmocka_unit_test(refuses_a_text_above_the_limit),
    cmocka_unit_test(hands_on_the_failure_of_the_sink_behind_it),
};

SUITE_MAIN(TESTS)
