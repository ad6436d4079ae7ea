/* SPDX-License-Identifier: MIT */

/*
 * Who, when and about what: options that become header fields or the
 * envelope. Their grammar is the library's business.
 */

#include "config.h"

#include "compose_fields.h"

#include "fail.h"

#include <string.h>
#include <sys/stat.h>

mw_status compose_decode(compose *state, const char *what, const char *text,
                         size_t size, const char **decoded, mw_error *error)
{
    return mw_message_decode_text(state->message, what, state->input_charsets,
                                  text, size, decoded, error);
}

/* The value of an option as text; its name stands in errors. */
static mw_status decode_value(compose *state, const option_use *use,
                              const char **decoded, mw_error *error)
{
    char what[64] = "--";

    strncat(what, use->option->name, sizeof what - 3);
    return compose_decode(state, what, use->value, strlen(use->value), decoded,
                          error);
}

mw_status compose_take_field(void *state, const option_use *use,
                             mw_error *error)
{
    compose *self = state;
    const char *body;
    const mw_status status = decode_value(self, use, &body, error);

    if (status != MW_OK)
        return status;
    return mw_message_add_field(self->message, use->option->word, body, error);
}

/* Whether BODY is one mailbox: what the grammar of Sender says. */
static mw_status check_is_one(compose *state, const char *body, mw_error *error)
{
    mw_message *scratch;
    mw_status status = mw_message_new(state->context, &scratch, error);

    if (status != MW_OK)
        return status;
    status = mw_message_add_field(scratch, "Sender", body, error);
    mw_message_free(scratch);
    if (status != MW_E_SYNTAX)
        return status;
    fail(error, MW_E_SYNTAX, "From: --from takes one mailbox");
    fail_hint(error, "several authors: -H 'From: LIST', and --sender MAILBOX");
    return MW_E_SYNTAX;
}

/* From can hold several mailboxes, the option cannot. */
mw_status compose_take_from(void *state, const option_use *use, mw_error *error)
{
    compose *self = state;
    const char *body;
    mw_status status = decode_value(self, use, &body, error);

    if (status == MW_OK)
        status = mw_message_add_field(self->message, "From", body, error);
    if (status == MW_OK)
        status = check_is_one(self, body, error);
    return status;
}

mw_status compose_split_field(compose *state, const char *what,
                              const char *text, size_t size, const char **name,
                              const char **value, mw_error *error)
{
    const char *colon = memchr(text, ':', size);
    size_t name_size;
    size_t start;
    mw_status status;

    if (colon == NULL && (size == 0 || text[size - 1] != ';'))
        return fail(error, MW_E_SYNTAX,
                    "%.200s: no colon behind a field's name: \"%.*s\"", what,
                    (int)(size < 80 ? size : 80), text);
    name_size = colon != NULL ? (size_t)(colon - text) : size - 1;
    status = compose_decode(state, what, text, name_size, name, error);
    if (status != MW_OK)
        return status;
    if (colon == NULL) {
        *value = "";
        return MW_OK;
    }
    start = name_size + 1;
    while (start < size && (text[start] == ' ' || text[start] == '\t'))
        start++;
    *value = NULL;
    if (start == size)
        return MW_OK;
    return compose_decode(state, what, text + start, size - start, value,
                          error);
}

/* What is left out may still be given; compose_check_omitted looks for it. */
static mw_status omit_field(compose *state, const char *name, mw_error *error)
{
    mw_status status = mw_message_omit_field(state->message, name, error);

    if (status == MW_OK && state->omitted == NULL)
        status = mw_sink_new_memory(state->context, &state->omitted, error);
    if (status == MW_OK)
        status = mw_sink_write(state->omitted, name, strlen(name) + 1, error);
    return status;
}

mw_status compose_add_header(compose *state, const char *what, const char *text,
                             size_t size, mw_error *error)
{
    const char *name;
    const char *value;
    const mw_status status =
        compose_split_field(state, what, text, size, &name, &value, error);

    if (status != MW_OK)
        return status;
    if (value == NULL)
        return omit_field(state, name, error);
    return mw_message_add_field(state->message, name, value, error);
}

