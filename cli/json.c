/* SPDX-License-Identifier: MIT */

/*
 * A JSON writer that is as small as its use: objects, arrays, texts and
 * numbers. Only ASCII comes out, so that a log or a terminal that is not in
 * UTF-8 cannot spoil a line.
 */

#include "config.h"

#include "json.h"

#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

json json_start(mw_context *context, mw_sink *sink, mw_error *error)
{
    return (json){ .context = context, .sink = sink, .error = error };
}

static void put(json *out, const char *bytes, size_t size)
{
    if (out->status == MW_OK)
        out->status = mw_sink_write(out->sink, bytes, size, out->error);
}

/* How many of the LEFT octets of TEXT stand for themselves. */
static size_t plain_size(const char *text, size_t left)
{
    size_t size = 0;

    while (size < left && text[size] >= ' ' && text[size] < 0x7f &&
           text[size] != '"' && text[size] != '\\')
        size++;
    return size;
}

/* Code points above U+FFFF are written as two halves (RFC 8259, section 7). */
static void put_code(json *out, uint32_t code)
{
    char escape[16];
    int size;

    if (code > 0xffff)
        size = snprintf(escape, sizeof escape, "\\u%04x\\u%04x",
                        (unsigned)(0xd7c0 + (code >> 10)),
                        (unsigned)(0xdc00 + (code & 0x3ff)));
    else
        size = snprintf(escape, sizeof escape, "\\u%04x", (unsigned)code);
    put(out, escape, (size_t)size);
}

static void put_string(json *out, const char *text, size_t left)
{
    put(out, "\"", 1);
    while (left > 0) {
        size_t size = plain_size(text, left);
        uint32_t code;

        if (size > 0) {
            put(out, text, size);
        } else {
            size = utf8_next(text, left, &code);
            if (size == 0) {
                code = (uint8_t)text[0];
                size = 1;
            }
            put_code(out, code);
        }
        text += size;
        left -= size;
    }
    put(out, "\"", 1);
}

static void put_key(json *out, const char *key)
{
    if (out->needs_comma)
        put(out, ",", 1);
    out->needs_comma = true;
    if (key != NULL) {
        put_string(out, key, strlen(key));
        put(out, ":", 1);
    }
}

static void open_with(json *out, const char *key, const char *bracket)
{
    put_key(out, key);
    put(out, bracket, 1);
    out->needs_comma = false;
}

static void close_with(json *out, const char *bracket)
{
    put(out, bracket, 1);
    out->needs_comma = true;
}

void json_open_object(json *out, const char *key)
{
    open_with(out, key, "{");
}

void json_close_object(json *out)
{
    close_with(out, "}");
}

void json_open_array(json *out, const char *key)
{
    open_with(out, key, "[");
}

void json_close_array(json *out)
{
    close_with(out, "]");
}

static void put_base64(json *out, const char *text, size_t size)
{
    mw_sink *encoder;

    if (out->status == MW_OK)
        out->status =
            mw_sink_new_encoder(out->context, MW_FORMAT_BASE64, 0, "\n",
                                out->sink, &encoder, out->error);
    if (out->status != MW_OK)
        return;
    out->status = mw_sink_write(encoder, text, size, out->error);
    if (out->status == MW_OK)
        out->status = mw_sink_finish(encoder, out->error);
    mw_sink_free(encoder);
}

static void put_twin_key(json *out, const char *key)
{
    put(out, ",\"", 2);
    put(out, key, strlen(key));
    put(out, "_bytes\":", 8);
}

static void put_twin(json *out, const char *key, const char *text, size_t size)
{
    put_twin_key(out, key);
    put(out, "\"", 1);
    put_base64(out, text, size);
    put(out, "\"", 1);
}

/* Whether TEXT says all, so that it needs no twin. */
static bool is_plain(const char *text, size_t size)
{
    return utf8_is_valid(text, size) && memchr(text, '\0', size) == NULL;
}

void json_octets(json *out, const char *key, const char *text, size_t size)
{
    put_key(out, key);
    put_string(out, text, size);
    if (key != NULL && !is_plain(text, size))
        put_twin(out, key, text, size);
}

void json_text(json *out, const char *key, const char *text)
{
    if (text != NULL) {
        json_octets(out, key, text, strlen(text));
        return;
    }
    put_key(out, key);
    put(out, "null", 4);
}

static void put_list_twin(json *out, const char *key, json_item item,
                          const void *user, size_t count)
{
    put_twin_key(out, key);
    put(out, "[", 1);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const char *text = item(user, i, &size);

        put(out, i > 0 ? ",\"" : "\"", i > 0 ? 2 : 1);
        put_base64(out, text, size);
        put(out, "\"", 1);
    }
    put(out, "]", 1);
}

void json_list(json *out, const char *key, json_item item, const void *user,
               size_t count)
{
    bool plain = true;

    json_open_array(out, key);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const char *text = item(user, i, &size);

        json_octets(out, NULL, text, size);
        plain = plain && is_plain(text, size);
    }
    json_close_array(out);
    if (!plain)
        put_list_twin(out, key, item, user, count);
}

static const char *text_at(const void *user, size_t index, size_t *size)
{
    const char *const *texts = user;

    *size = strlen(texts[index]);
    return texts[index];
}

void json_texts(json *out, const char *key, const char *const *texts,
                size_t count)
{
    json_list(out, key, text_at, texts, count);
}

void json_number(json *out, const char *key, uint64_t number)
{
    char digits[24];
    const int size = snprintf(digits, sizeof digits, "%" PRIu64, number);

    put_key(out, key);
    put(out, digits, (size_t)size);
}

void json_seconds(json *out, const char *key, uint64_t microseconds)
{
    char digits[32];
    const int size = snprintf(digits, sizeof digits, "%" PRIu64 ".%06" PRIu64,
                              microseconds / 1000000, microseconds % 1000000);

    put_key(out, key);
    put(out, digits, (size_t)size);
}

void json_flag(json *out, const char *key, bool flag)
{
    put_key(out, key);
    put(out, flag ? "true" : "false", flag ? 4 : 5);
}

void json_failure(json *out, const mw_error *wrong)
{
    const char *colon = strstr(wrong->message, ": ");
    const size_t named = colon != NULL ? (size_t)(colon - wrong->message) : 0;

    json_octets(out, "what", wrong->message, named);
    json_text(out, "why", colon != NULL ? colon + 2 : wrong->message);
    json_text(out, "hint", wrong->hint[0] != '\0' ? wrong->hint : NULL);
}

mw_status json_end(json *out)
{
    put(out, "\n", 1);
    return out->status;
}
