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

/* As option_blame_value; but a proxy's URL can hold a password. */
static mw_status blame(const option_use *use, mw_status status, mw_error *error)
{
    return strcmp(use->option->name, "proxy") != 0
               ? option_blame_value(use, status, error)
               : option_blame(use, status, error);
}

/* Stores which of its option's choices USE is, counted from 0. */
static mw_status choose(const option_use *use, size_t *choice, mw_error *error)
{
    return option_blame(use, option_choose(use, choice, error), error);
}

/* Stores TEXT, what USE says or a part of it, as a number from 1 on. */
static mw_status count_text(const option_use *use, const char *text,
                            unsigned *number, mw_error *error)
{
    uint64_t read;

    if (!number_parse(text, UINT_MAX, &read) || read == 0)
        return option_blame(use,
                            fail(error, MW_E_USAGE,
                                 "\"%.80s\" is no number from 1 to %u", text,
                                 UINT_MAX),
                            error);
    *number = (unsigned)read;
    return MW_OK;
}

/* The same for the whole of it, where there is one. */
static mw_status count(const option_use *use, unsigned *number, mw_error *error)
{
    return use->value != NULL ? count_text(use, use->value, number, error)
                              : MW_OK;
}

/* Texts that the library takes as they are. */
static mw_status apply_texts(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    const smtp_library *smtp = &self->smtp;
    const struct {
        const option_use *use;
        mw_status (*set)(mw_smtp_options *, const char *, mw_error *);
    } texts[] = {
        { &given->ca_file, smtp->options_set_ca_file },
        { &given->tls_name, smtp->options_set_tls_name },
        { &given->auth, smtp->options_set_mechanisms },
        { &given->helo, smtp->options_set_helo },
        { &given->envid, smtp->options_set_envelope_id },
        { &given->deliver_by, smtp->options_set_deliver_by },
        { &given->hold_until, smtp->options_set_hold_until },
        { &given->proxy, smtp->options_set_proxy },
        { &given->source, smtp->options_set_source },
        { &given->no_extension, smtp->options_set_without },
    };
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < sizeof texts / sizeof texts[0];
         i++)
        if (texts[i].use->value != NULL)
            status = blame(texts[i].use,
                           texts[i].set(self->to, texts[i].use->value, error),
                           error);
    return status;
}

static mw_status apply_certificate(submission *self, mw_error *error)
{
    const option_use *cert = &self->options.cert;
    const option_use *key = &self->options.key;

    if (key->value != NULL && cert->value == NULL)
        return option_blame(
            key, fail(error, MW_E_USAGE, "there is no certificate for it"),
            error);
    if (cert->value == NULL)
        return MW_OK;
    return blame(cert,
                 self->smtp.options_set_certificate(self->to, cert->value,
                                                    key->value, error),
                 error);
}

