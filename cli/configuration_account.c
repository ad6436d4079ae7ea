/* SPDX-License-Identifier: MIT */

/*
 * Which account a sender is of: its "from" names one mailbox, and what counts
 * of that is the address.
 */

#include "config.h"

#include "configuration.h"

#include <string.h>

/* The account that LINE says the "from" of, or NULL. */
static const char *account_of(const config_line *line)
{
    static const char START[] = "account ";

    if (line->key == NULL || strcmp(line->key, "from") != 0 ||
        strncmp(line->section, START, strlen(START)) != 0)
        return NULL;
    return line->section + strlen(START);
}

bool configuration_has_senders(const configuration *self)
{
    for (size_t i = 0; i < CONFIGURATION_FILES; i++)
        for (size_t j = 0; j < self->files[i].line_count; j++)
            if (account_of(&self->files[i].lines[j]) != NULL)
                return true;
    return false;
}

/* Whether A and B are one mailbox each, and of one address. */
static mw_status compare_mailboxes(mw_context *context, const char *a,
                                   const char *b, bool *same, mw_error *error)
{
    mw_mailboxes *both;
    mw_status status = mw_mailboxes_new(context, &both, error);

    if (status != MW_OK)
        return status;
    /* An address that is there already is passed over. */
    *same = mw_mailboxes_add(both, a, strlen(a), NULL) == MW_OK &&
            mw_mailboxes_count(both) == 1 && b[0] != '\0' &&
            mw_mailboxes_add(both, b, strlen(b), NULL) == MW_OK &&
            mw_mailboxes_count(both) == 1;
    mw_mailboxes_free(both);
    return MW_OK;
}

mw_status configuration_find_account(const configuration *self,
                                     mw_context *context, const char *from,
                                     const char **account, mw_error *error)
{
    mw_status status = MW_OK;
    bool found = false;

    *account = NULL;
    for (size_t i = 0; i < CONFIGURATION_FILES; i++) {
        const config_file *file = &self->files[i];

        for (size_t j = 0; j < file->line_count; j++) {
            const config_line *line = &file->lines[j];
            const char *named = account_of(line);

            if (found || status != MW_OK || named == NULL)
                continue;
            status =
                compare_mailboxes(context, from, line->value, &found, error);
            if (found)
                *account = named;
        }
    }
    return status;
}
