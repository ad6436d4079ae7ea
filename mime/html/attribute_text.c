/* SPDX-License-Identifier: MIT */

/*
 * The parser resolves character references too, but keeps no map of them.
 * No reference is shorter than what it stands for, so the raw value's size is
 * room enough.
 */

#include "html/attribute_text.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* The most digits that are read: more than any character has. */
#define DIGITS_MOST 8

typedef struct {
    uint8_t *text;
    size_t *offsets;
    size_t size;
} writing;

static void put(writing *out, const uint8_t *octets, size_t size, size_t offset)
{
    for (size_t i = 0; i < size; i++) {
        out->text[out->size] = octets[i];
        out->offsets[out->size++] = offset;
    }
}

/* The number at the front of RAW, "#65;" or "#x41;"; its octets, or 0. */
static size_t read_number(mw_bytes raw, uint32_t *code)
{
    const bool is_hex = raw.size > 1 && mw_ascii_lower(raw.data[1]) == 'x';
    const int base = is_hex ? 16 : 10;
    const size_t start = is_hex ? 2 : 1;
    size_t i = start;

    *code = 0;
    for (; i < raw.size && i - start < DIGITS_MOST; i++) {
        const int digit = mw_ascii_hex_value(raw.data[i]);

        if (digit < 0 || digit >= base)
            break;
        *code = *code * (uint32_t)base + (uint32_t)digit;
    }
    if (i == start)
        return 0;
    if (*code == 0 || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
        *code = 0xfffd;
    return i + (i < raw.size && raw.data[i] == ';');
}

static size_t read_name(mw_bytes raw, uint32_t *code)
{
    static const struct {
        char name[6];
        uint32_t code;
    } NAMES[] = { { "amp;", '&' },
                  { "lt;", '<' },
                  { "gt;", '>' },
                  { "quot;", '"' },
                  { "apos;", '\'' } };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        const mw_bytes name = mw_bytes_of(NAMES[i].name);

        if (raw.size >= name.size && !memcmp(raw.data, name.data, name.size)) {
            *code = NAMES[i].code;
            return name.size;
        }
    }
    return 0;
}

/* Reads one character or reference at the front of RAW; gives its octets. */
static size_t read_one(mw_bytes raw, size_t offset, writing *out)
{
    mw_bytes behind = raw;
    uint8_t character[4];
    uint32_t code = 0;
    size_t taken = 0;

    mw_bytes_skip(&behind, 1);
    if (raw.data[0] == '&' && behind.size > 0)
        taken = behind.data[0] == '#' ? read_number(behind, &code)
                                      : read_name(behind, &code);
    if (taken == 0) {
        put(out, raw.data, 1, offset);
        return 1;
    }
    put(out, character, mw_utf8_put(character, code), offset);
    return taken + 1;
}

mw_status mw_attribute_text_read(mw_bytes raw, mw_arena *arena,
                                 mw_attribute_text *read, mw_error *error)
{
    writing out = { .size = 0 };
    size_t at = 0;

    out.text = mw_arena_take(arena, raw.size + 1, error);
    if (out.text == NULL)
        return MW_E_MEMORY;
    out.offsets =
        mw_arena_take_array(arena, raw.size + 1, sizeof *out.offsets, error);
    if (out.offsets == NULL)
        return MW_E_MEMORY;
    while (at < raw.size)
        at += read_one((mw_bytes){ raw.data + at, raw.size - at }, at, &out);
    out.offsets[out.size] = raw.size;
    *read = (mw_attribute_text){ { out.text, out.size }, out.offsets };
    return MW_OK;
}
