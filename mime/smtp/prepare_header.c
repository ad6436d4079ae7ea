/* SPDX-License-Identifier: MIT */

/*
 * Date and Message-ID are drawn by the composer, from a message that is never
 * sent: so they look, and are as unique, as those of any message of ours.
 */

#include "smtp/prepare_header.h"

#include "base/ascii.h"
#include "smtp/prepare_alias.h"
#include "smtp/prepare_signature.h"

/* The fields of a block (RFC 5322, section 3.6.6); none is there twice. */
static const char *const RESENT_NAMES[] = { "Resent-Date",      "Resent-From",
                                            "Resent-Sender",    "Resent-To",
                                            "Resent-Cc",        "Resent-Bcc",
                                            "Resent-Message-ID" };

static mw_status new_list(const mw_prepared *made, mw_mailboxes **list,
                          mw_error *error)
{
    const mw_status status = mw_mailboxes_new(made->context, list, error);

    if (status != MW_OK || made->default_domain == NULL)
        return status;
    return mw_mailboxes_set_default_domain(*list, made->default_domain, error);
}

/* A list of recipients, which keeps names that may be aliases. */
static mw_status new_recipients(const mw_prepared *made, bool keeps_local,
                                mw_mailboxes **list, mw_error *error)
{
    const mw_status status = mw_mailboxes_new(made->context, list, error);

    if (status == MW_OK)
        mw_mailboxes_set_keep_local(*list, keeps_local);
    return status;
}

mw_status mw_prepare_header_init(mw_prepared *made,
                                 const mw_smtp_prepare_options *options,
                                 mw_error *error)
{
    mw_prepare_header *header = &made->header;
    const bool keeps_local = made->default_domain != NULL ||
                             (options != NULL && options->aliases != NULL);
    mw_mailboxes **lists[] = { &made->to, &header->from, &header->sender,
                               &header->resent_from, &header->resent_sender };
    mw_status status = MW_OK;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (status == MW_OK)
            status = new_list(made, lists[i], error);
    if (status == MW_OK)
        status = new_recipients(made, keeps_local, &header->to, error);
    if (status == MW_OK)
        status = new_recipients(made, keeps_local, &header->resent_to, error);
    return status;
}

void mw_prepare_header_free(mw_prepared *made)
{
    mw_prepare_header *header = &made->header;

    mw_mailboxes_free(header->from);
    mw_mailboxes_free(header->sender);
    mw_mailboxes_free(header->to);
    mw_mailboxes_free(header->resent_from);
    mw_mailboxes_free(header->resent_sender);
    mw_mailboxes_free(header->resent_to);
    *header = (mw_prepare_header){ 0 };
}

/* Whether the header's authors make the reverse-path. */
static bool wants_from(const mw_prepared *made)
{
    return made->from == NULL && made->forced.address == NULL;
}

static mw_status add_mailboxes(mw_mailboxes *list, const mw_scan_event *event,
                               mw_error *error)
{
    size_t size, name_size;
    const char *body = mw_scan_event_body(event, &size);
    const char *name = mw_scan_event_name(event, &name_size);
    const mw_status status = mw_mailboxes_add(list, body, size, error);

    if (status != MW_OK)
        mw_error_prefix(
            error, "line %ju: %.*s", (uintmax_t)mw_scan_event_line(event),
            MW_SHOW(((mw_bytes){ (const uint8_t *)name, name_size })));
    return status;
}

/* Whether the Resent- field EVENT is of the newest block, and not an older. */
static bool is_newest(mw_prepare_header *header, const mw_scan_event *event)
{
    for (size_t i = 0; i < sizeof RESENT_NAMES / sizeof RESENT_NAMES[0]; i++) {
        const unsigned bit = 1U << i;

        if (!mw_scan_event_is_field(event, RESENT_NAMES[i]))
            continue;
        if (header->resent_seen & bit)
            header->resent_ended = true;
        header->resent_seen |= bit;
        return !header->resent_ended;
    }
    return false;
}

static mw_status add_resent(mw_prepared *made, const mw_scan_event *event,
                            mw_error *error)
{
    mw_prepare_header *header = &made->header;

    header->has_resent_from |= mw_scan_event_is_field(event, "Resent-From");
    if (!is_newest(header, event))
        return MW_OK;
    if (mw_scan_event_is_field(event, "Resent-From") && wants_from(made))
        return add_mailboxes(header->resent_from, event, error);
    if (mw_scan_event_is_field(event, "Resent-Sender") && wants_from(made))
        return add_mailboxes(header->resent_sender, event, error);
    if (!mw_scan_event_is_field(event, "Resent-To") &&
        !mw_scan_event_is_field(event, "Resent-Cc") &&
        !mw_scan_event_is_field(event, "Resent-Bcc"))
        return MW_OK;
    return made->wants_to ? add_mailboxes(header->resent_to, event, error)
                          : MW_OK;
}

