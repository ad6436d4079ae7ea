/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_OPTIONS_H
#define CLI_SUBMIT_OPTIONS_H

#include "option.h"

#include <stdbool.h>

/*
 * What is said of a submission, by arguments, the environment or the
 * configuration, and where: values as they were given, NULL where nothing was
 * said; a flag is "yes". The state of a command that has these options begins
 * with this struct.
 */
typedef struct submit_options {
    option_use config;
    option_use server;
    option_use account;
    option_use default_domain;
    option_use aliases;
    option_use force_from;
    option_use tls;
    option_use ca_file;
    option_use cert;
    option_use key;
    option_use pin; /* the last of PINS */
    option_use tls_name;
    option_use insecure;
    option_use user;
    option_use password_command;
    option_use password_file;
    option_use netrc; /* "" is ~/.netrc */
    option_use token_command;
    option_use auth;
    option_use allow_cleartext_password;
    option_use helo;
    option_use notify;
    option_use ret;
    option_use envid;
    option_use deliver_by;
    option_use hold_for;
    option_use hold_until;
    option_use mt_priority;
    option_use require_tls;
    option_use all_or_none;
    option_use timeout;
    option_use connect_timeout;
    option_use deadline;
    option_use proxy;
    option_use ipv4;
    option_use ipv6;
    option_use source;
    option_use per_connection;
    option_use rate;
    option_use in_flight;
    option_use chunk_size;
    option_use no_extension;
    option_use transcript;
    option_use log;
    option_use quit_after;

    option_use *pins;
    size_t pin_count;
    const char *first; /* the name of the first argument that is of no use
                          where nothing is submitted */
} submit_options;

/* The options, which several commands have in their tables. */
extern const option_table submit_option_table;

/* Stores USE as what its option, one of the table, says. */
mw_status submit_options_set(submit_options *options, const option_use *use,
                             mw_error *error);

/* Stores URL, an operand, as what --server says. */
void submit_options_set_server(submit_options *options, const char *url);

/* What ROW says, or NULL. */
const char *submit_options_get(const submit_options *options,
                               const option *row);

/* Makes ROW say nothing. */
void submit_options_clear(submit_options *options, const option *row);

/* Frees what OPTIONS hold, not OPTIONS. */
void submit_options_end(submit_options *options);

#endif
