/* SPDX-License-Identifier: MIT */

/*
 * The mechanisms that are a line or two, and so need no library: EXTERNAL
 * (RFC 4422, appendix A), PLAIN (RFC 4616), LOGIN (no RFC), OAUTHBEARER (RFC
 * 7628), XOAUTH2 (Google's). Each writes into a response that has room, so
 * no copy of a secret is left where a buffer was.
 */

#include "smtp/sasl_inside.h"

mw_status mw_sasl_asked_on(const mw_sasl *sasl, mw_error *error)
{
    return mw_fail(error, MW_E_DATA,
                   "the server asks for more than %s has to say",
                   sasl->kind->login.name);
}

/* "" for NULL. */
static const char *text_of(const char *text)
{
    return text != NULL ? text : "";
}

/* Appends COUNT of TEXTS. */
static mw_status append(mw_buffer *out, const char *const texts[], size_t count,
                        mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; i < count && status == MW_OK; i++)
        status = mw_buffer_append_text(out, texts[i], error);
    return status;
}

mw_status mw_sasl_external(mw_sasl *sasl, mw_bytes challenge,
                           mw_buffer *response, mw_error *error)
{
    (void)challenge;
    if (sasl->steps > 0)
        return mw_sasl_asked_on(sasl, error);
    sasl->done = true;
    return mw_buffer_append_text(
        response, text_of(sasl->authorize ? sasl->authorize : sasl->user),
        error);
}

mw_status mw_sasl_plain(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                        mw_error *error)
{
    mw_status status;

    (void)challenge;
    if (sasl->steps > 0)
        return mw_sasl_asked_on(sasl, error);
    sasl->done = true;
    status = mw_buffer_append_text(response, text_of(sasl->authorize), error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(response, 0, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(response, sasl->user, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(response, 0, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(response, sasl->password, error);
    return status;
}

/* Prompts are in any words and language, so only their order counts. */
mw_status mw_sasl_ask(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                      mw_error *error)
{
    (void)challenge;
    if (sasl->steps > 1)
        return mw_sasl_asked_on(sasl, error);
    sasl->done = sasl->steps == 1;
    return mw_buffer_append_text(
        response, sasl->steps == 0 ? sasl->user : sasl->password, error);
}

/* "n,a=USER," and the server's place, as far as they are known. */
static mw_status append_bearer_head(const mw_sasl *sasl, mw_buffer *out,
                                    mw_error *error)
{
    mw_status status = mw_buffer_append_text(out, "n,", error);

    if (status == MW_OK && sasl->user)
        status = mw_buffer_append_text(out, "a=", error);
    if (status == MW_OK && sasl->user)
        status = mw_scram_append_name(out, sasl->user, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(out, ",\1", error);
    if (status == MW_OK && sasl->host)
        status = mw_buffer_printf(out, error, "host=%s\1port=%u\1", sasl->host,
                                  sasl->port);
    return status;
}

/* A challenge says in JSON what is wrong with the token: the server waits
 * for this answer, and then refuses (RFC 7628, section 3.2.3). */
static mw_status take_refusal(mw_sasl *sasl, const char *answer,
                              mw_buffer *response, mw_error *error)
{
    if (sasl->steps > 1)
        return mw_sasl_asked_on(sasl, error);
    sasl->done = false;
    return mw_buffer_append_text(response, answer, error);
}

mw_status mw_sasl_bearer(mw_sasl *sasl, mw_bytes challenge, mw_buffer *response,
                         mw_error *error)
{
    const char *const texts[] = { "auth=Bearer ", sasl->token, "\1\1" };
    mw_status status;

    (void)challenge;
    if (sasl->steps > 0)
        return take_refusal(sasl, "\1", response, error);
    sasl->done = true;
    status = append_bearer_head(sasl, response, error);
    if (status == MW_OK)
        status = append(response, texts, 3, error);
    return status;
}

mw_status mw_sasl_xoauth2(mw_sasl *sasl, mw_bytes challenge,
                          mw_buffer *response, mw_error *error)
{
    const char *const texts[] = { "user=", sasl->user, "\1auth=Bearer ",
                                  sasl->token, "\1\1" };

    (void)challenge;
    if (sasl->steps > 0)
        return take_refusal(sasl, "", response, error);
    sasl->done = true;
    return append(response, texts, 5, error);
}
