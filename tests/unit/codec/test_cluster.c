/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/cluster.h"

static void holds_together_what_is_seen_as_one_character(void **state)
{
    static const char *const CLUSTERS[] = {
        "a",
        "\u00e4",
        "e\u0301",
        "a\u0323\u0302",        /* Vietnamese, decomposed */
        "\u0e17\u0e35\u0e48",   /* Thai */
        "\u304b\u3099",         /* Japanese, decomposed */
        "\u2764\ufe0f",         /* a red heart */
        "1\ufe0f\u20e3",        /* a keycap */
        "\U0001f44d\U0001f3fd", /* a skin tone */
        "\U0001f1e9\U0001f1ea", /* a flag of two letters */
        "\U0001f468\u200d\U0001f469\u200d\U0001f467", /* a family */
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",   /* a flag of tags */
    };
    static const char *const NEXT[] = { "", "x", "\u4f60", "\U0001f1fa x" };

    (void)state;
    for (size_t i = 0; i < sizeof CLUSTERS / sizeof CLUSTERS[0]; i++) {
        for (size_t k = 0; k < sizeof NEXT / sizeof NEXT[0]; k++) {
            const size_t size = strlen(CLUSTERS[i]);
            char text[64];

            memcpy(text, CLUSTERS[i], size);
            memcpy(text + size, NEXT[k], strlen(NEXT[k]) + 1);
            assert_int_equal(mw_cluster_size(mw_bytes_of(text)), size);
        }
    }
}

static void pairs_regional_indicators(void **state)
{
    (void)state;
    assert_int_equal(
        mw_cluster_size(mw_bytes_of("\U0001f1e9\U0001f1ea\U0001f1eb")), 8);
    assert_int_equal(mw_cluster_size(mw_bytes_of("\U0001f1e9")), 4);
}

static void does_not_join_letters_or_spaces(void **state)
{
    (void)state;
    assert_int_equal(mw_cluster_size(mw_bytes_of("ab")), 1);
    assert_int_equal(mw_cluster_size(mw_bytes_of(" \u00e4")), 1);
    assert_int_equal(mw_cluster_size(mw_bytes_of("\u200d a")), 3);
}

/* ATTACKS 4 */
static void ends_after_64_octets_between_characters(void **state)
{
    char text[1 + 200] = "a";

    (void)state;
    for (size_t i = 1; i < sizeof text; i += 2)
        memcpy(text + i, "\xcc\x81", 2);
    assert_int_equal(
        mw_cluster_size((mw_bytes){ (const uint8_t *)text, sizeof text }), 63);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(holds_together_what_is_seen_as_one_character),
    cmocka_unit_test(pairs_regional_indicators),
    cmocka_unit_test(does_not_join_letters_or_spaces),
    cmocka_unit_test(ends_after_64_octets_between_characters),
};

SUITE_MAIN(TESTS)
