/* SPDX-License-Identifier: MIT */

/*
 * Links are looked up by a hash of the URL, since a page may have as many as it
 * has letters.
 */

#include "html/footnotes.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "html/reference.h"

static bool drop(mw_bytes *text, const char *start)
{
    if (!mw_ascii_starts_with(*text, start))
        return false;
    mw_bytes_skip(text, strlen(start));
    return true;
}

/* What people write of a URL: no scheme, no slash at the end. */
static mw_bytes bare(mw_bytes url)
{
    (void)(drop(&url, "https://") || drop(&url, "http://"));
    (void)drop(&url, "www.");
    if (url.size > 0 && url.data[url.size - 1] == '/')
        url.size--;
    return url;
}

/* The address of a mailto: or tel: URL without what is behind '?'. */
static mw_bytes address_of(mw_bytes url)
{
    const uint8_t *end = memchr(url.data, '?', url.size);

    if (end != NULL)
        url.size = (size_t)(end - url.data);
    return url;
}

mw_link_form mw_link_form_of(mw_bytes href, mw_bytes text, mw_bytes *shown)
{
    mw_bytes address;

    *shown = href = mw_html_reference_strip(href);
    address = href;
    if (href.size == 0 || href.data[0] == '#' ||
        mw_ascii_starts_with(href, "javascript:") ||
        mw_ascii_starts_with(href, "data:"))
        return MW_LINK_BARE;
    if (drop(&address, "tel:") || drop(&address, "sms:"))
        return MW_LINK_BARE;
    if (drop(&address, "mailto:") && address.size > 0) {
        *shown = address_of(address);
        return shown->size == 0 || mw_ascii_equal(*shown, text)
                   ? MW_LINK_BARE
                   : MW_LINK_ADDRESS;
    }
    return mw_ascii_equal(bare(href), bare(text)) ? MW_LINK_BARE
                                                  : MW_LINK_NUMBERED;
}

static size_t bucket_of(mw_bytes url)
{
    static const uint8_t KEY[16] = "mimewright links";
    uint8_t digest[16];
    mw_hash hash;

    mw_hash_init(&hash, KEY);
    mw_hash_add(&hash, url);
    mw_hash_end(&hash, digest);
    return (digest[0] | (size_t)digest[1] << 8) % MW_FOOTNOTE_BUCKETS;
}

mw_status mw_footnotes_number(mw_footnotes *notes, mw_bytes url, size_t *number,
                              mw_error *error)
{
    mw_footnote **bucket = &notes->buckets[bucket_of(url)];
    mw_footnote *note = *bucket;

    while (note != NULL && !mw_bytes_equal(note->url, url))
        note = note->chain;
    if (note == NULL) {
        note = mw_arena_take(notes->arena, sizeof *note, error);
        if (note == NULL)
            return MW_E_MEMORY;
        *note = (mw_footnote){ .url = url,
                               .chain = *bucket,
                               .number = ++notes->count };
        *bucket = note;
        if (notes->last == NULL)
            notes->first = note;
        else
            notes->last->next = note;
        notes->last = note;
    }
    *number = note->number;
    return MW_OK;
}
