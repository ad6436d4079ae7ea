/* SPDX-License-Identifier: MIT */

/*
 * A decoder of its own, since the library does not give its own away. Table
 * 3-7 of the Unicode standard in short: the first octet says how many follow
 * and what the smallest code point of that length is.
 */

#include "config.h"

#include "utf8.h"

static size_t length_by_first(uint8_t first, uint32_t *code, uint32_t *least)
{
    if (first < 0x80) {
        *code = first;
        *least = 0;
        return 1;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        *code = first & 0x1fU;
        *least = 0x80;
        return 2;
    }
    if ((first & 0xf0) == 0xe0) {
        *code = first & 0x0fU;
        *least = 0x800;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        *code = first & 0x07U;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

size_t utf8_next(const char *text, size_t size, uint32_t *code)
{
    uint32_t value;
    uint32_t least;
    const size_t length = length_by_first((uint8_t)text[0], &value, &least);

    if (length == 0 || length > size)
        return 0;
    for (size_t i = 1; i < length; i++) {
        const uint8_t octet = (uint8_t)text[i];

        if ((octet & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (octet & 0x3fU);
    }
    if (value < least || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *code = value;
    return length;
}

bool utf8_is_valid(const char *text, size_t size)
{
    while (size > 0) {
        uint32_t code;
        const size_t length = utf8_next(text, size, &code);

        if (length == 0)
            return false;
        text += length;
        size -= length;
    }
    return true;
}
