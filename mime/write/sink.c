/* SPDX-License-Identifier: MIT */

/*
 * What is common to all sinks: the order of their calls, and that a failure
 * is final.
 */

#include "write/sink.h"

#include "message/failure.h"

mw_status mw_sink_new(mw_context *context, mw_write_function write,
                      mw_finish_function finish, void *user,
                      mw_release_function release, mw_sink **sink,
                      mw_error *error)
{
    mw_sink *made = mw_context_take(context, sizeof *made, error);

    if (made == NULL)
        return MW_E_MEMORY;
    *made = (mw_sink){
        .context = context,
        .write = write,
        .finish = finish,
        .release = release,
        .user = user,
    };
    *sink = made;
    return MW_OK;
}

mw_status mw_sink_wrap(mw_context *context, mw_write_function write,
                       mw_finish_function finish, void *user,
                       mw_release_function release, mw_sink **sink,
                       mw_error *error)
{
    const mw_status status =
        mw_sink_new(context, write, finish, user, release, sink, error);

    if (status != MW_OK)
        release(user);
    return status;
}

static mw_status check_usable(const mw_sink *sink, mw_error *error)
{
    if (sink->failed != MW_OK)
        return mw_fail(error, sink->failed,
                       "nothing more is taken after a failure");
    if (sink->finished)
        return mw_fail(error, MW_E_USAGE, "the sink is finished");
    return MW_OK;
}

/* Remembers a failure, and hands it on with what was TOLD of it. */
static mw_status note(mw_sink *sink, mw_status status, const mw_error *told,
                      mw_error *error)
{
    if (status == MW_OK)
        return MW_OK;
    sink->failed = status;
    return mw_fail_told(error, status, "output", told);
}

mw_status mw_sink_write(mw_sink *sink, const void *bytes, size_t size,
                        mw_error *error)
{
    mw_status status = check_usable(sink, error);
    mw_error told = { 0 };

    if (status != MW_OK || size == 0)
        return status;
    status = sink->write(sink->user, bytes, size, &told);
    return note(sink, status, &told, error);
}

mw_status mw_sink_finish(mw_sink *sink, mw_error *error)
{
    mw_status status = check_usable(sink, error);
    mw_error told = { 0 };

    if (status != MW_OK)
        return status;
    sink->finished = true;
    if (sink->finish == NULL)
        return MW_OK;
    status = sink->finish(sink->user, &told);
    return note(sink, status, &told, error);
}

void mw_sink_break(mw_sink *sink, mw_status status)
{
    if (sink->failed == MW_OK)
        sink->failed = status;
}

const char *mw_sink_temporary(const mw_sink *sink)
{
    if (sink->temporary == NULL || sink->temporary->size == 0)
        return NULL;
    return mw_buffer_text(sink->temporary);
}

void mw_sink_free(mw_sink *sink)
{
    if (sink == NULL)
        return;
    if (sink->release != NULL)
        sink->release(sink->user);
    mw_context_give_back(sink->context, sink, sizeof *sink);
}
