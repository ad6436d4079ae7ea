/* SPDX-License-Identifier: MIT */
#ifndef SMTP_CONNECT_H
#define SMTP_CONNECT_H

#include "smtp/io.h"
#include "smtp/resolve.h"

/*
 * Makes a connection of several addresses: one try after another, each begun
 * 250 ms after the one before or as soon as that failed, and the first that
 * stands is taken (RFC 8305, section 5). Sockets do not block, are closed
 * when a program is executed, and raise no SIGPIPE.
 *
 * SOURCE (NULL for any) is the address to connect from, of the family of all
 * ADDRESSES. WHAT is who is called, for errors. Gives the socket in
 * *DESCRIPTOR; fails with MW_IO_UNREACHABLE, or MW_IO_USAGE where the source
 * is none of this machine's.
 */
mw_io mw_connect(const mw_addresses *addresses, const mw_host_address *source,
                 const char *what, const mw_wait *wait, int *descriptor,
                 mw_error *error);

/* The same to the unix socket at PATH. */
mw_io mw_connect_unix(const char *path, const mw_wait *wait, int *descriptor,
                      mw_error *error);

/*
 * Whether a connection can come from SOURCE, as far as this machine knows.
 * Fails with MW_IO_USAGE, and says so of NAME.
 */
mw_io mw_connect_check_source(const mw_host_address *source, const char *name,
                              mw_error *error);

#endif
