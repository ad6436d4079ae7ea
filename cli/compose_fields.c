/* SPDX-License-Identifier: MIT */

/*
 * Who, when and about what: options that become header fields or the
 * envelope. Their grammar is the library's business.
 */

#include "config.h"

#include "compose_fields.h"

#include "compose_rewrite.h"
#include "fail.h"

#include <string.h>
#include <sys/stat.h>

mw_status compose_decode(compose *state, const char *what, const char *text,
                         size_t size, const char **decoded, mw_error *error)
{
    return mw_message_decode_text(state->message, what, state->input_charsets,
                                  text, size, decoded, error);
}

mw_status compose_decode_value(compose *state, const option_use *use,
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
    const mw_status status = compose_decode_value(self, use, &body, error);

    if (status != MW_OK)
        return status;
    return compose_put_field(self, use->option->word, body, error);
}

/* Whether BODY is one mailbox: what the grammar of Sender says. */
static mw_status check_is_one(compose *state, const char *body, mw_error *error)
{
    mw_message *scratch;
    mw_status status = mw_message_new(state->context, &scratch, error);

    if (status != MW_OK)
        return status;
    if (state->submission.options.default_domain.value != NULL)
        status = mw_message_set_default_domain(
            scratch, state->submission.options.default_domain.value, error);
    if (status == MW_OK)
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
    mw_status status = compose_decode_value(self, use, &body, error);

    if (status == MW_OK)
        status = compose_put_field(self, "From", body, error);
    if (status == MW_OK)
        status = check_is_one(self, body, error);
    if (status == MW_OK)
        self->author = body;
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
    return compose_put_field(state, name, value, error);
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

mw_status compose_take_envelope_from(void *state, const option_use *use,
                                     mw_error *error)
{
    compose *self = state;
    const char *address;
    const mw_status status = compose_decode_value(self, use, &address, error);

    if (status != MW_OK)
        return status;
    return compose_put_envelope_from(self, address, error);
}

mw_status compose_take_envelope_to(void *state, const option_use *use,
                                   mw_error *error)
{
    compose *self = state;
    const char *list;
    const mw_status status = compose_decode_value(self, use, &list, error);

    if (status != MW_OK)
        return status;
    return compose_put_envelope_to(self, list, error);
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
        status = compose_put_field(state, "To", decoded, error);
    if (status != MW_E_SYNTAX || stat(list, &about) != 0)
        return status;
    fail(error, MW_E_SYNTAX, "%.300s: is a file, not a recipient", list);
    fail_hint(error, "attach it with -a %.200s", list);
    return MW_E_SYNTAX;
}
