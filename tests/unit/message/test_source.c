/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "message/source.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static mw_message *new_message(void)
{
    return suite_message(suite_context());
}

static mw_source *file_source(const char *path)
{
    mw_source *source = NULL;

    must(mw_source_new_file(new_message(), path, &source, &suite_error));
    return source;
}

static mw_source *descriptor_source(mw_message *message, int descriptor)
{
    mw_source *source = NULL;

    must(mw_source_new_descriptor(message, descriptor, "standard input",
                                  &source, &suite_error));
    return source;
}

static void assert_content(mw_source *source, const char *wanted)
{
    uint8_t seen[256];
    size_t got;

    must(mw_source_prepare(source, &suite_error));
    assert_int_equal(mw_source_size(source), strlen(wanted));
    must(mw_source_peek(source, seen, sizeof seen, &got, &suite_error));
    assert_bytes(((mw_bytes){ seen, got }), wanted);
    must(mw_source_peek(source, seen, sizeof seen, &got, &suite_error));
    assert_bytes(((mw_bytes){ seen, got }), wanted);
}

static void assert_refused(mw_source *source, const char *message)
{
    must_fail(mw_source_prepare(source, &suite_error), MW_E_NO_INPUT);
    assert_string_equal(suite_error.message, message);
}

/* The path of a thing NAME in a new folder, which is not made. */
static const char *path_beside(const char *path, const char *name)
{
    const size_t folder = (size_t)(strrchr(path, '/') - path);
    static char beside[512];

    assert_true(folder + strlen(name) + 2 < sizeof beside);
    memcpy(beside, path, folder);
    beside[folder] = '/';
    strcpy(beside + folder + 1, name);
    return beside;
}

static void end_path(void *thing)
{
    unlink(thing);
    rmdir(thing);
    free(thing);
}

/* The same; it is removed with the test. */
static const char *scratch_path(const char *name)
{
    char *path = strdup(path_beside(suite_file("x", "", 0), name));

    assert_non_null(path);
    suite_defer(end_path, path);
    return path;
}

static void end_descriptor(void *thing)
{
    close((int)(intptr_t)thing);
}

static int opened(const char *path, int flags)
{
    const int descriptor = open(path, flags | O_CLOEXEC, 0600);

    assert_true(descriptor >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)descriptor);
    return descriptor;
}

static void make_pipe(int ends[2])
{
    assert_int_equal(pipe(ends), 0);
    suite_defer(end_descriptor, (void *)(intptr_t)ends[0]);
}

static void copies_memory(void **state)
{
    char bytes[] = "octets";
    mw_source *source = NULL;

    (void)state;
    must(mw_source_new_memory(new_message(), bytes, 6, &source, &suite_error));
    memset(bytes, 'x', 6);
    assert_content(source, "octets");
    assert_string_equal(mw_source_name(source), "memory");
    assert_null(mw_source_path(source));
}

static void count_release(void *user)
{
    ++*(int *)user;
}

static void releases_what_was_borrowed_when_the_message_ends(void **state)
{
    static int released;
    mw_context *context = suite_context();
    mw_message *message = NULL;
    mw_source *source = NULL;
    mw_status status;

    (void)state;
    released = 0;
    must(mw_message_new(context, &message, &suite_error));
    status = mw_source_borrow_memory(message, "lent", 4, &released,
                                     count_release, &source, &suite_error);
    assert_int_equal(released, 0);
    mw_message_free(message);
    assert_int_equal(released, status == MW_OK ? 1 : 0);
    must(status);
}

static void does_not_look_at_a_file_until_it_is_prepared(void **state)
{
    const char *path = scratch_path("later");
    mw_source *source = file_source(path);
    const int descriptor = opened(path, O_CREAT | O_WRONLY);

    (void)state;
    assert_int_equal(write(descriptor, "now", 3), 3);
    assert_content(source, "now");
    assert_string_equal(mw_source_path(source), path);
}

/* T21 */
static void refuses_what_is_no_regular_file_by_name(void **state)
{
    const char *folder = scratch_path("folder");
    char wanted[600];

    (void)state;
    snprintf(wanted, sizeof wanted, "%s: no such file or directory", folder);
    assert_refused(file_source(folder), wanted);
    assert_int_equal(mkdir(folder, 0700), 0);
    snprintf(wanted, sizeof wanted, "%s: is a directory", folder);
    assert_refused(file_source(folder), wanted);
    assert_refused(file_source("/dev/null"), "/dev/null: is no regular file");
    assert_string_equal(suite_error.hint, "only regular files are read unless "
                                          "special ones are allowed");
}

