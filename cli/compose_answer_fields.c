/* SPDX-License-Identifier: MIT */

/*
 * The header of an answer: RFC 5322, section 3.6.4, for the ids, and section
 * 3.6.2 for whom it goes to; Mail-Followup-To and Mail-Reply-To as mailing
 * lists have them. What an option gave is left alone, field by field.
 */

#include "config.h"

#include "ascii_case.h"
#include "compose_reply.h"
#include "compose_rewrite.h"
#include "fail.h"
#include "input.h"
#include "original.h"
#include "print.h"

#include <stdlib.h>
#include <string.h>

/* Ids in References: the first and the last of them are kept. */
#define IDS_MOST 21

/* The longest id that is taken over. */
#define ID_LONGEST 900

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

static mw_status put_people(compose *state, mw_error *error)
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

/* What is behind the count that some programs put into a prefix, "[2]". */
static const char *skip_count(const char *text)
{
    const char close = text[0] == '[' ? ']' : ')';
    const char *end = text + 1;

    if (text[0] != '[' && text[0] != '(')
        return text;
    end += strspn(end, "0123456789");
    return *end == close ? end + 1 : text;
}

/* What is behind the colon, and perhaps a space, at TEXT, or NULL. */
static const char *skip_colon(const char *text)
{
    static const char WIDE[] = "\xef\xbc\x9a";

    text += strspn(text, " \t");
    if (*text == ':')
        text++;
    else if (!strncmp(text, WIDE, strlen(WIDE)))
        text += strlen(WIDE);
    else
        return NULL;
    return text + strspn(text, " \t");
}

/* SUBJECT without one of the prefixes that are in WORDS, or as it is. */
static const char *skip_prefix(const char *subject, const char *const *words)
{
    for (; *words != NULL; words++) {
        const char *rest;

        if (!ascii_case_starts(subject, *words))
            continue;
        rest = skip_colon(skip_count(subject + strlen(*words)));
        if (rest != NULL)
            return rest;
    }
    return subject;
}

/* "Re: " or "Fwd: " once, whatever programs in other languages wrote. */
static mw_status put_subject(compose *state, mw_error *error)
{
    static const char *const REPLIES[] = {
        "Re",
        "AW",
        "SV",
        "Antw",
        "Antwort",
        "\xe5\x9b\x9e\xe5\xa4\x8d", /* U+56DE U+590D */
        "\xe7\xad\x94\xe5\xa4\x8d", /* U+7B54 U+590D */
        NULL
    };
    static const char *const FORWARDS[] = {
        "Fwd", "Fw", "WG", "\xe8\xbd\xac\xe5\x8f\x91", /* U+8F6C U+53D1 */
        NULL
    };
    const bool is_reply = state->answer->datum <= ANSWER_ALL;
    const char *subject = state->original->fields[ORIGINAL_SUBJECT];
    const char *rest = subject;
    mw_sink *text;
    size_t size;
    mw_status status;

    if (mw_message_has_field(state->message, "Subject"))
        return MW_OK;
    do {
        subject = rest;
        rest = skip_prefix(subject, is_reply ? REPLIES : FORWARDS);
    } while (rest != subject);
    status = mw_sink_new_memory(state->context, &text, error);
    if (status != MW_OK)
        return status;
    status = mw_sink_write(text, is_reply ? "Re: " : "Fwd: ", is_reply ? 4 : 5,
                           error);
    for (; status == MW_OK && *subject != '\0'; subject++) {
        const bool is_control = (unsigned char)*subject < 0x20;

        status = mw_sink_write(text, is_control ? " " : subject, 1, error);
    }
    if (status == MW_OK)
        status = mw_sink_write(text, "", 1, error);
    if (status == MW_OK)
        status = compose_put_field(state, "Subject",
                                   mw_sink_memory(text, &size), error);
    mw_sink_free(text);
    return status;
}

/* The next id of *TEXT, *SIZE octets with its brackets, or NULL. */
static const char *next_id(const char **text, size_t *size)
{
    const char *start;

    while ((start = strchr(*text, '<')) != NULL) {
        const char *at = NULL;
        const char *end = start + 1;

        while (*end > ' ' && *end < 0x7f && *end != '<' && *end != '>') {
            if (*end == '@')
                at = end;
            end++;
        }
        *text = end;
        *size = (size_t)(end - start) + 1;
        if (*end == '>' && at != NULL && at > start + 1 && at + 1 < end &&
            *size <= ID_LONGEST)
            return start;
    }
    return NULL;
}

static size_t count_ids(const char *text)
{
    size_t count = 0;
    size_t size;

    while (next_id(&text, &size) != NULL)
        count++;
    return count;
}

/* Writes the ids of TEXT, but for those in the middle where they are many. */
static mw_status write_ids(const char *text, mw_sink *out, mw_error *error)
{
    const size_t count = count_ids(text);
    const size_t skipped = count > IDS_MOST ? count - IDS_MOST : 0;
    mw_status status = MW_OK;
    const char *id;
    size_t size;

    for (size_t i = 0; status == MW_OK && (id = next_id(&text, &size)) != NULL;
         i++) {
        if (i >= 1 && i <= skipped)
            continue;
        status = mw_sink_write(out, id, size, error);
        if (status == MW_OK)
            status = mw_sink_write(out, " ", 1, error);
    }
    return status;
}

/* Adds field NAME with the ids of BEFORE and of LAST, if there are any. */
static mw_status put_ids(compose *state, const char *name, const char *before,
                         const char *last, mw_error *error)
{
    mw_sink *text;
    size_t size;
    mw_status status;

    if (mw_message_has_field(state->message, name) ||
        count_ids(before) + count_ids(last) == 0)
        return MW_OK;
    status = mw_sink_new_memory(state->context, &text, error);
    if (status != MW_OK)
        return status;
    status = write_ids(before, text, error);
    if (status == MW_OK)
        status = write_ids(last, text, error);
    if (status == MW_OK)
        status = mw_sink_write(text, "", 1, error);
    if (status == MW_OK)
        status = mw_message_add_field(state->message, name,
                                      mw_sink_memory(text, &size), error);
    mw_sink_free(text);
    return status;
}

/* Where the parent has no References, its In-Reply-To counts if it is one. */
static mw_status put_references(compose *state, mw_error *error)
{
    const original *from = state->original;
    const char *id = from->fields[ORIGINAL_MESSAGE_ID];
    const char *before = from->fields[ORIGINAL_REFERENCES];
    mw_status status = MW_OK;

    if (count_ids(before) == 0)
        before = count_ids(from->fields[ORIGINAL_IN_REPLY_TO]) == 1
                     ? from->fields[ORIGINAL_IN_REPLY_TO]
                     : "";
    if (state->answer->datum <= ANSWER_ALL)
        status = put_ids(state, "In-Reply-To", "", id, error);
    if (status == MW_OK && count_ids(id) > 0 && state->references == NULL)
        status = put_ids(state, "References", before, id, error);
    return status;
}

mw_status compose_finish_answer(compose *state, mw_error *error)
{
    mw_status status = MW_OK;

    if (state->answer == NULL)
        return MW_OK;
    if (state->answer->datum <= ANSWER_ALL)
        status = put_people(state, error);
    if (status == MW_OK)
        status = put_subject(state, error);
    if (status == MW_OK)
        status = put_references(state, error);
    if (status == MW_E_SYNTAX || status == MW_E_RANGE)
        status = error->status = MW_E_DATA;
    if (status != MW_OK)
        fail_blame(error, input_name(state->answered));
    return status;
}
