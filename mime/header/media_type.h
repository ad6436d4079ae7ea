/* SPDX-License-Identifier: MIT */
#ifndef HEADER_MEDIA_TYPE_H
#define HEADER_MEDIA_TYPE_H

#include "base/arena.h"
#include "codec/parameter.h"
#include "header/fold.h"
#include "header/style.h"

/*
 * Media types with parameters (RFC 2045, section 5.1), and dispositions (RFC
 * 2183), which have the same form without the slash.
 */
typedef struct mw_media_type {
    const char *type;    /* lower case */
    const char *subtype; /* lower case; "" for a disposition */
    mw_parameter *parameters;
} mw_media_type;

/*
 * Parses "type/subtype; name=value..." in UTF-8, without folding, into ARENA.
 * RFC 2231 forms are read. Fails with MW_E_SYNTAX, naming the place.
 */
mw_status mw_media_type_parse(mw_converter_cache *cache, mw_bytes text,
                              mw_arena *arena, mw_media_type *type,
                              mw_error *error);

/*
 * The same without the slash: "attachment; filename=x". For dispositions and
 * other tokens that may have parameters, such as Auto-Submitted.
 */
mw_status mw_disposition_parse(mw_converter_cache *cache, mw_bytes text,
                               mw_arena *arena, mw_media_type *disposition,
                               mw_error *error);

/* Whether TYPE is TYPE/SUBTYPE; SUBTYPE of NULL is any. */
bool mw_media_type_is(const mw_media_type *type, const char *type_name,
                      const char *subtype_name);

/*
 * Sets the parameter NAME to VALUE, in place of one of that name. Both are
 * copied into ARENA. VALUE is UTF-8.
 */
mw_status mw_media_type_set(mw_media_type *type, mw_arena *arena,
                            const char *name, mw_bytes value, mw_error *error);

/*
 * Writes "type/subtype" and PARAMETERS in their order into FOLD, each
 * parameter foldable, by RFC 2231 where needed. The parameter LEGACY (such
 * as "name" or "filename"; NULL for none) is written in the old way instead
 * where its value is outside ASCII: a quoted-string with encoded-words in it,
 * which RFC 2047 forbids and old clients read; and left out where those would
 * have more than LEGACY_MOST octets. With UTF-8 headers it is as the others.
 */
mw_status mw_media_type_write(mw_fold *fold, const mw_media_type *type,
                              const char *legacy, size_t legacy_most,
                              const mw_header_style *style, mw_error *error);

#endif
