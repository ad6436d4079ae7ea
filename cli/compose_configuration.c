/* SPDX-License-Identifier: MIT */

/*
 * A value of the configuration is taken by the action of its option, as an
 * argument is; only that it counts less than anything else that says it.
 */

#include "config.h"

#include "compose_configuration.h"

#include <string.h>

static bool is_given(const compose *state, const option *wanted)
{
    size_t index = 0;

    while (option_table_at(&compose_options, index) != wanted)
        index++;
    return state->given[index];
}

/* The field that OPTION is for, or NULL. */
static const char *field_of(const option *row)
{
    return !strcmp(row->name, "from") ? "From" : row->word;
}

/* Whether SETTING is of the round of TRAIT, and nothing else said it. */
static bool counts(const compose *state, const option_use *setting,
                   unsigned trait)
{
    const option *row = setting->option;
    const char *field = field_of(row);

    if ((row->traits & TRAIT_SETTING) != trait || is_given(state, row) ||
        (row->kind == OPTION_FLAG && !strcmp(setting->value, "no")))
        return false;
    return field == NULL || !mw_message_has_field(state->message, field);
}

static mw_status take(compose *state, const option_use *setting,
                      mw_error *error)
{
    option_use use = *setting;

    if (use.option->kind == OPTION_FLAG)
        use.value = NULL;
    return option_blame(&use, use.option->take(state, &use, error), error);
}

/* What counts is decided before any of it is taken: a key can be repeated. */
static mw_status take_round(compose *state, unsigned trait, mw_error *error)
{
    const configuration *from = &state->submission.configuration;
    bool wanted[OPTION_LIMIT] = { false };
    mw_status status = MW_OK;

    for (size_t i = 0; i < from->setting_count; i++) {
        const option *row = from->settings[i].option;

        wanted[row - compose_options.options] =
            counts(state, &from->settings[i], trait);
    }
    for (size_t i = 0; status == MW_OK && i < from->setting_count; i++)
        if (wanted[from->settings[i].option - compose_options.options])
            status = take(state, &from->settings[i], error);
    return status;
}

mw_status compose_configure(compose *state, mw_error *error)
{
    const mw_status status = submission_configure(
        &state->submission, state->context, state->from, error);

    return status == MW_OK ? take_round(state, TRAIT_SETTING, error) : status;
}

mw_status compose_configure_header(compose *state, mw_error *error)
{
    return take_round(state, 0, error);
}
