/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/bytes.h"

/*
 * UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */

/* What one look at the front of some octets shows. */
typedef enum {
    MW_UTF8_VALID,   /* a whole character */
    MW_UTF8_INVALID, /* nothing that can become one */
    MW_UTF8_CUT      /* a beginning of one, and no more octets */
} mw_utf8_state;

/*
 * Looks at the first character of BYTES, which is not empty. *SIZE gets its
 * octets (of the valid or cut character; of the invalid sequence, at least
 * 1) and *CODE its code point (U+FFFD unless valid).
 */
mw_utf8_state mw_utf8_next(mw_bytes bytes, size_t *size, uint32_t *code);

/* The octets at the front of BYTES that are whole valid characters. */
size_t mw_utf8_valid_prefix(mw_bytes bytes);

/* Whether all of BYTES is valid. */
bool mw_utf8_is_valid(mw_bytes bytes);

/* The number of characters in BYTES, which are valid. */
size_t mw_utf8_count(mw_bytes bytes);

/* Writes CODE, a scalar value, to OUT; gives the number of octets, 1 to 4. */
size_t mw_utf8_put(uint8_t out[4], uint32_t code);

/*
 * Whether CODE is a control character: C0, DEL, C1, or a line or paragraph
 * separator that some software breaks lines at is not counted; a bidi
 * control is not one either.
 */
static inline bool mw_utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

#endif
