/* SPDX-License-Identifier: MIT */

/*
 * All strings of a URL live in one block, no longer than the URL and a NUL
 * for each, so that one call wipes them. Nothing after "://" is quoted in an
 * error before it is known where user and password end.
 */

#include "config.h"

#include "smtp/url.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "smtp/address.h"
#include "smtp/wipe.h"

/* More than any of this can sensibly have, so that no sum overflows. */
#define URL_MOST 8192

/* The NULs of user, password, host and path. */
#define STRINGS_MOST 4

typedef struct {
    const char *name;
    mw_url_use use;
    mw_url_scheme scheme;
    uint16_t port;
    bool is_path;
} url_kind;

static const url_kind KINDS[] = {
    { "smtp://", MW_URL_OF_SERVER, MW_URL_SMTP, 587, false },
    { "smtps://", MW_URL_OF_SERVER, MW_URL_SMTPS, 465, false },
    { "lmtp://", MW_URL_OF_SERVER, MW_URL_LMTP, 24, false },
    { "smtp+unix:", MW_URL_OF_SERVER, MW_URL_SMTP, 0, true },
    { "lmtp+unix:", MW_URL_OF_SERVER, MW_URL_LMTP, 0, true },
    { "exec:", MW_URL_OF_SERVER, MW_URL_EXEC, 0, true },
    { "socks5://", MW_URL_OF_PROXY, MW_URL_SOCKS5, 1080, false },
    { "http://", MW_URL_OF_PROXY, MW_URL_HTTP, 80, false },
};

/* Where the strings of the URL go, and what fills them. */
typedef struct {
    mw_url *url;
    char *next;
    mw_error *error;
} url_reader;

static const url_kind *kind_of(mw_bytes text)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (mw_ascii_starts_with(text, KINDS[i].name))
            return &KINDS[i];
    return NULL;
}

/* Copies BYTES and a NUL to the block. */
static const char *keep(url_reader *reader, mw_bytes bytes)
{
    char *start = reader->next;

    if (bytes.size > 0)
        memcpy(start, bytes.data, bytes.size);
    start[bytes.size] = '\0';
    reader->next = start + bytes.size + 1;
    return start;
}

/* The octet at the front of BYTES, decoded; -1 where that cannot be. */
static int take_octet(mw_bytes *bytes)
{
    int octet = bytes->data[0];

    if (octet == '%') {
        const int high =
            bytes->size > 2 ? mw_ascii_hex_value(bytes->data[1]) : -1;
        const int low =
            bytes->size > 2 ? mw_ascii_hex_value(bytes->data[2]) : -1;

        if (high < 0 || low < 0)
            return -1;
        octet = high * 16 + low;
        mw_bytes_skip(bytes, 2);
    }
    mw_bytes_skip(bytes, 1);
    return octet;
}

/* Decodes BYTES, which are the WHAT of the URL, to the block. */
static mw_status decode(url_reader *reader, mw_bytes bytes, const char *what,
                        const char **text)
{
    char *start = reader->next;
    char *end = start;

    while (bytes.size > 0) {
        const int octet = take_octet(&bytes);

        if (octet < 0)
            return mw_fail(reader->error, MW_E_SYNTAX,
                           "URL: '%%' in the %s without two hexadecimal "
                           "digits; a '%%' itself is written %%25",
                           what);
        if (octet < ' ' || octet == 0x7f)
            return mw_fail(reader->error, MW_E_SYNTAX,
                           "URL: control character in the %s", what);
        *end++ = (char)octet;
    }
    *end = '\0';
    reader->next = end + 1;
    *text = start;
    return MW_OK;
}

static const uint8_t *find(mw_bytes bytes, int octet)
{
    return bytes.size > 0 ? memchr(bytes.data, octet, bytes.size) : NULL;
}

/* The last OCTET of BYTES, or NULL. */
static const uint8_t *find_last(mw_bytes bytes, int octet)
{
    for (size_t i = bytes.size; i > 0; i--)
        if (bytes.data[i - 1] == octet)
            return bytes.data + i - 1;
    return NULL;
}

/* What is in WHOLE before POINT, which is skipped with one octet more. */
static mw_bytes cut_at(mw_bytes *whole, const uint8_t *point)
{
    const mw_bytes front = { whole->data, (size_t)(point - whole->data) };

    mw_bytes_skip(whole, front.size + 1);
    return front;
}

