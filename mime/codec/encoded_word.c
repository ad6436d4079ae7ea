/* SPDX-License-Identifier: MIT */

/*
 * The encoder of RFC 2047.
 *
 * A B word that is not the last must not be padded: GMime 3.2.13 drops what
 * follows a padded one. So such a word ends where its octets are a multiple
 * of three. Characters of one size, and most mixtures, have such a place
 * within a few of them; where there is none before the word is full, as with
 * an emoji of several parts and 25 octets, this one word becomes Q, which is
 * never padded, and only if that does not fit either is the cluster cut,
 * between whole characters.
 */

#include "codec/encoded_word.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/base64.h"
#include "codec/cluster.h"

/* The characters of a word around its text: =? charset ? encoding ? ?= */
static size_t frame_size(const mw_charset *charset)
{
    return strlen("=?"
                  "?Q?"
                  "?=") +
           strlen(charset->name);
}

/* Whether Q leaves OCTET as it is in PLACE. */
static bool is_plain(uint8_t octet, mw_word_place place)
{
    if (mw_ascii_is_alnum(octet))
        return true;
    if (place == MW_WORD_IN_PHRASE)
        return octet == '!' || octet == '*' || octet == '+' || octet == '-' ||
               octet == '/';
    if (place == MW_WORD_IN_COMMENT &&
        (octet == '(' || octet == ')' || octet == '"' || octet == '\\'))
        return false;
    return mw_ascii_is_graph(octet) && octet != '=' && octet != '?' &&
           octet != '_';
}

/* The characters that OCTETS become in Q. */
static size_t q_size(mw_bytes octets, mw_word_place place)
{
    size_t size = 0;

    for (size_t i = 0; i < octets.size; i++)
        size +=
            octets.data[i] == ' ' || is_plain(octets.data[i], place) ? 1 : 3;
    return size;
}

/* The characters that CONTENT becomes in all, in words of PAYLOAD each. */
static size_t total_size(size_t content, size_t payload, size_t frame)
{
    return content + (content + payload - 1) / payload * (frame + 1);
}

/* The shorter encoding of OCTETS, by the count of characters and words. */
static char choose_encoding(const mw_word_encoder *encoder, mw_bytes octets)
{
    const size_t frame = frame_size(encoder->charset);
    const size_t payload = encoder->longest - frame;
    const size_t q = q_size(octets, encoder->place);
    const size_t b = (octets.size + 2) / 3 * 4;

    return total_size(q, payload, frame) <=
                   total_size(b, payload / 4 * 4, frame)
               ? 'Q'
               : 'B';
}

mw_status mw_word_encoder_init(mw_word_encoder *encoder,
                               mw_converter_cache *cache,
                               const mw_charset_list *charsets, mw_bytes text,
                               mw_word_place place, size_t longest,
                               mw_error *error)
{
    mw_word_encoder made = {
        .cache = cache, .place = place, .text = text, .longest = longest
    };
    mw_buffer octets;
    mw_status status;

    mw_buffer_init(&octets, cache->allocator, 0);
    status =
        mw_charset_choose(cache, charsets, text, &made.charset, &octets, error);
    if (status == MW_OK) {
        made.encoding = choose_encoding(&made, mw_buffer_bytes(&octets));
        *encoder = made;
    }
    mw_buffer_free(&octets);
    return status;
}

/* What a word takes: this much of the text, which is so many octets. */
typedef struct {
    char encoding;
    size_t text;
    size_t octets;
} word_cut;

/* What may be cut: what a reader sees as one, or each character. */
typedef size_t (*unit_size)(mw_bytes text);

static size_t character_size(mw_bytes text)
{
    uint32_t code;
    size_t size;

    mw_utf8_next(text, &size, &code);
    return size;
}

/* Converts the unit at the front of REST, and appends it to OCTETS. */
static mw_status convert_unit(const mw_word_encoder *encoder, unit_size unit,
                              mw_bytes *rest, mw_buffer *octets,
                              mw_error *error)
{
    const mw_bytes front = { rest->data, unit(*rest) };

    mw_bytes_skip(rest, front.size);
    return mw_charset_convert(encoder->cache, encoder->charset, MW_FROM_UTF8,
                              front, octets, error);
}

/*
 * Finds how many units a word of ROOM characters can take, and in which
 * encoding; none in CUT->text where not one fits. OCTETS gets them, and may
 * get more.
 */
static mw_status find_cut(const mw_word_encoder *encoder, size_t room,
                          unit_size unit, mw_buffer *octets, word_cut *cut,
                          mw_error *error)
{
    const size_t frame = frame_size(encoder->charset);
    const size_t payload = room > frame ? room - frame : 0;
    const size_t most = payload / 4 * 3;
    word_cut b = { 'B', 0, 0 }, q = { 'Q', 0, 0 };
    mw_bytes rest = encoder->text;
    size_t q_used = 0;

    mw_buffer_truncate(octets, 0);
    while (rest.size > 0 && (q_used < payload || (encoder->encoding == 'B' &&
                                                  octets->size < most))) {
        const size_t before = octets->size;
        const mw_status status =
            convert_unit(encoder, unit, &rest, octets, error);
        const size_t taken = encoder->text.size - rest.size;

        if (status != MW_OK)
            return status;
        q_used +=
            q_size((mw_bytes){ octets->data + before, octets->size - before },
                   encoder->place);
        if (q_used <= payload)
            q = (word_cut){ 'Q', taken, octets->size };
        if (octets->size <= most && (rest.size == 0 || octets->size % 3 == 0))
            b = (word_cut){ 'B', taken, octets->size };
    }
    *cut = encoder->encoding == 'B' && b.text > 0 ? b : q;
    return MW_OK;
}