/* From is read for a new Message-ID too, and then it may be wrong. */
static mw_status add_from(mw_prepared *made, const mw_scan_event *event,
                          mw_error *error)
{
    mw_status status;

    made->header.has_from = true;
    if (made->forced.address != NULL)
        return MW_OK;
    if (made->from == NULL)
        return add_mailboxes(made->header.from, event, error);
    status = add_mailboxes(made->header.from, event, NULL);
    return status == MW_E_MEMORY ? mw_fail_memory(error) : MW_OK;
}

static mw_status add_original(mw_prepared *made, const mw_scan_event *event,
                              mw_error *error)
{
    mw_prepare_header *header = &made->header;

    if (mw_scan_event_is_field(event, "From"))
        return add_from(made, event, error);
    if (mw_scan_event_is_field(event, "Sender") && wants_from(made))
        return add_mailboxes(header->sender, event, error);
    if ((mw_scan_event_is_field(event, "To") ||
         mw_scan_event_is_field(event, "Cc") ||
         mw_scan_event_is_field(event, "Bcc")) &&
        made->wants_to && header->resent_seen == 0)
        return add_mailboxes(header->to, event, error);
    return MW_OK;
}

/* The id as it is, where it can be shown. */
static mw_status keep_id(mw_prepared *made, const mw_scan_event *event,
                         mw_error *error)
{
    size_t size;
    const char *body = mw_scan_event_body(event, &size);
    const mw_bytes id = { (const uint8_t *)body, size };

    made->header.has_id = true;
    for (size_t i = 0; i < size; i++)
        if (!mw_ascii_is_graph(id.data[i]))
            return MW_OK;
    if (made->message_id == NULL && size > 0)
        made->message_id = mw_arena_copy(&made->arena, id, error);
    return made->message_id == NULL && size > 0 ? MW_E_MEMORY : MW_OK;
}

mw_status mw_prepare_header_add(mw_prepared *made, const mw_scan_event *event,
                                mw_error *error)
{
    mw_prepare_header *header = &made->header;
    size_t size;
    const char *name = mw_scan_event_name(event, &size);

    header->has_date |= mw_scan_event_is_field(event, "Date");
    mw_prepare_signature_add(header, event);
    if (mw_scan_event_is_field(event, "Received")) {
        header->has_received = true;
        /* What is behind a trace is older (RFC 5322, section 3.6.6). */
        header->resent_ended |= header->resent_seen != 0;
    }
    if (mw_scan_event_is_field(event, "Message-ID"))
        return keep_id(made, event, error);
    if (mw_ascii_starts_with((mw_bytes){ (const uint8_t *)name, size },
                             "Resent-"))
        return add_resent(made, event, error);
    return add_original(made, event, error);
}

/* The first of MAIN, or where that names several, of SENDER. */
static const char *first_of(const mw_mailboxes *main,
                            const mw_mailboxes *sender)
{
    if (mw_mailboxes_count(main) > 1 && mw_mailboxes_count(sender) > 0)
        main = sender;
    return mw_mailboxes_count(main) > 0 ? mw_mailboxes_address(main, 0) : NULL;
}

const char *mw_prepare_from(const mw_prepared *made)
{
    const mw_prepare_header *header = &made->header;
    const char *from = made->from;

    /* A report of delivery stays one (RFC 5321, section 4.5.5). */
    if (made->forced.address != NULL && (from == NULL || from[0] != '\0'))
        return made->forced.address;
    if (from == NULL)
        from = first_of(header->resent_from, header->resent_sender);
    if (from == NULL)
        from = first_of(header->from, header->sender);
    return from == NULL ? made->missing.address : from;
}

static mw_status check_envelope(const mw_prepared *made, mw_error *error)
{
    if (made->header.has_received && !made->is_explicit) {
        mw_fail(error, MW_E_USAGE,
                "the message was delivered before: it holds Received fields");
        mw_hint(error, "name the recipients of the envelope; those of its "
                       "header may have it already");
        return MW_E_USAGE;
    }
    if (mw_mailboxes_count(made->to) == 0)
        return mw_fail(error, MW_E_USAGE, "%s no recipient",
                       made->header.resent_seen != 0
                           ? "the newest Resent- fields name"
                           : "the message names");
    if (mw_prepare_from(made) == NULL)
        return mw_fail(error, MW_E_USAGE, "the message names no sender");
    return MW_OK;
}

/* The recipients of the options, and behind them those of the header. */
static mw_status join_recipients(mw_prepared *made,
                                 const mw_smtp_prepare_options *options,
                                 mw_error *error)
{
    const mw_prepare_header *header = &made->header;
    const mw_mailboxes *lists[2];
    size_t count = 0;

    if (options != NULL)
        lists[count++] = options->to;
    /* Whom the original went to has it, and was not meant again. */
    lists[count++] = header->resent_seen != 0 ? header->resent_to : header->to;
    return mw_prepare_recipients(made, options, lists, count, error);
}

