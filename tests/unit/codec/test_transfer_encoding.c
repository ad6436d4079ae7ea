/* SPDX-License-Identifier: MIT */

/*
 * A measure has short ways for plain lines; the reference here has none: it
 * looks at single octets, and encodes the whole text to count it.
 */

#include "pieces.h"

#include "codec/base64.h"
#include "codec/transfer_encoding.h"

static void put_repeated(text *out, const char *part, size_t count)
{
    while (count-- > 0)
        put(out, part, strlen(part));
}

static void measure_in_pieces(mw_measure *measure, mw_bytes in, size_t piece)
{
    while (in.size > 0) {
        const size_t given = in.size < piece ? in.size : piece;

        mw_measure_add(measure, (mw_bytes){ in.data, given });
        mw_bytes_skip(&in, given);
    }
    mw_measure_end(measure);
}

static mw_measure measure_of(mw_bytes in)
{
    mw_measure measure;

    mw_measure_init(&measure, true, MW_QP_TEXT, true);
    measure_in_pieces(&measure, in, SIZE_MAX);
    return measure;
}

static mw_measure measure_of_text(const char *in)
{
    return measure_of(mw_bytes_of(in));
}

/* What the encoder writes, counted. */
static uint64_t count_qp(mw_qp_encoder encoder, mw_bytes in, uint64_t *lines)
{
    uint8_t encoded[4 * TEXT_MOST];
    mw_space space = { encoded, sizeof encoded };
    uint64_t size;

    assert_true(mw_qp_encode(&encoder, &in, &space, true));
    size = sizeof encoded - space.size;
    for (uint64_t i = 0; i < size; i++)
        *lines += encoded[i] == '\n';
    return size;
}

static void refer_qp(mw_measure *wanted, mw_qp_mode mode, bool utf8,
                     mw_bytes in)
{
    mw_qp_encoder encoder;

    mw_qp_encoder_init(&encoder, mode, utf8, 2, 76);
    wanted->qp_size = count_qp(encoder, in, &wanted->qp_line_count);
    encoder.soft_end = true;
    wanted->qp_soft_size = count_qp(encoder, in, &wanted->qp_soft_line_count);
}

static void note(uint64_t *first, bool found, uint64_t line)
{
    if (found && *first == 0)
        *first = line;
}

/* The octet of IN at AT, which begins no CRLF. */
static void refer_octet(mw_measure *wanted, uint8_t octet)
{
    note(&wanted->first_8bit_line, octet > 127, wanted->line);
    note(&wanted->first_nul_line, octet == 0, wanted->line);
    note(&wanted->first_bare_line, octet == '\r' || octet == '\n',
         wanted->line);
    if (octet == '\n') {
        wanted->line++;
        wanted->column = 0;
        return;
    }
    if (++wanted->column > wanted->line_longest)
        wanted->line_longest = wanted->column;
    note(&wanted->first_long_line, wanted->column > 998, wanted->line);
}

static mw_measure refer(mw_bytes in)
{
    mw_measure wanted = { .size = in.size, .line = 1 };

    wanted.ends_in_line_end =
        in.size == 0 ||
        (in.size >= 2 && memcmp(in.data + in.size - 2, "\r\n", 2) == 0);
    for (size_t i = 0; i < in.size; i++) {
        if (in.size - i < 2 || memcmp(in.data + i, "\r\n", 2) != 0) {
            refer_octet(&wanted, in.data[i]);
            continue;
        }
        wanted.crlf_count++;
        wanted.line++;
        wanted.column = 0;
        i++;
    }
    return wanted;
}

static void assert_measure(const mw_measure *got, const mw_measure *wanted)
{
    assert_int_equal(got->size, wanted->size);
    assert_int_equal(got->crlf_count, wanted->crlf_count);
    assert_int_equal(got->line_longest, wanted->line_longest);
    assert_int_equal(got->first_8bit_line, wanted->first_8bit_line);
    assert_int_equal(got->first_nul_line, wanted->first_nul_line);
    assert_int_equal(got->first_bare_line, wanted->first_bare_line);
    assert_int_equal(got->first_long_line, wanted->first_long_line);
    assert_int_equal(got->ends_in_line_end, wanted->ends_in_line_end);
    assert_int_equal(got->qp_size, wanted->qp_size);
    assert_int_equal(got->qp_line_count, wanted->qp_line_count);
    assert_int_equal(got->qp_soft_size, wanted->qp_soft_size);
    assert_int_equal(got->qp_soft_line_count, wanted->qp_soft_line_count);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 16;
}

