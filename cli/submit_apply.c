/* SPDX-License-Identifier: MIT */

/*
 * From texts to the library's settings. What only the library can judge, it
 * judges; its errors get the option's name.
 */

#include "config.h"

#include "submit_apply.h"

#include "fail.h"
#include "number.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Puts "--NAME VALUE" before what the library says of it. */
static mw_status blame(mw_status status, const char *name, const char *value,
                       mw_error *error)
{
    char what[128];

    if (status != MW_OK) {
        /* A proxy's URL can hold a password. */
        (void)snprintf(what, sizeof what, "--%s %.80s", name,
                       strcmp(name, "proxy") ? value : "URL");
        fail_blame(error, what);
    }
    return status;
}

/* Stores which word of CHOICES, with "|" between, VALUE is, from 0. */
static mw_status choose(const char *name, const char *value,
                        const char *choices, unsigned *choice, mw_error *error)
{
    const option row = { .name = name, .argument = choices };
    const option_use use = { .option = &row, .value = value };
    size_t index;
    const mw_status status = option_choose(&use, &index, error);

    if (status == MW_OK)
        *choice = (unsigned)index;
    return status;
}

/* Stores VALUE, where there is one, as a number from 1 on. */
static mw_status count(const char *name, const char *value, unsigned *number,
                       mw_error *error)
{
    uint64_t read;

    if (value == NULL)
        return MW_OK;
    if (!number_parse(value, UINT_MAX, &read) || read == 0)
        return fail(error, MW_E_USAGE, "--%s: \"%.80s\" is no number from 1 on",
                    name, value);
    *number = (unsigned)read;
    return MW_OK;
}

/* Texts that the library takes as they are. */
static mw_status apply_texts(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    const smtp_library *smtp = &self->smtp;
    const struct {
        const char *name;
        const char *value;
        mw_status (*set)(mw_smtp_options *, const char *, mw_error *);
    } texts[] = {
        { "ca-file", given->ca_file, smtp->options_set_ca_file },
        { "tls-name", given->tls_name, smtp->options_set_tls_name },
        { "auth", given->auth, smtp->options_set_mechanisms },
        { "helo", given->helo, smtp->options_set_helo },
        { "envid", given->envid, smtp->options_set_envelope_id },
        { "deliver-by", given->deliver_by, smtp->options_set_deliver_by },
        { "hold-until", given->hold_until, smtp->options_set_hold_until },
        { "proxy", given->proxy, smtp->options_set_proxy },
        { "source", given->source, smtp->options_set_source },
        { "no-extension", given->no_extension, smtp->options_set_without },
    };
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < sizeof texts / sizeof texts[0];
         i++)
        if (texts[i].value != NULL)
            status = blame(texts[i].set(self->to, texts[i].value, error),
                           texts[i].name, texts[i].value, error);
    return status;
}

static mw_status apply_tls(submission *self, mw_error *error)
{
    static const mw_smtp_tls MODES[] = { MW_SMTP_TLS_REQUIRED,
                                         MW_SMTP_TLS_IMPLICIT,
                                         MW_SMTP_TLS_OPPORTUNISTIC,
                                         MW_SMTP_TLS_OFF };
    const submit_options *given = &self->options;
    const smtp_library *smtp = &self->smtp;
    unsigned mode;
    mw_status status = MW_OK;

    if (given->tls != NULL) {
        status = choose("tls", given->tls,
                        "required|implicit|opportunistic|off", &mode, error);
        if (status == MW_OK)
            smtp->options_set_tls(self->to, MODES[mode]);
    }
    if (status == MW_OK && given->key != NULL && given->cert == NULL)
        status = fail(error, MW_E_USAGE, "--key: there is no --cert");
    if (status == MW_OK && given->cert != NULL)
        status = blame(smtp->options_set_certificate(self->to, given->cert,
                                                     given->key, error),
                       "cert", given->cert, error);
    for (size_t i = 0; status == MW_OK && i < given->pin_count; i++)
        status = blame(smtp->options_add_pin(self->to, given->pins[i], error),
                       "pin", given->pins[i], error);
    smtp->options_set_insecure(self->to, given->insecure != NULL);
    smtp->options_set_require_tls(self->to, given->require_tls != NULL);
    smtp->options_set_cleartext_password(
        self->to, given->allow_cleartext_password != NULL);
    return status;
}

/* "never", or others with commas between them. */
static mw_status read_notify(const char *list, unsigned *notify,
                             mw_error *error)
{
    static const unsigned BITS[] = { MW_SMTP_NOTIFY_NEVER,
                                     MW_SMTP_NOTIFY_SUCCESS,
                                     MW_SMTP_NOTIFY_FAILURE,
                                     MW_SMTP_NOTIFY_DELAY };

    *notify = 0;
    for (;;) {
        const size_t size = strcspn(list, ",");
        char word[16];
        unsigned choice;

        (void)snprintf(word, sizeof word, "%.*s",
                       (int)(size < sizeof word ? size : sizeof word - 1),
                       list);
        if (choose("notify", word, "never|success|failure|delay", &choice,
                   error) != MW_OK)
            return error->status;
        *notify |= BITS[choice];
        if (list[size] == '\0')
            break;
        list += size + 1;
    }
    if ((*notify & MW_SMTP_NOTIFY_NEVER) != 0 &&
        *notify != MW_SMTP_NOTIFY_NEVER)
        return fail(error, MW_E_USAGE, "--notify: never stands alone");
    return MW_OK;
}

mw_status submit_apply_notify(submission *self, const char *list,
                              mw_error *error)
{
    unsigned notify;
    const mw_status status = read_notify(list, &notify, error);

    if (status != MW_OK)
        return status;
    return self->smtp.options_set_notify(self->to, notify, error);
}

