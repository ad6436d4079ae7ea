/* SPDX-License-Identifier: MIT */

/*
 * mailbox of RFC 5322, section 3.4, with the routes of section 4.4, which are
 * read and dropped: RFC 5321, appendix C, has nobody follow them any more.
 */

#include "header/address_parser.h"

#include "header/address_value.h"
#include "header/domain.h"

static mw_status parse_local_part(mw_address_parser *in, mw_bytes *local_part)
{
    const size_t start = in->lexer.token.at;
    mw_status status =
        mw_address_read_local_part(&in->lexer, &in->scratch, in->error);

    if (status == MW_OK)
        status = mw_address_keep(in, local_part);
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

static mw_status parse_domain(mw_address_parser *in, mw_bytes *domain)
{
    mw_status status =
        mw_address_read_domain(&in->lexer, &in->scratch, in->error);

    if (status == MW_OK)
        status = mw_address_keep(in, domain);
    return status == MW_OK ? mw_domain_check(*domain, in->error) : status;
}

/* Whether an address may do without a domain of its own. */
static bool takes_local(const mw_address_rules *rules)
{
    return rules->keeps_local || rules->default_domain.size > 0;
}

/* Whether the address ends here. */
static bool is_at_end(const mw_address_parser *in)
{
    return mw_address_is_at(in, MW_TOKEN_END) ||
           mw_address_is_at(in, MW_TOKEN_COMMA) ||
           mw_address_is_at(in, MW_TOKEN_SEMICOLON) ||
           mw_address_is_at(in, MW_TOKEN_RIGHT);
}

static mw_status fail_without_domain(const mw_address_parser *in)
{
    const mw_status status = mw_address_lexer_fail(
        &in->lexer, in->element, "an address without \"@\"", in->error);

    mw_error_set_cause(in->error, MW_CAUSE_NO_DOMAIN);
    return status;
}

static mw_status parse_addr_spec(mw_address_parser *in, mw_mailbox *mailbox)
{
    mw_status status = parse_local_part(in, &mailbox->local_part);

    if (status == MW_OK && is_at_end(in)) {
        if (!takes_local(in->rules))
            return fail_without_domain(in);
        mailbox->domain = in->rules->default_domain;
        mailbox->local_end = in->lexer.behind;
        return MW_OK;
    }
    if (status == MW_OK)
        status = mw_address_expect(in, MW_TOKEN_AT,
                                   "a local part of more than one word");
    return status == MW_OK ? parse_domain(in, &mailbox->domain) : status;
}

/* obs-route: domains, each after an '@', with commas between; then ':'. */
static mw_status parse_route(mw_address_parser *in)
{
    mw_bytes domain;
    bool goes_on;
    mw_status status = mw_address_skip_commas(in);

    do {
        if (status == MW_OK)
            status =
                mw_address_expect(in, MW_TOKEN_AT, "a route without \"@\"");
        if (status == MW_OK)
            status = parse_domain(in, &domain);
        goes_on = mw_address_is_at(in, MW_TOKEN_COMMA);
        if (status == MW_OK)
            status = mw_address_skip_commas(in);
    } while (status == MW_OK && goes_on && mw_address_is_at(in, MW_TOKEN_AT));
    return status == MW_OK
               ? mw_address_expect(in, MW_TOKEN_COLON,
                                   "no local part, or a route without \":\"")
               : status;
}

/* angle-addr; a route, which RFC 5321 has servers ignore, is not kept. */
static mw_status parse_angle(mw_address_parser *in, mw_mailbox *mailbox)
{
    mw_status status = mw_address_expect(in, MW_TOKEN_LEFT, "no \"<\"");

    if (status == MW_OK && (mw_address_is_at(in, MW_TOKEN_AT) ||
                            mw_address_is_at(in, MW_TOKEN_COMMA)))
        status = parse_route(in);
    if (status == MW_OK)
        status = parse_addr_spec(in, mailbox);
    return status == MW_OK ? mw_address_expect(in, MW_TOKEN_RIGHT, "no \">\"")
                           : status;
}

mw_status mw_address_parse_mailbox(mw_address_parser *in, mw_mailbox *mailbox)
{
    mw_address_token_kind kind;
    mw_status status = mw_address_begin_element(in, &kind);

    if (status != MW_OK)
        return status;
    if (kind == MW_TOKEN_AT)
        return parse_addr_spec(in, mailbox);
    if (kind == MW_TOKEN_COLON)
        return mw_address_parser_fail(in, "a group where a mailbox has to be");
    if (kind != MW_TOKEN_LEFT)
        return takes_local(in->rules) ? parse_addr_spec(in, mailbox)
                                      : fail_without_domain(in);
    status = mw_address_parse_phrase(in, &mailbox->display_name);
    return status == MW_OK ? parse_angle(in, mailbox) : status;
}

mw_status mw_mailbox_read(const mw_address_rules *rules, mw_bytes text,
                          mw_arena *arena, mw_mailbox *mailbox, mw_error *error)
{
    mw_mailbox parsed = { 0 };
    mw_address_parser in;
    mw_status status = mw_address_parser_init(&in, rules, text, arena, error);

    if (status == MW_OK)
        status = mw_address_is_at(&in, MW_TOKEN_END)
                     ? mw_address_parser_fail(&in, "no address")
                     : mw_address_parse_mailbox(&in, &parsed);
    if (status == MW_OK && mw_address_is_at(&in, MW_TOKEN_COMMA))
        status = mw_address_parser_fail(&in, "more than one address");
    if (status == MW_OK && !mw_address_is_at(&in, MW_TOKEN_END))
        status = mw_address_parser_fail_behind(&in);
    status = mw_address_parser_end(&in, status);
    if (status == MW_OK)
        *mailbox = parsed;
    return status;
}

mw_status mw_mailbox_parse(mw_bytes text, mw_arena *arena, mw_mailbox *mailbox,
                           mw_error *error)
{
    const mw_address_rules rules = { .most = 1 };

    return mw_mailbox_read(&rules, text, arena, mailbox, error);
}

mw_status mw_default_domain_keep(const char *domain, mw_arena *arena,
                                 mw_bytes *kept, mw_error *error)
{
    const mw_bytes given = mw_bytes_of(domain);
    mw_status status = mw_domain_check(given, error);
    const char *copy;

    if (status != MW_OK) {
        mw_error_prefix(error, "default domain");
        return status;
    }
    copy = mw_arena_copy(arena, given, error);
    if (copy == NULL)
        return MW_E_MEMORY;
    *kept = (mw_bytes){ (const uint8_t *)copy, given.size };
    return MW_OK;
}
