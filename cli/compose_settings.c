/* SPDX-License-Identifier: MIT */

/*
 * How the message is made: what the plan has to know, and the switches of
 * the command.
 */

#include "config.h"

#include "compose_settings.h"

#include "fail.h"
#include "mailbox.h"
#include "number.h"
#include "sent_copy.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* What stands for the seed where --reproducible is alone. */
static const char DEFAULT_SEED[] = "mimewright";

mw_status compose_take_flag(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(bool *)((char *)state + use->option->datum) = true;
    return MW_OK;
}

mw_status compose_take_string(void *state, const option_use *use,
                              mw_error *error)
{
    if (use->value[0] == '\0')
        return fail(error, MW_E_USAGE, "--%s: is empty", use->option->name);
    *(const char **)(void *)((char *)state + use->option->datum) = use->value;
    return MW_OK;
}

mw_status compose_take_seed(void *state, const option_use *use, mw_error *error)
{
    compose *self = state;

    (void)error;
    self->seed = use->value;
    self->reproducible = true;
    return MW_OK;
}

mw_status compose_take_output(void *state, const option_use *use,
                              mw_error *error)
{
    compose *self = state;

    if (use->value[0] == '\0')
        return fail(error, MW_E_USAGE, "--output: is empty");
    if (mailbox_path(use->value)[0] == '\0')
        return fail(error, MW_E_USAGE, "--output: %.200s: names no mailbox",
                    use->value);
    self->outputs[self->output_count++] = use->value;
    return MW_OK;
}

mw_status compose_take_copy(void *state, const option_use *use, mw_error *error)
{
    compose *self = state;

    return sent_copy_take(&self->submission, use, error);
}

mw_status compose_check_charsets(const option_use *use, mw_error *error)
{
    const char *name = use->value;

    for (;;) {
        name += strspn(name, " \t");
        if (*name == ',' || *name == '\0')
            return fail(error, MW_E_USAGE, "--%s: an empty name in \"%.80s\"",
                        use->option->name, use->value);
        name += strcspn(name, ",");
        if (*name++ == '\0')
            return MW_OK;
    }
}

mw_status compose_take_charset(void *state, const option_use *use,
                               mw_error *error)
{
    const compose *self = state;

    if (compose_check_charsets(use, error) != MW_OK)
        return MW_E_USAGE;
    return option_blame_value(
        use,
        mw_plan_options_set_charsets(self->plan_options, use->value, error),
        error);
}

/*
 * Writes the name of the locale's charset. The locale is asked for this and
 * nothing else, so it is set back.
 */
static mw_status write_locale_charset(mw_sink *out, mw_error *error)
{
    const char *charset = "us-ascii";
    mw_status status;

    if (setlocale(LC_CTYPE, "") != NULL && nl_langinfo(CODESET)[0] != '\0')
        charset = nl_langinfo(CODESET);
    /* What the C locale calls ASCII, in glibc and in the BSDs. */
    if (!strcmp(charset, "ANSI_X3.4-1968") || !strcmp(charset, "646"))
        charset = "us-ascii";
    status = mw_sink_write(out, charset, strlen(charset), error);
    (void)setlocale(LC_CTYPE, "C");
    return status;
}

/* Writes LIST, a list with commas, with "locale" replaced in it. */
static mw_status expand_charsets(const char *list, mw_sink *out,
                                 mw_error *error)
{
    mw_status status = MW_OK;

    while (status == MW_OK) {
        const size_t size = strcspn(list, ",");

        if (size == 6 && !memcmp(list, "locale", 6))
            status = write_locale_charset(out, error);
        else
            status = mw_sink_write(out, list, size, error);
        list += size;
        if (*list == '\0')
            break;
        list++;
        if (status == MW_OK)
            status = mw_sink_write(out, ",", 1, error);
    }
    return status == MW_OK ? mw_sink_write(out, "", 1, error) : status;
}

mw_status compose_take_input_charset(void *state, const option_use *use,
                                     mw_error *error)
{
    compose *self = state;
    size_t size;
    mw_status status = compose_check_charsets(use, error);

    if (status == MW_OK)
        status =
            mw_sink_new_memory(self->context, &self->expanded_charsets, error);
    if (status == MW_OK)
        status = expand_charsets(use->value, self->expanded_charsets, error);
    if (status != MW_OK)
        return status;
    self->input_charsets = mw_sink_memory(self->expanded_charsets, &size);
    return option_blame_value(
        use,
        mw_plan_options_set_input_charsets(self->plan_options,
                                           self->input_charsets, error),
        error);
}

