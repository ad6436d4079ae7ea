/* SPDX-License-Identifier: MIT */
#ifndef SMTP_WIPE_H
#define SMTP_WIPE_H

#include <stddef.h>

/*
 * Makes SIZE octets at SECRET zero, also where the compiler sees that nobody
 * reads them again. SECRET may be NULL where SIZE is 0.
 */
void mw_wipe(void *secret, size_t size);

#endif
