/* SPDX-License-Identifier: MIT */

/*
 * Who logs in, and where the secret is. Secrets are never arguments, which
 * everybody on the machine can read.
 */

#include "config.h"

#include "login.h"

#include "exit_status.h"
#include "fail.h"
#include "login_user.h"
#include "mechanisms.h"
#include "netrc.h"
#include "private_memory.h"
#include "secret.h"
#include "server_url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hex_digit(char octet)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char lower =
        octet >= 'A' && octet <= 'F' ? (char)(octet | 0x20) : octet;
    const char *at = lower != '\0' ? strchr(DIGITS, lower) : NULL;

    return at != NULL ? (int)(at - DIGITS) : -1;
}

/* Copies SIZE octets of a URL to NAME as what they stand for, and a NUL. What
 * is wrong with them the library says, or has said. */
static void copy_decoded(char *name, const char *in_url, size_t size)
{
    size_t used = 0;

    for (size_t at = 0; at < size; at++) {
        const int high =
            at + 2 < size && in_url[at] == '%' ? hex_digit(in_url[at + 1]) : -1;
        const int low = high >= 0 ? hex_digit(in_url[at + 2]) : -1;

        name[used++] = low < 0 ? in_url[at] : (char)(high * 16 + low);
        at += low < 0 ? 0 : 2;
    }
    name[used] = '\0';
}

/* What SELF's options say of the place of a password, or NULL. */
static const option_use *named_place(const submit_options *given)
{
    const option_use *const places[] = { &given->password_command,
                                         &given->password_file, &given->netrc };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (places[i]->value != NULL)
            return places[i];
    return NULL;
}

/*
 * Where a secret is not to be had, the login is impossible; only a file that
 * is not there is the fault of the configuration that names it.
 */
static mw_status blame(const option_use *place, mw_status status,
                       mw_error *error)
{
    if (status == MW_OK || status == MW_E_NO_INPUT)
        return option_blame(place, status, error);
    if (status != MW_E_MEMORY)
        option_name_origin(place, error);
    return status;
}

static mw_status read_place(const submission *self, const option_use *place,
                            const char *server, const char *user, secret *got,
                            mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status;

    if (place == &given->password_command)
        status =
            secret_from_command(got, "--password-command", place->value, error);
    else if (place == &given->password_file)
        status = secret_from_file(got, "--password-file", place->value, error);
    else
        status = netrc_find(got, place->value, server, user, error);
    return blame(place, status, error);
}

/* The environment's password, if there is one; *FOUND says so. */
static mw_status read_environment(secret *got, bool *found, mw_error *error)
{
    const char *password = getenv("MIMEWRIGHT_PASSWORD");

    *found = password != NULL;
    if (!*found)
        return MW_OK;
    if (strlen(password) >= sizeof got->text)
        return fail(error, MW_E_USAGE, "$MIMEWRIGHT_PASSWORD: is too long");
    memcpy(got->text, password, strlen(password) + 1);
    return MW_OK;
}

static mw_status apply_token(submission *self, secret *got, mw_error *error)
{
    const option_use *command = &self->options.token_command;
    const mw_status status = blame(
        command,
        secret_from_command(got, "--token-command", command->value, error),
        error);

    if (status != MW_OK)
        return status;
    return self->smtp.options_set_token(self->to, got->text, error);
}

/* The end of PATH, which tells more than its beginning does. */
static const char *short_path(const char *path)
{
    enum { SHOWN = 100 };
    const size_t size = strlen(path);

    return size > SHOWN ? path + size - SHOWN : path;
}

/* Says that the password, or token, of ORIGIN is for the host of URL. */
static void hint_at_other(const option_origin *origin, const char *url,
                          mw_error *error)
{
    const char *host;
    const int size = (int)server_url_host(url, &host);

    fail_hint(error,
              "what %s:%zu says is for %.*s; --password-file FILE gives one "
              "for this server",
              short_path(origin->place), origin->line, size < 100 ? size : 100,
              host);
}

/* Says where a password may come from, of which there is none. */
static mw_status miss_password(const submission *self, mw_error *error)
{
    const configuration *from = &self->configuration;

    fail(error, MW_E_USAGE, "%.100s at %.100s: there is no password",
         self->asked_user, self->asked_host);
    if (self->asked_by_configuration && from->withheld.value != NULL)
        hint_at_other(&from->withheld.origin, from->withheld.value, error);
    else if (self->asked_by_configuration)
        fail_hint(error, "--password-command, --password-file or --netrc gives "
                         "one; $MIMEWRIGHT_PASSWORD counts only for --server "
                         "or $MIMEWRIGHT_SERVER");
    else if (self->passed_over.value != NULL)
        hint_at_other(&self->passed_over.origin, from->server.value, error);
    else
        fail_hint(error, "--password-command, --password-file, --netrc or "
                         "$MIMEWRIGHT_PASSWORD gives one");
    return MW_E_USAGE;
}

static mw_status ask(void *user, mw_error *error)
{
    submission *self = user;
    secret *got = secret_new();
    mw_status status;

    if (got == NULL)
        return fail_memory(error);
    status =
        secret_from_terminal(got, self->asked_user, self->asked_host, error);
    if (status == MW_E_NO_INPUT)
        status = miss_password(self, error);
    if (status == MW_OK)
        status = self->smtp.options_set_password(self->to, got->text, error);
    secret_free(got);
    return status;
}

