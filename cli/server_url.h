/* SPDX-License-Identifier: MIT */
#ifndef CLI_SERVER_URL_H
#define CLI_SERVER_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the URL of a server is made of, as far as that says who may have a
 * secret. Whether it is one the library says.
 */

/* The part before the host, "USER" or "USER:PASSWORD"; its size, 0 for none. */
size_t server_url_user(const char *url, const char **user);

/* The host, without a port, or the whole of a URL with a path instead; its
 * size. */
size_t server_url_host(const char *url, const char **host);

/* Copies what URL leads to, "HOST:PORT" or the whole of one with a path
 * instead, to COPY, ROOM octets. What does not fit is cut. */
void server_url_copy_place(char *copy, size_t room, const char *url);

/* Whether both lead to one host, at any port, or are the same path. */
bool server_url_is_same_host(const char *url, const char *other);

#endif
