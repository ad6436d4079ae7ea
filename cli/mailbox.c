/* SPDX-License-Identifier: MIT */

/*
 * An mbox is appended to by a process of its own, in a session of its own,
 * which no signal to the command or its group ends in the midst of it. It
 * tries the lock once and reports through a pipe; the command waits, and has
 * another try where the mbox was locked. So a command that is interrupted
 * while it waits files nothing later, one that is killed while the message is
 * appended leaves that to be completed, and should the process be killed
 * instead, the next try undoes what it left.
 */

#include "config.h"

#include "mailbox.h"

#include "fail.h"
#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long others may have an mbox locked: 30 seconds. */
enum { TRIES_A_SECOND = 20, TRIES = 30 * TRIES_A_SECOND };

static const char MAILDIR[] = "maildir:";
static const char MBOX[] = "mbox:";

bool mailbox_is_mbox(const char *name)
{
    return !strncmp(name, MBOX, sizeof MBOX - 1);
}

static bool is_maildir(const char *name)
{
    return !strncmp(name, MAILDIR, sizeof MAILDIR - 1);
}

bool mailbox_is(const char *name)
{
    return is_maildir(name) || mailbox_is_mbox(name);
}

const char *mailbox_path(const char *name)
{
    if (is_maildir(name))
        return name + sizeof MAILDIR - 1;
    return mailbox_is_mbox(name) ? name + sizeof MBOX - 1 : name;
}

mw_status mailbox_open(mw_context *context, const char *name,
                       const char *sender, mw_sink **sink, mw_error *error)
{
    const char *path = mailbox_path(name);

    if (is_maildir(name))
        return interrupt_new_maildir(context, path, sink, error);
    return mw_sink_new_mbox(context, path, sender, 0, sink, error);
}

/* What the process says of a try: less than a pipe takes at once. */
typedef struct {
    mw_status status;
    mw_error error;
} outcome;

static void try_apart(mw_sink *sink, int report)
{
    outcome told = { .status = MW_OK };
    sigset_t all;

    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, NULL);
    (void)setsid();
    told.status = mw_sink_finish(sink, &told.error);
    _exit(write(report, &told, sizeof told) == (ssize_t)sizeof told ? 0 : 1);
}

/* Reads what the process says; whether it came to say it. */
static bool hear(int report, outcome *told)
{
    ssize_t got;

    do
        got = read(report, told, sizeof *told);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof *told;
}

static void wait_for_end(pid_t process)
{
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/*
 * Tries once to finish SINK; *AGAIN is whether another try makes sense. SINK
 * itself is as before, since the process had a copy of it.
 */
static mw_status try(mw_sink *sink, bool *again, mw_error *error)
{
    outcome told;
    int ends[2];
    pid_t process;
    bool heard;

    *again = false;
    if (pipe(ends) != 0)
        return mw_sink_finish(sink, error);
    process = fork();
    if (process == 0)
        try_apart(sink, ends[1]);
    (void)close(ends[1]);
    heard = process > 0 && hear(ends[0], &told);
    (void)close(ends[0]);
    if (process < 0)
        return mw_sink_finish(sink, error);
    wait_for_end(process);
    *again = !heard || told.status == MW_E_UNAVAILABLE;
    if (!heard)
        return fail(error, MW_E_UNAVAILABLE,
                    "mbox: the process that appends was killed");
    *error = told.error;
    return told.status;
}

static void pause_shortly(void)
{
    const struct timespec pause = { .tv_nsec = 1000000000 / TRIES_A_SECOND };

    (void)nanosleep(&pause, NULL);
}

mw_status mailbox_finish(mw_sink *sink, const char *name, mw_error *error)
{
    bool again = true;
    mw_status status = MW_OK;

    if (!mailbox_is_mbox(name))
        return mw_sink_finish(sink, error);
    for (int i = 0; again && i < TRIES; i++) {
        if (i > 0)
            pause_shortly();
        status = try(sink, &again, error);
    }
    if (status == MW_E_UNAVAILABLE) {
        status = MW_E_CREATE;
        error->status = status;
    }
    return status;
}
