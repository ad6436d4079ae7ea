/* SPDX-License-Identifier: MIT */

/*
 * --unsubscribe: a link or several, the best first, are one field (RFC 2369);
 * where one of them is a page of https:, a second field says that mail
 * programs can go there by themselves (RFC 8058, section 3.1, which allows no
 * other page beside it).
 */

#include "config.h"

#include "compose_fields.h"

#include "fail.h"

#include <string.h>

/* Whether TEXT begins with WORD, which is in small letters, in any letters. */
static bool begins_with(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++)
        if (*text != *word &&
            (*text < 'A' || *text > 'Z' || *text - 'A' + 'a' != *word))
            return false;
    return true;
}

/* What mail programs can follow (RFC 2369, section 2; RFC 8058). */
static bool has_known_scheme(const char *url)
{
    return begins_with(url, "https:") || begins_with(url, "http:") ||
           begins_with(url, "mailto:");
}

/* RFC 3986 text that cannot end the angle brackets of RFC 2369 early. */
static bool is_url(const char *text)
{
    const size_t scheme = strcspn(text, ":");

    if (scheme == 0 || text[scheme] == '\0' || text[scheme + 1] == '\0')
        return false;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text >= 0x7f || *text == '<' || *text == '>')
            return false;
    return true;
}

/* Adds URL, in angle brackets, to the list of them. */
static mw_status gather(compose *state, const char *url, mw_error *error)
{
    const char *before = "<";
    mw_status status = MW_OK;

    if (state->unsubscribe == NULL)
        status = mw_sink_new_memory(state->context, &state->unsubscribe, error);
    else
        before = ", <";
    if (status == MW_OK)
        status =
            mw_sink_write(state->unsubscribe, before, strlen(before), error);
    if (status == MW_OK)
        status = mw_sink_write(state->unsubscribe, url, strlen(url), error);
    if (status == MW_OK)
        status = mw_sink_write(state->unsubscribe, ">", 1, error);
    return status;
}

mw_status compose_take_unsubscribe(void *state, const option_use *use,
                                   mw_error *error)
{
    compose *self = state;

    if (!is_url(use->value))
        return fail(error, MW_E_SYNTAX, "--unsubscribe: \"%.200s\" is no URL",
                    use->value);
    if (!has_known_scheme(use->value))
        return fail(error, MW_E_SYNTAX,
                    "--unsubscribe: \"%.200s\" is neither https:, http: nor "
                    "mailto:",
                    use->value);
    self->one_click |= begins_with(use->value, "https:");
    self->unsubscribe_pages += !begins_with(use->value, "mailto:");
    if (self->one_click && self->unsubscribe_pages > 1)
        return fail(error, MW_E_USAGE,
                    "--unsubscribe: one click can go to one page only");
    return gather(self, use->value, error);
}

mw_status compose_finish_unsubscribe(compose *state, mw_error *error)
{
    size_t size;
    mw_status status;

    if (state->unsubscribe == NULL)
        return MW_OK;
    status = mw_sink_write(state->unsubscribe, "", 1, error);
    if (status == MW_OK)
        status = mw_message_add_field(state->message, "List-Unsubscribe",
                                      mw_sink_memory(state->unsubscribe, &size),
                                      error);
    if (status == MW_OK && state->one_click)
        status = mw_message_add_field(state->message, "List-Unsubscribe-Post",
                                      "List-Unsubscribe=One-Click", error);
    return status;
}
