/* SPDX-License-Identifier: MIT */

/*
 * Who logs in, and with what.
 */

#include "smtp/options.h"

mw_status mw_smtp_options_set_user(mw_smtp_options *options, const char *user,
                                   mw_error *error)
{
    if (user && !*user)
        return mw_fail(error, MW_E_SYNTAX, "the user's name is empty");
    return mw_options_set_secret(options, &options->user, user,
                                 "the user's name", error);
}

mw_status mw_smtp_options_set_password(mw_smtp_options *options,
                                       const char *password, mw_error *error)
{
    return mw_options_set_secret(options, &options->password, password,
                                 "the password", error);
}

mw_status mw_smtp_options_set_token(mw_smtp_options *options, const char *token,
                                    mw_error *error)
{
    return mw_options_set_secret(options, &options->token, token, "the token",
                                 error);
}

void mw_smtp_options_set_ask(mw_smtp_options *options, mw_smtp_ask_function ask,
                             void *user)
{
    options->ask = ask;
    options->ask_user = user;
}

mw_status mw_smtp_options_set_mechanisms(mw_smtp_options *options,
                                         const char *list, mw_error *error)
{
    return mw_options_set_words(options, &options->mechanisms, list,
                                "the mechanisms", error);
}

void mw_smtp_options_set_cleartext_password(mw_smtp_options *options,
                                            int allowed)
{
    options->cleartext_password = allowed != 0;
}

const char *mw_options_user(const mw_smtp_options *options)
{
    return options->user ? options->user : options->server.user;
}

const char *mw_options_password(const mw_smtp_options *options)
{
    return options->password ? options->password : options->server.password;
}

bool mw_options_want_login(const mw_smtp_options *options)
{
    return mw_options_user(options) || mw_options_password(options) ||
           options->token || options->mechanisms;
}
