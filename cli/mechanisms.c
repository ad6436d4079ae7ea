/* SPDX-License-Identifier: MIT */

/*
 * The few mechanisms that know the user by something else. What is no name of
 * one, the library says.
 */

#include "config.h"

#include "mechanisms.h"

#include "ascii_case.h"

#include <stddef.h>
#include <string.h>

typedef enum {
    BY_PASSWORD,
    BY_TOKEN, /* which names the user */
    BY_SYSTEM /* a certificate or a ticket, which does so too */
} way;

/* Whether the SIZE octets of NAME are TEXT, in any case; TEXT is in small
 * letters. */
static bool is_named(const char *name, size_t size, const char *text)
{
    if (size != strlen(text))
        return false;
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(name[i]) != text[i])
            return false;
    return true;
}

/* Takes the next mechanism from the front of LIST; false at its end. */
static bool next_way(const char **list, way *found)
{
    const char *name = *list + strspn(*list, ",");
    const size_t size = strcspn(name, ",");

    *list = name + size;
    *found = is_named(name, size, "external") || is_named(name, size, "gssapi")
                 ? BY_SYSTEM
             : is_named(name, size, "oauthbearer") ? BY_TOKEN
                                                   : BY_PASSWORD;
    return size > 0;
}

bool mechanisms_need_no_password(const char *list)
{
    bool named = false;
    way one;

    while (list != NULL && next_way(&list, &one)) {
        if (one != BY_SYSTEM)
            return false;
        named = true;
    }
    return named;
}

bool mechanisms_spare_user(const char *list)
{
    way one;

    while (list != NULL && next_way(&list, &one))
        if (one != BY_PASSWORD)
            return true;
    return false;
}
