/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/proxy.h"

mw_io mw_proxy_read(mw_connection *connection, void *buffer, size_t size,
                    const mw_wait *wait, mw_error *error)
{
    uint8_t *next = buffer;

    while (size > 0) {
        size_t got = 0;
        const mw_io io =
            mw_connection_read_some(connection, next, size, &got, wait, error);

        if (io != MW_IO_OK)
            return io;
        next += got;
        size -= got;
    }
    return MW_IO_OK;
}

mw_io mw_proxy_ask(mw_connection *connection, const mw_url *proxy,
                   const char *host, uint16_t port, const mw_wait *wait,
                   mw_error *error)
{
    mw_io io =
        proxy->scheme == MW_URL_HTTP
            ? mw_http_connect_ask(connection, proxy, host, port, wait, error)
            : mw_socks5_ask(connection, proxy, host, port, wait, error);

    if (io == MW_IO_CLOSED || io == MW_IO_RESET)
        io = mw_io_fail(error, MW_IO_CLOSED,
                        "the connection was closed "
                        "instead of an answer");
    if (io != MW_IO_OK && io != MW_IO_MEMORY)
        mw_error_prefix(error, "proxy %.100s", proxy->host);
    return io;
}
