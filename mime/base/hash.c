/* SPDX-License-Identifier: MIT */

#include "base/hash.h"

static uint64_t rotated(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void round_once(mw_hash *hash)
{
    hash->v0 += hash->v1;
    hash->v1 = rotated(hash->v1, 13) ^ hash->v0;
    hash->v0 = rotated(hash->v0, 32);
    hash->v2 += hash->v3;
    hash->v3 = rotated(hash->v3, 16) ^ hash->v2;
    hash->v0 += hash->v3;
    hash->v3 = rotated(hash->v3, 21) ^ hash->v0;
    hash->v2 += hash->v1;
    hash->v1 = rotated(hash->v1, 17) ^ hash->v2;
    hash->v2 = rotated(hash->v2, 32);
}

static uint64_t read_word(const uint8_t *octets)
{
    uint64_t word = 0;

    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)octets[i] << (8 * i);
    return word;
}

static void add_word(mw_hash *hash, uint64_t word)
{
    hash->v3 ^= word;
    round_once(hash);
    round_once(hash);
    hash->v0 ^= word;
}

void mw_hash_init(mw_hash *hash, const uint8_t key[16])
{
    const uint64_t k0 = read_word(key), k1 = read_word(key + 8);

    *hash = (mw_hash){
        .v0 = k0 ^ UINT64_C(0x736f6d6570736575),
        .v1 = k1 ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
        .v2 = k0 ^ UINT64_C(0x6c7967656e657261),
        .v3 = k1 ^ UINT64_C(0x7465646279746573),
    };
}

void mw_hash_add(mw_hash *hash, mw_bytes bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        hash->word |= (uint64_t)bytes.data[i] << (8 * (hash->total & 7));
        if ((++hash->total & 7) == 0) {
            add_word(hash, hash->word);
            hash->word = 0;
        }
    }
}

void mw_hash_add_number(mw_hash *hash, uint64_t number)
{
    uint8_t octets[8];

    for (unsigned i = 0; i < 8; i++)
        octets[i] = (uint8_t)(number >> (8 * i));
    mw_hash_add(hash, (mw_bytes){ octets, sizeof octets });
}

/* Half of the digest, after four rounds. */
static void squeeze(mw_hash *hash, uint8_t half[8])
{
    uint64_t word;

    for (unsigned i = 0; i < 4; i++)
        round_once(hash);
    word = hash->v0 ^ hash->v1 ^ hash->v2 ^ hash->v3;
    for (unsigned i = 0; i < 8; i++)
        half[i] = (uint8_t)(word >> (8 * i));
}

void mw_hash_end(mw_hash *hash, uint8_t digest[16])
{
    add_word(hash, hash->word | hash->total << 56);
    hash->v2 ^= 0xee;
    squeeze(hash, digest);
    hash->v1 ^= 0xdd;
    squeeze(hash, digest + 8);
}
