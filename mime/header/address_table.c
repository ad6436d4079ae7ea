/* SPDX-License-Identifier: MIT */

#include "header/address_table.h"

#include "base/ascii.h"
#include "base/hash.h"

/*
 * The "@" of ADDRESS and what follows it, or its end where it has no domain:
 * then the last "@", if any, is inside of quotes.
 */
static const char *domain_of(const char *address)
{
    const char *at = strrchr(address, '@');
    const char *end = address + strlen(address);

    return at == NULL || end[-1] == '"' ? end : at;
}

static uint64_t hash_of(const mw_address_table *table, const char *address)
{
    const char *at = domain_of(address);
    uint8_t digest[16];
    uint64_t value = 0;
    mw_hash hash;

    mw_hash_init(&hash, table->key);
    mw_hash_add(&hash,
                (mw_bytes){ (const uint8_t *)address, (size_t)(at - address) });
    for (; *at != '\0'; at++) {
        const uint8_t letter = (uint8_t)mw_ascii_lower((uint8_t)*at);

        mw_hash_add(&hash, (mw_bytes){ &letter, 1 });
    }
    mw_hash_end(&hash, digest);
    memcpy(&value, digest, sizeof value);
    return value;
}

static bool is_same(const char *a, const char *b)
{
    const size_t local_size = (size_t)(domain_of(a) - a);

    return local_size == (size_t)(domain_of(b) - b) &&
           !memcmp(a, b, local_size) &&
           mw_ascii_equal_text(mw_bytes_of(a + local_size), b + local_size);
}

/* Where ADDRESS is in TABLE, which has places, or would be. */
static const char **find(const mw_address_table *table, const char *address)
{
    size_t i = (size_t)hash_of(table, address) & (table->place_count - 1);

    while (table->places[i] != NULL && !is_same(table->places[i], address))
        i = (i + 1) & (table->place_count - 1);
    return &table->places[i];
}

mw_status mw_address_table_reserve(mw_address_table *table, size_t more,
                                   mw_arena *arena, mw_error *error)
{
    mw_address_table made = { .count = table->count, .place_count = 8 };

    memcpy(made.key, table->key, sizeof made.key);
    while (made.place_count / 2 < table->count + more)
        made.place_count *= 2;
    if (made.place_count <= table->place_count)
        return MW_OK;
    made.places = mw_arena_take_array(arena, made.place_count,
                                      sizeof *made.places, error);
    if (made.places == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < table->place_count; i++)
        if (table->places[i] != NULL)
            *find(&made, table->places[i]) = table->places[i];
    *table = made;
    return MW_OK;
}

bool mw_address_table_add(mw_address_table *table, const char *address)
{
    const char **place = find(table, address);

    if (*place != NULL)
        return false;
    *place = address;
    table->count++;
    return true;
}

bool mw_address_table_has(const mw_address_table *table, const char *address)
{
    return table->place_count > 0 && *find(table, address) != NULL;
}
