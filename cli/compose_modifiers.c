/* SPDX-License-Identifier: MIT */

/*
 * Options that apply to the body or part option just before them. Behind
 * --attach-all that is several parts, and what can be said of one only is
 * refused there.
 */

#include "config.h"

#include "compose_fields.h"
#include "compose_parts.h"
#include "compose_settings.h"

#include "fail.h"

#include <string.h>

/* --no-name says of the name what --name says. */
static unsigned bit_of(const option *modifier)
{
    if (modifier->datum == MODIFIER_NO_NAME)
        return 1U << MODIFIER_NAME;
    return 1U << modifier->datum;
}

static bool is_for_one(const option *modifier)
{
    return modifier->datum == MODIFIER_NAME ||
           modifier->datum == MODIFIER_CONTENT_ID;
}

static mw_status check_place(compose *state, const option *modifier,
                             mw_error *error)
{
    if (state->parts_count == 0) {
        fail(error, MW_E_USAGE, "--%s: no body or part before it",
             modifier->name);
        fail_hint(error, "it applies to the body or part option just before "
                         "it");
        return MW_E_USAGE;
    }
    if (modifier->datum != MODIFIER_FIELD &&
        (state->modified & bit_of(modifier)) != 0)
        return fail(error, MW_E_USAGE, "--%s: said twice of one part, --%s",
                    modifier->name, state->parts_option->name);
    if (state->parts_count > 1 && is_for_one(modifier))
        return fail(error, MW_E_USAGE,
                    "--%s: cannot be the same for several parts",
                    modifier->name);
    state->modified |= bit_of(modifier);
    return MW_OK;
}

static mw_status set_encoding(mw_part *part, const option_use *use,
                              mw_error *error)
{
    static const mw_encoding ENCODINGS[] = {
        MW_ENCODING_7BIT,   MW_ENCODING_8BIT,
        MW_ENCODING_BINARY, MW_ENCODING_QUOTED_PRINTABLE,
        MW_ENCODING_BASE64,
    };
    size_t choice;

    if (option_choose(use, &choice, error) != MW_OK)
        return MW_E_USAGE;
    return mw_part_set_encoding(part, ENCODINGS[choice], error);
}

static mw_status set_disposition(mw_part *part, const option_use *use,
                                 mw_error *error)
{
    static const mw_disposition DISPOSITIONS[] = {
        MW_DISPOSITION_INLINE,
        MW_DISPOSITION_ATTACHMENT,
    };
    size_t choice;

    if (option_choose(use, &choice, error) != MW_OK)
        return MW_E_USAGE;
    return mw_part_set_disposition(part, DISPOSITIONS[choice], error);
}

static mw_status add_field(compose *state, mw_part *part, const char *text,
                           mw_error *error)
{
    const char *name;
    const char *value;
    const mw_status status = compose_split_field(
        state, "--part-header", text, strlen(text), &name, &value, error);

    if (status != MW_OK)
        return status;
    if (value == NULL)
        return fail(error, MW_E_USAGE,
                    "--part-header: no generated field can be left out: "
                    "\"%.80s\"",
                    text);
    return mw_part_add_field(part, name, value, error);
}

/* Those whose value is text of the message. */
static mw_status set_text(compose *state, mw_part *part, const option_use *use,
                          mw_error *error)
{
    const char *text;
    const mw_status status = compose_decode(
        state, use->option->word, use->value, strlen(use->value), &text, error);

    if (status != MW_OK)
        return status;
    switch (use->option->datum) {
    case MODIFIER_TYPE:
        return mw_part_set_type(part, text, error);
    case MODIFIER_NAME:
        return mw_part_set_filename(part, text, error);
    case MODIFIER_CONTENT_ID:
        return mw_part_set_content_id(part, text, error);
    default:
        return mw_part_set_description(part, text, error);
    }
}

static mw_status modify(compose *state, mw_part *part, const option_use *use,
                        mw_error *error)
{
    switch (use->option->datum) {
    case MODIFIER_FROM_CHARSET:
        if (compose_check_charsets(use, error) != MW_OK)
            return MW_E_USAGE;
        if (part == state->text && state->has_quote) {
            fail(error, MW_E_USAGE, "the text is with a quote already");
            fail_hint(error, "--input-charset says the charset of a text");
            return MW_E_USAGE;
        }
        return mw_part_set_input_charsets(part, use->value, error);
    case MODIFIER_NO_NAME:
        return mw_part_set_filename(part, NULL, error);
    case MODIFIER_ENCODING:
        return set_encoding(part, use, error);
    case MODIFIER_DISPOSITION:
        return set_disposition(part, use, error);
    case MODIFIER_FIELD:
        return add_field(state, part, use->value, error);
    default:
        return set_text(state, part, use, error);
    }
}

mw_status compose_take_modifier(void *state, const option_use *use,
                                mw_error *error)
{
    compose *self = state;
    mw_status status = check_place(self, use->option, error);

    for (size_t i = 0; status == MW_OK && i < self->parts_count; i++) {
        status = modify(self, self->parts[i], use, error);
        if (status != MW_OK)
            fail_blame(error, use->option->word);
    }
    return status;
}
