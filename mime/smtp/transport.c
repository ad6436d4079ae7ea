/* SPDX-License-Identifier: MIT */

/*
 * Each read and write is a try first and a wait after it, since there mostly
 * is something. A try that was made late is the last one: a peer that always
 * has something to say that is no octet of the session (records of TLS)
 * keeps nobody past a deadline.
 */

#include "config.h"

#include "smtp/transport.h"

#include "smtp/address.h"
#include "smtp/connect.h"
#include "smtp/proxy.h"
#include "smtp/socket.h"
#include "smtp/tls_link.h"

#include "base/ascii.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#define PEER_MOST 512

struct mw_transport {
    const mw_allocator *allocator;
    int socket;
    bool is_loopback;
    mw_tls_link *link; /* NULL: no TLS */
    char peer[PEER_MOST];
    char literal[MW_ADDRESS_TEXT_MOST];
};

/* ---- Connecting ---- */

static void learn_addresses(mw_transport *transport)
{
    mw_address address = { .size = sizeof address.storage };

    if (getpeername(transport->socket, (struct sockaddr *)&address.storage,
                    &address.size) == 0) {
        transport->is_loopback = mw_address_is_loopback(&address);
        mw_address_name(&address, transport->peer);
    }
    address = (mw_address){ .size = sizeof address.storage };
    getsockname(transport->socket, (struct sockaddr *)&address.storage,
                &address.size);
    mw_address_literal(&address, transport->literal);
}

