/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SOCKET_H
#define SMTP_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * recv(2) and send(2) on a connected socket that does not block, again
 * where a signal came between, and never with SIGPIPE.
 */

/* Makes SOCKET one that does not block, is closed when a program is
 * executed, and raises no SIGPIPE. False, and errno, where it will not. */
bool mw_socket_prepare(int socket);

/* With KEEP, what is read stays to be read again. */
ssize_t mw_socket_receive(int socket, void *buffer, size_t size, bool keep);
ssize_t mw_socket_send(int socket, const void *bytes, size_t size);

/* Whether the errno NUMBER says: not now. */
bool mw_socket_would_block(int number);

#endif
