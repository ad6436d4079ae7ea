/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "message/descriptor.h"
#include "message/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__linux__) && defined(O_TMPFILE)
#include <libgen.h>
#include <sys/inotify.h>
#endif

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

static void set_folder(const char *path)
{
    const char *old = getenv("TMPDIR");

    suite_defer(end_environment, old == NULL ? NULL : strdup(old));
    setenv("TMPDIR", path, 1);
}

#if defined(__linux__) && defined(O_TMPFILE)
static void end_descriptor(void *thing)
{
    close((int)(intptr_t)thing);
}

/* The folder of the file at PATH, in place. */
static char *folder_of(const char *path)
{
    mw_buffer *folder = suite_buffer();

    must(mw_buffer_append_text(folder, path, &suite_error));
    return dirname((char *)folder->data);
}

/* Whether FOLDER takes files that never have a name. */
static bool takes_nameless(const char *folder)
{
    const int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

/* T21: a program that is killed leaves no file behind, whenever that is */
static void has_a_name_at_no_moment_where_the_system_can(void **state)
{
    char *folder = folder_of(suite_file("x", "", 0));
    const int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    char events[4096];

    (void)state;
    assert_true(watch >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)watch);
    assert_true(inotify_add_watch(watch, folder, IN_CREATE) >= 0);
    if (!takes_nameless(folder))
        skip();
    set_folder(folder);
    write_text(new_spool(0), "x");
    assert_int_equal(read(watch, events, sizeof events), -1);
    assert_int_equal(errno, EAGAIN);
}
#endif

static void names_the_folder_that_takes_no_file(void **state)
{
    mw_spool *spool = new_spool(0);

    (void)state;
    set_folder("/nowhere/at/all");
    must_fail(mw_spool_write(spool, mw_bytes_of("x"), &suite_error),
              MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "/nowhere/at/all"));
    assert_non_null(strstr(suite_error.message, "no such file or directory"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_up_to_its_limit_in_memory),
    cmocka_unit_test(moves_all_to_a_file_without_a_name_above_it),
#if defined(__linux__) && defined(O_TMPFILE)
    cmocka_unit_test(has_a_name_at_no_moment_where_the_system_can),
#endif
    cmocka_unit_test(names_the_folder_that_takes_no_file),
};

SUITE_MAIN(TESTS)
