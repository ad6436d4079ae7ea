/* SPDX-License-Identifier: MIT */
#ifndef READ_CONTENT_FIELDS_H
#define READ_CONTENT_FIELDS_H

#include "base/arena.h"
#include "codec/charset.h"

/*
 * What Content-Type and Content-Transfer-Encoding say of a part, as others
 * wrote them: by the grammar where they are in it, else as well as can be
 * guessed.
 */
#define MW_CONTENT_TYPE_MOST 127
#define MW_CONTENT_CHARSET_MOST 63
#define MW_CONTENT_ENCODING_MOST 63
#define MW_CONTENT_BOUNDARY_MOST 250 /* 70 by RFC 2046, section 5.1.1 */

typedef struct mw_content_fields {
    char type[MW_CONTENT_TYPE_MOST + 1];         /* "" until one is known */
    char charset[MW_CONTENT_CHARSET_MOST + 1];   /* or "" */
    char encoding[MW_CONTENT_ENCODING_MOST + 1]; /* "" until one is known */
    char boundary[MW_CONTENT_BOUNDARY_MOST + 1]; /* or "" */
} mw_content_fields;

/*
 * Reads BODY, an unfolded Content-Type. One without type and subtype says
 * nothing (RFC 2045, section 5.2). A parameter that is longer than there is
 * room for is as one that is missing. ARENA is for work. Fails with
 * MW_E_MEMORY only.
 */
mw_status mw_content_type_read(mw_converter_cache *cache, mw_bytes body,
                               mw_arena *arena, mw_content_fields *fields,
                               mw_error *error);

/* Reads BODY, an unfolded Content-Transfer-Encoding. */
void mw_content_encoding_read(mw_bytes body, mw_content_fields *fields);

#endif
