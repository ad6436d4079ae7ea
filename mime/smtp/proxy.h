/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PROXY_H
#define SMTP_PROXY_H

#include "smtp/transport.h"

/*
 * Asks the proxy at the other end of CONNECTION, which PROXY describes, for a
 * connection to HOST and PORT. Once that stands, CONNECTION is a connection
 * to the host, and nothing of what the host said was read.
 *
 * Fails with MW_IO_PROXY, MW_IO_LOGIN, MW_IO_UNREACHABLE (the proxy cannot
 * get there now), MW_IO_USAGE (user or host longer than the protocol takes),
 * and what the connection fails with.
 */
mw_io mw_proxy_ask(mw_connection *connection, const mw_url *proxy,
                   const char *host, uint16_t port, const mw_wait *wait,
                   mw_error *error);

/* The two protocols: RFC 1928 with RFC 1929, and RFC 9110, section 9.3.6. */
mw_io mw_socks5_ask(mw_connection *connection, const mw_url *proxy,
                    const char *host, uint16_t port, const mw_wait *wait,
                    mw_error *error);
mw_io mw_http_connect_ask(mw_connection *connection, const mw_url *proxy,
                          const char *host, uint16_t port, const mw_wait *wait,
                          mw_error *error);

/* Reads SIZE octets, no more and no fewer. */
mw_io mw_proxy_read(mw_connection *connection, void *buffer, size_t size,
                    const mw_wait *wait, mw_error *error);

#endif