mw_status compose_take_unfit_text(void *state, const option_use *use,
                                  mw_error *error)
{
    static const mw_unfit_text UNFIT[] = { MW_UNFIT_TEXT_REFUSE,
                                           MW_UNFIT_TEXT_ATTACH };
    const compose *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status == MW_OK)
        mw_plan_options_set_unfit_text(self->plan_options, UNFIT[choice]);
    return status;
}

mw_status compose_take_transport(void *state, const option_use *use,
                                 mw_error *error)
{
    static const mw_transport TRANSPORTS[] = { MW_TRANSPORT_7BIT,
                                               MW_TRANSPORT_8BIT,
                                               MW_TRANSPORT_BINARY };
    const compose *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status == MW_OK)
        mw_plan_options_set_transport(self->plan_options, TRANSPORTS[choice]);
    return status;
}

mw_status compose_take_utf8_headers(void *state, const option_use *use,
                                    mw_error *error)
{
    const compose *self = state;

    (void)use;
    (void)error;
    mw_plan_options_set_utf8_headers(self->plan_options, 1);
    return MW_OK;
}

mw_status compose_take_filename_style(void *state, const option_use *use,
                                      mw_error *error)
{
    static const mw_filename_style STYLES[] = { MW_FILENAME_BOTH,
                                                MW_FILENAME_RFC2231,
                                                MW_FILENAME_LEGACY };
    const compose *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status == MW_OK)
        mw_plan_options_set_filename_style(self->plan_options, STYLES[choice]);
    return status;
}

mw_status compose_take_boundary(void *state, const option_use *use,
                                mw_error *error)
{
    const compose *self = state;

    return option_blame_value(
        use,
        mw_plan_options_set_boundary(self->plan_options, use->value, error),
        error);
}

mw_status compose_take_max_size(void *state, const option_use *use,
                                mw_error *error)
{
    compose *self = state;
    uint64_t size;

    if (!number_parse_size(use->value, &size) || size == 0)
        return fail(error, MW_E_USAGE,
                    "--max-size: \"%.80s\" is no size, such as 500k or 25M",
                    use->value);
    self->max_size = *use;
    mw_plan_options_set_size_limit(self->plan_options, size);
    return MW_OK;
}

mw_status compose_take_eol(void *state, const option_use *use, mw_error *error)
{
    compose *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status != MW_OK)
        return status;
    self->line_feeds = choice == 1;
    mw_plan_options_set_line_end(self->plan_options, self->line_feeds
                                                         ? MW_LINE_END_LF
                                                         : MW_LINE_END_CRLF);
    return MW_OK;
}

mw_status compose_take_output_as(void *state, const option_use *use,
                                 mw_error *error)
{
    static const mw_format FORMATS[] = { MW_FORMAT_BASE64, MW_FORMAT_BASE64,
                                         MW_FORMAT_BASE64URL };
    compose *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status != MW_OK)
        return status;
    self->encodes = choice > 0;
    self->format = FORMATS[choice];
    return MW_OK;
}

/* The clock of --reproducible (reproducible-builds.org), at +0000. */
static mw_status stop_clock(compose *state, mw_error *error)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    uint64_t seconds = 0;

    if (text != NULL && !number_parse(text, INT64_MAX, &seconds))
        return fail(error, MW_E_USAGE,
                    "SOURCE_DATE_EPOCH: \"%.80s\" is no number of seconds",
                    text);
    mw_context_set_fixed_clock(state->context, (int64_t)seconds, 0);
    return MW_OK;
}

mw_status compose_apply_settings(compose *state, mw_error *error)
{
    mw_status status;

    mw_message_set_keep_bcc(state->message, state->keep_bcc);
    if (!state->reproducible)
        return MW_OK;
    status = stop_clock(state, error);
    if (status != MW_OK)
        return status;
    return mw_message_set_seed(state->message,
                               state->seed != NULL ? state->seed : DEFAULT_SEED,
                               error);
}
