/* SPDX-License-Identifier: MIT */

/*
 * address-list and group of RFC 5322, section 3.4. Groups do not nest, so
 * nothing here calls itself.
 */

#include "header/address_parser.h"

#include "header/unfold.h"

static mw_status fail_limit(const mw_address_parser *in)
{
    return mw_fail(in->error, MW_E_LIMIT,
                   "more addresses than one message may have");
}

/* Parses a mailbox and puts it where *LINK shows. */
static mw_status add_mailbox(mw_address_parser *in, mw_mailbox **link)
{
    mw_mailbox *mailbox;

    if (in->list.mailbox_count >= in->most)
        return fail_limit(in);
    in->list.mailbox_count++;
    mailbox = mw_arena_take(in->arena, sizeof *mailbox, in->error);
    if (mailbox == NULL)
        return MW_E_MEMORY;
    *link = mailbox;
    return mw_address_parse_mailbox(in, mailbox);
}

static mw_status parse_group_name(mw_address_parser *in, mw_address *group)
{
    const size_t start = in->lexer.token.at;
    mw_status status = mw_address_parse_phrase(in, &group->group_name);

    if (status == MW_OK && group->group_name.size == 0)
        return mw_address_lexer_fail(&in->lexer, start,
                                     "a group without a name", in->error);
    return status == MW_OK ? mw_address_lexer_next(&in->lexer, in->error)
                           : status;
}

/* group, with obs-group-list: empty members are none. */
static mw_status parse_group(mw_address_parser *in, mw_address *group)
{
    const size_t start = in->lexer.token.at;
    mw_mailbox **link = &group->mailboxes;
    mw_status status = parse_group_name(in, group);
    bool goes_on = true;

    group->is_group = true;
    if (status == MW_OK)
        status = mw_address_skip_commas(in);
    while (status == MW_OK && goes_on &&
           !mw_address_is_at(in, MW_TOKEN_SEMICOLON) &&
           !mw_address_is_at(in, MW_TOKEN_END)) {
        status = add_mailbox(in, link);
        if (status != MW_OK)
            return status;
        link = &(*link)->next;
        goes_on = mw_address_is_at(in, MW_TOKEN_COMMA);
        status = mw_address_skip_commas(in);
    }
    if (status != MW_OK)
        return status;
    in->element = start;
    return mw_address_expect(in, MW_TOKEN_SEMICOLON,
                             "a group that no \";\" ends");
}

static mw_status parse_address(mw_address_parser *in, mw_address *address)
{
    mw_address_token_kind kind;
    const mw_status status = mw_address_begin_element(in, &kind);

    if (status != MW_OK)
        return status;
    if (kind == MW_TOKEN_COLON)
        return parse_group(in, address);
    return add_mailbox(in, &address->mailboxes);
}

/* Parses an address and appends it to the list. */
static mw_status add_address(mw_address_parser *in)
{
    mw_address_list *list = &in->list;
    mw_address *address;

    if (list->address_count >= in->most)
        return fail_limit(in);
    list->address_count++;
    address = mw_arena_take(in->arena, sizeof *address, in->error);
    if (address == NULL)
        return MW_E_MEMORY;
    if (list->first == NULL)
        list->first = address;
    else
        list->last->next = address;
    list->last = address;
    return parse_address(in, address);
}

/* address-list, with obs-addr-list: empty elements are none. */
static mw_status parse_list(mw_address_parser *in)
{
    mw_status status = mw_address_skip_commas(in);

    if (status == MW_OK && mw_address_is_at(in, MW_TOKEN_END))
        return mw_address_parser_fail(in, "no address");
    while (status == MW_OK && !mw_address_is_at(in, MW_TOKEN_END)) {
        status = add_address(in);
        if (status == MW_OK && !mw_address_is_at(in, MW_TOKEN_COMMA) &&
            !mw_address_is_at(in, MW_TOKEN_END))
            return mw_address_parser_fail_behind(in);
        if (status == MW_OK)
            status = mw_address_skip_commas(in);
    }
    return status;
}

/* Puts the addresses of ADDED, which has some, behind those of LIST. */
static void append_list(mw_address_list *list, const mw_address_list *added)
{
    if (list->first == NULL)
        list->first = added->first;
    else
        list->last->next = added->first;
    list->last = added->last;
    list->address_count += added->address_count;
    list->mailbox_count += added->mailbox_count;
}

mw_status mw_address_list_read(const mw_address_rules *rules, mw_bytes text,
                               mw_arena *arena, mw_address_list *list,
                               mw_error *error)
{
    const uint64_t there = list->mailbox_count;
    mw_address_parser in;
    mw_status status = mw_address_parser_init(&in, rules, text, arena, error);

    in.most = rules->most > there ? rules->most - there : 0;
    if (status == MW_OK)
        status = parse_list(&in);
    status = mw_address_parser_end(&in, status);
    if (status == MW_OK)
        append_list(list, &in.list);
    return status;
}

mw_status mw_address_list_parse(mw_bytes text, mw_arena *arena,
                                mw_address_list *list, uint64_t most,
                                mw_error *error)
{
    const mw_address_rules rules = { .most = most };

    return mw_address_list_read(&rules, text, arena, list, error);
}

mw_status mw_address_list_decode(mw_converter_cache *cache, mw_bytes text,
                                 mw_arena *arena, mw_address_list *list,
                                 mw_error *error)
{
    const mw_address_rules rules = { .cache = cache,
                                     .decodes = true,
                                     .most = UINT64_MAX };
    mw_bytes unfolded;
    const mw_status status = mw_field_unfold(text, arena, &unfolded, error);

    if (status != MW_OK)
        return status;
    return mw_address_list_read(&rules, unfolded, arena, list, error);
}
