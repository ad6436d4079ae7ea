/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_TABLE_H
#define HEADER_ADDRESS_TABLE_H

#include "base/arena.h"

/*
 * Addresses, each once. Two are the same where their local parts are the same
 * octets and their domains the same letters (RFC 5321, section 2.4). A table
 * of hashes finds them, so a hundred thousand take no longer than they
 * should.
 */
typedef struct mw_address_table {
    uint8_t key[16];     /* of the hashes: unforeseen, nobody can prepare
                            addresses that collide */
    const char **places; /* or NULL */
    size_t place_count;  /* a power of two, at least twice COUNT */
    size_t count;
} mw_address_table;

/*
 * Makes room for MORE addresses, in ARENA. What is in the table stays.
 */
mw_status mw_address_table_reserve(mw_address_table *table, size_t more,
                                   mw_arena *arena, mw_error *error);

/*
 * Puts ADDRESS, which is not empty and lives as long as TABLE, into it; false
 * where it is there already. There is room for it.
 */
bool mw_address_table_add(mw_address_table *table, const char *address);

/* Whether ADDRESS is in TABLE. */
bool mw_address_table_has(const mw_address_table *table, const char *address);

#endif
