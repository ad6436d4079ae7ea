/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_ADDRESS_H
#define MIMEWRIGHT_ADDRESS_H

/*
 * The mailboxes that address fields name (RFC 5322, section 3.4), read by the
 * same parser as all addresses of this library.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_mailboxes mw_mailboxes;

/* Makes an empty list. The caller ends it with mw_mailboxes_free. */
mw_status mw_mailboxes_new(mw_context *context, mw_mailboxes **mailboxes,
                           mw_error *error);

/* Ends MAILBOXES, which may be NULL. */
void mw_mailboxes_free(mw_mailboxes *mailboxes);

/*
 * Adds the mailboxes of TEXT, SIZE octets of UTF-8: an address list as in the
 * body of a field, folded or not, those in groups too. An empty TEXT has
 * none. Encoded-words in display names are decoded. A mailbox whose address
 * is there already is passed over: local parts are the same octets, domains
 * the same letters.
 *
 * Fails with MW_E_SYNTAX where TEXT is not wholly within the grammar, naming
 * the place; MW_E_RANGE for a domain that IDNA refuses; MW_E_UNAVAILABLE;
 * MW_E_LIMIT (MW_LIMIT_RECIPIENTS); MW_E_MEMORY. The list is then as it was.
 */
mw_status mw_mailboxes_add(mw_mailboxes *mailboxes, const void *text,
                           size_t size, mw_error *error);

/*
 * Completes with @DOMAIN the addresses without a domain, as "root", of what
 * is added from now on; else they are MW_E_SYNTAX. Fails with MW_E_SYNTAX
 * where DOMAIN is none, and MW_E_MEMORY.
 */
mw_status mw_mailboxes_set_default_domain(mw_mailboxes *mailboxes,
                                          const char *domain, mw_error *error);

/*
 * Keeps (1) or refuses (0, the default) the addresses without a domain of
 * what is added from now on, where no default domain completes them.
 */
void mw_mailboxes_set_keep_local(mw_mailboxes *mailboxes, int keep);

size_t mw_mailboxes_count(const mw_mailboxes *mailboxes);

/* The display name in UTF-8; "" where there is none. */
const char *mw_mailboxes_display_name(const mw_mailboxes *mailboxes,
                                      size_t index);

/* Whether the address has no domain: it was kept without one. */
int mw_mailboxes_is_local(const mw_mailboxes *mailboxes, size_t index);

/*
 * The address as it goes into an envelope: with the domain in A-labels, and
 * all in ASCII, unless the local part is not; then all is UTF-8, and the
 * server has to know SMTPUTF8. Where it has no domain, the local part alone.
 */
const char *mw_mailboxes_address(const mw_mailboxes *mailboxes, size_t index);

#ifdef __cplusplus
}
#endif

#endif
