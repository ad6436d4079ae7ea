/* SPDX-License-Identifier: MIT */

/*
 * Only the envelope knows of aliases: the header stays as it was written, and
 * the submitter's library, which follows them for messages that exist, is
 * told the recipients as they are given.
 */

#include "config.h"

#include "compose_rewrite.h"

#include "fail.h"
#include "rewrite.h"

#include <stddef.h>
#include <string.h>

/* Whether NAME is WANTED, in any case of letters. */
static bool is_name(const char *name, const char *wanted)
{
    while (*name != '\0' && *wanted != '\0' &&
           (*name | 0x20) == (*wanted | 0x20)) {
        name++;
        wanted++;
    }
    return *name == '\0' && *wanted == '\0';
}

/* Whether an argument says to whom, instead of the header. */
static bool names_envelope(const compose *state)
{
    for (size_t i = 0; i < compose_options.count; i++)
        if (!strcmp(compose_options.options[i].name, "envelope-to"))
            return state->given[i];
    return false;
}

static mw_status start_aliases(compose *state, mw_error *error)
{
    submission *self = &state->submission;
    mw_status status = smtp_library_open(&self->smtp, error);

    self->context = state->context;
    if (status == MW_OK)
        status = self->smtp.prepare_options_new(state->context, &state->wishes,
                                                error);
    return status == MW_OK ? rewrite_apply(self, state->wishes, error) : status;
}

static mw_status force_from(compose *state, const option_use *use,
                            mw_error *error)
{
    const char *mailbox = use->value;
    mw_mailboxes *mailboxes;
    mw_status status = mw_mailboxes_new(state->context, &mailboxes, error);

    if (status != MW_OK)
        return status;
    status = mw_mailboxes_add(mailboxes, mailbox, strlen(mailbox), error);
    if (status == MW_OK && mw_mailboxes_count(mailboxes) != 1)
        status = fail(error, MW_E_SYNTAX, "is not one mailbox");
    mw_mailboxes_free(mailboxes);
    if (status == MW_OK)
        status = mw_message_add_field(state->message, "From", mailbox, error);
    return option_blame(use, status, error);
}

mw_status compose_start_rewrites(compose *state, mw_error *error)
{
    const submit_options *given = &state->submission.options;
    const option_use *domain = &given->default_domain;
    mw_status status = MW_OK;

    if (domain->value != NULL)
        status = option_blame(
            domain,
            mw_message_set_default_domain(state->message, domain->value, error),
            error);
    if (status == MW_OK && given->aliases.value != NULL)
        status = start_aliases(state, error);
    if (status == MW_OK && given->force_from.value != NULL)
        status = force_from(state, &given->force_from, error);
    return status;
}

/* Tells the aliases whom LIST names. */
static mw_status note_recipients(compose *state, const char *list,
                                 mw_error *error)
{
    if (state->wishes == NULL)
        return MW_OK;
    return state->submission.smtp.prepare_options_add_to(state->wishes, list,
                                                         error);
}

mw_status compose_put_field(compose *state, const char *name, const char *body,
                            mw_error *error)
{
    const bool forced = state->submission.options.force_from.value != NULL;
    mw_status status;

    if (forced && (is_name(name, "From") || is_name(name, "Sender")))
        return MW_OK;
    status = mw_message_add_field(state->message, name, body, error);
    if (status == MW_OK && !names_envelope(state) &&
        (is_name(name, "To") || is_name(name, "Cc") || is_name(name, "Bcc")))
        status = note_recipients(state, body, error);
    return status;
}

mw_status compose_put_envelope_from(compose *state, const char *address,
                                    mw_error *error)
{
    if (state->submission.options.force_from.value != NULL &&
        address[0] != '\0')
        return MW_OK;
    return mw_message_set_envelope_from(state->message, address, error);
}

mw_status compose_put_envelope_to(compose *state, const char *list,
                                  mw_error *error)
{
    if (state->wishes != NULL)
        return note_recipients(state, list, error);
    return mw_message_add_envelope_to(state->message, list, error);
}

mw_status compose_finish_rewrites(compose *state, mw_error *error)
{
    mw_mailboxes *recipients;
    mw_status status;

    if (state->wishes == NULL)
        return MW_OK;
    status = state->submission.smtp.prepare_options_resolve(state->wishes,
                                                            &recipients, error);
    if (status != MW_OK)
        return status;
    for (size_t i = 0; status == MW_OK && i < mw_mailboxes_count(recipients);
         i++)
        status = mw_message_add_envelope_to(
            state->message, mw_mailboxes_address(recipients, i), error);
    mw_mailboxes_free(recipients);
    return status;
}

void compose_end_rewrites(compose *state)
{
    if (state->wishes != NULL)
        state->submission.smtp.prepare_options_free(state->wishes);
}
