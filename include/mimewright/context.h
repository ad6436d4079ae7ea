/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_CONTEXT_H
#define MIMEWRIGHT_CONTEXT_H

/*
 * What outlives a message: the allocator, the limits, the clock, the source
 * of randomness, and handles that are slow to make. There is no global state
 * beside it, so two contexts never meet. One context is for one thread at a
 * time.
 */

#include <mimewright/error.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_context mw_context;

/*
 * Called when something a caller lent is no longer needed; USER is the
 * pointer that came with it. NULL wherever there is nothing to release.
 */
typedef void (*mw_release_function)(void *user);

/*
 * Makes, resizes and frees memory. BLOCK is NULL or what this function gave
 * before, with OLD_SIZE octets; NEW_SIZE of 0 frees it and gives NULL. Gives
 * NULL where there is no memory, and BLOCK is then as it was. What it gives
 * is aligned for any type.
 */
typedef void *(*mw_allocate_function)(void *user, void *block, size_t old_size,
                                      size_t new_size);

/*
 * Tells the time: seconds since 1970-01-01T00:00:00Z, and the offset in
 * minutes east of UTC at which the date is to be shown.
 */
typedef mw_status (*mw_clock_function)(void *user, int64_t *seconds,
                                       int *utc_offset, mw_error *error);

/* Fills SIZE octets at BYTES with random ones. */
typedef mw_status (*mw_random_function)(void *user, void *bytes, size_t size,
                                        mw_error *error);

/*
 * The limits of a context. Passing one is MW_E_LIMIT.
 */
typedef enum mw_limit {
    MW_LIMIT_FIELD_SIZE = 0, /* octets of one header field; 16 MiB */
    MW_LIMIT_PARTS = 1,      /* parts of one message; 100,000 */
    MW_LIMIT_RECIPIENTS = 2, /* mailboxes in To, Cc and Bcc; 100,000 */
    MW_LIMIT_DEPTH = 3,      /* multiparts within multiparts; 32 */
    MW_LIMIT_SPOOL = 4,      /* octets of one input that cannot be read twice
                                that are kept in memory, before a temporary
                                file takes them; 1 MiB */
    MW_LIMIT_READ_FIELD_SIZE = 5, /* octets of one header field of a message
                                     that is read; 1 MiB */
    MW_LIMIT_READ_DEPTH = 6,      /* parts within parts of one; 100 */
    MW_LIMIT_PAGE_SIZE = 7        /* octets of an HTML page that is read;
                                     16 MiB */
} mw_limit;

/*
 * Makes a context that uses malloc, the system's clock and time zone, and
 * the system's source of randomness. The caller owns *CONTEXT and ends it
 * with mw_context_free. Fails with MW_E_MEMORY.
 */
mw_status mw_context_new(mw_context **context, mw_error *error);

/*
 * The same with the caller's ALLOCATE, which is given USER at each call and
 * must live as long as the context.
 */
mw_status mw_context_new_with_allocator(mw_allocate_function allocate,
                                        void *user, mw_context **context,
                                        mw_error *error);

/*
 * Makes, resizes and frees memory with the allocator of CONTEXT; as
 * mw_allocate_function. For libraries that stand on this one.
 */
void *mw_context_allocate(mw_context *context, void *block, size_t old_size,
                          size_t new_size);

/*
 * Ends CONTEXT, which may be NULL. All that was made from it (messages,
 * plans, sinks) must have ended before.
 */
void mw_context_free(mw_context *context);

/*
 * Takes the time from CLOCK from now on; RELEASE is called with USER when
 * the context ends or gets another clock.
 */
void mw_context_set_clock(mw_context *context, mw_clock_function clock,
                          void *user, mw_release_function release);

/*
 * Stops the clock of CONTEXT at SECONDS since 1970-01-01T00:00:00Z, shown
 * UTC_OFFSET minutes east of UTC, so that the same input makes the same
 * message.
 */
void mw_context_set_fixed_clock(mw_context *context, int64_t seconds,
                                int utc_offset);

/*
 * Takes random octets from RANDOM from now on; RELEASE as above. They make
 * Message-ID, Content-ID and boundaries, which have to be unique but are no
 * secrets.
 */
void mw_context_set_random(mw_context *context, mw_random_function random,
                           void *user, mw_release_function release);

/* Sets LIMIT to VALUE, and asks for it. An unknown LIMIT gives 0. */
void mw_context_set_limit(mw_context *context, mw_limit limit, uint64_t value);
uint64_t mw_context_limit(const mw_context *context, mw_limit limit);

/*
 * Says whether media types may be looked for in content with libmagic (1,
 * the default) or come from file names and the built-in table alone (0).
 */
void mw_context_set_content_detection(mw_context *context, int allowed);

#ifdef __cplusplus
}
#endif

#endif
