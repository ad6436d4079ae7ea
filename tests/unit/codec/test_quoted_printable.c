/* SPDX-License-Identifier: MIT */

/*
 * Beside texts whose form the RFC fixes, random ones are compared with a
 * reference that sees a whole line at once, so that it needs no state.
 */

#include "pieces.h"

#include "base/utf8.h"
#include "codec/quoted_printable.h"

#include <stdio.h>

/* How a text is to be encoded. */
typedef struct {
    mw_qp_mode mode;
    bool utf8;
    size_t line_end, line_length;
} manner;

static const manner MAIL = { MW_QP_TEXT, true, 2, 76 };
static const manner BINARY = { MW_QP_BINARY, false, 2, 76 };

/* The unit of LINE at AT, in its form at COLUMN; how many octets it is. */
static size_t refer_unit(const manner *how, mw_bytes line, size_t at,
                         size_t column, char form[13])
{
    const mw_bytes rest = { line.data + at, line.size - at };
    const uint8_t octet = rest.data[0];
    const bool blank = octet == ' ' || octet == '\t';
    const bool from = rest.size >= 5 && memcmp(rest.data, "From ", 5) == 0;
    size_t size = 1;
    uint32_t code;

    if (!(blank && rest.size == 1) &&
        !(column == 0 && (octet == '.' || from)) &&
        (blank || (octet > 32 && octet < 127 && octet != '='))) {
        form[0] = (char)octet;
        form[1] = '\0';
        return 1;
    }
    if (how->utf8 && mw_utf8_next(rest, &size, &code) != MW_UTF8_VALID)
        size = 1;
    for (size_t i = 0; i < size; i++)
        snprintf(form + 3 * i, 4, "=%02X", (unsigned)rest.data[i]);
    return size;
}

static void put_break(const manner *how, text *out)
{
    put(out, how->line_end == 2 ? "\r\n" : "\n", how->line_end);
}

static void refer_line(const manner *how, mw_bytes line, text *out)
{
    const size_t most = how->line_length == 0 ? SIZE_MAX : how->line_length;
    size_t column = 0, at = 0;

    while (at < line.size) {
        char form[13];
        const size_t size = refer_unit(how, line, at, column, form);
        const bool is_last = at + size == line.size;

        if (column + strlen(form) > (is_last ? most : most - 1)) {
            put(out, "=", 1);
            put_break(how, out);
            column = 0;
            continue;
        }
        put(out, form, strlen(form));
        column += strlen(form);
        at += size;
    }
}

static void refer(const manner *how, mw_bytes in, text *out)
{
    size_t start = 0;

    out->size = 0;
    for (size_t i = 0; how->mode == MW_QP_TEXT && i + 1 < in.size; i++) {
        if (in.data[i] != '\r' || in.data[i + 1] != '\n')
            continue;
        refer_line(how, (mw_bytes){ in.data + start, i - start }, out);
        put_break(how, out);
        start = i + 2;
    }
    refer_line(how, (mw_bytes){ in.data + start, in.size - start }, out);
}

static mw_status encode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_qp_encode(coder, in, out, last);
    return MW_OK;
}

static void encode(const manner *how, mw_bytes in, size_t piece, size_t room,
                   text *out)
{
    mw_qp_encoder encoder;

    mw_qp_encoder_init(&encoder, how->mode, how->utf8, how->line_end,
                       how->line_length);
    must(run_in_pieces(encode_step, &encoder, in, piece, room, out));
}

static mw_status decode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    return mw_qp_decode(coder, in, out, last, done, &suite_error);
}

static mw_status decode_in_pieces(const char *line_end, mw_bytes in,
                                  size_t piece, size_t room, text *out)
{
    mw_qp_decoder decoder;

    mw_qp_decoder_init(&decoder, line_end);
    return run_in_pieces(decode_step, &decoder, in, piece, room, out);
}

static void assert_encoded(const manner *how, const char *octets,
                           const char *wanted)
{
    const mw_bytes in = mw_bytes_of(octets);
    text got;

    for (size_t piece = 1; piece <= in.size + 1; piece++)
        for (size_t room = 1; room < 20; room += 3) {
            encode(how, in, piece, room, &got);
            assert_bytes(bytes_of(&got), wanted);
        }
}

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10
#define X75 X70 "xxxxx"
#define X76 X75 "x"

