/* SPDX-License-Identifier: MIT */

/*
 * How a report comes to say what it says. All that decides has its room from
 * the beginning; what needs more memory is words, and does without.
 */

#include "smtp/report.h"

#include "base/ascii.h"
#include "smtp/reply.h"

static bool add_recipients(mw_smtp_report *report,
                           const mw_smtp_message *message, mw_error *error)
{
    report->recipient_count = message->recipient_count;
    report->recipients =
        mw_arena_take_array(&report->arena, message->recipient_count,
                            sizeof *report->recipients, error);
    for (size_t i = 0; report->recipients && i < report->recipient_count; i++) {
        report->recipients[i].address = mw_arena_copy(
            &report->arena, mw_bytes_of(message->names[i]), error);
        if (!report->recipients[i].address)
            return false;
    }
    return report->recipients != NULL;
}

mw_status mw_report_new(const mw_allocator *allocator, mw_smtp_message *message,
                        mw_smtp_report **report, mw_error *error)
{
    mw_smtp_report *made = mw_allocate(allocator, NULL, 0, sizeof *made);

    if (!made)
        return mw_fail_memory(error);
    *made = (mw_smtp_report){ .message = message };
    if (allocator)
        made->allocator = *allocator;
    mw_arena_init(&made->arena, allocator ? &made->allocator : NULL, 0);
    if (message && !add_recipients(made, message, error)) {
        mw_smtp_report_free(made);
        return MW_E_MEMORY;
    }
    if (message)
        mw_report_set_message(made, message);
    *report = made;
    return MW_OK;
}

void mw_smtp_report_free(mw_smtp_report *report)
{
    mw_allocator allocator;

    if (!report)
        return;
    allocator = report->allocator;
    mw_arena_free(&report->arena);
    mw_release(allocator.allocate ? &allocator : NULL, report, sizeof *report);
}

/* ------------------------------------------------------------------- strings
 */

static const char *copy(mw_smtp_report *report, const char *text)
{
    return text ? mw_arena_copy(&report->arena, mw_bytes_of(text), NULL) : NULL;
}

/* A copy of TEXT with a NUL behind it; NULL where there is no memory. */
static mw_bytes copy_bytes(mw_smtp_report *report, mw_bytes text)
{
    const char *kept = mw_arena_copy(&report->arena, text, NULL);

    return (mw_bytes){ (const uint8_t *)kept, kept ? text.size : 0 };
}

/* Makes room for one more; false where there is no memory. */
static bool grow(mw_smtp_report *report, mw_report_list *list)
{
    const size_t room = list->room ? list->room * 2 : 8;
    mw_bytes *items;

    if (list->count < list->room)
        return true;
    items = mw_arena_take_array(&report->arena, room, sizeof *items, NULL);
    if (!items)
        return false;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->room = room;
    return true;
}

void mw_report_add(mw_smtp_report *report, mw_report_list *list, mw_bytes text)
{
    const mw_bytes kept = copy_bytes(report, text);

    if (kept.data && grow(report, list))
        list->items[list->count++] = kept;
}

void mw_report_add_warning(mw_smtp_report *report, const char *text)
{
    mw_report_add(report, &report->warnings, mw_bytes_of(text));
}

static void copy_list(mw_smtp_report *report, mw_report_list *to,
                      const mw_report_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        mw_report_add(report, to, from->items[i]);
}

/* --------------------------------------------------------------- the session
 */

void mw_report_set_server(mw_smtp_report *report, const char *name,
                          const char *address)
{
    report->server_name = copy(report, name);
    report->server_address = copy(report, address);
}

void mw_report_set_greeting(mw_smtp_report *report, mw_bytes text)
{
    report->greeting = copy_bytes(report, text);
}

void mw_report_set_offers(mw_smtp_report *report, bool after_tls, mw_bytes text)
{
    mw_report_list *offers = &report->offers[1];
    mw_bytes line;

    if (after_tls)
        report->offers[0] = report->offers[1];
    *offers = (mw_report_list){ 0 };
    mw_reply_next_line(&text, &line);
    while (mw_reply_next_line(&text, &line))
        mw_report_add(report, offers, line);
}

static void copy_text(char *to, size_t room, const char *text)
{
    const size_t size = strlen(text) < room ? strlen(text) : room - 1;

    memcpy(to, text, size);
    to[size] = 0;
}

void mw_report_set_tls(mw_smtp_report *report, const mw_tls_report *tls)
{
    report->has_tls = true;
    report->tls_verified = tls->verified;
    copy_text(report->tls_version, sizeof report->tls_version, tls->version);
    copy_text(report->tls_cipher, sizeof report->tls_cipher, tls->cipher);
    copy_text(report->tls_peer, sizeof report->tls_peer, tls->peer);
}

void mw_report_set_auth(mw_smtp_report *report, const char *mechanism)
{
    report->auth = copy(report, mechanism);
}