/* Mostly plain lines; seldom, what ends the short ways. */
static void make_text(uint32_t *seed, text *out)
{
    static const char *const RARE[] = { "\r",       "\n",   "\t",     ".",
                                        "From ",    "F",    "=",      " ",
                                        "\xc3\xbc", "\xe6", "\r\r\n", " \r\n",
                                        "\x7f",     "\x01" };
    const uint32_t count = next_random(seed) % 12;

    out->size = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t kind = next_random(seed) % 40;

        put_repeated(out, "x", next_random(seed) % 80);
        if (kind < sizeof RARE / sizeof RARE[0])
            put_repeated(out, RARE[kind], 1);
        else if (kind == 38)
            put(out, "\0", 1);
        else if (kind == 39)
            put_repeated(out, "y", 960 + next_random(seed) % 60);
        if (next_random(seed) % 4 > 0)
            put_repeated(out, "\r\n", 1 + next_random(seed) % 2);
    }
}

/* C022, T23 */
static void agrees_with_the_reference_at_each_split(void **state)
{
    uint32_t seed = 1;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int i = 0; i < 600; i++) {
        const mw_qp_mode mode = i % 4 ? MW_QP_TEXT : MW_QP_BINARY;
        const bool utf8 = i % 3 != 0, with_qp = i % 5 != 0;
        mw_measure wanted;
        text in;

        make_text(&seed, &in);
        wanted = refer(bytes_of(&in));
        if (with_qp)
            refer_qp(&wanted, mode, utf8, bytes_of(&in));
        for (size_t piece = 1; piece <= in.size + 1; piece += 1 + piece / 50) {
            mw_measure got;

            mw_measure_init(&got, with_qp, mode, utf8);
            measure_in_pieces(&got, bytes_of(&in), piece);
            assert_measure(&got, &wanted);
        }
    }
}

static void agrees_with_the_reference_at_two_pieces(void **state)
{
    static const char *const TEXTS[] = {
        "a\r\nb \r\n.\r\nFrom x\r\n\r\n",
        "gr\xc3\xbcn\r\nrot\r\n\r\r\n\n",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxx\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxx\r\nx",
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const mw_bytes in = mw_bytes_of(TEXTS[i]);
        mw_measure wanted = refer(in);

        refer_qp(&wanted, MW_QP_TEXT, true, in);
        for (size_t first = 0; first <= in.size; first++) {
            mw_measure got;

            mw_measure_init(&got, true, MW_QP_TEXT, true);
            mw_measure_add(&got, (mw_bytes){ in.data, first });
            measure_in_pieces(
                &got, (mw_bytes){ in.data + first, in.size - first }, SIZE_MAX);
            assert_measure(&got, &wanted);
        }
    }
}

static void assert_fits(const char *in, bool in_7bit, bool in_8bit)
{
    const mw_measure measure = measure_of_text(in);

    assert_int_equal(mw_measure_fits(&measure, MW_ENCODING_7BIT), in_7bit);
    assert_int_equal(mw_measure_fits(&measure, MW_ENCODING_8BIT), in_8bit);
    assert_true(mw_measure_fits(&measure, MW_ENCODING_BINARY));
}

/* C022, C023 */
static void knows_what_7bit_and_8bit_allow(void **state)
{
    (void)state;
    assert_fits("", true, true);
    assert_fits("plain\r\n.\r\nFrom x \r\n", true, true);
    assert_fits("controls \x01\x7f\t\r\n", true, true);
    assert_fits("gr\xc3\xbcn\r\n", false, true);
    assert_fits("a\nb", false, false);
    assert_fits("a\rb", false, false);
    assert_fits("a\r", false, false);
    assert_fits("a\r\r\n", false, false);
}

/* C022 */
static void refuses_nul_and_lines_over_998(void **state)
{
    text in = { .size = 0 };
    mw_measure measure;

    (void)state;
    measure = measure_of((mw_bytes){ (const uint8_t *)"a\0\r\n", 4 });
    assert_false(mw_measure_fits(&measure, MW_ENCODING_7BIT));
    assert_false(mw_measure_fits(&measure, MW_ENCODING_8BIT));
    assert_true(mw_measure_fits(&measure, MW_ENCODING_BINARY));

    put_repeated(&in, "x", 998);
    put_repeated(&in, "\r\n", 1);
    measure = measure_of(bytes_of(&in));
    assert_true(mw_measure_fits(&measure, MW_ENCODING_7BIT));
    assert_int_equal(measure.line_longest, 998);
    put_repeated(&in, "x", 999);
    measure = measure_of(bytes_of(&in));
    assert_false(mw_measure_fits(&measure, MW_ENCODING_7BIT));
    assert_false(mw_measure_fits(&measure, MW_ENCODING_8BIT));
    assert_int_equal(measure.first_long_line, 2);
}