/* C026 */
static void encodes_equals_and_controls_in_capitals(void **state)
{
    (void)state;
    assert_encoded(&MAIL, "=", "=3D");
    assert_encoded(&MAIL, "a\x01\x1f\x7f~!", "a=01=1F=7F~!");
    assert_encoded(&MAIL, "Gr\xc3\xbc\xc3\x9f", "Gr=C3=BC=C3=9F");
    assert_encoded(&MAIL, "a\tb c", "a\tb c");
    assert_encoded(&MAIL, "", "");
}

/* C026 */
static void has_lines_of_76_with_the_soft_break(void **state)
{
    (void)state;
    assert_encoded(&MAIL, X76 "x\r\n", X75 "=\r\nxx\r\n");
    assert_encoded(&MAIL, X76 "\r\nx", X76 "\r\nx");
    assert_encoded(&MAIL, X76, X76);
    assert_encoded(&MAIL, X76 "x", X75 "=\r\nxx");
    assert_encoded(&MAIL, X70 "xxx=", X70 "xxx=3D");
    assert_encoded(&MAIL, X70 "xxx=x", X70 "xxx=\r\n=3Dx");
    assert_encoded(&MAIL, X70 "xx=xx", X70 "xx=3D=\r\nxx");
    assert_encoded(&MAIL, X76 "\r", X75 "=\r\nx=0D");
}

/* C027, C050 */
static void encodes_blanks_where_a_line_or_all_ends(void **state)
{
    (void)state;
    assert_encoded(&MAIL, "a \r\nb", "a=20\r\nb");
    assert_encoded(&MAIL, "a \t\r\n", "a =09\r\n");
    assert_encoded(&MAIL, " ", "=20");
    assert_encoded(&MAIL, "a \rb", "a =0Db");
    assert_encoded(&MAIL, X75 " \r\n", X75 "=\r\n=20\r\n");
    assert_encoded(&MAIL, X75 " x", X75 "=\r\n x");
    assert_encoded(&MAIL, X70 "xxxx x", X70 "xxxx x");
    assert_encoded(&MAIL, X70 "xxxx xx", X70 "xxxx =\r\nxx");
    assert_encoded(&BINARY, "a \r\n", "a =0D=0A");
    assert_encoded(&BINARY, "a\t", "a=09");
}

/* C028 */
static void keeps_line_breaks_of_text_and_encodes_those_of_data(void **state)
{
    static const manner LF = { MW_QP_TEXT, true, 1, 76 };

    (void)state;
    assert_encoded(&MAIL, "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n");
    assert_encoded(&MAIL, "a\rb\nc\r\r\n\n\r", "a=0Db=0Ac=0D\r\n=0A=0D");
    assert_encoded(&BINARY, "a\r\nb\n", "a=0D=0Ab=0A");
    assert_encoded(&LF, "a\r\nb\n" X76, "a\nb=0A" X70 "x=\nxxxxx");
}

/* C029, C050 */
static void guards_dots_and_from_at_the_start_of_every_line(void **state)
{
    (void)state;
    assert_encoded(&MAIL, ".\r\n..a\r\na.b", "=2E\r\n=2E.a\r\na.b");
    assert_encoded(&MAIL, "From me\r\nFrom\r\nFro\r\nF",
                   "=46rom me\r\nFrom\r\nFro\r\nF");
    assert_encoded(&MAIL, ">From me\r\n From me", ">From me\r\n From me");
    assert_encoded(&MAIL, X75 ".x", X75 "=\r\n=2Ex");
    assert_encoded(&MAIL, X75 "From x", X75 "=\r\n=46rom x");
    assert_encoded(&MAIL, X75 "From\r\n", X75 "=\r\nFrom\r\n");
    assert_encoded(&MAIL, X75 ".", X75 ".");
}

