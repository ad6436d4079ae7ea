/* SPDX-License-Identifier: MIT */

/*
 * Secrets are read with read(2) into one buffer that is wiped: what goes
 * through stdio stays in its buffers.
 */

#include "config.h"

#include "secret.h"

#include "exit_status.h"
#include "fail.h"
#include "input.h"
#include "interrupt_wake.h"
#include "print.h"
#include "private_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

secret *secret_new(void)
{
    return private_memory_new(sizeof(secret));
}

void secret_free(secret *old)
{
    private_memory_free(old, sizeof *old);
}

void secret_wipe(secret *old)
{
    private_memory_wipe(old, sizeof *old);
}

static void drop_line_end(secret *got)
{
    if (got->size > 0 && got->text[got->size - 1] == '\n')
        got->size--;
    if (got->size > 0 && got->text[got->size - 1] == '\r')
        got->size--;
    got->text[got->size] = '\0';
}

/* Reads FD to its end. WHAT names it in errors. */
static mw_status read_all(secret *got, int fd, const char *what,
                          mw_error *error)
{
    size_t size;
    mw_status status;

    got->size = 0;
    do {
        if (got->size == sizeof got->text - 1)
            return fail(error, MW_E_DATA, "%.200s: is too long", what);
        status = input_read(fd, what, got->text + got->size,
                            sizeof got->text - 1 - got->size, &size, error);
        if (status != MW_OK)
            return status;
        got->size += size;
    } while (size > 0);
    if (memchr(got->text, '\0', got->size) != NULL)
        return fail(error, MW_E_DATA, "%.200s: holds NUL", what);
    drop_line_end(got);
    return MW_OK;
}

/* Starts COMMAND; it writes to OUT, and IN is the end it must not keep. */
static int start(const char *command, int out, pid_t *child)
{
    char shell[] = "sh";
    char flag[] = "-c";
    char *const arguments[] = { shell, flag, (char *)(size_t)command, NULL };
    posix_spawn_file_actions_t actions;
    int failure = posix_spawn_file_actions_init(&actions);

    if (failure != 0)
        return failure;
    failure = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
                                               "/dev/null", O_RDONLY, 0);
    if (failure == 0)
        failure =
            posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (failure == 0)
        failure =
            posix_spawn(child, "/bin/sh", &actions, NULL, arguments, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* Waits for CHILD, which has to have succeeded. */
static mw_status await(pid_t child, const char *option, mw_error *error)
{
    int how;

    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR)
            return fail_errno(error, MW_E_SYSTEM, option);
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return MW_OK;
    if (WIFEXITED(how))
        return fail(error, MW_E_READ, "%s: the command ended with status %d",
                    option, WEXITSTATUS(how));
    return fail(error, MW_E_READ, "%s: the command was ended by signal %d",
                option, WTERMSIG(how));
}

mw_status secret_from_command(secret *got, const char *option,
                              const char *command, mw_error *error)
{
    int ends[2];
    pid_t child;
    int failure;
    mw_status status;
    mw_status ended;

    if (pipe(ends) != 0)
        return fail_errno(error, MW_E_SYSTEM, option);
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    failure = start(command, ends[1], &child);
    (void)close(ends[1]);
    if (failure != 0) {
        (void)close(ends[0]);
        errno = failure;
        return fail_errno(error, MW_E_SYSTEM, option);
    }
    status = read_all(got, ends[0], option, error);
    (void)close(ends[0]);
    ended = await(child, option, status == MW_OK ? error : &(mw_error){ 0 });
    if (status == MW_OK)
        status = ended;
    if (status == MW_OK && got->size == 0)
        status =
            fail(error, MW_E_READ, "%s: the command printed nothing", option);
    return status;
}

mw_status secret_from_file(secret *got, const char *option, const char *path,
                           mw_error *error)
{
    int fd;
    mw_status status = input_open(path, true, &fd, error);

    if (status == MW_OK) {
        status = read_all(got, fd, input_name(path), error);
        input_close(path, fd);
    }
    if (status == MW_OK && got->size == 0)
        status = fail(error, MW_E_DATA, "%.200s: is empty", path);
    if (status != MW_OK)
        fail_blame(error, option);
    return status;
}

/* Waits for a line at FD; false where a signal came first, and so WAKE is
 * readable. */
static bool await_line(int fd, int wake)
{
    struct pollfd polled[2] = {
        { .fd = fd, .events = POLLIN },
        { .fd = wake, .events = POLLIN },
    };

    while (poll(polled, 2, -1) < 0)
        if (errno != EINTR)
            break;
    return polled[1].revents == 0;
}

/* No echo; and no key may stop or quit, which would leave it so. */
static void hide(struct termios *mode)
{
    mode->c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
    mode->c_lflag |= (tcflag_t)(ECHONL | ICANON);
    mode->c_cc[VQUIT] = _POSIX_VDISABLE;
    mode->c_cc[VSUSP] = _POSIX_VDISABLE;
}

/*
 * Reads a line of the terminal with its echo off, and puts that back before
 * a signal that came meanwhile ends the command.
 */
static mw_status read_hidden(secret *got, int fd, int wake, mw_error *error)
{
    struct termios before;
    struct termios hidden;
    size_t size = 0;
    mw_status status = MW_OK;
    bool interrupted;

    if (tcgetattr(fd, &before) != 0)
        return fail_errno(error, MW_E_SYSTEM, "the terminal");
    hidden = before;
    hide(&hidden);
    if (tcsetattr(fd, TCSAFLUSH, &hidden) != 0)
        return fail_errno(error, MW_E_SYSTEM, "the terminal");
    interrupted = !await_line(fd, wake);
    if (!interrupted)
        status = input_read(fd, "the terminal", got->text, sizeof got->text - 1,
                            &size, error);
    (void)tcsetattr(fd, TCSAFLUSH, &before);
    if (interrupted) {
        interrupt_wake_pass_on(EXIT_TEMPORARY);
        status = fail(error, MW_E_READ, "the terminal: interrupted");
    }
    got->size = size;
    drop_line_end(got);
    return status;
}

static void ask(int fd, const char *user, const char *host)
{
    char who[200], where[200], text[440];

    (void)print_escape(user, strlen(user), who, sizeof who);
    (void)print_escape(host, strlen(host), where, sizeof where);
    (void)snprintf(text, sizeof text, "Password for %s at %s: ", who, where);
    /* A terminal that cannot be written to can still be read. */
    if (write(fd, text, strlen(text)) < 0)
        return;
}

mw_status secret_from_terminal(secret *got, const char *user, const char *host,
                               mw_error *error)
{
    const int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    int wake;
    mw_status status;

    if (fd < 0)
        return fail_errno(error, MW_E_NO_INPUT, "/dev/tty");
    wake = interrupt_wake_catch();
    ask(fd, user, host);
    status = read_hidden(got, fd, wake, error);
    (void)close(fd);
    return status;
}
