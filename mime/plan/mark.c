/* SPDX-License-Identifier: MIT */

#include "plan/mark.h"

#include "base/ascii.h"
#include "codec/parameter.h"

#define HTML_FRONT 1024
#define CALENDAR_FRONT ((size_t)16 << 10)

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

/* Takes the next content line (RFC 5545, section 3.1), as far as it is ASCII.
 */
static bool next_line(mw_bytes *bytes, mw_bytes *line)
{
    const uint8_t *lf;

    if (bytes->size == 0)
        return false;
    lf = memchr(bytes->data, '\n', bytes->size);
    line->data = bytes->data;
    line->size = lf == NULL ? bytes->size : (size_t)(lf - bytes->data);
    mw_bytes_skip(bytes, lf == NULL ? line->size : line->size + 1);
    if (line->size > 0 && line->data[line->size - 1] == '\r')
        line->size--;
    return true;
}

static mw_status method_in(mw_bytes front, mw_arena *arena, const char **method,
                           mw_error *error)
{
    mw_bytes line;

    if (mw_ascii_starts_with(front, "\xef\xbb\xbf"))
        mw_bytes_skip(&front, 3);
    if (!next_line(&front, &line) ||
        !mw_ascii_equal_text(mw_ascii_trim(line), "BEGIN:VCALENDAR"))
        return mw_fail(error, MW_E_DATA,
                       "is no calendar: it does not start with "
                       "BEGIN:VCALENDAR");
    while (next_line(&front, &line)) {
        char *kept;

        if (mw_ascii_starts_with(line, "BEGIN:"))
            return MW_OK; /* properties of the calendar come before */
        if (!mw_ascii_starts_with(line, "METHOD:"))
            continue;
        mw_bytes_skip(&line, strlen("METHOD:"));
        line = mw_ascii_trim(line);
        if (!mw_parameter_is_token(line))
            return mw_fail(error, MW_E_DATA, "METHOD \"%.*s\" is no token",
                           MW_SHOW(line));
        kept = mw_arena_copy(arena, line, error);
        if (kept == NULL)
            return MW_E_MEMORY;
        for (char *c = kept; *c != '\0'; c++)
            if (*c >= 'a' && *c <= 'z')
                *c = (char)(*c - ('a' - 'A'));
        *method = kept;
        return MW_OK;
    }
    return MW_OK;
}

mw_status mw_mark_calendar_method(const mw_source *source, mw_arena *arena,
                                  const char **method, mw_error *error)
{
    uint8_t *room = mw_arena_take(arena, CALENDAR_FRONT, error);
    size_t got = 0;
    mw_status status;

    *method = NULL;
    if (room == NULL)
        return MW_E_MEMORY;
    status = mw_source_peek(source, room, CALENDAR_FRONT, &got, error);
    if (status == MW_OK)
        status = method_in((mw_bytes){ room, got }, arena, method, error);
    return status;
}
