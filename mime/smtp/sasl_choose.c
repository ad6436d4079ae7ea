/* SPDX-License-Identifier: MIT */

/*
 * Which mechanisms can be tried, and in which order: the table of all there
 * are is in the order of sasl.h, and a list of the user's has its own.
 */

#include "config.h"

#include "smtp/sasl_inside.h"

#include "base/ascii.h"

#ifdef HAVE_LIBGSASL
#define GNU(function) function
#else
#define GNU(function) NULL
#endif

#define BY_PASSWORD (MW_SASL_USER | MW_SASL_PASSWORD)

const mw_sasl_kind mw_sasl_kinds[MW_SASL_KINDS] = {
    { { "EXTERNAL", true }, 0, NULL, mw_sasl_external },
    { { "SCRAM-SHA-256-PLUS", true },
      BY_PASSWORD,
      mw_sasl_scram_start,
      mw_sasl_scram },
    { { "SCRAM-SHA-1-PLUS", true },
      BY_PASSWORD,
      mw_sasl_scram_start,
      mw_sasl_scram },
    { { "SCRAM-SHA-256", true },
      BY_PASSWORD,
      mw_sasl_scram_start,
      mw_sasl_scram },
    { { "SCRAM-SHA-1", true },
      BY_PASSWORD,
      mw_sasl_scram_start,
      mw_sasl_scram },
    { { "GSSAPI", true },
      MW_SASL_HOST | MW_SASL_GNU,
      GNU(mw_sasl_gnu_start),
      GNU(mw_sasl_gnu_gssapi) },
    { { "OAUTHBEARER", true }, MW_SASL_TOKEN, NULL, mw_sasl_bearer },
    { { "XOAUTH2", true },
      MW_SASL_USER | MW_SASL_TOKEN,
      NULL,
      mw_sasl_xoauth2 },
    { { "CRAM-MD5", false }, BY_PASSWORD, mw_sasl_cram_start, mw_sasl_cram },
    { { "PLAIN", true }, BY_PASSWORD, NULL, mw_sasl_plain },
    { { "LOGIN", false }, BY_PASSWORD, NULL, mw_sasl_ask },
};

/* Whether the libraries of this build have KIND. */
static bool is_built(const mw_sasl *sasl, const mw_sasl_kind *kind)
{
    if (kind->needs & MW_SASL_GNU)
        return mw_sasl_gnu_has(sasl, kind->login.name);
    return true;
}

/* What KIND wants that was not given, or NULL. */
static const char *lack_of(const mw_sasl *sasl, const mw_sasl_kind *kind)
{
    if (kind->needs & MW_SASL_USER && sasl->user == NULL)
        return "a user's name";
    if (kind->needs & MW_SASL_PASSWORD && sasl->password == NULL &&
        sasl->ask == NULL)
        return "a password";
    if (kind->needs & MW_SASL_TOKEN && sasl->token == NULL)
        return "a token";
    if (kind->needs & MW_SASL_HOST && sasl->host == NULL)
        return "the server's host name";
    return NULL;
}

static void add(mw_sasl *sasl, const mw_sasl_kind *kind)
{
    const size_t index = sasl->login.mechanism_count;

    for (size_t i = 0; i < index; i++)
        if (sasl->kinds[i] == kind)
            return;
    sasl->kinds[index] = kind;
    sasl->mechanisms[index] = kind->login;
    sasl->login.mechanism_count++;
}

/*
 * A login that needs no secret is tried unasked only where no secret is
 * there: who gives a password wants to log in with it, and a refusal of the
 * certificate or the ticket would end the login.
 */
static bool is_wanted_unasked(const mw_sasl *sasl, const mw_sasl_kind *kind)
{
    if (kind->needs & (MW_SASL_PASSWORD | MW_SASL_TOKEN))
        return true;
    if (sasl->password || sasl->token)
        return false;
    return kind->step != mw_sasl_external || sasl->has_certificate;
}

static mw_status choose_all(mw_sasl *sasl, mw_error *error)
{
    for (size_t i = 0; i < MW_SASL_KINDS; i++) {
        const mw_sasl_kind *kind = &mw_sasl_kinds[i];

        if (is_built(sasl, kind) && lack_of(sasl, kind) == NULL &&
            is_wanted_unasked(sasl, kind))
            add(sasl, kind);
    }
    if (sasl->login.mechanism_count > 0)
        return MW_OK;
    return mw_fail(error, MW_E_USAGE,
                   sasl->password || sasl->token
                       ? "no login without a user's name"
                       : "no login without a password or a token");
}

/* Takes the next name from the front of LIST; false at its end. */
static bool next_name(const char **list, mw_bytes *name)
{
    const char *at = *list + strspn(*list, ", \t");

    *name = (mw_bytes){ (const uint8_t *)at, strcspn(at, ", \t") };
    *list = at + name->size;
    return name->size > 0;
}

static const mw_sasl_kind *find(mw_bytes name)
{
    for (size_t i = 0; i < MW_SASL_KINDS; i++)
        if (mw_ascii_equal_text(name, mw_sasl_kinds[i].login.name))
            return &mw_sasl_kinds[i];
    return NULL;
}

static mw_status unknown(mw_bytes name, mw_error *error)
{
    mw_fail(error, MW_E_USAGE, "no such login mechanism: %.*s", MW_SHOW(name));
    mw_hint(error, "known: EXTERNAL, SCRAM-SHA-256 and SCRAM-SHA-1 (and both "
                   "with -PLUS), GSSAPI, OAUTHBEARER, XOAUTH2, CRAM-MD5, "
                   "PLAIN, LOGIN");
    return MW_E_USAGE;
}

/* Fails with the first reason why none of LIST will do. */
static mw_status choose_listed(mw_sasl *sasl, const char *list, mw_error *error)
{
    mw_error first = { 0 };
    mw_bytes name;

    while (next_name(&list, &name)) {
        const mw_sasl_kind *kind = find(name);
        const char *lack;

        if (kind == NULL)
            return unknown(name, error);
        lack = lack_of(sasl, kind);
        if (is_built(sasl, kind) && lack == NULL)
            add(sasl, kind);
        else if (!first.message[0] && lack != NULL)
            mw_fail(&first, MW_E_USAGE, "no login by %s without %s",
                    kind->login.name, lack);
        else if (!first.message[0])
            mw_fail(&first, MW_E_UNAVAILABLE, "no login by %s in this build",
                    kind->login.name);
    }
    if (sasl->login.mechanism_count > 0)
        return MW_OK;
    if (!first.message[0])
        return mw_fail(error, MW_E_USAGE, "no login mechanism in the list");
    return mw_fail(error, first.status, "%s", first.message);
}

mw_status mw_sasl_choose(mw_sasl *sasl, const char *list, mw_error *error)
{
    mw_status status;

    sasl->login.mechanisms = sasl->mechanisms;
    if (list == NULL)
        return choose_all(sasl, error);
    status = choose_listed(sasl, list, error);
    if (status != MW_OK)
        mw_error_set_cause(error, MW_CAUSE_SMTP_MECHANISMS);
    return status;
}
