/* SPDX-License-Identifier: MIT */
#ifndef CLI_SMTP_EXTENSION_H
#define CLI_SMTP_EXTENSION_H

#include <mimewright.h>

/* The names of what a plan needs of a server, for drawings and JSON. */

enum { EXTENSION_COUNT = 3 };

typedef struct extension {
    mw_extension bit;
    const char *name; /* the EHLO keyword */
} extension;

extern const extension EXTENSIONS[EXTENSION_COUNT];

const char *transport_name(mw_transport transport);

#endif