/* With a certificate nobody is asked before it is known that the server
 * offers no login by it. */
static mw_status ask_in_time(submission *self, const option_use *server,
                             const char *user, mw_error *error)
{
    self->asked_by_configuration = server->origin.line > 0;
    (void)snprintf(self->asked_user, sizeof self->asked_user, "%s", user);
    server_url_copy_place(self->asked_host, sizeof self->asked_host,
                          server->value);
    if (self->options.cert.value == NULL)
        return ask(self, error);
    self->smtp.options_set_ask(self->to, ask, self);
    return MW_OK;
}

static mw_status apply_password(submission *self, const option_use *server,
                                const char *user, secret *got, mw_error *error)
{
    const option_use *place = named_place(&self->options);
    bool found = place != NULL;
    mw_status status = MW_OK;

    if (found)
        status = read_place(self, place, server->value, user, got, error);
    else if (server->origin.line == 0)
        status = read_environment(got, &found, error);
    if (status == MW_OK && !found)
        return mechanisms_need_no_password(self->options.auth.value)
                   ? MW_OK
                   : ask_in_time(self, server, user, error);
    if (status == MW_OK)
        status = self->smtp.options_set_password(self->to, got->text, error);
    return status;
}

static mw_status apply_secrets(submission *self, const option_use *server,
                               const char *user, mw_error *error)
{
    secret *got = secret_new();
    mw_status status;

    if (got == NULL)
        return fail_memory(error);
    if (self->options.token_command.value != NULL)
        status = apply_token(self, got, error);
    else
        status = apply_password(self, server, user, got, error);
    secret_free(got);
    if (status != MW_OK && status != MW_E_MEMORY &&
        status != STATUS_CONFIGURATION)
        self->exit_status = EXIT_AUTH;
    return status;
}

/* A token says itself whose it is; a password does not. */
static mw_status apply_without_user(submission *self, const option_use *server,
                                    mw_error *error)
{
    if (self->options.token_command.value == NULL)
        return login_miss_user(self, server, error);
    return login_is_meant(self, &self->options.token_command, server)
               ? apply_secrets(self, server, "", error)
               : MW_OK;
}

/*
 * A secret of the configuration is for the server that it names: another, of
 * an argument or the environment, gets none of it. A netrc knows its hosts.
 */
static void pass_over_secrets(submission *self, const option_use *server)
{
    submit_options *given = &self->options;
    option_use *const kept[] = { &given->token_command,
                                 &given->password_command,
                                 &given->password_file, &given->user };
    const option_use *named = &self->configuration.server;

    if (server->origin.line > 0 || named->value == NULL ||
        server_url_is_same_host(server->value, named->value))
        return;
    if (configuration_holds_password(named->value))
        self->passed_over = *named;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (kept[i]->value == NULL || kept[i]->origin.line == 0)
            continue;
        if (kept[i] != &given->user)
            self->passed_over = *kept[i];
        kept[i]->value = NULL;
    }
}

/* Whether it ends before a login, so that nobody is asked for a secret. */
static bool ends_before_login(const submission *self)
{
    static const char *const STOPS[] = { "connect", "ehlo", "tls" };
    const char *stop = self->options.quit_after.value;

    for (size_t i = 0; stop != NULL && i < sizeof STOPS / sizeof STOPS[0]; i++)
        if (!strcmp(stop, STOPS[i]))
            return true;
    return false;
}

static mw_status apply(submission *self, const option_use *server,
                       mw_error *error)
{
    const option_use *said = &self->options.user;
    const char *in_url = "";
    const size_t size = server_url_user(server->value, &in_url);
    const char *colon = memchr(in_url, ':', size);
    const char *user = said->value;
    char name[256];
    mw_status status = MW_OK;

    if (user != NULL)
        status = option_blame(
            said, self->smtp.options_set_user(self->to, user, error), error);
    if (status != MW_OK)
        return status;
    if (user == NULL && size == 0)
        return apply_without_user(self, server, error);
    if (colon != NULL && named_place(&self->options) == NULL)
        return MW_OK;
    if (user == NULL) {
        if (size >= sizeof name)
            return option_blame(
                server, fail(error, MW_E_USAGE, "the user is too long"), error);
        copy_decoded(name, in_url,
                     colon != NULL ? (size_t)(colon - in_url) : size);
        user = name;
    }
    return apply_secrets(self, server, user, error);
}

/* The environment is dumped with the rest, and programs that are run from
 * here inherit it. */
static void forget_environment(void)
{
    char *password = getenv("MIMEWRIGHT_PASSWORD");
    char *server = getenv("MIMEWRIGHT_SERVER");
    const char *in_url = "";
    const size_t size = server != NULL ? server_url_user(server, &in_url) : 0;
    const char *colon = memchr(in_url, ':', size);

    if (password != NULL)
        private_memory_wipe(password, strlen(password));
    (void)unsetenv("MIMEWRIGHT_PASSWORD");
    for (const char *at = colon; at != NULL && ++at < in_url + size;)
        server[at - server] = '*';
}

mw_status login_apply(submission *self, const option_use *server,
                      mw_error *error)
{
    mw_status status = MW_OK;

    pass_over_secrets(self, server);
    if (!ends_before_login(self) && !submission_names_program(server))
        status = apply(self, server, error);
    forget_environment();
    return status;
}
