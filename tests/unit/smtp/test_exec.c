/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "smtp/exec.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The call gives WANTED; MW_IO_MEMORY is as MW_E_MEMORY is to must. */
#define must_io(call, wanted)                                                  \
    check_io((call), (wanted), #call, __FILE__, __LINE__)

static void check_io(mw_io io, mw_io wanted, const char *call, const char *file,
                     int line)
{
    if (io == MW_IO_MEMORY)
        suite_must(MW_E_MEMORY, MW_OK, call, file, line);
    if (io != wanted) {
        print_error("%s gave %d, not %d: %s\n", call, io, wanted,
                    suite_error.message);
        _fail(file, line);
    }
}

static mw_wait patience(void)
{
    return (mw_wait){ mw_clock_after(30000), -1, NULL };
}

static void end_exec(void *exec)
{
    mw_exec_free(exec);
}

/* Starts a program that is the shell script TEXT, for one recipient; the
 * caller ends it. */
static mw_exec *start_alone(const char *text)
{
    const char *const recipients[] = { "rcpt@example.test" };
    const char *path = suite_file("mailer", text, strlen(text));
    mw_exec *exec = NULL;
    mw_io io;

    assert_int_equal(chmod(path, 0700), 0);
    io = mw_exec_start(suite_allocator(), path, "me@example.test", recipients,
                       1, &exec, &suite_error);
    must_io(io, MW_IO_OK);
    return exec;
}

/* The same, ended with the test. */
static mw_exec *start(const char *text)
{
    mw_exec *exec = start_alone(text);

    suite_defer(end_exec, exec);
    return exec;
}

static int finish(mw_exec *exec)
{
    const mw_wait wait = patience();
    int status = -1;

    must_io(mw_exec_finish(exec, &wait, &status, &suite_error), MW_IO_OK);
    return status;
}

static void put(mw_exec *exec, const char *text)
{
    const mw_wait wait = patience();

    must_io(mw_exec_write(exec, text, strlen(text), &wait, &suite_error),
            MW_IO_OK);
}

/* An address is never an option and never a word of a shell. */
static void gives_the_arguments_of_sendmail(void **state)
{
    static const char SCRIPT[] = "#!/bin/sh\nprintf '[%s]' \"$@\"\n";
    const char *path = suite_file("mailer", SCRIPT, strlen(SCRIPT));
    const char *const recipients[] = { "-oQ/tmp@x", "a b;`id`$(id)|*'\"@y" };
    mw_exec *exec;

    (void)state;
    assert_int_equal(chmod(path, 0700), 0);
    must_io(mw_exec_start(suite_allocator(), path, "-v@x", recipients, 2, &exec,
                          &suite_error),
            MW_IO_OK);
    suite_defer(end_exec, exec);
    assert_int_equal(finish(exec), 0);
    assert_string_equal(mw_exec_output(exec), "[-i][-f][-v@x][--][-oQ/tmp@x]"
                                              "[a b;`id`$(id)|*'\"@y]");
}

static void gives_the_null_path_as_brackets(void **state)
{
    static const char SCRIPT[] = "#!/bin/sh\nprintf '[%s]' \"$3\"\n";
    const char *path = suite_file("mailer", SCRIPT, strlen(SCRIPT));
    const char *const recipients[] = { "a@x" };
    mw_exec *exec;

    (void)state;
    assert_int_equal(chmod(path, 0700), 0);
    must_io(mw_exec_start(suite_allocator(), path, "", recipients, 1, &exec,
                          &suite_error),
            MW_IO_OK);
    suite_defer(end_exec, exec);
    assert_int_equal(finish(exec), 0);
    assert_string_equal(mw_exec_output(exec), "[<>]");
}

static void writes_line_ends_as_programs_want_them(void **state)
{
    static const char TEXT[] = "a\r\nb\rc\r\r\n\n.\r\n\r";

    (void)state;
    /* However it is cut. */
    for (size_t cut = 0; cut <= sizeof TEXT - 1; cut++) {
        mw_exec *exec = start("#!/bin/sh\nexec cat\n");
        const mw_wait wait = patience();

        must_io(mw_exec_write(exec, TEXT, cut, &wait, &suite_error), MW_IO_OK);
        put(exec, TEXT + cut);
        assert_int_equal(finish(exec), 0);
        assert_string_equal(mw_exec_output(exec), "a\nb\rc\r\n\n.\n\r");
        if (suite_is_fault_run())
            return;
    }
}

static void carries_what_no_pipe_can_hold(void **state)
{
    static char block[100000];
    mw_exec *exec = start("#!/bin/sh\nexec wc -c\n");
    const mw_wait wait = patience();

    (void)state;
    memset(block, '\r', sizeof block);
    for (int i = 0; i < 10; i++)
        must_io(mw_exec_write(exec, block, sizeof block, &wait, &suite_error),
                MW_IO_OK);
    assert_int_equal(finish(exec), 0);
    assert_non_null(strstr(mw_exec_output(exec), "1000000\n"));
}

/* A program that says more than a pipe holds before it reads. */
static void listens_while_it_writes(void **state)
{
    static char block[200000];
    mw_exec *exec = start("#!/bin/sh\nhead -c 300000 /dev/zero | tr '\\0' x\n"
                          "cat >/dev/null\necho end >&2\nexit 3\n");
    const mw_wait wait = patience();

    (void)state;
    must_io(mw_exec_write(exec, block, sizeof block, &wait, &suite_error),
            MW_IO_OK);
    assert_int_equal(finish(exec), 3);
    assert_int_equal(strlen(mw_exec_output(exec)), 400);
}

static void tells_how_the_program_ended(void **state)
{
    const mw_wait wait = patience();
    int status = -1;

    (void)state;
    assert_int_equal(finish(start("#!/bin/sh\nexit 75\n")), 75);
    must_io(mw_exec_finish(start("#!/bin/sh\nkill -9 $$\n"), &wait, &status,
                           &suite_error),
            MW_IO_RESET);
    assert_string_equal(suite_error.message,
                        "the program was ended by signal 9");
    assert_int_equal(status, -1);
}

/* The default action of SIGPIPE would end this program. */
static void a_program_that_reads_no_more_is_no_signal(void **state)
{
    static char block[200000];
    mw_exec *exec = start("#!/bin/sh\nexec 0<&-\necho no >&2\nexit 69\n");
    const mw_wait wait = patience();

    (void)state;
    signal(SIGPIPE, SIG_DFL);
    must_io(mw_exec_write(exec, block, sizeof block, &wait, &suite_error),
            MW_IO_CLOSED);
    assert_int_equal(finish(exec), 69);
    assert_string_equal(mw_exec_output(exec), "no\n");
}

/* T12 */
static void gives_up_on_a_program_that_hangs(void **state)
{
    static char block[200000];
    const mw_wait wait = { mw_clock_after(50), -1, NULL };
    const mw_wait past = { MW_DO_NOT_WAIT, -1, NULL };
    mw_exec *exec = start("#!/bin/sh\nexec sleep 60\n");
    mw_exec *talking = start("#!/bin/sh\nexec yes\n");
    int status;

    (void)state;
    must_io(mw_exec_write(exec, block, sizeof block, &wait, &suite_error),
            MW_IO_TIMEOUT);
    must_io(mw_exec_finish(exec, &past, &status, &suite_error), MW_IO_TIMEOUT);
    must_io(mw_exec_finish(talking, &wait, &status, &suite_error),
            MW_IO_TIMEOUT);
}

static void stops_when_interrupted(void **state)
{
    static char block[200000];
    mw_wait wait = patience();
    mw_exec *exec = start("#!/bin/sh\nexec sleep 60\n");
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "!", 1), 1);
    wait.interrupt = ends[0];
    must_io(mw_exec_write(exec, block, sizeof block, &wait, &suite_error),
            MW_IO_INTERRUPTED);
    close(ends[0]);
    close(ends[1]);
}

