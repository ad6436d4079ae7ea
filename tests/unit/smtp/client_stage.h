/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CLIENT_STAGE_H
#define UNIT_SMTP_CLIENT_STAGE_H

/*
 * Options and messages for the suites that submit, ended with the test.
 */

#include "suite.h"

#include <mimewright/smtp.h>

#include <stdio.h>

static inline void end_options(void *options)
{
    mw_smtp_options_free(options);
}

static inline void end_message(void *message)
{
    mw_smtp_message_free(message);
}

static inline mw_smtp_options *new_options(void)
{
    mw_smtp_options *options;

    must(mw_smtp_options_new(suite_context(), &options, &suite_error));
    suite_defer(end_options, options);
    return options;
}

/* Options to reach PORT of loopback. */
static inline mw_smtp_options *options_at(unsigned port)
{
    mw_smtp_options *options = new_options();
    char url[64];

    snprintf(url, sizeof url, "smtp://127.0.0.1:%u", port);
    must(mw_smtp_options_set_server(options, url, 0, &suite_error));
    must(
        mw_smtp_options_set_helo(options, "client.example.test", &suite_error));
    mw_smtp_options_set_timeouts(options, 60, 60, 0);
    return options;
}

/* Options to run the program at PATH. */
static inline mw_smtp_options *options_to_run(const char *path)
{
    mw_smtp_options *options = new_options();
    char url[512];

    snprintf(url, sizeof url, "exec:%s", path);
    must(mw_smtp_options_set_server(options, url, 0, &suite_error));
    return options;
}

/* A message to TO, of SIZE octets that WRITE writes, which gets USER. */
static inline mw_smtp_message *new_message(mw_smtp_write_function write,
                                           void *user, uint64_t size,
                                           const char *to)
{
    mw_smtp_message *message;

    must(mw_smtp_message_new(suite_context(), write, NULL, user, NULL, &message,
                             &suite_error));
    suite_defer(end_message, message);
    must(mw_smtp_message_set_from(message, "me@example.test", &suite_error));
    must(mw_smtp_message_add_recipient(message, to, &suite_error));
    mw_smtp_message_set_size(message, size);
    return message;
}

/* Writes the string that USER is. */
static inline mw_status write_text(void *user, mw_sink *sink, mw_error *error)
{
    return mw_sink_write(sink, user, strlen(user), error);
}

#endif
