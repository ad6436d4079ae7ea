/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TEXT_STREAM_H
#define PLAN_TEXT_STREAM_H

#include "codec/charset.h"
#include "codec/flowed.h"
#include "codec/terminal.h"
#include "message/source.h"

/*
 * The octets of a source as text goes out: from its charset to UTF-8 without
 * a byte order mark, shaped as it is asked, line ends as CRLF, and from there
 * to the charset it is sent in. The plan measures this stream and the writer
 * encodes it, so both see the same.
 *
 * A stream uses no memory of the context, so that several threads can read
 * their own of one plan.
 */
typedef struct mw_text_shape {
    bool flowed, delsp; /* format=flowed (RFC 3676) */
    bool plain;         /* without what commands a terminal */
} mw_text_shape;

typedef struct mw_text_stream {
    mw_reader reader;
    mw_text_shape shape;
    mw_terminal terminal;
    mw_flowed_encoder flowed;
    mw_converter decoder, encoder;
    bool is_message; /* no charset, no mark: line ends only */
    bool has_decoder, has_encoder;
    bool source_ended, decoder_done, lines_done, encoder_done;
    bool at_start;  /* the byte order mark may come */
    bool after_cr;  /* the last octet was CR */
    bool lf_is_due; /* CR was written for an LF, which is not */
    mw_bytes raw;   /* of raw_room, not decoded yet */
    mw_bytes text;  /* of text_room, line ends as they were */
    mw_bytes lines; /* of lines_room, line ends as CRLF */
    uint8_t raw_room[4096];
    uint8_t text_room[8192];
    uint8_t lines_room[8192];
} mw_text_stream;

/*
 * Opens a stream of SOURCE from charset INPUT to charset OUTPUT. OUTPUT of
 * NULL leaves it in UTF-8; INPUT of NULL makes a stream whose octets are of
 * no charset, and only line ends change.
 */
mw_status mw_text_stream_open(mw_text_stream *stream, const mw_source *source,
                              const mw_charset *input, const mw_charset *output,
                              mw_error *error);

/* Shapes the text of STREAM, which has an INPUT and was not read yet. */
void mw_text_stream_shape(mw_text_stream *stream, mw_text_shape shape);

/*
 * Reads into BUFFER, which has SIZE octets, 64 or more; *GOT of 0 is the end.
 * Fails as mw_convert and mw_reader_read do.
 */
mw_status mw_text_stream_read(mw_text_stream *stream, uint8_t *buffer,
                              size_t size, size_t *got, mw_error *error);

/* Takes PIECE of a text; an empty one is the last. */
typedef mw_status (*mw_text_piece_function)(void *user, mw_bytes piece,
                                            mw_error *error);

/* Hands all of STREAM to TAKE, with USER. Fails as reading and TAKE do. */
mw_status mw_text_stream_read_all(mw_text_stream *stream,
                                  mw_text_piece_function take, void *user,
                                  mw_error *error);

void mw_text_stream_close(mw_text_stream *stream);

#endif
