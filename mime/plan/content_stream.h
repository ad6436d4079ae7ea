/* SPDX-License-Identifier: MIT */
#ifndef PLAN_CONTENT_STREAM_H
#define PLAN_CONTENT_STREAM_H

#include "codec/base64.h"
#include "codec/quoted_printable.h"
#include "plan/plan.h"
#include "plan/text_stream.h"

/*
 * The content of one part of a plan, as it goes out: read, converted, and in
 * its transfer encoding. It takes no memory of the context, so that several
 * threads can write one plan.
 */
typedef struct mw_content_stream {
    const mw_plan_part *part;
    size_t line_end; /* octets of one: 1 for LF, 2 for CRLF */
    bool is_text;    /* text is open, else reader */
    mw_reader reader;
    mw_text_stream text;
    mw_base64_encoder base64;
    mw_qp_encoder qp;
    bool after_cr; /* where CRLF becomes LF: a CR was held back */
    bool ended;    /* the source gave its last octet */
    mw_bytes in;   /* of room, not encoded yet */
    uint8_t room[16384];
} mw_content_stream;

/* Opens PART's source again; fails as mw_reader_open does. */
mw_status mw_content_stream_open(mw_content_stream *stream,
                                 const mw_plan_part *part,
                                 const mw_base64_kernel *kernel,
                                 mw_line_end line_end, mw_error *error);

/*
 * Writes to OUT until it is full or the content has ended, which *ENDED gets.
 * OUT has at least 1 octet. Fails as mw_reader_read and mw_convert do; a text
 * that no longer fits its charset has changed: MW_E_CHANGED.
 */
mw_status mw_content_stream_read(mw_content_stream *stream, mw_space *out,
                                 bool *ended, mw_error *error);

void mw_content_stream_close(mw_content_stream *stream);

#endif
