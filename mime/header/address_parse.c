/* SPDX-License-Identifier: MIT */

/*
 * The grammar needs one look ahead that is not bounded: words are a local
 * part, a display name or a group's name by what follows them. The lexer is
 * copied for that, so words are read at most three times, whatever is in
 * them. Groups do not nest, so nothing here calls itself.
 */

#include "header/address.h"

#include "header/address_hint.h"
#include "header/address_lexer.h"
#include "header/address_value.h"
#include "header/domain.h"

typedef struct {
    mw_address_lexer lexer;
    mw_converter_cache *cache; /* to decode phrases; NULL leaves them */
    mw_arena *arena;
    mw_buffer scratch; /* the value that is being read */
    size_t element;    /* where the address that is being read begins */
    mw_address_list list;
    uint64_t most; /* mailboxes, and addresses, of LIST */
    mw_error *error;
} parser;

static mw_status fail(const parser *in, const char *what)
{
    return mw_address_lexer_fail(&in->lexer, in->lexer.token.at, what,
                                 in->error);
}

static mw_status fail_limit(const parser *in)
{
    return mw_fail(in->error, MW_E_LIMIT,
                   "more addresses than one message may have");
}

static bool is_at(const parser *in, mw_address_token_kind kind)
{
    return in->lexer.token.kind == kind;
}

static mw_status next(parser *in)
{
    return mw_address_lexer_next(&in->lexer, in->error);
}

/* Goes past a token of KIND, or says that it is MISSING. */
static mw_status expect(parser *in, mw_address_token_kind kind,
                        const char *missing)
{
    return is_at(in, kind) ? next(in) : fail(in, missing);
}

/* Goes past any commas. */
static mw_status skip_commas(parser *in)
{
    mw_status status = MW_OK;

    while (status == MW_OK && is_at(in, MW_TOKEN_COMMA))
        status = next(in);
    return status;
}

/* The kind of token that follows the words that begin here. */
static mw_status look_behind_words(const parser *in,
                                   mw_address_token_kind *kind)
{
    mw_address_lexer lexer = in->lexer;
    mw_status status = MW_OK;

    while (status == MW_OK && (lexer.token.kind == MW_TOKEN_ATOM ||
                               lexer.token.kind == MW_TOKEN_QUOTED ||
                               lexer.token.kind == MW_TOKEN_DOT))
        status = mw_address_lexer_next(&lexer, in->error);
    *kind = lexer.token.kind;
    return status;
}

/* Makes what was read last a value that lives in the arena. */
static mw_status keep(parser *in, mw_bytes *value)
{
    const mw_bytes read = mw_buffer_bytes(&in->scratch);
    const char *copy = mw_arena_copy(in->arena, read, in->error);

    if (copy == NULL)
        return MW_E_MEMORY;
    *value = (mw_bytes){ (const uint8_t *)copy, read.size };
    mw_buffer_truncate(&in->scratch, 0);
    return MW_OK;
}

static mw_status parse_phrase(parser *in, mw_bytes *phrase)
{
    const mw_status status =
        mw_address_read_phrase(&in->lexer, in->cache, &in->scratch, in->error);

    return status == MW_OK ? keep(in, phrase) : status;
}

static mw_status parse_local_part(parser *in, mw_bytes *local_part)
{
    const size_t start = in->lexer.token.at;
    mw_status status =
        mw_address_read_local_part(&in->lexer, &in->scratch, in->error);

    if (status == MW_OK)
        status = keep(in, local_part);
    if (status != MW_OK)
        return status;
    if (local_part->size > MW_LOCAL_PART_LONGEST)
        return mw_address_lexer_fail(&in->lexer, start,
                                     "a local part of more than 255 octets",
                                     in->error);
    /* RFC 5321 has no way to say it, section 4.1.2: quoted-pairSMTP. */
    if (local_part->size > 0 &&
        memchr(local_part->data, '\t', local_part->size) != NULL)
        return mw_address_lexer_fail(&in->lexer, start,
                                     "a local part with a tab", in->error);
    return MW_OK;
}

static mw_status parse_domain(parser *in, mw_bytes *domain)
{
    mw_status status =
        mw_address_read_domain(&in->lexer, &in->scratch, in->error);

    if (status == MW_OK)
        status = keep(in, domain);
    return status == MW_OK ? mw_domain_check(*domain, in->error) : status;
}