static mw_status read_user(url_reader *reader, mw_bytes text,
                           bool password_allowed)
{
    const uint8_t *colon = find(text, ':');
    mw_bytes user = text;
    mw_status status;

    /* Elsewhere these end what can be a user: two readers, two hosts. */
    if (find(text, '/') != NULL || find(text, '?') != NULL ||
        find(text, '#') != NULL)
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: '/', '?' and '#' before the '@' are written "
                       "%%2F, %%3F and %%23");
    if (colon != NULL)
        user = cut_at(&text, colon);
    if (colon != NULL && !password_allowed) {
        mw_fail(reader->error, MW_E_USAGE,
                "URL: a password does not belong "
                "here, where others can see it");
        mw_hint(reader->error, "name a command or a file that gives the "
                               "password; a ':' in a user name is %%3A");
        return MW_E_USAGE;
    }
    if (user.size == 0)
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: nothing before the '@'");
    status = decode(reader, user, "user name", &reader->url->user);
    if (status == MW_OK && colon != NULL)
        status = decode(reader, text, "password", &reader->url->password);
    return status;
}

static bool is_host_octet(int c)
{
    return mw_ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' ||
           c >= 0x80;
}

static mw_status read_name(url_reader *reader, mw_bytes host)
{
    for (size_t i = 0; i < host.size; i++)
        if (!is_host_octet(host.data[i]))
            return mw_fail(reader->error, MW_E_SYNTAX,
                           "URL: '%.*s' is no host name", MW_SHOW(host));
    if (host.size == 0 || !mw_utf8_is_valid(host))
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: there is no host "
                       "name in it");
    reader->url->host = keep(reader, host);
    return MW_OK;
}

/* The address between brackets; its zone may stand behind "%" or "%25". */
static mw_status read_ipv6(url_reader *reader, mw_bytes host)
{
    const uint8_t *zone = find(host, '%');
    mw_bytes address = host;
    mw_bytes rest = host;
    const char *ignored;

    if (zone != NULL)
        address = cut_at(&rest, zone);
    for (size_t i = 0; i < address.size; i++)
        if (mw_ascii_hex_value(address.data[i]) < 0 && address.data[i] != ':' &&
            address.data[i] != '.')
            address.size = 0;
    if (address.size == 0 || find(address, ':') == NULL)
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: '[%.*s]' is no IPv6 address", MW_SHOW(host));
    reader->url->host = keep(reader, address);
    if (zone == NULL)
        return MW_OK;
    if (rest.size > 2 && rest.data[0] == '2' && rest.data[1] == '5')
        mw_bytes_skip(&rest, 2);
    reader->next[-1] = '%'; /* where the NUL was: the zone follows it */
    return rest.size == 0 ? mw_fail(reader->error, MW_E_SYNTAX,
                                    "URL: no zone after the '%%'")
                          : decode(reader, rest, "zone", &ignored);
}

static mw_status read_port(url_reader *reader, mw_bytes digits)
{
    unsigned port = 0;

    for (size_t i = 0; i < digits.size && port <= UINT16_MAX; i++)
        port = mw_ascii_is_digit(digits.data[i])
                   ? port * 10 + (unsigned)(digits.data[i] - '0')
                   : UINT16_MAX + 1U;
    if (port == 0 || port > UINT16_MAX)
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: '%.*s' is no port (1 to 65535)", MW_SHOW(digits));
    reader->url->port = (uint16_t)port;
    return MW_OK;
}

static mw_status read_host_and_port(url_reader *reader, mw_bytes text)
{
    const bool is_ipv6 = text.size > 0 && text.data[0] == '[';
    const uint8_t *end = find(text, is_ipv6 ? ']' : ':');
    mw_bytes host = text;
    bool has_port = end != NULL;
    mw_status status;

    if (is_ipv6 && end == NULL)
        return mw_fail(reader->error, MW_E_SYNTAX, "URL: no ']' after '['");
    if (end != NULL)
        host = cut_at(&text, end);
    if (is_ipv6) {
        mw_bytes_skip(&host, 1);
        has_port = text.size > 0;
        if (has_port && text.data[0] != ':')
            return mw_fail(reader->error, MW_E_SYNTAX,
                           "URL: only ':' and a port can follow ']'");
        if (has_port)
            mw_bytes_skip(&text, 1);
    } else if (has_port && find(text, ':') != NULL) {
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: more than one ':' after the host; an IPv6 "
                       "address stands between '[' and ']'");
    }
    status = is_ipv6 ? read_ipv6(reader, host) : read_name(reader, host);
    return status == MW_OK && has_port ? read_port(reader, text) : status;
}

