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

struct mw_connection {
    const mw_allocator *allocator;
    int socket;
    bool is_loopback;
    mw_tls_link *link; /* NULL: no TLS */
    char peer[PEER_MOST];
    char literal[MW_HOST_ADDRESS_MOST];
};

/* ---- Connecting ---- */

static void learn_addresses(mw_connection *connection)
{
    mw_host_address address = { .size = sizeof address.storage };

    if (getpeername(connection->socket, (struct sockaddr *)&address.storage,
                    &address.size) == 0) {
        connection->is_loopback = mw_host_address_is_loopback(&address);
        mw_host_address_name(&address, connection->peer);
    }
    address = (mw_host_address){ .size = sizeof address.storage };
    getsockname(connection->socket, (struct sockaddr *)&address.storage,
                &address.size);
    mw_host_address_literal(&address, connection->literal);
}

mw_io mw_connection_adopt(const mw_allocator *allocator, int socket,
                          mw_connection **connection, mw_error *error)
{
    mw_connection *made;

    if (!mw_socket_prepare(socket))
        return mw_io_fail_system(error, MW_IO_SYSTEM, "the connection", errno);
    made = mw_allocate(allocator, NULL, 0, sizeof *made);
    if (made == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    *made = (mw_connection){ .allocator = allocator, .socket = socket };
    learn_addresses(made);
    *connection = made;
    return MW_IO_OK;
}

/* The same for a socket that is closed where it fails. */
static mw_io take_over(const mw_allocator *allocator, int socket,
                       mw_connection **connection, mw_error *error)
{
    const mw_io io = mw_connection_adopt(allocator, socket, connection, error);

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
                           mw_host_address *source, int *family,
                           mw_error *error)
{
    *family = options->family == MW_FAMILY_IPV4   ? AF_INET
              : options->family == MW_FAMILY_IPV6 ? AF_INET6
                                                  : AF_UNSPEC;
    if (options->source == NULL)
        return MW_IO_OK;
    if (!mw_host_address_parse(options->source, 0, source))
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

mw_io mw_connection_check_source(const mw_connect_options *options,
                                 mw_error *error)
{
    mw_host_address source;
    int family;
    mw_io io = choose_source(options, &source, &family, error);

    if (io == MW_IO_OK && options->source != NULL)
        io = mw_connect_check_source(&source, options->source, error);
    if (io != MW_IO_OK)
        mw_error_set_cause(error, MW_CAUSE_SMTP_SOURCE);
    return io;
}

static mw_io connect_directly(const mw_allocator *allocator, const char *host,
                              uint16_t port, const mw_connect_options *options,
                              const mw_wait *wait, mw_connection **connection,
                              mw_error *error)
{
    mw_addresses addresses;
    mw_host_address source;
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
    return io == MW_IO_OK ? take_over(allocator, socket, connection, error)
                          : io;
}

/* What is behind a proxy may be anywhere, though the proxy be here. */
static void set_out_of_sight(mw_connection *connection, const char *host,
                             uint16_t port, const char *proxy)
{
    connection->is_loopback = false;
    snprintf(connection->peer, sizeof connection->peer,
             strchr(host, ':') ? "[%.200s]:%u by way of %.200s"
                               : "%.200s:%u by way of %.200s",
             host, (unsigned)port, proxy);
}

static mw_io connect_by_proxy(const mw_allocator *allocator, const char *host,
                              uint16_t port, const mw_connect_options *options,
                              const mw_wait *wait, mw_connection **connection,
                              mw_error *error)
{
    const mw_url *proxy = options->proxy;
    mw_connection *made;
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
        mw_connection_reset(made);
        return io;
    }
    set_out_of_sight(made, host, port, proxy->host);
    *connection = made;
    return MW_IO_OK;
}

mw_io mw_connection_open(const mw_allocator *allocator, const char *host,
                         uint16_t port, const mw_connect_options *options,
                         const mw_wait *wait, mw_connection **connection,
                         mw_error *error)
{
    static const mw_connect_options NONE = { .family = MW_FAMILY_ANY };

    if (options == NULL)
        options = &NONE;
    return options->proxy != NULL
               ? connect_by_proxy(allocator, host, port, options, wait,
                                  connection, error)
               : connect_directly(allocator, host, port, options, wait,
                                  connection, error);
}

mw_io mw_connection_open_unix(const mw_allocator *allocator, const char *path,
                              const mw_wait *wait, mw_connection **connection,
                              mw_error *error)
{
    int socket;
    mw_io io = mw_connect_unix(path, wait, &socket, error);

    if (io == MW_IO_OK)
        io = take_over(allocator, socket, connection, error);
    if (io == MW_IO_OK)
        snprintf((*connection)->peer, sizeof(*connection)->peer, "%s", path);
    return io;
}

/* ---- Octets ---- */

/* Whether the caller wants to stop, though there may be nothing to wait
 * for. */
static bool is_interrupted(const mw_wait *wait)
{
    const mw_wait now = { MW_DO_NOT_WAIT, wait->interrupt, NULL };

    return wait->interrupt >= 0 &&
           mw_wait_for(-1, 0, &now, NULL) == MW_IO_INTERRUPTED;
}

static mw_io fail_socket(const mw_connection *connection, int number,
                         mw_error *error)
{
    return mw_io_fail_system(error, MW_IO_RESET, connection->peer, number);
}

/* Octets to read or to write, and how many of them were. */
typedef struct {
    void *buffer;      /* to read into, */
    const void *bytes; /* or to write */
    size_t size;
    size_t *done;
} transfer;

static mw_io try_read(mw_connection *connection, const transfer *wanted,
                      short *events, mw_error *error)
{
    ssize_t result;

    if (connection->link != NULL)
        return mw_tls_link_read(connection->link, wanted->buffer, wanted->size,
                                wanted->done, events, error);
    *events = POLLIN;
    result = mw_socket_receive(connection->socket, wanted->buffer, wanted->size,
                               false);
    if (result > 0) {
        *wanted->done = (size_t)result;
        return MW_IO_OK;
    }
    if (result == 0)
        return mw_io_fail(error, MW_IO_CLOSED,
                          "%s: connection closed by the other side",
                          connection->peer);
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT
                                        : fail_socket(connection, errno, error);
}

static mw_io try_write(mw_connection *connection, const transfer *wanted,
                       short *events, mw_error *error)
{
    ssize_t result;

    if (connection->link != NULL)
        return mw_tls_link_write(connection->link, wanted->bytes, wanted->size,
                                 wanted->done, events, error);
    *events = POLLOUT;
    result = mw_socket_send(connection->socket, wanted->bytes, wanted->size);
    if (result >= 0) {
        *wanted->done = (size_t)result;
        return MW_IO_OK;
    }
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT
                                        : fail_socket(connection, errno, error);
}

/* Tries, and after a try that came too early waits for what it wants, unless
 * that try was the last one. */
static mw_io transfer_some(mw_connection *connection,
                           mw_io (*attempt)(mw_connection *, const transfer *,
                                            short *, mw_error *),
                           const transfer *wanted, const mw_wait *wait,
                           mw_error *error)
{
    mw_io io = is_interrupted(wait) ? MW_IO_INTERRUPTED : MW_IO_OK;

    *wanted->done = 0;
    while (io == MW_IO_OK) {
        const bool late = mw_clock_now() >= wait->deadline;
        short events = 0;

        io = attempt(connection, wanted, &events, error);
        if (io != MW_IO_TIMEOUT)
            return io;
        if (!late)
            io = mw_wait_for(connection->socket, events, wait, NULL);
    }
    return mw_io_fail_wait(error, io, connection->peer);
}

mw_io mw_connection_read_some(mw_connection *connection, void *buffer,
                              size_t size, size_t *got, const mw_wait *wait,
                              mw_error *error)
{
    const transfer wanted = { .buffer = buffer, .size = size, .done = got };

    return transfer_some(connection, try_read, &wanted, wait, error);
}

mw_io mw_connection_write_some(mw_connection *connection, const void *bytes,
                               size_t size, size_t *put, const mw_wait *wait,
                               mw_error *error)
{
    const transfer wanted = { .bytes = bytes, .size = size, .done = put };

    return transfer_some(connection, try_write, &wanted, wait, error);
}

mw_io mw_connection_write_all(mw_connection *connection, const void *bytes,
                              size_t size, size_t *put, const mw_wait *wait,
                              mw_error *error)
{
    mw_bytes left = { bytes, size };

    *put = 0;
    while (left.size > 0) {
        size_t one;
        const mw_io io = mw_connection_write_some(connection, left.data,
                                                  left.size, &one, wait, error);

        if (io != MW_IO_OK)
            return io;
        mw_bytes_skip(&left, one);
        *put += one;
    }
    return MW_IO_OK;
}

mw_io mw_connection_wait(mw_connection *connection, bool want_write,
                         const mw_wait *wait, bool *readable, bool *writable,
                         mw_error *error)
{
    const bool pending =
        connection->link != NULL && mw_tls_link_is_pending(connection->link);
    const mw_wait now = { MW_DO_NOT_WAIT, wait->interrupt, NULL };
    short ready = 0;
    mw_io io =
        mw_wait_for(connection->socket, want_write ? POLLIN | POLLOUT : POLLIN,
                    pending ? &now : wait, &ready);

    if (io == MW_IO_TIMEOUT && pending)
        io = MW_IO_OK;
    *readable = pending || (ready & ~POLLOUT) != 0;
    *writable = want_write && (ready & ~POLLIN) != 0;
    return mw_io_fail_wait(error, io, connection->peer);
}

/* MW_IO_OK: there is an octet; MW_IO_TIMEOUT: there is none. */
static mw_io peek(mw_connection *connection)
{
    uint8_t octet;
    ssize_t result;

    if (connection->link != NULL)
        return mw_tls_link_peek(connection->link);
    result = mw_socket_receive(connection->socket, &octet, 1, true);
    if (result > 0)
        return MW_IO_OK;
    if (result == 0)
        return MW_IO_CLOSED;
    return mw_socket_would_block(errno) ? MW_IO_TIMEOUT : MW_IO_RESET;
}

bool mw_connection_has_unread(mw_connection *connection)
{
    const mw_io io = peek(connection);

    return io != MW_IO_TIMEOUT && io != MW_IO_CLOSED;
}

/* ---- TLS ---- */

mw_io mw_connection_start_tls(mw_connection *connection, mw_tls *tls,
                              const char *name, const mw_wait *wait,
                              mw_error *error)
{
    if (connection->link != NULL)
        return mw_io_fail(error, MW_IO_USAGE, "%s: TLS runs already",
                          connection->peer);
    if (peek(connection) == MW_IO_OK) {
        mw_io_fail(error, MW_IO_TLS,
                   "%s: there is text in clear where TLS "
                   "has to begin",
                   connection->peer);
        mw_hint(error, "smtps:// is for port 465, smtp:// with STARTTLS for "
                       "587; else somebody between may have put it there");
        return MW_IO_TLS;
    }
    return mw_tls_link_open(tls, connection->socket, name, wait,
                            &connection->link, error);
}

const mw_tls_report *mw_connection_tls(const mw_connection *connection)
{
    return connection->link != NULL ? mw_tls_link_report(connection->link)
                                    : NULL;
}

bool mw_connection_binding(const mw_connection *connection, mw_tls_binding kind,
                           uint8_t *data, size_t *size)
{
    return connection->link != NULL &&
           mw_tls_link_binding(connection->link, kind, data, size);
}

/* ---- What it is ---- */

bool mw_connection_is_loopback(const mw_connection *connection)
{
    return connection->is_loopback;
}

const char *mw_connection_peer(const mw_connection *connection)
{
    return connection->peer;
}

const char *mw_connection_address_literal(const mw_connection *connection)
{
    return connection->literal;
}

/* ---- The end ---- */

static void end(mw_connection *connection)
{
    mw_tls_link_free(connection->link);
    close(connection->socket);
    mw_release(connection->allocator, connection, sizeof *connection);
}

void mw_connection_close(mw_connection *connection)
{
    if (connection == NULL)
        return;
    if (connection->link != NULL)
        mw_tls_link_farewell(connection->link);
    end(connection);
}

void mw_connection_reset(mw_connection *connection)
{
    const struct linger now = { .l_onoff = 1, .l_linger = 0 };

    if (connection == NULL)
        return;
    setsockopt(connection->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    end(connection);
}
