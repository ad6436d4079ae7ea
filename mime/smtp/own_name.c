/* SPDX-License-Identifier: MIT */

/*
 * RFC 5321, section 4.1.4: EHLO gives the primary host name of a client that
 * has one, else an address literal. A machine that was never given a domain
 * says "localhost.localdomain" of itself, which is no name to anybody else.
 */

#include "config.h"

#include "smtp/own_name.h"

#include "base/ascii.h"
#include "smtp/command.h"

#include <unistd.h>

static bool ends_with(mw_bytes name, const char *end)
{
    const size_t size = strlen(end);

    if (name.size < size)
        return false;
    mw_bytes_skip(&name, name.size - size);
    return mw_ascii_starts_with(name, end);
}

bool mw_own_name_is_full(const char *name)
{
    const mw_bytes octets = mw_bytes_of(name);
    const char *dot = strchr(name, '.');
    mw_host_address address;

    return dot && dot != name && dot[1] &&
           mw_command_check_helo(name, NULL) == MW_OK &&
           !mw_ascii_starts_with(octets, "localhost.") &&
           !ends_with(octets, ".localhost") &&
           !ends_with(octets, ".localdomain") &&
           !mw_host_address_parse(name, 0, &address);
}

static void keep_if_full(char name[MW_HOST_MOST])
{
    const size_t size = strlen(name);

    if (size > 0 && name[size - 1] == '.')
        name[size - 1] = 0;
    if (!mw_own_name_is_full(name))
        name[0] = 0;
}

void mw_own_name(const mw_wait *wait, char name[MW_HOST_MOST])
{
    char nodename[MW_HOST_MOST] = "";

    if (gethostname(nodename, sizeof nodename) != 0)
        nodename[0] = 0;
    nodename[sizeof nodename - 1] = 0;
    memcpy(name, nodename, sizeof nodename);
    keep_if_full(name);
    if (*name || !*nodename)
        return;
    mw_resolve_canonical(nodename, wait, name);
    keep_if_full(name);
}
