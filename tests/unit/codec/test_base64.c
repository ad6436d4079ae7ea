/* SPDX-License-Identifier: MIT */

/*
 * Every comparison is with a reference that goes by RFC 4648, section 4,
 * number by number, and has no notion of a stream.
 */

#include "pieces.h"

#include "codec/base64.h"

#include <stdlib.h>

#define LONGEST 200

#define LETTERS_AND_DIGITS                                                     \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static void put_letter(text *out, char letter)
{
    put(out, &letter, 1);
}

static void put_end(text *out, size_t line_end)
{
    if (line_end == 2)
        put_letter(out, '\r');
    if (line_end > 0)
        put_letter(out, '\n');
}

/* The characters of up to three octets, without padding. */
static void put_quantum(text *out, const char *digits, mw_bytes in)
{
    uint32_t number = 0;

    for (size_t i = 0; i < 3; i++)
        number = number * 256 + (i < in.size ? in.data[i] : 0);
    put_letter(out, digits[number / 262144]);
    put_letter(out, digits[number / 4096 % 64]);
    if (in.size > 1)
        put_letter(out, digits[number / 64 % 64]);
    if (in.size > 2)
        put_letter(out, digits[number % 64]);
}

static void refer(mw_bytes in, mw_base64_alphabet alphabet, size_t line_length,
                  size_t line_end, text *out)
{
    static const char *const DIGITS[2] = {
        [MW_BASE64_STANDARD] = LETTERS_AND_DIGITS "+/",
        [MW_BASE64_URL] = LETTERS_AND_DIGITS "-_",
    };
    const bool padded = alphabet == MW_BASE64_STANDARD;
    size_t column = 0;

    out->size = 0;
    for (size_t at = 0; at < in.size; at += 3) {
        const size_t left = in.size - at < 3 ? in.size - at : 3;

        if (line_length > 0 && column == line_length / 4 * 4) {
            put_end(out, line_end);
            column = 0;
        }
        put_quantum(out, DIGITS[alphabet], (mw_bytes){ in.data + at, left });
        for (size_t i = left; i < 3 && padded; i++)
            put_letter(out, '=');
        column += 4;
    }
    if (line_length > 0 && column > 0)
        put_end(out, line_end);
}

/* Octets of all values, the same on every run. */
static mw_bytes some_octets(size_t size)
{
    static uint8_t octets[4096];
    uint32_t state = 1;

    for (size_t i = 0; i < sizeof octets; i++) {
        state = state * 1664525 + 1013904223;
        octets[i] = (uint8_t)(state >> 24);
    }
    assert_true(size <= sizeof octets);
    return (mw_bytes){ octets, size };
}

static mw_status encode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_base64_encode(coder, in, out, last);
    return MW_OK;
}

/* Encodes IN, given in pieces of PIECE octets, into room of ROOM at a time. */
static void encode(mw_base64_encoder encoder, mw_bytes in, size_t piece,
                   size_t room, text *out)
{
    must(run_in_pieces(encode_step, &encoder, in, piece, room, out));
}

static void assert_encodes(mw_base64_alphabet alphabet, size_t size,
                           size_t line_length, size_t line_end, size_t piece,
                           size_t room)
{
    mw_base64_encoder encoder;
    text wanted, got;
    uint64_t announced;

    refer(some_octets(size), alphabet, line_length, line_end, &wanted);
    mw_base64_encoder_init(&encoder, NULL, alphabet, line_length, line_end);
    encode(encoder, some_octets(size), piece, room, &got);
    assert_true(mw_bytes_equal(bytes_of(&got), bytes_of(&wanted)));
    if (alphabet == MW_BASE64_STANDARD) {
        assert_true(
            mw_base64_encoded_size(size, line_length, line_end, &announced));
        assert_int_equal(announced, got.size);
    }
}

