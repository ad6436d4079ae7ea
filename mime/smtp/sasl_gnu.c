/* SPDX-License-Identifier: MIT */

/*
 * What GNU SASL is for: GSSAPI (RFC 4752), and names and passwords that are
 * not ASCII prepared by SASLprep (RFC 4013).
 *
 * It is given no password but such a one. What it gives back is wiped; the
 * copies that it and its libidn make meanwhile, they free as they are, where
 * nobody can wipe them.
 */

#include "config.h"

#include "smtp/sasl_inside.h"

#include "base/ascii.h"

#ifdef HAVE_LIBGSASL

#include "smtp/auth_line.h"
#include "smtp/wipe.h"

#include <gsasl.h>

/* Challenges of GSSAPI: as many as any of its exchanges has, and more. */
#define GSSAPI_STEPS_MOST 10

bool mw_sasl_gnu_open(mw_sasl *sasl)
{
    return gsasl_init(&sasl->library) == GSASL_OK;
}

void mw_sasl_gnu_close(mw_sasl *sasl)
{
    if (sasl->library != NULL)
        gsasl_done(sasl->library);
    sasl->library = NULL;
}

bool mw_sasl_gnu_has(const mw_sasl *sasl, const char *name)
{
    return gsasl_client_support_p(sasl->library, name) != 0;
}

/* ------------------------------------------------------ beginning and ending
 */

void mw_sasl_gnu_end(mw_sasl *sasl)
{
    if (sasl->session == NULL)
        return;
    gsasl_finish(sasl->session);
    sasl->session = NULL;
}

/* The system's tickets do for this server, or they do not. */
static mw_status explain_ticket(const mw_sasl *sasl, mw_error *error)
{
    mw_fail(error, MW_E_UNAVAILABLE,
            "no login by GSSAPI: no ticket for smtp/%s can be had", sasl->host);
    mw_hint(error, "kinit gets tickets and klist shows them; they are for the "
                   "name of a server, not its address");
    return MW_E_UNAVAILABLE;
}

/* What the library said, in words that are not of the locale. */
static mw_status explain(const mw_sasl *sasl, int code, mw_error *error)
{
    const char *name = gsasl_strerror_name(code);

    switch (code) {
    case GSASL_MALLOC_ERROR:
        return mw_fail_memory(error);
    case GSASL_SASLPREP_ERROR:
        return mw_fail(error, MW_E_RANGE,
                       "the name or the password has characters that %s "
                       "cannot take",
                       sasl->kind->login.name);
    case GSASL_GSSAPI_INIT_SEC_CONTEXT_ERROR:
        return explain_ticket(sasl, error);
    case GSASL_MECHANISM_PARSE_ERROR:
        return mw_fail(error, MW_E_DATA, "the server's challenge is not of %s",
                       sasl->kind->login.name);
    default:
        return mw_fail(error, MW_E_UNAVAILABLE, "no login by %s: %s",
                       sasl->kind->login.name, name ? name : "unknown error");
    }
}

/* Sets PROPERTY unless TEXT is NULL. */
static int set(mw_sasl *sasl, Gsasl_property property, const char *text)
{
    if (text == NULL)
        return GSASL_OK;
    return gsasl_property_set(sasl->session, property, text);
}

static mw_status open_session(mw_sasl *sasl, mw_error *error)
{
    int code = gsasl_client_start(sasl->library, sasl->kind->login.name,
                                  &sasl->session);

    if (code != GSASL_OK) {
        sasl->session = NULL;
        return explain(sasl, code, error);
    }
    code = set(sasl, GSASL_AUTHID, sasl->user);
    if (code == GSASL_OK)
        code = set(sasl, GSASL_AUTHZID,
                   sasl->authorize ? sasl->authorize : sasl->user);
    if (code == GSASL_OK)
        code = set(sasl, GSASL_SERVICE, "smtp");
    if (code == GSASL_OK)
        code = set(sasl, GSASL_HOSTNAME, sasl->host);
    return code == GSASL_OK ? MW_OK : explain(sasl, code, error);
}

