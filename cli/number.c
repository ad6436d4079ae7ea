/* SPDX-License-Identifier: MIT */

/*
 * No strtoull: it takes signs and blanks, and asks the locale.
 */

#include "config.h"

#include "number.h"

#include <stddef.h>
#include <string.h>

/* Takes the digits at the front of TEXT; gives what stands behind them. */
static const char *take_digits(const char *text, uint64_t *number)
{
    const char *start = text;
    uint64_t value = 0;

    for (; *text >= '0' && *text <= '9'; text++)
        if (__builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, (unsigned)(*text - '0'), &value))
            return NULL;
    *number = value;
    return text > start ? text : NULL;
}

bool number_parse(const char *text, uint64_t most, uint64_t *number)
{
    uint64_t value;
    const char *rest = take_digits(text, &value);

    if (rest == NULL || *rest != '\0' || value > most)
        return false;
    *number = value;
    return true;
}

bool number_parse_size(const char *text, uint64_t *size)
{
    static const char LETTERS[] = "kKmMgG";
    uint64_t value;
    const char *rest = take_digits(text, &value);
    const char *letter;

    if (rest == NULL)
        return false;
    if (*rest != '\0') {
        letter = strchr(LETTERS, *rest);
        if (letter == NULL || rest[1] != '\0' ||
            __builtin_mul_overflow(
                value, (uint64_t)1 << 10 * ((letter - LETTERS) / 2 + 1),
                &value))
            return false;
    }
    if (value > INT64_MAX)
        return false;
    *size = value;
    return true;
}