mw_io mw_transport_adopt(const mw_allocator *allocator, int socket,
                         mw_transport **transport, mw_error *error)
{
    mw_transport *made;

    if (!mw_socket_prepare(socket))
        return mw_io_fail_system(error, MW_IO_SYSTEM, "the connection", errno);
    made = mw_allocate(allocator, NULL, 0, sizeof *made);
    if (made == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    *made = (mw_transport){ .allocator = allocator, .socket = socket };
    learn_addresses(made);
    *transport = made;
    return MW_IO_OK;
}

/* The same for a socket that is closed where it fails. */
static mw_io take_over(const mw_allocator *allocator, int socket,
                       mw_transport **transport, mw_error *error)
{
    const mw_io io = mw_transport_adopt(allocator, socket, transport, error);

    if (io != MW_IO_OK)
        close(socket);
    return io;
}

static mw_io check_host(const char *host, mw_error *error)
{
    bool good = host[0] != '\0';

    for (const char *c = host; *c != '\0'; c++)
        good = good && mw_ascii_is_graph((uint8_t)*c);
    if (good)
        return MW_IO_OK;
    return mw_io_fail(error, MW_IO_USAGE, "'%.80s' is no host name in ASCII",
                      host);
}

/* Reads the source address of OPTIONS, and which family that leaves. */
static mw_io choose_source(const mw_connect_options *options,
                           mw_address *source, int *family, mw_error *error)
{
    *family = options->family == MW_FAMILY_IPV4   ? AF_INET
              : options->family == MW_FAMILY_IPV6 ? AF_INET6
                                                  : AF_UNSPEC;
    if (options->source == NULL)
        return MW_IO_OK;
    if (!mw_address_parse(options->source, 0, source))
        return mw_io_fail(error, MW_IO_USAGE,
                          "'%.80s' is no address to connect from",
                          options->source);
    if (*family != AF_UNSPEC && *family != source->storage.ss_family)
        return mw_io_fail(error, MW_IO_USAGE,
                          "'%.80s' is an address of the family that is not "
                          "wanted",
                          options->source);
    *family = source->storage.ss_family;
    return MW_IO_OK;
}

static mw_io connect_directly(const mw_allocator *allocator, const char *host,
                              uint16_t port, const mw_connect_options *options,
                              const mw_wait *wait, mw_transport **transport,
                              mw_error *error)
{
    mw_addresses addresses;
    mw_address source;
    char what[300];
    int family, socket;
    mw_io io = check_host(host, error);

    if (io == MW_IO_OK)
        io = choose_source(options, &source, &family, error);
    if (io == MW_IO_OK)
        io = mw_resolve(host, port, family, wait, &addresses, error);
    if (io != MW_IO_OK)
        return io;
    snprintf(what, sizeof what, strchr(host, ':') ? "[%s]:%u" : "%s:%u", host,
             (unsigned)port);
    io = mw_connect(&addresses, options->source != NULL ? &source : NULL, what,
                    wait, &socket, error);
    return io == MW_IO_OK ? take_over(allocator, socket, transport, error) : io;
}

/* What is behind a proxy may be anywhere, though the proxy be here. */
static void set_out_of_sight(mw_transport *transport, const char *host,
                             uint16_t port, const char *proxy)
{
    transport->is_loopback = false;
    snprintf(transport->peer, sizeof transport->peer,
             strchr(host, ':') ? "[%.200s]:%u by way of %.200s"
                               : "%.200s:%u by way of %.200s",
             host, (unsigned)port, proxy);
}

static mw_io connect_by_proxy(const mw_allocator *allocator, const char *host,
                              uint16_t port, const mw_connect_options *options,
                              const mw_wait *wait, mw_transport **transport,
                              mw_error *error)
{
    const mw_url *proxy = options->proxy;
    mw_transport *made;
    mw_io io = check_host(host, error);

    if (io != MW_IO_OK)
        return io;
    io = connect_directly(allocator, proxy->host, proxy->port, options, wait,
                          &made, error);
    if (io != MW_IO_OK) {
        if (io != MW_IO_MEMORY)
            mw_error_prefix(error, "proxy");
        return io;
    }
    io = mw_proxy_ask(made, proxy, host, port, wait, error);
    if (io != MW_IO_OK) {
        mw_transport_reset(made);
        return io;
    }
    set_out_of_sight(made, host, port, proxy->host);
    *transport = made;
    return MW_IO_OK;
}

mw_io mw_transport_connect(const mw_allocator *allocator, const char *host,
                           uint16_t port, const mw_connect_options *options,
                           const mw_wait *wait, mw_transport **transport,
                           mw_error *error)
{
    static const mw_connect_options NONE = { .family = MW_FAMILY_ANY };

    if (options == NULL)
        options = &NONE;
    return options->proxy != NULL
               ? connect_by_proxy(allocator, host, port, options, wait,
                                  transport, error)
               : connect_directly(allocator, host, port, options, wait,
                                  transport, error);
}

mw_io mw_transport_connect_unix(const mw_allocator *allocator, const char *path,
                                const mw_wait *wait, mw_transport **transport,
                                mw_error *error)
{
    int socket;
    mw_io io = mw_connect_unix(path, wait, &socket, error);

    if (io == MW_IO_OK)
        io = take_over(allocator, socket, transport, error);
    if (io == MW_IO_OK)
        snprintf((*transport)->peer, sizeof(*transport)->peer, "%s", path);
    return io;
}

/* ---- Octets ---- */

/* Whether the caller wants to stop, though there may be nothing to wait
 * for. */
static bool is_interrupted(const mw_wait *wait)
{
    const mw_wait now = { MW_DO_NOT_WAIT, wait->interrupt };

    return wait->interrupt >= 0 &&
           mw_wait_for(-1, 0, &now, NULL) == MW_IO_INTERRUPTED;
}

static mw_io fail_socket(const mw_transport *transport, int number,
                         mw_error *error)
{
    return mw_io_fail_system(error, MW_IO_RESET, transport->peer, number);
}

static mw_io try_read(mw_transport *transport, void *buffer, size_t size,
                      size_t *got, short *events, mw_error *error)
{
    ssize_t result;

    if (transport->link != NULL)
        return mw_tls_link_read(transport->link, buffer, size, got, events,
                                error);
    *events = POLLIN;
    result = mw_socket_receive(transport->socket, buffer, size, false);
    if (result > 0) {
        *got = (size_t)result;
        return MW_IO_OK;
    }
    if (result == 0)
        return mw_io_fail(error, MW_IO_CLOSED,
                          "%s: connection closed by the other side",
                          transport->peer);
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT
                                        : fail_socket(transport, errno, error);
}

static mw_io try_write(mw_transport *transport, const void *bytes, size_t size,
                       size_t *put, short *events, mw_error *error)
{
    ssize_t result;

    if (transport->link != NULL)
        return mw_tls_link_write(transport->link, bytes, size, put, events,
                                 error);
    *events = POLLOUT;
    result = mw_socket_send(transport->socket, bytes, size);
    if (result >= 0) {
        *put = (size_t)result;
        return MW_IO_OK;
    }
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT
                                        : fail_socket(transport, errno, error);
}

/* After a try that came too early: waits for EVENTS, unless the try was the
 * last one. */
static mw_io wait_to_retry(mw_transport *transport, short events, bool late,
                           const mw_wait *wait, mw_error *error)
{
    const mw_io io = late ? MW_IO_TIMEOUT
                          : mw_wait_for(transport->socket, events, wait, NULL);

    return mw_io_fail_wait(error, io, transport->peer);
}

mw_io mw_transport_read_some(mw_transport *transport, void *buffer, size_t size,
                             size_t *got, const mw_wait *wait, mw_error *error)
{
    mw_io io = MW_IO_OK;

    *got = 0;
    if (is_interrupted(wait))
        return mw_io_fail_wait(error, MW_IO_INTERRUPTED, transport->peer);
    while (io == MW_IO_OK) {
        const bool late = mw_clock_now() >= wait->deadline;
        short events = 0;

        io = try_read(transport, buffer, size, got, &events, error);
        if (io != MW_IO_TIMEOUT)
            return io;
        io = wait_to_retry(transport, events, late, wait, error);
    }
    return io;
}

mw_io mw_transport_write_some(mw_transport *transport, const void *bytes,
                              size_t size, size_t *put, const mw_wait *wait,
                              mw_error *error)
{
    mw_io io = MW_IO_OK;

    *put = 0;
    if (is_interrupted(wait))
        return mw_io_fail_wait(error, MW_IO_INTERRUPTED, transport->peer);
    while (io == MW_IO_OK) {
        const bool late = mw_clock_now() >= wait->deadline;
        short events = 0;

        io = try_write(transport, bytes, size, put, &events, error);
        if (io != MW_IO_TIMEOUT)
            return io;
        io = wait_to_retry(transport, events, late, wait, error);
    }
    return io;
}

mw_io mw_transport_write_all(mw_transport *transport, const void *bytes,
                             size_t size, size_t *put, const mw_wait *wait,
                             mw_error *error)
{
    mw_bytes left = { bytes, size };

    *put = 0;
    while (left.size > 0) {
        size_t one;
        const mw_io io = mw_transport_write_some(transport, left.data,
                                                 left.size, &one, wait, error);

        if (io != MW_IO_OK)
            return io;
        mw_bytes_skip(&left, one);
        *put += one;
    }
    return MW_IO_OK;
}

mw_io mw_transport_wait(mw_transport *transport, bool want_write,
                        const mw_wait *wait, bool *readable, bool *writable,
                        mw_error *error)
{
    const bool pending =
        transport->link != NULL && mw_tls_link_is_pending(transport->link);
    const mw_wait now = { MW_DO_NOT_WAIT, wait->interrupt };
    short ready = 0;
    mw_io io =
        mw_wait_for(transport->socket, want_write ? POLLIN | POLLOUT : POLLIN,
                    pending ? &now : wait, &ready);

    if (io == MW_IO_TIMEOUT && pending)
        io = MW_IO_OK;
    *readable = pending || (ready & ~POLLOUT) != 0;
    *writable = want_write && (ready & ~POLLIN) != 0;
    return mw_io_fail_wait(error, io, transport->peer);
}

/* MW_IO_OK: there is an octet; MW_IO_TIMEOUT: there is none. */
static mw_io peek(mw_transport *transport)
{
    uint8_t octet;
    ssize_t result;

    if (transport->link != NULL)
        return mw_tls_link_peek(transport->link);
    result = mw_socket_receive(transport->socket, &octet, 1, true);
    if (result > 0)
        return MW_IO_OK;
    if (result == 0)
        return MW_IO_CLOSED;
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT : MW_IO_RESET;
}

bool mw_transport_has_unread(mw_transport *transport)
{
    const mw_io io = peek(transport);

    return io != MW_IO_TIMEOUT && io != MW_IO_CLOSED;
}

/* ---- TLS ---- */

mw_io mw_transport_start_tls(mw_transport *transport, mw_tls *tls,
                             const char *name, const mw_wait *wait,
                             mw_error *error)
{
    if (transport->link != NULL)
        return mw_io_fail(error, MW_IO_USAGE, "%s: TLS runs already",
                          transport->peer);
    if (peek(transport) == MW_IO_OK) {
        mw_io_fail(error, MW_IO_TLS,
                   "%s: there is text in clear where TLS "
                   "has to begin",
                   transport->peer);
        mw_hint(error, "smtps:// is for port 465, smtp:// with STARTTLS for "
                       "587; else somebody between may have put it there");
        return MW_IO_TLS;
    }
    return mw_tls_link_open(tls, transport->socket, name, wait,
                            &transport->link, error);
}

const mw_tls_report *mw_transport_tls(const mw_transport *transport)
{
    return transport->link != NULL ? mw_tls_link_report(transport->link) : NULL;
}

bool mw_transport_binding(const mw_transport *transport, mw_tls_binding kind,
                          uint8_t *data, size_t *size)
{
    return transport->link != NULL &&
           mw_tls_link_binding(transport->link, kind, data, size);
}

/* ---- What it is ---- */

bool mw_transport_is_loopback(const mw_transport *transport)
{
    return transport->is_loopback;
}

const char *mw_transport_peer(const mw_transport *transport)
{
    return transport->peer;
}

const char *mw_transport_address_literal(const mw_transport *transport)
{
    return transport->literal;
}

/* ---- The end ---- */

static void end(mw_transport *transport)
{
    mw_tls_link_free(transport->link);
    close(transport->socket);
    mw_release(transport->allocator, transport, sizeof *transport);
}

void mw_transport_close(mw_transport *transport)
{
    if (transport == NULL)
        return;
    if (transport->link != NULL)
        mw_tls_link_farewell(transport->link);
    end(transport);
}

void mw_transport_reset(mw_transport *transport)
{
    const struct linger now = { .l_onoff = 1, .l_linger = 0 };

    if (transport == NULL)
        return;
    setsockopt(transport->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    end(transport);
}
