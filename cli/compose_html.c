/* SPDX-License-Identifier: MIT */

/*
 * The options that read the HTML body. What they leave out of the message is
 * said, since the recipient will miss it; what they take, and what was never
 * theirs to take, only to who asks by -v.
 */

#include "config.h"

#include "compose_html.h"

#include "fail.h"
#include "print.h"

#include <stdio.h>

/* Octets of a name that are shown: data: URLs are long. */
#define SHOWN 100

mw_status compose_take_embed(void *state, const option_use *use,
                             mw_error *error)
{
    compose *self = state;

    (void)error;
    self->embed = true;
    if (use->value != NULL && use->value[0] != '\0')
        self->embed_folder = use->value;
    return MW_OK;
}

static void say(void *user, mw_embed_outcome outcome, const char *name,
                const char *what)
{
    static const char *const WORDS[] = {
        [MW_EMBED_TAKEN] = "embedded",
        [MW_EMBED_REMOTE] = "left, since it is no file here",
        [MW_EMBED_OUTSIDE] = "left, since it is outside the folder",
        [MW_EMBED_OTHER] = "left, since it is no image",
    };
    const compose *state = user;
    const bool is_loss =
        outcome == MW_EMBED_OUTSIDE || outcome == MW_EMBED_OTHER;
    char text[1024];

    if (is_loss ? state->quiet : !state->verbose)
        return;
    (void)snprintf(text, sizeof text, "%.*s: %s%s%.800s", SHOWN, name,
                   WORDS[outcome], what[0] == '\0' ? "" : ": ", what);
    print_note("--embed", text);
}

static mw_status check_page(const compose *state, const char *wanted,
                            mw_error *error)
{
    if (state->html != NULL)
        return MW_OK;
    fail(error, MW_E_USAGE, "%s: there is no HTML body", wanted);
    fail_hint(error, "--html FILE gives one");
    return MW_E_USAGE;
}

static mw_status embed(compose *state, mw_error *error)
{
    mw_status status = check_page(state, "--embed", error);

    if (status == MW_OK)
        status = mw_html_embed(state->html, state->embed_folder,
                               state->input_charsets, say, state, error);
    return status;
}

static mw_status make_text(compose *state, mw_error *error)
{
    mw_source *source;
    mw_status status = check_page(state, "--text-from-html", error);

    if (status == MW_OK)
        status = mw_html_make_text(state->html, state->input_charsets,
                                   state->flowed, &source, error);
    if (status == MW_OK)
        status = mw_message_set_body(state->message, MW_BODY_TEXT, source,
                                     &state->text, error);
    if (status == MW_E_USAGE)
        fail_blame(error, "--text-from-html");
    if (status == MW_OK)
        status = mw_part_set_input_charsets(state->text, "utf-8", error);
    return status;
}

mw_status compose_finish_html(compose *state, mw_error *error)
{
    mw_status status = MW_OK;

    if (state->text_from_html)
        status = make_text(state, error);
    if (status == MW_OK && state->embed)
        status = embed(state, error);
    return status;
}
