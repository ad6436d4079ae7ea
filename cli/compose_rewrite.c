/* SPDX-License-Identifier: MIT */

/*
 * Only the envelope knows of aliases: the header stays as it was written, and
 * the submitter's library, which follows them for messages that exist, is
 * told the recipients as they are given. Which fields have them is known when
 * all are there: a Resent- field may come behind To, and counts instead.
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

/* Whether NAME is one of NAMES, which end with NULL. */
static bool is_one_of(const char *name, const char *const *names)
{
    while (*names != NULL && !is_name(name, *names))
        names++;
    return *names != NULL;
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
    const char *domain = state->submission.options.default_domain.value;
    const char *mailbox = use->value;
    mw_mailboxes *mailboxes;
    mw_status status = mw_mailboxes_new(state->context, &mailboxes, error);

    if (status != MW_OK)
        return status;
    if (domain != NULL)
        status = mw_mailboxes_set_default_domain(mailboxes, domain, error);
    if (status == MW_OK)
        status = mw_mailboxes_add(mailboxes, mailbox, strlen(mailbox), error);
    if (status == MW_OK && mw_mailboxes_count(mailboxes) != 1)
        status = fail(error, MW_E_SYNTAX, "is not one mailbox");
    if (status == MW_OK)
        status = mw_message_add_field(state->message, "From", mailbox, error);
    if (status == MW_OK)
        status = mw_message_set_envelope_from(
            state->message, mw_mailboxes_address(mailboxes, 0), error);
    mw_mailboxes_free(mailboxes);
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

static const char *const TO[] = { "To", "Cc", "Bcc", NULL };
static const char *const RESENT_TO[] = { "Resent-To", "Resent-Cc", "Resent-Bcc",
                                         NULL };
static const char *const RESENT[] = {
    "Resent-Date",       "Resent-From",     "Resent-Sender",
    "Resent-To",         "Resent-Cc",       "Resent-Bcc",
    "Resent-Message-ID", "Resent-Reply-To", NULL
};

/* Before the field NAME is added: the newest block has each field once. */
static void note_block(compose *state, const char *name)
{
    state->resent_ended |=
        is_one_of(name, RESENT) && mw_message_has_field(state->message, name);
}

static mw_status keep_recipients(compose *state, const char *list,
                                 mw_error *error)
{
    mw_status status = MW_OK;

    if (state->recipients == NULL)
        status = mw_sink_new_memory(state->context, &state->recipients, error);
    return status == MW_OK
               ? mw_sink_write(state->recipients, list, strlen(list) + 1, error)
               : status;
}

/* Keeps LIST, of the field NAME, for the aliases where it counts. */
static mw_status note_recipients(compose *state, const char *name,
                                 const char *list, mw_error *error)
{
    if (is_one_of(name, RESENT_TO) && !state->resent_ended) {
        if (!state->is_resent) {
            mw_sink_free(state->recipients);
            state->recipients = NULL;
        }
        state->is_resent = true;
    } else if (state->is_resent || !is_one_of(name, TO)) {
        return MW_OK;
    }
    return state->wishes != NULL ? keep_recipients(state, list, error) : MW_OK;
}

mw_status compose_put_field(compose *state, const char *name, const char *body,
                            mw_error *error)
{
    const bool forced = state->submission.options.force_from.value != NULL;
    mw_status status;

    if (forced && (is_name(name, "From") || is_name(name, "Sender")))
        return MW_OK;
    note_block(state, name);
    status = mw_message_add_field(state->message, name, body, error);
    return status == MW_OK ? note_recipients(state, name, body, error) : status;
}

mw_status compose_put_envelope_from(compose *state, const char *address,
                                    mw_error *error)
{
    if (state->submission.options.force_from.value != NULL &&
        address[0] != '\0')
        return MW_OK;
    return mw_message_set_envelope_from(state->message, address, error);
}

static mw_status tell(const compose *state, const char *list, mw_error *error)
{
    return state->submission.smtp.prepare_options_add_to(state->wishes, list,
                                                         error);
}

mw_status compose_put_envelope_to(compose *state, const char *list,
                                  mw_error *error)
{
    state->names_envelope = true;
    return state->wishes != NULL
               ? tell(state, list, error)
               : mw_message_add_envelope_to(state->message, list, error);
}

/* Tells the aliases whom the fields name. */
static mw_status tell_recipients(compose *state, mw_error *error)
{
    const char *list;
    size_t size;
    mw_status status = MW_OK;

    if (state->recipients == NULL || state->names_envelope)
        return MW_OK;
    list = mw_sink_memory(state->recipients, &size);
    for (size_t taken; status == MW_OK && size > 0;
         list += taken, size -= taken) {
        taken = strlen(list) + 1;
        status = tell(state, list, error);
    }
    return status;
}

mw_status compose_finish_rewrites(compose *state, mw_error *error)
{
    mw_mailboxes *recipients;
    mw_status status;

    if (state->wishes == NULL)
        return MW_OK;
    status = tell_recipients(state, error);
    if (status == MW_OK)
        status = state->submission.smtp.prepare_options_resolve(
            state->wishes, &recipients, error);
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
