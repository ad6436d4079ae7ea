/* SPDX-License-Identifier: MIT */

/*
 * The mechanisms that GNU SASL has: SCRAM (RFC 5802, 7677), CRAM-MD5 (RFC
 * 2195), GSSAPI (RFC 4752). It prepares names and passwords (RFC 4013),
 * computes and verifies; what a server sends is looked through before.
 *
 * Its copies of secrets are in its own memory, for as long as a mechanism
 * runs. They are wiped there before it frees them.
 */

#include "config.h"

#include "smtp/sasl_inside.h"

#ifdef HAVE_LIBGSASL

#include "smtp/auth_line.h"
#include "smtp/scram.h"
#include "smtp/wipe.h"

#include "base/ascii.h"

#include <gsasl.h>

/* A challenge of CRAM-MD5: a msg-id, or what servers take for one. */
#define CRAM_CHALLENGE_LIMIT 1024

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

/* The library gives no other way to its copy; it is writable memory. */
static void wipe_property(Gsasl_session *session, Gsasl_property property)
{
    const char *text = gsasl_property_fast(session, property);
    union {
        const char *kept;
        char *wiped;
    } memory = { .kept = text };

    if (text != NULL)
        mw_wipe(memory.wiped, strlen(text));
}

void mw_sasl_gnu_end(mw_sasl *sasl)
{
    static const Gsasl_property SECRETS[] = {
        GSASL_PASSWORD,        GSASL_SCRAM_SALTED_PASSWORD,
        GSASL_SCRAM_SERVERKEY, GSASL_SCRAM_STOREDKEY,
        GSASL_CB_TLS_EXPORTER, GSASL_CB_TLS_UNIQUE,
    };

    if (sasl->session == NULL)
        return;
    for (size_t i = 0; i < sizeof SECRETS / sizeof *SECRETS; i++)
        wipe_property(sasl->session, SECRETS[i]);
    gsasl_finish(sasl->session);
    sasl->session = NULL;
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
    case GSASL_AUTHENTICATION_ERROR:
        return mw_fail(error, MW_E_DATA,
                       "the server did not prove that it knows the password");
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
    const bool gssapi = sasl->kind->step == mw_sasl_gnu_gssapi;
    int code = gsasl_client_start(sasl->library, sasl->kind->login.name,
                                  &sasl->session);

    if (code != GSASL_OK) {
        sasl->session = NULL;
        return explain(sasl, code, error);
    }
    code = set(sasl, GSASL_AUTHID, sasl->user);
    if (code == GSASL_OK)
        code = set(sasl, GSASL_AUTHZID,
                   gssapi && !sasl->authorize ? sasl->user : sasl->authorize);
    if (code == GSASL_OK)
        code = set(sasl, GSASL_PASSWORD, gssapi ? NULL : sasl->password);
    if (code == GSASL_OK)
        code = set(sasl, GSASL_SERVICE, "smtp");
    if (code == GSASL_OK)
        code = set(sasl, GSASL_HOSTNAME, sasl->host);
    return code == GSASL_OK ? MW_OK : explain(sasl, code, error);
}

/* ----------------------------------------------------- binding to the channel
 */

static bool ends_with(const char *name, const char *end)
{
    const size_t size = strlen(name);

    return size >= strlen(end) && !strcmp(name + size - strlen(end), end);
}

/* Whether the server's list has NAME. */
static bool has_name(mw_bytes offered, const char *name)
{
    while (offered.size > 0) {
        const uint8_t *space = memchr(offered.data, ' ', offered.size);
        const size_t size =
            space != NULL ? (size_t)(space - offered.data) : offered.size;

        if (mw_ascii_equal_text((mw_bytes){ offered.data, size }, name))
            return true;
        mw_bytes_skip(&offered, size + (space != NULL));
    }
    return false;
}

/* Gives the library the octets of KIND in base64. */
static int set_binding(mw_sasl *sasl, Gsasl_property property,
                       const uint8_t *data, size_t size)
{
    char *text = NULL;
    size_t length = 0;
    int code = gsasl_base64_to((const char *)data, size, &text, &length);

    if (code == GSASL_OK)
        code = gsasl_property_set_raw(sasl->session, property, text, length);
    gsasl_free(text);
    return code;
}

/* Binds to the connection in the best way it has; *BOUND says whether. */
static mw_status bind_channel(mw_sasl *sasl, bool *bound, mw_error *error)
{
    static const struct {
        mw_tls_binding kind;
        Gsasl_property property;
    } WAYS[] = {
        { MW_TLS_EXPORTER, GSASL_CB_TLS_EXPORTER },
        { MW_TLS_UNIQUE, GSASL_CB_TLS_UNIQUE },
    };
    uint8_t data[MW_TLS_BINDING_MOST];
    size_t size;
    int code = GSASL_OK;

    *bound = false;
    for (size_t i = 0; i < 2 && sasl->bind && !*bound; i++)
        if (sasl->bind(sasl->bind_user, WAYS[i].kind, data, &size)) {
            code = set_binding(sasl, WAYS[i].property, data, size);
            *bound = true;
        }
    mw_wipe(data, sizeof data);
    return code == GSASL_OK ? MW_OK : explain(sasl, code, error);
}