mw_status mw_sasl_gnu_start(mw_sasl *sasl, mw_bytes offered, mw_error *error)
{
    const mw_status status = open_session(sasl, error);

    (void)offered;
    if (status != MW_OK)
        mw_sasl_gnu_end(sasl);
    return status;
}

/* ------------------------------------------------------------------ the steps
 */

/* Appends to RESPONSE what the library answers to CHALLENGE. */
static mw_status step(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                      mw_error *error)
{
    mw_status status = MW_OK;
    char *output = NULL;
    size_t size = 0;
    const int code = gsasl_step(
        sasl->session, challenge.size > 0 ? (const char *)challenge.data : "",
        challenge.size, &output, &size);

    if (code != GSASL_OK && code != GSASL_NEEDS_MORE)
        status = explain(sasl, code, error);
    else if (size > MW_AUTH_OCTETS_LIMIT)
        status = mw_fail(error, MW_E_LIMIT, "a response of %zu octets", size);
    else if (size > 0)
        status = mw_buffer_append(response, output, size, error);
    if (output != NULL)
        mw_wipe(output, size);
    gsasl_free(output);
    sasl->done = code == GSASL_OK;
    return status;
}

mw_status mw_sasl_gnu_gssapi(mw_sasl *sasl, mw_bytes challenge,
                             mw_buffer *response, mw_error *error)
{
    if (sasl->steps > GSSAPI_STEPS_MOST || sasl->done)
        return mw_sasl_asked_on(sasl, error);
    return step(sasl, challenge, response, error);
}

/* ---------------------------------------------------------------- SASLprep */

static void free_wiped(char *text)
{
    if (text != NULL)
        mw_wipe(text, strlen(text));
    gsasl_free(text);
}

/*
 * GNU SASL up to 2.2 takes its one flag the other way round, so both are
 * asked: both have to take a string that is STORED, and one of them another.
 */
static int saslprep(const char *text, bool stored, char **prepared)
{
    const int code = gsasl_saslprep(text, 0, prepared, NULL);

    if (code == GSASL_MALLOC_ERROR || (code == GSASL_OK) != stored)
        return code;
    free_wiped(*prepared);
    *prepared = NULL;
    return gsasl_saslprep(text, GSASL_ALLOW_UNASSIGNED, prepared, NULL);
}

static mw_status prepare(const mw_sasl *sasl, const char *text, bool stored,
                         mw_buffer *out, mw_error *error)
{
    char *prepared = NULL;
    const int code = saslprep(text, stored, &prepared);
    mw_status status;

    if (code == GSASL_OK && *prepared == '\0')
        status = explain(sasl, GSASL_SASLPREP_ERROR, error);
    else if (code == GSASL_OK)
        status = mw_buffer_append_text(out, prepared, error);
    else
        status = explain(sasl, code, error);
    free_wiped(prepared);
    return status;
}

#else

bool mw_sasl_gnu_open(mw_sasl *sasl)
{
    (void)sasl;
    return true;
}

void mw_sasl_gnu_close(mw_sasl *sasl)
{
    (void)sasl;
}

bool mw_sasl_gnu_has(const mw_sasl *sasl, const char *name)
{
    (void)sasl;
    (void)name;
    return false;
}

void mw_sasl_gnu_end(mw_sasl *sasl)
{
    (void)sasl;
}

/* RFC 5802, section 2.2: who has no SASLprep takes nothing that needs it. */
static mw_status prepare(const mw_sasl *sasl, const char *text, bool stored,
                         mw_buffer *out, mw_error *error)
{
    (void)text;
    (void)stored;
    (void)out;
    return mw_fail(error, MW_E_UNAVAILABLE,
                   "no login by %s with other than ASCII in this build",
                   sasl->kind->login.name);
}

#endif

/* SASLprep leaves printable ASCII as it is, so no copies are made of that. */
mw_status mw_sasl_prepare(const mw_sasl *sasl, const char *text, bool stored,
                          mw_buffer *out, mw_error *error)
{
    if (mw_ascii_is_all(mw_bytes_of(text)))
        return mw_buffer_append_text(out, text, error);
    return prepare(sasl, text, stored, out, error);
}
