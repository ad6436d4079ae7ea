/* SPDX-License-Identifier: MIT */

/*
 * The header of an answer: its subject, and the ids of RFC 5322, section
 * 3.6.4. What an option gave is left alone, field by field.
 */

#include "config.h"

#include "ascii_case.h"
#include "compose_answer_recipients.h"
#include "compose_reply.h"
#include "compose_rewrite.h"
#include "fail.h"
#include "input.h"
#include "original.h"

#include <string.h>

/* Ids in References: where there are more, the first and the last are kept,
 * so that no thread makes a header that a server refuses. */
#define IDS_MOST 200

/* The longest id that is taken over. */
#define ID_LONGEST 900

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
        status = compose_address_answer(state, error);
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
