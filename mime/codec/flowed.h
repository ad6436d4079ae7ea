/* SPDX-License-Identifier: MIT */
#ifndef CODEC_FLOWED_H
#define CODEC_FLOWED_H

#include "base/bytes.h"

/*
 * format=flowed of RFC 3676: a line of text that is too long goes out in
 * several, each but the last of which ends in a space, and readers join them.
 *
 * The encoder keeps every line of its input: none are joined, and only those
 * that are longer than LINE_LENGTH columns are cut, behind a space. White
 * space at the end of a line is dropped, since it would join it to the next,
 * but that of the signature line "-- " stays. A line that begins with
 * quote marks ("> " or "> > " or ">> ") keeps its depth through all its
 * pieces; one that begins with a space, "From ", or a ">" that quotes nothing
 * is stuffed with a space. With DELSP the space at a cut is an added one that
 * readers take away, so that ideographs and kana can be cut between, too.
 */
#define MW_FLOWED_LINE 78

/* The octets of a line that are looked at together. */
#define MW_FLOWED_SPAN 1000

typedef struct mw_flowed_encoder {
    bool delsp;
    bool wants_delsp;   /* a line was cut worse than with DELSP, or not */
    bool is_cut;        /* some line was */
    size_t line_end;    /* octets of a line end written: 1 LF, 2 CRLF */
    size_t line_length; /* in columns */
    /* The rest is the coder's own. */
    bool after_cr;
    bool line_ended, input_ended;
    bool has_prefix;  /* the quote marks were read */
    bool inside_word; /* the line that is written has not ended */
    bool inside_line; /* that of the input was cut before */
    size_t depth;
    uint8_t held[MW_FLOWED_SPAN]; /* from START, of the line at hand */
    size_t start, held_size;
    uint8_t pending[MW_FLOWED_SPAN + 128]; /* output, from PENDING_START */
    size_t pending_start, pending_size;    /* the latter from the very start */
} mw_flowed_encoder;

/* LINE_LENGTH is MW_FLOWED_LINE where mail is made; 0 cuts no line, and what
 * is below 20 counts as that. */
void mw_flowed_encoder_init(mw_flowed_encoder *encoder, bool delsp,
                            size_t line_length, size_t line_end);

/*
 * Takes from IN, UTF-8 whose lines end in LF or CRLF, and writes to OUT until
 * IN is empty or OUT is full. LAST says that nothing comes after IN. True
 * when all of IN is taken and, with LAST, everything is written; false when
 * OUT has to be emptied first. Any OUT of at least 1 octet makes progress.
 * The same input gives the same output however it is split.
 */
bool mw_flowed_encode(mw_flowed_encoder *encoder, mw_bytes *in, mw_space *out,
                      bool last);

/*
 * The way back: lines are joined as RFC 3676, section 4, says, quotes get
 * one space behind their marks, and lines end in LF.
 */
typedef struct mw_flowed_decoder {
    bool delsp;
    /* The rest is the coder's own. */
    int state;
    bool after_cr, ended;
    bool is_open;      /* the line before wants to be joined */
    bool has_space;    /* one that may end the line */
    size_t open_depth; /* of quotes in the line before */
    size_t depth;      /* and in that at hand */
    unsigned dashes;   /* of "-- " seen at its start */
    /* Output, in this order. */
    bool line_due;
    size_t marks_due;
    bool space_due;
    uint8_t text[8];
    size_t text_start, text_size;
} mw_flowed_decoder;

void mw_flowed_decoder_init(mw_flowed_decoder *decoder, bool delsp);

/* As mw_flowed_encode. */
bool mw_flowed_decode(mw_flowed_decoder *decoder, mw_bytes *in, mw_space *out,
                      bool last);

#endif