static mw_status apply_tls(submission *self, mw_error *error)
{
    static const mw_smtp_tls MODES[] = { MW_SMTP_TLS_REQUIRED,
                                         MW_SMTP_TLS_IMPLICIT,
                                         MW_SMTP_TLS_OPPORTUNISTIC,
                                         MW_SMTP_TLS_OFF };
    const submit_options *given = &self->options;
    const smtp_library *smtp = &self->smtp;
    size_t mode;
    mw_status status = MW_OK;

    if (given->tls.value != NULL) {
        status = choose(&given->tls, &mode, error);
        if (status == MW_OK)
            smtp->options_set_tls(self->to, MODES[mode]);
    }
    if (status == MW_OK)
        status = apply_certificate(self, error);
    for (size_t i = 0; status == MW_OK && i < given->pin_count; i++)
        status =
            blame(&given->pins[i],
                  smtp->options_add_pin(self->to, given->pins[i].value, error),
                  error);
    smtp->options_set_insecure(self->to, given->insecure.value != NULL);
    smtp->options_set_require_tls(self->to, given->require_tls.value != NULL);
    smtp->options_set_cleartext_password(
        self->to, given->allow_cleartext_password.value != NULL);
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
    static const option WORDS = { .name = "notify",
                                  .argument = "never|success|failure|delay" };

    *notify = 0;
    for (;;) {
        const size_t size = strcspn(list, ",");
        char word[16];
        const option_use one = { .option = &WORDS, .value = word };
        size_t choice;

        (void)snprintf(word, sizeof word, "%.*s",
                       (int)(size < sizeof word ? size : sizeof word - 1),
                       list);
        if (option_choose(&one, &choice, error) != MW_OK)
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
    static const option WORDS = { .name = "ret", .argument = "full|hdrs" };
    const option_use one = { .option = &WORDS, .value = what };
    size_t index;
    const mw_status status = option_choose(&one, &index, error);

    if (status == MW_OK)
        self->smtp.options_set_return(self->to, RETURNS[index]);
    return status;
}

static mw_status apply_notifications(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status = MW_OK;

    if (given->notify.value != NULL)
        status = option_blame(
            &given->notify,
            submit_apply_notify(self, given->notify.value, error), error);
    if (status == MW_OK && given->ret.value != NULL)
        status = option_blame(
            &given->ret, submit_apply_return(self, given->ret.value, error),
            error);
    return status;
}

static mw_status apply_priority(submission *self, mw_error *error)
{
    const option_use *use = &self->options.mt_priority;
    const bool negative = use->value[0] == '-';
    uint64_t number;

    if (!number_parse(use->value + negative, 9, &number))
        return option_blame(use,
                            fail(error, MW_E_USAGE,
                                 "\"%.80s\" is no number from -9 to 9",
                                 use->value),
                            error);
    return blame(use,
                 self->smtp.options_set_priority(
                     self->to, negative ? -(int)number : (int)number, error),
                 error);
}

static mw_status apply_hold_for(submission *self, mw_error *error)
{
    const option_use *use = &self->options.hold_for;
    uint64_t seconds;

    if (!number_parse(use->value, UINT32_MAX, &seconds))
        return option_blame(use,
                            fail(error, MW_E_USAGE,
                                 "\"%.80s\" is no number of seconds",
                                 use->value),
                            error);
    return blame(use, self->smtp.options_set_hold_for(self->to, seconds, error),
                 error);
}

static mw_status apply_wishes(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status = apply_notifications(self, error);

    if (status == MW_OK && given->hold_for.value != NULL)
        status = apply_hold_for(self, error);
    if (status == MW_OK && given->mt_priority.value != NULL)
        status = apply_priority(self, error);
    self->smtp.options_set_all_or_none(self->to,
                                       given->all_or_none.value != NULL);
    return status;
}

static mw_status apply_times(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    unsigned timeout = 0;
    unsigned connect = 0;
    unsigned deadline = 0;
    mw_status status = count(&given->timeout, &timeout, error);

    if (status == MW_OK)
        status = count(&given->connect_timeout, &connect, error);
    if (status == MW_OK)
        status = count(&given->deadline, &deadline, error);
    if (status == MW_OK)
        self->smtp.options_set_timeouts(self->to, timeout, connect, deadline);
    return status;
}

/* "N/s", or N alone. */
static mw_status read_rate(const option_use *use, unsigned *rate,
                           mw_error *error)
{
    const char *text = use->value;
    char digits[16] = "";
    const size_t size = text != NULL ? strcspn(text, "/") : 0;

    if (text == NULL)
        return MW_OK;
    if (size >= sizeof digits ||
        (text[size] == '/' && strcmp(text + size, "/s") != 0))
        return option_blame(
            use, fail(error, MW_E_USAGE, "\"%.80s\" is not like 5/s", text),
            error);
    memcpy(digits, text, size);
    return count_text(use, digits, rate, error);
}

static mw_status apply_chunk_size(submission *self, mw_error *error)
{
    const option_use *use = &self->options.chunk_size;
    uint64_t size;

    if (!number_parse_size(use->value, &size) || size == 0)
        return option_blame(use,
                            fail(error, MW_E_USAGE,
                                 "\"%.80s\" is no size, such as 64k",
                                 use->value),
                            error);
    self->smtp.options_set_chunk_size(self->to, size);
    return MW_OK;
}

static mw_status apply_flow(submission *self, mw_error *error)
{
    const submit_options *given = &self->options;
    unsigned per_connection = 0;
    unsigned rate = 0;
    unsigned in_flight = 0;
    mw_status status = count(&given->per_connection, &per_connection, error);

    if (status == MW_OK)
        status = count(&given->in_flight, &in_flight, error);
    if (status == MW_OK)
        status = read_rate(&given->rate, &rate, error);
    if (status == MW_OK)
        self->smtp.options_set_flow(self->to, per_connection, rate, in_flight);
    if (status == MW_OK && given->chunk_size.value != NULL)
        status = apply_chunk_size(self, error);
    return status;
}

static mw_status apply_ip_version(submission *self, mw_error *error)
{
    const option_use *four = &self->options.ipv4;
    const option_use *six = &self->options.ipv6;

    if (four->value == NULL && six->value == NULL)
        return MW_OK;
    /* Where one is an argument, that is the one to change. */
    if (four->value != NULL && six->value != NULL)
        return option_blame(
            four->origin.place == NULL ? four : six,
            fail(error, MW_E_USAGE, "-4 and -6: one of the two"), error);
    return self->smtp.options_set_ip_version(
        self->to, four->value != NULL ? 4 : 6, error);
}

static mw_status apply_connection(submission *self, mw_error *error)
{
    static const mw_smtp_stop STOPS[] = {
        MW_SMTP_STOP_CONNECT, MW_SMTP_STOP_EHLO, MW_SMTP_STOP_TLS,
        MW_SMTP_STOP_AUTH,    MW_SMTP_STOP_MAIL, MW_SMTP_STOP_RCPT
    };
    const submit_options *given = &self->options;
    size_t stop;
    mw_status status = apply_ip_version(self, error);

    if (status == MW_OK && given->quit_after.value != NULL) {
        status = choose(&given->quit_after, &stop, error);
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
