/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "message/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void end_zone(void *thing)
{
    (void)thing;
    unsetenv("TZ");
    tzset();
}

static void tells_the_offset_of_the_zone_that_is_set(void **state)
{
    static const struct {
        const char *zone;
        int offset;
    } CASES[] = {
        { "UTC0", 0 },       { "XXX-1", 60 },     { "XXX8", -480 },
        { "XXX-5:45", 345 }, { "XXX3:30", -210 }, { "XXX-14", 840 },
        { "XXX12", -720 },
    };

    (void)state;
    suite_defer(end_zone, NULL);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t seconds = 0;
        int offset = 0;

        setenv("TZ", CASES[i].zone, 1);
        must(mw_system_clock(NULL, &seconds, &offset, &suite_error));
        assert_int_equal(offset, CASES[i].offset);
        assert_in_range(time(NULL) - seconds, 0, 60);
    }
}

static void gives_other_random_octets_each_time(void **state)
{
    uint8_t first[600], second[600];

    (void)state;
    must(mw_system_random(NULL, first, sizeof first, &suite_error));
    must(mw_system_random(NULL, second, sizeof second, &suite_error));
    assert_memory_not_equal(first, second, sizeof first);
    assert_memory_not_equal(first, first + 300, 300);
    assert_memory_not_equal(first + 584, second + 584, 16);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(tells_the_offset_of_the_zone_that_is_set),
    cmocka_unit_test(gives_other_random_octets_each_time),
};

SUITE_MAIN(TESTS)
