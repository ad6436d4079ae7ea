/* SPDX-License-Identifier: MIT */
#ifndef SMTP_URL_H
#define SMTP_URL_H

#include "base/allocator.h"
#include "base/error.h"

/*
 * The addresses of servers and proxies: RFC 3986, as far as
 *
 *     smtp://[USER@]HOST[:PORT]   smtps://...   lmtp://...
 *     smtp+unix:PATH   lmtp+unix:PATH   exec:PATH
 *     socks5://[USER[:PASSWORD]@]HOST[:PORT]   http://...
 *
 * goes. USER ends at the last '@', so that it may be a mail address; %XX is
 * decoded in USER and PASSWORD, and nowhere else but in the zone of an IPv6
 * address. A PATH is taken as it stands, octet by octet.
 */

typedef enum mw_url_scheme {
    MW_URL_SMTP,
    MW_URL_SMTPS,
    MW_URL_LMTP,
    MW_URL_EXEC,
    MW_URL_SOCKS5,
    MW_URL_HTTP
} mw_url_scheme;

/* What a URL is read for. */
typedef enum mw_url_use { MW_URL_OF_SERVER, MW_URL_OF_PROXY } mw_url_use;

typedef struct mw_url {
    mw_url_scheme scheme;
    const char *user;     /* NULL where there is none; never empty */
    const char *password; /* NULL where there is none */
    const char *host;     /* no brackets; as written; NULL where PATH is */
    const char *path;     /* the unix socket or the program, else NULL */
    uint16_t port;        /* the scheme's where none was given; 0 with PATH */

    const mw_allocator *allocator;
    char *block; /* all the strings above */
    size_t block_size;
} mw_url;

/*
 * Reads TEXT for USE into *URL, which mw_url_free ends. Ports that are not
 * given: smtp 587, or 25 where the host is called like this machine (see
 * mw_host_is_loopback); smtps 465, lmtp 24, socks5 1080, http 80.
 *
 * A password is refused unless PASSWORD_ALLOWED. Fails with MW_E_SYNTAX, or
 * MW_E_USAGE for the password and for a scheme of another use. No error
 * quotes user or password.
 */
mw_status mw_url_parse(const mw_allocator *allocator, const char *text,
                       mw_url_use use, bool password_allowed, mw_url *url,
                       mw_error *error);

/* Wipes what URL holds and gives its memory back; all zero is fine. */
void mw_url_free(mw_url *url);

/* "smtps", for messages. */
const char *mw_url_scheme_name(mw_url_scheme scheme);

/*
 * Whether HOST is localhost, a name under it, or an address of loopback. It
 * only chooses a default port: what may be sent in clear depends on what the
 * connected peer is, see mw_connection_is_loopback.
 */
bool mw_host_is_loopback(const char *host);

#endif
