/* SPDX-License-Identifier: MIT */

/*
 * The letters of sendmail(8), as programs give them: those that Sendmail,
 * Postfix and Exim have in common, and those that one of them has and that
 * nothing is lost by ignoring. A letter that asks for another thing than
 * taking a message is refused, since who gave it believes that it is done.
 */

#include "config.h"

#include "sendmail.h"

#include "fail.h"

#include <stddef.h>
#include <string.h>

static mw_status take_flag(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(bool *)((char *)state + use->option->datum) = true;
    return MW_OK;
}

/* Of letters given twice the last counts. */
static mw_status take_text(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(const char **)(void *)((char *)state + use->option->datum) = use->value;
    return MW_OK;
}

static mw_status ignore(void *state, const option_use *use, mw_error *error)
{
    (void)state;
    (void)use;
    (void)error;
    return MW_OK;
}

/* -oi is -i; what else Sendmail could be set to is not there to be set. */
static mw_status take_setting(void *state, const option_use *use,
                              mw_error *error)
{
    sendmail *self = state;

    (void)error;
    if (!strcmp(use->value, "i"))
        self->ignores_dots = true;
    return MW_OK;
}

static mw_status take_long_setting(void *state, const option_use *use,
                                   mw_error *error)
{
    sendmail *self = state;

    (void)error;
    if (!strcmp(use->value, "IgnoreDots") ||
        !strcmp(use->value, "IgnoreDots=True"))
        self->ignores_dots = true;
    return MW_OK;
}

static mw_status take_mode(void *state, const option_use *use, mw_error *error)
{
    static const struct {
        const char *mode;
        const char *why;
    } OTHERS[] = {
        { "s", "nothing here speaks SMTP on standard input" },
        { "p", "there is no queue: a message is at the server, or refused" },
        { "i", "aliases are read when they are needed" },
        { "d", "there is no mail server here" },
        { "v", "addresses are verified by the server only" },
    };

    (void)state;
    if (!strcmp(use->value, "m"))
        return MW_OK;
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        if (!strcmp(use->value, OTHERS[i].mode))
            return fail(error, MW_E_USAGE, "-b%s: %s", use->value,
                        OTHERS[i].why);
    return fail(error, MW_E_USAGE, "-b%.80s: no such mode, only -bm",
                use->value);
}

static mw_status refuse_queue(void *state, const option_use *use,
                              mw_error *error)
{
    (void)state;
    return fail(error, MW_E_USAGE,
                "-%c: there is no queue: a message is at the server, or "
                "refused",
                use->option->letter);
}

static mw_status refuse_configuration(void *state, const option_use *use,
                                      mw_error *error)
{
    (void)state;
    fail(error, MW_E_USAGE, "-C: %.200s: Sendmail's configuration is not read",
         use->value);
    fail_hint(error, "--config FILE reads mimewright's");
    return MW_E_USAGE;
}

#define FLAG(of, help_text, member)                                            \
    {                                                                          \
        .name = "", .letter = (of), .section = "Letters", .help = (help_text), \
        .take = take_flag, .datum = offsetof(sendmail, member)                 \
    }

#define TEXT(of, value, help_text, member)                                     \
    {                                                                          \
        .name = "", .letter = (of), .kind = OPTION_VALUES,                     \
        .argument = (value), .section = "Letters", .help = (help_text),        \
        .take = take_text, .datum = offsetof(sendmail, member)                 \
    }

#define OTHER(of, of_kind, value, help_text, action)                           \
    {                                                                          \
        .name = "", .letter = (of), .kind = (of_kind), .argument = (value),    \
        .section = "Letters", .help = (help_text), .take = (action)            \
    }

#define IGNORED(of, of_kind, value, help_text)                                 \
    {                                                                          \
        .name = "", .letter = (of), .kind = (of_kind), .argument = (value),    \
        .section = "Letters that change nothing here", .help = (help_text),    \
        .take = ignore                                                         \
    }

