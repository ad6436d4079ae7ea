/* SPDX-License-Identifier: MIT */

/*
 * The table of commands, and which of them the arguments mean.
 */

#include "config.h"

#include "command.h"

#include "compose.h"
#include "encode.h"
#include "fail.h"
#include "nearest.h"
#include "option_help.h"
#include "probe.h"
#include "send.h"
#include "sendmail.h"

#include <mimewright/version.h>

#include <stdio.h>
#include <string.h>

static const command COMMANDS[] = {
    { "compose", "[OPTION]... [--] [RECIPIENT]...",
      "make a message; the word may be left out before an option",
      &compose_options, compose_run },
    { "send", "[OPTION]... [FILE]...",
      "submit messages that exist, standard input without FILE", &send_options,
      send_run },
    { "sendmail", "[OPTION]... [LETTER]... [--] [RECIPIENT]...",
      "take a message as sendmail(8) does, also when called by that name",
      &sendmail_options, sendmail_run },
    { "probe", "[OPTION]... URL",
      "what a server offers, before and after TLS; sends nothing",
      &probe_options, probe_run },
    { "encode", "[OPTION]... FORMAT [FILE]",
      "encode standard input or a file as base64, base64url,\n"
      "      quoted-printable, header, parameter, xtext, flowed or\n"
      "      flowed-delsp",
      &encode_options, encode_run },
    { "decode", "[OPTION]... FORMAT [FILE]", "the way back", &decode_options,
      decode_run },
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

/* Commands that have their meaning already, but no code yet. */
static const char *const LATER[] = {
    "lint", "show", "extract", "preview", "gallery",
};

static const command *by_name(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!strcmp(COMMANDS[i].name, name))
            return &COMMANDS[i];
    return NULL;
}

static mw_status fail_unknown(const char *name, mw_error *error)
{
    nearest best = nearest_start(name, strlen(name));

    for (size_t i = 0; i < sizeof LATER / sizeof LATER[0]; i++)
        if (!strcmp(LATER[i], name))
            return fail(error, MW_E_USAGE, "%s: not in this version yet", name);
    fail(error, MW_E_USAGE, "%.80s: no such command", name);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        nearest_offer(&best, COMMANDS[i].name);
    if (best.name != NULL)
        fail_hint(error, "did you mean %s?", best.name);
    else
        fail_hint(error, "mimewright --help lists them; to make a message, "
                         "start with an option or with compose");
    return MW_E_USAGE;
}

mw_status command_find(char *const *arguments, const command **found,
                       char *const **rest, mw_error *error)
{
    const char *first = arguments[0];

    if (first == NULL) {
        fail(error, MW_E_USAGE, "no argument: nothing to do");
        fail_hint(error, "mimewright --help says what there is to do");
        return MW_E_USAGE;
    }
    if (first[0] == '-') {
        *found = by_name("compose");
        *rest = arguments;
        return MW_OK;
    }
    *found = by_name(first);
    *rest = arguments + 1;
    return *found != NULL ? MW_OK : fail_unknown(first, error);
}

static void print_version(void)
{
    (void)printf("mimewright %s (libmimewright %s)\n", PACKAGE_VERSION,
                 mw_version());
}

void command_print_overview(bool help)
{
    if (!help) {
        print_version();
        return;
    }
    (void)fputs("mimewright makes and submits MIME messages.\n\nUsage:\n",
                stdout);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        (void)printf("  mimewright %s %s\n      %s\n", COMMANDS[i].name,
                     COMMANDS[i].arguments, COMMANDS[i].summary);
    (void)fputs("  mimewright --help | --version\n"
                "  mimewright COMMAND --help\n"
                "\n"
                "Text of other people is given only as the value of an option "
                "or after --.\n",
                stdout);
}

void command_print_about(const char *name, bool help)
{
    const command *about = by_name(name);

    if (!help) {
        print_version();
        return;
    }
    (void)printf("Usage: mimewright %s %s\n\n%s\n", about->name,
                 about->arguments, about->summary);
    option_help_print(about->options, stdout);
}