static mw_status parse_addr_spec(parser *in, mw_mailbox *mailbox)
{
    mw_status status = parse_local_part(in, &mailbox->local_part);

    if (status == MW_OK)
        status = expect(in, MW_TOKEN_AT, "a local part of more than one word");
    return status == MW_OK ? parse_domain(in, &mailbox->domain) : status;
}

/* obs-route: domains, each after an '@', with commas between; then ':'. */
static mw_status parse_route(parser *in)
{
    mw_bytes domain;
    bool goes_on;
    mw_status status = skip_commas(in);

    do {
        if (status == MW_OK)
            status = expect(in, MW_TOKEN_AT, "a route without \"@\"");
        if (status == MW_OK)
            status = parse_domain(in, &domain);
        goes_on = is_at(in, MW_TOKEN_COMMA);
        if (status == MW_OK)
            status = skip_commas(in);
    } while (status == MW_OK && goes_on && is_at(in, MW_TOKEN_AT));
    return status == MW_OK ? expect(in, MW_TOKEN_COLON,
                                    "no local part, or a route without \":\"")
                           : status;
}

/* angle-addr; a route, which RFC 5321 has servers ignore, is not kept. */
static mw_status parse_angle(parser *in, mw_mailbox *mailbox)
{
    mw_status status = expect(in, MW_TOKEN_LEFT, "no \"<\"");

    if (status == MW_OK &&
        (is_at(in, MW_TOKEN_AT) || is_at(in, MW_TOKEN_COMMA)))
        status = parse_route(in);
    if (status == MW_OK)
        status = parse_addr_spec(in, mailbox);
    return status == MW_OK ? expect(in, MW_TOKEN_RIGHT, "no \">\"") : status;
}

/* mailbox, which is all there may be at this place. */
static mw_status parse_mailbox(parser *in, mw_mailbox *mailbox)
{
    mw_address_token_kind kind;
    mw_status status;

    in->element = in->lexer.token.at;
    status = look_behind_words(in, &kind);
    if (status != MW_OK)
        return status;
    if (kind == MW_TOKEN_AT)
        return parse_addr_spec(in, mailbox);
    if (kind == MW_TOKEN_COLON)
        return fail(in, "a group where a mailbox has to be");
    if (kind != MW_TOKEN_LEFT)
        return fail(in, "an address without \"@\"");
    status = parse_phrase(in, &mailbox->display_name);
    return status == MW_OK ? parse_angle(in, mailbox) : status;
}

/* Parses a mailbox and puts it where *LINK shows. */
static mw_status add_mailbox(parser *in, mw_mailbox **link)
{
    mw_mailbox *mailbox;

    if (in->list.mailbox_count >= in->most)
        return fail_limit(in);
    in->list.mailbox_count++;
    mailbox = mw_arena_take(in->arena, sizeof *mailbox, in->error);
    if (mailbox == NULL)
        return MW_E_MEMORY;
    *link = mailbox;
    return parse_mailbox(in, mailbox);
}

static mw_status parse_group_name(parser *in, mw_address *group)
{
    const size_t start = in->lexer.token.at;
    mw_status status = parse_phrase(in, &group->group_name);

    if (status == MW_OK && group->group_name.size == 0)
        return mw_address_lexer_fail(&in->lexer, start,
                                     "a group without a name", in->error);
    return status == MW_OK ? next(in) : status;
}

/* group, with obs-group-list: empty members are none. */
static mw_status parse_group(parser *in, mw_address *group)
{
    const size_t start = in->lexer.token.at;
    mw_mailbox **link = &group->mailboxes;
    mw_status status = parse_group_name(in, group);
    bool goes_on = true;

    group->is_group = true;
    if (status == MW_OK)
        status = skip_commas(in);
    while (status == MW_OK && goes_on && !is_at(in, MW_TOKEN_SEMICOLON) &&
           !is_at(in, MW_TOKEN_END)) {
        status = add_mailbox(in, link);
        if (status != MW_OK)
            return status;
        link = &(*link)->next;
        goes_on = is_at(in, MW_TOKEN_COMMA);
        status = skip_commas(in);
    }
    if (status != MW_OK)
        return status;
    in->element = start;
    return expect(in, MW_TOKEN_SEMICOLON, "a group that no \";\" ends");
}

