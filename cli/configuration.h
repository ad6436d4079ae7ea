/* SPDX-License-Identifier: MIT */
#ifndef CLI_CONFIGURATION_H
#define CLI_CONFIGURATION_H

#include "config_file.h"
#include "submit_options.h"

#include <mimewright.h>

#include <stdbool.h>

/*
 * The configuration: "key = value" under [default] and [account NAME]. Keys
 * are the names of the options of a submission, and of those of `compose`
 * that say how messages are made, whatever command reads it. Texts that were
 * read from it live until configuration_end.
 */
typedef struct configuration_text configuration_text;

enum { CONFIGURATION_FILES = 2 };

typedef struct configuration {
    config_file files[CONFIGURATION_FILES]; /* what counts more is first */
    bool is_read;
    configuration_text *texts;
    option_use *settings; /* of `compose`, of what counts, in their order; a
                             flag is "yes" or "no" */
    size_t setting_count;
    option_use server; /* of what counts, even where an argument names another;
                          its value is NULL for none */
    option_use withheld; /* a secret that is not for that server, but for the
                            one that is its value here; NULL for none */
} configuration;

/*
 * Reads the files that OPTIONS or the environment name, or the usual ones,
 * once. Fails with STATUS_CONFIGURATION.
 */
mw_status configuration_read(configuration *self, const submit_options *options,
                             mw_error *error);

/* Whether there are accounts that a sender chooses. */
bool configuration_has_senders(const configuration *self);

/*
 * Stores in *ACCOUNT the name of the first account whose "from" is the address
 * of the mailbox FROM, or NULL. What is no mailbox is nobody's.
 */
mw_status configuration_find_account(const configuration *self,
                                     mw_context *context, const char *from,
                                     const char **account, mw_error *error);

/*
 * Reads the files, where that was not done, and gives OPTIONS what they do not
 * say yet, and gathers the settings: from the section of OPTIONS' account, or
 * of the first whose "from" is the address of the mailbox FROM (NULL for none),
 * then from [default]; from the user's file before the system's. Fails with
 * STATUS_CONFIGURATION, naming file and line.
 */
mw_status configuration_apply(configuration *self, mw_context *context,
                              submit_options *options, const char *from,
                              mw_error *error);

/* What is said first of the option NAME of `compose`, or NULL. */
const option_use *configuration_find(const configuration *self,
                                     const char *name);

/* Whether URL has a password before its host. */
bool configuration_holds_password(const char *url);

/* Frees what SELF holds, not SELF. */
void configuration_end(configuration *self);

#endif