static void breaks_no_line_inside_a_character(void **state)
{
    static const manner OCTETS = { MW_QP_TEXT, false, 2, 76 };

    (void)state;
    assert_encoded(&MAIL, X70 "\xc3\xbc", X70 "=C3=BC");
    assert_encoded(&MAIL, X70 "\xc3\xbcx", X70 "=\r\n=C3=BCx");
    assert_encoded(&OCTETS, X70 "\xc3\xbcx", X70 "=C3=\r\n=BCx");
    assert_encoded(&MAIL, X70 "\xf0\x9f\x91\x8d\r\n",
                   X70 "=\r\n=F0=9F=91=8D\r\n");
    assert_encoded(&MAIL, X70 "\xf0\x9f\x91", X70 "=F0=\r\n=9F=91");
    assert_encoded(&MAIL, X70 "\xe6\x97x", X70 "=E6=\r\n=97x");
}

static void makes_no_soft_breaks_where_none_are_wanted(void **state)
{
    static const manner UNWRAPPED = { MW_QP_BINARY, false, 2, 0 };

    (void)state;
    assert_encoded(&UNWRAPPED, X76 X76 "= ", X76 X76 "=3D=20");
}

/* A small generator, the same on every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 16;
}

/* What rules are about, close together and at any column. */
static void make_text(uint32_t *seed, text *out)
{
    static const struct {
        uint8_t size;
        char octets[6];
    } PARTS[] = {
        { 1, "a" },        { 1, " " },        { 1, "\t" },
        { 1, "\r" },       { 1, "\n" },       { 2, "\r\n" },
        { 2, "\r\n" },     { 1, "." },        { 5, "From " },
        { 1, "F" },        { 1, "=" },        { 1, "\0" },
        { 1, "\x7f" },     { 2, "\xc3\xbc" }, { 3, "\xe6\x97\xa5" },
        { 1, "\x80" },     { 1, "\xff" },     { 4, "\xf0\x9f\x91\x8d" },
        { 2, "\xf0\x9f" },
    };
    const uint32_t count = next_random(seed) % 40;

    out->size = 0;
    for (uint32_t i = 0; i < count; i++) {
        const size_t kind =
            next_random(seed) % (sizeof PARTS / sizeof PARTS[0] + 3);

        if (kind < sizeof PARTS / sizeof PARTS[0])
            put(out, PARTS[kind].octets, PARTS[kind].size);
        else
            put(out, X76, next_random(seed) % 77);
    }
}

static manner make_manner(uint32_t *seed)
{
    static const size_t LENGTHS[] = { 76, 76, 76, 16, 17, 20, 40, 75, 0 };

    return (manner){
        .mode = next_random(seed) % 3 == 0 ? MW_QP_BINARY : MW_QP_TEXT,
        .utf8 = next_random(seed) % 3 != 0,
        .line_end = 1 + next_random(seed) % 2,
        .line_length = LENGTHS[next_random(seed) % 9],
    };
}

/* C026, C027, C028, C029 */
static void agrees_with_the_reference_at_each_split(void **state)
{
    uint32_t seed = 1;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int i = 0; i < 1500; i++) {
        const manner how = make_manner(&seed);
        text in, wanted, got;

        make_text(&seed, &in);
        refer(&how, bytes_of(&in), &wanted);
        for (size_t piece = 1; piece <= in.size + 1; piece += 1 + piece / 40) {
            encode(&how, bytes_of(&in), piece, 1 + piece % 90, &got);
            assert_true(mw_bytes_equal(bytes_of(&got), bytes_of(&wanted)));
        }
    }
}

static void agrees_with_the_reference_in_any_room(void **state)
{
    uint32_t seed = 2;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int i = 0; i < 300; i++) {
        const manner how = make_manner(&seed);
        text in, wanted, got;

        make_text(&seed, &in);
        refer(&how, bytes_of(&in), &wanted);
        for (size_t room = 1; room <= 100; room++) {
            encode(&how, bytes_of(&in), 1 + room % 70, room, &got);
            assert_true(mw_bytes_equal(bytes_of(&got), bytes_of(&wanted)));
        }
    }
}

/* Nothing a transport may change, by RFC 2049, section 3. */
static void assert_robust_line(mw_bytes line)
{
    assert_true(line.size <= 76);
    if (line.size == 0)
        return;
    assert_true(line.data[0] != '.');
    assert_false(line.size >= 5 && memcmp(line.data, "From ", 5) == 0);
    assert_true(line.data[line.size - 1] != ' ');
    assert_true(line.data[line.size - 1] != '\t');
    for (size_t i = 0; i < line.size; i++)
        assert_true(line.data[i] == '\t' ||
                    (line.data[i] >= ' ' && line.data[i] < 0x7f));
}

