/* SPDX-License-Identifier: MIT */

/*
 * The ranges are whole Unicode blocks of combining marks, and the marks of
 * some scripts that are written with many: Hebrew, Arabic, Thai, Japanese.
 */

#include "codec/cluster.h"

#include "base/utf8.h"

#define LONGEST_CLUSTER 64
#define ZERO_WIDTH_JOINER 0x200d

typedef struct {
    uint32_t first, last;
} range;

/* In ascending order. */
static const range EXTENDERS[] = {
    { 0x0300, 0x036f },   /* combining diacritical marks */
    { 0x0591, 0x05bd },   /* Hebrew points and accents */
    { 0x064b, 0x065f },   /* Arabic vowels */
    { 0x0e31, 0x0e31 },   /* Thai vowels */
    { 0x0e34, 0x0e3a },   /* and below */
    { 0x0e47, 0x0e4e },   /* Thai tones */
    { 0x1ab0, 0x1aff },   /* combining marks, extended */
    { 0x1dc0, 0x1dff },   /* and supplement */
    { 0x200d, 0x200d },   /* zero width joiner */
    { 0x20d0, 0x20ff },   /* marks for symbols, such as keycaps */
    { 0x3099, 0x309a },   /* voiced sound marks */
    { 0xfe00, 0xfe0f },   /* variation selectors */
    { 0xfe20, 0xfe2f },   /* half marks */
    { 0x1f3fb, 0x1f3ff }, /* skin tones */
    { 0xe0020, 0xe007f }, /* tags, as in the flag of Wales */
    { 0xe0100, 0xe01ef }, /* more variation selectors */
};

static bool is_extender(uint32_t code)
{
    if (code < EXTENDERS[0].first)
        return false;
    for (size_t i = 0; i < sizeof EXTENDERS / sizeof EXTENDERS[0]; i++)
        if (code <= EXTENDERS[i].last)
            return code >= EXTENDERS[i].first;
    return false;
}

static bool is_regional_indicator(uint32_t code)
{
    return code >= 0x1f1e6 && code <= 0x1f1ff;
}

size_t mw_cluster_size(mw_bytes text)
{
    uint32_t before, code;
    size_t whole, size;
    bool pair;

    mw_utf8_next(text, &whole, &before);
    pair = is_regional_indicator(before);
    mw_bytes_skip(&text, whole);
    while (text.size > 0) {
        const mw_utf8_state state = mw_utf8_next(text, &size, &code);

        if (state != MW_UTF8_VALID || whole + size > LONGEST_CLUSTER ||
            (!is_extender(code) && !(pair && is_regional_indicator(code)) &&
             !(before == ZERO_WIDTH_JOINER && code >= 0x80)))
            break;
        pair = false;
        before = code;
        whole += size;
        mw_bytes_skip(&text, size);
    }
    return whole;
}
