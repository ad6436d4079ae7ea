/* SPDX-License-Identifier: MIT */

/*
 * From the options of the caller to the settings of a session.
 */

#include "config.h"

#include "smtp/submit.h"

/* How long the name of this machine may be looked up. */
#define OWN_NAME_SECONDS 2

/* Any name will do where messages are checked without a connection. */
#define ANY_NAME "[127.0.0.1]"

static mw_status settle_tls(mw_submit *submit, mw_error *error)
{
    const mw_smtp_options *options = submit->options;

    submit->settings.tls = options->tls;
    if (options->server.scheme != MW_URL_SMTPS)
        return MW_OK;
    if (options->tls == MW_SMTP_TLS_OFF ||
        options->tls == MW_SMTP_TLS_OPPORTUNISTIC) {
        mw_fail(error, MW_E_USAGE,
                "smtps:// has TLS from the start, and the options say that it "
                "may be without");
        mw_error_set_cause(error, MW_CAUSE_SMTP_TLS);
        return MW_E_USAGE;
    }
    submit->settings.tls = MW_SMTP_TLS_IMPLICIT;
    return MW_OK;
}

/* Has the caller set the password in the options; it stays there. */
static mw_status ask(void *user, const char **password, mw_error *error)
{
    const mw_smtp_options *options = ((const mw_submit *)user)->options;
    const mw_status status = options->ask(options->ask_user, error);

    if (status != MW_OK)
        return status;
    *password = mw_options_password(options);
    if (*password == NULL)
        return mw_fail(error, MW_E_USAGE, "no login without a password");
    return MW_OK;
}

static mw_status settle_login(mw_submit *submit, mw_error *error)
{
    const mw_smtp_options *options = submit->options;
    const mw_sasl_settings settings = {
        .allocator = &submit->allocator,
        .user = mw_options_user(options),
        .password = mw_options_password(options),
        .token = options->token,
        .ask = options->ask != NULL ? ask : NULL,
        .ask_user = submit,
        .has_certificate = options->certificate != NULL,
        .host = options->server_host,
        .port = options->server.port,
        .mechanisms = options->mechanisms,
    };
    mw_status status;

    if (!mw_options_want_login(options))
        return MW_OK;
    status = mw_sasl_new(&settings, &submit->sasl, error);
    if (status != MW_OK)
        return status;
    submit->settings.login = mw_sasl_login(submit->sasl);
    submit->settings.login_unasked = options->mechanisms != NULL;
    submit->settings.cleartext_password = options->cleartext_password;
    return MW_OK;
}

void mw_submit_settle_wishes(mw_submit *submit)
{
    const mw_smtp_options *options = submit->options;
    mw_session_settings *settings = &submit->settings;

    settings->notify = options->notify;
    settings->returned = options->returned;
    settings->envelope_id = options->envelope_id;
    settings->dsn_optional = options->dsn_optional;
    settings->deliver_by = options->deliver_by;
    settings->hold_for = options->hold_for;
    settings->hold_until = options->hold_until;
    settings->priority = options->priority;
    settings->has_priority = options->has_priority;
    settings->require_tls = options->require_tls;
    settings->all_or_none = options->all_or_none;
    settings->chunk_size = options->chunk_size;
    settings->per_connection = options->per_connection;
    settings->timeout = options->timeout;
    settings->stop = options->stop;
    settings->without = options->without;
}

mw_status mw_submit_settle(mw_submit *submit, mw_error *error)
{
    const mw_smtp_options *options = submit->options;
    mw_session_settings *settings = &submit->settings;
    mw_status status;

    settings->allocator = &submit->allocator;
    settings->lmtp = options->server.scheme == MW_URL_LMTP;
    settings->insecure = options->insecure;
    settings->server_name =
        options->server.host ? options->server.host : options->server.path;
    settings->helo = options->helo ? options->helo : ANY_NAME;
    mw_submit_settle_wishes(submit);
    status = settle_tls(submit, error);
    if (status == MW_OK)
        status = settle_login(submit, error);
    if (status == MW_OK)
        status = mw_session_check(settings, NULL, error);
    return status;
}

/* The name is looked up while the server thinks about its greeting. */
static void settle_helo(mw_submit *submit, const mw_connection *connection)
{
    if (submit->options->helo)
        return;
    if (!submit->knows_helo) {
        const mw_wait wait =
            mw_submit_wait(submit, mw_submit_until(submit, OWN_NAME_SECONDS));

        mw_own_name(&wait, submit->helo);
        submit->knows_helo = true;
    }
    submit->settings.helo = *submit->helo
                                ? submit->helo
                                : mw_connection_address_literal(connection);
}

void mw_submit_settle_connection(mw_submit *submit,
                                 const mw_connection *connection)
{
    mw_session_settings *settings = &submit->settings;

    settings->local_peer = mw_connection_is_loopback(connection);
    settings->server_address = mw_connection_peer(connection);
    settle_helo(submit, connection);
}

void mw_submit_forget_connection(mw_submit *submit)
{
    submit->settings.server_address = NULL;
    if (!submit->options->helo)
        submit->settings.helo = ANY_NAME;
}