/* The same, by clusters where one fits a word at all, else by characters. */
static mw_status find_best_cut(const mw_word_encoder *encoder, size_t room,
                               mw_buffer *octets, word_cut *cut,
                               mw_error *error)
{
    mw_status status =
        find_cut(encoder, room, mw_cluster_size, octets, cut, error);

    if (status != MW_OK || cut->text > 0)
        return status;
    status = find_cut(encoder, encoder->longest, mw_cluster_size, octets, cut,
                      error);
    if (status == MW_OK && cut->text > 0) {
        cut->text = 0; /* it can wait for more room */
        return MW_OK;
    }
    if (status != MW_OK)
        return status;
    return find_cut(encoder, room, character_size, octets, cut, error);
}

static void put_b(mw_space *space, mw_bytes octets)
{
    mw_base64_encoder base64;

    mw_base64_encoder_init(&base64, NULL, MW_BASE64_STANDARD, 0, 0);
    mw_base64_encode(&base64, &octets, space, true);
}

static void put_q(mw_space *space, mw_bytes octets, mw_word_place place)
{
    for (size_t i = 0; i < octets.size; i++) {
        const uint8_t octet = octets.data[i];

        if (octet == ' ' || is_plain(octet, place)) {
            mw_space_put(space, octet == ' ' ? '_' : octet);
        } else {
            mw_space_put(space, '=');
            mw_space_put(space, (uint8_t)mw_ascii_hex_digit(octet >> 4));
            mw_space_put(space, (uint8_t)mw_ascii_hex_digit(octet));
        }
    }
}

/* Appends the word of OCTETS to OUT. */
static mw_status append_word(const mw_word_encoder *encoder, char encoding,
                             mw_bytes octets, mw_buffer *out, mw_error *error)
{
    const char *name = encoder->charset->name;
    const char opening[] = { '?', encoding, '?' };
    const size_t before = out->size;
    mw_space space;
    mw_status status = mw_buffer_reserve(out, MW_WORD_LONGEST, &space, error);

    if (status != MW_OK)
        return status;
    mw_space_put_all(&space, "=?", 2);
    mw_space_put_all(&space, name, strlen(name));
    mw_space_put_all(&space, opening, sizeof opening);
    if (encoding == 'B')
        put_b(&space, octets);
    else
        put_q(&space, octets, encoder->place);
    mw_space_put_all(&space, "?=", 2);
    mw_buffer_commit(out, (size_t)(space.data - (out->data + before)));
    return MW_OK;
}

static mw_status encode_word(mw_word_encoder *encoder, size_t room,
                             mw_buffer *octets, mw_buffer *out, size_t *written,
                             mw_error *error)
{
    const size_t before = out->size;
    word_cut cut;
    mw_status status = find_best_cut(encoder, room, octets, &cut, error);

    if (status == MW_OK && cut.text > 0)
        status =
            append_word(encoder, cut.encoding,
                        (mw_bytes){ octets->data, cut.octets }, out, error);
    if (status != MW_OK)
        return status;
    mw_bytes_skip(&encoder->text, cut.text);
    *written = out->size - before;
    return MW_OK;
}

mw_status mw_word_encode(mw_word_encoder *encoder, size_t room, mw_buffer *out,
                         size_t *written, mw_error *error)
{
    mw_buffer octets;
    mw_status status;

    mw_buffer_init(&octets, encoder->cache->allocator, 0);
    status =
        encode_word(encoder, room < encoder->longest ? room : encoder->longest,
                    &octets, out, written, error);
    mw_buffer_free(&octets);
    return status;
}

/* Where the last "?=" of TEXT is, or 0 where there is none to end a word. */
static size_t last_ending(mw_bytes text)
{
    for (size_t i = text.size; i > 1; i--)
        if (text.data[i - 2] == '?' && text.data[i - 1] == '=')
            return i - 2;
    return 0;
}

/* Whether TEXT at AT has "?Q?" or "?B?". */
static bool has_encoding(const uint8_t *at)
{
    const int letter = mw_ascii_lower(at[1]);

    return at[0] == '?' && (letter == 'q' || letter == 'b') && at[2] == '?';
}

/*
 * Lenient readers take anything but "?" for a charset, and anything at all
 * for a text, blanks too; so this does, that what is typed is safe from them.
 */
bool mw_word_looks_encoded(mw_bytes text)
{
    const size_t ending = last_ending(text);
    bool opened = false; /* the last "?" was one of "=?" */

    for (size_t i = 1; i + 2 <= ending; i++) {
        if (text.data[i] != '?')
            continue;
        if (opened && has_encoding(text.data + i))
            return true;
        opened = text.data[i - 1] == '=';
    }
    return false;
}
