/* SPDX-License-Identifier: MIT */

/*
 * Domains are put where they are missing, and nothing is written anew, so that
 * what people see of a field (comments, order, folding) stays theirs. The
 * parser says where; for it line ends become spaces, which keeps the places.
 */

#include "base/ascii.h"
#include "header/address.h"
#include "message/context.h"
#include "message/field_octets.h"

#include <mimewright/field.h>

/* A copy of BODY with a space for each octet of a line end. */
static mw_status blank_line_ends(mw_bytes body, mw_arena *arena, mw_bytes *out,
                                 mw_error *error)
{
    char *copy = mw_arena_copy(arena, body, error);

    if (copy == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < body.size; i++)
        if (copy[i] == '\r' || copy[i] == '\n')
            copy[i] = ' ';
    *out = (mw_bytes){ (const uint8_t *)copy, body.size };
    return MW_OK;
}

/* Writes what BODY has from *AT up to END, and DOMAIN behind it. */
static mw_status write_completed(mw_bytes body, size_t *at, size_t end,
                                 const char *domain, mw_sink *out,
                                 mw_error *error)
{
    mw_status status = mw_sink_write(out, body.data + *at, end - *at, error);

    *at = end;
    if (status == MW_OK)
        status = mw_sink_write(out, "@", 1, error);
    return status == MW_OK ? mw_sink_write(out, domain, strlen(domain), error)
                           : status;
}

/* Writes BODY, of which LIST was read; its mailboxes are in order. */
static mw_status write_body(mw_bytes body, const mw_address_list *list,
                            const char *domain, mw_sink *out, mw_error *error)
{
    mw_status status = MW_OK;
    size_t at = 0;

    for (const mw_address *address = list->first; address != NULL;
         address = address->next)
        for (const mw_mailbox *mailbox = address->mailboxes;
             mailbox != NULL && status == MW_OK; mailbox = mailbox->next)
            if (mailbox->local_end > 0)
                status = write_completed(body, &at, mailbox->local_end, domain,
                                         out, error);
    return status == MW_OK
               ? mw_sink_write(out, body.data + at, body.size - at, error)
               : status;
}

static mw_status complete(mw_bytes field, const mw_address_rules *rules,
                          const char *domain, mw_arena *arena, mw_sink *out,
                          mw_error *error)
{
    const mw_field_octets parts = mw_field_octets_of(field);
    mw_address_list list = { 0 };
    mw_bytes text;
    mw_status status = blank_line_ends(parts.body, arena, &text, error);

    /* Bcc and lists without members may be empty. */
    if (status == MW_OK && mw_ascii_trim(text).size > 0)
        status = mw_address_list_read(rules, text, arena, &list, error);
    if (status != MW_OK) {
        if (status != MW_E_MEMORY)
            mw_error_prefix(error, "%.*s", MW_SHOW(parts.name));
        return status;
    }
    status =
        mw_sink_write(out, field.data, field.size - parts.body.size, error);
    return status == MW_OK ? write_body(parts.body, &list, domain, out, error)
                           : status;
}

mw_status mw_field_complete(mw_context *context, const void *field, size_t size,
                            const char *domain, mw_sink *out, mw_error *error)
{
    mw_address_rules rules = {
        .cache = &context->converters,
        .most = mw_context_limit(context, MW_LIMIT_RECIPIENTS),
    };
    mw_arena arena;
    mw_status status;

    mw_arena_init(&arena, &context->allocator, 0);
    status =
        mw_default_domain_keep(domain, &arena, &rules.default_domain, error);
    if (status == MW_OK)
        status = complete((mw_bytes){ field, size }, &rules, domain, &arena,
                          out, error);
    mw_arena_free(&arena);
    return status;
}