/* C022 */
static void names_the_line_and_what_is_wrong_with_it(void **state)
{
    static const struct {
        const char *in;
        mw_encoding encoding;
        const char *message;
    } WRONG[] = {
        { "a\r\n\xfc", MW_ENCODING_7BIT,
          "line 2 has an octet over 127, which 7bit does not allow" },
        { "a\nb\n\xfc", MW_ENCODING_7BIT,
          "line 1 has a CR or LF alone, which 7bit does not allow" },
        { "a\r\nb\rc", MW_ENCODING_8BIT,
          "line 2 has a CR or LF alone, which 8bit does not allow" },
        { "\xfc\r\n\r\n\n", MW_ENCODING_8BIT,
          "line 3 has a CR or LF alone, which 8bit does not allow" },
    };
    mw_measure measure;

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        measure = measure_of_text(WRONG[i].in);
        must_fail(mw_measure_check(&measure, WRONG[i].encoding, &suite_error),
                  MW_E_DATA);
        assert_string_equal(suite_error.message, WRONG[i].message);
        must(mw_measure_check(&measure, MW_ENCODING_BINARY, &suite_error));
        must(mw_measure_check(&measure, MW_ENCODING_BASE64, &suite_error));
    }
    measure = measure_of((mw_bytes){ (const uint8_t *)"\0", 1 });
    must_fail(mw_measure_check(&measure, MW_ENCODING_8BIT, &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "line 1 has a NUL, which 8bit does not allow");
}

static void assert_choice(const char *line, size_t count, mw_encoding in_7bit,
                          mw_encoding in_8bit)
{
    text in = { .size = 0 };
    mw_measure measure;

    put_repeated(&in, line, count);
    measure = measure_of(bytes_of(&in));
    assert_int_equal(mw_measure_choose(&measure, MW_TRANSPORT_7BIT), in_7bit);
    assert_int_equal(mw_measure_choose(&measure, MW_TRANSPORT_8BIT), in_8bit);
    assert_int_equal(mw_measure_choose(&measure, MW_TRANSPORT_BINARY), in_8bit);
}

/* C022, C023 */
static void chooses_the_least_encoding_and_then_the_smaller(void **state)
{
    (void)state;
    assert_choice("plain text \r\n", 9, MW_ENCODING_7BIT, MW_ENCODING_7BIT);
    assert_choice("", 0, MW_ENCODING_7BIT, MW_ENCODING_7BIT);
    assert_choice("plain text plain text plain text plain text \xc3\xa4\r\n",
                  40, MW_ENCODING_QUOTED_PRINTABLE, MW_ENCODING_8BIT);
    assert_choice("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\r\n", 40,
                  MW_ENCODING_BASE64, MW_ENCODING_8BIT);
    assert_choice("0123456789", 100, MW_ENCODING_QUOTED_PRINTABLE,
                  MW_ENCODING_QUOTED_PRINTABLE);
    assert_choice("a\rb", 1, MW_ENCODING_QUOTED_PRINTABLE,
                  MW_ENCODING_QUOTED_PRINTABLE);
    assert_choice("\r\r\r\n", 100, MW_ENCODING_BASE64, MW_ENCODING_BASE64);
}

/* Six octets, two of which are encoded, become ten either way. */
static void takes_the_readable_one_of_equals(void **state)
{
    const mw_measure measure = measure_of_text("ab\xc3\xa4"
                                               "12");
    uint64_t base64_size;

    (void)state;
    assert_true(mw_base64_encoded_size(measure.size, 76, 2, &base64_size));
    assert_int_equal(base64_size, measure.qp_size);
    assert_int_equal(mw_measure_choose(&measure, MW_TRANSPORT_7BIT),
                     MW_ENCODING_QUOTED_PRINTABLE);
}

static void finds_the_first_line_that_ends_in_white_space(void **state)
{
    static const struct {
        const char *text;
        uint64_t line;
    } CASES[] = {
        { "", 0 },
        { "a b\r\nc\r\n", 0 },
        { "a\r\nb \r\n", 2 },
        { "a\r\nb\t", 2 },
        { " \r\n \r\n", 1 },
        { "a \nb\r\n", 1 },
        { "a \r\rb\r\n", 0 },
        { "\xc3\xbc \r\n", 1 },
        { "a\r\n\r\n", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        for (size_t piece = 1; piece < 6; piece++) {
            mw_measure measure;

            mw_measure_init(&measure, true, MW_QP_TEXT, true);
            measure_in_pieces(&measure, mw_bytes_of(CASES[i].text), piece);
            mw_measure_end(&measure);
            assert_int_equal(measure.first_blank_end_line, CASES[i].line);
        }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(agrees_with_the_reference_at_each_split),
    cmocka_unit_test(agrees_with_the_reference_at_two_pieces),
    cmocka_unit_test(knows_what_7bit_and_8bit_allow),
    cmocka_unit_test(refuses_nul_and_lines_over_998),
    cmocka_unit_test(names_the_line_and_what_is_wrong_with_it),
    cmocka_unit_test(chooses_the_least_encoding_and_then_the_smaller),
    cmocka_unit_test(takes_the_readable_one_of_equals),
    cmocka_unit_test(finds_the_first_line_that_ends_in_white_space),
};

SUITE_MAIN(TESTS)
