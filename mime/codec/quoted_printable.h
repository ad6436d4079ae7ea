/* SPDX-License-Identifier: MIT */
#ifndef CODEC_QUOTED_PRINTABLE_H
#define CODEC_QUOTED_PRINTABLE_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * Quoted-printable of RFC 2045, section 6.7.
 *
 * In text mode CRLF is a line break and stays one; a CR or LF alone is data
 * and is encoded. In binary mode CR and LF are always data. In both, white
 * space at a line's end, a dot at its start and the F of "From " at its start
 * are encoded, because transports change them (RFC 2049, section 3); lines
 * have at most 76 characters with the soft break; and a soft break is put
 * before a UTF-8 character, not into it, where UTF8 says that the octets are
 * UTF-8 and a line has room.
 */
typedef enum { MW_QP_TEXT, MW_QP_BINARY } mw_qp_mode;

typedef struct mw_qp_encoder {
    mw_qp_mode mode;
    bool utf8;
    size_t line_end;    /* octets of a line break written: 1 LF, 2 CRLF */
    size_t line_length; /* at most, 76 or what init was given */
    size_t column;
    uint64_t line_count; /* line breaks written so far, soft ones too */
    bool soft_end; /* an unfinished last line ends in a soft break, so that a
                      line end can follow that is none of the content's */
    /* The rest is the coder's own. */
    uint8_t held[16]; /* octets whose form hangs on what follows */
    size_t held_size;
    uint8_t pending[16]; /* output that found no room */
    size_t pending_size;
} mw_qp_encoder;

/*
 * LINE_LENGTH is 76 where mail is made; 0 for no soft breaks; 1 to 15 count
 * as 16.
 */
void mw_qp_encoder_init(mw_qp_encoder *encoder, mw_qp_mode mode, bool utf8,
                        size_t line_end, size_t line_length);

/*
 * Takes from IN and writes to OUT until IN is empty or OUT is full. LAST says
 * that nothing comes after IN. True when all of IN is taken and, with LAST,
 * everything is written; false when OUT has to be emptied first. Any OUT of
 * at least 1 octet makes progress. The same input gives the same output
 * however it is split.
 */
bool mw_qp_encode(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                  bool last);

/*
 * The octets at the front of BYTES that quoted-printable leaves as they are,
 * whatever follows, unless they begin or end a line: printable ASCII but "=",
 * space, and tab.
 */
size_t mw_qp_literal_prefix(mw_bytes bytes);

/* A line of mail (RFC 5322, section 2.1.1). */
#define MW_QP_BLANKS_MOST 998

/*
 * Decodes a stream: soft breaks are joined, white space at line ends is
 * dropped, line breaks become LINE_END ("\r\n", or "\n"). An "=" that begins
 * neither is MW_E_DATA, naming the line; lower-case digits are taken, and so
 * is an "=" that is last of all, which is a soft break whose end got lost.
 * What encoders have no right to write, such as a CR alone, stays as it is.
 * More blanks in a row than a line of mail may hold are data.
 */
typedef struct mw_qp_decoder {
    const char *line_end;
    uint64_t line; /* from 1 */
    /* The rest is the coder's own. */
    int state;
    unsigned high; /* the first digit after "=" */
    /* Blanks that may end a line; when RELEASED, output. */
    uint8_t held[MW_QP_BLANKS_MOST + 2];
    size_t held_start, held_size;
    bool released;
} mw_qp_decoder;

void mw_qp_decoder_init(mw_qp_decoder *decoder, const char *line_end);

/*
 * As mw_qp_encode; *DONE gets what that gives. On failure IN begins with what
 * is wrong, and what came before it may have been written to OUT.
 */
mw_status mw_qp_decode(mw_qp_decoder *decoder, mw_bytes *in, mw_space *out,
                       bool last, bool *done, mw_error *error);

#endif
