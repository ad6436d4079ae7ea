/* SPDX-License-Identifier: MIT */

/*
 * A text is converted through a small window into the output, or into
 * nothing where only the answer counts. Opening an iconv handle may load a
 * module from disk, so the handles stay open.
 */

#include "codec/charset.h"

struct mw_converter_entry {
    struct mw_converter_entry *next;
    mw_converter converter;
};

void mw_converter_cache_init(mw_converter_cache *cache,
                             const mw_allocator *allocator)
{
    *cache = (mw_converter_cache){ .allocator = allocator };
}

void mw_converter_cache_free(mw_converter_cache *cache)
{
    while (cache->first != NULL) {
        struct mw_converter_entry *entry = cache->first;

        cache->first = entry->next;
        mw_converter_close(&entry->converter);
        mw_release(cache->allocator, entry, sizeof *entry);
    }
}

/* The converter of CACHE for CHARSET that was opened before, or NULL. */
static mw_converter *find_converter(const mw_converter_cache *cache,
                                    const mw_charset *charset,
                                    mw_conversion direction)
{
    for (struct mw_converter_entry *entry = cache->first; entry != NULL;
         entry = entry->next)
        if (entry->converter.charset == charset &&
            entry->converter.direction == direction)
            return &entry->converter;
    return NULL;
}

/* The same, opened where it was not. */
static mw_status get_converter(mw_converter_cache *cache,
                               const mw_charset *charset,
                               mw_conversion direction,
                               mw_converter **converter, mw_error *error)
{
    struct mw_converter_entry *entry;
    mw_status status;

    *converter = find_converter(cache, charset, direction);
    if (*converter != NULL)
        return MW_OK;
    entry = mw_allocate(cache->allocator, NULL, 0, sizeof *entry);
    if (entry == NULL)
        return mw_fail_memory(error);
    status = mw_converter_open(&entry->converter, charset, direction, error);
    if (status != MW_OK) {
        mw_release(cache->allocator, entry, sizeof *entry);
        return status;
    }
    entry->next = cache->first;
    cache->first = entry;
    *converter = &entry->converter;
    return MW_OK;
}

/* Converts TEXT whole, and appends it to OUT, which may be NULL. */
static mw_status convert_text(mw_converter *converter, mw_bytes text,
                              mw_buffer *out, mw_error *error)
{
    uint8_t window[1024];
    bool done = false;

    mw_converter_reset(converter);
    while (!done) {
        mw_space room = { window, sizeof window };
        mw_status status =
            mw_convert(converter, &text, &room, true, &done, error);

        if (status == MW_OK && out != NULL)
            status =
                mw_buffer_append(out, window, sizeof window - room.size, error);
        if (status != MW_OK)
            return status;
    }
    return MW_OK;
}

/* The same, with OUT as it was where that fails. */
static mw_status convert(mw_converter_cache *cache, const mw_charset *charset,
                         mw_conversion direction, mw_bytes text, mw_buffer *out,
                         mw_error *error)
{
    const size_t before = out == NULL ? 0 : out->size;
    mw_converter *converter;
    mw_status status =
        get_converter(cache, charset, direction, &converter, error);

    if (status != MW_OK)
        return status;
    status = convert_text(converter, text, out, error);
    if (status != MW_OK && out != NULL)
        mw_buffer_truncate(out, before);
    return status;
}

mw_status mw_charset_convert(mw_converter_cache *cache,
                             const mw_charset *charset, mw_conversion direction,
                             mw_bytes text, mw_buffer *out, mw_error *error)
{
    return convert(cache, charset, direction, text, out, error);
}

mw_status mw_charset_choose(mw_converter_cache *cache,
                            const mw_charset_list *list, mw_bytes text,
                            const mw_charset **chosen, mw_buffer *out,
                            mw_error *error)
{
    mw_error last = { .status = MW_OK };
    mw_status status = MW_E_DATA;

    mw_fail(&last, MW_E_DATA, "no charset is named");
    for (size_t i = 0; i < list->count && status == MW_E_DATA; i++) {
        status = convert(cache, list->items[i], MW_FROM_UTF8, text, out, &last);
        if (status == MW_OK)
            *chosen = list->items[i];
    }
    if (status != MW_OK && error != NULL)
        *error = last;
    return status;
}

mw_status mw_charset_recognize(mw_converter_cache *cache,
                               const mw_charset_list *list, mw_bytes text,
                               const mw_charset **recognized, mw_buffer *out,
                               mw_error *error)
{
    mw_error first = { .status = MW_OK };

    mw_fail(&first, MW_E_DATA, "no charset is named");
    for (size_t i = 0; i < list->count; i++) {
        mw_error this = { .status = MW_OK };
        const mw_status status =
            convert(cache, list->items[i], MW_TO_UTF8, text, out, &this);

        if (status == MW_OK) {
            *recognized = list->items[i];
            return MW_OK;
        }
        if (i == 0 || status != MW_E_DATA)
            first = this;
        if (status != MW_E_DATA)
            break;
    }
    if (error != NULL)
        *error = first;
    return first.status;
}
