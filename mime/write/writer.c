/* SPDX-License-Identifier: MIT */

/*
 * One forward pass over the segments of a plan. Small pieces are gathered,
 * large contents are encoded straight into the same room, and the sink sees
 * few large writes. Nothing here changes the plan or asks its context, so
 * that several threads may write one plan.
 */

#include "plan/content_stream.h"
#include "write/sink.h"

#define ROOM ((size_t)24 << 10)

typedef struct {
    const mw_plan *plan;
    mw_sink *sink;
    uint64_t written; /* octets, what is gathered too */
    size_t used;
    uint8_t room[ROOM];
} writer;

static mw_status flush(writer *to, mw_error *error)
{
    const size_t size = to->used;

    to->used = 0;
    return mw_sink_write(to->sink, to->room, size, error);
}

static mw_status put(writer *to, mw_bytes bytes, mw_error *error)
{
    mw_status status = MW_OK;

    to->written += bytes.size;
    while (bytes.size > 0 && status == MW_OK) {
        const size_t left = ROOM - to->used;
        const size_t size = bytes.size < left ? bytes.size : left;

        memcpy(to->room + to->used, bytes.data, size);
        to->used += size;
        mw_bytes_skip(&bytes, size);
        if (to->used == ROOM)
            status = flush(to, error);
    }
    return status;
}

/* A literal has CRLF and no other CR. */
static mw_status put_literal(writer *to, mw_bytes literal, mw_error *error)
{
    mw_status status = MW_OK;

    if (to->plan->options.line_end == MW_LINE_END_CRLF)
        return put(to, literal, error);
    while (literal.size > 0 && status == MW_OK) {
        const uint8_t *cr = memchr(literal.data, '\r', literal.size);
        const size_t size =
            cr == NULL ? literal.size : (size_t)(cr - literal.data);

        status = put(to, (mw_bytes){ literal.data, size }, error);
        mw_bytes_skip(&literal, cr == NULL ? size : size + 1);
    }
    return status;
}

static mw_status copy_content(writer *to, mw_content_stream *stream,
                              mw_error *error)
{
    mw_status status = MW_OK;
    bool ended = false;

    while (status == MW_OK && !ended) {
        mw_space space = { to->room + to->used, ROOM - to->used };

        status = mw_content_stream_read(stream, &space, &ended, error);
        to->written += ROOM - to->used - space.size;
        to->used = ROOM - space.size;
        if (status == MW_OK && to->used == ROOM)
            status = flush(to, error);
    }
    return status;
}

/* Writes the content of PART, which must have the size that was planned. */
static mw_status put_content(writer *to, const mw_plan_part *part,
                             mw_error *error)
{
    const bool is_lf = to->plan->options.line_end == MW_LINE_END_LF;
    const uint64_t planned = part->encoded_size - (is_lf ? part->line_ends : 0);
    const uint64_t before = to->written;
    mw_content_stream stream;
    mw_status status =
        mw_content_stream_open(&stream, part, to->plan->context->base64,
                               to->plan->options.line_end, error);

    if (status != MW_OK)
        return status;
    status = copy_content(to, &stream, error);
    mw_content_stream_close(&stream);
    if (status == MW_OK && to->written - before != planned)
        status = mw_fail(error, MW_E_CHANGED,
                         "%s: gave %ju octets, and %ju were planned",
                         mw_plan_part_called(part),
                         (uintmax_t)(to->written - before), (uintmax_t)planned);
    return status;
}

mw_status mw_plan_write(const mw_plan *plan, mw_sink *sink, mw_error *error)
{
    mw_status status = MW_OK;
    writer to;

    to.plan = plan;
    to.sink = sink;
    to.written = 0;
    to.used = 0;
    for (size_t i = 0; i < plan->segment_count && status == MW_OK; i++) {
        const mw_segment *segment = &plan->segments[i];

        status = segment->content == NULL
                     ? put_literal(&to, segment->literal, error)
                     : put_content(&to, segment->content, error);
    }
    if (status == MW_OK)
        status = flush(&to, error);
    if (status != MW_OK)
        mw_sink_break(sink, status);
    return status;
}
