/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "write/host_name.h"
#include "write/mbox_stale.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST "From a@example.test Sat Nov 21 23:06:00 2026\nA: b\n\ntext\n\n"
#define OTHER "From x@example.test Thu Jan  1 00:00:00 1970\nC: d\n\nold\n\n"

/* An mbox that holds TEXT; NULL for none. */
static const char *mbox(const char *text)
{
    const bool exists = text != NULL;
    const char *path =
        suite_file("mbox", exists ? text : "", exists ? strlen(text) : 0);

    if (!exists)
        assert_int_equal(unlink(path), 0);
    return path;
}

static const char *lock_of(const char *path)
{
    static char lock[700];

    (void)snprintf(lock, sizeof lock, "%s.lock", path);
    return lock;
}

static void assert_unlocked(const char *path)
{
    assert_int_equal(access(lock_of(path), F_OK), -1);
}

/* A sink to PATH that has what FIRST is the end of. */
static mw_sink *filled_sink(const char *path, const char *sender)
{
    mw_context *context = suite_context();
    mw_sink *sink = NULL;

    mw_context_set_fixed_clock(context, 1795302360, 60);
    must(mw_sink_new_mbox(context, path, sender, 0, &sink, &suite_error));
    suite_defer_sink(sink);
    must(mw_sink_write(sink, "A: b\r\n\r\ntext\r\n", 14, &suite_error));
    return sink;
}

static void append(const char *path)
{
    must(mw_sink_finish(filled_sink(path, "a@example.test"), &suite_error));
}

static void makes_the_mbox_when_all_is_there(void **state)
{
    const char *path = mbox(NULL);
    mw_sink *sink = filled_sink(path, "a@example.test");

    (void)state;
    assert_int_equal(access(path, F_OK), -1);
    must(mw_sink_finish(sink, &suite_error));
    assert_file(path, FIRST);
    assert_unlocked(path);
}

static const struct {
    const char *before, *after;
} ENDS[] = {
    { "", FIRST },
    { OTHER, OTHER FIRST },
    { "From x\n\ntext\n", "From x\n\ntext\n\n" FIRST },
    { "From x\n\ntext", "From x\n\ntext\n\n" FIRST },
    { "\n", "\n" FIRST },
};

static void parts_messages_by_an_empty_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        const char *path = mbox(ENDS[i].before);

        append(path);
        assert_file(path, ENDS[i].after);
        assert_unlocked(path);
    }
}

static void writes_any_sender_as_one_word(void **state)
{
    static const char *const SENDERS[][2] = {
        { "", "MAILER-DAEMON" },
        { "\"a b\"@x", "\"a-b\"@x" },
        { "a\nFrom b@x", "a-From-b@x" },
        { "j\xc3\xb6@x", "j\xc3\xb6@x" },
    };
    char wanted[100];

    (void)state;
    for (size_t i = 0; i < sizeof SENDERS / sizeof SENDERS[0]; i++) {
        const char *path = mbox(NULL);

        must(mw_sink_finish(filled_sink(path, SENDERS[i][0]), &suite_error));
        (void)snprintf(wanted, sizeof wanted,
                       "From %s Sat Nov 21 23:06:00 2026\nA: b\n\ntext\n\n",
                       SENDERS[i][1]);
        assert_file(path, wanted);
    }
}

static void leaves_the_mbox_alone_when_it_is_not_finished(void **state)
{
    const char *path = mbox(OTHER);

    (void)state;
    filled_sink(path, "");
    assert_file(path, OTHER);
    assert_unlocked(path);
}

static void takes_a_message_that_is_too_large_for_memory(void **state)
{
    const char *path = mbox(OTHER);

    (void)state;
    mw_context_set_limit(suite_context(), MW_LIMIT_SPOOL, 16);
    append(path);
    assert_file(path, OTHER FIRST);
}

static void assert_refused(const char *path, const char *why)
{
    mw_sink *sink = NULL;

    must_fail(
        mw_sink_new_mbox(suite_context(), path, "", 0, &sink, &suite_error),
        MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, why));
    assert_null(sink);
}

