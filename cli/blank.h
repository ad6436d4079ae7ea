/* SPDX-License-Identifier: MIT */
#ifndef CLI_BLANK_H
#define CLI_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether a text holds nothing but white space, by Unicode's White_Space
 * property, and a byte order mark. It is UTF-8, or UTF-16 where its mark says
 * so; octets that are neither are no white space.
 */
typedef struct blank_scan {
    uint8_t kept[8]; /* the front of a character that is not whole yet */
    size_t kept_size;
    enum { BLANK_UNKNOWN, BLANK_UTF8, BLANK_UTF16_BE, BLANK_UTF16_LE } form;
    bool found; /* something that is no white space */
} blank_scan;

/* Looks at the next SIZE octets; a scan starts as zeros. */
void blank_feed(blank_scan *scan, const void *octets, size_t size);

/* Whether all was blank, at the end of the text. */
bool blank_end(const blank_scan *scan);

/* The same for a text that is there as a whole. */
bool blank_is(const char *text, size_t size);

#endif
