/* SPDX-License-Identifier: MIT */
#ifndef CODEC_BASE64_H
#define CODEC_BASE64_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * Base64 of RFC 2045, section 6.8, and of RFC 4648, sections 4 and 5.
 */

typedef enum { MW_BASE64_STANDARD, MW_BASE64_URL } mw_base64_alphabet;

/*
 * A kernel encodes whole lines: LINES times LINE_LENGTH / 4 * 3 octets from
 * IN, each followed by LINE_END octets (0, 1: LF, or 2: CRLF), to OUT, which
 * has room for them. LINE_LENGTH is a multiple of 4. Line ends are its work,
 * so that no second pass is needed.
 */
typedef void (*mw_base64_lines_function)(const uint8_t *in, uint8_t *out,
                                         size_t lines, size_t line_length,
                                         size_t line_end);

typedef struct mw_base64_kernel {
    const char *name;
    bool (*is_usable)(void); /* on this processor */
    mw_base64_lines_function encode_lines;
} mw_base64_kernel;

/* The kernels that were built, slowest first; *COUNT of them. */
const mw_base64_kernel *mw_base64_kernels(size_t *count);

/* The fastest that this processor can use. */
const mw_base64_kernel *mw_base64_best_kernel(void);

/*
 * Encodes a stream. LINE_LENGTH is rounded down to a multiple of 4 by init;
 * 0 makes one line without an end. LINE_END is the number of octets a line
 * ends in: 1 for LF, 2 for CRLF. Each line ends so, the last one too, if
 * there is any. The URL alphabet is not padded.
 */
typedef struct mw_base64_encoder {
    const mw_base64_kernel *kernel; /* NULL stands for the scalar one */
    mw_base64_alphabet alphabet;
    size_t line_length;
    size_t line_end;
    size_t column;   /* characters on the line so far */
    uint8_t held[3]; /* octets that make no quantum yet */
    size_t held_size;
    uint8_t pending[8]; /* output that found no room */
    size_t pending_size;
    bool ended;
} mw_base64_encoder;

void mw_base64_encoder_init(mw_base64_encoder *encoder,
                            const mw_base64_kernel *kernel,
                            mw_base64_alphabet alphabet, size_t line_length,
                            size_t line_end);

/*
 * Takes from IN and writes to OUT until IN is empty or OUT is full. LAST says
 * that nothing comes after IN. True when all of IN is taken and, with LAST,
 * everything is written; false when OUT has to be emptied first. Any OUT of
 * at least 1 octet makes progress.
 */
bool mw_base64_encode(mw_base64_encoder *encoder, mw_bytes *in, mw_space *out,
                      bool last);

/*
 * The octets that SIZE octets become, line ends included; false where that
 * is above 2^63-1.
 */
bool mw_base64_encoded_size(uint64_t size, size_t line_length, size_t line_end,
                            uint64_t *encoded);

/*
 * Decodes a stream strictly: characters of the alphabet, padding that is
 * right and last, zero bits where there is no octet; CR, LF, space and tab
 * are passed over, anything else is MW_E_DATA naming the line. Padding may be
 * missing in the URL alphabet.
 */
typedef struct mw_base64_decoder {
    mw_base64_alphabet alphabet;
    uint32_t bits;
    unsigned count;     /* characters in BITS, 0 to 3 */
    unsigned padding;   /* "=" seen */
    uint64_t line;      /* from 1 */
    uint8_t pending[3]; /* output that found no room */
    size_t pending_size;
} mw_base64_decoder;

void mw_base64_decoder_init(mw_base64_decoder *decoder,
                            mw_base64_alphabet alphabet);

/*
 * As mw_base64_encode; *DONE gets what that gives. On failure IN begins with
 * what is wrong, and what came before it may have been written to OUT.
 */
mw_status mw_base64_decode(mw_base64_decoder *decoder, mw_bytes *in,
                           mw_space *out, bool last, bool *done,
                           mw_error *error);

#endif
