/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_OPTIONS_H
#define CLI_SUBMIT_OPTIONS_H

#include "option.h"

#include <stdbool.h>

/*
 * What is said of a submission, by arguments, the environment or the
 * configuration: texts as they were given, NULL where nothing was said; a
 * flag is "yes". The state of a command that has these options begins with
 * this struct.
 */
typedef struct submit_options {
    const char *config;
    const char *server;
    const char *account;
    const char *default_domain;
    const char *aliases;
    const char *force_from;
    const char *tls;
    const char *ca_file;
    const char *cert;
    const char *key;
    const char *pin; /* the last of PINS */
    const char *tls_name;
    const char *insecure;
    const char *user;
    const char *password_command;
    const char *password_file;
    const char *netrc; /* "" is ~/.netrc */
    const char *token_command;
    const char *auth;
    const char *allow_cleartext_password;
    const char *helo;
    const char *notify;
    const char *ret;
    const char *envid;
    const char *deliver_by;
    const char *hold_for;
    const char *hold_until;
    const char *mt_priority;
    const char *require_tls;
    const char *all_or_none;
    const char *timeout;
    const char *connect_timeout;
    const char *deadline;
    const char *proxy;
    const char *ipv4;
    const char *ipv6;
    const char *source;
    const char *per_connection;
    const char *rate;
    const char *in_flight;
    const char *chunk_size;
    const char *no_extension;
    const char *transcript;
    const char *log;
    const char *quit_after;

    const char **pins;
    size_t pin_count;
    const char *first; /* the name of the first argument that is of no use
                          where nothing is submitted */
} submit_options;

/* The options, which several commands have in their tables. */
extern const option_table submit_option_table;

/* Stores VALUE as what ROW of the table says. */
mw_status submit_options_set(submit_options *options, const option *row,
                             const char *value, mw_error *error);

/* What ROW says, or NULL. */
const char *submit_options_get(const submit_options *options,
                               const option *row);

/* Makes ROW say nothing. */
void submit_options_clear(submit_options *options, const option *row);

/* Frees what OPTIONS hold, not OPTIONS. */
void submit_options_end(submit_options *options);

#endif
