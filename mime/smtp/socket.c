/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* Where it is missing there is SO_NOSIGPIPE. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

bool mw_socket_prepare(int socket)
{
    const int one = 1;
    const int flags = fcntl(socket, F_GETFL);

#ifdef SO_NOSIGPIPE
    setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &one, sizeof one);
#endif
    /* Groups of commands go out in one write; nothing is won by waiting. It
     * fails on unix sockets, which need it not. */
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return flags >= 0 && fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(socket, F_SETFD, FD_CLOEXEC) == 0;
}

ssize_t mw_socket_receive(int socket, void *buffer, size_t size, bool keep)
{
    ssize_t result;

    do
        result = recv(socket, buffer, size, keep ? MSG_PEEK : 0);
    while (result < 0 && errno == EINTR);
    return result;
}

ssize_t mw_socket_send(int socket, const void *bytes, size_t size)
{
    ssize_t result;

    do
        result = send(socket, bytes, size, MSG_NOSIGNAL);
    while (result < 0 && errno == EINTR);
    return result;
}

bool mw_socket_would_block(int number)
{
    return number == EAGAIN || number == EWOULDBLOCK;
}
