/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "base/bytes.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a sink of the caller's saw. */
typedef struct {
    int writes, finishes, releases;
    mw_status write_status, finish_status;
    const char *message;
} witness;

static mw_status fail_as_told(const char *message, mw_status status,
                              mw_error *error)
{
    if (status != MW_OK && message != NULL)
        strcpy(error->message, message);
    return status;
}

static mw_status see_write(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    witness *seen = user;

    assert_non_null(bytes);
    assert_true(size > 0);
    seen->writes++;
    return fail_as_told(seen->message, seen->write_status, error);
}

static mw_status see_finish(void *user, mw_error *error)
{
    witness *seen = user;

    seen->finishes++;
    return fail_as_told(seen->message, seen->finish_status, error);
}

static void see_release(void *user)
{
    ((witness *)user)->releases++;
}

static mw_sink *witness_sink(mw_context *context, witness *seen)
{
    mw_sink *sink = NULL;

    must(mw_sink_new(context, see_write, see_finish, seen, see_release, &sink,
                     &suite_error));
    return sink;
}

static void hands_everything_on_but_empty_writes(void **state)
{
    static witness seen;
    mw_sink *sink;

    (void)state;
    seen = (witness){ 0 };
    sink = witness_sink(suite_context(), &seen);
    must(mw_sink_write(sink, "abc", 3, &suite_error));
    must(mw_sink_write(sink, NULL, 0, &suite_error));
    must(mw_sink_finish(sink, &suite_error));
    assert_int_equal(seen.writes, 1);
    assert_int_equal(seen.finishes, 1);
    assert_int_equal(seen.releases, 0);
    mw_sink_free(sink);
    assert_int_equal(seen.releases, 1);
}

static void takes_nothing_more_after_a_failure(void **state)
{
    static witness seen;
    mw_sink *sink;

    (void)state;
    seen = (witness){ .write_status = MW_E_RANGE, .message = "too hot" };
    sink = witness_sink(suite_context(), &seen);
    suite_defer_sink(sink);
    must_fail(mw_sink_write(sink, "a", 1, &suite_error), MW_E_RANGE);
    assert_string_equal(suite_error.message, "too hot");
    assert_int_equal(suite_error.status, MW_E_RANGE);
    must_fail(mw_sink_write(sink, "a", 1, &suite_error), MW_E_RANGE);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_RANGE);
    assert_int_equal(seen.writes, 1);
    assert_int_equal(seen.finishes, 0);
}

static void says_something_where_the_caller_says_nothing(void **state)
{
    static witness seen;
    mw_sink *sink;

    (void)state;
    seen = (witness){ .finish_status = MW_E_WRITE };
    sink = witness_sink(suite_context(), &seen);
    suite_defer_sink(sink);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_WRITE);
    assert_string_equal(suite_error.message, "output: failed");
}

static void is_finished_once(void **state)
{
    static witness seen;
    mw_sink *sink;

    (void)state;
    seen = (witness){ 0 };
    sink = witness_sink(suite_context(), &seen);
    suite_defer_sink(sink);
    must(mw_sink_finish(sink, &suite_error));
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_USAGE);
    must_fail(mw_sink_write(sink, "a", 1, &suite_error), MW_E_USAGE);
    assert_int_equal(seen.finishes, 1);
    assert_int_equal(seen.writes, 0);
}

static void keeps_in_memory_what_is_written(void **state)
{
    mw_sink *sink = NULL;
    const void *kept;
    size_t size = 1;

    (void)state;
    must(mw_sink_new_memory(suite_context(), &sink, &suite_error));
    suite_defer_sink(sink);
    assert_non_null(mw_sink_memory(sink, &size));
    assert_int_equal(size, 0);
    must(mw_sink_write(sink, "two ", 4, &suite_error));
    must(mw_sink_write(sink, "parts", 5, &suite_error));
    must(mw_sink_finish(sink, &suite_error));
    kept = mw_sink_memory(sink, &size);
    assert_bytes(((mw_bytes){ kept, size }), "two parts");
}

static void end_descriptor(void *thing)
{
    close((int)(intptr_t)thing);
}

static mw_sink *descriptor_sink(int descriptor)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_descriptor(suite_context(), descriptor, "standard output",
                                &sink, &suite_error));
    suite_defer_sink(sink);
    return sink;
}

#define MUCH 300000

static void *drain(void *argument)
{
    const int descriptor = *(int *)argument;
    static char buffer[4096];
    size_t total = 0;
    ssize_t got;

    usleep(20000); /* so that the pipe is full when reading starts */
    while ((got = read(descriptor, buffer, sizeof buffer)) > 0)
        total += (size_t)got;
    return (void *)(uintptr_t)total;
}

static void end_block(void *thing)
{
    free(thing);
}

static void waits_for_a_full_pipe_that_does_not_block(void **state)
{
    char *much = calloc(1, MUCH);
    mw_sink *sink;
    pthread_t reader;
    void *total;
    int ends[2];

    (void)state;
    assert_non_null(much);
    suite_defer(end_block, much);
    assert_int_equal(pipe(ends), 0);
    suite_defer(end_descriptor, (void *)(intptr_t)ends[0]);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    sink = descriptor_sink(ends[1]);
    assert_int_equal(pthread_create(&reader, NULL, drain, &ends[0]), 0);
    must(mw_sink_write(sink, much, MUCH, &suite_error));
    must(mw_sink_finish(sink, &suite_error));
    close(ends[1]);
    assert_int_equal(pthread_join(reader, &total), 0);
    assert_int_equal((uintptr_t)total, MUCH);
}

static void tells_that_nobody_reads_a_pipe(void **state)
{
    mw_sink *sink;
    void (*before)(int);
    mw_status status;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    suite_defer(end_descriptor, (void *)(intptr_t)ends[1]);
    sink = descriptor_sink(ends[1]);
    before = signal(SIGPIPE, SIG_IGN);
    status = mw_sink_write(sink, "x", 1, &suite_error);
    signal(SIGPIPE, before);
    must_fail(status, MW_E_WRITE);
    assert_string_equal(suite_error.message,
                        "standard output: nobody reads it any more");
}

static void tells_that_the_disk_is_full(void **state)
{
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

    (void)state;
    if (full < 0)
        return;
    suite_defer(end_descriptor, (void *)(intptr_t)full);
    must_fail(mw_sink_write(descriptor_sink(full), "x", 1, &suite_error),
              MW_E_WRITE);
    assert_string_equal(suite_error.message,
                        "standard output: no space left on the device");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(hands_everything_on_but_empty_writes),
    cmocka_unit_test(takes_nothing_more_after_a_failure),
    cmocka_unit_test(says_something_where_the_caller_says_nothing),
    cmocka_unit_test(is_finished_once),
    cmocka_unit_test(keeps_in_memory_what_is_written),
    cmocka_unit_test(waits_for_a_full_pipe_that_does_not_block),
    cmocka_unit_test(tells_that_nobody_reads_a_pipe),
    cmocka_unit_test(tells_that_the_disk_is_full),
};

SUITE_MAIN(TESTS)
