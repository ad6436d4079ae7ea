/* SPDX-License-Identifier: MIT */

/* The keywords of RFC 6152, RFC 3030 and RFC 6531. */

#include "config.h"

#include "smtp_extension.h"

const extension EXTENSIONS[EXTENSION_COUNT] = {
    { MW_EXTENSION_8BITMIME, "8BITMIME" },
    { MW_EXTENSION_BINARYMIME, "BINARYMIME" },
    { MW_EXTENSION_SMTPUTF8, "SMTPUTF8" },
};

const char *transport_name(mw_transport transport)
{
    switch (transport) {
    case MW_TRANSPORT_7BIT:
        return "7bit";
    case MW_TRANSPORT_8BIT:
        return "8bit";
    default:
        return "binary";
    }
}
