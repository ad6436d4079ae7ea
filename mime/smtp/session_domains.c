/* SPDX-License-Identifier: MIT */

/*
 * RCPTDOMAINMAX (RFC 9422, section 4.3): how many different domains a session
 * may name in its RCPT commands. Those that were named are kept in a table
 * with open addressing, so that many recipients stay cheap.
 */

#include "smtp/session_inside.h"

#include "base/ascii.h"
#include "base/hash.h"

static mw_bytes domain_of(const char *address)
{
    const char *at = strrchr(address, '@');

    return mw_bytes_of(at ? at + 1 : "");
}

static uint64_t hash_of(mw_bytes domain)
{
    static const uint8_t KEY[16];
    uint8_t digest[16];
    mw_hash hash;
    uint64_t value;

    mw_hash_init(&hash, KEY);
    for (; domain.size > 0; mw_bytes_skip(&domain, 1)) {
        const uint8_t octet = (uint8_t)mw_ascii_lower(domain.data[0]);

        mw_hash_add(&hash, (mw_bytes){ &octet, 1 });
    }
    mw_hash_end(&hash, digest);
    memcpy(&value, digest, sizeof value);
    return value;
}

/* The place of DOMAIN: where it is, or a free one. */
static size_t place_of(const mw_domains *domains, mw_bytes domain)
{
    size_t at = (size_t)hash_of(domain) & (domains->room - 1);

    while (domains->places[at].data &&
           !mw_ascii_equal(domains->places[at], domain))
        at = (at + 1) & (domains->room - 1);
    return at;
}

/* Doubles the table; the old one stays in the arena till the end. */
static bool grow(mw_domains *domains)
{
    mw_domains bigger = { .room = domains->room ? domains->room * 2 : 64,
                          .count = domains->count };

    bigger.places = mw_arena_take_array(&domains->arena, bigger.room,
                                        sizeof *bigger.places, NULL);
    if (!bigger.places)
        return false;
    for (size_t i = 0; i < domains->room; i++)
        if (domains->places[i].data)
            bigger.places[place_of(&bigger, domains->places[i])] =
                domains->places[i];
    domains->places = bigger.places;
    domains->room = bigger.room;
    return true;
}

/* Whether there is a place for one more. */
static bool has_room(mw_domains *domains)
{
    return domains->count * 2 < domains->room || grow(domains);
}

static bool is_named(const mw_domains *domains, mw_bytes domain)
{
    return domains->room > 0 && domains->places[place_of(domains, domain)].data;
}

mw_status mw_domains_count(const mw_session *session, size_t *all, size_t *more,
                           mw_error *error)
{
    const mw_smtp_message *message = session->message;
    const size_t count =
        session->capability.domains_most > 0 ? message->recipient_count : 0;
    mw_domains own = { 0 };
    mw_status status = MW_OK;

    *more = 0;
    mw_arena_init(&own.arena, session->settings.allocator, 0);
    for (size_t i = 0; i < count && status == MW_OK; i++) {
        const mw_bytes domain = domain_of(message->recipients[i]);

        if (!has_room(&own)) {
            status = mw_fail_memory(error);
        } else if (!is_named(&own, domain)) {
            own.places[place_of(&own, domain)] = domain;
            own.count++;
            *more += !is_named(&session->domains, domain);
        }
    }
    *all = own.count;
    mw_arena_free(&own.arena);
    return status;
}

bool mw_domains_admit(mw_session *session, size_t index)
{
    const uint64_t most = session->capability.domains_most;
    mw_domains *domains = &session->domains;
    const mw_bytes domain = domain_of(session->message->recipients[index]);
    const char *copy;
    size_t at;

    if (most == 0)
        return true;
    if (!has_room(domains))
        return false;
    at = place_of(domains, domain);
    if (domains->places[at].data)
        return true;
    copy = domains->count < most ? mw_arena_copy(&domains->arena, domain, NULL)
                                 : NULL;
    if (!copy)
        return false;
    domains->places[at] = (mw_bytes){ (const uint8_t *)copy, domain.size };
    domains->count++;
    return true;
}
