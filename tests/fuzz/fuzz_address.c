/* SPDX-License-Identifier: MIT */

/*
 * Whatever text is taken for a list of addresses has to be the same list
 * again when it was written and read: the same names, local parts and
 * groups, and the domains as they are written.
 */

#include "header/address.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST 1000
#define CEILING ((size_t)64 << 20)

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static mw_status write_list(const mw_address_list *list,
                            const mw_header_style *style, mw_buffer *out)
{
    static const mw_bytes NAME = { (const uint8_t *)"To", 2 };
    mw_fold fold;
    mw_status status = mw_fold_begin(&fold, out, NAME, 0, NULL);

    if (status == MW_OK)
        status = mw_address_list_write(&fold, list, style, NULL);
    return status == MW_OK ? mw_fold_end(&fold, NULL) : status;
}

static void check_mailbox(const mw_mailbox *wanted, const mw_mailbox *got,
                          bool utf8)
{
    mw_buffer first = { 0 }, second = { 0 };

    check(mw_bytes_equal(wanted->display_name, got->display_name));
    check(mw_bytes_equal(wanted->local_part, got->local_part));
    check(mw_mailbox_addr_spec(wanted, utf8, &first, NULL) == MW_OK);
    check(mw_mailbox_addr_spec(got, utf8, &second, NULL) == MW_OK);
    check(mw_bytes_equal(mw_buffer_bytes(&first), mw_buffer_bytes(&second)));
    mw_buffer_free(&first);
    mw_buffer_free(&second);
}

static void check_address(const mw_address *wanted, const mw_address *got,
                          bool utf8)
{
    const mw_mailbox *a = wanted->mailboxes, *b = got->mailboxes;

    check(wanted->is_group == got->is_group);
    check(mw_bytes_equal(wanted->group_name, got->group_name));
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        check_mailbox(a, b, utf8);
    check(a == NULL && b == NULL);
}

static void check_list(const mw_address_list *wanted,
                       const mw_address_list *got, bool utf8)
{
    const mw_address *a = wanted->first, *b = got->first;

    check(wanted->address_count == got->address_count);
    check(wanted->mailbox_count == got->mailbox_count);
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        check_address(a, b, utf8);
    check(a == NULL && b == NULL);
}

/* Writes LIST and reads it; what cannot be written has nothing to read. */
static void check_written(const mw_address_list *list,
                          const mw_header_style *style, mw_arena *arena)
{
    mw_address_list again = { 0 };
    mw_buffer out = { 0 };

    if (write_list(list, style, &out) == MW_OK) {
        const mw_bytes body = { out.data + 3, out.size - 3 };

        check(mw_address_list_decode(style->cache, body, arena, &again, NULL) ==
              MW_OK);
        check_list(list, &again, style->utf8);
    }
    mw_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_converter_cache cache;
    mw_header_style style = { .cache = &cache };
    mw_address_list list = { 0 };
    mw_error error;
    mw_arena arena;

    mw_arena_init(&arena, NULL, CEILING);
    mw_converter_cache_init(&cache, NULL);
    style.charsets.items[0] = MW_CHARSET_UTF8;
    style.charsets.count = 1;
    if (mw_address_list_parse((mw_bytes){ data, size }, &arena, &list, MOST,
                              &error) == MW_OK) {
        check_written(&list, &style, &arena);
        style.utf8 = true;
        check_written(&list, &style, &arena);
    }
    mw_converter_cache_free(&cache);
    mw_arena_free(&arena);
    return 0;
}
