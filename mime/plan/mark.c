/* SPDX-License-Identifier: MIT */

#include "plan/mark.h"

#include "base/ascii.h"

#define HTML_FRONT 1024

/* Drops octets from BYTES until it starts with TEXT; false at its end. */
static bool find(mw_bytes *bytes, const char *text)
{
    while (bytes->size > 0) {
        if (mw_ascii_starts_with(*bytes, text))
            return true;
        mw_bytes_skip(bytes, 1);
    }
    return false;
}

static bool is_charset_character(uint8_t c)
{
    return mw_ascii_is_alnum(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/* The charset that the element at the front of META names, or NULL. */
static const mw_charset *charset_of_meta(mw_bytes meta)
{
    const uint8_t *end = memchr(meta.data, '>', meta.size);
    size_t size = 0;

    if (end != NULL)
        meta.size = (size_t)(end - meta.data);
    if (!find(&meta, "charset="))
        return NULL;
    mw_bytes_skip(&meta, strlen("charset="));
    if (meta.size > 0 && (meta.data[0] == '"' || meta.data[0] == '\''))
        mw_bytes_skip(&meta, 1);
    while (size < meta.size && is_charset_character(meta.data[size]))
        size++;
    return mw_charset_find((mw_bytes){ meta.data, size });
}

mw_status mw_mark_byte_order(const mw_source *source,
                             const mw_charset **charset, mw_error *error)
{
    uint8_t front[3];
    size_t size = 0;
    mw_status status =
        mw_source_peek(source, front, sizeof front, &size, error);

    *charset = NULL;
    if (status != MW_OK)
        return status;
    if (size >= 3 && !memcmp(front, "\xef\xbb\xbf", 3))
        *charset = MW_CHARSET_UTF8;
    else if (size >= 2 && !memcmp(front, "\xff\xfe", 2))
        *charset = MW_CHARSET_UTF16_LE;
    else if (size >= 2 && !memcmp(front, "\xfe\xff", 2))
        *charset = MW_CHARSET_UTF16_BE;
    return MW_OK;
}

mw_status mw_mark_html_charset(const mw_source *source,
                               const mw_charset **charset, mw_error *error)
{
    uint8_t room[HTML_FRONT];
    mw_bytes front = { room, 0 };
    mw_status status =
        mw_source_peek(source, room, sizeof room, &front.size, error);

    *charset = NULL;
    if (status != MW_OK)
        return status;
    while (*charset == NULL && find(&front, "<")) {
        if (mw_ascii_starts_with(front, "<!--") && !find(&front, "-->"))
            break;
        if (mw_ascii_starts_with(front, "<meta"))
            *charset = charset_of_meta(front);
        if (front.size > 0)
            mw_bytes_skip(&front, 1);
    }
    return MW_OK;
}
