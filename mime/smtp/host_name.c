/* SPDX-License-Identifier: MIT */

/*
 * The public face of the library has one reader of international domains,
 * that of addresses; so a host is given to it as the domain of one.
 */

#include "smtp/host_name.h"

#include "base/ascii.h"
#include "base/bytes.h"

#include <mimewright/address.h>

#include <stdio.h>

static const char LOCAL_PART[] = "x@";

static bool is_ascii(const char *host)
{
    for (; *host; host++)
        if (!mw_ascii_is_graph((uint8_t)*host))
            return false;
    return true;
}

static mw_status refuse(const char *host, mw_error *error)
{
    return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no host name",
                   MW_SHOW(mw_bytes_of(host)));
}

static mw_status read_as_domain(mw_mailboxes *mailboxes, const char *host,
                                mw_error *error)
{
    char address[MW_HOST_MOST * 4];
    const int size =
        snprintf(address, sizeof address, "%s%s", LOCAL_PART, host);
    mw_status status;

    if (size < 0 || (size_t)size >= sizeof address)
        return refuse(host, error);
    status = mw_mailboxes_add(mailboxes, address, (size_t)size, error);
    if (status == MW_E_SYNTAX || status == MW_E_RANGE)
        return refuse(host, error);
    return status;
}

mw_status mw_host_name_write(mw_context *context, const char *host,
                             char name[MW_HOST_MOST], mw_error *error)
{
    const bool ascii = is_ascii(host);
    const char *written = host;
    mw_mailboxes *mailboxes = NULL;
    mw_status status = MW_OK;

    if (!ascii)
        status = mw_mailboxes_new(context, &mailboxes, error);
    if (!ascii && status == MW_OK)
        status = read_as_domain(mailboxes, host, error);
    if (!ascii && status == MW_OK)
        written = mw_mailboxes_count(mailboxes) == 1
                      ? mw_mailboxes_address(mailboxes, 0) + strlen(LOCAL_PART)
                      : "";
    if (status == MW_OK && (!*written || strlen(written) >= MW_HOST_MOST))
        status = refuse(host, error);
    if (status == MW_OK)
        memcpy(name, written, strlen(written) + 1);
    mw_mailboxes_free(mailboxes);
    return status;
}