/* C026, C050 */
static void makes_lines_that_no_transport_changes(void **state)
{
    uint32_t seed = 3;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        const manner how = { i % 2 ? MW_QP_TEXT : MW_QP_BINARY, i % 3 != 0, 2,
                             76 };
        text in, got;
        mw_bytes rest;

        make_text(&seed, &in);
        encode(&how, bytes_of(&in), 50, 50, &got);
        rest = bytes_of(&got);
        for (;;) {
            const uint8_t *end = memchr(rest.data, '\n', rest.size);
            const size_t size =
                end == NULL ? rest.size : (size_t)(end - rest.data) - 1;

            assert_robust_line((mw_bytes){ rest.data, size });
            if (end == NULL)
                break;
            assert_int_equal(rest.data[size], '\r');
            mw_bytes_skip(&rest, size + 2);
        }
    }
}

static void counts_the_lines_it_makes(void **state)
{
    mw_qp_encoder encoder;
    text got = { .size = 0 };

    (void)state;
    mw_qp_encoder_init(&encoder, MW_QP_TEXT, true, 2, 76);
    must(run_in_pieces(encode_step, &encoder, mw_bytes_of(X76 "x\r\na\nb\r\n"),
                       500, 500, &got));
    assert_int_equal(encoder.line_count, 3);
}

static void finds_what_stands_for_itself(void **state)
{
    uint8_t line[24];

    (void)state;
    for (int octet = 0; octet < 256; octet++)
        for (size_t at = 0; at < sizeof line; at++) {
            const bool literal =
                octet == '\t' || (octet >= 32 && octet < 127 && octet != '=');

            memset(line, at % 2 ? '~' : ' ', sizeof line);
            line[at] = (uint8_t)octet;
            assert_int_equal(
                mw_qp_literal_prefix((mw_bytes){ line, sizeof line }),
                literal ? sizeof line : at);
            assert_int_equal(mw_qp_literal_prefix((mw_bytes){ line, at }), at);
        }
}

/* T19 */
static void decodes_what_was_encoded(void **state)
{
    uint32_t seed = 4;

    (void)state;
    for (int i = 0; i < 1500; i++) {
        const manner how = { i % 2 ? MW_QP_TEXT : MW_QP_BINARY, i % 3 != 0,
                             (size_t)(1 + i % 2), i % 5 ? 76 : 0 };
        text in, encoded, got;

        make_text(&seed, &in);
        encode(&how, bytes_of(&in), 64, 64, &encoded);
        must(decode_in_pieces("\r\n", bytes_of(&encoded),
                              1 + next_random(&seed) % 90,
                              1 + next_random(&seed) % 90, &got));
        assert_true(mw_bytes_equal(bytes_of(&got), bytes_of(&in)));
    }
}

static void assert_decoded(const char *encoded, const char *line_end,
                           const char *wanted)
{
    const mw_bytes in = mw_bytes_of(encoded);
    text got;

    for (size_t piece = 1; piece <= in.size + 1; piece++)
        for (size_t room = 1; room < 9; room++) {
            must(decode_in_pieces(line_end, in, piece, room, &got));
            assert_bytes(bytes_of(&got), wanted);
        }
}

