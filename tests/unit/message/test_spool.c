/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "message/descriptor.h"
#include "message/spool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void end_spool(void *thing)
{
    mw_spool_free(thing);
    free(thing);
}

static mw_spool *new_spool(uint64_t memory_most)
{
    mw_spool *spool = calloc(1, sizeof *spool);

    assert_non_null(spool);
    mw_spool_init(spool, suite_allocator(), memory_most);
    suite_defer(end_spool, spool);
    return spool;
}

static void write_text(mw_spool *spool, const char *text)
{
    must(mw_spool_write(spool, mw_bytes_of(text), &suite_error));
}

static void keeps_up_to_its_limit_in_memory(void **state)
{
    mw_spool *spool = new_spool(8);

    (void)state;
    write_text(spool, "four");
    write_text(spool, "more");
    assert_int_equal(spool->descriptor, -1);
    assert_int_equal(spool->size, 8);
    assert_bytes(mw_buffer_bytes(&spool->memory), "fourmore");
}

/* T21: the file has no name, so nobody else can open it */
static void moves_all_to_a_file_without_a_name_above_it(void **state)
{
    mw_spool *spool = new_spool(8);
    uint8_t seen[16];
    struct stat status;
    size_t got;

    (void)state;
    write_text(spool, "four");
    write_text(spool, "fives");
    write_text(spool, "!");
    assert_true(spool->descriptor >= 0);
    assert_int_equal(spool->size, 10);
    must(mw_descriptor_read_at(spool->descriptor, "spool", 0, seen, 16, &got,
                               &suite_error));
    assert_bytes(((mw_bytes){ seen, got }), "fourfives!");
    assert_int_equal(fstat(spool->descriptor, &status), 0);
    assert_int_equal(status.st_nlink, 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void end_environment(void *thing)
{
    if (thing == NULL)
        unsetenv("TMPDIR");
    else
        setenv("TMPDIR", thing, 1);
    free(thing);
}

static void names_the_folder_that_takes_no_file(void **state)
{
    const char *old = getenv("TMPDIR");
    mw_spool *spool;

    (void)state;
    suite_defer(end_environment, old == NULL ? NULL : strdup(old));
    setenv("TMPDIR", "/nowhere/at/all", 1);
    spool = new_spool(0);
    must_fail(mw_spool_write(spool, mw_bytes_of("x"), &suite_error),
              MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "/nowhere/at/all"));
    assert_non_null(strstr(suite_error.message, "no such file or directory"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_up_to_its_limit_in_memory),
    cmocka_unit_test(moves_all_to_a_file_without_a_name_above_it),
    cmocka_unit_test(names_the_folder_that_takes_no_file),
};

SUITE_MAIN(TESTS)
