/* SPDX-License-Identifier: MIT */

/*
 * A message that is sent again goes where its newest block of Resent- fields
 * says, as mw_smtp_prepare has it: those in To had it already.
 */

#include "plan/envelope.h"

#include "base/ascii.h"
#include "header/address_table.h"
#include "plan/resent.h"

typedef struct {
    mw_plan *plan;
    mw_buffer text; /* the address at hand */
    mw_address_table table;
} recipients;

/* The addr-spec of MAILBOX as it goes out, in the plan's arena. */
static mw_status addr_spec(mw_plan *plan, const mw_mailbox *mailbox,
                           mw_buffer *text, const char **address,
                           mw_error *error)
{
    mw_status status;

    mw_buffer_truncate(text, 0);
    status = mw_mailbox_addr_spec(mailbox, plan->style.utf8, text, error);
    if (status != MW_OK)
        return status;
    *address = mw_plan_keep(plan, text, error);
    if (*address == NULL)
        return MW_E_MEMORY;
    if (!mw_ascii_is_all(mw_bytes_of(*address)))
        plan->extensions |= MW_EXTENSION_SMTPUTF8;
    return MW_OK;
}

static mw_status add_list(recipients *all, const mw_address_list *list,
                          mw_error *error)
{
    mw_plan *plan = all->plan;

    for (const mw_address *address = list->first; address != NULL;
         address = address->next)
        for (const mw_mailbox *mailbox = address->mailboxes; mailbox != NULL;
             mailbox = mailbox->next) {
            const char *text = NULL;
            mw_status status =
                addr_spec(plan, mailbox, &all->text, &text, error);

            if (status != MW_OK)
                return status;
            if (mw_address_table_add(&all->table, text))
                plan->envelope_to[plan->envelope_to_count++] = text;
        }
    return MW_OK;
}

static const mw_field *first_field(const mw_message *message, const char *name)
{
    return mw_message_field(message, name);
}

/* The lists of the fields of NAMES that FIND finds. */
static size_t find_fields(const mw_message *message,
                          const mw_field *(*find)(const mw_message *,
                                                  const char *),
                          const char *const names[3],
                          const mw_address_list *lists[3])
{
    size_t count = 0;

    for (size_t i = 0; i < 3; i++) {
        const mw_field *field = find(message, names[i]);

        if (field != NULL)
            lists[count++] = &field->value.addresses;
    }
    return count;
}

/* The lists that the recipients come from. */
static size_t find_lists(const mw_message *message,
                         const mw_address_list *lists[3])
{
    static const char *const AGAIN[3] = { "Resent-To", "Resent-Cc",
                                          "Resent-Bcc" };
    static const char *const FIRST[3] = { "To", "Cc", "Bcc" };
    size_t count;

    if (message->envelope_to.address_count > 0) {
        lists[0] = &message->envelope_to;
        return 1;
    }
    count = find_fields(message, mw_resent_field, AGAIN, lists);
    return count > 0 ? count : find_fields(message, first_field, FIRST, lists);
}

static mw_status make_room(recipients *all, size_t mailboxes, mw_error *error)
{
    mw_plan *plan = all->plan;

    memcpy(all->table.key, plan->message->identity.key, sizeof all->table.key);
    plan->envelope_to = mw_arena_take_array(&plan->arena, mailboxes + 1,
                                            sizeof *plan->envelope_to, error);
    if (plan->envelope_to == NULL)
        return MW_E_MEMORY;
    return mw_address_table_reserve(&all->table, mailboxes, &plan->arena,
                                    error);
}

static mw_status make_to(mw_plan *plan, mw_error *error)
{
    const mw_address_list *lists[3];
    const size_t count = find_lists(plan->message, lists);
    recipients all = { .plan = plan };
    size_t mailboxes = 0;
    mw_status status;

    for (size_t i = 0; i < count; i++)
        mailboxes += lists[i]->mailbox_count;
    mw_buffer_init(&all.text, &plan->context->allocator, 0);
    status = make_room(&all, mailboxes, error);
    for (size_t i = 0; i < count && status == MW_OK; i++)
        status = add_list(&all, lists[i], error);
    mw_buffer_free(&all.text);
    return status;
}

/* The mailbox of the reverse-path where none was given. */
static const mw_mailbox *find_from(const mw_message *message)
{
    const mw_field *from = mw_resent_field(message, "Resent-From");
    const mw_field *sender = mw_resent_field(message, "Resent-Sender");

    if (from == NULL) {
        from = mw_message_field(message, "From");
        sender = mw_message_field(message, "Sender");
    }
    if (from->value.addresses.mailbox_count > 1 && sender != NULL)
        from = sender;
    return from->value.addresses.first->mailboxes;
}

static mw_status make_from(mw_plan *plan, mw_error *error)
{
    const mw_message *message = plan->message;
    const mw_mailbox *mailbox = message->has_envelope_from
                                    ? message->envelope_from
                                    : find_from(message);
    mw_buffer text;
    mw_status status;

    plan->envelope_from = "";
    if (mailbox == NULL)
        return MW_OK;
    mw_buffer_init(&text, &plan->context->allocator, 0);
    status = addr_spec(plan, mailbox, &text, &plan->envelope_from, error);
    mw_buffer_free(&text);
    return status;
}

mw_status mw_envelope_make(mw_plan *plan, mw_error *error)
{
    mw_status status = make_from(plan, error);

    if (status == MW_OK)
        status = make_to(plan, error);
    if (status != MW_OK)
        mw_error_prefix(error, "envelope");
    return status;
}
