/* SPDX-License-Identifier: MIT */

/*
 * What a handler and the rest of a program share has to be global; this is
 * the one such variable. It changes only while the signals are blocked, so a
 * handler finds it whole. Signals that were ignored when the command was
 * started, as by nohup(1), stay so.
 */

#include "config.h"

#include "interrupt.h"

#include "fail.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int SIGNALS[] = { SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
                               SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2 };

enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof SIGNALS[0] };

typedef struct noted_file {
    struct noted_file *next;
    char path[];
} noted_file;

static noted_file *noted;

/* SA_RESETHAND has restored what the signal does; it comes on return. */
static void end(int number)
{
    for (const noted_file *file = noted; file != NULL; file = file->next)
        (void)unlink(file->path);
    (void)raise(number);
}

static void fill(sigset_t *set)
{
    (void)sigemptyset(set);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        (void)sigaddset(set, SIGNALS[i]);
}

void interrupt_catch(void)
{
    struct sigaction action = { .sa_handler = end,
                                .sa_flags = (int)SA_RESETHAND };
    struct sigaction before;

    fill(&action.sa_mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (sigaction(SIGNALS[i], NULL, &before) == 0 &&
            before.sa_handler == SIG_DFL)
            (void)sigaction(SIGNALS[i], &action, NULL);
}

static mw_status note(const char *path, mw_error *error)
{
    const size_t size = strlen(path) + 1;
    noted_file *file = malloc(sizeof *file + size);

    if (file == NULL)
        return fail_memory(error);
    memcpy(file->path, path, size);
    file->next = noted;
    noted = file;
    return MW_OK;
}

typedef mw_status (*open_function)(mw_context *context, const char *path,
                                   mw_sink **sink, mw_error *error);

static mw_status open_and_note(open_function open, mw_context *context,
                               const char *path, mw_sink **sink,
                               mw_error *error)
{
    mw_status status = open(context, path, sink, error);

    if (status != MW_OK || mw_sink_temporary(*sink) == NULL)
        return status;
    status = note(mw_sink_temporary(*sink), error);
    if (status != MW_OK) {
        mw_sink_free(*sink);
        *sink = NULL;
    }
    return status;
}

/* A FIFO waits for its reader, and a signal has to end that. */
static bool may_wait(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

/* No signal comes between the two. */
static mw_status open_undisturbed(open_function open, mw_context *context,
                                  const char *path, mw_sink **sink,
                                  mw_error *error)
{
    sigset_t blocked;
    sigset_t before;
    mw_status status;

    fill(&blocked);
    (void)sigprocmask(SIG_BLOCK, &blocked, &before);
    status = open_and_note(open, context, path, sink, error);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

mw_status interrupt_new_file(mw_context *context, const char *path,
                             mw_sink **sink, mw_error *error)
{
    if (may_wait(path))
        return open_and_note(mw_sink_new_file, context, path, sink, error);
    return open_undisturbed(mw_sink_new_file, context, path, sink, error);
}

mw_status interrupt_new_maildir(mw_context *context, const char *path,
                                mw_sink **sink, mw_error *error)
{
    return open_undisturbed(mw_sink_new_maildir, context, path, sink, error);
}

void interrupt_forget(void)
{
    sigset_t blocked;
    sigset_t before;

    fill(&blocked);
    (void)sigprocmask(SIG_BLOCK, &blocked, &before);
    while (noted != NULL) {
        noted_file *file = noted;

        noted = file->next;
        free(file);
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
}
