/* SPDX-License-Identifier: MIT */

#include "smtp/baton.h"

#include "suite.h"

#include <sched.h>

#define TURNS 200

typedef struct {
    mw_baton baton;
    int holders;
    int most;
    int turns[2];
} race;

typedef struct {
    race *shared;
    int number;
} runner;

static void run(race *shared, int number)
{
    for (int i = 0; i < TURNS; i++) {
        mw_baton_take(&shared->baton);
        shared->holders++;
        if (shared->holders > shared->most)
            shared->most = shared->holders;
        sched_yield();
        shared->turns[number]++;
        shared->holders--;
        mw_baton_pass(&shared->baton);
    }
}

static void *start(void *argument)
{
    const runner *self = argument;

    run(self->shared, self->number);
    return NULL;
}

static void has_one_holder_at_a_time(void **state)
{
    race shared = { .holders = 0 };
    runner other = { &shared, 1 };
    pthread_t thread;

    (void)state;
    assert_true(mw_baton_init(&shared.baton));
    assert_int_equal(pthread_create(&thread, NULL, start, &other), 0);
    run(&shared, 0);
    pthread_join(thread, NULL);
    assert_int_equal(shared.most, 1);
    assert_int_equal(shared.turns[0], TURNS);
    assert_int_equal(shared.turns[1], TURNS);
    mw_baton_end(&shared.baton);
}

/* Who takes it back at once stands behind who waited. */
static void goes_to_who_asked_first(void **state)
{
    race shared = { .holders = 0 };
    runner other = { &shared, 1 };
    pthread_t thread;
    bool waits = false;

    (void)state;
    assert_true(mw_baton_init(&shared.baton));
    mw_baton_take(&shared.baton);
    assert_int_equal(pthread_create(&thread, NULL, start, &other), 0);
    while (!waits) {
        sched_yield();
        pthread_mutex_lock(&shared.baton.mutex);
        waits = shared.baton.next == 2;
        pthread_mutex_unlock(&shared.baton.mutex);
    }
    mw_baton_pass(&shared.baton);
    mw_baton_take(&shared.baton);
    assert_true(shared.turns[1] >= 1);
    mw_baton_pass(&shared.baton);
    pthread_join(thread, NULL);
    mw_baton_end(&shared.baton);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(has_one_holder_at_a_time),
    cmocka_unit_test(goes_to_who_asked_first),
};

SUITE_MAIN(TESTS)