static mw_status read_authority(url_reader *reader, mw_bytes text,
                                bool password_allowed)
{
    const uint8_t *at = find_last(text, '@');
    mw_status status = MW_OK;

    if (at != NULL)
        status = read_user(reader, cut_at(&text, at), password_allowed);
    if (status != MW_OK)
        return status;
    if (text.size > 0 && text.data[text.size - 1] == '/')
        text.size--;
    return read_host_and_port(reader, text);
}

static mw_status read_path(url_reader *reader, mw_bytes path)
{
    if (path.size == 0)
        return mw_fail(reader->error, MW_E_SYNTAX,
                       "URL: there is no path "
                       "in it");
    reader->url->path = keep(reader, path);
    return MW_OK;
}

/* The port of KIND where none was given. */
static uint16_t default_port(const url_kind *kind, const mw_url *url)
{
    if (kind->is_path || url->port != 0)
        return url->port;
    if (kind->scheme == MW_URL_SMTP && mw_host_is_loopback(url->host))
        return 25;
    return kind->port;
}

static mw_status read_kind(mw_bytes text, mw_url_use use, const url_kind **kind,
                           mw_error *error)
{
    *kind = kind_of(text);
    if (*kind != NULL && (*kind)->use == use)
        return MW_OK;
    mw_fail(error, *kind != NULL ? MW_E_USAGE : MW_E_SYNTAX, "URL: %s",
            use == MW_URL_OF_SERVER ? "does not begin like that of a server"
                                    : "does not begin like that of a proxy");
    mw_hint(error, "%s",
            use == MW_URL_OF_SERVER ? "such as smtps://me@mail.example.org or "
                                      "smtp://localhost"
                                    : "such as socks5://localhost:1080 or "
                                      "http://proxy.example.org:3128");
    return *kind != NULL ? MW_E_USAGE : MW_E_SYNTAX;
}

mw_status mw_url_parse(const mw_allocator *allocator, const char *text,
                       mw_url_use use, bool password_allowed, mw_url *url,
                       mw_error *error)
{
    mw_bytes rest = mw_bytes_of(text);
    mw_url made = { .allocator = allocator };
    url_reader reader = { .url = &made, .error = error };
    const url_kind *kind;
    mw_status status;

    if (rest.size > URL_MOST)
        return mw_fail(error, MW_E_SYNTAX, "URL: longer than %d octets",
                       URL_MOST);
    status = read_kind(rest, use, &kind, error);
    if (status != MW_OK)
        return status;
    made.block_size = rest.size + STRINGS_MOST;
    made.block = mw_allocate(allocator, NULL, 0, made.block_size);
    if (made.block == NULL)
        return mw_fail_memory(error);
    made.scheme = kind->scheme;
    reader.next = made.block;
    mw_bytes_skip(&rest, strlen(kind->name));
    status = kind->is_path ? read_path(&reader, rest)
                           : read_authority(&reader, rest, password_allowed);
    if (status != MW_OK) {
        mw_url_free(&made);
        return status;
    }
    made.port = default_port(kind, &made);
    *url = made;
    return MW_OK;
}

void mw_url_free(mw_url *url)
{
    mw_wipe(url->block, url->block_size);
    mw_release(url->allocator, url->block, url->block_size);
    *url = (mw_url){ 0 };
}

const char *mw_url_scheme_name(mw_url_scheme scheme)
{
    static const char NAMES[][8] = {
        "smtp", "smtps", "lmtp", "exec", "socks5", "http",
    };

    return NAMES[scheme];
}

bool mw_host_is_loopback(const char *host)
{
    static const char NAME[] = "localhost";
    const size_t size = sizeof NAME - 1;
    mw_bytes end = mw_bytes_of(host);
    mw_host_address address;

    if (mw_host_address_parse(host, 0, &address))
        return mw_host_address_is_loopback(&address);
    if (end.size > size && end.data[end.size - 1] == '.')
        end.size--;
    if (end.size > size && end.data[end.size - size - 1] == '.')
        mw_bytes_skip(&end, end.size - size);
    return mw_ascii_equal_text(end, NAME);
}
