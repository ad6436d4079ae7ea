/* SPDX-License-Identifier: MIT */
#ifndef UNIT_HEADER_WRITTEN_H
#define UNIT_HEADER_WRITTEN_H

/*
 * What the suites of header/ share: the style to write fields in, and the
 * rules that all of what is written has to keep.
 */

#include "suite.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/encoded_word.h"
#include "header/style.h"

#include <stdlib.h>

/* The style of the defaults, or of UTF-8 headers; it ends with the test. */
static inline mw_header_style *make_style(bool utf8)
{
    mw_header_style *style = calloc(1, sizeof *style);

    assert_non_null(style);
    suite_defer(free, style);
    style->cache = suite_converters();
    must(mw_charset_list_parse("us-ascii,utf-8", true, &style->charsets,
                               &suite_error));
    style->utf8 = utf8;
    style->field_ceiling = (size_t)16 << 20;
    return style;
}

/* Whether LINE has an encoded-word, or something that looks like one. */
static inline bool has_word(mw_bytes line)
{
    return mw_word_looks_encoded(line);
}

/* Whether LINE, its name apart, has a place where it could be broken. */
static inline bool has_gap(mw_bytes line, bool is_first)
{
    size_t i = 0;

    while (is_first && line.data[i] != ':')
        i++;
    mw_bytes_skip(&line, is_first ? i + 1 : 0);
    line = mw_ascii_trim(line);
    for (i = 0; i < line.size; i++)
        if (mw_ascii_is_blank(line.data[i]))
            return true;
    return false;
}

static inline void assert_line(mw_bytes line, bool is_first, bool utf8)
{
    const size_t width = mw_utf8_count(line);

    assert_true(line.size <= 998);                        /* C002 */
    assert_true(width <= 78 || !has_gap(line, is_first)); /* C003 */
    assert_true(width <= 76 || !has_word(line));          /* C043 */
    assert_true(is_first || mw_ascii_is_blank(*line.data));
    assert_true(mw_ascii_trim(line).size > 0); /* C005 */
    assert_true(utf8 ? mw_utf8_is_valid(line) : mw_ascii_is_all(line));
    for (size_t i = 0; i < line.size; i++)
        assert_false(mw_ascii_is_forbidden(line.data[i])); /* C001 */
}

/* Checks the lines of FIELD, which is a whole one with its CRLF. */
static inline void assert_folded(mw_bytes field, bool utf8)
{
    bool is_first = true;

    assert_true(field.size > 2);
    while (field.size > 0) {
        const uint8_t *end = memchr(field.data, '\r', field.size);
        mw_bytes line;

        assert_non_null(end);
        line = (mw_bytes){ field.data, (size_t)(end - field.data) };
        assert_line(line, is_first, utf8);
        mw_bytes_skip(&field, line.size + 1);
        assert_true(field.size > 0 && *field.data == '\n');
        mw_bytes_skip(&field, 1);
        is_first = false;
    }
}

/* The body of FIELD, unfolded and without the space behind the colon. */
static inline mw_bytes unfolded(mw_bytes field)
{
    mw_buffer *body = suite_buffer();
    size_t i = 0;

    while (field.data[i] != ':')
        i++;
    i++;
    for (; i < field.size; i++)
        if (field.data[i] != '\r' && field.data[i] != '\n')
            must(mw_buffer_append_octet(body, field.data[i], &suite_error));
    field = mw_buffer_bytes(body);
    if (field.size > 0 && *field.data == ' ')
        mw_bytes_skip(&field, 1);
    return field;
}

/* The same with its encoded-words read, as unstructured text. */
static inline mw_bytes decoded(mw_bytes field, const mw_header_style *style)
{
    mw_buffer *text = suite_buffer();

    must(
        mw_word_decode_text(style->cache, unfolded(field), text, &suite_error));
    return mw_buffer_bytes(text);
}

#endif
