/* SPDX-License-Identifier: MIT */
#ifndef SMTP_OPTIONS_H
#define SMTP_OPTIONS_H

#include "smtp/secret.h"
#include "smtp/tls.h"
#include "smtp/url.h"

#include <mimewright/smtp.h>

/*
 * The inside of the options: what the setters let through. Strings are NULL
 * where nothing was set, and never empty but for password and token.
 */
struct mw_smtp_options {
    mw_context *context; /* lent */
    mw_allocator allocator;
    mw_secret_memory secrets; /* for user, password, token, and the URLs */

    mw_url server;
    bool has_server;
    char *server_host; /* of SERVER, in A-labels where it has to be */
    mw_url proxy;
    char *proxy_host;
    bool has_proxy;
    int ip_version; /* 4, 6 or 0 */
    char *source;

    mw_smtp_tls tls;
    char *ca_file;
    char *certificate;
    char *key;
    char *tls_name;
    mw_tls_pin *pins;
    size_t pin_count;
    bool insecure;

    char *user;
    char *password;
    char *token;
    mw_smtp_ask_function ask; /* for the password; or NULL */
    void *ask_user;
    char *mechanisms; /* in upper case, a comma between */
    bool cleartext_password;

    char *helo;
    unsigned notify;
    mw_smtp_return returned;
    char *envelope_id;
    bool dsn_optional;
    char *deliver_by;
    uint64_t hold_for;
    char *hold_until;
    int priority;
    bool has_priority;
    bool require_tls;

    bool all_or_none;
    unsigned timeout;
    unsigned connect_timeout;
    unsigned deadline;
    unsigned per_connection;
    unsigned per_second;
    unsigned in_flight;
    char *without;
    uint64_t chunk_size;
    mw_smtp_stop stop;

    mw_smtp_transcript_function transcript;
    void *transcript_user;
    mw_smtp_progress_function progress;
    void *progress_user;
    int interrupt; /* or -1 */
};

/*
 * Puts a copy of VALUE (NULL takes it away) in place of *FIELD, which is
 * wiped. Fails with MW_E_SYNTAX where VALUE is empty, or has a control
 * octet; WHAT names it.
 */
mw_status mw_options_set_text(mw_smtp_options *options, char **field,
                              const char *value, const char *what,
                              mw_error *error);

/* The same for a secret: it may be empty, and has to be UTF-8. */
mw_status mw_options_set_secret(mw_smtp_options *options, char **field,
                                const char *value, const char *what,
                                mw_error *error);

/* The same for a list of words of letters, digits, '-' and '_', with commas
 * between, which is kept in upper case. */
mw_status mw_options_set_words(mw_smtp_options *options, char **field,
                               const char *list, const char *what,
                               mw_error *error);

/* The login's name and password: those that were set, else the server's. */
const char *mw_options_user(const mw_smtp_options *options);
const char *mw_options_password(const mw_smtp_options *options);

/* Whether there is to be a login. */
bool mw_options_want_login(const mw_smtp_options *options);

#endif
