/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/secret.h"

#include <stdlib.h>
#include <string.h>

/* An allocator that looks at what it is given back. */
typedef struct witness {
    const char *wanted_gone;
    bool freed, found;
} witness;

static void *watch(void *user, void *block, size_t old_size, size_t new_size)
{
    witness *seen = user;
    const size_t length = strlen(seen->wanted_gone);

    if (new_size > 0)
        return suite_allocate(NULL, block, old_size, new_size);
    seen->freed = true;
    for (size_t i = 0; i + length <= old_size; i++)
        if (!memcmp((char *)block + i, seen->wanted_gone, length))
            seen->found = true;
    return suite_allocate(NULL, block, old_size, 0);
}

static void wipes_what_it_held(void **state)
{
    witness seen = { "s3cr3t-Pa55!", false, false };
    const mw_allocator allocator = { watch, &seen };
    mw_secret secret;

    (void)state; /* T13 */
    must(mw_secret_new(&secret, &allocator, 100, &suite_error));
    memcpy((char *)secret.data + 88, seen.wanted_gone, 12);
    mw_secret_free(&secret);
    assert_true(seen.freed);
    assert_false(seen.found);
}

static void is_empty_at_first_and_in_pages_of_its_own(void **state)
{
    mw_secret one, two;
    uintptr_t a, b;

    (void)state;
    must(mw_secret_new(&one, suite_allocator(), 5000, &suite_error));
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(((uint8_t *)one.data)[i], 0);
    a = (uintptr_t)one.data;
    assert_int_equal(a % 4096, 0);
    assert_true(a >= (uintptr_t)one.block);
    b = (uintptr_t)one.block + one.block_size;
    assert_true(a + (5000 + 4095) / 4096 * 4096 <= b);
    mw_secret_free(&one);
    must_fail(mw_secret_new(&two, suite_allocator(), SIZE_MAX, &suite_error),
              MW_E_MEMORY);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(wipes_what_it_held),
    cmocka_unit_test(is_empty_at_first_and_in_pages_of_its_own),
};

SUITE_MAIN(TESTS)
