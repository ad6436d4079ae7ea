/* SPDX-License-Identifier: MIT */
#ifndef UNIT_CODEC_PIECES_H
#define UNIT_CODEC_PIECES_H

/*
 * Running a streaming coder with its input and its output cut in pieces, for
 * the suites that see that no cut shows.
 */

#include "suite.h"

#define TEXT_MOST 32768

/* What a coder made. */
typedef struct {
    uint8_t data[TEXT_MOST];
    size_t size;
} text;

static inline mw_bytes bytes_of(const text *made)
{
    return (mw_bytes){ made->data, made->size };
}

static inline void put(text *out, const void *data, size_t size)
{
    assert_true(out->size + size <= sizeof out->data);
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

/* One call of a coder, as mw_base64_decode is. */
typedef mw_status (*coder_step)(void *coder, mw_bytes *in, mw_space *out,
                                bool last, bool *done);

/* Gives CODER one piece of its input. */
static inline mw_status run_piece(coder_step step, void *coder, mw_bytes piece,
                                  bool last, size_t room, text *out)
{
    bool done = false;

    while (!done) {
        mw_space space = { out->data + out->size, room };
        mw_status status;

        assert_true(out->size + room <= sizeof out->data);
        status = step(coder, &piece, &space, last, &done);
        assert_true(space.size <= room);
        out->size += room - space.size;
        if (status != MW_OK)
            return status;
        assert_true(done || space.size == 0);
    }
    assert_int_equal(piece.size, 0);
    return MW_OK;
}

/* Gives CODER all of IN, PIECE octets at a time, and room for ROOM. */
static inline mw_status run_in_pieces(coder_step step, void *coder, mw_bytes in,
                                      size_t piece, size_t room, text *out)
{
    mw_status status = MW_OK;
    bool last = false;

    out->size = 0;
    while (!last && status == MW_OK) {
        const size_t size = in.size < piece ? in.size : piece;

        last = size == in.size;
        status = run_piece(step, coder, (mw_bytes){ in.data, size }, last, room,
                           out);
        mw_bytes_skip(&in, size);
    }
    return status;
}

#endif
