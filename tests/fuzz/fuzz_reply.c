/* SPDX-License-Identifier: MIT */

/*
 * Replies read in one piece and octet by octet are the same, their text is
 * within the limits, and their keywords are read without a fault.
 */

#include "smtp/capability.h"
#include "smtp/reply.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* What all the replies of an input come to. */
typedef struct {
    unsigned codes;
    size_t replies;
    size_t lines;
    size_t octets;
    mw_status status;
} summary;

static void look_at(const mw_reply *reply, summary *sums)
{
    mw_capability capability;
    mw_bytes text = reply->text;
    mw_bytes line;
    size_t lines = 0;

    check(reply->code < 1000 && reply->text.size <= MW_REPLY_SIZE_LIMIT);
    while (mw_reply_next_line(&text, &line)) {
        check(mw_reply_enhanced(reply->code, line) <= line.size);
        lines++;
    }
    check(lines == reply->line_count && lines <= MW_REPLY_LINES_LIMIT);
    mw_capability_init(&capability, NULL);
    check(mw_capability_read(&capability, reply->text, "DSN", NULL) == MW_OK);
    check((capability.can & MW_CAN_DSN) == 0);
    mw_capability_free(&capability);
    sums->codes = sums->codes * 31 + reply->code;
    sums->lines += lines;
    sums->octets += reply->text.size;
    sums->replies++;
}

static summary read_all(mw_bytes in, size_t piece)
{
    summary sums = { 0 };
    mw_reply_parser parser;

    mw_reply_parser_init(&parser, NULL);
    while (in.size > 0 && sums.status == MW_OK) {
        mw_bytes part = { in.data, in.size < piece ? in.size : piece };
        const size_t before = part.size;
        mw_reply reply;
        bool whole;

        sums.status = mw_reply_read(&parser, &part, &whole, &reply, NULL);
        if (whole)
            look_at(&reply, &sums);
        check(whole || part.size == 0 || sums.status != MW_OK);
        mw_bytes_skip(&in, before - part.size);
    }
    mw_reply_parser_free(&parser);
    return sums;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const summary whole = read_all((mw_bytes){ data, size }, size + 1);
    const summary single = read_all((mw_bytes){ data, size }, 1);

    check(whole.codes == single.codes && whole.replies == single.replies);
    check(whole.lines == single.lines && whole.octets == single.octets);
    check(whole.status == single.status);
    return 0;
}
