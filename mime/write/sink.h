/* SPDX-License-Identifier: MIT */
#ifndef WRITE_SINK_H
#define WRITE_SINK_H

#include "base/buffer.h"
#include "message/context.h"

#include <mimewright/sink.h>

/*
 * The inside of a sink. All sinks are the caller's kind of sink, with the
 * functions of this room: mw_sink_new makes every one of them.
 */
struct mw_sink {
    mw_context *context;
    mw_write_function write;
    mw_finish_function finish;
    mw_release_function release;
    void *user;
    const mw_buffer *temporary; /* the path of a temporary file; or NULL */
    mw_status failed;           /* MW_OK, or what the first failure was */
    bool finished;
};

/*
 * As mw_sink_new, for sinks that made USER themselves: RELEASE is called with
 * it where this fails, too.
 */
mw_status mw_sink_wrap(mw_context *context, mw_write_function write,
                       mw_finish_function finish, void *user,
                       mw_release_function release, mw_sink **sink,
                       mw_error *error);

/*
 * Has SINK fail with STATUS from now on: what it was to get cannot be had, so
 * that what it has must not count as whole.
 */
void mw_sink_break(mw_sink *sink, mw_status status);

#endif
