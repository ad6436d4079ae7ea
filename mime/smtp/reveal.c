/* SPDX-License-Identifier: MIT */

/*
 * Servers repeat what they were told in their replies. In base64 a secret
 * looks different by where it stands in what was encoded: at one of three
 * shifts. At each, the digits that belong to the secret alone are looked
 * for; the ones at the edges, which it shares, are left out.
 *
 * A reply has lines of any length, so white space counts for nothing, and
 * neither do the codes at the front of a line; but what looks like a code may
 * be the secret's, so it is looked for with and without them.
 */

#include "smtp/reveal.h"

#include "base/ascii.h"
#include "smtp/reply.h"

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

/* ------------------------------------------------------- reading the lines */

enum { SKIPS_CODE = 1, SKIPS_ENHANCED = 2, ALL_WAYS = 4 };

/* Text of which only what can be part of a secret is read. */
typedef struct {
    mw_bytes left;
    unsigned skips;
    bool at_line; /* at the beginning of one */
} reader;

static void skip_codes(reader *text)
{
    const uint8_t *end = memchr(text->left.data, '\n', text->left.size);
    mw_bytes line = text->left;
    const uint8_t *at = line.data;

    if (end != NULL)
        line.size = (size_t)(end - line.data);
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    if (text->skips & SKIPS_CODE && line.size > 3 && mw_ascii_is_digit(at[0]) &&
        mw_ascii_is_digit(at[1]) && mw_ascii_is_digit(at[2]) &&
        (at[3] == '-' || at[3] == ' '))
        mw_bytes_skip(&line, 4);
    if (text->skips & SKIPS_ENHANCED && line.size > 0)
        mw_bytes_skip(&line,
                      mw_reply_enhanced((line.data[0] - '0') * 100U, line));
    mw_bytes_skip(&text->left, (size_t)(line.data - at));
}

/* The next octet that counts, or -1. */
static int next(reader *text)
{
    while (text->left.size > 0) {
        uint8_t octet;

        if (text->at_line)
            skip_codes(text);
        text->at_line = false;
        if (text->left.size == 0)
            break;
        octet = text->left.data[0];
        mw_bytes_skip(&text->left, 1);
        text->at_line = octet == '\n';
        if (octet > ' ')
            return octet;
    }
    return -1;
}

/* -------------------------------------------------------------- comparing */

typedef enum { NOTHING, BEGINNING, WHOLE } match;

/* How far TEXT begins with SECRET; BEGINNING where TEXT ends first. */
static match match_plain(reader text, mw_bytes secret)
{
    reader wanted = { .left = secret };
    match found = NOTHING;

    for (;;) {
        const int want = next(&wanted);
        const int got = want < 0 ? -1 : next(&text);

        if (want < 0)
            return found == NOTHING ? NOTHING : WHOLE;
        if (got < 0)
            return found;
        if (got != want)
            return NOTHING;
        found = BEGINNING;
    }
}

/* The same with the digits of SECRET from bit FIRST on. */
static match match_digits(reader text, mw_bytes secret, size_t first)
{
    const size_t bits = secret.size * 8;
    const size_t count = bits > first ? (bits - first) / 6 : 0;

    for (size_t i = 0; i < count; i++) {
        const int got = next(&text);

        if (got < 0)
            return i > 0 ? BEGINNING : NOTHING;
        if (!is_digit_of((uint8_t)got, six_bits(secret, first + 6 * i)))
            return NOTHING;
    }
    return count > 0 ? WHOLE : NOTHING;
}

static match match_any(reader text, mw_bytes secret)
{
    match found = match_plain(text, secret);

    for (size_t first = 0; first < 6 && found != WHOLE; first += 2) {
        const match digits = match_digits(text, secret, first);

        found = digits > found ? digits : found;
    }
    return found;
}

static match search(mw_bytes text, mw_bytes secret)
{
    match found = NOTHING;

    for (unsigned skips = 0; skips < ALL_WAYS; skips++) {
        reader at = { text, skips, true };

        do {
            const match here = match_any(at, secret);

            found = here > found ? here : found;
        } while (found != WHOLE && next(&at) >= 0);
    }
    return found;
}

bool mw_reveals(mw_bytes text, mw_bytes secret)
{
    if (secret.size == 0)
        return false;
    return holds_plain(text, secret) || search(text, secret) == WHOLE;
}

bool mw_reveals_beginning(mw_bytes text, mw_bytes secret)
{
    return secret.size > 0 && search(text, secret) == BEGINNING;
}
