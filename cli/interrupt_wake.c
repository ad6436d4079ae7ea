/* SPDX-License-Identifier: MIT */

/*
 * The two variables are global, since a handler has to find them. Signals
 * that were ignored when the command was started, as by nohup(1), stay so.
 */

#include "config.h"

#include "interrupt_wake.h"

#include "exit_status.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int SIGNALS[] = { SIGHUP, SIGINT, SIGTERM };

static volatile sig_atomic_t noted;

static int wake[2] = { -1, -1 };

static void note(int number)
{
    const int before = errno;

    noted = number;
    if (wake[1] >= 0 && write(wake[1], "", 1) < 0)
        noted = number; /* full, so it is readable */
    errno = before;
}

static void open_wake(void)
{
    if (wake[0] >= 0 || pipe(wake) != 0)
        return;
    for (size_t i = 0; i < 2; i++) {
        (void)fcntl(wake[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(wake[i], F_SETFL, O_NONBLOCK);
    }
}

int interrupt_wake_catch(void)
{
    /* Without SA_RESTART, so that a read that waits is woken. */
    struct sigaction action = { .sa_handler = note,
                                .sa_flags = (int)SA_RESETHAND };
    struct sigaction before;

    open_wake();
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++)
        if (sigaction(SIGNALS[i], NULL, &before) == 0 &&
            before.sa_handler != SIG_IGN)
            (void)sigaction(SIGNALS[i], &action, NULL);
    return wake[0];
}

void interrupt_wake_pass_on(int exit_status)
{
    if (noted != 0 && exit_status == EXIT_TEMPORARY)
        (void)raise(noted);
}
