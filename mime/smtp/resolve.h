/* SPDX-License-Identifier: MIT */
#ifndef SMTP_RESOLVE_H
#define SMTP_RESOLVE_H

#include "smtp/address.h"
#include "smtp/host_name.h"
#include "smtp/io.h"

/* No host that takes mail has more addresses that matter. */
#define MW_ADDRESSES_MOST 16

typedef struct mw_addresses {
    mw_host_address list[MW_ADDRESSES_MOST];
    size_t count;
} mw_addresses;

/*
 * Looks up HOST, a name or an address, for PORT and FAMILY (AF_UNSPEC for
 * both), within WAIT, however long the system's resolver would take. What it
 * finds is in the order to try: as the system prefers, but the two families
 * in turn (RFC 8305, section 4).
 *
 * Fails with MW_IO_NO_HOST where there is no such name, or it has no address
 * of FAMILY; MW_IO_UNREACHABLE where nobody knows for now.
 */
mw_io mw_resolve(const char *host, uint16_t port, int family,
                 const mw_wait *wait, mw_addresses *addresses, mw_error *error);

/*
 * Writes what HOST, a name, is called in full, or "" where that is not known
 * within WAIT.
 */
void mw_resolve_canonical(const char *host, const mw_wait *wait,
                          char name[MW_HOST_MOST]);

#endif
