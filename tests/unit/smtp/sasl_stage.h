/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_SASL_STAGE_H
#define UNIT_SMTP_SASL_STAGE_H

/*
 * Logins for the suites of SASL: made in a line, ended with the test.
 */

#include "suite.h"

#include "smtp/sasl.h"

static inline void end_sasl(void *sasl)
{
    mw_sasl_free(sasl);
}

static inline mw_sasl *make(mw_sasl_settings settings)
{
    mw_sasl *sasl = NULL;

    settings.allocator = suite_allocator();
    must(mw_sasl_new(&settings, &sasl, &suite_error));
    suite_defer(end_sasl, sasl);
    return sasl;
}

/* A login by user and password with the mechanisms of LIST. */
static inline mw_sasl *with_password(const char *user, const char *password,
                                     const char *list)
{
    return make((mw_sasl_settings){
        .user = user, .password = password, .mechanisms = list });
}

/* Begins the first mechanism of SASL. */
static inline const mw_login *begin(const mw_sasl *sasl, const char *offered)
{
    const mw_login *login = mw_sasl_login(sasl);

    must(login->start(login->user, &login->mechanisms[0], mw_bytes_of(offered),
                      &suite_error));
    return login;
}

/* What LOGIN says to CHALLENGE, as text. */
static inline const char *say(const mw_login *login, const char *challenge)
{
    mw_buffer *response = suite_buffer();

    must(login->step(login->user, mw_bytes_of(challenge), response,
                     &suite_error));
    return mw_buffer_text(response);
}

static inline bool reveals(const mw_login *login, const char *text)
{
    return login->reveals(login->user, mw_bytes_of(text));
}

#endif