/* C030 */
static void encodes_the_vectors_of_rfc_4648(void **state)
{
    static const struct {
        const char *octets, *encoded;
    } VECTORS[] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" },
        { "\x14\xfb\x9c\x03\xd9", "FPucA9k=" },
        { "\x14\xfb\x9c\x03\xd9\x7e", "FPucA9l+" },
        { "\x14\xfb\x9c\x03", "FPucAw==" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof VECTORS / sizeof VECTORS[0]; i++) {
        mw_base64_encoder encoder;
        text got;

        mw_base64_encoder_init(&encoder, NULL, MW_BASE64_STANDARD, 0, 0);
        encode(encoder, mw_bytes_of(VECTORS[i].octets), 2, 3, &got);
        assert_bytes(bytes_of(&got), VECTORS[i].encoded);
    }
}

/* C030, C050 */
static void breaks_lines_at_76_and_ends_the_last_one(void **state)
{
    static const uint8_t ZEROS[58];
    mw_base64_encoder encoder;
    text got;

    (void)state;
    mw_base64_encoder_init(&encoder, NULL, MW_BASE64_STANDARD, 76, 2);
    encode(encoder, (mw_bytes){ ZEROS, 57 }, 57, 500, &got);
    assert_bytes(bytes_of(&got),
                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                 "AAAAAAAAAAAAAAAA\r\n");
    encode(encoder, (mw_bytes){ ZEROS, 58 }, 58, 500, &got);
    assert_bytes(bytes_of(&got),
                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                 "AAAAAAAAAAAAAAAA\r\nAA==\r\n");
}

static void writes_the_url_alphabet_without_padding(void **state)
{
    mw_base64_encoder encoder;
    text got;

    (void)state;
    mw_base64_encoder_init(&encoder, NULL, MW_BASE64_URL, 0, 0);
    encode(encoder, mw_bytes_of("\xfb\xff\xbf\xfb"), 9, 100, &got);
    assert_bytes(bytes_of(&got), "-_-_-w");
}

/* T19 */
static void encodes_each_length_at_each_split(void **state)
{
    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t size = 0; size <= LONGEST; size++)
        for (size_t piece = 1; piece <= size + 1; piece++) {
            assert_encodes(MW_BASE64_STANDARD, size, 76, 2, piece, 300);
            assert_encodes(MW_BASE64_URL, size, 0, 0, piece, 300);
        }
}

static void encodes_each_length_into_any_room(void **state)
{
    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t size = 0; size <= LONGEST; size++)
        for (size_t room = 1; room <= 280; room++) {
            assert_encodes(MW_BASE64_STANDARD, size, 76, 2, 64, room);
            assert_encodes(MW_BASE64_STANDARD, size, 0, 0, size + 1, room);
        }
}

static void encodes_each_length_in_lines_of_any_length(void **state)
{
    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t size = 0; size <= LONGEST; size++)
        for (size_t length = 0; length <= 80; length++)
            for (size_t line_end = 1; line_end <= 2; line_end++) {
                const mw_base64_alphabet alphabet =
                    size % 2 ? MW_BASE64_URL : MW_BASE64_STANDARD;

                if (length >= 1 && length < 4)
                    continue;
                assert_encodes(alphabet, size, length, line_end, 31, 77);
                assert_encodes(alphabet, size, length, line_end, 201, 600);
            }
}

/* Blocks of exactly the right size show a kernel that goes beyond. */
static void assert_kernel(const mw_base64_kernel *kernel, size_t lines,
                          size_t line_length, size_t line_end)
{
    const size_t size = lines * (line_length / 4 * 3);
    uint8_t *in = malloc(size);
    uint8_t *out;
    text wanted;

    assert_non_null(in);
    memcpy(in, some_octets(size).data, size);
    refer((mw_bytes){ in, size }, MW_BASE64_STANDARD, line_length, line_end,
          &wanted);
    out = malloc(wanted.size);
    assert_non_null(out);
    kernel->encode_lines(in, out, lines, line_length, line_end);
    assert_memory_equal(out, wanted.data, wanted.size);
    free(in);
    free(out);
}