/* T21: and the test would hang if it were opened as cat does */
static void refuses_a_fifo_without_opening_it(void **state)
{
    const char *path = scratch_path("fifo");
    char wanted[600];

    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(wanted, sizeof wanted, "%s: is no regular file", path);
    assert_refused(file_source(path), wanted);
}

/* T21 */
static void refuses_a_socket_even_where_special_files_are_allowed(void **state)
{
    const char *path = scratch_path("socket");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    mw_source *source;

    (void)state;
    assert_true(descriptor >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)descriptor);
    assert_true(strlen(path) < sizeof address.sun_path);
    strcpy(address.sun_path, path);
    assert_int_equal(
        bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    source = file_source(path);
    mw_source_allow_special(source);
    must_fail(mw_source_prepare(source, &suite_error), MW_E_NO_INPUT);
    assert_non_null(strstr(suite_error.message, ": is a socket"));
}

static void names_what_is_wrong_with_a_link(void **state)
{
    const char *path = scratch_path("loop");

    (void)state;
    assert_int_equal(symlink(path, path), 0);
    must_fail(mw_source_prepare(file_source(path), &suite_error),
              MW_E_NO_INPUT);
    assert_non_null(strstr(suite_error.message, ": too many symbolic links"));
}

static void follows_a_link_to_a_regular_file(void **state)
{
    const char *file = suite_file("real", "linked", 6);
    const char *path = scratch_path("link");

    (void)state;
    assert_int_equal(symlink(file, path), 0);
    assert_content(file_source(path), "linked");
}

static void reads_a_special_file_where_that_is_allowed(void **state)
{
    mw_source *source = file_source("/dev/null");

    (void)state;
    mw_source_allow_special(source);
    assert_content(source, "");
}

static void *write_and_close(void *path)
{
    const int descriptor = open(path, O_WRONLY | O_CLOEXEC);

    if (descriptor >= 0 && write(descriptor, "through", 7) != 7)
        abort();
    close(descriptor);
    return NULL;
}

static void keeps_what_a_fifo_gives(void **state)
{
    const char *path = scratch_path("fifo");
    mw_source *source = file_source(path);
    pthread_t writer;
    mw_status status;

    (void)state;
    mw_source_allow_special(source);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(
        pthread_create(&writer, NULL, write_and_close, (void *)path), 0);
    status = mw_source_prepare(source, &suite_error);
    assert_int_equal(pthread_join(writer, NULL), 0);
    must(status);
    assert_content(source, "through");
}

/* /proc has files with octets but no size. */
static void keeps_a_file_that_has_octets_but_no_size(void **state)
{
    const char *path = "/proc/self/cmdline";
    mw_source *source;
    struct stat status;

    (void)state;
    if (stat(path, &status) != 0)
        return;
    source = file_source(path);
    must(mw_source_prepare(source, &suite_error));
    assert_true(mw_source_size(source) > 0);
}

static void reads_a_descriptor_from_where_it_stands(void **state)
{
    const int descriptor =
        opened(suite_file("in", "skipped rest", 12), O_RDONLY);
    mw_message *message = new_message();

    (void)state;
    assert_int_equal(lseek(descriptor, 8, SEEK_SET), 8);
    assert_content(descriptor_source(message, descriptor), "rest");
    assert_int_equal(lseek(descriptor, 0, SEEK_CUR), 8);
    assert_int_equal(lseek(descriptor, 99, SEEK_SET), 99);
    assert_content(descriptor_source(message, descriptor), "");
}

static void keeps_what_a_pipe_gives(void **state)
{
    int ends[2];

    (void)state;
    make_pipe(ends);
    assert_int_equal(write(ends[1], "only once", 9), 9);
    close(ends[1]);
    assert_content(descriptor_source(new_message(), ends[0]), "only once");
}

static void spools_a_pipe_above_the_limit(void **state)
{
    mw_context *context = suite_context();
    mw_message *message = suite_message(context);
    int ends[2];

    (void)state;
    mw_context_set_limit(context, MW_LIMIT_SPOOL, 4);
    make_pipe(ends);
    assert_int_equal(write(ends[1], "only once", 9), 9);
    close(ends[1]);
    assert_content(descriptor_source(message, ends[0]), "only once");
}

static void refuses_a_descriptor_that_cannot_be_read(void **state)
{
    const int writing = opened(suite_file("out", "", 0), O_WRONLY);
    mw_message *message = new_message();

    (void)state;
    assert_refused(descriptor_source(message, writing),
                   "standard input: is not open for this");
    assert_refused(descriptor_source(message, 1000),
                   "standard input: is not open for this");
    assert_refused(descriptor_source(message, opened("/", O_RDONLY)),
                   "standard input: is a directory");
}

/* Gives "abc", an octet a call, then its end or what STATUS says. */
typedef struct {
    size_t given;
    mw_status status;
    bool is_silent;
} giver;

