/* SPDX-License-Identifier: MIT */

/*
 * Charsets both ways: no split of input or output shows, what becomes UTF-8
 * is valid, and what leaves UTF-8 comes back as it was. The first octet
 * chooses the charset, the next two say how to cut; the rest is the text.
 */

#include "codec/charset.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SETTINGS 3

static const char *const NAMES[] = {
    "utf-8",        "us-ascii",     "iso-8859-1",  "windows-1252", "koi8-r",
    "windows-1255", "windows-1258", "tis-620",     "gb2312",       "gbk",
    "gb18030",      "big5",         "big5-hkscs",  "euc-jp",       "shift_jis",
    "windows-31j",  "euc-kr",       "iso-2022-jp",
};

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* What a conversion came to. */
typedef struct {
    mw_status status;
    mw_error error;
    mw_buffer out;
} result;

/* Converts TEXT in pieces of PIECE octets into rooms of ROOM. */
static void convert(mw_converter *converter, mw_bytes text, size_t piece,
                    size_t room, result *made)
{
    bool ended = false;

    mw_converter_reset(converter);
    while (!ended && made->status == MW_OK) {
        mw_bytes part = { text.data, text.size < piece ? text.size : piece };
        bool done = false;

        ended = part.size == text.size;
        mw_bytes_skip(&text, part.size);
        while (!done && made->status == MW_OK) {
            mw_space space;

            check(mw_buffer_reserve(&made->out, room, &space, NULL) == MW_OK);
            made->status = mw_convert(converter, &part, &space, ended, &done,
                                      &made->error);
            check(made->status != MW_OK || done || space.size == 0);
            mw_buffer_commit(&made->out, room - space.size);
        }
    }
}

/* Converts TEXT whole, and checks that it is the same in pieces. */
static void convert_both_ways(const mw_charset *charset,
                              mw_conversion direction, mw_bytes text,
                              const uint8_t *cuts, result *whole)
{
    mw_converter converter;
    result pieces = { .status = MW_OK };

    if (mw_converter_open(&converter, charset, direction, NULL) != MW_OK) {
        whole->status = MW_E_CHARSET;
        return;
    }
    convert(&converter, text, SIZE_MAX, 4096, whole);
    convert(&converter, text, 1 + cuts[0], 1 + cuts[1], &pieces);
    check(pieces.status == whole->status);
    if (whole->status == MW_OK)
        check(mw_bytes_equal(mw_buffer_bytes(&pieces.out),
                             mw_buffer_bytes(&whole->out)));
    else
        check(strcmp(pieces.error.message, whole->error.message) == 0);
    mw_buffer_free(&pieces.out);
    mw_converter_close(&converter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    result octets = { .status = MW_OK }, text = { .status = MW_OK };
    const char *name;
    const mw_charset *charset;
    mw_bytes rest;

    if (size < SETTINGS)
        return 0;
    name = NAMES[data[0] % (sizeof NAMES / sizeof NAMES[0])];
    charset = mw_charset_find(mw_bytes_of(name));
    rest = (mw_bytes){ data + SETTINGS, size - SETTINGS };
    convert_both_ways(charset, MW_TO_UTF8, rest, data + 1, &text);
    if (text.status == MW_OK)
        check(mw_utf8_is_valid(mw_buffer_bytes(&text.out)));
    rest.size = mw_utf8_valid_prefix(rest);
    if (!charset->only_input)
        convert_both_ways(charset, MW_FROM_UTF8, rest, data + 1, &octets);
    mw_buffer_truncate(&text.out, 0);
    if (octets.status == MW_OK && !charset->only_input) {
        text.status = MW_OK;
        convert_both_ways(charset, MW_TO_UTF8, mw_buffer_bytes(&octets.out),
                          data + 1, &text);
        check(text.status == MW_OK);
        check(mw_bytes_equal(mw_buffer_bytes(&text.out), rest));
    }
    mw_buffer_free(&octets.out);
    mw_buffer_free(&text.out);
    return 0;
}