static void refuses_what_is_no_regular_file_with_one_name(void **state)
{
    const char *path = mbox(OTHER);
    char other[700];

    (void)state;
    (void)snprintf(other, sizeof other, "%s.other", path);
    assert_int_equal(symlink(path, other), 0);
    assert_refused(other, "is a link");
    assert_int_equal(unlink(other), 0);
    assert_int_equal(link(path, other), 0);
    assert_refused(other, "several names");
    assert_refused(path, "several names");
    assert_int_equal(unlink(other), 0);
    assert_refused("/dev/null", "no regular file");
    assert_refused("/", "is a directory");
    assert_refused("", "no such file");
    assert_refused("/dev/null/x", "no directory");
    assert_file(path, OTHER);
}

/* What came in place of the mbox meanwhile is not written to. */
static void refuses_a_link_that_came_meanwhile(void **state)
{
    const char *target = suite_file("target", "safe", 4);
    const char *path = mbox(NULL);
    mw_sink *sink = filled_sink(path, "");

    (void)state;
    assert_int_equal(symlink(target, path), 0);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_CREATE);
    assert_file(target, "safe");
    assert_unlocked(path);
}

static void put_lock(const char *path, const char *text)
{
    const int descriptor =
        open(lock_of(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
    close(descriptor);
}

static void make_old(const char *path, long seconds)
{
    const time_t then = time(NULL) - seconds;
    const struct timespec times[2] = { { .tv_sec = then }, { .tv_sec = then } };

    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* The number of a process that has ended. */
static long ended_process(void)
{
    const pid_t process = fork();

    if (process == 0)
        _exit(0);
    assert_true(process > 0);
    assert_int_equal(waitpid(process, NULL, 0), process);
    return (long)process;
}

static void put_own_lock(const char *path, long process, size_t before,
                         size_t after)
{
    char host[MW_HOST_NAME_ROOM];
    char text[MW_DOTLOCK_ROOM];

    mw_host_name(host);
    (void)snprintf(text, sizeof text, "%ld\nmimewright %s %zu %zu\n", process,
                   host, before, after);
    put_lock(path, text);
}

static void assert_locked(const char *path)
{
    mw_sink *sink = filled_sink(path, "a@example.test");

    must_fail(mw_sink_finish(sink, &suite_error), MW_E_UNAVAILABLE);
    assert_non_null(strstr(suite_error.message, "locked by another program"));
    assert_non_null(strstr(suite_error.hint, ".lock"));
    assert_int_equal(access(lock_of(path), F_OK), 0);
}

static void heeds_the_lock_file_of_a_writer_that_may_live(void **state)
{
    static const char *const TEXTS[] = {
        "",
        "1\n",
        "99999999\n",
        "x",
        "99999999\nmimewright another 3 9\n",
        "99999999\nmimewright ",
        "99999999\nmimewright h 1 99999999999999999999\n",
    };
    const char *path = mbox(OTHER);

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        put_lock(path, TEXTS[i]);
        assert_locked(path);
    }
    put_own_lock(path, (long)getpid(), 0, 0);
    assert_locked(path);
    assert_file(path, OTHER);
}

static void removes_a_lock_file_that_is_left_behind(void **state)
{
    const char *path = mbox(OTHER);

    (void)state;
    put_lock(path, "x");
    make_old(lock_of(path), 290);
    assert_locked(path);
    make_old(lock_of(path), 310);
    append(path);
    assert_file(path, OTHER FIRST);
    put_own_lock(path, ended_process(), 0, 0);
    append(path);
    assert_file(path, OTHER FIRST FIRST);
    assert_unlocked(path);
}

/* What a writer left who was killed, and what the next makes of it. */
static const struct {
    const char *left;
    size_t after; /* what the mbox was to have */
    bool is_cut;
} LEFT[] = {
    { "", 500, true },
    { "F", 500, true },
    { "From a@example.test Sat Nov 21 23:06:00 2026\nA: b\n", 500, true },
    { "\n\nFrom a@example.test Sat N", 500, true },
    { "\nFro", 500, true },
    { FIRST, sizeof OTHER FIRST - 1, false }, /* whole */
    { FIRST, sizeof OTHER FIRST - 2, false }, /* others appended */
    { "From a@x Sat\nA: b\n\nteFrom b@x Sun\nB: c\n\nmail\n\n", 500, false },
    { "X-UID: 5\n\n", 500, false }, /* somebody wrote the mbox anew */
};

static void cuts_off_what_a_killed_writer_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++) {
        char text[800], wanted[900];
        const char *path;

        (void)snprintf(text, sizeof text, "%s%s", OTHER, LEFT[i].left);
        (void)snprintf(wanted, sizeof wanted, "%s%s", OTHER, FIRST);
        if (!LEFT[i].is_cut)
            (void)snprintf(wanted, sizeof wanted, "%s%s", text, FIRST);
        path = mbox(text);
        put_own_lock(path, ended_process(), sizeof OTHER - 1, LEFT[i].after);
        append(path);
        assert_file(path, wanted);
        assert_unlocked(path);
    }
}

