/* SPDX-License-Identifier: MIT */
#ifndef SMTP_OWN_NAME_H
#define SMTP_OWN_NAME_H

#include "smtp/resolve.h"

/*
 * What this machine calls itself to servers.
 *
 * Whether NAME is one that a server can look up: printable ASCII with a dot
 * within, no address, and none that every machine has.
 */
bool mw_own_name_is_full(const char *name);

/*
 * Writes the machine's name in full, or "" where it has none or WAIT ends
 * before it is known.
 */
void mw_own_name(const mw_wait *wait, char name[MW_HOST_MOST]);

#endif
