/* SPDX-License-Identifier: MIT */

#include "base/ascii.h"

int mw_ascii_hex_value(int c)
{
    if (mw_ascii_is_digit(c))
        return c - '0';
    c = mw_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char mw_ascii_hex_digit(unsigned value)
{
    return "0123456789ABCDEF"[value & 15];
}

bool mw_ascii_equal(mw_bytes a, mw_bytes b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (mw_ascii_lower(a.data[i]) != mw_ascii_lower(b.data[i]))
            return false;
    return true;
}

bool mw_ascii_equal_text(mw_bytes a, const char *b)
{
    return mw_ascii_equal(a, mw_bytes_of(b));
}

bool mw_ascii_starts_with(mw_bytes a, const char *b)
{
    const size_t size = strlen(b);

    return a.size >= size && mw_ascii_equal_text((mw_bytes){ a.data, size }, b);
}

bool mw_ascii_is_all(mw_bytes bytes)
{
    size_t i = 0;

    for (; i + 8 <= bytes.size; i += 8) {
        uint64_t eight;

        memcpy(&eight, bytes.data + i, 8);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            return false;
    }
    for (; i < bytes.size; i++)
        if (bytes.data[i] > 0x7f)
            return false;
    return true;
}

mw_bytes mw_ascii_trim(mw_bytes bytes)
{
    while (bytes.size > 0 && mw_ascii_is_blank(bytes.data[0]))
        mw_bytes_skip(&bytes, 1);
    while (bytes.size > 0 && mw_ascii_is_blank(bytes.data[bytes.size - 1]))
        bytes.size--;
    return bytes;
}
