/* SPDX-License-Identifier: MIT */

/*
 * What ThreadSanitizer looks at: two contexts in two threads, and one plan
 * written by two. No allocation is refused here, since the counting allocator
 * of the suites is for one thread.
 */

#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <mimewright.h>

#define THREADS 2
#define TIMES 20

#ifdef HAVE_LIBIDN2
#define RECIPIENT "a@b\xc3\xbc\x63her.test"
#else
#define RECIPIENT "a@xn--bcher-kva.test"
#endif

static void ok(mw_status status)
{
    if (status != MW_OK)
        abort();
}

static mw_message *describe(mw_context *context)
{
    mw_message *message = NULL;
    mw_source *source = NULL;

    mw_context_set_fixed_clock(context, 0, 0);
    ok(mw_message_new(context, &message, NULL));
    ok(mw_message_set_seed(message, "threads", NULL));
    ok(mw_message_add_field(message, "From", "J\xc3\xb6rg <j@example.test>",
                            NULL));
    ok(mw_message_add_field(message, "To", RECIPIENT, NULL));
    ok(mw_source_new_memory(message, "gr\xfc\xdf\n", 5, &source, NULL));
    {
        mw_part *part = NULL;

        ok(mw_message_set_body(message, MW_BODY_TEXT, source, &part, NULL));
        ok(mw_part_set_input_charsets(part, "iso-8859-1", NULL));
        ok(mw_part_set_type(part, "text/plain; charset=koi8-r", NULL));
        ok(mw_part_set_type(part, "text/plain; charset=iso-8859-15", NULL));
    }
    ok(mw_source_new_file(message, "/bin/sh", &source, NULL));
    ok(mw_message_attach(message, source, NULL, NULL));
    return message;
}

static mw_status append(void *user, const void *bytes, size_t size,
                        mw_error *error)
{
    uint64_t *sum = user;

    (void)error;
    for (size_t i = 0; i < size; i++)
        *sum = *sum * 31 + ((const uint8_t *)bytes)[i];
    return MW_OK;
}

static uint64_t write_once(mw_context *context, const mw_plan *plan)
{
    mw_sink *sink = NULL;
    uint64_t sum = 0;

    ok(mw_sink_new(context, append, NULL, &sum, NULL, &sink, NULL));
    ok(mw_plan_write(plan, sink, NULL));
    ok(mw_sink_finish(sink, NULL));
    mw_sink_free(sink);
    return sum;
}

/* A context of its own, from beginning to end. */
static void *compose_alone(void *sum)
{
    for (int i = 0; i < TIMES; i++) {
        mw_context *context = NULL;
        mw_message *message;
        mw_plan *plan = NULL;

        ok(mw_context_new(&context, NULL));
        message = describe(context);
        ok(mw_plan_new(message, NULL, &plan, NULL));
        *(uint64_t *)sum = write_once(context, plan);
        mw_plan_free(plan);
        mw_message_free(message);
        mw_context_free(context);
    }
    return NULL;
}

typedef struct {
    const mw_plan *plan;
    mw_context *context; /* of this thread, for its sink */
    uint64_t sum;
} share;

static void *write_shared(void *user)
{
    share *mine = user;

    for (int i = 0; i < TIMES; i++)
        mine->sum = write_once(mine->context, mine->plan);
    return NULL;
}

static void two_contexts_do_not_meet(void **state)
{
    pthread_t threads[THREADS];
    uint64_t sums[THREADS] = { 0, 1 };

    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, compose_alone, &sums[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(sums[0], sums[1]);
}

static void two_threads_write_one_plan(void **state)
{
    mw_context *context = NULL;
    mw_message *message;
    mw_plan *plan = NULL;
    pthread_t threads[THREADS];
    share shares[THREADS];

    (void)state;
    ok(mw_context_new(&context, NULL));
    message = describe(context);
    ok(mw_plan_new(message, NULL, &plan, NULL));
    for (size_t i = 0; i < THREADS; i++) {
        shares[i] = (share){ .plan = plan };
        ok(mw_context_new(&shares[i].context, NULL));
        assert_int_equal(
            pthread_create(&threads[i], NULL, write_shared, &shares[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        mw_context_free(shares[i].context);
    }
    assert_int_equal(shares[0].sum, shares[1].sum);
    assert_int_equal(shares[0].sum, write_once(context, plan));
    mw_plan_free(plan);
    mw_message_free(message);
    mw_context_free(context);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(two_contexts_do_not_meet),
        cmocka_unit_test(two_threads_write_one_plan),
    };

    return cmocka_run_group_tests_name(__FILE__, TESTS, NULL, NULL) != 0;
}
