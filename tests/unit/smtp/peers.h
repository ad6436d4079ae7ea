/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_PEERS_H
#define UNIT_SMTP_PEERS_H

/*
 * Servers for the tests of what speaks to them: a listener on loopback and a
 * thread that takes one connection after another and plays a part in each.
 * Parts must end when the connection does. They assert nothing: CMocka is
 * for the test's thread, which reads what the part noted, after peer_end.
 */

#include "suite.h"

#include "smtp/io.h"
#include "smtp/transport.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct peer {
    void (*part)(int connection, void *user);
    void *user;
    int listener;
    uint16_t port;
    pthread_t thread;
    atomic_bool ended;
    bool joined;
} peer;

/* The call gives WANTED; MW_IO_MEMORY is as MW_E_MEMORY is to must. */
#define must_io(call, wanted)                                                  \
    peer_must_io((call), (wanted), #call, __FILE__, __LINE__)

static inline void peer_must_io(mw_io io, mw_io wanted, const char *call,
                                const char *file, int line)
{
    if (io == MW_IO_MEMORY)
        suite_must(MW_E_MEMORY, MW_OK, call, file, line);
    if (io != wanted) {
        print_error("%s gave %d, not %d: %s\n", call, io, wanted,
                    io == MW_IO_OK ? "" : suite_error.message);
        _fail(file, line);
    }
}

/* Long enough for any machine; only a fault makes a test wait for it. */
static inline mw_wait patience(void)
{
    return (mw_wait){ mw_clock_after(30000), -1, NULL };
}

static inline void *peer_run(void *argument)
{
    peer *server = argument;
    const int yes = 1;

    for (;;) {
        const int connection = accept(server->listener, NULL, NULL);

        if (connection < 0 || atomic_load(&server->ended)) {
            if (connection >= 0)
                close(connection);
            return NULL;
        }
        /* Parts say little at a time, which would wait for the one before. */
        (void)setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes,
                         sizeof yes);
        server->part(connection, server->user);
        close(connection);
    }
}

static inline void peer_end(void *argument)
{
    peer *server = argument;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(server->port) };
    int knock;

    if (server->joined)
        return;
    server->joined = true;
    atomic_store(&server->ended, true);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    knock = socket(AF_INET, SOCK_STREAM, 0);
    connect(knock, (struct sockaddr *)&address, sizeof address);
    pthread_join(server->thread, NULL);
    close(knock);
    close(server->listener);
}

/* A socket that has a port of 127.0.0.1, where nobody listens. */
static inline int peer_bind(uint16_t *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size),
                     0);
    *port = ntohs(address.sin_port);
    return listener;
}

/* A listener on 127.0.0.1, and its port. */
static inline int peer_listen(uint16_t *port)
{
    const int listener = peer_bind(port);

    assert_int_equal(listen(listener, 8), 0);
    return listener;
}

/* Starts SERVER, which is static, to play PART; it ends with the test. */
static inline void peer_start(peer *server, void (*part)(int, void *),
                              void *user)
{
    *server = (peer){ .part = part, .user = user };
    server->listener = peer_listen(&server->port);
    assert_int_equal(pthread_create(&server->thread, NULL, peer_run, server),
                     0);
    suite_defer(peer_end, server);
}

/* Connects to SERVER by OPTIONS; the connection is the test's to end. */
static inline mw_connection *peer_connect(const peer *server,
                                          const mw_connect_options *options)
{
    const mw_wait wait = patience();
    mw_connection *connection = NULL;

    must_io(mw_connection_open(suite_allocator(), "127.0.0.1", server->port,
                               options, &wait, &connection, &suite_error),
            MW_IO_OK);
    return connection;
}

static inline void peer_end_connection(void *connection)
{
    mw_connection_reset(connection);
}

/* The same, ended by a reset with the test. */
static inline mw_connection *peer_connected(const peer *server)
{
    mw_connection *connection = peer_connect(server, NULL);

    suite_defer(peer_end_connection, connection);
    return connection;
}

/* Reads SIZE octets of CONNECTION, or fewer where it ends; gives how many. */
static inline size_t peer_read(int connection, void *buffer, size_t size)
{
    size_t got = 0;

    while (got < size) {
        const ssize_t result =
            recv(connection, (uint8_t *)buffer + got, size - got, 0);

        if (result <= 0)
            break;
        got += (size_t)result;
    }
    return got;
}

static inline void peer_write(int connection, const void *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t result = send(connection, bytes, size, MSG_NOSIGNAL);

        if (result <= 0)
            break;
        bytes = (const uint8_t *)bytes + result;
        size -= (size_t)result;
    }
}

static inline void peer_say(int connection, const char *text)
{
    peer_write(connection, text, strlen(text));
}

/* A part: reads all that comes, and says nothing. */
static inline void peer_hears(int connection, void *user)
{
    char octet;

    (void)user;
    while (peer_read(connection, &octet, 1) == 1)
        continue;
}

/* Reads CONNECTION until SIZE octets are there. */
static inline void read_all(mw_connection *connection, void *buffer,
                            size_t size)
{
    const mw_wait wait = patience();
    size_t got = 0;

    while (got < size) {
        size_t one;

        must_io(mw_connection_read_some(connection, (uint8_t *)buffer + got,
                                        size - got, &one, &wait, &suite_error),
                MW_IO_OK);
        got += one;
    }
}

#endif