/*
 * Where this side can bind and the server does not offer it, "y" tells so,
 * and a server that does offer it learns that somebody took it out of its
 * list (RFC 5802, section 6). Where it is offered and yet not used, as the
 * user wished, "y" would be a lie.
 */
static mw_status prepare_binding(mw_sasl *sasl, mw_bytes offered,
                                 mw_error *error)
{
    const bool plus = ends_with(sasl->kind->login.name, "-PLUS");
    bool bound = false;
    mw_status status = MW_OK;

    if (plus || (!has_name(offered, "SCRAM-SHA-256-PLUS") &&
                 !has_name(offered, "SCRAM-SHA-1-PLUS")))
        status = bind_channel(sasl, &bound, error);
    if (status != MW_OK)
        return status;
    sasl->says_y = bound && !plus;
    if (plus && !bound)
        return mw_fail(error, MW_E_UNAVAILABLE,
                       "no login by %s: the connection has nothing to bind to",
                       sasl->kind->login.name);
    return MW_OK;
}

mw_status mw_sasl_gnu_start(mw_sasl *sasl, mw_bytes offered, mw_error *error)
{
    mw_status status = open_session(sasl, error);

    if (status == MW_OK && sasl->kind->step == mw_sasl_gnu_scram)
        status = prepare_binding(sasl, offered, error);
    if (status != MW_OK)
        mw_sasl_gnu_end(sasl);
    return status;
}

/* ------------------------------------------------------------------ the steps
 */

/* Hands CHALLENGE to the library; gives its code. */
static int step(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                mw_status *status, mw_error *error)
{
    char *output = NULL;
    size_t size = 0;
    const int code = gsasl_step(
        sasl->session, challenge.size > 0 ? (const char *)challenge.data : "",
        challenge.size, &output, &size);

    *status = MW_OK;
    if (code != GSASL_OK && code != GSASL_NEEDS_MORE)
        *status = explain(sasl, code, error);
    else if (size > MW_AUTH_OCTETS_LIMIT)
        *status = mw_fail(error, MW_E_LIMIT, "a response of %zu octets", size);
    else if (size > 0)
        *status = mw_buffer_append(response, output, size, error);
    if (output != NULL)
        mw_wipe(output, size);
    gsasl_free(output);
    sasl->done = code == GSASL_OK;
    return code;
}

/*
 * GNU SASL 2.0 to 2.2 fails where it should say "y". Then it is asked again
 * as if this side could not bind: a login without that guard, not none.
 */
static mw_status say_first(mw_sasl *sasl, mw_buffer *response, mw_error *error)
{
    const mw_bytes nothing = { NULL, 0 };
    mw_status status;
    const int code = step(sasl, nothing, response, &status, error);

    if (code != GSASL_AUTHENTICATION_ERROR || !sasl->says_y)
        return status;
    mw_sasl_gnu_end(sasl);
    sasl->says_y = false;
    status = open_session(sasl, error);
    if (status == MW_OK)
        (void)step(sasl, nothing, response, &status, error);
    return status;
}

/* The client's first message; its nonce is kept. */
static mw_status scram_first(mw_sasl *sasl, mw_buffer *response,
                             mw_error *error)
{
    mw_status status = say_first(sasl, response, error);
    mw_bytes nonce;

    if (status != MW_OK)
        return status;
    nonce = mw_scram_nonce(mw_buffer_bytes(response));
    if (nonce.size == 0 || nonce.size > sizeof sasl->nonce)
        return mw_fail(error, MW_E_INTERNAL, "GNU SASL made no nonce");
    memcpy(sasl->nonce, nonce.data, nonce.size);
    sasl->nonce_size = nonce.size;
    return MW_OK;
}

mw_status mw_sasl_gnu_scram(mw_sasl *sasl, mw_bytes challenge,
                            mw_buffer *response, mw_error *error)
{
    const mw_bytes nonce = { (const uint8_t *)sasl->nonce, sasl->nonce_size };
    mw_status status;

    if (sasl->steps > 2)
        return mw_sasl_asked_on(sasl, error);
    if (sasl->steps == 0)
        return scram_first(sasl, response, error);
    status = sasl->steps == 1 ? mw_scram_check_first(challenge, nonce, error)
                              : mw_scram_check_final(challenge, error);
    if (status == MW_OK)
        (void)step(sasl, challenge, response, &status, error);
    return status;
}

mw_status mw_sasl_gnu_cram(mw_sasl *sasl, mw_bytes challenge,
                           mw_buffer *response, mw_error *error)
{
    mw_status status;

    if (sasl->steps > 0)
        return mw_sasl_asked_on(sasl, error);
    if (challenge.size == 0 || challenge.size > CRAM_CHALLENGE_LIMIT)
        return mw_fail(error, challenge.size == 0 ? MW_E_DATA : MW_E_LIMIT,
                       "a challenge of %zu octets", challenge.size);
    (void)step(sasl, challenge, response, &status, error);
    return status;
}

mw_status mw_sasl_gnu_gssapi(mw_sasl *sasl, mw_bytes challenge,
                             mw_buffer *response, mw_error *error)
{
    mw_status status;

    if (sasl->steps > GSSAPI_STEPS_MOST || sasl->done)
        return mw_sasl_asked_on(sasl, error);
    (void)step(sasl, challenge, response, &status, error);
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

#endif
