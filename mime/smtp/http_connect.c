/* SPDX-License-Identifier: MIT */

/*
 * HTTP CONNECT. The head of the answer is read octet by octet: what follows
 * the empty line is the server's greeting, and none of it may be read here.
 */

#include "config.h"

#include "smtp/proxy.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "smtp/wipe.h"

#include <openssl/evp.h>

#include <stdio.h>

/* "USER:PASSWORD" may have so many octets, which no URL is longer than. */
#define LOGIN_MOST 8192

/* A request with such a login, which is in it once, in base64. */
#define REQUEST_MOST (LOGIN_MOST / 3 * 4 + 1024)

/* The head of an answer may have so many octets. */
#define HEAD_MOST 16384

/* Room, so that nothing is moved and left behind; in the memory of the URL,
 * which is for secrets. */
typedef struct {
    char login[LOGIN_MOST + 1];
    char request[REQUEST_MOST];
    size_t size;
    char head[HEAD_MOST]; /* of the answer, which can repeat what was said */
} http_request;

static void put_text(http_request *made, const char *text)
{
    const size_t size = strlen(text);

    memcpy(made->request + made->size, text, size);
    made->size += size;
}

/* RFC 7617, section 2. */
static mw_io put_login(http_request *made, const mw_url *proxy, mw_error *error)
{
    const char *password = proxy->password != NULL ? proxy->password : "";
    const size_t size = strlen(proxy->user) + 1 + strlen(password);

    if (size > LOGIN_MOST || strchr(proxy->user, ':') != NULL)
        return mw_io_fail(error, MW_IO_USAGE,
                          "user or password cannot be "
                          "said in HTTP");
    snprintf(made->login, sizeof made->login, "%s:%s", proxy->user, password);
    put_text(made, "Proxy-Authorization: Basic ");
    made->size +=
        (size_t)EVP_EncodeBlock((unsigned char *)made->request + made->size,
                                (const unsigned char *)made->login, (int)size);
    put_text(made, "\r\n");
    return MW_IO_OK;
}

static mw_io put_request(http_request *made, const mw_url *proxy,
                         const char *host, uint16_t port, mw_error *error)
{
    const bool is_ipv6 = strchr(host, ':') != NULL;
    char target[300];
    mw_io io = MW_IO_OK;

    if (strlen(host) > 255)
        return mw_io_fail(error, MW_IO_USAGE,
                          "the name of the host is too "
                          "long");
    snprintf(target, sizeof target, is_ipv6 ? "[%s]:%u" : "%s:%u", host,
             (unsigned)port);
    put_text(made, "CONNECT ");
    put_text(made, target);
    put_text(made, " HTTP/1.1\r\nHost: ");
    put_text(made, target);
    put_text(made, "\r\n");
    if (proxy->user != NULL)
        io = put_login(made, proxy, error);
    put_text(made, "\r\n");
    return io;
}

/* Reads up to and with the empty line, into HEAD. */
static mw_io read_head(mw_connection *connection, char *head, size_t *size,
                       const mw_wait *wait, mw_error *error)
{
    size_t used = 0;

    while (used < 4 || memcmp(head + used - 4, "\r\n\r\n", 4) != 0) {
        mw_io io;

        if (used == HEAD_MOST)
            return mw_io_fail(error, MW_IO_PROXY, "answers without an end");
        io = mw_proxy_read(connection, head + used, 1, wait, error);
        if (io != MW_IO_OK)
            return io;
        used++;
        if (used == 5 && memcmp(head, "HTTP/", 5) != 0)
            return mw_io_fail(error, MW_IO_PROXY, "does not speak HTTP");
    }
    *size = used;
    return MW_IO_OK;
}

/* The status code of HEAD, or 0. */
static int status_code(mw_bytes head)
{
    const uint8_t *space = memchr(head.data, ' ', head.size);
    int code = 0;

    if (space == NULL || head.data + head.size - space < 4)
        return 0;
    for (int i = 1; i <= 3; i++) {
        if (!mw_ascii_is_digit(space[i]))
            return 0;
        code = code * 10 + (space[i] - '0');
    }
    return code;
}

static mw_io judge(mw_bytes head, const char *host, mw_error *error)
{
    const int code = status_code(head);
    mw_io io = MW_IO_PROXY;

    if (code >= 200 && code < 300)
        return MW_IO_OK;
    if (code == 407)
        io = MW_IO_LOGIN;
    else if (code >= 502 && code <= 504)
        io = MW_IO_UNREACHABLE;
    /* Its words are not shown: a proxy can repeat what it was told. */
    return mw_io_fail(error, io, "does not connect to %.100s: status %d", host,
                      code);
}

static mw_io ask(mw_connection *connection, http_request *made,
                 const char *host, const mw_wait *wait, mw_error *error)
{
    size_t size;
    mw_io io = mw_connection_write_all(connection, made->request, made->size,
                                       &size, wait, error);

    if (io == MW_IO_OK)
        io = read_head(connection, made->head, &size, wait, error);
    if (io == MW_IO_OK)
        io = judge((mw_bytes){ (uint8_t *)made->head, size }, host, error);
    return io;
}

mw_io mw_http_connect_ask(mw_connection *connection, const mw_url *proxy,
                          const char *host, uint16_t port, const mw_wait *wait,
                          mw_error *error)
{
    http_request *made = mw_allocate(proxy->allocator, NULL, 0, sizeof *made);
    mw_io io;

    if (made == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    made->size = 0;
    io = put_request(made, proxy, host, port, error);
    if (io == MW_IO_OK)
        io = ask(connection, made, host, wait, error);
    mw_wipe(made, sizeof *made);
    mw_release(proxy->allocator, made, sizeof *made);
    return io;
}
