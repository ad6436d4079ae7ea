/* SPDX-License-Identifier: MIT */

/*
 * What a handler and the rest of a program share has to be global; this is
 * the one such variable. Signals that were ignored when the command was
 * started, as by nohup(1), stay so.
 */

#include "config.h"

#include "interrupt.h"

#include "fail.h"

#include <signal.h>
#include <stddef.h>

static const int SIGNALS[] = { SIGHUP, SIGINT, SIGTERM };

static volatile sig_atomic_t noted;

static void note(int number)
{
    noted = number;
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
