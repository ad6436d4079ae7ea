/* SPDX-License-Identifier: MIT */

/*
 * Aliases are followed in a queue, not by calls, and each of them once: so
 * loops end, and the work is that of reading the lists. Each recipient has to
 * lead to an address, its own or one that an earlier recipient led to. A name
 * in its own list
 * ("root: root, me@example.org") is the address, as for Sendmail and Postfix.
 * Names are found by searching, since a file of aliases may be as long as a
 * list of recipients.
 */

#include "smtp/prepare_alias.h"

#include "base/ascii.h"

#include <stdlib.h>

/* A list under its name; of one name they stand in a row. */
typedef struct {
    const char *name;
    const mw_mailboxes *list;
    size_t order; /* in which they were given */
    size_t round; /* of the first of a name: in which it was used, or 0 */
} named_list;

typedef struct {
    mw_prepared *made;
    named_list *names;
    size_t name_count;
    mw_buffer queue; /* const named_list *: what is followed */
    size_t followed; /* octets of it that were */
    size_t round;    /* the recipient at hand, from 1 */
    bool leads;      /* to an address, or to nobody on purpose */
} expansion;

/* Below, at or above 0 as A is before, is, or is after B. */
static int compare_names(const char *a, const char *b)
{
    while (*a != '\0' &&
           mw_ascii_lower((uint8_t)*a) == mw_ascii_lower((uint8_t)*b)) {
        a++;
        b++;
    }
    return mw_ascii_lower((uint8_t)*a) - mw_ascii_lower((uint8_t)*b);
}

static int compare_lists(const void *a, const void *b)
{
    const named_list *first = a, *second = b;
    const int names = compare_names(first->name, second->name);

    if (names != 0)
        return names;
    return (first->order > second->order) - (first->order < second->order);
}

static mw_status sort_names(expansion *all, const mw_prepare_alias *aliases,
                            mw_error *error)
{
    size_t count = 0;

    for (const mw_prepare_alias *at = aliases; at != NULL; at = at->next)
        count++;
    if (count == 0)
        return MW_OK;
    all->names = mw_arena_take_array(&all->made->arena, count,
                                     sizeof *all->names, error);
    if (all->names == NULL)
        return MW_E_MEMORY;
    for (const mw_prepare_alias *at = aliases; at != NULL; at = at->next) {
        all->names[all->name_count] = (named_list){ .name = at->name,
                                                    .list = at->list,
                                                    .order = all->name_count };
        all->name_count++;
    }
    qsort(all->names, count, sizeof *all->names, compare_lists);
    return MW_OK;
}

/* The first list of NAME, or where there is none, the end of all. */
static size_t find_name(const expansion *all, const char *name)
{
    size_t least = 0, end = all->name_count;

    while (least < end) {
        const size_t middle = least + (end - least) / 2;

        if (compare_names(all->names[middle].name, name) < 0)
            least = middle + 1;
        else
            end = middle;
    }
    return least < all->name_count &&
                   compare_names(all->names[least].name, name) == 0
               ? least
               : all->name_count;
}

/* Queues the lists of the alias whose first is FIRST, unless they were. */
static mw_status queue_alias(expansion *all, size_t first, mw_error *error)
{
    const char *name = all->names[first].name;
    const named_list *next;
    mw_status status = MW_OK;

    if (all->names[first].round != 0) {
        all->leads |= all->names[first].round != all->round;
        return MW_OK;
    }
    all->names[first].round = all->round;
    for (size_t i = first; i < all->name_count && status == MW_OK; i++) {
        if (compare_names(all->names[i].name, name) != 0)
            break;
        next = &all->names[i];
        status = mw_buffer_append(&all->queue, &next, sizeof next, error);
    }
    return status;
}

/* Adds the address at INDEX of LIST, which is that of the name OWN or NULL. */
static mw_status add_address(expansion *all, const char *own,
                             const mw_mailboxes *list, size_t index,
                             mw_error *error)
{
    const char *address = mw_mailboxes_address(list, index);
    mw_status status;

    if (mw_mailboxes_is_local(list, index) &&
        (own == NULL || compare_names(own, address) != 0)) {
        const size_t first = find_name(all, address);

        if (first < all->name_count)
            return queue_alias(all, first, error);
    }
    all->leads = true;
    status = mw_mailboxes_add(all->made->to, address, strlen(address), error);
    if (status != MW_OK)
        mw_error_prefix(error, "envelope recipients");
    return status;
}

static mw_status add_list(expansion *all, const char *own,
                          const mw_mailboxes *list, mw_error *error)
{
    mw_status status = MW_OK;

    /* An empty list is meant. */
    all->leads |= mw_mailboxes_count(list) == 0;
    for (size_t i = 0; i < mw_mailboxes_count(list) && status == MW_OK; i++)
        status = add_address(all, own, list, i, error);
    return status;
}

/* Follows what is in the queue, and what comes into it by that. */
static mw_status follow_queue(expansion *all, mw_error *error)
{
    mw_status status = MW_OK;

    while (all->followed < all->queue.size && status == MW_OK) {
        const named_list *next;

        memcpy(&next, all->queue.data + all->followed, sizeof next);
        all->followed += sizeof next;
        status = add_list(all, next->name, next->list, error);
    }
    return status;
}

/* Adds those that the recipient at INDEX of LIST stands for. */
static mw_status add_recipient(expansion *all, const mw_mailboxes *list,
                               size_t index, mw_error *error)
{
    mw_status status;

    all->round++;
    all->leads = false;
    status = add_address(all, NULL, list, index, error);
    if (status == MW_OK)
        status = follow_queue(all, error);
    if (status != MW_OK || all->leads)
        return status;
    return mw_fail(error, MW_E_USAGE,
                   "alias %.200s: leads to nobody but itself",
                   mw_mailboxes_address(list, index));
}

static mw_status add_recipients(expansion *all, const mw_mailboxes *list,
                                mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; i < mw_mailboxes_count(list) && status == MW_OK; i++)
        status = add_recipient(all, list, i, error);
    return status;
}

mw_status mw_prepare_recipients(mw_prepared *made,
                                const mw_smtp_prepare_options *options,
                                const mw_mailboxes *const *lists, size_t count,
                                mw_error *error)
{
    expansion all = { .made = made };
    mw_status status;

    mw_buffer_init(&all.queue, &made->allocator, 0);
    status = sort_names(&all, options == NULL ? NULL : options->aliases, error);
    for (size_t i = 0; i < count && status == MW_OK; i++)
        status = add_recipients(&all, lists[i], error);
    mw_buffer_free(&all.queue);
    return status;
}

mw_status mw_smtp_prepare_options_resolve(
    const mw_smtp_prepare_options *options, mw_mailboxes **recipients,
    mw_error *error)
{
    const mw_mailboxes *const lists[] = { options->to };
    mw_prepared made = { .context = options->context,
                         .allocator = options->allocator };
    mw_status status = mw_prepare_new_list(options, &made.to, error);

    if (status != MW_OK)
        return status;
    mw_arena_init(&made.arena, &made.allocator, 0);
    status = mw_prepare_recipients(&made, options, lists, 1, error);
    mw_arena_free(&made.arena);
    if (status == MW_OK)
        *recipients = made.to;
    else
        mw_mailboxes_free(made.to);
    return status;
}
