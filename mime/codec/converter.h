/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CONVERTER_H
#define CODEC_CONVERTER_H

#include "codec/charset_name.h"
#include "codec/iconv_handle.h"

/*
 * Converts a stream between UTF-8 and a charset, in one direction, and
 * exactly: what is not in the charset is an error, and so is what would read
 * back as something else. UTF-8 and US-ASCII never reach iconv. The converter
 * counts where it is, so that an error can name the place.
 */
typedef enum { MW_TO_UTF8, MW_FROM_UTF8 } mw_conversion;

/* The octets of the input that are converted at once. */
#define MW_CONVERTER_SPAN 128

typedef struct mw_converter {
    const mw_charset *charset;
    mw_conversion direction;
    uint64_t line;      /* from 1, in the input */
    uint64_t character; /* from 1, in the line */
    /* The rest is the converter's own. */
    mw_iconv_handle handle; /* NULL where none is needed */
    mw_iconv_handle proof;  /* the way back, for MW_FROM_UTF8 */
    uint8_t held[8];        /* the start of a character whose rest is to come */
    size_t held_size;
    bool inside; /* a character, which iconv may hold as well */
    bool ended;
    uint8_t unproven[MW_CONVERTER_SPAN + 32]; /* not yet read back */
    size_t unproven_size;
    uint8_t pending[MW_CONVERTER_SPAN * 3 + 32]; /* to go to the output */
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
 * koi8-r", or "line 3, character 17: octet 0xFC is not utf-8"; after that,
 * only reset and close are of use.
 */
mw_status mw_convert(mw_converter *converter, mw_bytes *in, mw_space *out,
                     bool last, bool *done, mw_error *error);

#endif
