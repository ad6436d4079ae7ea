/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

/*
 * What every unit suite stands on.
 *
 * SUITE_MAIN runs the tests as CMocka does, then each of them again with the
 * first allocation failing, then the second, and so on until it passes. A
 * test takes part in that by three habits: memory comes from
 * suite_allocator, calls that can fail are wrapped in must or must_fail, and
 * what has to be ended is registered with suite_defer when it is made. A
 * call that fails with MW_E_MEMORY because of the refusal then ends the test
 * at once; what was deferred is ended, and nothing may be left.
 */

/* CMocka wants these four before its own header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/allocator.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "codec/charset.h"

#include <mimewright.h>

/* The allocator that counts, checks sizes, and refuses when told. */
const mw_allocator *suite_allocator(void);

/* The same as a function with its USER, for mw_context_new_with_allocator. */
void *suite_allocate(void *user, void *block, size_t old_size, size_t new_size);

/* Calls END with THING when the test ends, last registered first. */
void suite_defer(void (*end)(void *thing), void *thing);

/* An empty buffer and arena, converters, and a context, each of this test. */
mw_buffer *suite_buffer(void);
mw_arena *suite_arena(void);
mw_converter_cache *suite_converters(void);
mw_context *suite_context(void);

/* A message of suite_context, ended with the test, after what came later. */
mw_message *suite_message(mw_context *context);

/* A sink of CONTEXT that keeps what is written, ended with the test. */
mw_sink *suite_sink(mw_context *context);

/* What such a SINK has; until the next octet is written. */
mw_bytes suite_written(const mw_sink *sink);

/* Ends SINK, of any kind, with the test. */
void suite_defer_sink(mw_sink *sink);

/* The error to hand to calls under must and must_fail; emptied by each. */
extern mw_error suite_error;

/* Whether this run refuses an allocation. */
bool suite_is_fault_run(void);

/*
 * Ends the test, well, if an allocation was refused: for what does without
 * the memory and returns no status, after it was looked at.
 */
void suite_end_if_refused(void);

/*
 * Writes SIZE octets to a new file called NAME in a scratch folder of this
 * test; gives its path, which lives as long as the test.
 */
const char *suite_file(const char *name, const void *bytes, size_t size);

void suite_must(mw_status status, mw_status wanted, const char *call,
                const char *file, int line);

/* The call gives MW_OK. */
#define must(call) suite_must((call), MW_OK, #call, __FILE__, __LINE__)

/* The call gives STATUS. */
#define must_fail(call, status)                                                \
    suite_must((call), (status), #call, __FILE__, __LINE__)

/* Whether BYTES are the C string TEXT, showing both where they are not. */
#define assert_bytes(bytes, text)                                              \
    suite_assert_bytes((bytes), mw_bytes_of(text), __FILE__, __LINE__)
void suite_assert_bytes(mw_bytes bytes, mw_bytes wanted, const char *file,
                        int line);

/* Whether the file PATH, of 4 KiB at most, holds the C string TEXT. */
#define assert_file(path, text)                                                \
    suite_assert_file((path), (text), __FILE__, __LINE__)
void suite_assert_file(const char *path, const char *wanted, const char *file,
                       int line);

int suite_run(const char *name, const struct CMUnitTest *tests, size_t count);

#define SUITE_MAIN(tests)                                                      \
    int main(void)                                                             \
    {                                                                          \
        return suite_run(__FILE__, tests, sizeof(tests) / sizeof(tests)[0]);   \
    }

#endif
