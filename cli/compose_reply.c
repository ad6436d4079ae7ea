/* SPDX-License-Identifier: MIT */

/*
 * The text of an answer: the user's own words and the quote are one body.
 */

#include "config.h"

#include "compose_reply.h"

#include "blank.h"
#include "compose_parts.h"
#include "fail.h"
#include "input.h"
#include "print.h"
#include "quote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUOTE_AFTER, QUOTE_BEFORE, QUOTE_NONE };

mw_status compose_take_answer(void *state, const option_use *use,
                              mw_error *error)
{
    compose *self = state;

    if (self->answer != NULL)
        return fail(error, MW_E_USAGE,
                    "--%s: --%s is there already, and a message answers one",
                    use->option->name, self->answer->name);
    self->answer = use->option;
    self->answered = use->value;
    return MW_OK;
}

mw_status compose_take_quote(void *state, const option_use *use,
                             mw_error *error)
{
    compose *self = state;

    return option_choose(use, &self->quote_place, error);
}

static bool wants_quote(const compose *state)
{
    return state->answer != NULL && state->answer->datum != ANSWER_FORWARD &&
           state->quote_place != QUOTE_NONE;
}

/* A reply to what has no text has nothing to put behind "... wrote:". */
static bool has_quote(const compose *state)
{
    return wants_quote(state) &&
           (state->answer->datum == ANSWER_FORWARD_INLINE ||
            state->original->text != NULL);
}

/* What of the original will not be in the answer. */
static void tell(const compose *state)
{
    const original *from = state->original;
    char text[400];

    if (state->quiet || !wants_quote(state))
        return;
    if (from->text == NULL) {
        (void)snprintf(text, sizeof text, "%.300s %s, so none is quoted",
                       input_name(state->answered), from->no_text);
        print_note("note", text);
    }
    if (state->answer->datum == ANSWER_FORWARD_INLINE && from->attached > 0) {
        (void)snprintf(text, sizeof text,
                       "%zu part%s of %.300s %s left out; --forward has all "
                       "of it",
                       from->attached, from->attached == 1 ? "" : "s",
                       input_name(state->answered),
                       from->attached == 1 ? "is" : "are");
        print_note("note", text);
    }
}

static mw_status check_quote_option(const compose *state, mw_error *error)
{
    if (state->quote_place == QUOTE_AFTER ||
        (state->answer != NULL && state->answer->datum <= ANSWER_ALL))
        return MW_OK;
    return fail(error, MW_E_USAGE, "--quote: there is no --reply");
}

mw_status compose_start_answer(compose *state, mw_error *error)
{
    mw_source *source;
    mw_status status = check_quote_option(state, error);

    if (status != MW_OK || state->answer == NULL)
        return status;
    status = compose_open(state, state->answered, &source, error);
    if (status != MW_OK)
        return status;
    state->original = calloc(1, sizeof *state->original);
    if (state->original == NULL)
        return fail_memory(error);
    status = original_read(state->original, state->context, source,
                           input_name(state->answered), error);
    if (status == MW_OK)
        tell(state);
    if (status != MW_OK || state->answer->datum < ANSWER_FORWARD)
        return status;
    state->has_content = true;
    return state->answer->datum == ANSWER_FORWARD
               ? mw_message_attach_message(state->message, source, NULL, error)
               : MW_OK;
}

static mw_status write_quote(const compose *state, mw_sink *out,
                             mw_error *error)
{
    const bool wraps = !state->flowed;

    return state->answer->datum == ANSWER_FORWARD_INLINE
               ? quote_forward(state->original, state->context, wraps, out,
                               error)
               : quote_reply(state->original, state->context, wraps, out,
                             error);
}

/* Writes the user's own words, ended by a line end, unless there are none. */
static mw_status write_own(const char *own, mw_sink *out, mw_error *error)
{
    const size_t size = strlen(own);
    mw_status status = mw_sink_write(out, own, size, error);

    if (status == MW_OK && own[size - 1] != '\n')
        status = mw_sink_write(out, "\n", 1, error);
    return status;
}

/* Writes OWN and the quote, in the order that is wanted. */
static mw_status write_both(const compose *state, const char *own, mw_sink *out,
                            mw_error *error)
{
    const bool is_first = state->quote_place == QUOTE_BEFORE;
    const bool has_own = !blank_is(own, strlen(own));
    mw_status status = MW_OK;

    if (has_own && !is_first)
        status = write_own(own, out, error);
    if (status == MW_OK && has_own && !is_first)
        status = mw_sink_write(out, "\n", 1, error);
    if (status == MW_OK)
        status = write_quote(state, out, error);
    if (status == MW_OK && has_own && is_first)
        status = mw_sink_write(out, "\n", 1, error);
    if (status == MW_OK && has_own && is_first)
        status = write_own(own, out, error);
    return status;
}

/* All of SOURCE as UTF-8 without a byte order mark. */
static mw_status read_own(compose *state, mw_source *source, const char **own,
                          mw_error *error)
{
    static const char MARK[] = "\xef\xbb\xbf";
    mw_sink *memory;
    size_t size;
    const void *bytes;
    mw_status status = mw_sink_new_memory(state->context, &memory, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_write_source(memory, source, error);
    bytes = mw_sink_memory(memory, &size);
    if (status == MW_OK)
        status = compose_decode(state, "the text", bytes, size, own, error);
    mw_sink_free(memory);
    if (status == MW_OK && !strncmp(*own, MARK, strlen(MARK)))
        *own += strlen(MARK);
    return status;
}

mw_status compose_add_quote(compose *state, mw_source **source, mw_error *error)
{
    mw_sink *both;
    const char *own;
    const void *bytes;
    size_t size;
    mw_status status;

    if (!has_quote(state))
        return MW_OK;
    status = read_own(state, *source, &own, error);
    if (status == MW_OK)
        status = mw_sink_new_memory(state->context, &both, error);
    if (status != MW_OK)
        return status;
    status = write_both(state, own, both, error);
    bytes = mw_sink_memory(both, &size);
    if (status == MW_OK)
        status =
            mw_source_new_memory(state->message, bytes, size, source, error);
    if (status == MW_OK)
        status = mw_source_set_name(*source, "the text with the quote", error);
    state->has_quote = status == MW_OK;
    mw_sink_free(both);
    return status;
}

mw_status compose_check_quote(const compose *state, mw_error *error)
{
    if (!has_quote(state) || state->has_quote)
        return MW_OK;
    fail(error, MW_E_USAGE, "--%s: there is no plain text to put the quote in",
         state->answer->name);
    fail_hint(error, "-m '' adds no words of your own%s",
              state->answer->datum <= ANSWER_ALL
                  ? ", --quote none leaves the quote out"
                  : "");
    return MW_E_USAGE;
}

void compose_end_answer(compose *state)
{
    if (state->original != NULL)
        original_end(state->original);
    free(state->original);
}
