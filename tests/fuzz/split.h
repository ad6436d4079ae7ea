/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_SPLIT_H
#define FUZZ_SPLIT_H

/*
 * Running a streaming coder with its input and its output cut in pieces, to
 * see that the cuts do not show.
 */

#include "base/bytes.h"
#include "base/error.h"

#include <stdlib.h>

/* Ends the program where CONDITION, which always holds, does not. */
static inline void fuzz_require(bool condition)
{
    if (!condition)
        abort();
}

/* Octets that the coder made; the caller frees DATA. */
typedef struct {
    uint8_t *data;
    size_t size;
    mw_status status;
} fuzz_output;

static inline mw_bytes fuzz_bytes(const fuzz_output *output)
{
    return (mw_bytes){ output->data, output->size };
}

/* One call of a coder; as mw_base64_decode, without its error. */
typedef mw_status (*fuzz_step)(void *coder, mw_bytes *in, mw_space *out,
                               bool last, bool *done);

/* Gives CODER one piece of input. */
static inline void fuzz_run_piece(fuzz_step step, void *coder, mw_bytes piece,
                                  bool last, size_t room, fuzz_output *output)
{
    bool done = false;

    while (!done && output->status == MW_OK) {
        mw_space space;

        output->data = realloc(output->data, output->size + room);
        fuzz_require(output->data != NULL);
        space = (mw_space){ output->data + output->size, room };
        output->status = step(coder, &piece, &space, last, &done);
        fuzz_require(space.size <= room);
        output->size += room - space.size;
        fuzz_require(done || space.size == 0 || output->status != MW_OK);
    }
    fuzz_require(piece.size == 0 || output->status != MW_OK);
}

/* Gives CODER all of IN, PIECE octets at a time, and room for ROOM. */
static inline fuzz_output fuzz_run(fuzz_step step, void *coder, mw_bytes in,
                                   size_t piece, size_t room)
{
    fuzz_output output = { NULL, 0, MW_OK };
    bool last = false;

    while (!last && output.status == MW_OK) {
        const size_t size = in.size < piece ? in.size : piece;

        last = size == in.size;
        fuzz_run_piece(step, coder, (mw_bytes){ in.data, size }, last, room,
                       &output);
        if (!last)
            mw_bytes_skip(&in, size);
    }
    return output;
}

#endif
