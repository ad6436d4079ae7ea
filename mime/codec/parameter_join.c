/* SPDX-License-Identifier: MIT */

/*
 * Sections may come in any order (RFC 2231, section 3), so they are sorted,
 * which keeps a hostile field of thousands from taking quadratic time. Where
 * a parameter is given both plain and by RFC 2231, the latter is meant: the
 * plain one is for readers that know no better (RFC 6266, section 4.3, says
 * so for the same syntax).
 */

#include "codec/parameter_section.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* What joining needs; the buffers are used again for each parameter. */
typedef struct {
    mw_converter_cache *cache;
    mw_arena *arena;
    mw_error *error;
    mw_buffer octets; /* of the value, in its charset */
    mw_buffer text;   /* in UTF-8 */
} parameter_joiner;

static int compare_names(mw_bytes a, mw_bytes b)
{
    const size_t size = a.size < b.size ? a.size : b.size;

    for (size_t i = 0; i < size; i++) {
        const int difference =
            mw_ascii_lower(a.data[i]) - mw_ascii_lower(b.data[i]);

        if (difference != 0)
            return difference;
    }
    return (a.size > b.size) - (a.size < b.size);
}

static bool is_plain(const mw_parameter_section *section)
{
    return !section->numbered && !section->extended;
}

/* By name; then extended ones by their number; then plain ones. */
static bool is_before(const mw_parameter_section *a,
                      const mw_parameter_section *b)
{
    const int order = compare_names(a->name, b->name);

    if (order != 0)
        return order < 0;
    if (is_plain(a) != is_plain(b))
        return is_plain(b);
    return a->number < b->number;
}

/* Merges the sorted halves of COUNT items, the first of HALF, from IN. */
static void merge(mw_parameter_section **in, size_t half, size_t count,
                  mw_parameter_section **out)
{
    size_t left = 0, right = half;

    for (size_t i = 0; i < count; i++) {
        const bool take_right =
            left == half || (right < count && is_before(in[right], in[left]));

        out[i] = take_right ? in[right++] : in[left++];
    }
}

/* Sorts COUNT items; SPARE has room for as many. Gives where they are. */
static mw_parameter_section **sort(mw_parameter_section **items,
                                   mw_parameter_section **spare, size_t count)
{
    for (size_t half = 1; half < count; half *= 2) {
        mw_parameter_section **sorted = spare;

        for (size_t start = 0; start < count; start += half * 2) {
            const size_t left = count - start;
            const size_t size = left < half * 2 ? left : half * 2;

            merge(items + start, left < half ? left : half, size,
                  spare + start);
        }
        spare = items;
        items = sorted;
    }
    return items;
}

static mw_status fail_parameter(const parameter_joiner *joiner, mw_bytes name,
                                const char *what)
{
    return mw_fail(joiner->error, MW_E_SYNTAX, "parameter \"%.*s\" %s",
                   MW_SHOW(name), what);
}

/* Checks that the COUNT sections of one parameter are all of it, once. */
static mw_status check_group(const parameter_joiner *joiner,
                             mw_parameter_section *const *group, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool again =
            i > 0 && is_plain(group[i]) == is_plain(group[i - 1]);

        if (again && (!group[i]->numbered || !group[i - 1]->numbered ||
                      group[i]->number == group[i - 1]->number))
            return fail_parameter(joiner, group[i]->name, "is given twice");
        if (group[i]->numbered && group[i]->number != i)
            return fail_parameter(joiner, group[i]->name, "lacks a section");
    }
    return MW_OK;
}

/* Takes charset'language' from the front of VALUE. */
static mw_status take_charset(const parameter_joiner *joiner, mw_bytes name,
                              mw_bytes *value, const mw_charset **charset)
{
    const uint8_t *end = value->data + value->size;
    const uint8_t *first = memchr(value->data, '\'', value->size);
    const uint8_t *second =
        first == NULL ? NULL
                      : memchr(first + 1, '\'', (size_t)(end - first - 1));
    mw_bytes named = { value->data, 0 };

    if (second == NULL)
        return fail_parameter(joiner, name, "has no charset");
    named.size = (size_t)(first - value->data);
    mw_bytes_skip(value, (size_t)(second + 1 - value->data));
    *charset = named.size == 0 ? MW_CHARSET_UTF8 : mw_charset_find(named);
    if (*charset == NULL)
        return fail_parameter(joiner, name, "is in an unknown charset");
    return MW_OK;
}

/* Appends what VALUE means to the octets. */
static mw_status undo_percent(parameter_joiner *joiner, mw_bytes name,
                              mw_bytes value)
{
    while (value.size > 0) {
        uint8_t octet = value.data[0];
        size_t size = 1;
        mw_status status;

        if (octet == '%') {
            const int high =
                value.size < 3 ? -1 : mw_ascii_hex_value(value.data[1]);
            const int low =
                value.size < 3 ? -1 : mw_ascii_hex_value(value.data[2]);

            if (high < 0 || low < 0)
                return fail_parameter(joiner, name,
                                      "has a \"%\" without two digits");
            octet = (uint8_t)(high << 4 | low);
            size = 3;
        }
        status = mw_buffer_append_octet(&joiner->octets, octet, joiner->error);
        if (status != MW_OK)
            return status;
        mw_bytes_skip(&value, size);
    }
    return MW_OK;
}

