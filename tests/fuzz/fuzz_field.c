/* SPDX-License-Identifier: MIT */

/*
 * Whatever is taken for the body of a field is written in lines that keep the
 * rules, and what was written is taken again and then written as it is. The
 * first octet of the input picks the field.
 */

#include "header/field.h"

#include "base/ascii.h"
#include "codec/encoded_word.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST 1000
#define CEILING ((size_t)64 << 20)

static const char *const NAMES[] = {
    "Subject",      "Keywords",
    "List-Help",    "List-Id",
    "Message-ID",   "References",
    "Received",     "Content-Language",
    "Content-Type", "Content-Disposition",
    "Date",         "Auto-Submitted",
    "Reply-To",     "Content-Transfer-Encoding",
};

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* Checks the lines of FIELD and appends what is behind its name to BODY. */
static void unfold(mw_bytes field, size_t name, mw_buffer *body)
{
    bool is_first = true;

    while (field.size > 0) {
        const uint8_t *end = memchr(field.data, '\r', field.size);
        mw_bytes line;

        check(end != NULL && end[1] == '\n');
        line = (mw_bytes){ field.data, (size_t)(end - field.data) };
        mw_bytes_skip(&field, line.size + 2);
        check(line.size <= MW_FOLD_LINE_MOST);
        check(mw_ascii_trim(line).size > 0);
        check(is_first || mw_ascii_is_blank(*line.data));
        for (size_t i = 0; i < line.size; i++)
            check(!mw_ascii_is_forbidden(line.data[i]));
        mw_bytes_skip(&line, is_first ? name + 1 : 0);
        check(mw_buffer_append_bytes(body, line, NULL) == MW_OK);
        is_first = false;
    }
}

/* Parses BODY as the field NAME and writes it to OUT. */
static bool rewrite(mw_bytes name, mw_bytes body, const mw_header_style *style,
                    mw_arena *arena, mw_buffer *out)
{
    mw_field field;
    mw_status status;

    if (mw_field_parse(style->cache, name, body, arena, MOST, &field, NULL) !=
        MW_OK)
        return false;
    status = mw_field_write(&field, style, out, NULL);
    /* Libidn2 may be missing, or refuse a domain. */
    check(status == MW_OK || status == MW_E_RANGE ||
          status == MW_E_UNAVAILABLE);
    return status == MW_OK;
}

static void check_field(mw_bytes name, mw_bytes body,
                        const mw_header_style *style)
{
    mw_buffer first = { 0 }, second = { 0 }, unfolded = { 0 };
    mw_arena arena;

    mw_arena_init(&arena, NULL, CEILING);
    if (rewrite(name, body, style, &arena, &first)) {
        unfold(mw_buffer_bytes(&first), name.size, &unfolded);
        /* Encoded-words are not read where a person types. */
        if (!mw_word_looks_encoded(mw_buffer_bytes(&first))) {
            check(rewrite(name, mw_buffer_bytes(&unfolded), style, &arena,
                          &second));
            check(mw_bytes_equal(mw_buffer_bytes(&first),
                                 mw_buffer_bytes(&second)));
        }
    }
    mw_buffer_free(&first);
    mw_buffer_free(&second);
    mw_buffer_free(&unfolded);
    mw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_converter_cache cache;
    mw_header_style style = { .cache = &cache };
    const char *name;

    if (size == 0)
        return 0;
    name = NAMES[data[0] / 2 % (sizeof NAMES / sizeof NAMES[0])];
    mw_converter_cache_init(&cache, NULL);
    check(mw_charset_list_parse("us-ascii,utf-8", true, &style.charsets,
                                NULL) == MW_OK);
    style.utf8 = data[0] & 1;
    check_field(mw_bytes_of(name), (mw_bytes){ data + 1, size - 1 }, &style);
    mw_converter_cache_free(&cache);
    return 0;
}