/* What was not finished must look like no message: no end of input. */
static void a_program_that_is_killed_sees_no_end(void **state)
{
    static const char SCRIPT[] = "#!/bin/sh\ncat >/dev/null\n: >\"$0.end\"\n";
    char path[512];
    mw_exec *exec;

    (void)state;
    exec = start_alone(SCRIPT);
    snprintf(path, sizeof path, "%s.end",
             suite_file("mailer", SCRIPT, strlen(SCRIPT)));
    put(exec, "half a mess");
    mw_exec_free(exec);
    assert_int_equal(access(path, F_OK), -1);
}

static void leaves_no_descriptor_open(void **state)
{
    const int stray = open("/dev/null", O_RDONLY);
    const int moved = fcntl(stray, F_DUPFD, 20);
    mw_exec *exec;
    char wanted[8];

    (void)state;
    if (suite_is_fault_run()) {
        close(stray);
        close(moved);
        return;
    }
    exec = start("#!/bin/sh\nfor i in 3 4 5 6 7 8 9; do\n"
                 "    (: <&$i) 2>/dev/null && echo $i\ndone\n"
                 "[ ! -e /proc/self/fd/20 ] || echo 20\n");
    assert_int_equal(finish(exec), 0);
    snprintf(wanted, sizeof wanted, "%d\n", moved);
    assert_null(strstr(mw_exec_output(exec), wanted));
    close(stray);
    close(moved);
}

static void says_why_there_is_no_program(void **state)
{
    const char *const recipients[] = { "a@x" };
    const char *text = suite_file("text", "hello\n", 6);
    mw_exec *exec = NULL;

    (void)state;
    must_io(mw_exec_start(suite_allocator(), "/nowhere/mailer", "", recipients,
                          1, &exec, &suite_error),
            MW_IO_NO_PROGRAM);
    assert_string_equal(suite_error.message,
                        "/nowhere/mailer: no such file or directory");
    must_io(mw_exec_start(suite_allocator(), text, "", recipients, 1, &exec,
                          &suite_error),
            MW_IO_NO_PROGRAM);
    assert_non_null(strstr(suite_error.message, "permission denied"));
    must_io(mw_exec_start(suite_allocator(), "sendmail", "", recipients, 1,
                          &exec, &suite_error),
            MW_IO_USAGE);
    must_io(mw_exec_start(suite_allocator(), "/bin/true", "", NULL, 0, &exec,
                          &suite_error),
            MW_IO_USAGE);
    assert_null(exec);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_the_arguments_of_sendmail),
    cmocka_unit_test(gives_the_null_path_as_brackets),
    cmocka_unit_test(writes_line_ends_as_programs_want_them),
    cmocka_unit_test(carries_what_no_pipe_can_hold),
    cmocka_unit_test(listens_while_it_writes),
    cmocka_unit_test(tells_how_the_program_ended),
    cmocka_unit_test(a_program_that_reads_no_more_is_no_signal),
    cmocka_unit_test(gives_up_on_a_program_that_hangs),
    cmocka_unit_test(stops_when_interrupted),
    cmocka_unit_test(a_program_that_is_killed_sees_no_end),
    cmocka_unit_test(leaves_no_descriptor_open),
    cmocka_unit_test(says_why_there_is_no_program),
};

SUITE_MAIN(TESTS)