typedef struct {
    mw_prepared *made;
    bool wants_id;
} drawing;

/* Keeps the fields that are missing from the composed message. */
static mw_status draw_field(void *user, const mw_scan_event *event,
                            mw_error *error)
{
    const drawing *all = user;
    mw_prepared *made = all->made;
    mw_bytes octets, body;
    char *copy;

    if (!mw_scan_event_is_field(event, "Date") &&
        !mw_scan_event_is_field(event, "Message-ID"))
        return MW_OK;
    octets.data = mw_scan_event_octets(event, &octets.size);
    copy = mw_arena_copy(&made->arena, octets, error);
    if (copy == NULL)
        return MW_E_MEMORY;
    if (mw_scan_event_is_field(event, "Date")) {
        if (!made->header.has_date)
            made->date_field = copy;
        return MW_OK;
    }
    if (!all->wants_id)
        return MW_OK;
    body.data = (const uint8_t *)mw_scan_event_body(event, &body.size);
    made->id_field = copy;
    made->message_id = mw_arena_copy(&made->arena, body, error);
    return made->message_id == NULL ? MW_E_MEMORY : MW_OK;
}

/* Describes a message from ADDRESS, without text. */
static mw_status describe(mw_message *message, const char *address,
                          mw_error *error)
{
    mw_source *source = NULL;
    mw_status status = mw_message_add_field(message, "From", address, error);

    if (status == MW_OK)
        status = mw_source_new_memory(message, "", 0, &source, error);
    if (status == MW_OK)
        status =
            mw_message_set_body(message, MW_BODY_TEXT, source, NULL, error);
    return status;
}

/* Composes a message from ADDRESS and scans it. */
static mw_status compose(drawing *all, const char *address, mw_error *error)
{
    mw_context *context = all->made->context;
    mw_message *message = NULL;
    mw_plan *plan = NULL;
    mw_sink *sink = NULL;
    mw_status status = mw_message_new(context, &message, error);

    if (status == MW_OK)
        status = describe(message, address, error);
    if (status == MW_OK)
        status = mw_plan_new(message, NULL, &plan, error);
    if (status == MW_OK)
        status = mw_sink_new_scanner(context, draw_field, all, &sink, error);
    if (status == MW_OK)
        status = mw_plan_write(plan, sink, error);
    if (status == MW_OK)
        status = mw_sink_finish(sink, error);
    mw_sink_free(sink);
    mw_plan_free(plan);
    mw_message_free(message);
    return status;
}

/* Who writes the message, as far as it is known. */
static const char *author(const mw_prepared *made)
{
    const char *address = made->forced.address;

    if (address == NULL)
        address = first_of(made->header.from, made->header.from);
    return address == NULL ? mw_prepare_from(made) : address;
}

/*
 * The Message-ID takes the domain of the author; without one there is none,
 * which RFC 5322, section 3.6.4, allows.
 */
static mw_status draw(mw_prepared *made, mw_error *error)
{
    const char *address = author(made);
    drawing all = { made, !made->header.has_id };
    const char *at;
    mw_buffer text;
    mw_status status;

    at = address == NULL ? NULL : strrchr(address, '@');
    if (at == NULL) {
        at = "@localhost";
        all.wants_id = false;
    }
    mw_buffer_init(&text, &made->allocator, 0);
    status = mw_buffer_printf(&text, error, "x%s", at);
    if (status == MW_OK)
        status = compose(&all, mw_buffer_text(&text), error);
    mw_buffer_free(&text);
    return status;
}

/* The fields of authors that are missing. */
static void add_authors(mw_prepared *made)
{
    const mw_prepare_header *header = &made->header;

    if (!header->has_from)
        made->from_field = made->forced.field != NULL ? made->forced.field
                                                      : made->missing.field;
    if (header->resent_seen != 0 && !header->has_resent_from)
        made->resent_from_field = made->missing.field;
}

mw_status mw_prepare_header_end(mw_prepared *made,
                                const mw_smtp_prepare_options *options,
                                mw_error *error)
{
    const mw_prepare_header *header = &made->header;
    mw_status status = join_recipients(made, options, error);

    if (status == MW_OK)
        status = check_envelope(made, error);
    if (status != MW_OK || made->as_is || header->is_signed)
        return status;
    add_authors(made);
    return header->has_date && header->has_id ? MW_OK : draw(made, error);
}

mw_status mw_prepare_envelope(const mw_prepared *made, mw_smtp_message *message,
                              mw_error *error)
{
    const size_t count = mw_mailboxes_count(made->to);
    mw_status status =
        mw_smtp_message_set_from(message, mw_prepare_from(made), error);

    for (size_t i = 0; i < count && status == MW_OK; i++)
        status = mw_smtp_message_add_recipient(
            message, mw_mailboxes_address(made->to, i), error);
    return status;
}