#define SWITCH(of, text, member)                                               \
    {                                                                          \
        .name = (of), .section = "Other", .help = (text), .take = take_flag,   \
        .datum = offsetof(sendmail, member)                                    \
    }

static const option OPTIONS[] = {
    FLAG('t', "recipients from To, Cc and Bcc too", reads_header),
    FLAG('i', "a line with a dot alone does not end the input", ignores_dots),
    TEXT('f', "ADDRESS", "the envelope's sender; '' is the null path", from),
    TEXT('r', "ADDRESS", "the same", from),
    TEXT('F', "NAME", "full name for a From that is missing", full_name),
    TEXT('N', "never|success,failure,delay",
         "delivery status notifications to ask for, where the server can",
         notify),
    TEXT('R', "full|hdrs", "what they are to hold", returned),
    TEXT('V', "ID", "envelope id for them", envelope_id),
    OTHER('o', OPTION_VALUES, "X", "-oi is -i, others change nothing",
          take_setting),
    OTHER('O', OPTION_VALUES, "NAME=VALUE",
          "IgnoreDots is -i, others change nothing", take_long_setting),
    OTHER('b', OPTION_VALUES, "m", "take a message: what is done anyway",
          take_mode),
    FLAG('n', "no aliases", no_aliases),
    FLAG('v', "say what was sent", submission.verbose),
    OTHER('q', OPTION_OPTIONAL, NULL, "refused: there is no queue",
          refuse_queue),
    OTHER('Q', OPTION_OPTIONAL, NULL, "refused: there is no queue",
          refuse_queue),
    OTHER('C', OPTION_VALUES, "FILE", "refused: see --config",
          refuse_configuration),
    IGNORED('A', OPTION_VALUES, "c|m", "which configuration"),
    IGNORED('B', OPTION_VALUES, "TYPE", "what the body is, which is seen"),
    IGNORED('d', OPTION_OPTIONAL, NULL, "debugging"),
    IGNORED('e', OPTION_VALUES, "MODE",
            "how errors are told: by standard error and the exit status"),
    IGNORED('G', OPTION_FLAG, NULL, "the message comes from elsewhere"),
    IGNORED('h', OPTION_VALUES, "N", "hops so far"),
    IGNORED('L', OPTION_VALUES, "TAG", "name in the log"),
    IGNORED('m', OPTION_FLAG, NULL, "the sender is a recipient like others"),
    IGNORED('p', OPTION_VALUES, "PROTOCOL", "how it was received"),
    IGNORED('U', OPTION_FLAG, NULL, "it is a first submission"),
    IGNORED('X', OPTION_VALUES, "FILE", "traffic log; see --transcript"),
    SWITCH("help", "print this help", help),
    SWITCH("version", "print the version", version),
};

static const char *const LATER[] = { NULL };

const option_table sendmail_options = { OPTIONS,
                                        sizeof OPTIONS / sizeof OPTIONS[0],
                                        LATER, &submit_option_table, NULL };

/*
 * Programs put recipients behind letters without "--", where a recipient of
 * somebody's making could be an option: one with a long name, as can run a
 * command, is taken before the first recipient only.
 */
static mw_status check_place(const sendmail *self, const option *row,
                             mw_error *error)
{
    if (self->recipient_count == 0 || row->name[0] == '\0')
        return MW_OK;
    return fail(error, MW_E_USAGE, "--%s: stands behind a recipient",
                row->name);
}

mw_status sendmail_read_options(sendmail *self, char *const *arguments,
                                mw_error *error)
{
    option_reader reader;
    option_use use;
    bool found;
    mw_status status;

    option_reader_start(&reader, &sendmail_options, arguments);
    while ((status = option_read(&reader, &use, &found, error)) == MW_OK &&
           found) {
        if (use.option == NULL) {
            self->recipients[self->recipient_count++] = use.value;
            continue;
        }
        status = check_place(self, use.option, error);
        if (status == MW_OK)
            status = use.option->take(self, &use, error);
        if (status != MW_OK)
            break;
    }
    return status;
}
