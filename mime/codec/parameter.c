/* SPDX-License-Identifier: MIT */

/*
 * The encoder of parameters. A value goes out as a token or a quoted-string
 * where these can carry it. What cannot be read in quotes by everybody, such
 * as control characters, or would be misread there, such as text in the form
 * of an encoded-word, is extended with a charset even if it is ASCII.
 */

#include "codec/parameter.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/encoded_word.h"

#include <stdio.h>

/* A character of a token: no control, space or tspecial. */
static bool is_token_octet(uint8_t octet)
{
    return mw_ascii_is_graph(octet) &&
           memchr("()<>@,;:\\\"/[]?=", octet, 15) == NULL;
}

/* The attribute-char of RFC 2231, section 7; RFC 5987 takes out braces. */
static bool is_attribute_octet(uint8_t octet)
{
    return is_token_octet(octet) && memchr("*'%{}", octet, 5) == NULL;
}

bool mw_parameter_is_token(mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_token_octet(text.data[i]))
            return false;
    return text.size > 0;
}

bool mw_parameter_is_name(mw_bytes name)
{
    for (size_t i = 0; i < name.size; i++)
        if (!is_token_octet(name.data[i]) ||
            memchr("*'%", name.data[i], 3) != NULL)
            return false;
    return name.size > 0;
}

/* Whether TEXT, valid UTF-8, can stand in quotes, and be read as it is. */
static bool is_quotable(mw_bytes text)
{
    mw_bytes rest = text;

    while (rest.size > 0) {
        size_t size;
        uint32_t code;

        mw_utf8_next(rest, &size, &code);
        if (mw_utf8_is_control(code))
            return false;
        mw_bytes_skip(&rest, size);
    }
    return !mw_word_looks_encoded(text);
}

/* The characters that OCTET takes in FORM. */
static size_t octet_size(uint8_t octet, mw_parameter_form form)
{
    if (form == MW_PARAMETER_EXTENDED)
        return is_attribute_octet(octet) ? 1 : 3;
    if (form == MW_PARAMETER_QUOTED && (octet == '"' || octet == '\\'))
        return 2;
    return 1;
}

static size_t text_size(mw_bytes text, mw_parameter_form form)
{
    size_t size = 0;

    for (size_t i = 0; i < text.size; i++)
        size += octet_size(text.data[i], form);
    return size;
}

/* What follows the name, up to the first octet of the value. */
typedef struct {
    char text[64];
    size_t size;
} opening;

static opening opening_of(const mw_parameter_encoder *encoder)
{
    const bool extended = encoder->form == MW_PARAMETER_EXTENDED;
    const bool quoted = encoder->form == MW_PARAMETER_QUOTED;
    const bool names_charset = extended && encoder->section == 0;
    char section[16] = "";
    opening made;

    if (encoder->continued)
        snprintf(section, sizeof section, "*%u", encoder->section);
    made.size = (size_t)snprintf(
        made.text, sizeof made.text, "%s%s=%s%s%s", section,
        extended ? "*" : "", quoted ? "\"" : "",
        names_charset ? encoder->charset->name : "", names_charset ? "''" : "");
    return made;
}

/* The characters of a piece that are not its value. */
static size_t frame_size(const mw_parameter_encoder *encoder)
{
    return encoder->parameter.name.size + opening_of(encoder).size +
           (encoder->form == MW_PARAMETER_QUOTED ? 1 : 0);
}

/*
 * Whether every section has room for a character: the first names a charset,
 * the last has the longest number.
 */
static bool has_room(mw_parameter_encoder encoder)
{
    const size_t most = encoder.form == MW_PARAMETER_EXTENDED ? 12 : 4;
    const size_t first = frame_size(&encoder);

    encoder.section = encoder.value.size < UINT32_MAX
                          ? (unsigned)encoder.value.size
                          : UINT32_MAX;
    return first + most <= encoder.longest &&
           frame_size(&encoder) + most <= encoder.longest;
}

/* Chooses form and charset for the value, and puts what is written in both. */
static mw_status choose_form(mw_parameter_encoder *encoder,
                             mw_converter_cache *cache,
                             const mw_charset_list *charsets, bool utf8,
                             mw_buffer *scratch, mw_error *error)
{
    const size_t before = scratch->size;
    const mw_bytes value = encoder->parameter.value;
    const bool ascii = mw_ascii_is_all(value);
    mw_status status;

    encoder->value = value;
    encoder->form = MW_PARAMETER_EXTENDED;
    encoder->charset = ascii ? MW_CHARSET_US_ASCII : MW_CHARSET_UTF8;
    if (ascii || (utf8 && mw_utf8_is_valid(value))) {
        if (!is_quotable(value))
            return MW_OK;
        encoder->charset = NULL;
        /* Some readers stumble over ' and * without quotes: be kind. */
        encoder->form = mw_parameter_is_name(value) ? MW_PARAMETER_TOKEN
                                                    : MW_PARAMETER_QUOTED;
        return MW_OK;
    }
    if (utf8)
        return mw_charset_convert(cache, MW_CHARSET_UTF8, MW_FROM_UTF8, value,
                                  scratch, error);
    status = mw_charset_choose(cache, charsets, value, &encoder->charset,
                               scratch, error);
    if (status == MW_OK)
        encoder->value =
            (mw_bytes){ scratch->data + before, scratch->size - before };
    return status;
}

/*
 * Notes in SCRATCH how many octets each character has in a charset that does
 * not show it itself.
 */