static void decodes_what_others_write(void **state)
{
    static const struct {
        const char *encoded, *line_end, *wanted;
    } TEXTS[] = {
        { "Now's the time =\r\nfor all folk to come=\r\n to the aid of their "
          "country.",
          "\r\n",
          "Now's the time for all folk to come to the aid of their country." },
        { "a=3d=C3=bc", "\r\n", "a=\xc3\xbc" },
        { "a  \t\r\nb \n", "\r\n", "a\r\nb\r\n" },
        { "a\r\nb\nc", "\n", "a\nb\nc" },
        { "a = \t\r\nb=\nc", "\n", "a bc" },
        { "a  ", "\n", "a" },
        { "a =", "\n", "a " },
        { "a = ", "\n", "a " },
        { "a \rb\r", "\n", "a \rb\r" },
        { "a \r\r\nb", "\n", "a \r\nb" },
        { "a =20 \r\n", "\r\n", "a  \r\n" },
        { "raw \xfc and \x01", "\n", "raw \xfc and \x01" },
        { "", "\n", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        assert_decoded(TEXTS[i].encoded, TEXTS[i].line_end, TEXTS[i].wanted);
}

static void refuses_equals_before_anything_else(void **state)
{
    static const struct {
        const char *encoded, *place;
    } WRONG[] = {
        { "=4", "line 1" },       { "=4x", "line 1" },
        { "=x", "line 1" },       { "a\r\n=g0", "line 2" },
        { "a=\r\n==", "line 2" }, { "a= b", "line 1" },
        { "a=\rb", "line 1" },    { "a=\r", "line 1" },
        { "a= 4", "line 1" },     { "\n\n=4\r\n", "line 3" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        for (size_t piece = 1; piece < 9; piece++) {
            text got;

            must_fail(decode_in_pieces("\n", mw_bytes_of(WRONG[i].encoded),
                                       piece, 3, &got),
                      MW_E_DATA);
            assert_memory_equal(suite_error.message, WRONG[i].place, 6);
        }
}

static void drops_blanks_as_long_as_a_line_can_be(void **state)
{
    text in = { .size = 0 }, got;

    (void)state;
    memset(in.data, ' ', 2000);
    in.data[0] = in.data[999] = 'x';
    in.data[1000] = '\n';
    for (size_t piece = 1; piece < 1100; piece += 61) {
        must(decode_in_pieces("\n", (mw_bytes){ in.data, 1001 }, piece, 7,
                              &got));
        assert_true(
            mw_bytes_equal(bytes_of(&got), (mw_bytes){ in.data, 1001 }));
        in.data[999] = '\n';
        must(decode_in_pieces("\n", (mw_bytes){ in.data, 1000 }, piece, 7,
                              &got));
        assert_bytes(bytes_of(&got), "x\n");
        in.data[999] = 'x';
    }
}

static void keeps_more_blanks_than_a_line_can_hold(void **state)
{
    text in = { .size = 3001 }, got;

    (void)state;
    memset(in.data, ' ', in.size);
    in.data[0] = 'x';
    for (size_t piece = 1; piece < 3100; piece += 123) {
        in.data[3000] = 'y';
        must(
            decode_in_pieces("\n", bytes_of(&in), piece, 1 + piece % 50, &got));
        assert_true(mw_bytes_equal(bytes_of(&got), bytes_of(&in)));
        in.data[3000] = '\n';
        must(
            decode_in_pieces("\n", bytes_of(&in), piece, 1 + piece % 50, &got));
        assert_int_equal(got.size, 1 + 3 * (MW_QP_BLANKS_MOST + 1) + 1);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(encodes_equals_and_controls_in_capitals),
    cmocka_unit_test(has_lines_of_76_with_the_soft_break),
    cmocka_unit_test(encodes_blanks_where_a_line_or_all_ends),
    cmocka_unit_test(keeps_line_breaks_of_text_and_encodes_those_of_data),
    cmocka_unit_test(guards_dots_and_from_at_the_start_of_every_line),
    cmocka_unit_test(breaks_no_line_inside_a_character),
    cmocka_unit_test(makes_no_soft_breaks_where_none_are_wanted),
    cmocka_unit_test(agrees_with_the_reference_at_each_split),
    cmocka_unit_test(agrees_with_the_reference_in_any_room),
    cmocka_unit_test(makes_lines_that_no_transport_changes),
    cmocka_unit_test(counts_the_lines_it_makes),
    cmocka_unit_test(finds_what_stands_for_itself),
    cmocka_unit_test(decodes_what_was_encoded),
    cmocka_unit_test(decodes_what_others_write),
    cmocka_unit_test(refuses_equals_before_anything_else),
    cmocka_unit_test(drops_blanks_as_long_as_a_line_can_be),
    cmocka_unit_test(keeps_more_blanks_than_a_line_can_hold),
};

SUITE_MAIN(TESTS)
