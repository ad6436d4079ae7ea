/* SPDX-License-Identifier: MIT */

/*
 * What a handler and the rest of a program share has to be global; these two
 * variables are. Signals that were ignored when the command was started, as by
 * nohup(1), stay so.
 */

#include "config.h"

#include "interrupt.h"

#include "fail.h"

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

int interrupt_descriptor(void)
{
    if (wake[0] >= 0 || pipe(wake) != 0)
        return wake[0];
    for (size_t i = 0; i < 2; i++) {
        (void)fcntl(wake[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(wake[i], F_SETFL, O_NONBLOCK);
    }
    if (noted != 0) /* before there was a pipe */
        note((int)noted);
    return wake[0];
}

void interrupt_catch(void)
{
    /* Without SA_RESTART, so that a read that waits is woken. */
    struct sigaction action = { .sa_handler = note,
                                .sa_flags = (int)SA_RESETHAND };
    struct sigaction before;

    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++)
        if (sigaction(SIGNALS[i], NULL, &before) == 0 &&
            before.sa_handler == SIG_DFL)
            (void)sigaction(SIGNALS[i], &action, NULL);
}

mw_status interrupt_check(mw_error *error)
{
    if (noted == 0)
        return MW_OK;
    return fail(error, MW_E_WRITE, "interrupted");
}

void interrupt_pass_on(void)
{
    if (noted != 0)
        (void)raise(noted);
}
