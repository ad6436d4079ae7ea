/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "ascii_case.h"

#include <string.h>

char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ascii_case_starts(const char *text, const char *front)
{
    while (*front != '\0' && ascii_lower(*text) == ascii_lower(*front)) {
        text++;
        front++;
    }
    return *front == '\0';
}

bool ascii_case_equal(const char *text, const char *to)
{
    return strlen(text) == strlen(to) && ascii_case_starts(text, to);
}
