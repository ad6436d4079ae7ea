/* SPDX-License-Identifier: MIT */

/*
 * The streaming base64 decoder. It is strict, so that there is one text for
 * any octets but for the breaking of lines: what passes here and what others
 * make of it cannot differ.
 */

#include "codec/base64.h"

#include "codec/pending.h"

#include <inttypes.h>

/* What a character stands for, where it is not six bits: none of these is
 * below 64, and all of them show in a sum of bits. */
enum { BLANK = 0x40, PAD = 0x41, BAD = 0x80 };

/* clang-format off */
#define BAD_4 BAD, BAD, BAD, BAD
#define BAD_16 BAD_4, BAD_4, BAD_4, BAD_4
#define BAD_64 BAD_16, BAD_16, BAD_16, BAD_16

/* The values of 256 octets; the four are those of "+", "-", "/" and "_". */
#define VALUES(plus, minus, slash, underscore)                                 \
    BAD_4, BAD_4, BAD, BLANK, BLANK, BAD, BAD, BLANK, BAD, BAD,                \
    BAD_16,                                                                    \
    BLANK, BAD, BAD, BAD, BAD_4, BAD, BAD, BAD, plus, BAD, minus, BAD, slash,  \
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, BAD, BAD, BAD, PAD, BAD, BAD,      \
    BAD, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,                     \
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, BAD, BAD, BAD, BAD,            \
    underscore,                                                                \
    BAD, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,           \
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, BAD, BAD, BAD, BAD, BAD,       \
    BAD_64, BAD_64
/* clang-format on */

static const uint8_t VALUE_OF[2][256] = {
    [MW_BASE64_STANDARD] = { VALUES(62, BAD, 63, BAD) },
    [MW_BASE64_URL] = { VALUES(BAD, 62, BAD, 63) },
};

void mw_base64_decoder_init(mw_base64_decoder *decoder,
                            mw_base64_alphabet alphabet)
{
    *decoder = (mw_base64_decoder){ .alphabet = alphabet, .line = 1 };
}

static bool flush(mw_base64_decoder *decoder, mw_space *out)
{
    return mw_pending_flush(decoder->pending, &decoder->pending_size, out);
}

/* Decodes whole quanta, as long as there is nothing else. */
static void decode_quanta(const uint8_t *values, mw_bytes *in, mw_space *out)
{
    const uint8_t *from = in->data;
    uint8_t *to = out->data;
    size_t most = in->size / 4 < out->size / 3 ? in->size / 4 : out->size / 3;
    size_t quanta;

    for (quanta = 0; quanta < most; quanta++, from += 4, to += 3) {
        const uint32_t a = values[from[0]], b = values[from[1]];
        const uint32_t c = values[from[2]], d = values[from[3]];

        if ((a | b | c | d) > 63)
            break;
        to[0] = (uint8_t)(a << 2 | b >> 4);
        to[1] = (uint8_t)(b << 4 | c >> 2);
        to[2] = (uint8_t)(c << 6 | d);
    }
    if (quanta > 0)
        mw_bytes_skip(in, quanta * 4);
    out->data += quanta * 3;
    out->size -= quanta * 3;
}

/* Makes COUNT octets of the upper ones of 24 BITS pending. */
static void put_octets(mw_base64_decoder *decoder, uint32_t bits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        decoder->pending[i] = (uint8_t)(bits >> (16 - 8 * i));
    decoder->pending_size = count;
    decoder->bits = 0;
    decoder->count = 0;
}

static mw_status take_character(mw_base64_decoder *decoder, uint32_t value,
                                mw_error *error)
{
    if (decoder->padding > 0)
        return mw_fail(error, MW_E_DATA,
                       "line %" PRIu64 ": base64 goes on after its end",
                       decoder->line);
    decoder->bits = decoder->bits << 6 | value;
    if (++decoder->count == 4)
        put_octets(decoder, decoder->bits, 3);
    return MW_OK;
}

/* Ends a quantum of two or three characters, whose last bits are zero. */
static mw_status end_quantum(mw_base64_decoder *decoder, mw_error *error)
{
    const uint32_t bits = decoder->bits << (24 - 6 * decoder->count);
    const size_t octets = decoder->count - 1;

    if ((bits & (0xffffffu >> (8 * octets))) != 0)
        return mw_fail(error, MW_E_DATA,
                       "line %" PRIu64 ": the last character of this base64 "
                       "holds bits of no octet",
                       decoder->line);
    put_octets(decoder, bits, octets);
    return MW_OK;
}

/*
 * Counts one "=". The quantum ends with the right number of them; until then
 * its characters stay counted, so that an end too early is seen.
 */
static mw_status take_padding(mw_base64_decoder *decoder, mw_error *error)
{
    if (decoder->count < 2)
        return mw_fail(error, MW_E_DATA,
                       "line %" PRIu64 ": \"=\" where base64 has none",
                       decoder->line);
    if (decoder->padding + decoder->count < 3) {
        decoder->padding++;
        return MW_OK;
    }
    if (end_quantum(decoder, error) != MW_OK)
        return MW_E_DATA;
    decoder->padding++;
    return MW_OK;
}

static mw_status take_octet(mw_base64_decoder *decoder, uint8_t octet,
                            mw_error *error)
{
    const uint8_t value = VALUE_OF[decoder->alphabet][octet];

    if (value < 64)
        return take_character(decoder, value, error);
    if (value == PAD)
        return take_padding(decoder, error);
    if (value == BAD)
        return mw_fail(error, MW_E_DATA,
                       "line %" PRIu64 ": octet 0x%02X is not base64",
                       decoder->line, (unsigned)octet);
    decoder->line += octet == '\n';
    return MW_OK;
}

static mw_status end_stream(mw_base64_decoder *decoder, mw_error *error)
{
    if (decoder->count == 0)
        return MW_OK;
    if (decoder->alphabet == MW_BASE64_URL && decoder->padding == 0 &&
        decoder->count > 1)
        return end_quantum(decoder, error);
    return mw_fail(error, MW_E_DATA, "line %" PRIu64 ": base64 ends too early",
                   decoder->line);
}

/* Decodes until IN is empty or OUT is full. */
static mw_status decode(mw_base64_decoder *decoder, mw_bytes *in, mw_space *out,
                        mw_error *error)
{
    while (flush(decoder, out) && in->size > 0 && out->size > 0) {
        if (decoder->count == 0 && decoder->padding == 0)
            decode_quanta(VALUE_OF[decoder->alphabet], in, out);
        if (in->size == 0)
            break;
        if (take_octet(decoder, in->data[0], error) != MW_OK)
            return MW_E_DATA;
        mw_bytes_skip(in, 1);
    }
    return MW_OK;
}

mw_status mw_base64_decode(mw_base64_decoder *decoder, mw_bytes *in,
                           mw_space *out, bool last, bool *done,
                           mw_error *error)
{
    if (decode(decoder, in, out, error) != MW_OK)
        return MW_E_DATA;
    if (last && in->size == 0 && decoder->pending_size == 0) {
        if (end_stream(decoder, error) != MW_OK)
            return MW_E_DATA;
        flush(decoder, out);
    }
    *done = in->size == 0 && (!last || decoder->pending_size == 0);
    return MW_OK;
}
