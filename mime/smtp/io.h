/* SPDX-License-Identifier: MIT */
#ifndef SMTP_IO_H
#define SMTP_IO_H

#include "base/error.h"

#include <poll.h>

/*
 * How a step of input or output can end, and how long it may take.
 *
 * The outcome says what it means for the submission; the mw_error that goes
 * with all but MW_IO_OK says it for people. No outcome is ever guessed: what
 * was not seen to work did not work.
 */
typedef enum mw_io {
    MW_IO_OK = 0,
    MW_IO_CLOSED,      /* the other side ended the connection properly */
    MW_IO_RESET,       /* it broke; so does TLS that ends without a farewell */
    MW_IO_TIMEOUT,     /* the deadline passed */
    MW_IO_INTERRUPTED, /* the caller's descriptor said stop */
    MW_IO_NO_HOST,     /* the name does not exist */
    MW_IO_UNREACHABLE, /* not for now: refused, no route, no name server */
    MW_IO_NO_PROGRAM,  /* it is not there, or the system will not run it */
    MW_IO_TLS,         /* TLS could not be had, or not verified */
    MW_IO_PROXY,       /* the proxy will not, or speaks something else */
    MW_IO_LOGIN,       /* the proxy wants another login */
    MW_IO_USAGE,       /* the call cannot be meant */
    MW_IO_MEMORY,      /* the allocator refused */
    MW_IO_SYSTEM       /* the operating system refused something else */
} mw_io;

/* A deadline that never comes, and one that does not wait at all. */
#define MW_NO_DEADLINE INT64_MAX
#define MW_DO_NOT_WAIT INT64_MIN

/*
 * How long a call may wait: until DEADLINE, in milliseconds of mw_clock_now,
 * or until the descriptor INTERRUPT (-1 for none) can be read from. Nothing
 * is read from it. A deadline is a point in time, so no peer can put it off
 * by sending one octet after another.
 */
typedef struct mw_wait {
    int64_t deadline;
    int interrupt;
    struct mw_baton *baton; /* passed on while it waits; or NULL */
} mw_wait;

/* poll(2), with the baton of WAIT passed on meanwhile. */
int mw_wait_poll(struct pollfd *polled, size_t count, int timeout,
                 const mw_wait *wait);

/* Milliseconds of a clock that is never set. */
int64_t mw_clock_now(void);

/* The deadline MILLISECONDS from now, or MW_NO_DEADLINE where that is past
 * all time. The first of two deadlines is the smaller number. */
int64_t mw_clock_after(int64_t milliseconds);

/*
 * Waits until DESCRIPTOR is ready for EVENTS of poll(2) and gives those it
 * is ready for in *READY (NULL allowed); errors and hang-ups count as ready,
 * for the next call to tell. MW_IO_TIMEOUT, MW_IO_INTERRUPTED and
 * MW_IO_SYSTEM come without an error text: the caller knows what it waited
 * for.
 *
 * What is ready comes before a deadline that has passed; an interrupt comes
 * before both.
 */
mw_io mw_wait_for(int descriptor, short events, const mw_wait *wait,
                  short *ready);

/* Waits for nothing but the end of the wait or at most MILLISECONDS; gives
 * MW_IO_OK where those have passed. */
mw_io mw_wait_pause(int milliseconds, const mw_wait *wait);

/* Stores what FORMAT says in ERROR and gives IO back. */
mw_io mw_io_fail(mw_error *error, mw_io io, const char *format, ...)
    MW_PRINTF(3, 4);

/* The same with "WHAT: " and the meaning of the errno NUMBER in words. */
mw_io mw_io_fail_system(mw_error *error, mw_io io, const char *what,
                        int number);

/* What the errno NUMBER means, in words; NULL where there are none for it. */
const char *mw_io_reason(int number);

/* Says why a wait for WHAT ended, where it was IO, and gives IO back. */
mw_io mw_io_fail_wait(mw_error *error, mw_io io, const char *what);

#endif
