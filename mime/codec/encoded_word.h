/* SPDX-License-Identifier: MIT */
#ifndef CODEC_ENCODED_WORD_H
#define CODEC_ENCODED_WORD_H

#include "base/buffer.h"
#include "codec/charset.h"

/*
 * Encoded-words of RFC 2047, with the language of RFC 2231, section 5, on
 * input. This file knows how one word is made and read; where one may stand,
 * and what is put between two, header/ knows.
 */

/* Where a word stands decides what Q may leave as it is (section 5). */
typedef enum {
    MW_WORD_IN_TEXT,    /* rule 1: unstructured text */
    MW_WORD_IN_COMMENT, /* rule 2 */
    MW_WORD_IN_PHRASE   /* rule 3: display names */
} mw_word_place;

/* A word has at most 75 characters, a line that holds one at most 76. */
#define MW_WORD_LONGEST 75
#define MW_WORD_LINE_LONGEST 76

/* TEXT on its way into words. */
typedef struct mw_word_encoder {
    mw_converter_cache *cache;
    const mw_charset *charset;
    mw_word_place place;
    char encoding;  /* 'Q' or 'B' */
    mw_bytes text;  /* what is not yet written, UTF-8 */
    size_t longest; /* characters of a word, 75 or less */
} mw_word_encoder;

/*
 * Prepares TEXT, valid UTF-8 that lives as long as ENCODER, for the first of
 * CHARSETS (US-ASCII aside, unless all of TEXT is ASCII) that holds it, and
 * for Q or B, whichever is shorter in all; Q of equals. LONGEST is the most
 * characters a word may have, at most 75 and at least 40. Fails with
 * MW_E_DATA where no charset holds TEXT.
 */
mw_status mw_word_encoder_init(mw_word_encoder *encoder,
                               mw_converter_cache *cache,
                               const mw_charset_list *charsets, mw_bytes text,
                               mw_word_place place, size_t longest,
                               mw_error *error);

/*
 * Appends one word of at most ROOM characters with as many whole characters
 * of the text as fit, and takes them; *WRITTEN gets its length, or 0 where
 * not even one character fits ROOM (there always does in LONGEST). Each word
 * decodes by itself; a B word that is not the last holds a multiple of three
 * octets, so that it has no padding; where no whole characters make one, this
 * word is Q. What a reader sees as one character (see cluster.h) stays in one
 * word where it fits one, and waits for LONGEST where it does not fit ROOM.
 */
mw_status mw_word_encode(mw_word_encoder *encoder, size_t room, mw_buffer *out,
                         size_t *written, mw_error *error);

/* Whether TEXT has something that a reader would take for an encoded-word. */
bool mw_word_looks_encoded(mw_bytes text);

/*
 * Reads the encoded-word at the front of TEXT: *SIZE gets its length, and its
 * content is appended to OUT as UTF-8. 0 in *SIZE means that there is none,
 * or none that decodes: unknown charset, wrong encoding, octets that are not
 * in its charset, or a CR, LF or NUL hidden in it. Fails with MW_E_MEMORY
 * alone.
 */
mw_status mw_word_decode(mw_converter_cache *cache, mw_bytes text, size_t *size,
                         mw_buffer *out, mw_error *error);

/*
 * Decodes the body of an unstructured field, unfolded or not: encoded-words
 * that stand by themselves are read, white space between two of them is
 * dropped, all else stays. What does not decode stays as it is.
 */
mw_status mw_word_decode_text(mw_converter_cache *cache, mw_bytes text,
                              mw_buffer *out, mw_error *error);

#endif
