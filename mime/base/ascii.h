/* SPDX-License-Identifier: MIT */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include "base/bytes.h"

/*
 * Questions about single ASCII octets, and comparing without case. The
 * locale is never asked: "I" and "i" are one letter in Turkey too.
 */

static inline bool mw_ascii_is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static inline bool mw_ascii_is_alpha(int c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static inline bool mw_ascii_is_alnum(int c)
{
    return mw_ascii_is_alpha(c) || mw_ascii_is_digit(c);
}

/* Space or tab: WSP of RFC 5234. */
static inline bool mw_ascii_is_blank(int c)
{
    return c == ' ' || c == '\t';
}

/* A printable octet that is no space: VCHAR of RFC 5234. */
static inline bool mw_ascii_is_graph(int c)
{
    return c > ' ' && c < 0x7f;
}

/* A control octet, DEL too, tab not: what no text of a header may hold. */
static inline bool mw_ascii_is_forbidden(int c)
{
    return (c < ' ' && c != '\t') || c == 0x7f;
}

static inline int mw_ascii_lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* The value of the hexadecimal digit C, or -1. */
int mw_ascii_hex_value(int c);

/* One of "0123456789ABCDEF" for the low four bits of VALUE. */
char mw_ascii_hex_digit(unsigned value);

bool mw_ascii_equal(mw_bytes a, mw_bytes b);          /* whatever the case */
bool mw_ascii_equal_text(mw_bytes a, const char *b);  /* whatever the case */
bool mw_ascii_starts_with(mw_bytes a, const char *b); /* whatever the case */

/* Whether all octets are below 128. */
bool mw_ascii_is_all(mw_bytes bytes);

/* BYTES without the blanks at both ends. */
mw_bytes mw_ascii_trim(mw_bytes bytes);

#endif
