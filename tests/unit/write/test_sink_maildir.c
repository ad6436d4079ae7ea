/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for the paths of this suite. */
#define ROOM 1024

/* The path of a Maildir that is not there yet. */
static const char *new_maildir(void)
{
    const char *path = suite_file("mail", "", 0);

    assert_int_equal(unlink(path), 0);
    return path;
}

static void must_write(mw_sink *sink, const char *text)
{
    must(mw_sink_write(sink, text, strlen(text), &suite_error));
}

static mw_sink *maildir_sink(const char *path)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_maildir(suite_context(), path, &sink, &suite_error));
    suite_defer_sink(sink);
    return sink;
}

/* Counts the files in NAME of the Maildir at PATH; FOUND has the last. */
static unsigned count(const char *path, const char *name, char found[ROOM])
{
    char folder[700];
    unsigned number = 0;
    struct dirent *entry;
    DIR *names;

    (void)snprintf(folder, sizeof folder, "%s/%s", path, name);
    names = opendir(folder);
    assert_non_null(names);
    while ((entry = readdir(names)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        number++;
        (void)snprintf(found, ROOM, "%s/%.255s", folder, entry->d_name);
    }
    closedir(names);
    return number;
}

static mode_t mode_of(const char *path)
{
    struct stat about;

    assert_int_equal(lstat(path, &about), 0);
    return about.st_mode & 07777;
}

static void shows_a_message_in_new_when_it_is_whole(void **state)
{
    const char *path = new_maildir();
    mw_sink *sink = maildir_sink(path);
    char found[ROOM];

    (void)state;
    must_write(sink, "A: b\r\n\r\nFrom x\r");
    must_write(sink, "\nend");
    assert_int_equal(count(path, "new", found), 0);
    assert_int_equal(count(path, "tmp", found), 1);
    must(mw_sink_finish(sink, &suite_error));
    assert_int_equal(count(path, "tmp", found), 0);
    assert_int_equal(count(path, "cur", found), 0);
    assert_int_equal(count(path, "new", found), 1);
    assert_file(found, "A: b\n\nFrom x\nend");
}

static void leaves_no_message_when_it_is_not_finished(void **state)
{
    const char *path = new_maildir();
    mw_sink *sink = NULL;
    mw_status status =
        mw_sink_new_maildir(suite_context(), path, &sink, &suite_error);
    char found[ROOM];

    (void)state;
    if (status == MW_OK)
        assert_int_equal(count(path, "tmp", found), 1);
    mw_sink_free(sink);
    if (status == MW_OK) {
        assert_int_equal(count(path, "tmp", found), 0);
        assert_int_equal(count(path, "new", found), 0);
    }
    must(status);
}

static void makes_names_that_no_reader_takes_for_flags(void **state)
{
    const char *path = new_maildir();
    char found[ROOM];
    const char *name;

    (void)state;
    for (int i = 0; i < 3; i++)
        must(mw_sink_finish(maildir_sink(path), &suite_error));
    assert_int_equal(count(path, "new", found), 3);
    name = strrchr(found, '/') + 1;
    assert_true(strspn(name, "0123456789") >= 10);
    assert_null(strchr(name, ':'));
    assert_int_equal(name[strspn(name, "0123456789")], '.');
    assert_non_null(strchr(name, 'M'));
}

static void makes_folders_and_files_by_the_umask(void **state)
{
    const char *path = new_maildir();
    const mode_t before = umask(027);
    mw_sink *sink = NULL;
    char found[ROOM];
    mw_status status =
        mw_sink_new_maildir(suite_context(), path, &sink, &suite_error);

    (void)state;
    umask(before);
    must(status);
    suite_defer_sink(sink);
    must(mw_sink_finish(sink, &suite_error));
    assert_int_equal(count(path, "new", found), 1);
    assert_int_equal(mode_of(found), 0640);
    assert_int_equal(mode_of(path), 0750);
    (void)snprintf(found, sizeof found, "%s/cur", path);
    assert_int_equal(mode_of(found), 0750);
}

static void names_its_temporary_file_as_long_as_there_is_one(void **state)
{
    mw_sink *sink = maildir_sink(new_maildir());

    (void)state;
    assert_non_null(mw_sink_temporary(sink));
    assert_int_equal(access(mw_sink_temporary(sink), F_OK), 0);
    must(mw_sink_finish(sink, &suite_error));
    assert_null(mw_sink_temporary(sink));
}

static void refuses_what_is_no_folder(void **state)
{
    const char *path = suite_file("file", "text", 4);
    mw_sink *sink = NULL;

    (void)state;
    must_fail(mw_sink_new_maildir(suite_context(), path, &sink, &suite_error),
              MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "no directory"));
    must_fail(mw_sink_new_maildir(suite_context(), "/nowhere/at/all", &sink,
                                  &suite_error),
              MW_E_CREATE);
    must_fail(mw_sink_new_maildir(suite_context(), "", &sink, &suite_error),
              MW_E_CREATE);
    assert_null(sink);
    assert_file(path, "text");
}

static void tells_that_new_is_gone(void **state)
{
    const char *path = new_maildir();
    mw_sink *sink = maildir_sink(path);
    char folder[ROOM];

    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/new", path);
    assert_int_equal(rmdir(folder), 0);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "/new/"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_a_message_in_new_when_it_is_whole),
    cmocka_unit_test(leaves_no_message_when_it_is_not_finished),
    cmocka_unit_test(makes_names_that_no_reader_takes_for_flags),
    cmocka_unit_test(makes_folders_and_files_by_the_umask),
    cmocka_unit_test(names_its_temporary_file_as_long_as_there_is_one),
    cmocka_unit_test(refuses_what_is_no_folder),
    cmocka_unit_test(tells_that_new_is_gone),
};

SUITE_MAIN(TESTS)
