/* SPDX-License-Identifier: MIT */

/*
 * The header and the envelope of a message. What a field may hold, header/
 * knows; here it is kept, joined, replaced or refused.
 */

#include "base/ascii.h"
#include "message/message.h"

enum { LOCAL_PART_LIMIT = 64 };

mw_field *mw_message_field(const mw_message *message, const char *name)
{
    for (mw_field *field = message->fields; field != NULL; field = field->next)
        if (mw_ascii_equal_text(field->name, name))
            return field;
    return NULL;
}

int mw_message_has_field(const mw_message *message, const char *name)
{
    return mw_message_field(message, name) != NULL;
}

int mw_message_has_bcc(const mw_message *message)
{
    const mw_field *bcc = mw_message_field(message, "Bcc");

    return bcc != NULL && bcc->value.addresses.mailbox_count > 0;
}

bool mw_message_omits(const mw_message *message, const char *name)
{
    for (size_t i = 0; i < message->omitted_count; i++)
        if (mw_ascii_equal_text(message->omitted[i], name))
            return true;
    return false;
}

/* Fields that say how the content is written are the plan's. */
static mw_status check_is_not_the_plans(mw_bytes name, mw_bytes body,
                                        mw_error *error)
{
    if (mw_ascii_equal_text(name, "MIME-Version") &&
        !mw_ascii_equal_text(mw_ascii_trim(body), "1.0"))
        return mw_fail(error, MW_E_USAGE, "MIME-Version: only 1.0 is known");
    if (mw_ascii_equal_text(name, "Content-Type") ||
        mw_ascii_equal_text(name, "Content-Transfer-Encoding") ||
        mw_ascii_equal_text(name, "Content-Disposition") ||
        mw_ascii_equal_text(name, "Content-ID")) {
        mw_fail(error, MW_E_USAGE,
                "%.*s: is made by the plan, not given as a field",
                MW_SHOW(name));
        mw_hint(error, "say it of a part: its type, encoding, disposition");
        return MW_E_USAGE;
    }
    return MW_OK;
}

static void append_field(mw_message *message, mw_field *field)
{
    if (message->last_field == NULL)
        message->fields = field;
    else
        message->last_field->next = field;
    message->last_field = field;
}

/* Whether FIELD names recipients: those the limit counts. */
static bool names_recipients(const mw_field *field)
{
    return mw_ascii_equal_text(field->name, "To") ||
           mw_ascii_equal_text(field->name, "Cc") ||
           mw_ascii_equal_text(field->name, "Bcc");
}

/* The mailboxes that the message may still take. */
static uint64_t mailboxes_left(const mw_message *message)
{
    const uint64_t most =
        mw_context_limit(message->context, MW_LIMIT_RECIPIENTS);

    return message->mailbox_count < most ? most - message->mailbox_count : 0;
}

/* Puts the addresses of LATER behind those of FIELD. */
static void join_addresses(mw_field *field, const mw_field *later)
{
    mw_address_list *list = &field->value.addresses;
    const mw_address_list *more = &later->value.addresses;

    if (more->first == NULL)
        return;
    if (list->last == NULL)
        list->first = more->first;
    else
        list->last->next = more->first;
    list->last = more->last;
    list->address_count += more->address_count;
    list->mailbox_count += more->mailbox_count;
}

mw_status mw_message_set_default_domain(mw_message *message, const char *domain,
                                        mw_error *error)
{
    return mw_default_domain_keep(domain, &message->arena,
                                  &message->default_domain, error);
}

/* How addresses are read of which MOST are allowed. */
static mw_address_rules rules_of(mw_message *message, uint64_t most)
{
    return (mw_address_rules){ .cache = &message->context->converters,
                               .default_domain = message->default_domain,
                               .most = most };
}

/* Adds FIELD, which was parsed, or joins it to the one that is there. */
static mw_status keep_field(mw_message *message, mw_field *field,
                            mw_error *error)
{
    const mw_field_class *field_class = field->field_class;
    mw_field *there = NULL;

    if (field_class->once && mw_message_omits(message, field_class->name))
        return mw_fail(error, MW_E_USAGE, "%s: is given, and left out",
                       field_class->name);
    if (field_class->once)
        there = mw_message_field(message, field_class->name);
    if (there != NULL && !field_class->joins)
        return mw_fail(error, MW_E_USAGE, "%s: is given twice",
                       field_class->name);
    if (names_recipients(field))
        message->mailbox_count += field->value.addresses.mailbox_count;
    if (there != NULL)
        join_addresses(there, field);
    else
        append_field(message, field);
    return MW_OK;
}