static mw_status parse_address(parser *in, mw_address *address)
{
    mw_address_token_kind kind;
    mw_status status;

    in->element = in->lexer.token.at;
    status = look_behind_words(in, &kind);
    if (status != MW_OK)
        return status;
    if (kind == MW_TOKEN_COLON)
        return parse_group(in, address);
    return add_mailbox(in, &address->mailboxes);
}

/* Parses an address and appends it to the list. */
static mw_status add_address(parser *in)
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
static mw_status parse_list(parser *in)
{
    mw_status status = skip_commas(in);

    if (status == MW_OK && is_at(in, MW_TOKEN_END))
        return fail(in, "no address");
    while (status == MW_OK && !is_at(in, MW_TOKEN_END)) {
        status = add_address(in);
        if (status == MW_OK && !is_at(in, MW_TOKEN_COMMA) &&
            !is_at(in, MW_TOKEN_END))
            return fail(in, "text behind an address");
        if (status == MW_OK)
            status = skip_commas(in);
    }
    return status;
}

static mw_status parser_init(parser *in, mw_bytes text, mw_arena *arena,
                             mw_error *error)
{
    *in = (parser){ .arena = arena, .error = error };
    mw_buffer_init(&in->scratch, arena->allocator, 0);
    return mw_address_lexer_init(&in->lexer, text, error);
}

/* Ends what PARSER holds; a failure in the grammar gets its hint. */
static mw_status parser_end(parser *in, mw_status status)
{
    mw_bytes rest = in->lexer.text;

    mw_buffer_free(&in->scratch);
    if (status != MW_E_SYNTAX || rest.size == 0)
        return status;
    mw_bytes_skip(&rest, in->element);
    mw_address_hint(rest, in->error);
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

/* Both ways of reading a list; CACHE says which. */
static mw_status read_list(mw_converter_cache *cache, mw_bytes text,
                           mw_arena *arena, mw_address_list *list,
                           uint64_t most, mw_error *error)
{
    const size_t mailboxes = list->mailbox_count;
    parser in;
    mw_status status = parser_init(&in, text, arena, error);

    in.cache = cache;
    in.most = most > mailboxes ? most - mailboxes : 0;
    if (status == MW_OK)
        status = parse_list(&in);
    status = parser_end(&in, status);
    if (status == MW_OK)
        append_list(list, &in.list);
    return status;
}

mw_status mw_address_list_parse(mw_bytes text, mw_arena *arena,
                                mw_address_list *list, uint64_t most,
                                mw_error *error)
{
    return read_list(NULL, text, arena, list, most, error);
}

/* Takes the line breaks out of TEXT that folding put there. */
static mw_status unfold(mw_bytes text, mw_arena *arena, mw_bytes *unfolded,
                        mw_error *error)
{
    uint8_t *out = mw_arena_take(arena, text.size, error);
    size_t size = 0;

    if (out == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < text.size; i++) {
        size_t end = i;

        if (text.data[end] == '\r')
            end++;
        if (end < text.size && text.data[end] == '\n' &&
            (end + 1 == text.size || mw_ascii_is_blank(text.data[end + 1])))
            i = end;
        else
            out[size++] = text.data[i];
    }
    *unfolded = (mw_bytes){ out, size };
    return MW_OK;
}

mw_status mw_address_list_decode(mw_converter_cache *cache, mw_bytes text,
                                 mw_arena *arena, mw_address_list *list,
                                 mw_error *error)
{
    mw_bytes unfolded;
    const mw_status status = unfold(text, arena, &unfolded, error);

    if (status != MW_OK)
        return status;
    return read_list(cache, unfolded, arena, list, UINT64_MAX, error);
}

mw_status mw_mailbox_parse(mw_bytes text, mw_arena *arena, mw_mailbox *mailbox,
                           mw_error *error)
{
    mw_mailbox parsed = { 0 };
    parser in;
    mw_status status = parser_init(&in, text, arena, error);

    if (status == MW_OK)
        status = is_at(&in, MW_TOKEN_END) ? fail(&in, "no address")
                                          : parse_mailbox(&in, &parsed);
    if (status == MW_OK && is_at(&in, MW_TOKEN_COMMA))
        status = fail(&in, "more than one address");
    if (status == MW_OK && !is_at(&in, MW_TOKEN_END))
        status = fail(&in, "text behind an address");
    status = parser_end(&in, status);
    if (status == MW_OK)
        *mailbox = parsed;
    return status;
}
