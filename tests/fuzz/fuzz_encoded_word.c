/* SPDX-License-Identifier: MIT */

/*
 * Encoded-words both ways. Any text becomes words that fit, decode one by
 * one, and are that text together; and a text that does not look encoded is
 * left alone by the decoder. The first octets choose charset, place and room.
 */

#include "codec/encoded_word.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SETTINGS 4

static const char *const CHARSETS[] = {
    "us-ascii,utf-8",   "utf-8",
    "iso-8859-1,utf-8", "koi8-r,gb2312,shift_jis,utf-8",
    "gb18030",          "windows-1258,big5-hkscs,utf-8",
};

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* Writes one word and reads it back, behind what TEXT has. */
static void check_word(mw_word_encoder *encoder, size_t room, mw_buffer *word,
                       mw_buffer *text)
{
    const size_t left = encoder->text.size;
    size_t written, size;

    mw_buffer_truncate(word, 0);
    check(mw_word_encode(encoder, room, word, &written, NULL) == MW_OK);
    check(written == word->size && written <= room);
    check((written == 0) == (encoder->text.size == left));
    if (written == 0) {
        check(room < encoder->longest);
        return;
    }
    check(encoder->text.size == 0 || word->data[written - 3] != '=');
    check(mw_word_decode(encoder->cache, mw_buffer_bytes(word), &size, text,
                         NULL) == MW_OK);
    check(size == written);
}

static void check_encoder(mw_converter_cache *cache, const uint8_t *settings,
                          mw_bytes text)
{
    const char *charsets =
        CHARSETS[settings[0] % (sizeof CHARSETS / sizeof CHARSETS[0])];
    const mw_word_place place = (mw_word_place)(settings[1] % 3);
    const size_t longest = 40 + settings[2] % 36;
    size_t room = settings[3] % (longest + 1);
    mw_charset_list list;
    mw_word_encoder encoder;
    mw_buffer word = { 0 }, back = { 0 };

    check(mw_charset_list_parse(charsets, true, &list, NULL) == MW_OK);
    if (mw_word_encoder_init(&encoder, cache, &list, text, place, longest,
                             NULL) != MW_OK)
        return;
    for (; encoder.text.size > 0; room = longest)
        check_word(&encoder, room, &word, &back);
    check(mw_bytes_equal(mw_buffer_bytes(&back), text));
    mw_buffer_free(&word);
    mw_buffer_free(&back);
}

static void check_decoder(mw_converter_cache *cache, mw_bytes text)
{
    mw_buffer out = { 0 };

    check(mw_word_decode_text(cache, text, &out, NULL) == MW_OK);
    if (!mw_word_looks_encoded(text))
        check(mw_bytes_equal(mw_buffer_bytes(&out), text));
    mw_buffer_free(&out);
}

/* The front of TEXT that a field could have: UTF-8 on one line. */
static mw_bytes fit_for_words(mw_bytes text)
{
    text.size = mw_utf8_valid_prefix(text);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\r' || text.data[i] == '\n' ||
            text.data[i] == '\0')
            text.size = i;
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_converter_cache cache;
    mw_bytes text;

    if (size < SETTINGS)
        return 0;
    mw_converter_cache_init(&cache, NULL);
    text = (mw_bytes){ data + SETTINGS, size - SETTINGS };
    check_decoder(&cache, text);
    check_encoder(&cache, data, fit_for_words(text));
    mw_converter_cache_free(&cache);
    return 0;
}