/* Another's fcntl lock, which a process has to hold. */
static void waits_for_the_lock_of_fcntl(void **state)
{
    const char *path = mbox(OTHER);
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    mw_sink *sink = filled_sink(path, "");
    int ready[2], done[2];
    mw_status status;
    pid_t holder;
    char octet = 0;

    (void)state;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    holder = fork();
    if (holder == 0) {
        const int descriptor = open(path, O_RDWR);

        close(done[1]);
        if (fcntl(descriptor, F_SETLK, &whole) == 0 &&
            write(ready[1], "x", 1) == 1)
            (void)!read(done[0], &octet, 1);
        _exit(0);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &octet, 1), 1);
    status = mw_sink_finish(sink, &suite_error);
    close(ready[0]);
    close(done[0]);
    close(done[1]);
    assert_int_equal(waitpid(holder, NULL, 0), holder);
    must_fail(status, MW_E_UNAVAILABLE);
    assert_file(path, OTHER);
    assert_unlocked(path);
}

/* The process may make no file larger than some octets: as a full disk. */
static void cuts_the_mbox_back_when_there_is_no_room(void **state)
{
    const char *path = mbox(OTHER);
    mw_sink *sink = filled_sink(path, "");
    struct rlimit before, narrow;
    mw_status status;
    void (*caught)(int) = signal(SIGXFSZ, SIG_IGN);

    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    narrow = before;
    narrow.rlim_cur = sizeof OTHER + 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &narrow), 0);
    status = mw_sink_finish(sink, &suite_error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, caught);
    must_fail(status, MW_E_WRITE);
    assert_non_null(strstr(suite_error.message, "too large"));
    assert_file(path, OTHER);
    assert_unlocked(path);
}

static void names_a_lock_file_that_cannot_be_made(void **state)
{
    const char *path = mbox(NULL);
    mw_sink *sink;
    char inside[700];

    (void)state;
    (void)snprintf(inside, sizeof inside, "%s/box", path);
    assert_refused(inside, "/box: no such file");
    assert_int_equal(mkdir(path, 0700), 0);
    sink = filled_sink(inside, "");
    assert_int_equal(rmdir(path), 0);
    must_fail(mw_sink_finish(sink, &suite_error), MW_E_CREATE);
    assert_non_null(strstr(suite_error.message, "/box.lock: no such file"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(makes_the_mbox_when_all_is_there),
    cmocka_unit_test(parts_messages_by_an_empty_line),
    cmocka_unit_test(writes_any_sender_as_one_word),
    cmocka_unit_test(leaves_the_mbox_alone_when_it_is_not_finished),
    cmocka_unit_test(takes_a_message_that_is_too_large_for_memory),
    cmocka_unit_test(refuses_what_is_no_regular_file_with_one_name),
    cmocka_unit_test(refuses_a_link_that_came_meanwhile),
    cmocka_unit_test(heeds_the_lock_file_of_a_writer_that_may_live),
    cmocka_unit_test(removes_a_lock_file_that_is_left_behind),
    cmocka_unit_test(cuts_off_what_a_killed_writer_left),
    cmocka_unit_test(waits_for_the_lock_of_fcntl),
    cmocka_unit_test(cuts_the_mbox_back_when_there_is_no_room),
    cmocka_unit_test(names_a_lock_file_that_cannot_be_made),
};

SUITE_MAIN(TESTS)
