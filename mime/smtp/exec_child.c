/* SPDX-License-Identifier: MIT */

/*
 * Between fork and exec only what is safe in a signal handler is called,
 * since other threads may have held any lock. Why exec failed comes back by
 * a third pipe, which a successful exec closes.
 */

#include "config.h"

#include "smtp/exec_child.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

/* Where descriptors have to be closed one by one, and the system allows more
 * than this, the rest relies on being closed by exec. */
#define DESCRIPTORS_MOST 65536

/* The descriptor by which the child says why exec failed. */
#define REPORT 3

typedef struct {
    int input[2];
    int output[2];
    int report[2];
} pipes;

static void close_pipe(const int ends[2])
{
    if (ends[0] >= 0)
        close(ends[0]);
    if (ends[1] >= 0)
        close(ends[1]);
}

/* Moves DESCRIPTOR out of the way of the first four, and marks it. */
static int move_up(int descriptor)
{
    const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, REPORT + 1);
    const int number = errno;

    close(descriptor);
    errno = number;
    return moved;
}

static bool make_pipe(int ends[2])
{
    int made[2];

    if (pipe(made) != 0)
        return false;
    ends[0] = move_up(made[0]);
    ends[1] = move_up(made[1]);
    return ends[0] >= 0 && ends[1] >= 0;
}

static bool make_pipes(pipes *made)
{
    *made = (pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
    return make_pipe(made->input) && make_pipe(made->output) &&
           make_pipe(made->report) &&
           fcntl(made->input[1], F_SETFL, O_NONBLOCK) == 0 &&
           fcntl(made->output[0], F_SETFL, O_NONBLOCK) == 0;
}

/* Closes the descriptors from FIRST on; there are MOST. */
static void close_from(int first, int most)
{
#if defined(HAVE_CLOSEFROM)
    (void)most;
    closefrom(first);
#else
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0)
        return;
#endif
    for (int i = first; i < most; i++)
        close(i);
#endif
}

static int descriptors(void)
{
    const long most = sysconf(_SC_OPEN_MAX);

    return most > 0 && most < DESCRIPTORS_MOST ? (int)most : DESCRIPTORS_MOST;
}

/* What becomes of the child: the program, or an errno in the report. */
static _Noreturn void become(char *const *arguments, const pipes *made,
                             int most)
{
    const struct sigaction by_default = { .sa_handler = SIG_DFL };
    sigset_t none;
    int number;
    ssize_t told;

    setpgid(0, 0);
    sigaction(SIGPIPE, &by_default, NULL);
    if (dup2(made->input[0], STDIN_FILENO) >= 0 &&
        dup2(made->output[1], STDOUT_FILENO) >= 0 &&
        dup2(made->output[1], STDERR_FILENO) >= 0 &&
        dup2(made->report[1], REPORT) >= 0 &&
        fcntl(REPORT, F_SETFD, FD_CLOEXEC) == 0) {
        close_from(REPORT + 1, most);
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execv(arguments[0], arguments);
    }
    number = errno;
    told = write(REPORT, &number, sizeof number);
    _exit(told < 0 ? 71 : 70);
}

/* The errno that the child reported; 0 where exec succeeded. */
static int read_report(int report)
{
    int number = 0;
    ssize_t size;

    do
        size = read(report, &number, sizeof number);
    while (size < 0 && errno == EINTR);
    return size == (ssize_t)sizeof number ? number : 0;
}

/* Whether exec will fail with NUMBER, too, until somebody mends something. */
static mw_io io_of(int number)
{
    switch (number) {
    case E2BIG:
    case EACCES:
    case EINVAL:
    case ELOOP:
    case ENAMETOOLONG:
    case ENOENT:
    case ENOEXEC:
    case ENOTDIR:
    case EPERM:
        return MW_IO_NO_PROGRAM;
    default:
        return MW_IO_SYSTEM;
    }
}

static mw_io fork_child(char *const *arguments, pipes *made,
                        mw_exec_child *child, mw_error *error)
{
    const int most = descriptors();
    const pid_t id = fork();
    int number;

    if (id == 0)
        become(arguments, made, most);
    if (id < 0)
        return mw_io_fail_system(error, MW_IO_SYSTEM, arguments[0], errno);
    setpgid(id, id); /* both do, so that it is done whoever is first */
    close(made->report[1]);
    made->report[1] = -1;
    number = read_report(made->report[0]);
    if (number != 0) {
        kill(id, SIGKILL);
        while (waitpid(id, NULL, 0) < 0 && errno == EINTR)
            continue;
        return mw_io_fail_system(error, io_of(number), arguments[0], number);
    }
    *child = (mw_exec_child){ id, made->input[1], made->output[0] };
    made->input[1] = -1;
    made->output[0] = -1;
    return MW_IO_OK;
}

mw_io mw_exec_child_start(char *const *arguments, mw_exec_child *child,
                          mw_error *error)
{
    pipes made;
    mw_io io;

    if (make_pipes(&made))
        io = fork_child(arguments, &made, child, error);
    else
        io = mw_io_fail_system(error, MW_IO_SYSTEM, arguments[0], errno);
    close_pipe(made.input);
    close_pipe(made.output);
    close_pipe(made.report);
    return io;
}

ssize_t mw_exec_child_write(const mw_exec_child *child, const void *bytes,
                            size_t size)
{
    sigset_t broken_pipe, before, pending;
    bool was_pending;
    ssize_t result;
    int number;

    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    sigpending(&pending);
    was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    result = write(child->input, bytes, size);
    number = errno;
    /* The signal that this write raised waits now: take it away. */
    if (result < 0 && number == EPIPE && !was_pending) {
        sigpending(&pending);
        if (sigismember(&pending, SIGPIPE) == 1)
            sigwait(&broken_pipe, &(int){ 0 });
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = number;
    return result;
}
