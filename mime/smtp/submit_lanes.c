/* SPDX-License-Identifier: MIT */

/*
 * Several connections at once, each driven by a thread of its own.
 *
 * A session is a machine that one loop could poll together with others; what
 * goes out over it is not. The caller's function writes a message into a sink
 * and returns when that is done, so a message that waits for its server needs
 * a stack to wait on, and the threads are those stacks. They gain no speed by
 * working at once, and all that they share, as the caller's context and
 * functions, is for one thread at a time. So a thread works only while it
 * holds the baton, which it passes on whenever it waits for the network; no
 * other file has to know of threads.
 *
 * The first connection goes ahead alone until it stands. What fails for all,
 * as a password that is wrong, is then tried and told once.
 */

#include "config.h"

#include "smtp/submit.h"

#include <signal.h>

/* Of a thread's stack: the caller's functions run on it, and some systems
 * give little. */
#define STACK_SIZE ((size_t)1 << 20)

typedef struct lane {
    mw_submit submit;
    mw_status status;
    mw_error error;
    pthread_t thread;
} lane;

typedef struct mw_lanes {
    lane *list;
    size_t count;
    size_t started;
} mw_lanes;

static void *work(void *argument)
{
    lane *self = argument;
    mw_submit_queue *queue = self->submit.queue;

    mw_baton_take(queue->baton);
    self->status = mw_submit_run(&self->submit, &self->error);
    queue->running--;
    mw_baton_pass(queue->baton);
    return NULL;
}

/* Starts the thread of SELF; signals are for other threads. */
static bool start_thread(lane *self)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    int failed;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&self->thread, &attributes, work, self);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
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

void mw_submit_start_others(mw_submit *submit)
{
    mw_lanes *others = submit->others;
    const size_t left = mw_submit_left(submit);

    submit->others = NULL;
    if (!others)
        return;
    while (others->started < others->count && others->started < left &&
           start(&others->list[others->started], submit)) {
        others->started++;
        submit->queue->running++;
    }
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

static mw_status run(mw_submit *first, mw_lanes *others, mw_error *error)
{
    mw_submit_queue *queue = first->queue;
    mw_status status;

    mw_baton_take(queue->baton);
    first->others = others;
    queue->running = 1;
    status = mw_submit_run(first, error);
    first->others = NULL;
    queue->running--;
    mw_baton_pass(queue->baton);
    for (size_t i = 0; i < others->started; i++)
        pthread_join(others->list[i].thread, NULL);
    for (size_t i = 0; i < others->started; i++)
        status = settle(&others->list[i], first, status, error);
    return status;
}

/*
 * The last word on what the lanes left. Where they left nothing, a lane that
 * had no memory did no harm. What one gave back after the others had gone,
 * who had seen nothing left, goes over one more connection.
 */
static mw_status finish(mw_submit *first, mw_status status, mw_error *error)
{
    mw_submit_queue *queue = first->queue;

    if (!mw_submit_has_more(first))
        return MW_OK;
    if (status != MW_OK || first->interrupted || !queue->ran_dry)
        return status;
    queue->ran_dry = false;
    return mw_submit_run(first, error);
}

mw_status mw_submit_run_lanes(mw_submit *first, mw_error *error)
{
    mw_lanes others = { .count = first->queue->lanes - 1 };
    const size_t size = others.count * sizeof(lane);
    mw_baton baton;
    mw_status status;

    if (others.count == 0)
        return mw_submit_run(first, error);
    others.list = mw_allocate(&first->allocator, NULL, 0, size);
    if (!others.list)
        return mw_fail_memory(error);
    if (!mw_baton_init(&baton)) {
        mw_release(&first->allocator, others.list, size);
        return mw_submit_run(first, error);
    }
    first->queue->baton = &baton;
    status = run(first, &others, error);
    first->queue->baton = NULL;
    mw_baton_end(&baton);
    mw_release(&first->allocator, others.list, size);
    return finish(first, status, error);
}
