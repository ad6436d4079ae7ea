/* SPDX-License-Identifier: MIT */

/*
 * What the message holds: bodies and parts, in the order of their options.
 * Each option remembers its part, for the modifiers behind it.
 */

#include "config.h"

#include "compose_parts.h"

#include "blank.h"
#include "compose_reply.h"
#include "fail.h"
#include "input.h"

#include <string.h>
#include <unistd.h>

/* Makes PART what the next modifiers are for. */
static void remember(compose *state, const option_use *use, mw_part *part)
{
    if (!use->continued) {
        state->parts_count = 0;
        state->modified = 0;
    }
    state->parts[state->parts_count++] = part;
    state->parts_option = use->option;
}

/*
 * The line end that TEXT lacks. Behind a CR, which is data, an LF alone would
 * make it a part of the line end.
 */
static const char *missing_line_end(const char *text)
{
    const size_t size = strlen(text);

    if (size > 0 && text[size - 1] == '\n')
        return "";
    return size > 0 && text[size - 1] == '\r' ? "\r\n" : "\n";
}

/* A text that was typed ends in a line end, as one from a file does. */
static mw_status open_typed(compose *state, const char *text,
                            mw_source **source, mw_error *error)
{
    const char *line_end = missing_line_end(text);
    mw_sink *line;
    size_t line_size;
    const void *bytes;
    mw_status status = mw_sink_new_memory(state->context, &line, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_write(line, text, strlen(text), error);
    if (status == MW_OK)
        status = mw_sink_write(line, line_end, strlen(line_end), error);
    bytes = mw_sink_memory(line, &line_size);
    if (status == MW_OK)
        status = mw_source_new_memory(state->message, bytes, line_size, source,
                                      error);
    if (status == MW_OK)
        status = mw_source_set_name(*source, "the text of -m", error);
    mw_sink_free(line);
    return status;
}

/* Makes SOURCE the plain text; with a quote in it, its charset is known. */
static mw_status set_text(compose *state, mw_source *source, mw_error *error)
{
    mw_status status = compose_add_quote(state, &source, error);

    if (status == MW_OK)
        status = mw_message_set_body(state->message, MW_BODY_TEXT, source,
                                     &state->text, error);
    if (status == MW_OK && state->has_quote)
        status = mw_part_set_input_charsets(state->text, "utf-8", error);
    return status;
}

mw_status compose_take_message(void *state, const option_use *use,
                               mw_error *error)
{
    compose *self = state;
    mw_source *source;
    mw_status status = open_typed(self, use->value, &source, error);

    if (status == MW_OK)
        status = set_text(self, source, error);
    if (status != MW_OK)
        return status;
    if (!blank_is(use->value, strlen(use->value)))
        self->has_content = true;
    remember(self, use, self->text);
    return MW_OK;
}

mw_status compose_take_body(void *state, const option_use *use, mw_error *error)
{
    compose *self = state;
    mw_source *source;
    mw_part *part;
    mw_status status = compose_open_body(self, use->value, &source, error);

    if (status == MW_OK && use->option->datum == MW_BODY_TEXT) {
        status = set_text(self, source, error);
        part = self->text;
    } else if (status == MW_OK) {
        status = mw_message_set_body(self->message, (mw_body)use->option->datum,
                                     source, &part, error);
    }
    if (status != MW_OK)
        return status;
    if (use->option->datum == MW_BODY_HTML)
        self->html = part;
    remember(self, use, part);
    return MW_OK;
}

/* The calls of the library that make a part of a source. */
typedef mw_status (*add_function)(mw_message *message, mw_source *source,
                                  mw_part **part, mw_error *error);

static mw_status add_part(compose *state, const option_use *use,
                          add_function add, mw_error *error)
{
    mw_source *source;
    mw_part *part;
    mw_status status = compose_open(state, use->value, &source, error);

    if (status == MW_OK)
        status = add(state->message, source, &part, error);
    if (status != MW_OK)
        return status;
    state->has_content = true;
    remember(state, use, part);
    return MW_OK;
}

mw_status compose_take_attach(void *state, const option_use *use,
                              mw_error *error)
{
    return add_part(state, use, mw_message_attach, error);
}

mw_status compose_take_inline(void *state, const option_use *use,
                              mw_error *error)
{
    return add_part(state, use, mw_message_add_inline, error);
}

mw_status compose_take_attach_message(void *state, const option_use *use,
                                      mw_error *error)
{
    return add_part(state, use, mw_message_attach_message, error);
}

mw_status compose_default_body(compose *state, mw_error *error)
{
    mw_source *source;
    mw_status status;

    if (state->body_count > 0 && state->no_text)
        return fail(error, MW_E_USAGE, "--no-text: there is a body");
    if (state->body_count > 0 || state->no_text)
        return MW_OK;
    if (state->part_count > 0) {
        fail(error, MW_E_USAGE, "no body: there are parts, but no text");
        fail_hint(error, "give -m TEXT, --text - for standard input, or "
                         "--no-text");
        return MW_E_USAGE;
    }
    if (isatty(STDIN_FILENO)) {
        fail(error, MW_E_USAGE, "no body: " INPUT_STDIN_NAME " is a terminal");
        fail_hint(error, "give -m TEXT or --text FILE; --text - reads the "
                         "terminal");
        return MW_E_USAGE;
    }
    status = compose_open_body(state, "-", &source, error);
    return status == MW_OK ? set_text(state, source, error) : status;
}
