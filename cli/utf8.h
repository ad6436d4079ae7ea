/* SPDX-License-Identifier: MIT */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * UTF-8 by RFC 3629, as far as showing text needs it.
 *
 * Gives the size of the character at the front of TEXT, which has SIZE
 * octets and is not empty, and stores its code point in *CODE; 0 where there
 * is no whole valid character.
 */
size_t utf8_next(const char *text, size_t size, uint32_t *code);

/* Whether all SIZE octets of TEXT are valid. */
bool utf8_is_valid(const char *text, size_t size);

#endif
