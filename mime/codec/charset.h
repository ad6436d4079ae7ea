/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CHARSET_H
#define CODEC_CHARSET_H

#include "base/allocator.h"
#include "base/buffer.h"
#include "codec/charset_name.h"
#include "codec/converter.h"

/*
 * Whole texts between charsets: converted, fitted to the first of a list, or
 * recognized as one of a list. Converters are kept for the next text.
 */

/*
 * Handles kept open for reuse, one for each charset and direction, since
 * opening one costs more than converting a header. Belongs to a context.
 */
typedef struct mw_converter_cache {
    const mw_allocator *allocator;
    struct mw_converter_entry *first;
} mw_converter_cache;

void mw_converter_cache_init(mw_converter_cache *cache,
                             const mw_allocator *allocator);
void mw_converter_cache_free(mw_converter_cache *cache);

/*
 * Converts TEXT whole and appends it to OUT, or fails and leaves OUT as it
 * was: MW_E_DATA, MW_E_CHARSET, MW_E_MEMORY. CACHE keeps the handle.
 */
mw_status mw_charset_convert(mw_converter_cache *cache,
                             const mw_charset *charset, mw_conversion direction,
                             mw_bytes text, mw_buffer *out, mw_error *error);

/*
 * The first of LIST that holds all of TEXT, which is UTF-8; appends the
 * converted octets to OUT, which may be NULL. MW_E_DATA names what the last
 * of LIST lacks.
 */
mw_status mw_charset_choose(mw_converter_cache *cache,
                            const mw_charset_list *list, mw_bytes text,
                            const mw_charset **chosen, mw_buffer *out,
                            mw_error *error);

/*
 * The first of LIST in which TEXT is valid; appends it to OUT as UTF-8, or
 * fails with MW_E_DATA as the first of LIST does.
 */
mw_status mw_charset_recognize(mw_converter_cache *cache,
                               const mw_charset_list *list, mw_bytes text,
                               const mw_charset **recognized, mw_buffer *out,
                               mw_error *error);

#endif
