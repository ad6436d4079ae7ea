/* SPDX-License-Identifier: MIT */
#ifndef SMTP_HOST_NAME_H
#define SMTP_HOST_NAME_H

#include "base/error.h"

#include <mimewright/context.h>

/* The longest name of the domain name system, dots and NUL with it. */
#define MW_HOST_MOST 256

/*
 * Writes HOST, UTF-8, to NAME as name servers and certificates know it: as it
 * is where it is ASCII, else in A-labels. Fails with MW_E_SYNTAX for what is
 * no host name, MW_E_UNAVAILABLE where libidn2 is missing, MW_E_MEMORY.
 */
mw_status mw_host_name_write(mw_context *context, const char *host,
                             char name[MW_HOST_MOST], mw_error *error);

#endif
