/* SPDX-License-Identifier: MIT */

/*
 * Whatever the octets are, and however they are cut: the events cover each of
 * them once, in order, parts nest, and the cuts do not show.
 */

#include "base/buffer.h"
#include "split.h"

#include <mimewright.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    mw_bytes message;
    uint64_t offset, line;
    size_t depth; /* of parts that are open */
    mw_scan_event_kind last;
    mw_buffer shown; /* kinds and depths, content joined */
} witness;

static void check_place(witness *all, const mw_scan_event *event)
{
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    fuzz_require(mw_scan_event_offset(event) == all->offset);
    fuzz_require(mw_scan_event_line(event) == all->line);
    fuzz_require(octets.size <= all->message.size - all->offset);
    fuzz_require(mw_bytes_equal(
        octets, (mw_bytes){ all->message.data + all->offset, octets.size }));
    all->offset += octets.size;
    for (size_t i = 0; i < octets.size; i++)
        all->line += octets.data[i] == '\n';
}

static mw_status witness_event(void *user, const mw_scan_event *event,
                               mw_error *error)
{
    witness *all = user;
    const mw_scan_event_kind kind = mw_scan_event_kind_of(event);
    const size_t depth = mw_scan_event_depth(event);

    (void)error;
    if (kind != MW_SCAN_BODY || all->last != MW_SCAN_BODY)
        fuzz_require(mw_buffer_printf(&all->shown, NULL, "%d %zu %ju\n",
                                      (int)kind, depth,
                                      (uintmax_t)all->offset) == MW_OK);
    check_place(all, event);
    if (kind == MW_SCAN_PART_BEGIN)
        fuzz_require(depth == all->depth++);
    fuzz_require(depth + 1 == all->depth);
    if (kind == MW_SCAN_PART_END)
        all->depth--;
    all->last = kind;
    return MW_OK;
}

/* Scans MESSAGE in pieces; whether no limit was passed. */
static bool scan(mw_context *context, mw_bytes message, size_t piece,
                 witness *all)
{
    mw_sink *sink = NULL;
    mw_bytes left = message;
    mw_status status;

    *all = (witness){ .message = message, .line = 1, .last = MW_SCAN_PART_END };
    status = mw_sink_new_scanner(context, witness_event, all, &sink, NULL);
    while (status == MW_OK && left.size > 0) {
        const size_t size = left.size < piece ? left.size : piece;

        status = mw_sink_write(sink, left.data, size, NULL);
        mw_bytes_skip(&left, size);
    }
    if (status == MW_OK)
        status = mw_sink_finish(sink, NULL);
    mw_sink_free(sink);
    fuzz_require(status == MW_OK || status == MW_E_LIMIT);
    if (status == MW_OK)
        fuzz_require(all->offset == message.size && all->depth == 0);
    return status == MW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t piece = size == 0 ? 1 : (size_t)data[0] % 7 + 1;
    const mw_bytes message = { data, size };
    mw_context *context = NULL;
    witness whole, cut;
    bool is_whole;

    fuzz_require(mw_context_new(&context, NULL) == MW_OK);
    is_whole = scan(context, message, SIZE_MAX, &whole);
    fuzz_require(scan(context, message, piece, &cut) == is_whole);
    fuzz_require(mw_bytes_equal(mw_buffer_bytes(&whole.shown),
                                mw_buffer_bytes(&cut.shown)));
    mw_buffer_free(&whole.shown);
    mw_buffer_free(&cut.shown);
    mw_context_free(context);
    return 0;
}