static mw_status give(void *user, void *buffer, size_t size, size_t *got,
                      mw_error *error)
{
    giver *giving = user;

    assert_true(size > 0);
    *got = 0;
    if (giving->given < 3) {
        *(char *)buffer = "abc"[giving->given++];
        *got = 1;
        return MW_OK;
    }
    if (giving->status != MW_OK && !giving->is_silent) {
        error->status = giving->status;
        strcpy(error->message, "the tap is closed");
    }
    return giving->status;
}

static mw_source *giver_source(giver *giving)
{
    mw_source *source = NULL;

    must(mw_source_new_callback(new_message(), give, giving, NULL, &source,
                                &suite_error));
    return source;
}

static void keeps_what_a_callback_gives(void **state)
{
    giver giving = { 0 };

    (void)state;
    assert_content(giver_source(&giving), "abc");
    assert_int_equal(giving.given, 3);
}

static void hands_on_what_a_callback_says_of_its_failure(void **state)
{
    giver telling = { .status = MW_E_DATA };
    giver silent = { .status = MW_E_READ, .is_silent = true };

    (void)state;
    must_fail(mw_source_prepare(giver_source(&telling), &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message, "the tap is closed");
    must_fail(mw_source_prepare(giver_source(&silent), &suite_error),
              MW_E_READ);
    assert_string_equal(suite_error.message, "callback: failed");
}

/* T21 */
static void sees_a_change_between_two_preparations(void **state)
{
    const char *path = suite_file("file", "before", 6);
    mw_source *source = file_source(path);
    const int descriptor = opened(path, O_WRONLY | O_APPEND);

    (void)state;
    must(mw_source_prepare(source, &suite_error));
    must(mw_source_prepare(source, &suite_error));
    assert_int_equal(write(descriptor, "!", 1), 1);
    must_fail(mw_source_prepare(source, &suite_error), MW_E_CHANGED);
    assert_non_null(strstr(suite_error.message, "file: is longer than it was"));
    assert_int_equal(ftruncate(descriptor, 2), 0);
    must_fail(mw_source_prepare(source, &suite_error), MW_E_CHANGED);
    assert_non_null(
        strstr(suite_error.message, "file: is shorter than it was"));
    assert_int_equal(unlink(path), 0);
    must_fail(mw_source_prepare(source, &suite_error), MW_E_CHANGED);
    assert_non_null(strstr(suite_error.message, "file: is no longer there"));
}

/* T21: same size, and the time of the content set back */
static void sees_a_change_that_hides_its_time(void **state)
{
    const char *path = suite_file("file", "before", 6);
    mw_source *source = file_source(path);
    const int descriptor = opened(path, O_WRONLY);
    struct stat status;
    struct timespec times[2];

    (void)state;
    must(mw_source_prepare(source, &suite_error));
    assert_int_equal(fstat(descriptor, &status), 0);
    usleep(20000); /* the clock of the file system is not that fine */
    assert_int_equal(write(descriptor, "AFTER!", 6), 6);
    times[0] = times[1] = status.st_mtim;
    assert_int_equal(futimens(descriptor, times), 0);
    must_fail(mw_source_prepare(source, &suite_error), MW_E_CHANGED);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(copies_memory),
    cmocka_unit_test(releases_what_was_borrowed_when_the_message_ends),
    cmocka_unit_test(does_not_look_at_a_file_until_it_is_prepared),
    cmocka_unit_test(refuses_what_is_no_regular_file_by_name),
    cmocka_unit_test(refuses_a_fifo_without_opening_it),
    cmocka_unit_test(refuses_a_socket_even_where_special_files_are_allowed),
    cmocka_unit_test(names_what_is_wrong_with_a_link),
    cmocka_unit_test(follows_a_link_to_a_regular_file),
    cmocka_unit_test(reads_a_special_file_where_that_is_allowed),
    cmocka_unit_test(keeps_what_a_fifo_gives),
    cmocka_unit_test(keeps_a_file_that_has_octets_but_no_size),
    cmocka_unit_test(reads_a_descriptor_from_where_it_stands),
    cmocka_unit_test(keeps_what_a_pipe_gives),
    cmocka_unit_test(spools_a_pipe_above_the_limit),
    cmocka_unit_test(refuses_a_descriptor_that_cannot_be_read),
    cmocka_unit_test(keeps_what_a_callback_gives),
    cmocka_unit_test(hands_on_what_a_callback_says_of_its_failure),
    cmocka_unit_test(sees_a_change_between_two_preparations),
    cmocka_unit_test(sees_a_change_that_hides_its_time),
};

SUITE_MAIN(TESTS)
