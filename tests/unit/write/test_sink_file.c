/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "base/bytes.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mw_sink *file_sink(const char *path)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_file(suite_context(), path, &sink, &suite_error));
    suite_defer_sink(sink);
    return sink;
}

static void write_whole(const char *path, const char *text)
{
    mw_sink *sink = file_sink(path);

    must(mw_sink_write(sink, text, strlen(text), &suite_error));
    must(mw_sink_finish(sink, &suite_error));
}

static mode_t mode_of(const char *path)
{
    struct stat status;

    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode;
}

/* The names in the folder of PATH, but for "." and "..". */
static unsigned count_beside(const char *path)
{
    char *folder = strdup(path);
    unsigned count = 0;
    struct dirent *entry;
    DIR *names;

    assert_non_null(folder);
    *strrchr(folder, '/') = '\0';
    names = opendir(folder);
    free(folder);
    assert_non_null(names);
    while ((entry = readdir(names)) != NULL)
        count +=
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(names);
    return count;
}

/* T22 */
static void shows_a_file_only_when_it_is_whole(void **state)
{
    const char *path = suite_file("out", "old", 3);
    mw_sink *sink = file_sink(path);

    (void)state;
    must(mw_sink_write(sink, "new and longer", 14, &suite_error));
    assert_file(path, "old");
    must(mw_sink_finish(sink, &suite_error));
    assert_file(path, "new and longer");
    assert_int_equal(count_beside(path), 1);
}

/* T22 */
static void leaves_nothing_behind_when_it_is_not_finished(void **state)
{
    const char *path = suite_file("out", "old", 3);
    mw_context *context = suite_context();
    mw_sink *sink = NULL;
    mw_status status = mw_sink_new_file(context, path, &sink, &suite_error);

    (void)state;
    if (status == MW_OK)
        assert_int_equal(count_beside(path), 2);
    mw_sink_free(sink);
    assert_int_equal(count_beside(path), 1);
    assert_file(path, "old");
    must(status);
}

static void gives_a_new_file_the_mode_of_the_umask(void **state)
{
    const char *path = suite_file("out", "", 0);
    const mode_t before = umask(027);
    mw_sink *sink = NULL;
    mw_status status;

    (void)state;
    assert_int_equal(unlink(path), 0);
    status = mw_sink_new_file(suite_context(), path, &sink, &suite_error);
    umask(before);
    must(status);
    suite_defer_sink(sink);
    must(mw_sink_finish(sink, &suite_error));
    assert_int_equal(mode_of(path) & 07777, 0640);
}

static void keeps_the_mode_of_the_file_it_replaces(void **state)
{
    const char *path = suite_file("out", "", 0);

    (void)state;
    assert_int_equal(chmod(path, 0606), 0);
    write_whole(path, "text");
    assert_int_equal(mode_of(path) & 07777, 0606);
    assert_file(path, "text");
}

/* T22 */
static void replaces_a_link_and_does_not_follow_it(void **state)
{
    const char *target = suite_file("target", "safe", 4);
    const char *path = suite_file("out", "", 0);

    (void)state;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(target, path), 0);
    write_whole(path, "text");
    assert_true(S_ISREG(mode_of(path)));
    assert_file(path, "text");
    assert_file(target, "safe");
}

static void writes_a_device_in_place_and_through_a_link(void **state)
{
    const char *path = suite_file("out", "", 0);

    (void)state;
    write_whole("/dev/null", "text");
    assert_true(S_ISCHR(mode_of("/dev/null")));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/null", path), 0);
    write_whole(path, "text");
    assert_true(S_ISLNK(mode_of(path)));
}

static void end_descriptor(void *thing)
{
    close((int)(intptr_t)thing);
}

static void writes_a_fifo_in_place(void **state)
{
    const char *path = suite_file("out", "", 0);
    uint8_t seen[16];
    int reader;

    (void)state;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)reader);
    write_whole(path, "text");
    assert_int_equal(read(reader, seen, sizeof seen), 4);
    assert_true(S_ISFIFO(mode_of(path)));
}

/* A path of a descriptor stands for what is open there, even a file. */
static void writes_to_a_descriptor_that_is_named(void **state)
{
    const char *path = suite_file("out", "", 0);
    const int opened = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    char name[32];

    (void)state;
    assert_true(opened >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)opened);
    snprintf(name, sizeof name, "/dev/fd/%d", opened);
    write_whole(name, "once,");
    write_whole(name, "twice");
    assert_file(path, "once,twice");
}

static void assert_refused(const char *path, const char *reason)
{
    mw_sink *sink = NULL;
    char wanted[600];

    snprintf(wanted, sizeof wanted, "%s: %s", path, reason);
    must_fail(mw_sink_new_file(suite_context(), path, &sink, &suite_error),
              MW_E_CREATE);
    assert_null(sink);
    assert_string_equal(suite_error.message, wanted);
}

static void names_the_path_that_cannot_be_made(void **state)
{
    (void)state;
    assert_refused("/", "is a directory");
    assert_refused("", "no such file or directory");
    assert_refused("/nowhere/at/all", "no such file or directory");
    assert_refused("/dev/null/x", "a part of the path is no directory");
    assert_refused("/dev/fd/1000", "is not open for this");
}

/* T22: what came in place of the file meanwhile is not harmed */
static void leaves_nothing_behind_when_it_cannot_be_put_in_place(void **state)
{
    const char *path = suite_file("out", "", 0);
    mw_sink *sink = file_sink(path);

    (void)state;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "out: is a directory"));
    assert_int_equal(rmdir(path), 0);
}

static void names_its_temporary_file_as_long_as_there_is_one(void **state)
{
    const char *path = suite_file("out", "", 0);
    mw_sink *sink = file_sink(path);

    (void)state;
    assert_non_null(mw_sink_temporary(sink));
    assert_int_equal(access(mw_sink_temporary(sink), F_OK), 0);
    must(mw_sink_finish(sink, &suite_error));
    assert_null(mw_sink_temporary(sink));
}

static void tells_that_a_device_is_full(void **state)
{
    mw_sink *sink;

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        return;
    sink = file_sink("/dev/full");
    must_fail(mw_sink_write(sink, "x", 1, &suite_error), MW_E_WRITE);
    assert_string_equal(suite_error.message,
                        "/dev/full: no space left on the device");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_a_file_only_when_it_is_whole),
    cmocka_unit_test(leaves_nothing_behind_when_it_is_not_finished),
    cmocka_unit_test(gives_a_new_file_the_mode_of_the_umask),
    cmocka_unit_test(keeps_the_mode_of_the_file_it_replaces),
    cmocka_unit_test(replaces_a_link_and_does_not_follow_it),
    cmocka_unit_test(writes_a_device_in_place_and_through_a_link),
    cmocka_unit_test(writes_a_fifo_in_place),
    cmocka_unit_test(writes_to_a_descriptor_that_is_named),
    cmocka_unit_test(names_the_path_that_cannot_be_made),
    cmocka_unit_test(leaves_nothing_behind_when_it_cannot_be_put_in_place),
    cmocka_unit_test(names_its_temporary_file_as_long_as_there_is_one),
    cmocka_unit_test(tells_that_a_device_is_full),
};

SUITE_MAIN(TESTS)
