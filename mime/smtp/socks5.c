/* SPDX-License-Identifier: MIT */

/*
 * SOCKS 5: the proxy is told a name and looks it up itself, so nothing
 * about the host is asked of the local network. Each answer has a known
 * length and is read to its last octet.
 */

#include "config.h"

#include "smtp/address.h"
#include "smtp/proxy.h"
#include "smtp/wipe.h"

#include <arpa/inet.h>
#include <netinet/in.h>

enum {
    VERSION = 5,
    NO_LOGIN = 0,
    BY_PASSWORD = 2,
    PASSWORD_VERSION = 1,
    CONNECT = 1,
    BY_IPV4 = 1,
    BY_NAME = 3,
    BY_IPV6 = 4,
    STRING_MOST = 255
};

/* A request being made; all of them fit. */
typedef struct {
    uint8_t data[2 * STRING_MOST + 16];
    size_t size;
} request;

static void put(request *made, int octet)
{
    made->data[made->size++] = (uint8_t)octet;
}

/* The length in one octet, then the string. */
static void put_string(request *made, const char *text)
{
    const size_t size = strlen(text);

    put(made, (int)size);
    memcpy(made->data + made->size, text, size);
    made->size += size;
}

static void put_octets(request *made, const void *octets, size_t size)
{
    memcpy(made->data + made->size, octets, size);
    made->size += size;
}

static mw_io send_all(mw_connection *connection, request *made,
                      const mw_wait *wait, mw_error *error)
{
    size_t sent;
    const mw_io io = mw_connection_write_all(connection, made->data, made->size,
                                             &sent, wait, error);

    mw_wipe(made->data, sizeof made->data);
    return io;
}

/* Agrees on the way of the login, in *METHOD. */
static mw_io greet(mw_connection *connection, bool has_login, uint8_t *method,
                   const mw_wait *wait, mw_error *error)
{
    request made = { .size = 0 };
    uint8_t answer[2];
    mw_io io;

    put(&made, VERSION);
    put(&made, has_login ? 2 : 1);
    put(&made, NO_LOGIN);
    if (has_login)
        put(&made, BY_PASSWORD);
    io = send_all(connection, &made, wait, error);
    if (io == MW_IO_OK)
        io = mw_proxy_read(connection, answer, sizeof answer, wait, error);
    if (io != MW_IO_OK)
        return io;
    if (answer[0] != VERSION)
        return mw_io_fail(error, MW_IO_PROXY, "does not speak SOCKS 5");
    *method = answer[1];
    if (*method == NO_LOGIN || (*method == BY_PASSWORD && has_login))
        return MW_IO_OK;
    return mw_io_fail(error, MW_IO_LOGIN, "wants a login%s",
                      has_login ? " of another kind" : "");
}

static mw_io log_in(mw_connection *connection, const mw_url *proxy,
                    const mw_wait *wait, mw_error *error)
{
    request made = { .size = 0 };
    uint8_t answer[2];
    mw_io io;

    put(&made, PASSWORD_VERSION);
    put_string(&made, proxy->user);
    put_string(&made, proxy->password != NULL ? proxy->password : "");
    io = send_all(connection, &made, wait, error);
    if (io == MW_IO_OK)
        io = mw_proxy_read(connection, answer, sizeof answer, wait, error);
    if (io == MW_IO_OK && answer[1] != 0)
        return mw_io_fail(error, MW_IO_LOGIN, "refuses user or password");
    return io;
}

static void put_host(request *made, const char *host, uint16_t port)
{
    uint8_t octets[16];

    if (inet_pton(AF_INET, host, octets) == 1) {
        put(made, BY_IPV4);
        put_octets(made, octets, 4);
    } else if (inet_pton(AF_INET6, host, octets) == 1) {
        put(made, BY_IPV6);
        put_octets(made, octets, 16);
    } else {
        put(made, BY_NAME);
        put_string(made, host);
    }
    put(made, port >> 8);
    put(made, port & 0xff);
}

/* What the proxy answered to CONNECT (RFC 1928, section 6). */
static mw_io judge(uint8_t reply, const char *host, mw_error *error)
{
    static const struct {
        mw_io io;
        const char *why;
    } REPLIES[] = {
        { MW_IO_OK, "" },
        { MW_IO_UNREACHABLE, "something failed there" },
        { MW_IO_PROXY, "its rules do not allow it" },
        { MW_IO_UNREACHABLE, "the network cannot be reached" },
        { MW_IO_UNREACHABLE, "the host cannot be reached, or is not known" },
        { MW_IO_UNREACHABLE, "connection refused" },
        { MW_IO_UNREACHABLE, "the way is too long" },
        { MW_IO_PROXY, "it knows no such command" },
        { MW_IO_PROXY, "it knows no such kind of address" },
    };

    if (reply == 0)
        return MW_IO_OK;
    if (reply >= sizeof REPLIES / sizeof REPLIES[0])
        return mw_io_fail(error, MW_IO_PROXY,
                          "does not connect to %.100s: reply %u", host, reply);
    return mw_io_fail(error, REPLIES[reply].io,
                      "does not connect to %.100s: %s", host,
                      REPLIES[reply].why);
}

/* Reads the address that ends the answer, to get behind it. */
static mw_io skip_address(mw_connection *connection, uint8_t kind,
                          const mw_wait *wait, mw_error *error)
{
    uint8_t rest[STRING_MOST + 2];
    uint8_t size = kind == BY_IPV4 ? 4 : 16;

    if (kind == BY_NAME) {
        const mw_io io = mw_proxy_read(connection, &size, 1, wait, error);

        if (io != MW_IO_OK)
            return io;
    } else if (kind != BY_IPV4 && kind != BY_IPV6) {
        return mw_io_fail(error, MW_IO_PROXY, "does not speak SOCKS 5");
    }
    return mw_proxy_read(connection, rest, size + 2U, wait, error);
}

static mw_io ask_for_host(mw_connection *connection, const char *host,
                          uint16_t port, const mw_wait *wait, mw_error *error)
{
    request made = { .size = 0 };
    uint8_t answer[4];
    mw_io io;

    put(&made, VERSION);
    put(&made, CONNECT);
    put(&made, 0);
    put_host(&made, host, port);
    io = send_all(connection, &made, wait, error);
    if (io == MW_IO_OK)
        io = mw_proxy_read(connection, answer, sizeof answer, wait, error);
    if (io == MW_IO_OK && answer[0] != VERSION)
        io = mw_io_fail(error, MW_IO_PROXY, "does not speak SOCKS 5");
    if (io == MW_IO_OK)
        io = judge(answer[1], host, error);
    if (io == MW_IO_OK)
        io = skip_address(connection, answer[3], wait, error);
    return io;
}

mw_io mw_socks5_ask(mw_connection *connection, const mw_url *proxy,
                    const char *host, uint16_t port, const mw_wait *wait,
                    mw_error *error)
{
    const char *password = proxy->password != NULL ? proxy->password : "";
    uint8_t method;
    mw_io io;

    if (strlen(host) > STRING_MOST ||
        (proxy->user != NULL && strlen(proxy->user) > STRING_MOST) ||
        strlen(password) > STRING_MOST)
        return mw_io_fail(error, MW_IO_USAGE,
                          "host, user or password longer "
                          "than SOCKS 5 can say");
    io = greet(connection, proxy->user != NULL, &method, wait, error);
    if (io == MW_IO_OK && method == BY_PASSWORD)
        io = log_in(connection, proxy, wait, error);
    if (io == MW_IO_OK)
        io = ask_for_host(connection, host, port, wait, error);
    return io;
}
