/* SPDX-License-Identifier: MIT */

#include "pieces.h"

#include "base/utf8.h"
#include "codec/flowed.h"
#include "codec/width.h"

#include <stdio.h>

static mw_status encode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_flowed_encode(coder, in, out, last);
    return MW_OK;
}

/* Encodes IN, in pieces of STEP octets, into rooms of STEP octets. */
static void encode_as(mw_bytes in, bool delsp, size_t step, text *out)
{
    mw_flowed_encoder encoder;

    mw_flowed_encoder_init(&encoder, delsp, MW_FLOWED_LINE, 2);
    must(run_in_pieces(encode_step, &encoder, in, step, step, out));
}

static mw_status decode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_flowed_decode(coder, in, out, last);
    return MW_OK;
}

static void decode_as(mw_bytes in, bool delsp, size_t step, text *out)
{
    mw_flowed_decoder decoder;

    mw_flowed_decoder_init(&decoder, delsp);
    must(run_in_pieces(decode_step, &decoder, in, step, step, out));
}

static void assert_text(const text *out, const char *expected)
{
    assert_int_equal(out->size, strlen(expected));
    assert_memory_equal(out->data, expected, out->size);
}

#define TEN "0123456 89"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

/* C064 C065 C145 */
static void cuts_and_stuffs_lines(void **state)
{
    static const struct {
        const char *in, *out;
    } TABLE[] = {
        { "", "" },
        { "Hello.\n", "Hello.\r\n" },
        { "Hello.", "Hello." },
        { "a\r\nb\n\nc\n", "a\r\nb\r\n\r\nc\r\n" },
        { "From the start\n", " From the start\r\n" },
        { ">not a quote\n", " >not a quote\r\n" },
        { " indented\n", "  indented\r\n" },
        { "no soft break here   \n", "no soft break here\r\n" },
        { "blank:\n   \nend \t\n", "blank:\r\n\r\nend\r\n" },
        { "-- \nAda\n", "-- \r\nAda\r\n" },
        { "--  \n", "--\r\n" },
        { "> quoted\n> > deeper\n>> as deep\n>\n> -- \n",
          "> quoted\r\n>> deeper\r\n>> as deep\r\n>\r\n> -- \r\n" },
        { "> >not a mark\n>> > >>x\n>>x\n",
          "> >not a mark\r\n>>> >>x\r\n >>x\r\n" },
        { ">  keeps its indent\n", ">  keeps its indent\r\n" },
        { "a CR\rwithin\n\r", "a CR\rwithin\r\n\r" },
        { SEVENTY "78 long.\n", SEVENTY "78 long.\r\n" },
        { SEVENTY "79 is long.\n", SEVENTY "79 is \r\nlong.\r\n" },
        { SEVENTY "79 is  long.\n", SEVENTY "79 is  \r\nlong.\r\n" },
        { SEVENTY "cut >behind\n", SEVENTY "cut \r\n >behind\r\n" },
        { SEVENTY "then From you\n", SEVENTY "then \r\n From you\r\n" },
        { "> " SEVENTY " quoted\n", "> " SEVENTY " \r\n> quoted\r\n" },
    };
    static text out;

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        encode_as(mw_bytes_of(TABLE[i].in), false, 4096, &out);
        assert_text(&out, TABLE[i].out);
    }
}

/* C145: a cut leaves no signature line that was not there. */
static void makes_no_signature_line(void **state)
{
    static text out;
    char in[200] = "-- ", expected[220];

    (void)state;
    memset(in + 3, 'x', 90);
    encode_as(mw_bytes_of(in), false, 4096, &out);
    assert_text(&out, in);
    (void)snprintf(in, sizeof in, "%s%s", "--  " SEVENTY, " 12345 --   ");
    (void)snprintf(expected, sizeof expected, "%s%s", "--  " SEVENTY,
                   " \r\n12345 --");
    encode_as(mw_bytes_of(in), false, 4096, &out);
    assert_text(&out, expected);
}

#define IDEOGRAPH "\xe6\xbc\xa2"
#define COMMA "\xe3\x80\x81"
#define FIVE IDEOGRAPH IDEOGRAPH IDEOGRAPH IDEOGRAPH IDEOGRAPH
#define THIRTY_FIVE FIVE FIVE FIVE FIVE FIVE FIVE FIVE

/* C066 */
static void cuts_ideographs_with_delsp(void **state)
{
    static const char LONG[] = THIRTY_FIVE THIRTY_FIVE "\n";
    static const char COMMAS[] =
        THIRTY_FIVE IDEOGRAPH IDEOGRAPH IDEOGRAPH COMMA FIVE "\n";
    mw_flowed_encoder encoder;
    mw_bytes in = mw_bytes_of(LONG);
    static text out;
    mw_space space = { out.data, TEXT_MOST };

    (void)state;
    mw_flowed_encoder_init(&encoder, false, MW_FLOWED_LINE, 2);
    assert_true(mw_flowed_encode(&encoder, &in, &space, true));
    assert_true(encoder.wants_delsp);
    assert_false(encoder.is_cut);
    encode_as(mw_bytes_of(LONG), true, 4096, &out);
    assert_text(&out, THIRTY_FIVE IDEOGRAPH IDEOGRAPH IDEOGRAPH
                " \r\n" FIVE FIVE FIVE FIVE FIVE FIVE IDEOGRAPH IDEOGRAPH
                "\r\n");
    /* No line begins with a comma. */
    encode_as(mw_bytes_of(COMMAS), true, 4096, &out);
    assert_text(&out, THIRTY_FIVE IDEOGRAPH IDEOGRAPH
                " \r\n" IDEOGRAPH COMMA FIVE "\r\n");
    encode_as(mw_bytes_of(SEVENTY "79 is long.\n"), true, 4096, &out);
    assert_text(&out, SEVENTY "79 is  \r\nlong.\r\n");
}

