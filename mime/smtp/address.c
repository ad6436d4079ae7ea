/* SPDX-License-Identifier: MIT */

/*
 * An IPv4 address that came in an IPv6 one (::ffff:192.0.2.1) is what it is
 * to people and to servers: an IPv4 address.
 */

#include "config.h"

#include "smtp/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>

/* Copies, because the storage of a socket address has no type to look
 * through. False where ADDRESS is of another family. */
static bool as_ipv4(const mw_host_address *address, struct sockaddr_in *ipv4)
{
    if (address->storage.ss_family != AF_INET)
        return false;
    memcpy(ipv4, &address->storage, sizeof *ipv4);
    return true;
}

static bool as_ipv6(const mw_host_address *address, struct sockaddr_in6 *ipv6)
{
    if (address->storage.ss_family != AF_INET6)
        return false;
    memcpy(ipv6, &address->storage, sizeof *ipv6);
    return true;
}

/* The four octets of an IPv4 address, be it in an IPv6 one; or false. */
static bool ipv4_octets(const mw_host_address *address, uint8_t octets[4])
{
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;

    if (as_ipv4(address, &ipv4)) {
        memcpy(octets, &ipv4.sin_addr, 4);
        return true;
    }
    if (!as_ipv6(address, &ipv6) || !IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr))
        return false;
    memcpy(octets, (const uint8_t *)&ipv6.sin6_addr + 12, 4);
    return true;
}

static uint16_t port_of(const mw_host_address *address)
{
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;

    if (as_ipv4(address, &ipv4))
        return ntohs(ipv4.sin_port);
    return as_ipv6(address, &ipv6) ? ntohs(ipv6.sin6_port) : 0;
}

/* inet_pton first: getaddrinfo also takes "127.1" and octal for addresses,
 * which no certificate and no reader does. */
static bool is_address(const char *host)
{
    uint8_t octets[sizeof(struct in6_addr)];

    return strchr(host, ':') != NULL || inet_pton(AF_INET, host, octets) == 1;
}

bool mw_host_address_parse(const char *host, uint16_t port,
                           mw_host_address *address)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    char service[8];

    snprintf(service, sizeof service, "%u", (unsigned)port);
    if (!is_address(host) || getaddrinfo(host, service, &hints, &found) != 0)
        return false;
    *address = (mw_host_address){ .size = found->ai_addrlen };
    memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return true;
}

bool mw_host_address_is_loopback(const mw_host_address *address)
{
    struct sockaddr_in6 ipv6;
    uint8_t octets[4];

    if (address->storage.ss_family == AF_UNIX)
        return true;
    if (ipv4_octets(address, octets))
        return octets[0] == 127;
    return as_ipv6(address, &ipv6) && IN6_IS_ADDR_LOOPBACK(&ipv6.sin6_addr);
}

/* Writes BEFORE, the address, and AFTER; false where it has none. */
static bool show(const mw_host_address *address, const char *before,
                 const char *before_ipv6, const char *after,
                 char text[MW_HOST_ADDRESS_MOST])
{
    char shown[INET6_ADDRSTRLEN] = "";
    struct sockaddr_in6 ipv6;
    uint8_t octets[4];

    if (ipv4_octets(address, octets)) {
        snprintf(text, MW_HOST_ADDRESS_MOST, "%s%u.%u.%u.%u%s", before,
                 octets[0], octets[1], octets[2], octets[3], after);
        return true;
    }
    if (!as_ipv6(address, &ipv6) ||
        inet_ntop(AF_INET6, &ipv6.sin6_addr, shown, sizeof shown) == NULL)
        return false;
    snprintf(text, MW_HOST_ADDRESS_MOST, "%s%s%s", before_ipv6, shown, after);
    return true;
}

void mw_host_address_name(const mw_host_address *address,
                          char text[MW_HOST_ADDRESS_MOST])
{
    uint8_t octets[4];
    char after[16];

    snprintf(after, sizeof after, "%s:%u",
             ipv4_octets(address, octets) ? "" : "]",
             (unsigned)port_of(address));
    if (!show(address, "", "[", after, text))
        snprintf(text, MW_HOST_ADDRESS_MOST, "local socket");
}

void mw_host_address_literal(const mw_host_address *address,
                             char text[MW_HOST_ADDRESS_MOST])
{
    if (!show(address, "[", "[IPv6:", "]", text))
        snprintf(text, MW_HOST_ADDRESS_MOST, "[127.0.0.1]");
}
