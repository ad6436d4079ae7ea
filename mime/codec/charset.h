/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CHARSET_H
#define CODEC_CHARSET_H

#include "base/allocator.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * Charsets that mail may carry, and conversion between them and UTF-8, by
 * iconv, with every character that does not convert exactly an error. UTF-8
 * and US-ASCII never reach iconv.
 *
 * Names come from a list: the registered MIME names and usual aliases. What
 * is not on it is unknown, so no suffix ever reaches iconv; stateful ones
 * (utf-7, hz, iso-2022-*) and those that are no ASCII superset (utf-16,
 * utf-32, EBCDIC) are not for mail here. ISO-2022-JP is refused on output,
 * taken on input only for decoding what others wrote.
 */
typedef struct mw_charset {
    const char *name;       /* the preferred MIME name, as it is written */
    const char *iconv_name; /* for iconv_open; NULL for UTF-8 and US-ASCII */
    bool only_input;
} mw_charset;

/* The charset called NAME, in any case of letters, or NULL. */
const mw_charset *mw_charset_find(mw_bytes name);

extern const mw_charset *const MW_CHARSET_UTF8;
extern const mw_charset *const MW_CHARSET_US_ASCII;

#define MW_CHARSETS_MOST 16

typedef struct mw_charset_list {
    const mw_charset *items[MW_CHARSETS_MOST];
    size_t count;
} mw_charset_list;

/*
 * Reads TEXT, names with commas and blanks between. Fails with MW_E_CHARSET
 * for an unknown name, one that OUTPUT forbids, or none at all.
 */
mw_status mw_charset_list_parse(const char *text, bool output,
                                mw_charset_list *list, mw_error *error);

/*
 * Converts a stream between UTF-8 and a charset, in one direction. It counts
 * where it is, so that an error can name the place.
 */
typedef enum { MW_TO_UTF8, MW_FROM_UTF8 } mw_conversion;

typedef struct mw_converter {
    const mw_charset *charset;
    mw_conversion direction;
    void *handle;       /* iconv_t, or NULL where none is needed */
    uint64_t line;      /* from 1, in the input */
    uint64_t character; /* from 1, in the line */
    uint8_t held[8];    /* the start of a character whose rest is to come */
    size_t held_size;
    uint8_t pending[32]; /* output that found no room */
    size_t pending_size;
} mw_converter;

/*
 * Fails with MW_E_CHARSET where this system's iconv lacks the charset. Uses
 * malloc, by iconv. The converter may be closed by any thread.
 */
mw_status mw_converter_open(mw_converter *converter, const mw_charset *charset,
                            mw_conversion direction, mw_error *error);
void mw_converter_close(mw_converter *converter);

/* Back to the start, for the next text. */
void mw_converter_reset(mw_converter *converter);

/*
 * Takes from IN and writes to OUT until IN is empty or OUT is full. LAST says
 * that nothing comes after IN. *DONE gets true when all of IN is taken and,
 * with LAST, everything is written. Any OUT of at least 1 octet makes
 * progress. Fails with MW_E_DATA: "line 3, character 17: U+1F44D is not in
 * koi8-r", or "line 3, character 17: octet 0xFC is not utf-8".
 */
mw_status mw_convert(mw_converter *converter, mw_bytes *in, mw_space *out,
                     bool last, bool *done, mw_error *error);

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
