/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "base/arena.h"

/* Takes SIZE octets or ends a faulty run. */
static void *take(mw_arena *arena, size_t size)
{
    void *taken = mw_arena_take(arena, size, &suite_error);

    must(taken == NULL ? suite_error.status : MW_OK);
    return taken;
}

static void gives_zeroed_aligned_octets_that_do_not_overlap(void **state)
{
    mw_arena *arena = suite_arena();
    uint8_t *taken[40];

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        taken[i] = take(arena, i * 37);
        assert_int_equal((uintptr_t)taken[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i * 37; j++)
            assert_int_equal(taken[i][j], 0);
        memset(taken[i], (int)i, i * 37);
    }
    for (size_t i = 0; i < 40; i++)
        for (size_t j = 0; j < i * 37; j++)
            assert_int_equal(taken[i][j], i);
}

/* T23 */
static void refuses_what_is_over_the_ceiling(void **state)
{
    mw_arena arena;

    (void)state;
    mw_arena_init(&arena, suite_allocator(), 100000);
    assert_null(mw_arena_take(&arena, 100001, &suite_error));
    assert_int_equal(suite_error.status, MW_E_MEMORY);
    assert_null(mw_arena_take(&arena, SIZE_MAX, &suite_error));
    assert_null(mw_arena_take(&arena, SIZE_MAX - 8, &suite_error));
    assert_int_equal(arena.used, 0);
    mw_arena_free(&arena);
}

/* T23 */
static void refuses_a_product_that_overflows(void **state)
{
    mw_arena *arena = suite_arena();

    (void)state;
    assert_null(mw_arena_take_array(arena, SIZE_MAX / 2, 3, &suite_error));
    assert_int_equal(suite_error.status, MW_E_MEMORY);
}

static void keeps_a_block_over_a_reset_and_none_over_a_free(void **state)
{
    mw_arena *arena = suite_arena();

    (void)state;
    take(arena, 100000);
    take(arena, 10);
    mw_arena_reset(arena);
    assert_true(arena->used > 0);
    take(arena, 10);
    mw_arena_free(arena);
    assert_int_equal(arena->used, 0);
}

static void copies_octets_and_ends_them_in_nul(void **state)
{
    const char *copy =
        mw_arena_copy(suite_arena(), mw_bytes_of("abc"), &suite_error);

    (void)state;
    must(copy == NULL ? suite_error.status : MW_OK);
    assert_string_equal(copy, "abc");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_zeroed_aligned_octets_that_do_not_overlap),
    cmocka_unit_test(refuses_what_is_over_the_ceiling),
    cmocka_unit_test(refuses_a_product_that_overflows),
    cmocka_unit_test(keeps_a_block_over_a_reset_and_none_over_a_free),
    cmocka_unit_test(copies_octets_and_ends_them_in_nul),
};

SUITE_MAIN(TESTS)