/* Collects the octets of a parameter, and finds their charset. */
static mw_status join_octets(parameter_joiner *joiner,
                             mw_parameter_section *const *group, size_t count,
                             const mw_charset **charset)
{
    mw_status status = MW_OK;

    *charset = MW_CHARSET_UTF8;
    for (size_t i = 0; i < count && status == MW_OK; i++) {
        const mw_parameter_section *section = group[i];
        mw_bytes value = section->value;

        if (is_plain(section) && i > 0)
            break;
        if (section->extended && i == 0)
            status = take_charset(joiner, section->name, &value, charset);
        if (status != MW_OK)
            return status;
        status =
            section->extended
                ? undo_percent(joiner, section->name, value)
                : mw_buffer_append_bytes(&joiner->octets, value, joiner->error);
    }
    return status;
}

/* The parameter that the COUNT sections of GROUP are. */
static mw_status join_group(parameter_joiner *joiner,
                            mw_parameter_section *const *group, size_t count,
                            mw_parameter *made)
{
    const mw_charset *charset;
    mw_status status;
    char *name, *value;

    mw_buffer_truncate(&joiner->octets, 0);
    mw_buffer_truncate(&joiner->text, 0);
    status = join_octets(joiner, group, count, &charset);
    if (status == MW_OK)
        status = mw_charset_convert(joiner->cache, charset, MW_TO_UTF8,
                                    mw_buffer_bytes(&joiner->octets),
                                    &joiner->text, joiner->error);
    if (status == MW_E_DATA || status == MW_E_CHARSET)
        return fail_parameter(joiner, group[0]->name,
                              "is not in the charset it names");
    if (status != MW_OK)
        return status;
    name = mw_arena_copy(joiner->arena, group[0]->name, joiner->error);
    value = mw_arena_copy(joiner->arena, mw_buffer_bytes(&joiner->text),
                          joiner->error);
    if (name == NULL || value == NULL)
        return MW_E_MEMORY;
    made->name = (mw_bytes){ (uint8_t *)name, group[0]->name.size };
    made->value = (mw_bytes){ (uint8_t *)value, joiner->text.size };
    return MW_OK;
}

/* The parameter's place in the list is that of its first written section. */
static void place_group(mw_parameter_section *const *group, size_t count,
                        mw_parameter *made)
{
    mw_parameter_section *first = group[0];

    for (size_t i = 1; i < count; i++)
        if (group[i]->order < first->order)
            first = group[i];
    first->made = made;
}

static mw_status join_groups(parameter_joiner *joiner,
                             mw_parameter_section **sorted, size_t count)
{
    mw_parameter *made;
    size_t size;

    for (size_t i = 0; i < count; i += size) {
        mw_status status;

        for (size = 1; i + size < count; size++)
            if (compare_names(sorted[i]->name, sorted[i + size]->name) != 0)
                break;
        made = mw_arena_take(joiner->arena, sizeof *made, joiner->error);
        if (made == NULL)
            return MW_E_MEMORY;
        status = check_group(joiner, sorted + i, size);
        if (status == MW_OK)
            status = join_group(joiner, sorted + i, size, made);
        if (status != MW_OK)
            return status;
        place_group(sorted + i, size, made);
    }
    return MW_OK;
}

static mw_status join_all(parameter_joiner *joiner, mw_parameter_section *first,
                          size_t count)
{
    mw_parameter_section **items = mw_arena_take_array(
        joiner->arena, count, sizeof(mw_parameter_section *), joiner->error);
    mw_parameter_section **spare = mw_arena_take_array(
        joiner->arena, count, sizeof(mw_parameter_section *), joiner->error);

    if (items == NULL || spare == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < count; i++, first = first->next)
        items[i] = first;
    return join_groups(joiner, sort(items, spare, count), count);
}

/* Appends what was made of the sections from FIRST to *LIST. */
static void append_made(const mw_parameter_section *first, mw_parameter **list)
{
    while (*list != NULL)
        list = &(*list)->next;
    for (; first != NULL; first = first->next) {
        if (first->made == NULL)
            continue;
        *list = first->made;
        list = &first->made->next;
    }
}

mw_status mw_parameter_sections_join(mw_converter_cache *cache,
                                     mw_parameter_section *first, size_t count,
                                     mw_arena *arena, mw_parameter **list,
                                     mw_error *error)
{
    parameter_joiner joiner = { .cache = cache,
                                .arena = arena,
                                .error = error };
    mw_status status;

    mw_buffer_init(&joiner.octets, arena->allocator, 0);
    mw_buffer_init(&joiner.text, arena->allocator, 0);
    status = join_all(&joiner, first, count);
    mw_buffer_free(&joiner.octets);
    mw_buffer_free(&joiner.text);
    if (status == MW_OK)
        append_made(first, list);
    return status;
}
