/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TRANSPORT_H
#define SMTP_TRANSPORT_H

#include "smtp/io.h"
#include "smtp/tls.h"
#include "smtp/url.h"

/*
 * A connection: TCP or a unix socket, through a proxy or not, with TLS or
 * not yet. It keeps no octet back: what read_some did not give is with the
 * system or within TLS, and mw_connection_has_unread knows of it.
 *
 * Every call that can wait takes an mw_wait. A connection that gave anything
 * but MW_IO_OK, MW_IO_TIMEOUT or MW_IO_INTERRUPTED is good for reset and
 * close alone. No call raises SIGPIPE.
 */
typedef struct mw_connection mw_connection;

typedef enum mw_family {
    MW_FAMILY_ANY,
    MW_FAMILY_IPV4,
    MW_FAMILY_IPV6
} mw_family;

typedef struct mw_connect_options {
    mw_family family;
    const char *source;  /* the address to connect from, or NULL */
    const mw_url *proxy; /* of MW_URL_OF_PROXY, or NULL */
} mw_connect_options;

/*
 * Connects to HOST, an address without brackets or a name in ASCII (an
 * A-label where it is international), at PORT: the addresses of both
 * families in turn, 250 ms apart, and the first that answers is taken (RFC
 * 8305). OPTIONS may be NULL. With a proxy the name goes to the proxy, which
 * looks it up.
 *
 * Fails with MW_IO_NO_HOST, _UNREACHABLE, _PROXY, _LOGIN, _USAGE (a name or
 * a source that cannot be), and those of every wait.
 */
mw_io mw_connection_open(const mw_allocator *allocator, const char *host,
                         uint16_t port, const mw_connect_options *options,
                         const mw_wait *wait, mw_connection **connection,
                         mw_error *error);

/* The same to the unix socket at PATH. */
mw_io mw_connection_open_unix(const mw_allocator *allocator, const char *path,
                              const mw_wait *wait, mw_connection **connection,
                              mw_error *error);

/*
 * Looks at the source of OPTIONS, as far as it can be judged before anybody
 * is called. Fails with MW_IO_USAGE, whose cause is MW_CAUSE_SMTP_SOURCE.
 */
mw_io mw_connection_check_source(const mw_connect_options *options,
                                 mw_error *error);

/*
 * Makes a connection of a connected stream SOCKET, which it owns from then
 * on; where this fails, the caller owns it still.
 */
mw_io mw_connection_adopt(const mw_allocator *allocator, int socket,
                          mw_connection **connection, mw_error *error);

/*
 * Begins TLS by TLS, for a server that has to prove that it is NAME (a host
 * name in A-labels or an address; see tls.h). Nothing may be unread: the
 * caller asks mw_connection_has_unread, and this asks again. Fails with
 * MW_IO_TLS, also where the server's side breaks off the handshake.
 */
mw_io mw_connection_start_tls(mw_connection *connection, mw_tls *tls,
                              const char *name, const mw_wait *wait,
                              mw_error *error);

/*
 * Reads what there is, at least one octet and at most SIZE, and waits for it
 * by WAIT (MW_DO_NOT_WAIT to take what is there). MW_IO_CLOSED is the proper
 * end.
 */
mw_io mw_connection_read_some(mw_connection *connection, void *buffer,
                              size_t size, size_t *got, const mw_wait *wait,
                              mw_error *error);

/*
 * Writes at least one and at most SIZE octets, SIZE above 0; *PUT says how
 * many were handed to the system whole. Octets that are not counted cannot
 * be read by the other side. With TLS, a write that was not done is to be
 * repeated with the same octets, or more behind them, before any other.
 */
mw_io mw_connection_write_some(mw_connection *connection, const void *bytes,
                               size_t size, size_t *put, const mw_wait *wait,
                               mw_error *error);

/* The same until all is written; *PUT tells how far it came. */
mw_io mw_connection_write_all(mw_connection *connection, const void *bytes,
                              size_t size, size_t *put, const mw_wait *wait,
                              mw_error *error);

/*
 * Waits until the connection can be read from or (with WANT_WRITE) written
 * to, and says which. Under TLS, readable may turn out to be nothing but
 * talk of TLS: read_some then times out under MW_DO_NOT_WAIT.
 */
mw_io mw_connection_wait(mw_connection *connection, bool want_write,
                         const mw_wait *wait, bool *readable, bool *writable,
                         mw_error *error);

/*
 * Whether there are octets that nobody read: true also where that cannot be
 * told any more because the connection broke. A proper end is none.
 */
bool mw_connection_has_unread(mw_connection *connection);

/*
 * Whether the connected peer is this machine: an address of 127/8, ::1,
 * ::ffff:127/8, or a unix socket. Behind a proxy it never is, wherever the
 * proxy may be.
 */
bool mw_connection_is_loopback(const mw_connection *connection);

/* The peer, for people: "192.0.2.1:587", "[2001:db8::1]:587", the path of
 * the unix socket, or "HOST:PORT by way of PROXY". */
const char *mw_connection_peer(const mw_connection *connection);

/*
 * This end's address as EHLO wants it (RFC 5321, section 4.1.3):
 * "[192.0.2.1]" or "[IPv6:2001:db8::1]"; "[127.0.0.1]" for a unix socket,
 * which has none.
 */
const char *mw_connection_address_literal(const mw_connection *connection);

/* What is known of TLS; NULL where there is none. */
const mw_tls_report *mw_connection_tls(const mw_connection *connection);

/*
 * Puts the channel binding KIND into DATA, which has room for
 * MW_TLS_BINDING_MOST, and its size into *SIZE; false where this connection
 * has none.
 */
bool mw_connection_binding(const mw_connection *connection, mw_tls_binding kind,
                           uint8_t *data, size_t *size);

/*
 * Ends CONNECTION, which may be NULL, properly: with TLS it says farewell
 * first. It does not wait.
 */
void mw_connection_close(mw_connection *connection);

/*
 * Ends CONNECTION, which may be NULL, so that the other side cannot take it
 * for a proper end: TLS ends without a farewell, TCP with a reset that throws
 * away what was not yet delivered. A unix socket knows no such thing.
 */
void mw_connection_reset(mw_connection *connection);

#endif