void mw_report_copy_facts(mw_smtp_report *report, const mw_smtp_report *from)
{
    mw_report_set_server(report, from->server_name, from->server_address);
    if (from->greeting.data)
        mw_report_set_greeting(report, from->greeting);
    report->has_tls = from->has_tls;
    report->tls_verified = from->tls_verified;
    memcpy(report->tls_version, from->tls_version, sizeof from->tls_version);
    memcpy(report->tls_cipher, from->tls_cipher, sizeof from->tls_cipher);
    memcpy(report->tls_peer, from->tls_peer, sizeof from->tls_peer);
    report->auth = copy(report, from->auth);
    copy_list(report, &report->offers[0], &from->offers[0]);
    copy_list(report, &report->offers[1], &from->offers[1]);
    copy_list(report, &report->warnings, &from->warnings);
}

/* --------------------------------------------------------------- the message
 */

void mw_report_set_message(mw_smtp_report *report,
                           const mw_smtp_message *message)
{
    report->size = message->size;
    report->message_id = copy(report, message->id);
    report->changes = (mw_report_list){ 0 };
    for (const mw_text_list *at = message->changes; at; at = at->next)
        mw_report_add(report, &report->changes, mw_bytes_of(at->text));
    report->warnings = (mw_report_list){ 0 };
    for (const mw_text_list *at = message->warnings; at; at = at->next)
        mw_report_add_warning(report, at->text);
}

/* Where NAME, in any case of letters, ends within TEXT; or NULL. */
static const uint8_t *find_behind(mw_bytes text, const char *name)
{
    for (; text.size >= strlen(name); mw_bytes_skip(&text, 1))
        if (mw_ascii_starts_with(text, name))
            return text.data + strlen(name);
    return NULL;
}

/* Octets at the front of TEXT that can be an identifier. */
static size_t id_size(mw_bytes text)
{
    size_t size = 0;

    while (size < text.size && size < 128 &&
           mw_ascii_is_graph(text.data[size]) &&
           !strchr(")>],;", text.data[size]))
        size++;
    return size;
}

/* The last word of TEXT before what stands at BEHIND. */
static mw_bytes word_before(mw_bytes text, const uint8_t *behind)
{
    mw_bytes word = { text.data, (size_t)(behind - text.data) };
    size_t begin;

    while (word.size > 0 && word.data[word.size - 1] == ' ')
        word.size--;
    for (begin = word.size; begin > 0 && word.data[begin - 1] != ' ';)
        begin--;
    mw_bytes_skip(&word, begin);
    return word;
}

/*
 * There is no rule for it. Postfix, qmail and many say "queued as ID", Exim
 * "id=ID", Sendmail and OpenSMTPD "ID Message accepted for delivery".
 */
void mw_report_set_queue_id(mw_smtp_report *report, mw_bytes text)
{
    static const char *const BEFORE[] = { "queued as ", "queued as\n", "id=" };
    const uint8_t *end = text.data + text.size;
    const uint8_t *at = NULL;
    mw_bytes id = { NULL, 0 };

    for (size_t i = 0; !at && i < sizeof BEFORE / sizeof BEFORE[0]; i++)
        at = find_behind(text, BEFORE[i]);
    if (at) {
        id = (mw_bytes){ at, (size_t)(end - at) };
    } else {
        at = find_behind(text, " message accepted for delivery");
        if (at)
            id = word_before(text, at - strlen(" message accepted for "
                                               "delivery"));
    }
    id.size = id_size(id);
    if (id.size > 0 && !report->queue_id)
        report->queue_id = mw_arena_copy(&report->arena, id, NULL);
}

/* -------------------------------------------------------------------- failing
 */

void mw_report_fail(mw_smtp_report *report, mw_smtp_result result,
                    mw_smtp_phase phase, const mw_error *error, const char *why)
{
    const mw_smtp_status status =
        result == MW_SMTP_TEMPORARY   ? MW_SMTP_REFUSED_FOR_NOW
        : result == MW_SMTP_PERMANENT ? MW_SMTP_REFUSED_FOR_GOOD
                                      : MW_SMTP_NOT_TRIED;

    report->result = result;
    report->phase = phase;
    report->error = *error;
    report->why = why;
    report->retry_safe = result == MW_SMTP_TEMPORARY;
    for (size_t i = 0; i < report->recipient_count; i++)
        report->recipients[i].status = status;
}

mw_status mw_report_new_like(const mw_smtp_report *failed,
                             mw_smtp_message *message, mw_smtp_report **report,
                             mw_error *error)
{
    const mw_allocator *allocator =
        failed->allocator.allocate ? &failed->allocator : NULL;
    mw_smtp_report *made;
    mw_status status = mw_report_new(allocator, message, &made, error);

    if (status != MW_OK)
        return status;
    mw_report_copy_facts(made, failed);
    mw_report_fail(made, failed->result, failed->phase, &failed->error,
                   failed->why);
    *report = made;
    return MW_OK;
}
