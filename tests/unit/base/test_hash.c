/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "base/hash.h"

static void digest_of(size_t size, uint8_t digest[16])
{
    uint8_t key[16], octets[64];
    mw_hash hash;

    for (uint8_t i = 0; i < 16; i++)
        key[i] = i;
    for (uint8_t i = 0; i < 64; i++)
        octets[i] = i;
    mw_hash_init(&hash, key);
    mw_hash_add(&hash, (mw_bytes){ octets, size });
    mw_hash_end(&hash, digest);
}

/* The vectors of the authors: key 00..0f, input 00, 01, 02, ... */
static void gives_the_authors_digests(void **state)
{
    static const uint8_t OF_NOTHING[16] = { 0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25,
                                            0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14,
                                            0xc7, 0x55, 0x02, 0x93 };
    static const uint8_t OF_ONE[16] = { 0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99,
                                        0xaf, 0x44, 0x34, 0x76, 0x59, 0x11,
                                        0x9b, 0x22, 0xfc, 0x45 };
    uint8_t digest[16];

    (void)state;
    digest_of(0, digest);
    assert_memory_equal(digest, OF_NOTHING, 16);
    digest_of(1, digest);
    assert_memory_equal(digest, OF_ONE, 16);
}

static void does_not_care_how_the_input_is_split(void **state)
{
    static const uint8_t KEY[16] = { 1 };
    const mw_bytes text = mw_bytes_of("seventeen octets.");
    uint8_t whole[16], split[16];
    mw_hash hash;

    (void)state;
    mw_hash_init(&hash, KEY);
    mw_hash_add(&hash, text);
    mw_hash_end(&hash, whole);
    for (size_t i = 0; i <= text.size; i++) {
        mw_hash_init(&hash, KEY);
        mw_hash_add(&hash, (mw_bytes){ text.data, i });
        mw_hash_add(&hash, (mw_bytes){ text.data + i, text.size - i });
        mw_hash_end(&hash, split);
        assert_memory_equal(split, whole, 16);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_the_authors_digests),
    cmocka_unit_test(does_not_care_how_the_input_is_split),
};

SUITE_MAIN(TESTS)