static void has_kernels_that_agree_with_the_reference(void **state)
{
    size_t count;
    const mw_base64_kernel *kernels = mw_base64_kernels(&count);

    (void)state;
    assert_string_equal(kernels[0].name, "scalar");
    for (size_t i = 0; i < count; i++) {
        if (!kernels[i].is_usable())
            continue;
        for (size_t length = 4; length <= 128; length += 4)
            for (size_t lines = 1; lines <= 5; lines++)
                for (size_t line_end = 0; line_end <= 2; line_end++)
                    assert_kernel(&kernels[i], lines, length, line_end);
    }
}

static void takes_the_last_kernel_that_is_usable(void **state)
{
    size_t count;
    const mw_base64_kernel *kernels = mw_base64_kernels(&count);

    (void)state;
    while (!kernels[count - 1].is_usable())
        count--;
    assert_ptr_equal(mw_base64_best_kernel(), &kernels[count - 1]);
}

/* T23 */
static void tells_sizes_up_to_the_largest_there_is(void **state)
{
    const uint64_t most = (uint64_t)INT64_MAX / 4 * 3; /* in one line */
    uint64_t size = 7;

    (void)state;
    assert_true(mw_base64_encoded_size(most, 0, 2, &size));
    assert_int_equal(size, (uint64_t)INT64_MAX / 4 * 4);
    assert_true(mw_base64_encoded_size(most, 3, 2, &size));
    assert_true(mw_base64_encoded_size((UINT64_C(1) << 40) + 1, 76, 2, &size));
    assert_int_equal(size, UINT64_C(1504594859066));

    size = 7;
    assert_false(mw_base64_encoded_size(most + 1, 0, 2, &size));
    assert_false(mw_base64_encoded_size(most, 76, 1, &size));
    assert_false(mw_base64_encoded_size(INT64_MAX, 76, 2, &size));
    assert_false(mw_base64_encoded_size(UINT64_MAX, 0, 0, &size));
    assert_false(mw_base64_encoded_size(UINT64_MAX, 4, SIZE_MAX, &size));
    assert_int_equal(size, 7);
}

static mw_status decode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    return mw_base64_decode(coder, in, out, last, done, &suite_error);
}

/* Decodes IN as encode above does. */
static mw_status decode(mw_base64_alphabet alphabet, mw_bytes in, size_t piece,
                        size_t room, text *out)
{
    mw_base64_decoder decoder;

    mw_base64_decoder_init(&decoder, alphabet);
    return run_in_pieces(decode_step, &decoder, in, piece, room, out);
}

/* T19 */
static void decodes_what_was_encoded_at_each_split(void **state)
{
    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t size = 0; size <= LONGEST; size++)
        for (size_t piece = 1; piece <= 90; piece++) {
            const mw_base64_alphabet alphabet =
                size % 2 ? MW_BASE64_URL : MW_BASE64_STANDARD;
            text encoded, got;

            refer(some_octets(size), alphabet, 40 + size % 37, 1 + piece % 2,
                  &encoded);
            must(decode(alphabet, bytes_of(&encoded), piece, 1 + size % 50,
                        &got));
            assert_true(mw_bytes_equal(bytes_of(&got), some_octets(size)));
        }
}

static void passes_over_blanks_and_line_ends_anywhere(void **state)
{
    text got;

    (void)state;
    must(decode(MW_BASE64_STANDARD, mw_bytes_of(" Z\tm9\r\n\nv Yg =\r\n= \r\n"),
                1, 1, &got));
    assert_bytes(bytes_of(&got), "foob");
    must(decode(MW_BASE64_URL, mw_bytes_of("Z m 8\r\n"), 9, 9, &got));
    assert_bytes(bytes_of(&got), "fo");
    must(decode(MW_BASE64_URL, mw_bytes_of("Zm8="), 9, 9, &got));
    assert_bytes(bytes_of(&got), "fo");
}

