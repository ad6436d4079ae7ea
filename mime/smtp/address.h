/* SPDX-License-Identifier: MIT */
#ifndef SMTP_ADDRESS_H
#define SMTP_ADDRESS_H

#include "base/bytes.h"

#include <sys/socket.h>

/*
 * Addresses of sockets: from text, to text, and which of them are this
 * machine.
 */
typedef struct mw_host_address {
    struct sockaddr_storage storage;
    socklen_t size;
} mw_host_address;

/* Room for any address as text, with zone, port and punctuation. */
#define MW_HOST_ADDRESS_MOST 128

/* Reads an IPv4 or IPv6 address (with a zone, where the system knows it),
 * no name and no brackets; false where HOST is none. */
bool mw_host_address_parse(const char *host, uint16_t port,
                           mw_host_address *address);

/* 127/8, ::1, ::ffff:127/8, or a unix socket: nobody else can be there. */
bool mw_host_address_is_loopback(const mw_host_address *address);

/* Writes "192.0.2.1:587" or "[2001:db8::1]:587". */
void mw_host_address_name(const mw_host_address *address,
                          char text[MW_HOST_ADDRESS_MOST]);

/* Writes the address literal of RFC 5321, section 4.1.3: "[192.0.2.1]",
 * "[IPv6:2001:db8::1]"; "[127.0.0.1]" for what is no internet address. */
void mw_host_address_literal(const mw_host_address *address,
                             char text[MW_HOST_ADDRESS_MOST]);

#endif
