/* SPDX-License-Identifier: MIT */

/*
 * Where the command starts and ends.
 */

#include "config.h"

#include "command.h"
#include "exit_status.h"
#include "fail.h"
#include "interrupt.h"
#include "interrupt_wake.h"
#include "output.h"
#include "print.h"
#include "sendmail.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/*
 * A program may be started with one of the three descriptors closed, and the
 * next file it opens would then be taken for it. What fills the gap here is
 * open the wrong way round, so that using it is an error as it would be.
 */
static bool keep_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

/* A reader that has gone or a full quota is an error like others. */
static bool ignore_failed_writes(void)
{
    return signal(SIGPIPE, SIG_IGN) != SIG_ERR &&
           signal(SIGXFSZ, SIG_IGN) != SIG_ERR;
}

static bool is_either(const char *argument, const char *name,
                      const char *letter)
{
    return argument != NULL &&
           (!strcmp(argument, name) || !strcmp(argument, letter));
}

static int run(char *const *arguments)
{
    const command *found;
    char *const *rest;
    mw_error error;

    if (is_either(arguments[0], "--help", "-h") ||
        is_either(arguments[0], "--version", "-V")) {
        command_print_overview(is_either(arguments[0], "--help", "-h"));
        return EXIT_DONE;
    }
    if (command_find(arguments, &found, &rest, &error) != MW_OK) {
        print_failure(&error);
        return exit_status_of(error.status);
    }
    return found->run(rest);
}

int main(int count, char **arguments)
{
    mw_error error;
    int exit_status;

    if (!keep_descriptors() || !ignore_failed_writes())
        return EXIT_SYSTEM;
    interrupt_catch();
    if (count == 0 ||
        !sendmail_run_by_name(arguments[0], arguments + 1, &exit_status))
        exit_status = run(arguments + (count > 0));
    if (output_close_stdout(&error) != MW_OK && exit_status == EXIT_DONE) {
        print_failure(&error);
        exit_status = exit_status_of(error.status);
    }
    interrupt_wake_pass_on(exit_status);
    return exit_status;
}
