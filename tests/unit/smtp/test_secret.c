/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/secret.h"

#include <stdio.h>
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

/* ------------------------------------------------------------- core dumps */

/* Whether the page at PLACE is left out of a core dump: 1 or 0; -1 where the
 * system does not say. */
static int is_left_out(const void *place)
{
    const uintptr_t address = (uintptr_t)place;
    FILE *smaps = fopen("/proc/self/smaps", "r");
    char line[512];
    uintmax_t start = 0, end = 0;
    int left_out = -1;

    while (smaps != NULL && left_out < 0 && fgets(line, sizeof line, smaps))
        if (sscanf(line, "%jx-%jx ", &start, &end) != 2 && address >= start &&
            address < end && !strncmp(line, "VmFlags:", 8))
            left_out = strstr(line, " dd") != NULL;
    if (smaps != NULL)
        fclose(smaps);
    return left_out;
}

static void skip_where_nobody_says(void)
{
    if (is_left_out(&suite_error) >= 0)
        return;
    print_message("needs VmFlags in /proc/self/smaps\n");
    skip();
}

/* Gives the one block there is, and keeps what is given back. */
static void *lend(void *user, void *block, size_t old_size, size_t new_size)
{
    (void)block;
    (void)old_size;
    return new_size > 0 ? user : NULL;
}

static void is_left_out_of_a_core_dump_while_it_lives(void **state)
{
    const size_t sizes[] = { 1, 4096, 4097, 300000 };
    mw_secret secret;

    (void)state; /* T13 */
    skip_where_nobody_says();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        /* The page must not go back to the system, or it is gone. */
        void *block = malloc(400000);
        mw_allocator lent = { lend, block };

        must(mw_secret_new(&secret, &lent, sizes[i], &suite_error));
        assert_int_equal(is_left_out(secret.data), 1);
        assert_int_equal(is_left_out((char *)secret.data + sizes[i] - 1), 1);
        mw_secret_free(&secret);
        assert_int_equal(is_left_out(secret.data), 0);
        assert_int_equal(is_left_out((char *)secret.data + sizes[i] - 1), 0);
        free(block);
    }
}

/* ----------------------------------------------------------- an allocator */

/* Resizes BLOCK as must would: refused, it is given back and the test ends. */
static char *resize(const mw_secret_memory *memory, char *block, size_t old,
                    size_t size)
{
    char *made = mw_allocate(&memory->allocator, block, old, size);

    if (made == NULL)
        mw_release(&memory->allocator, block, old);
    suite_end_if_refused();
    assert_non_null(made);
    assert_int_equal((uintptr_t)made % 16, 0);
    return made;
}

static void wipes_what_moves_where_it_was(void **state)
{
    witness seen = { "s3cr3t-Pa55!", false, false };
    const mw_allocator below = { watch, &seen };
    mw_secret_memory memory;
    char *text;

    (void)state; /* T13 */
    mw_secret_memory_init(&memory, &below);
    text = resize(&memory, NULL, 0, 20);
    memcpy(text, seen.wanted_gone, 13);
    text = resize(&memory, text, 20, 20000);
    assert_true(seen.freed);
    assert_string_equal(text, seen.wanted_gone);
    memcpy(text + 19980, seen.wanted_gone, 13);
    text = resize(&memory, text, 20000, 15);
    assert_string_equal(text, seen.wanted_gone);
    mw_release(&memory.allocator, text, 15);
    assert_false(seen.found);
}

static void has_no_block_without_memory(void **state)
{
    mw_secret_memory memory;

    (void)state;
    mw_secret_memory_init(&memory, suite_allocator());
    assert_null(mw_allocate(&memory.allocator, NULL, 0, SIZE_MAX));
    assert_null(mw_allocate(&memory.allocator, NULL, 0, SIZE_MAX - 200));
    mw_release(&memory.allocator, NULL, 0);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(wipes_what_it_held),
    cmocka_unit_test(is_empty_at_first_and_in_pages_of_its_own),
    cmocka_unit_test(is_left_out_of_a_core_dump_while_it_lives),
    cmocka_unit_test(wipes_what_moves_where_it_was),
    cmocka_unit_test(has_no_block_without_memory),
};

SUITE_MAIN(TESTS)
