/* SPDX-License-Identifier: MIT */

/*
 * The table of RFC 3629, section 4, as ranges of the second octet: that is
 * where overlong forms, surrogates and too large values show.
 */

#include "base/utf8.h"

#include "base/ascii.h"

/* How a sequence that starts with a given octet has to go on. */
typedef struct {
    uint8_t size;
    uint8_t second_least, second_most;
} sequence;

static sequence sequence_of(uint8_t first)
{
    if (first < 0x80)
        return (sequence){ 1, 0, 0 };
    if (first < 0xc2 || first > 0xf4)
        return (sequence){ 0, 0, 0 };
    if (first < 0xe0)
        return (sequence){ 2, 0x80, 0xbf };
    if (first < 0xf0)
        return (sequence){ 3, first == 0xe0 ? 0xa0 : 0x80,
                           first == 0xed ? 0x9f : 0xbf };
    return (sequence){ 4, first == 0xf0 ? 0x90 : 0x80,
                       first == 0xf4 ? 0x8f : 0xbf };
}

mw_utf8_state mw_utf8_next(mw_bytes bytes, size_t *size, uint32_t *code)
{
    static const uint8_t FIRST_BITS[5] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    const sequence wanted = sequence_of(bytes.data[0]);
    uint32_t value = bytes.data[0] & FIRST_BITS[wanted.size];
    size_t i;

    *code = 0xfffd;
    *size = 1;
    if (wanted.size == 0)
        return MW_UTF8_INVALID;
    for (i = 1; i < wanted.size; i++) {
        uint8_t octet;

        *size = i;
        if (i == bytes.size)
            return MW_UTF8_CUT;
        octet = bytes.data[i];
        if (octet < (i == 1 ? wanted.second_least : 0x80) ||
            octet > (i == 1 ? wanted.second_most : 0xbf))
            return MW_UTF8_INVALID;
        value = value << 6 | (octet & 0x3f);
    }
    *size = wanted.size;
    *code = value;
    return MW_UTF8_VALID;
}

/* The octets at the front of BYTES that are ASCII. */
static size_t ascii_prefix(mw_bytes bytes)
{
    size_t i = 0;

    for (; i + 8 <= bytes.size; i += 8) {
        uint64_t eight;

        memcpy(&eight, bytes.data + i, 8);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < bytes.size && bytes.data[i] < 0x80)
        i++;
    return i;
}

size_t mw_utf8_valid_prefix(mw_bytes bytes)
{
    const size_t whole = bytes.size;

    for (;;) {
        size_t size;
        uint32_t code;

        mw_bytes_skip(&bytes, ascii_prefix(bytes));
        if (bytes.size == 0 ||
            mw_utf8_next(bytes, &size, &code) != MW_UTF8_VALID)
            return whole - bytes.size;
        mw_bytes_skip(&bytes, size);
    }
}

bool mw_utf8_is_valid(mw_bytes bytes)
{
    return mw_utf8_valid_prefix(bytes) == bytes.size;
}

size_t mw_utf8_count(mw_bytes bytes)
{
    size_t count = 0;

    for (size_t i = 0; i < bytes.size; i++)
        count += (bytes.data[i] & 0xc0) != 0x80;
    return count;
}

size_t mw_utf8_put(uint8_t out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xc0 | code >> 6);
        out[1] = (uint8_t)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (uint8_t)(0xe0 | code >> 12);
        out[1] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | code >> 18);
    out[1] = (uint8_t)(0x80 | (code >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (code & 0x3f));
    return 4;
}
