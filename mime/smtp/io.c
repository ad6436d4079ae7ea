/* SPDX-License-Identifier: MIT */

/*
 * The clock, and waiting by it. poll counts in milliseconds of int, so a
 * long wait is several; each turn asks the clock anew, so nothing that
 * wakes poll early makes a wait longer.
 */

#include "config.h"

#include "smtp/io.h"

#include "smtp/baton.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

int64_t mw_clock_now(void)
{
    struct timespec now = { 0 };

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t mw_clock_after(int64_t milliseconds)
{
    int64_t deadline;

    if (__builtin_add_overflow(mw_clock_now(), milliseconds, &deadline))
        return MW_NO_DEADLINE;
    return deadline;
}

/* What poll may wait: -1 for ever, 0 where the deadline has passed. */
static int timeout_until(int64_t deadline)
{
    int64_t now;

    if (deadline == MW_NO_DEADLINE)
        return -1;
    now = mw_clock_now();
    if (deadline <= now)
        return 0;
    return deadline - now < INT_MAX ? (int)(deadline - now) : INT_MAX;
}

int mw_wait_poll(struct pollfd *polled, size_t count, int timeout,
                 const mw_wait *wait)
{
    mw_baton *baton = timeout != 0 ? wait->baton : NULL;
    int ready;
    int number;

    mw_baton_pass(baton);
    ready = poll(polled, (nfds_t)count, timeout);
    number = errno;
    mw_baton_take(baton);
    errno = number;
    return ready;
}

mw_io mw_wait_for(int descriptor, short events, const mw_wait *wait,
                  short *ready)
{
    struct pollfd polled[2] = {
        { .fd = descriptor, .events = events },
        { .fd = wait->interrupt, .events = POLLIN },
    };

    for (;;) {
        const int timeout = timeout_until(wait->deadline);
        const int count = mw_wait_poll(polled, 2, timeout, wait);

        if (count < 0 && errno != EINTR && errno != EAGAIN)
            return MW_IO_SYSTEM;
        if (count > 0 && polled[1].revents != 0)
            return MW_IO_INTERRUPTED;
        if (count > 0) {
            if (ready != NULL)
                *ready = polled[0].revents;
            return MW_IO_OK;
        }
        if (timeout == 0)
            return MW_IO_TIMEOUT;
    }
}

mw_io mw_wait_pause(int milliseconds, const mw_wait *wait)
{
    const int64_t end = mw_clock_after(milliseconds);
    const mw_wait pause = { wait->deadline < end ? wait->deadline : end,
                            wait->interrupt, wait->baton };
    const mw_io io = mw_wait_for(-1, 0, &pause, NULL);

    return io == MW_IO_TIMEOUT && end <= wait->deadline ? MW_IO_OK : io;
}
