/* SPDX-License-Identifier: MIT */

/*
 * The public list of mailboxes: a wrapper of the parser of addresses that
 * keeps each of them as text.
 */

#include "base/ascii.h"
#include "header/address.h"
#include "header/address_table.h"
#include "header/unfold.h"
#include "message/context.h"

#include <mimewright/address.h>

typedef struct {
    const char *display_name, *address;
    bool is_local;
} entry;

struct mw_mailboxes {
    mw_context *context;
    mw_arena arena;
    mw_address_table table;
    mw_bytes default_domain;
    bool keeps_local;
    entry *entries;
    size_t count, room;
};

mw_status mw_mailboxes_new(mw_context *context, mw_mailboxes **mailboxes,
                           mw_error *error)
{
    mw_mailboxes *made = mw_context_take(context, sizeof *made, error);

    if (made == NULL)
        return MW_E_MEMORY;
    made->context = context;
    mw_arena_init(&made->arena, &context->allocator, 0);
    *mailboxes = made;
    return MW_OK;
}

void mw_mailboxes_free(mw_mailboxes *mailboxes)
{
    if (mailboxes == NULL)
        return;
    mw_arena_free(&mailboxes->arena);
    mw_context_give_back(mailboxes->context, mailboxes, sizeof *mailboxes);
}

mw_status mw_mailboxes_set_default_domain(mw_mailboxes *mailboxes,
                                          const char *domain, mw_error *error)
{
    return mw_default_domain_keep(domain, &mailboxes->arena,
                                  &mailboxes->default_domain, error);
}

void mw_mailboxes_set_keep_local(mw_mailboxes *mailboxes, int keep)
{
    mailboxes->keeps_local = keep != 0;
}

/* Makes room for MORE entries; those that are there may move. */
static mw_status make_room(mw_mailboxes *all, size_t more, mw_error *error)
{
    const size_t room = 2 * (all->count + more);
    entry *entries;

    if (all->count + more <= all->room)
        return MW_OK;
    entries = mw_arena_take_array(&all->arena, room, sizeof *entries, error);
    if (entries == NULL)
        return MW_E_MEMORY;
    if (all->count > 0)
        memcpy(entries, all->entries, all->count * sizeof *entries);
    all->entries = entries;
    all->room = room;
    return MW_OK;
}

static mw_status make_entry(mw_mailboxes *all, const mw_mailbox *mailbox,
                            mw_buffer *text, entry *made, mw_error *error)
{
    mw_status status;

    mw_buffer_truncate(text, 0);
    status = mw_mailbox_addr_spec(
        mailbox, !mw_ascii_is_all(mailbox->local_part), text, error);
    if (status != MW_OK)
        return status;
    made->address = mw_arena_copy(&all->arena, mw_buffer_bytes(text), error);
    made->display_name =
        mw_arena_copy(&all->arena, mailbox->display_name, error);
    made->is_local = mailbox->domain.size == 0;
    return made->address == NULL || made->display_name == NULL ? MW_E_MEMORY
                                                               : MW_OK;
}

/* Puts the mailboxes of LIST behind the entries, without counting them. */
static mw_status make_entries(mw_mailboxes *all, const mw_address_list *list,
                              mw_error *error)
{
    entry *next = all->entries + all->count;
    mw_status status = MW_OK;
    mw_buffer text;

    mw_buffer_init(&text, &all->context->allocator, 0);
    for (const mw_address *address = list->first;
         address != NULL && status == MW_OK; address = address->next)
        for (const mw_mailbox *mailbox = address->mailboxes;
             mailbox != NULL && status == MW_OK; mailbox = mailbox->next)
            status = make_entry(all, mailbox, &text, next++, error);
    mw_buffer_free(&text);
    return status;
}

/* Checks that the MORE entries behind those that count may count too. */
static mw_status check_limit(const mw_mailboxes *all, size_t more,
                             mw_error *error)
{
    const uint64_t most = mw_context_limit(all->context, MW_LIMIT_RECIPIENTS);
    uint64_t count = all->count;

    for (size_t i = 0; i < more; i++)
        count += !mw_address_table_has(&all->table,
                                       all->entries[all->count + i].address);
    return count <= most ? MW_OK
                         : mw_fail(error, MW_E_LIMIT,
                                   "more than %ju recipients", (uintmax_t)most);
}

static mw_status add_list(mw_mailboxes *all, const mw_address_list *list,
                          mw_error *error)
{
    const size_t more = list->mailbox_count;
    const entry *made;
    mw_status status = make_room(all, more, error);

    if (status == MW_OK && more > 0)
        status = make_entries(all, list, error);
    if (status == MW_OK)
        status = check_limit(all, more, error);
    if (status == MW_OK)
        status =
            mw_address_table_reserve(&all->table, more, &all->arena, error);
    if (status != MW_OK || more == 0)
        return status;
    made = all->entries + all->count;
    for (size_t i = 0; i < more; i++)
        if (mw_address_table_add(&all->table, made[i].address))
            all->entries[all->count++] = made[i];
    return MW_OK;
}

mw_status mw_mailboxes_add(mw_mailboxes *mailboxes, const void *text,
                           size_t size, mw_error *error)
{
    const mw_address_rules rules = {
        .cache = &mailboxes->context->converters,
        .decodes = true,
        .keeps_local = mailboxes->keeps_local,
        .default_domain = mailboxes->default_domain,
        .most = UINT64_MAX,
    };
    mw_address_list list = { 0 };
    mw_bytes unfolded;
    mw_status status;

    if (mw_ascii_trim((mw_bytes){ text, size }).size == 0)
        return MW_OK;
    status = mw_field_unfold((mw_bytes){ text, size }, &mailboxes->arena,
                             &unfolded, error);
    if (status == MW_OK)
        status = mw_address_list_read(&rules, unfolded, &mailboxes->arena,
                                      &list, error);
    if (status != MW_OK)
        return status;
    return add_list(mailboxes, &list, error);
}

size_t mw_mailboxes_count(const mw_mailboxes *mailboxes)
{
    return mailboxes->count;
}

const char *mw_mailboxes_display_name(const mw_mailboxes *mailboxes,
                                      size_t index)
{
    return mailboxes->entries[index].display_name;
}

const char *mw_mailboxes_address(const mw_mailboxes *mailboxes, size_t index)
{
    return mailboxes->entries[index].address;
}

int mw_mailboxes_is_local(const mw_mailboxes *mailboxes, size_t index)
{
    return mailboxes->entries[index].is_local;
}
