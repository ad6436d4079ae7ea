/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/bytes.h"

/*
 * A keyed hash of 128 bits: SipHash-2-4 (Aumasson and Bernstein, 2012) in its
 * double-length form. It makes identifiers from a seed or a random key; it
 * keeps no secrets.
 */
typedef struct mw_hash {
    uint64_t v0, v1, v2, v3;
    uint64_t word;  /* octets that make no whole word yet */
    uint64_t total; /* octets taken */
} mw_hash;

void mw_hash_init(mw_hash *hash, const uint8_t key[16]);
void mw_hash_add(mw_hash *hash, mw_bytes bytes);

/* The same for a number, as eight octets, the lowest first. */
void mw_hash_add_number(mw_hash *hash, uint64_t number);

void mw_hash_end(mw_hash *hash, uint8_t digest[16]);

#endif
