/* SPDX-License-Identifier: MIT */

/*
 * The options of a submission, for every command that has them and for the
 * configuration, whose keys are their names. They are only noted here: what
 * was not said by an argument may still come from elsewhere.
 */

#include "config.h"

#include "submit_options.h"

#include "fail.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Whether ROW says how to submit, and not how addresses are written. */
static bool submits(const option *row)
{
    return row->datum != offsetof(submit_options, default_domain) &&
           row->datum != offsetof(submit_options, aliases) &&
           row->datum != offsetof(submit_options, force_from);
}

static mw_status take(void *state, const option_use *use, mw_error *error)
{
    submit_options *self = state;

    if (self->first == NULL && submits(use->option))
        self->first = use->option->name;
    return submit_options_set(self, use, error);
}

#define ROW(member)                                                            \
    .take = take, .datum = offsetof(submit_options, member),                   \
    .traits = OPTION_SETTING

static const option OPTIONS[] = {
    { .name = "config",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Submitting",
      .help = "configuration to read, instead of the system's and the user's",
      ROW(config) },
    { .name = "server",
      .kind = OPTION_VALUE,
      .argument = "URL",
      .section = "Submitting",
      .help = "smtp://, smtps://, lmtp://[USER@]HOST[:PORT], smtp+unix:PATH, "
              "lmtp+unix:PATH, exec:PATH; default $MIMEWRIGHT_SERVER",
      ROW(server) },
    { .name = "account",
      .kind = OPTION_VALUE,
      .argument = "NAME",
      .section = "Submitting",
      .help = "section of the configuration",
      ROW(account) },
    { .name = "default-domain",
      .kind = OPTION_VALUE,
      .argument = "DOMAIN",
      .section = "Submitting",
      .help = "what completes addresses without a domain",
      ROW(default_domain) },
    { .name = "aliases",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Submitting",
      .help = "aliases(5) with addresses only, for recipients without a domain",
      ROW(aliases) },
    { .name = "force-from",
      .kind = OPTION_VALUE,
      .argument = "MAILBOX",
      .section = "Submitting",
      .help = "who every message is from, in its header and its envelope",
      ROW(force_from) },
    { .name = "helo",
      .kind = OPTION_VALUE,
      .argument = "NAME",
      .section = "Submitting",
      .help = "name to greet with; default the host's, else its address",
      ROW(helo) },
    { .name = "notify",
      .kind = OPTION_VALUE,
      .argument = "never|success,failure,delay",
      .section = "Submitting",
      .help = "delivery status notifications to ask for",
      ROW(notify) },
    { .name = "ret",
      .kind = OPTION_VALUE,
      .argument = "full|hdrs",
      .section = "Submitting",
      .help = "what they are to hold",
      ROW(ret) },
    { .name = "envid",
      .kind = OPTION_VALUE,
      .argument = "ID",
      .section = "Submitting",
      .help = "envelope id for them",
      ROW(envid) },
    { .name = "deliver-by",
      .kind = OPTION_VALUE,
      .argument = "SECONDS;R|N[T]",
      .section = "Submitting",
      .help = "deliver in that time, else return it or notify",
      ROW(deliver_by) },
    { .name = "hold-for",
      .kind = OPTION_VALUE,
      .argument = "SECONDS",
      .section = "Submitting",
      .help = "the server is to hold it that long",
      ROW(hold_for) },
    { .name = "hold-until",
      .kind = OPTION_VALUE,
      .argument = "DATE",
      .section = "Submitting",
      .help = "the server is to hold it until then (RFC 3339)",
      ROW(hold_until) },
    { .name = "mt-priority",
      .kind = OPTION_VALUE,
      .argument = "-9..9",
      .section = "Submitting",
      .help = "priority of the transfer",
      ROW(mt_priority) },
    { .name = "require-tls",
      .section = "Submitting",
      .help = "only over TLS on the whole way (RFC 8689)",
      ROW(require_tls) },
    { .name = "all-or-none",
      .section = "Submitting",
      .help = "send nothing unless every recipient is accepted",
      ROW(all_or_none) },
    { .name = "tls",
      .kind = OPTION_VALUE,
      .argument = "required|implicit|opportunistic|off",
      .section = "Security",
      .help = "default required",
      ROW(tls) },
    { .name = "ca-file",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Security",
      .help = "certificates to trust, instead of the system's",
      ROW(ca_file) },
    { .name = "cert",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Security",
      .help = "client certificate",
      ROW(cert) },
    { .name = "key",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Security",
      .help = "its key, where that is in another file",
      ROW(key) },
    { .name = "pin",
      .kind = OPTION_VALUES,
      .argument = "sha256:HEX",
      .section = "Security",
      .help = "key that the server has to have",
      ROW(pin) },
    { .name = "tls-name",
      .kind = OPTION_VALUE,
      .argument = "NAME",
      .section = "Security",
      .help = "name that the certificate has to have, if not the host's",
      ROW(tls_name) },
    { .name = "insecure",
      .section = "Security",
      .help = "take any certificate",
      ROW(insecure) },
    { .name = "user",
      .kind = OPTION_VALUE,
      .argument = "NAME",
      .section = "Login",
      .help = "whom to log in",
      ROW(user) },
    { .name = "password-command",
      .kind = OPTION_VALUE,
      .argument = "CMD",
      .section = "Login",
      .help = "shell command that prints the password",
      ROW(password_command) },
    { .name = "password-file",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Login",
      .help = "file with the password",
      ROW(password_file) },
    { .name = "netrc",
      .kind = OPTION_OPTIONAL,
      .argument = "FILE",
      .section = "Login",
      .help = "take it from there; default with --netrc= ~/.netrc",
      ROW(netrc) },
    { .name = "token-command",
      .kind = OPTION_VALUE,
      .argument = "CMD",
      .section = "Login",
      .help = "shell command that prints the token of OAUTHBEARER or XOAUTH2",
      ROW(token_command) },
    { .name = "auth",
      .kind = OPTION_VALUE,
      .argument = "LIST",
      .section = "Login",
      .help = "mechanisms to allow, best first",
      ROW(auth) },
    { .name = "allow-cleartext-password",
      .section = "Login",
      .help = "let secrets cross connections without TLS",
      ROW(allow_cleartext_password) },
    { .name = "timeout",
      .kind = OPTION_VALUE,
      .argument = "SECONDS",
      .section = "Connection",
      .help = "of each wait; default that of RFC 5321",
      ROW(timeout) },
    { .name = "connect-timeout",
      .kind = OPTION_VALUE,
      .argument = "SECONDS",
      .section = "Connection",
      .help = "for making a connection; default 30",
      ROW(connect_timeout) },
    { .name = "deadline",
      .kind = OPTION_VALUE,
      .argument = "SECONDS",
      .section = "Connection",
      .help = "for the whole; default none",
      ROW(deadline) },
    { .name = "proxy",
      .kind = OPTION_VALUE,
      .argument = "URL",
      .section = "Connection",
      .help = "socks5://HOST:PORT or http://HOST:PORT",
      ROW(proxy) },
    { .name = "ipv4",
      .letter = '4',
      .section = "Connection",
      .help = "IPv4 only",
      ROW(ipv4) },
    { .name = "ipv6",
      .letter = '6',
      .section = "Connection",
      .help = "IPv6 only",
      ROW(ipv6) },
    { .name = "source",
      .kind = OPTION_VALUE,
      .argument = "ADDRESS",
      .section = "Connection",
      .help = "where connections come from",
      ROW(source) },
    { .name = "per-connection",
      .kind = OPTION_VALUE,
      .argument = "N",
      .section = "Connection",
      .help = "messages over one connection",
      ROW(per_connection) },
    { .name = "rate",
      .kind = OPTION_VALUE,
      .argument = "N/s",
      .section = "Connection",
      .help = "messages in a second",
      ROW(rate) },
    { .name = "in-flight",
      .kind = OPTION_VALUE,
      .argument = "N",
      .section = "Connection",
      .help = "connections at once",
      ROW(in_flight) },
    { .name = "chunk-size",
      .kind = OPTION_VALUE,
      .argument = "SIZE",
      .section = "Connection",
      .help = "of a chunk where the server offers CHUNKING; default 16M",
      ROW(chunk_size) },
    { .name = "no-extension",
      .kind = OPTION_VALUE,
      .argument = "LIST",
      .section = "Connection",
      .help = "behave as if the server did not offer these, for tests",
      ROW(no_extension) },
    { .name = "transcript",
      .kind = OPTION_VALUE,
      .argument = "FILE",
      .section = "Connection",
      .help = "write the dialogue there, without secrets; - is standard error",
      ROW(transcript) },
    { .name = "log",
      .kind = OPTION_VALUE,
      .argument = "FILE|syslog:",
      .section = "Connection",
      .help = "append a line for each transaction",
      ROW(log) },
    { .name = "quit-after",
      .kind = OPTION_VALUE,
      .argument = "connect|ehlo|tls|auth|mail|rcpt",
      .section = "Connection",
      .help = "stop there, politely",
      ROW(quit_after) },
};