mw_status compose_check_omitted(const compose *state, mw_error *error)
{
    const char *name;
    size_t size;

    if (state->omitted == NULL)
        return MW_OK;
    name = mw_sink_memory(state->omitted, &size);
    for (size_t taken; size > 0; name += taken, size -= taken) {
        taken = strlen(name) + 1;
        if (mw_message_has_field(state->message, name))
            return fail(error, MW_E_USAGE,
                        "%.200s: is given, so it cannot be left out", name);
    }
    return MW_OK;
}

mw_status compose_take_header(void *state, const option_use *use,
                              mw_error *error)
{
    return compose_add_header(state, "--header", use->value, strlen(use->value),
                              error);
}

/* Brackets are added to an id without them; a comment is left as it is. */
static mw_status write_ids(const char *ids, mw_sink *out, mw_error *error)
{
    static const char BLANKS[] = " \t";
    const bool plain = strpbrk(ids, "(\"") == NULL;
    mw_status status = MW_OK;

    while (status == MW_OK && *(ids += strspn(ids, BLANKS)) != '\0') {
        const size_t size = strcspn(ids, BLANKS);
        const bool bare = plain && memchr(ids, '<', size) == NULL &&
                          memchr(ids, '>', size) == NULL;

        if (bare)
            status = mw_sink_write(out, "<", 1, error);
        if (status == MW_OK)
            status = mw_sink_write(out, ids, size, error);
        if (status == MW_OK)
            status = mw_sink_write(out, bare ? "> " : " ", bare ? 2 : 1, error);
        ids += size;
    }
    return status;
}

/* References stands once, so what several options give is one field. */
mw_status compose_take_references(void *state, const option_use *use,
                                  mw_error *error)
{
    compose *self = state;
    mw_status status = MW_OK;
    const char *ids;

    if (self->references == NULL)
        status = mw_sink_new_memory(self->context, &self->references, error);
    if (status == MW_OK)
        status = decode_value(self, use, &ids, error);
    return status == MW_OK ? write_ids(ids, self->references, error) : status;
}

mw_status compose_finish_references(compose *state, mw_error *error)
{
    size_t size;
    mw_status status;

    if (state->references == NULL)
        return MW_OK;
    status = mw_sink_write(state->references, "", 1, error);
    if (status != MW_OK)
        return status;
    return mw_message_add_field(state->message, "References",
                                mw_sink_memory(state->references, &size),
                                error);
}

/* The fields that clients have looked at since before there was a standard. */
mw_status compose_take_priority(void *state, const option_use *use,
                                mw_error *error)
{
    static const char *const NUMBERS[] = { "1", "3", "5" };
    compose *self = state;
    size_t choice;
    mw_status status = option_choose(use, &choice, error);

    if (status == MW_OK)
        status = mw_message_add_field(self->message, "X-Priority",
                                      NUMBERS[choice], error);
    if (status == MW_OK)
        status = mw_message_add_field(self->message, "Importance", use->value,
                                      error);
    return status;
}

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

mw_status compose_take_envelope_from(void *state, const option_use *use,
                                     mw_error *error)
{
    compose *self = state;
    const char *address;
    const mw_status status = decode_value(self, use, &address, error);

    if (status != MW_OK)
        return status;
    return mw_message_set_envelope_from(self->message, address, error);
}

mw_status compose_take_envelope_to(void *state, const option_use *use,
                                   mw_error *error)
{
    compose *self = state;
    const char *list;
    const mw_status status = decode_value(self, use, &list, error);

    if (status != MW_OK)
        return status;
    return mw_message_add_envelope_to(self->message, list, error);
}

/*
 * Who comes from other mailers gives files as arguments; the grammar alone
 * would only tell that "report.pdf" has no "@".
 */
mw_status compose_add_recipients(compose *state, const char *list,
                                 mw_error *error)
{
    const char *decoded;
    struct stat about;
    mw_status status =
        compose_decode(state, "recipient", list, strlen(list), &decoded, error);

    if (status == MW_OK)
        status = mw_message_add_field(state->message, "To", decoded, error);
    if (status != MW_E_SYNTAX || stat(list, &about) != 0)
        return status;
    fail(error, MW_E_SYNTAX, "%.300s: is a file, not a recipient", list);
    fail_hint(error, "attach it with -a %.200s", list);
    return MW_E_SYNTAX;
}