/* C064 C066 C145 */
static void joins_lines(void **state)
{
    static const struct {
        const char *in, *out;
        bool delsp;
    } TABLE[] = {
        { "", "", false },
        { "This is a \r\nflowed paragraph.\r\n-- \r\nsig\r\n",
          "This is a flowed paragraph.\n-- \nsig\n", false },
        { "cut \r\n \r\n", "cut \n", false },
        { "cut \r\n-- \r\n", "cut \n-- \n", false },
        { "> a \r\n> b\r\nc\r\n", "> a b\nc\n", false },
        { ">a \r\n>> b\r\n", "> a \n>> b\n", false },
        { ">\r\n>>\r\n", ">\n>>\n", false },
        { "  two\r\n >stuffed\r\n From\r\n", " two\n>stuffed\nFrom\n", false },
        { "end \r\n", "end \n", false },
        { "end ", "end ", false },
        { "--", "--", false },
        { "-- x\r\n- y\r\n--\r\n", "-- x\n- y\n--\n", false },
        { "a\rb\r", "a\rb\r", false },
        { IDEOGRAPH " \r\n" IDEOGRAPH "\r\n", IDEOGRAPH IDEOGRAPH "\n", true },
        { "a  \r\nb\r\n", "a b\n", true },
        { ">> a \r\n>>  b\r\n> c \r\n> -- \r\n> d\r\n",
          ">> a b\n> c\n> -- \n> d\n", true },
    };
    static text out;

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        for (size_t step = 1; step < 5; step++) {
            decode_as(mw_bytes_of(TABLE[i].in), TABLE[i].delsp, step, &out);
            assert_text(&out, TABLE[i].out);
        }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

/* A text of words, quotes, spaces and ideographs, in lines of all lengths. */
static void make_random(uint32_t *seed, text *out)
{
    static const char *const WORDS[] = {
        "a",  "word", " ",  "  ",      " ",        ">",    "> ", "-- ",
        "--", "From", "\n", IDEOGRAPH, FIVE COMMA, "\r\n", " ",  "long-word",
    };
    const size_t count = next_random(seed) % 400;

    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        const char *word = WORDS[next_random(seed) % 16];
        const size_t times = next_random(seed) % 97 == 0 ? 300 : 1;

        for (size_t n = 0; n < times && out->size < TEXT_MOST / 4; n++) {
            memcpy(out->data + out->size, word, strlen(word));
            out->size += strlen(word);
        }
    }
}

/* Takes spaces off line ends and makes them LF. */
static void canonical(const text *in, text *out)
{
    size_t start = 0;

    out->size = 0;
    for (size_t i = 0; i < in->size; i++) {
        const uint8_t octet = in->data[i];

        if (octet == '\r' && i + 1 < in->size && in->data[i + 1] == '\n')
            continue;
        if (octet == '\n')
            while (out->size > start && out->data[out->size - 1] == ' ')
                out->size--;
        out->data[out->size++] = octet;
        if (octet == '\n')
            start = out->size;
    }
    while (out->size > start && out->data[out->size - 1] == ' ')
        out->size--;
}

/* The same, with quotes as the encoder writes them. */
static void normalize(const text *in, text *out)
{
    static text coded;

    encode_as(bytes_of(in), true, 4096, &coded);
    decode_as(bytes_of(&coded), true, 4096, out);
}

/* C064 C066: whatever is split where, and back again. */
static void comes_back_from_every_split(void **state)
{
    static text in, whole, split, back, first, again;
    uint32_t seed = 7;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (int round = 0; round < 300; round++) {
        const bool delsp = round % 2 == 1;

        make_random(&seed, &in);
        encode_as(bytes_of(&in), delsp, 8192, &whole);
        for (size_t step = 1; step < 4; step++) {
            encode_as(bytes_of(&in), delsp, step, &split);
            assert_int_equal(split.size, whole.size);
            assert_memory_equal(split.data, whole.data, whole.size);
        }
        decode_as(bytes_of(&whole), delsp, 8192, &back);
        canonical(&back, &first);
        normalize(&in, &again);
        canonical(&again, &split);
        assert_int_equal(first.size, split.size);
        assert_memory_equal(first.data, split.data, first.size);
    }
}

static void counts_columns(void **state)
{
    static const struct {
        uint32_t code;
        unsigned width;
    } TABLE[] = {
        { 'a', 1 },      { 0xe9, 1 },    { 0x300, 0 },   { 0x200b, 0 },
        { 0x1100, 2 },   { 0x1160, 0 },  { 0x3042, 2 },  { 0x4e2d, 2 },
        { 0xac00, 2 },   { 0xff21, 2 },  { 0xff71, 1 },  { 0x1f600, 2 },
        { 0x2603, 1 },   { 0x20000, 2 }, { 0x3fffe, 1 }, { 0xe0100, 0 },
        { 0x10ffff, 1 }, { 0x5d0, 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        assert_int_equal(mw_char_width(TABLE[i].code), TABLE[i].width);
    assert_int_equal(mw_cluster_width(mw_bytes_of("e\xcc\x81")), 1);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(cuts_and_stuffs_lines),
    cmocka_unit_test(makes_no_signature_line),
    cmocka_unit_test(cuts_ideographs_with_delsp),
    cmocka_unit_test(joins_lines),
    cmocka_unit_test(comes_back_from_every_split),
    cmocka_unit_test(counts_columns),
};

SUITE_MAIN(TESTS)
