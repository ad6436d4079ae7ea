/* SPDX-License-Identifier: MIT */

/*
 * Whom an answer goes to: RFC 5322, section 3.6.2, with Mail-Followup-To and
 * Mail-Reply-To as mailing lists have them.
 */

#include "config.h"

#include "compose_answer_recipients.h"

#include "ascii_case.h"
#include "compose_reply.h"
#include "compose_rewrite.h"
#include "fail.h"
#include "original.h"
#include "print.h"

#include <stdlib.h>
#include <string.h>

/*
 * Adds the mailboxes of FIELD; a field that is no list is told of, and From
 * has to be one where it is what the answer goes by.
 */
static mw_status add_field(const compose *state, original_field field,
                           mw_mailboxes *list, mw_error *error)
{
    const bool is_needed =
        field == ORIGINAL_FROM && !mw_message_has_field(state->message, "To");
    const char *body = state->original->fields[field];
    mw_status status = mw_mailboxes_add(list, body, strlen(body), error);

    if (status == MW_OK || status == MW_E_MEMORY)
        return status;
    if (is_needed) {
        fail_blame(error, "From");
        fail_hint(error, "-t LIST says whom the answer goes to");
        return error->status = MW_E_DATA;
    }
    if (!state->quiet) {
        fail_blame(error, "an address field of the original is left out");
        print_note("note", error->message);
    }
    return MW_OK;
}

/* Adds ADDRESS to NAMED; *IS_NEW where it was not there in any case. */
static mw_status name_once(mw_mailboxes *named, const char *address,
                           bool *is_new, mw_error *error)
{
    const size_t size = strlen(address);
    const size_t before = mw_mailboxes_count(named);
    char *lower = malloc(size + 1);
    mw_status status;

    if (lower == NULL)
        return fail_memory(error);
    for (size_t i = 0; i <= size; i++)
        lower[i] = ascii_lower(address[i]);
    status = mw_mailboxes_add(named, lower, size, error);
    free(lower);
    *is_new = mw_mailboxes_count(named) > before;
    return status;
}

/* Writes NAME as a quoted string, with a space behind it. */
static mw_status write_name(const char *name, mw_sink *out, mw_error *error)
{
    mw_status status = mw_sink_write(out, "\"", 1, error);

    for (; *name != '\0' && status == MW_OK; name++) {
        if (*name == '"' || *name == '\\')
            status = mw_sink_write(out, "\\", 1, error);
        if (status == MW_OK)
            status = mw_sink_write(out, name, 1, error);
    }
    return status == MW_OK ? mw_sink_write(out, "\" ", 2, error) : status;
}

static mw_status write_mailbox(const mw_mailboxes *list, size_t i, mw_sink *out,
                               mw_error *error)
{
    const char *name = mw_mailboxes_display_name(list, i);
    const char *address = mw_mailboxes_address(list, i);
    mw_status status = MW_OK;

    if (name[0] != '\0')
        status = write_name(name, out, error);
    if (status == MW_OK)
        status = mw_sink_write(out, "<", 1, error);
    if (status == MW_OK)
        status = mw_sink_write(out, address, strlen(address), error);
    return status == MW_OK ? mw_sink_write(out, ">", 1, error) : status;
}

/* Sets NAME to those of LIST that are not NAMED yet, or to all of them where
 * that is NULL; *COUNT of them. */
static mw_status put_list(compose *state, const char *name,
                          const mw_mailboxes *list, mw_mailboxes *named,
                          size_t *count, mw_error *error)
{
    mw_sink *text;
    size_t size;
    mw_status status = mw_sink_new_memory(state->context, &text, error);

    *count = 0;
    if (status != MW_OK)
        return status;
    for (size_t i = 0; status == MW_OK && i < mw_mailboxes_count(list); i++) {
        bool is_new = true;

        if (named != NULL)
            status =
                name_once(named, mw_mailboxes_address(list, i), &is_new, error);
        if (status != MW_OK || !is_new)
            continue;
        if ((*count)++ > 0)
            status = mw_sink_write(text, ", ", 2, error);
        if (status == MW_OK)
            status = write_mailbox(list, i, text, error);
    }
    if (status == MW_OK)
        status = mw_sink_write(text, "", 1, error);
    if (status == MW_OK && *count > 0)
        status =
            compose_put_field(state, name, mw_sink_memory(text, &size), error);
    mw_sink_free(text);
    return status;
}

/* The field that says where an answer goes, of WANTED, from the best on. */
static original_field first_of(const original *from,
                               const original_field *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (from->fields[wanted[i]][0] != '\0')
            return wanted[i];
    return ORIGINAL_FROM;
}

/* Who is answered alone. */
static original_field answered_field(const original *from)
{
    static const original_field WANTED[] = { ORIGINAL_MAIL_REPLY_TO,
                                             ORIGINAL_REPLY_TO };

    return first_of(from, WANTED, 2);
}

