/* SPDX-License-Identifier: MIT */

/*
 * Servers repeat what they were told in their replies. In base64 a secret
 * looks different by where it stands in what was encoded: at one of three
 * shifts. At each, the digits that belong to the secret alone are looked
 * for; the ones at the edges, which it shares, are left out.
 */

#include "smtp/reveal.h"

static bool holds_plain(mw_bytes text, mw_bytes secret)
{
    while (text.size >= secret.size) {
        if (!memcmp(text.data, secret.data, secret.size))
            return true;
        mw_bytes_skip(&text, 1);
    }
    return false;
}

/* The six bits of SECRET from its bit number FIRST on, which are there. */
static unsigned six_bits(mw_bytes secret, size_t first)
{
    const size_t index = first / 8;
    unsigned bits = (unsigned)secret.data[index] << 8;

    if (index + 1 < secret.size)
        bits |= secret.data[index + 1];
    return bits >> (10 - first % 8) & 63;
}

static bool is_digit_of(uint8_t octet, unsigned value)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";

    if (value >= 62 && (octet == '-' || octet == '_'))
        return octet == (value == 62 ? '-' : '_');
    return octet == (uint8_t)DIGITS[value];
}

/* Whether the COUNT digits at TEXT are those of SECRET from bit FIRST on. */
static bool are_digits_of(const uint8_t *text, size_t count, mw_bytes secret,
                          size_t first)
{
    for (size_t i = 0; i < count; i++)
        if (!is_digit_of(text[i], six_bits(secret, first + 6 * i)))
            return false;
    return true;
}

static bool holds_shifted(mw_bytes text, mw_bytes secret, size_t first)
{
    const size_t bits = secret.size * 8;
    const size_t count = bits > first ? (bits - first) / 6 : 0;

    if (count == 0)
        return false;
    while (text.size >= count) {
        if (are_digits_of(text.data, count, secret, first))
            return true;
        mw_bytes_skip(&text, 1);
    }
    return false;
}

bool mw_reveals(mw_bytes text, mw_bytes secret)
{
    if (secret.size == 0)
        return false;
    return holds_plain(text, secret) || holds_shifted(text, secret, 0) ||
           holds_shifted(text, secret, 2) || holds_shifted(text, secret, 4);
}