mw_status mw_message_add_field(mw_message *message, const char *name,
                               const char *body, mw_error *error)
{
    const mw_bytes name_bytes = mw_bytes_of(name);
    const mw_bytes body_bytes = mw_bytes_of(body);
    const mw_address_rules rules = rules_of(message, mailboxes_left(message));
    mw_status status = mw_field_name_check(name_bytes, error);
    mw_field *field;

    if (status == MW_OK)
        status = check_is_not_the_plans(name_bytes, body_bytes, error);
    if (status != MW_OK)
        return status;
    if (mw_ascii_equal_text(name_bytes, "MIME-Version"))
        return MW_OK; /* the plan writes it */
    field = mw_arena_take(&message->arena, sizeof *field, error);
    if (field == NULL)
        return MW_E_MEMORY;
    status = mw_field_read(&rules, name_bytes, body_bytes, &message->arena,
                           field, error);
    if (status != MW_OK)
        return status;
    return keep_field(message, field, error);
}

mw_status mw_message_omit_field(mw_message *message, const char *name,
                                mw_error *error)
{
    const mw_field_class *field_class = mw_field_class_of(mw_bytes_of(name));
    mw_status status = mw_field_name_check(mw_bytes_of(name), error);
    mw_bytes *omitted;

    if (status != MW_OK)
        return status;
    if (!field_class->generated || field_class->required)
        return mw_fail(error, MW_E_USAGE, "%.*s: %s",
                       MW_SHOW(mw_bytes_of(name)),
                       field_class->generated || field_class->required
                           ? "cannot be left out"
                           : "is not generated, so it cannot be left out");
    if (mw_message_field(message, name) != NULL)
        return mw_fail(error, MW_E_USAGE,
                       "%s: is given, so it cannot be left out",
                       field_class->name);
    if (mw_message_omits(message, name))
        return MW_OK;
    omitted = mw_arena_take_array(&message->arena, message->omitted_count + 1,
                                  sizeof *omitted, error);
    if (omitted == NULL)
        return MW_E_MEMORY;
    if (message->omitted_count > 0)
        memcpy(omitted, message->omitted,
               message->omitted_count * sizeof *omitted);
    omitted[message->omitted_count++] = mw_bytes_of(field_class->name);
    message->omitted = omitted;
    return MW_OK;
}

mw_status mw_message_set_date(mw_message *message, int64_t seconds,
                              int utc_offset, mw_error *error)
{
    mw_buffer text;
    mw_status status;

    if (utc_offset < -5999 || utc_offset > 5999)
        return mw_fail(error, MW_E_RANGE, "Date: utc offset of %d minutes",
                       utc_offset);
    mw_buffer_init(&text, &message->context->allocator, 0);
    status =
        mw_date_format((mw_date){ seconds, (int16_t)utc_offset }, &text, error);
    if (status == MW_OK)
        status =
            mw_message_add_field(message, "Date", mw_buffer_text(&text), error);
    mw_buffer_free(&text);
    return status;
}

/* What is only a header's can be longer (RFC 5321, section 4.5.3.1.1). */
static mw_status check_local_part(const mw_message *message,
                                  const mw_mailbox *mailbox, mw_error *error)
{
    mw_buffer text;
    mw_status status;

    mw_buffer_init(&text, &message->context->allocator, 0);
    status = mw_mailbox_addr_spec(mailbox, true, &text, error);
    if (status == MW_OK) {
        const char *spec = mw_buffer_text(&text);
        const char *at = strrchr(spec, '@');
        const size_t size = at != NULL ? (size_t)(at - spec) : strlen(spec);

        if (size > LOCAL_PART_LIMIT)
            status = mw_fail(error, MW_E_RANGE,
                             "a local part of %zu octets, where 1 to %d can be",
                             size, LOCAL_PART_LIMIT);
    }
    mw_buffer_free(&text);
    return status;
}

mw_status mw_message_set_envelope_from(mw_message *message, const char *address,
                                       mw_error *error)
{
    const mw_address_rules rules = rules_of(message, 1);
    mw_mailbox *mailbox = NULL;
    mw_status status;

    if (address[0] != '\0') {
        mailbox = mw_arena_take(&message->arena, sizeof *mailbox, error);
        if (mailbox == NULL)
            return MW_E_MEMORY;
        status = mw_mailbox_read(&rules, mw_bytes_of(address), &message->arena,
                                 mailbox, error);
        if (status == MW_OK)
            status = check_local_part(message, mailbox, error);
        if (status != MW_OK) {
            mw_error_prefix(error, "envelope sender");
            return status;
        }
    }
    message->envelope_from = mailbox;
    message->has_envelope_from = true;
    return MW_OK;
}

mw_status mw_message_add_envelope_to(mw_message *message, const char *list,
                                     mw_error *error)
{
    const mw_address_rules rules = rules_of(
        message, mw_context_limit(message->context, MW_LIMIT_RECIPIENTS));
    const mw_status status =
        mw_address_list_read(&rules, mw_bytes_of(list), &message->arena,
                             &message->envelope_to, error);

    if (status != MW_OK)
        mw_error_prefix(error, "envelope recipients");
    return status;
}
