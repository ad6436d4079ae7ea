/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TLS_LINK_H
#define SMTP_TLS_LINK_H

#include "smtp/io.h"
#include "smtp/tls.h"

/*
 * TLS on one socket. The transport alone uses this; see transport.h for
 * what each of these means.
 */
typedef struct mw_tls_link mw_tls_link;

/* Does the handshake on SOCKET, which stays the caller's and does not
 * block, and checks who the server is: NAME, or one of the pins. */
mw_io mw_tls_link_open(mw_tls *tls, int socket, const char *name,
                       const mw_wait *wait, mw_tls_link **link,
                       mw_error *error);

/*
 * One try each, without waiting: MW_IO_TIMEOUT where the socket has to be
 * ready first, for *EVENTS of poll(2). An error text comes with the rest.
 */
mw_io mw_tls_link_read(mw_tls_link *link, void *buffer, size_t size,
                       size_t *got, short *events, mw_error *error);
mw_io mw_tls_link_write(mw_tls_link *link, const void *bytes, size_t size,
                        size_t *put, short *events, mw_error *error);

/* MW_IO_OK: there is an octet to read; MW_IO_TIMEOUT: not now. */
mw_io mw_tls_link_peek(mw_tls_link *link);

/* Whether octets that the socket gave already wait to be read. */
bool mw_tls_link_is_pending(const mw_tls_link *link);

/* Says that nothing more will be written; one try, which may come to
 * nothing. */
void mw_tls_link_farewell(mw_tls_link *link);

const mw_tls_report *mw_tls_link_report(const mw_tls_link *link);

bool mw_tls_link_binding(const mw_tls_link *link, mw_tls_binding kind,
                         uint8_t *data, size_t *size);

/* Ends LINK, which may be NULL, and says nothing to the other side. */
void mw_tls_link_free(mw_tls_link *link);

#endif
