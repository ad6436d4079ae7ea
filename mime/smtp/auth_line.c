/* SPDX-License-Identifier: MIT */

/*
 * libmimewright has base64 too, with lines and kernels and buffers of its
 * own; what is here is small and leaves nothing behind.
 */

#include "smtp/auth_line.h"

#include "base/ascii.h"

static const char ALPHABET[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of a character of the alphabet, or -1. */
static int value_of(uint8_t character)
{
    if (character >= 'A' && character <= 'Z')
        return character - 'A';
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 26;
    if (mw_ascii_is_digit(character))
        return character - '0' + 52;
    if (character == '+')
        return 62;
    return character == '/' ? 63 : -1;
}

/* Writes the one to three octets at the front of IN as four characters. */
static void encode_quantum(const uint8_t *in, size_t size, uint8_t quantum[4])
{
    const unsigned bits = (unsigned)in[0] << 16 |
                          (size > 1 ? (unsigned)in[1] << 8 : 0) |
                          (size > 2 ? (unsigned)in[2] : 0);

    quantum[0] = (uint8_t)ALPHABET[bits >> 18];
    quantum[1] = (uint8_t)ALPHABET[bits >> 12 & 63];
    quantum[2] = size > 1 ? (uint8_t)ALPHABET[bits >> 6 & 63] : '=';
    quantum[3] = size > 2 ? (uint8_t)ALPHABET[bits & 63] : '=';
}

mw_status mw_auth_line_encode(mw_bytes octets, mw_buffer *out, mw_error *error)
{
    mw_space space;
    mw_status status;

    if (octets.size > MW_AUTH_OCTETS_LIMIT)
        return mw_fail(error, MW_E_LIMIT,
                       "a line of the login with %zu octets, where %d can be",
                       octets.size, MW_AUTH_OCTETS_LIMIT);
    status = mw_buffer_reserve(out, (octets.size + 2) / 3 * 4, &space, error);
    if (status != MW_OK)
        return status;
    while (octets.size > 0) {
        const size_t size = octets.size < 3 ? octets.size : 3;

        encode_quantum(octets.data, size, space.data);
        mw_buffer_commit(out, 4);
        mw_bytes_skip(&octets, size);
        space.data += 4;
    }
    return MW_OK;
}

/* How many octets the four characters of QUANTUM make, or 0 for none. */
static size_t quantum_size(const uint8_t quantum[4], bool last)
{
    const size_t size = !last || quantum[3] != '=' ? 3
                        : quantum[2] != '='        ? 2
                                                   : 1;

    for (size_t i = 0; i <= size; i++)
        if (value_of(quantum[i]) < 0)
            return 0;
    return size;
}

/* Appends the SIZE octets of QUANTUM to OUT; false where unused bits are
 * set, which no encoder does. */
static bool decode_quantum(const uint8_t quantum[4], size_t size, uint8_t *out)
{
    unsigned bits = 0;

    for (size_t i = 0; i <= size; i++)
        bits |= (unsigned)value_of(quantum[i]) << (18 - 6 * i);
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(bits >> (16 - 8 * i));
    return (bits & (0xffffffu >> 8 * size)) == 0;
}

mw_status mw_auth_line_decode(mw_bytes text, mw_buffer *out, mw_error *error)
{
    const size_t before = out->size;
    bool is_good = text.size % 4 == 0;
    mw_space space;
    mw_status status;

    if (text.size > MW_AUTH_LINE_LIMIT)
        return mw_fail(error, MW_E_LIMIT,
                       "a challenge of %zu octets, where %d can be", text.size,
                       MW_AUTH_LINE_LIMIT);
    status = mw_buffer_reserve(out, text.size / 4 * 3, &space, error);
    if (status != MW_OK)
        return status;
    while (text.size > 0 && is_good) {
        const size_t size = quantum_size(text.data, text.size == 4);

        is_good = size > 0 && decode_quantum(text.data, size, space.data);
        mw_buffer_commit(out, size);
        mw_bytes_skip(&text, 4);
        space.data += size;
    }
    if (is_good)
        return MW_OK;
    mw_buffer_truncate(out, before);
    return mw_fail(error, MW_E_DATA, "a challenge that is no base64");
}