static mw_status note_sizes(mw_parameter_encoder *encoder,
                            mw_converter_cache *cache, mw_buffer *scratch,
                            mw_error *error)
{
    const size_t value_at = scratch->size - encoder->value.size;
    const size_t sizes_at = scratch->size;
    mw_bytes rest = encoder->parameter.value;

    while (rest.size > 0) {
        const size_t before = scratch->size;
        mw_bytes character = { rest.data, 1 };
        mw_status status;
        uint32_t code;
        size_t size;

        mw_utf8_next(rest, &character.size, &code);
        status = mw_charset_convert(cache, encoder->charset, MW_FROM_UTF8,
                                    character, scratch, error);
        size = scratch->size - before;
        mw_buffer_truncate(scratch, before);
        if (status == MW_OK)
            status = mw_buffer_append_octet(scratch, (uint8_t)size, error);
        if (status != MW_OK)
            return status;
        mw_bytes_skip(&rest, character.size);
    }
    encoder->value.data = scratch->data + value_at;
    encoder->sizes =
        (mw_bytes){ scratch->data + sizes_at, scratch->size - sizes_at };
    return MW_OK;
}

static bool needs_sizes(const mw_parameter_encoder *encoder)
{
    return encoder->continued && encoder->charset != NULL &&
           encoder->charset != MW_CHARSET_UTF8 &&
           encoder->charset != MW_CHARSET_US_ASCII;
}

/*
 * Sections of raw UTF-8 would be US-ASCII by RFC 2231, as they name no
 * charset; so those are extended.
 */
static void set_continued_form(mw_parameter_encoder *encoder)
{
    if (encoder->form == MW_PARAMETER_EXTENDED)
        return;
    encoder->form = MW_PARAMETER_QUOTED;
    if (!mw_ascii_is_all(encoder->value)) {
        encoder->form = MW_PARAMETER_EXTENDED;
        encoder->charset = MW_CHARSET_UTF8;
    }
}

mw_status mw_parameter_encoder_init(mw_parameter_encoder *encoder,
                                    mw_converter_cache *cache,
                                    const mw_charset_list *charsets, bool utf8,
                                    const mw_parameter *parameter,
                                    size_t longest, mw_buffer *scratch,
                                    mw_error *error)
{
    const size_t before = scratch->size;
    mw_parameter_encoder made = { .parameter = *parameter, .longest = longest };
    mw_status status =
        choose_form(&made, cache, charsets, utf8, scratch, error);

    if (status != MW_OK)
        return status;
    if (frame_size(&made) + text_size(made.value, made.form) > longest) {
        made.continued = true;
        set_continued_form(&made);
        if (!has_room(made)) {
            mw_buffer_truncate(scratch, before);
            return mw_fail(error, MW_E_RANGE,
                           "the name of parameter \"%.*s\" is too long",
                           MW_SHOW(parameter->name));
        }
    }
    if (needs_sizes(&made)) {
        status = note_sizes(&made, cache, scratch, error);
        if (status != MW_OK) {
            mw_buffer_truncate(scratch, before);
            return status;
        }
    }
    *encoder = made;
    return MW_OK;
}

/* The octets of the character at the front of the value. */
static size_t character_size(const mw_parameter_encoder *encoder)
{
    uint32_t code;
    size_t size = 1;

    if (encoder->sizes.size > 0)
        return encoder->sizes.data[0];
    if (encoder->charset == NULL || encoder->charset == MW_CHARSET_UTF8)
        mw_utf8_next(encoder->value, &size, &code);
    return size;
}

/* Takes from the value the characters that fit ROOM. */
static mw_bytes take_text(mw_parameter_encoder *encoder, size_t room)
{
    mw_bytes taken = { encoder->value.data, 0 };

    while (encoder->value.size > 0) {
        const mw_bytes next = { encoder->value.data, character_size(encoder) };
        const size_t size = text_size(next, encoder->form);

        if (size > room)
            break;
        room -= size;
        taken.size += next.size;
        mw_bytes_skip(&encoder->value, next.size);
        if (encoder->sizes.size > 0)
            mw_bytes_skip(&encoder->sizes, 1);
    }
    return taken;
}

static void put_octet(mw_space *space, uint8_t octet, mw_parameter_form form)
{
    const size_t size = octet_size(octet, form);

    if (size == 3) {
        mw_space_put(space, '%');
        mw_space_put(space, (uint8_t)mw_ascii_hex_digit(octet >> 4));
        mw_space_put(space, (uint8_t)mw_ascii_hex_digit(octet));
        return;
    }
    if (size == 2)
        mw_space_put(space, '\\');
    mw_space_put(space, octet);
}

mw_status mw_parameter_encode(mw_parameter_encoder *encoder, mw_buffer *out,
                              bool *done, mw_error *error)
{
    const mw_bytes name = encoder->parameter.name;
    const opening begin = opening_of(encoder);
    const size_t before = out->size;
    mw_bytes text;
    mw_space space;
    mw_status status = mw_buffer_reserve(out, encoder->longest, &space, error);

    if (status != MW_OK)
        return status;
    text = take_text(encoder, encoder->longest - frame_size(encoder));
    mw_space_put_all(&space, name.data, name.size);
    mw_space_put_all(&space, begin.text, begin.size);
    for (size_t i = 0; i < text.size; i++)
        put_octet(&space, text.data[i], encoder->form);
    if (encoder->form == MW_PARAMETER_QUOTED)
        mw_space_put(&space, '"');
    mw_buffer_commit(out, (size_t)(space.data - (out->data + before)));
    encoder->section++;
    *done = encoder->value.size == 0;
    return MW_OK;
}
