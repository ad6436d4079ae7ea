/* SPDX-License-Identifier: MIT */

/*
 * Whatever text a field may hold comes back as it was, from lines that keep
 * the rules: no longer than they may be, none of white space, no octet that
 * the style forbids. The first octet of the input picks style and name.
 */

#include "header/unstructured.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/encoded_word.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static bool is_text(mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (mw_ascii_is_forbidden(text.data[i]))
            return false;
    return mw_utf8_is_valid(text);
}

static void check_line(mw_bytes line, bool is_first, bool utf8)
{
    check(line.size <= MW_FOLD_LINE_MOST);
    check(is_first || mw_ascii_is_blank(*line.data));
    check(mw_ascii_trim(line).size > 0);
    check(utf8 || mw_ascii_is_all(line));
    check(is_text(line));
    check(!mw_word_looks_encoded(line) ||
          mw_utf8_count(line) <= MW_WORD_LINE_LONGEST);
}

/* Checks the lines of FIELD and appends what is behind its name to BODY. */
static void unfold(mw_bytes field, size_t name, bool utf8, mw_buffer *body)
{
    bool is_first = true;

    while (field.size > 0) {
        const uint8_t *end = memchr(field.data, '\r', field.size);
        mw_bytes line;

        check(end != NULL && end[1] == '\n');
        line = (mw_bytes){ field.data, (size_t)(end - field.data) };
        mw_bytes_skip(&field, line.size + 2);
        check_line(line, is_first, utf8);
        mw_bytes_skip(&line, is_first ? name + 1 : 0);
        check(mw_buffer_append_bytes(body, line, NULL) == MW_OK);
        is_first = false;
    }
}

static void check_round_trip(mw_bytes text, size_t name,
                             const mw_header_style *style)
{
    static const uint8_t NAME[76] = "Names-of-any-length-up-to-seventy-six-"
                                    "characters-which-is-all-there-can-be--";
    mw_buffer out = { 0 }, body = { 0 }, again = { 0 };
    mw_bytes unfolded;
    mw_fold fold;

    check(mw_fold_begin(&fold, &out, (mw_bytes){ NAME, name }, 0, NULL) ==
          MW_OK);
    check(mw_unstructured_write(&fold, text, style, NULL) == MW_OK);
    check(mw_fold_end(&fold, NULL) == MW_OK);
    unfold(mw_buffer_bytes(&out), name, style->utf8, &body);
    unfolded = mw_buffer_bytes(&body);
    if (unfolded.size > 0)
        mw_bytes_skip(&unfolded, 1);
    check(mw_word_decode_text(style->cache, unfolded, &again, NULL) == MW_OK);
    check(mw_bytes_equal(mw_buffer_bytes(&again), text));
    mw_buffer_free(&out);
    mw_buffer_free(&body);
    mw_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_converter_cache cache;
    mw_header_style style = { .cache = &cache };

    if (size == 0 || !is_text((mw_bytes){ data + 1, size - 1 }))
        return 0;
    mw_converter_cache_init(&cache, NULL);
    check(mw_charset_list_parse("us-ascii,utf-8", true, &style.charsets,
                                NULL) == MW_OK);
    style.utf8 = data[0] & 1;
    check_round_trip((mw_bytes){ data + 1, size - 1 }, 1 + data[0] / 2 % 76,
                     &style);
    mw_converter_cache_free(&cache);
    return 0;
}
