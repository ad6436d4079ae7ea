/* SPDX-License-Identifier: MIT */

/*
 * explicit_bzero is not everywhere; OpenSSL is, in this room.
 */

#include "config.h"

#include "smtp/wipe.h"

#include <openssl/crypto.h>

void mw_wipe(void *secret, size_t size)
{
    if (size > 0)
        OPENSSL_cleanse(secret, size);
}
