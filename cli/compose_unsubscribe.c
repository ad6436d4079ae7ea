/* SPDX-License-Identifier: MIT */

/*
 * --unsubscribe: one link, two fields (RFC 2369 and RFC 8058).
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

mw_status compose_take_unsubscribe(void *state, const option_use *use,
                                   mw_error *error)
{
    compose *self = state;
    mw_sink *field;
    size_t size;
    mw_status status;

    if (!is_url(use->value))
        return fail(error, MW_E_SYNTAX, "--unsubscribe: \"%.200s\" is no URL",
                    use->value);
    if (!has_known_scheme(use->value))
        return fail(error, MW_E_SYNTAX,
                    "--unsubscribe: \"%.200s\" is neither https:, http: nor "
                    "mailto:",
                    use->value);
    status = mw_sink_new_memory(self->context, &field, error);
    if (status != MW_OK)
        return status;
    status = mw_sink_write(field, "<", 1, error);
    if (status == MW_OK)
        status = mw_sink_write(field, use->value, strlen(use->value), error);
    if (status == MW_OK)
        status = mw_sink_write(field, ">", 2, error);
    if (status == MW_OK)
        status = mw_message_add_field(self->message, "List-Unsubscribe",
                                      mw_sink_memory(field, &size), error);
    mw_sink_free(field);
    if (status == MW_OK && begins_with(use->value, "https:"))
        status = mw_message_add_field(self->message, "List-Unsubscribe-Post",
                                      "List-Unsubscribe=One-Click", error);
    return status;
}