mw_status submit_apply_return(submission *self, const char *what,
                              mw_error *error)
{
    static const mw_smtp_return RETURNS[] = { MW_SMTP_RETURN_FULL,
                                              MW_SMTP_RETURN_HEADERS };
    unsigned index;
    const mw_status status = choose("ret", what, "full|hdrs", &index, error);

    if (status == MW_OK)
        self->smtp.options_set_return(self->to, RETURNS[index]);
    return status;
}

static mw_status apply_notifications(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status = MW_OK;

    if (given->notify != NULL)
        status = submit_apply_notify(self, given->notify, error);
    if (status == MW_OK && given->ret != NULL)
        status = submit_apply_return(self, given->ret, error);
    return status;
}

static mw_status read_priority(const char *text, int *priority, mw_error *error)
{
    const bool negative = text[0] == '-';
    uint64_t number;

    if (!number_parse(text + negative, 9, &number))
        return fail(error, MW_E_USAGE,
                    "--mt-priority: \"%.80s\" is no number from -9 to 9", text);
    *priority = negative ? -(int)number : (int)number;
    return MW_OK;
}

static mw_status apply_wishes(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status = apply_notifications(self, error);
    uint64_t seconds;
    int priority = 0;

    if (status == MW_OK && given->hold_for != NULL) {
        if (!number_parse(given->hold_for, UINT32_MAX, &seconds))
            return fail(error, MW_E_USAGE,
                        "--hold-for: \"%.80s\" is no number of seconds",
                        given->hold_for);
        status =
            blame(self->smtp.options_set_hold_for(self->to, seconds, error),
                  "hold-for", given->hold_for, error);
    }
    if (status == MW_OK && given->mt_priority != NULL) {
        status = read_priority(given->mt_priority, &priority, error);
        if (status == MW_OK)
            status = self->smtp.options_set_priority(self->to, priority, error);
    }
    self->smtp.options_set_all_or_none(self->to, given->all_or_none != NULL);
    return status;
}

static mw_status apply_times(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    unsigned timeout = 0;
    unsigned connect = 0;
    unsigned deadline = 0;
    mw_status status = count("timeout", given->timeout, &timeout, error);

    if (status == MW_OK)
        status =
            count("connect-timeout", given->connect_timeout, &connect, error);
    if (status == MW_OK)
        status = count("deadline", given->deadline, &deadline, error);
    if (status == MW_OK)
        self->smtp.options_set_timeouts(self->to, timeout, connect, deadline);
    return status;
}

/* "N/s", or N alone. */
static mw_status read_rate(const char *text, unsigned *rate, mw_error *error)
{
    char digits[16] = "";
    const size_t size = text != NULL ? strcspn(text, "/") : 0;

    if (text == NULL)
        return MW_OK;
    if (size >= sizeof digits ||
        (text[size] == '/' && strcmp(text + size, "/s") != 0))
        return fail(error, MW_E_USAGE, "--rate: \"%.80s\" is not like 5/s",
                    text);
    memcpy(digits, text, size);
    return count("rate", digits, rate, error);
}

static mw_status apply_flow(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    unsigned per_connection = 0;
    unsigned rate = 0;
    unsigned in_flight = 0;
    uint64_t chunk_size;
    mw_status status =
        count("per-connection", given->per_connection, &per_connection, error);

    if (status == MW_OK)
        status = count("in-flight", given->in_flight, &in_flight, error);
    if (status == MW_OK)
        status = read_rate(given->rate, &rate, error);
    if (status == MW_OK)
        self->smtp.options_set_flow(self->to, per_connection, rate, in_flight);
    if (status == MW_OK && given->chunk_size != NULL) {
        if (!number_parse_size(given->chunk_size, &chunk_size) ||
            chunk_size == 0)
            return fail(error, MW_E_USAGE,
                        "--chunk-size: \"%.80s\" is no size, such as 64k",
                        given->chunk_size);
        self->smtp.options_set_chunk_size(self->to, chunk_size);
    }
    return status;
}

static mw_status apply_connection(submission *self, mw_error *error)
{
    static const mw_smtp_stop STOPS[] = {
        MW_SMTP_STOP_CONNECT, MW_SMTP_STOP_EHLO, MW_SMTP_STOP_TLS,
        MW_SMTP_STOP_AUTH,    MW_SMTP_STOP_MAIL, MW_SMTP_STOP_RCPT
    };
    const submit_options *given = &self->options;
    unsigned stop;
    mw_status status = MW_OK;

    if (given->ipv4 != NULL && given->ipv6 != NULL)
        return fail(error, MW_E_USAGE, "-4 and -6: one of the two");
    if (given->ipv4 != NULL || given->ipv6 != NULL)
        status = self->smtp.options_set_ip_version(
            self->to, given->ipv4 != NULL ? 4 : 6, error);
    if (status == MW_OK && given->quit_after != NULL) {
        status = choose("quit-after", given->quit_after,
                        "connect|ehlo|tls|auth|mail|rcpt", &stop, error);
        if (status == MW_OK)
            self->smtp.options_set_stop(self->to, STOPS[stop]);
    }
    return status;
}

mw_status submit_apply(submission *self, mw_error *error)
{
    static mw_status (*const STEPS[])(submission *, mw_error *) = {
        apply_texts, apply_tls,  apply_wishes,
        apply_times, apply_flow, apply_connection,
    };
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < sizeof STEPS / sizeof STEPS[0];
         i++)
        status = STEPS[i](self, error);
    return status;
}
