/* SPDX-License-Identifier: MIT */

/*
 * Messages of one run go to one server, so they are for one account. Which,
 * their senders say; where they do not agree, nobody knows what is wanted.
 */

#include "config.h"

#include "send_account.h"

#include "author.h"
#include "fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for the name of a section, as errors show it. */
enum { SECTION_ROOM = 80 };

/* The account that is found, by the first message that names a sender. */
typedef struct choice {
    const send_input *input; /* NULL while there is none */
    char *from;
    const char *account; /* NULL for [default] alone */
} choice;

const char *send_account_sender(const submission *self,
                                const char *envelope_from)
{
    return envelope_from != NULL ? envelope_from
                                 : self->options.force_from.value;
}

mw_status send_account_is_open(submission *self, bool *open, mw_error *error)
{
    const mw_status status =
        configuration_read(&self->configuration, &self->options, error);

    *open = self->options.account.value == NULL &&
            configuration_has_senders(&self->configuration);
    return status;
}

/* Stores who INPUT is from; NULL where that cannot be known. */
static mw_status read_author(const submission *self, send_input *input,
                             char **author, mw_error *error)
{
    mw_error wrong = { 0 };
    const mw_status status =
        author_read(self->context, input->source, author, &wrong);

    if (status == MW_E_MEMORY)
        return fail_memory(error);
    if (status == MW_OK && (*author)[0] != '\0')
        return MW_OK;
    if (status == MW_OK)
        free(*author);
    *author = NULL;
    /* A header that is too long may do for who asks nothing of it. */
    return status == MW_OK || status == MW_E_LIMIT
               ? MW_OK
               : send_input_spoil(input, &wrong, error);
}

static bool is_same(const char *account, const char *other)
{
    if (account == NULL || other == NULL)
        return account == other;
    return !strcmp(account, other);
}

static const char *show(const char *account, char text[SECTION_ROOM])
{
    if (account == NULL)
        return "[default]";
    (void)snprintf(text, SECTION_ROOM, "[account %.60s]", account);
    return text;
}

static mw_status refuse(const choice *made, const char *name,
                        const char *account, mw_error *error)
{
    char section[SECTION_ROOM], other[SECTION_ROOM];

    fail(error, MW_E_USAGE,
         "%.150s: its From leads to %s, but that of %.150s to %s", name,
         show(account, section), made->input->name, show(made->account, other));
    fail_hint(error, "--account NAME is for all; else send them in two runs");
    return MW_E_USAGE;
}

/* Chooses, or checks, by AUTHOR of INPUT, which it takes over. */
static mw_status consider(const submission *self, choice *made,
                          const send_input *input, char *author,
                          mw_error *error)
{
    const char *account = NULL;
    mw_status status = MW_OK;

    if (made->from == NULL || strcmp(author, made->from) != 0) {
        status = configuration_find_account(&self->configuration, self->context,
                                            author, &account, error);
        if (status == MW_OK && made->from == NULL) {
            *made = (choice){ input, author, account };
            return MW_OK;
        }
        if (status == MW_OK && !is_same(account, made->account))
            status = refuse(made, input->name, account, error);
    }
    free(author);
    return status;
}

mw_status send_account_find(const submission *self, send_inputs *inputs,
                            char **from, mw_error *error)
{
    choice made = { .input = NULL };
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < inputs->count; i++) {
        send_input *input = &inputs->items[i];
        char *author = NULL;

        if (input->wrong == NULL)
            status = read_author(self, input, &author, error);
        if (author != NULL)
            status = consider(self, &made, input, author, error);
    }
    if (status == MW_OK)
        *from = made.from;
    else
        free(made.from);
    return status;
}
