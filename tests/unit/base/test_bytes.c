/* SPDX-License-Identifier: MIT */

/*
 * Nothing of nothing is no move of a pointer, which a sanitizer would tell.
 */

#include "base/bytes.h"

#include "suite.h"

static void skips_nothing_where_there_is_nothing(void **state)
{
    mw_bytes none = { NULL, 0 };

    (void)state;
    mw_bytes_skip(&none, 0);
    assert_null(none.data);
    assert_int_equal(none.size, 0);
}

static void skips_octets_at_the_front(void **state)
{
    mw_bytes bytes = mw_bytes_of("abc");

    (void)state;
    mw_bytes_skip(&bytes, 2);
    assert_true(mw_bytes_equal(bytes, mw_bytes_of("c")));
}

static void puts_nothing_where_there_is_no_room(void **state)
{
    mw_space none = { NULL, 0 };

    (void)state;
    mw_space_put_all(&none, NULL, 0);
    assert_null(none.data);
    assert_int_equal(none.size, 0);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(skips_nothing_where_there_is_nothing),
    cmocka_unit_test(skips_octets_at_the_front),
    cmocka_unit_test(puts_nothing_where_there_is_no_room),
};

SUITE_MAIN(TESTS)
