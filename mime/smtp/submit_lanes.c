/* SPDX-License-Identifier: MIT */

/*
 * Several connections at once, each driven by a thread. All that they share,
 * and the caller's context and functions, are for one thread at a time; so a
 * thread works only while it holds the baton, which it passes on whenever it
 * waits for the network. Waiting is most of what a submission does.
 */

#include "config.h"

#include "smtp/submit.h"

#include <signal.h>

typedef struct lane {
    mw_submit submit;
    mw_status status;
    mw_error error;
    pthread_t thread;
} lane;

static void *work(void *argument)
{
    lane *self = argument;
    mw_baton *baton = self->submit.queue->baton;

    mw_baton_take(baton);
    self->status = mw_submit_run(&self->submit, &self->error);
    mw_baton_pass(baton);
    return NULL;
}

/* Starts the thread of SELF; signals are for other threads. */
static bool start_thread(lane *self)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&self->thread, NULL, work, self);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed == 0;
}

/* Makes SELF a lane like FIRST that runs; false where that cannot be. */
static bool start(lane *self, const mw_submit *first)
{
    *self = (lane){ .status = MW_OK };
    mw_submit_begin(&self->submit, first->context, first->options,
                    first->queue);
    self->submit.deadline = first->deadline;
    if (mw_submit_settle(&self->submit, NULL) == MW_OK && start_thread(self))
        return true;
    mw_submit_end(&self->submit);
    return false;
}

/* Ends SELF, whose thread has ended, and lets FIRST know what it knew. */
static mw_status settle(lane *self, mw_submit *first, mw_status status,
                        mw_error *error)
{
    first->interrupted = first->interrupted || self->submit.interrupted;
    if (!first->failure) {
        first->failure = self->submit.failure;
        self->submit.failure = NULL;
    }
    mw_submit_end(&self->submit);
    if (status != MW_OK || self->status == MW_OK)
        return status;
    if (error)
        *error = self->error;
    return self->status;
}

static mw_status run(mw_submit *first, lane *lanes, size_t count,
                     mw_error *error)
{
    size_t started = 0;
    mw_status status;

    mw_baton_take(first->queue->baton);
    while (started < count && start(&lanes[started], first))
        started++;
    status = mw_submit_run(first, error);
    mw_baton_pass(first->queue->baton);
    for (size_t i = 0; i < started; i++)
        pthread_join(lanes[i].thread, NULL);
    for (size_t i = 0; i < started; i++)
        status = settle(&lanes[i], first, status, error);
    return status;
}

mw_status mw_submit_run_lanes(mw_submit *first, size_t count, mw_error *error)
{
    const size_t size = (count - 1) * sizeof(lane);
    mw_baton baton;
    lane *lanes;
    mw_status status;

    if (count < 2)
        return mw_submit_run(first, error);
    lanes = mw_allocate(&first->allocator, NULL, 0, size);
    if (!lanes)
        return mw_fail_memory(error);
    if (!mw_baton_init(&baton)) {
        mw_release(&first->allocator, lanes, size);
        return mw_submit_run(first, error);
    }
    first->queue->baton = &baton;
    status = run(first, lanes, count - 1, error);
    first->queue->baton = NULL;
    mw_baton_end(&baton);
    mw_release(&first->allocator, lanes, size);
    return status;
}