static const char *const LATER[] = { NULL };

const option_table submit_option_table = { OPTIONS,
                                           sizeof OPTIONS / sizeof OPTIONS[0],
                                           LATER, NULL, NULL };

static option_use *member(submit_options *options, const option *row)
{
    return (option_use *)(void *)((char *)options + row->datum);
}

static mw_status add_pin(submit_options *options, const option_use *use,
                         mw_error *error)
{
    option_use *grown = realloc(options->pins, (options->pin_count + 1) *
                                                   sizeof *options->pins);

    if (grown == NULL)
        return fail_memory(error);
    options->pins = grown;
    options->pins[options->pin_count++] = *use;
    return MW_OK;
}

mw_status submit_options_set(submit_options *options, const option_use *use,
                             mw_error *error)
{
    const option *row = use->option;
    option_use said = *use;

    if (said.value == NULL)
        said.value = row->kind == OPTION_FLAG ? "yes" : "";
    if (said.value[0] == '\0' && row->kind != OPTION_OPTIONAL)
        return option_blame(use, fail(error, MW_E_USAGE, "is empty"), error);
    *member(options, row) = said;
    if (row->datum == offsetof(submit_options, pin))
        return add_pin(options, &said, error);
    return MW_OK;
}

void submit_options_set_server(submit_options *options, const char *url)
{
    const option *row = OPTIONS;

    while (row->datum != offsetof(submit_options, server))
        row++;
    options->server = (option_use){ .option = row, .value = url };
}

const char *submit_options_get(const submit_options *options, const option *row)
{
    return ((const option_use *)(const void *)((const char *)options +
                                               row->datum))
        ->value;
}

void submit_options_clear(submit_options *options, const option *row)
{
    member(options, row)->value = NULL;
}

void submit_options_end(submit_options *options)
{
    free(options->pins);
}
