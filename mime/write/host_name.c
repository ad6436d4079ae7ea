/* SPDX-License-Identifier: MIT */

/*
 * The name becomes a part of file names, so no "/" and no ":" may be in it,
 * which end a Maildir's unique name.
 */

#include "config.h"

#include "write/host_name.h"

#include "base/ascii.h"

#include <unistd.h>

void mw_host_name(char name[MW_HOST_NAME_ROOM])
{
    if (gethostname(name, MW_HOST_NAME_ROOM) != 0)
        name[0] = '\0';
    name[MW_HOST_NAME_ROOM - 1] = '\0';
    if (name[0] == '\0')
        memcpy(name, "localhost", sizeof "localhost");
    for (char *at = name; *at != '\0'; at++)
        if (!mw_ascii_is_alnum(*at) && *at != '-' && (*at != '.' || at == name))
            *at = '_';
}
