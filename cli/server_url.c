/* SPDX-License-Identifier: MIT */

/*
 * URLs are cut here as the library cuts them: USER ends at the last "@" before
 * a path, an address in brackets has colons of its own, and the path of a
 * socket or a program can begin with "//" too.
 */

#include "config.h"

#include "server_url.h"

#include "ascii_case.h"

#include <string.h>

/* What is behind the "://" of URL; NULL where it has a path instead. */
static const char *authority_of(const char *url)
{
    static const char *const STARTS[] = { "smtp://", "smtps://", "lmtp://" };

    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++)
        if (ascii_case_starts(url, STARTS[i]))
            return url + strlen(STARTS[i]);
    return NULL;
}

size_t server_url_user(const char *url, const char **user)
{
    const char *start = authority_of(url);
    size_t size;

    if (start == NULL)
        return 0;
    size = strcspn(start, "/?#");
    while (size > 0 && start[size - 1] != '@')
        size--;
    *user = start;
    return size > 0 ? size - 1 : 0;
}

/* What URL leads to, "HOST:PORT", or the whole of one with a path instead; its
 * size. */
static size_t place_of(const char *url, const char **place)
{
    size_t size;

    *place = url;
    size = server_url_user(url, place);
    if (*place == url)
        return strlen(url);
    if (size > 0)
        *place += size + 1;
    return strcspn(*place, "/?#");
}

void server_url_copy_place(char *copy, size_t room, const char *url)
{
    const char *place;
    size_t size = place_of(url, &place);

    if (size >= room)
        size = room - 1;
    memcpy(copy, place, size);
    copy[size] = '\0';
}

size_t server_url_host(const char *url, const char **host)
{
    const size_t size = place_of(url, host);
    const char *end = NULL;

    if (*host != url && size > 0)
        end = memchr(*host, **host == '[' ? ']' : ':', size);
    return end != NULL ? (size_t)(end - *host) : size;
}

bool server_url_is_same_host(const char *url, const char *other)
{
    const char *a, *b;
    const size_t size = server_url_host(url, &a);

    if (authority_of(url) == NULL || authority_of(other) == NULL)
        return !strcmp(url, other);
    if (size != server_url_host(other, &b))
        return false;
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    return true;
}