/* C030 */
static void refuses_base64_that_is_not_canonical(void **state)
{
    static const struct {
        mw_base64_alphabet alphabet;
        const char *encoded, *message;
    } WRONG[] = {
        { MW_BASE64_STANDARD, "Zh==",
          "line 1: the last character of this "
          "base64 holds bits of no octet" },
        { MW_BASE64_STANDARD, "Zm9=",
          "line 1: the last character of this "
          "base64 holds bits of no octet" },
        { MW_BASE64_URL, "Zm9",
          "line 1: the last character of this "
          "base64 holds bits of no octet" },
        { MW_BASE64_STANDARD, "Zm9v\r\nZg", "line 2: base64 ends too early" },
        { MW_BASE64_STANDARD, "Zg=\r\n", "line 2: base64 ends too early" },
        { MW_BASE64_STANDARD, "Z", "line 1: base64 ends too early" },
        { MW_BASE64_URL, "Z", "line 1: base64 ends too early" },
        { MW_BASE64_URL, "Zg=", "line 1: base64 ends too early" },
        { MW_BASE64_STANDARD, "Z===", "line 1: \"=\" where base64 has none" },
        { MW_BASE64_STANDARD, "=", "line 1: \"=\" where base64 has none" },
        { MW_BASE64_STANDARD, "Zm9v=", "line 1: \"=\" where base64 has none" },
        { MW_BASE64_STANDARD, "Zg===", "line 1: \"=\" where base64 has none" },
        { MW_BASE64_STANDARD, "Zg=v", "line 1: base64 goes on after its end" },
        { MW_BASE64_STANDARD, "Zg==Zm9v",
          "line 1: base64 goes on after its end" },
        { MW_BASE64_STANDARD, "Zm9v\n\nZm-v",
          "line 3: octet 0x2D is not base64" },
        { MW_BASE64_URL, "Zm9v\nZm+v", "line 2: octet 0x2B is not base64" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        for (size_t piece = 1; piece <= 8; piece++) {
            text got;

            must_fail(decode(WRONG[i].alphabet, mw_bytes_of(WRONG[i].encoded),
                             piece, 1 + piece / 2, &got),
                      MW_E_DATA);
            assert_string_equal(suite_error.message, WRONG[i].message);
        }
}

/* Each octet, alone in a quantum, is taken or refused as the RFC says. */
static void knows_each_octet_of_both_alphabets(void **state)
{
    (void)state;
    for (int alphabet = 0; alphabet < 2; alphabet++)
        for (int octet = 0; octet < 256; octet++) {
            const char *own = alphabet == MW_BASE64_URL ? "-_" : "+/";
            const bool good =
                octet != 0 && (strchr(LETTERS_AND_DIGITS, octet) != NULL ||
                               strchr(own, octet) != NULL);
            const uint8_t quantum[4] = { 'A', 'A', 'A', (uint8_t)octet };
            text got;

            if (octet == '=' ||
                (octet != 0 && strchr(" \t\r\n", octet) != NULL))
                continue;
            if (good)
                must(decode((mw_base64_alphabet)alphabet,
                            (mw_bytes){ quantum, 4 }, 4, 3, &got));
            else
                must_fail(decode((mw_base64_alphabet)alphabet,
                                 (mw_bytes){ quantum, 4 }, 4, 3, &got),
                          MW_E_DATA);
        }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(encodes_the_vectors_of_rfc_4648),
    cmocka_unit_test(breaks_lines_at_76_and_ends_the_last_one),
    cmocka_unit_test(writes_the_url_alphabet_without_padding),
    cmocka_unit_test(encodes_each_length_at_each_split),
    cmocka_unit_test(encodes_each_length_into_any_room),
    cmocka_unit_test(encodes_each_length_in_lines_of_any_length),
    cmocka_unit_test(has_kernels_that_agree_with_the_reference),
    cmocka_unit_test(takes_the_last_kernel_that_is_usable),
    cmocka_unit_test(tells_sizes_up_to_the_largest_there_is),
    cmocka_unit_test(decodes_what_was_encoded_at_each_split),
    cmocka_unit_test(passes_over_blanks_and_line_ends_anywhere),
    cmocka_unit_test(refuses_base64_that_is_not_canonical),
    cmocka_unit_test(knows_each_octet_of_both_alphabets),
};

SUITE_MAIN(TESTS)
