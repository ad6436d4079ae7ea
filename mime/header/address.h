/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_H
#define HEADER_ADDRESS_H

#include "base/arena.h"
#include "header/fold.h"
#include "header/style.h"

/*
 * Addresses of RFC 5322, section 3.4, with the obsolete forms of section 4.4
 * on input, and UTF-8 by RFC 6532, section 3.2.
 *
 * What is parsed is kept as values, without quotes and comments, and written
 * anew from them; so envelope and header cannot differ.
 *
 * RFC 5321, section 4.5.3.1, asks for 64 octets of local part at least, and
 * for no limit where that can be; so what others gave out (VERP) passes up to
 * 255.
 */
#define MW_LOCAL_PART_LONGEST 255

typedef struct mw_mailbox {
    mw_bytes display_name; /* UTF-8; no octets where there is none */
    mw_bytes local_part;   /* UTF-8, quotes and backslashes undone */
    mw_bytes domain;       /* as given: UTF-8 labels, "[literal]", or none */
    size_t local_end;      /* where in the text it has no domain, else 0 */
    struct mw_mailbox *next;
} mw_mailbox;

typedef struct mw_address {
    bool is_group;
    mw_bytes group_name;   /* UTF-8, of a group */
    mw_mailbox *mailboxes; /* the members, or the one mailbox */
    struct mw_address *next;
} mw_address;

typedef struct mw_address_list {
    mw_address *first, *last;
    size_t address_count;
    size_t mailbox_count; /* members of groups too */
} mw_address_list;

/* How addresses are read. */
typedef struct mw_address_rules {
    mw_converter_cache *cache; /* for what is decoded */
    bool decodes;              /* encoded-words in phrases are read, not text */
    bool keeps_local;          /* an address may have no domain, */
    mw_bytes default_domain;   /* unless this completes it; checked */
    uint64_t most;             /* mailboxes, and addresses that are added */
} mw_address_rules;

/*
 * Parses TEXT, UTF-8, as an address-list by RULES and appends it to LIST, in
 * ARENA. A mailbox that was kept without a domain has an empty one. The rest
 * is as below.
 */
mw_status mw_address_list_read(const mw_address_rules *rules, mw_bytes text,
                               mw_arena *arena, mw_address_list *list,
                               mw_error *error);

/* The same for one mailbox, no group, nothing else. */
mw_status mw_mailbox_read(const mw_address_rules *rules, mw_bytes text,
                          mw_arena *arena, mw_mailbox *mailbox,
                          mw_error *error);

/*
 * Checks the default domain DOMAIN and makes a copy of it in ARENA. Fails with
 * MW_E_SYNTAX and MW_E_MEMORY.
 */
mw_status mw_default_domain_keep(const char *domain, mw_arena *arena,
                                 mw_bytes *kept, mw_error *error);

/*
 * Parses TEXT, UTF-8, as an address-list and appends it to LIST, in ARENA.
 * Encoded-words in it are text, never decoded (what was typed comes back as
 * typed). A comment is dropped; after an addr-spec without a display name it
 * is not taken for one. A route is dropped, and so are empty elements, but
 * one address there has to be. MOST bounds the mailboxes of LIST, and the
 * addresses that are added, so that empty groups cost no end of memory.
 *
 * Fails with MW_E_SYNTAX where TEXT is not wholly within the grammar, naming
 * the place, with the quoted form as hint where that is what was meant
 * ("Doe, John <j@x>"); MW_E_LIMIT; MW_E_MEMORY. LIST is then as it was.
 * Linear in TEXT, without recursion.
 */
mw_status mw_address_list_parse(mw_bytes text, mw_arena *arena,
                                mw_address_list *list, uint64_t most,
                                mw_error *error);

/* The same for one mailbox, no group, nothing else: From, Sender. */
mw_status mw_mailbox_parse(mw_bytes text, mw_arena *arena, mw_mailbox *mailbox,
                           mw_error *error);

/*
 * Appends the addr-spec of MAILBOX to OUT as it goes into header and
 * envelope: the local part quoted only where it has to be; the domain in
 * A-labels unless UTF8, all lower case where it was not ASCII; without a
 * domain the local part alone. Fails with
 * MW_E_RANGE for a local part outside ASCII without UTF8, or a domain that
 * IDNA refuses, MW_E_UNAVAILABLE where libidn2 is missing.
 */
mw_status mw_mailbox_addr_spec(const mw_mailbox *mailbox, bool utf8,
                               mw_buffer *out, mw_error *error);

/* Whether the addr-spec of MAILBOX as written with UTF8 is outside ASCII. */
bool mw_mailbox_needs_utf8(const mw_mailbox *mailbox);

/* Writes LIST into FOLD, a comma between two, breaking after commas first. */
mw_status mw_address_list_write(mw_fold *fold, const mw_address_list *list,
                                const mw_header_style *style, mw_error *error);

/*
 * Decodes the body of an address field that somebody else wrote: as
 * mw_address_list_parse, but encoded-words in phrases are read.
 */
mw_status mw_address_list_decode(mw_converter_cache *cache, mw_bytes text,
                                 mw_arena *arena, mw_address_list *list,
                                 mw_error *error);

#endif