/* Who is answered with all others. */
static original_field followed_field(const original *from)
{
    static const original_field WANTED[] = { ORIGINAL_MAIL_FOLLOWUP_TO,
                                             ORIGINAL_REPLY_TO };

    return first_of(from, WANTED, 2);
}

/* What the steps below have in common. */
typedef struct {
    mw_mailboxes *self;
    mw_mailboxes *named;   /* oneself, and who is in the answer, all small */
    mw_mailboxes *to;      /* who is answered */
    mw_mailboxes *sent_to; /* who was sent the original */
    mw_mailboxes *others;  /* the same, and who got a copy */
} people;

static void free_people(people *all)
{
    mw_mailboxes_free(all->self);
    mw_mailboxes_free(all->named);
    mw_mailboxes_free(all->to);
    mw_mailboxes_free(all->sent_to);
    mw_mailboxes_free(all->others);
}

/* Addresses without a domain get the one that was asked for. */
static mw_status make_list(const compose *state, mw_mailboxes **list,
                           mw_error *error)
{
    const char *domain = state->submission.options.default_domain.value;
    const mw_status status = mw_mailboxes_new(state->context, list, error);

    return status == MW_OK && domain != NULL
               ? mw_mailboxes_set_default_domain(*list, domain, error)
               : status;
}

/* Has the answer name nobody of LIST from now on. */
static mw_status leave_out(people *all, const mw_mailboxes *list,
                           mw_error *error)
{
    mw_status status = MW_OK;
    bool is_new;

    for (size_t i = 0; status == MW_OK && i < mw_mailboxes_count(list); i++)
        status = name_once(all->named, mw_mailboxes_address(list, i), &is_new,
                           error);
    return status;
}

/* A To that is no list was told of already. */
static mw_status add_others(const original *from, mw_mailboxes *others,
                            mw_error *error)
{
    const char *body = from->fields[ORIGINAL_TO];

    return mw_mailboxes_add(others, body, strlen(body), error) == MW_E_MEMORY
               ? MW_E_MEMORY
               : MW_OK;
}

static mw_status find_people(compose *state, people *all, mw_error *error)
{
    const original *from = state->original;
    const bool is_all = state->answer->datum == ANSWER_ALL;
    const original_field to =
        is_all ? followed_field(from) : answered_field(from);
    mw_mailboxes **const lists[] = { &all->self, &all->named, &all->to,
                                     &all->sent_to, &all->others };
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < sizeof lists / sizeof lists[0];
         i++)
        status = make_list(state, lists[i], error);
    if (status == MW_OK && state->author != NULL &&
        mw_mailboxes_add(all->self, state->author, strlen(state->author),
                         error) == MW_E_MEMORY)
        status = MW_E_MEMORY;
    if (status == MW_OK)
        status = leave_out(all, all->self, error);
    if (status == MW_OK)
        status = add_field(state, to, all->to, error);
    if (status == MW_OK && mw_mailboxes_count(all->to) == 0)
        status = add_field(state, ORIGINAL_FROM, all->to, error);
    if (status != MW_OK || to == ORIGINAL_MAIL_FOLLOWUP_TO)
        return status;
    status = add_field(state, ORIGINAL_TO, all->sent_to, error);
    if (status == MW_OK && is_all)
        status = add_others(from, all->others, error);
    return status == MW_OK && is_all
               ? add_field(state, ORIGINAL_CC, all->others, error)
               : status;
}

/*
 * An answer to one's own message goes to those that it went to, and one to a
 * message to oneself alone goes there again.
 */
static mw_status put_to(compose *state, people *all, mw_error *error)
{
    const mw_mailboxes *const lists[] = { all->to, all->sent_to, all->others };
    size_t count = 0;
    mw_status status = MW_OK;

    for (size_t i = 0; i < 3 && count == 0 && status == MW_OK; i++)
        status = put_list(state, "To", lists[i], all->named, &count, error);
    return status == MW_OK && count == 0
               ? put_list(state, "To", all->to, NULL, &count, error)
               : status;
}

/* Who was sent the original and is not in the answer yet. */
static mw_status put_cc(compose *state, people *all, mw_error *error)
{
    size_t count;
    const mw_status status = leave_out(all, all->to, error);

    return status == MW_OK
               ? put_list(state, "Cc", all->others, all->named, &count, error)
               : status;
}

mw_status compose_address_answer(compose *state, mw_error *error)
{
    const bool is_to_free = !mw_message_has_field(state->message, "To");
    people all = { 0 };
    mw_status status = find_people(state, &all, error);

    if (status == MW_OK && mw_mailboxes_count(all.to) == 0 && is_to_free)
        status = fail(error, MW_E_DATA, "names nobody to answer");
    if (status == MW_OK && is_to_free)
        status = put_to(state, &all, error);
    if (status == MW_OK && state->answer->datum == ANSWER_ALL &&
        !mw_message_has_field(state->message, "Cc"))
        status = put_cc(state, &all, error);
    free_people(&all);
    return status;
}
