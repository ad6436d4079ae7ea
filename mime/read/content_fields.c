/* SPDX-License-Identifier: MIT */

/*
 * Much mail has a Content-Type that is outside the grammar: a boundary with
 * "=" that is not quoted, a parameter twice, a semicolon too many. Its parts
 * are seen by all other software, so they have to be seen here.
 */

#include "read/content_fields.h"

#include "base/ascii.h"
#include "header/comment.h"
#include "header/media_type.h"

/* Copies TEXT to OUT with room for MOST octets, or "" where it is longer. */
static void keep(mw_bytes text, char *out, size_t most)
{
    const bool fits = text.size <= most && text.size > 0 &&
                      memchr(text.data, '\0', text.size) == NULL;

    if (fits)
        memcpy(out, text.data, text.size);
    out[fits ? text.size : 0] = '\0';
}

static void make_lower(char *text)
{
    for (; *text != '\0'; text++)
        *text = (char)mw_ascii_lower((uint8_t)*text);
}

static bool is_token_octet(uint8_t octet)
{
    return mw_ascii_is_graph(octet) &&
           strchr("()<>@,;:\\\"/[]?=", octet) == NULL;
}

/* Takes a token from the front of TEXT. */
static mw_bytes take_token(mw_bytes *text)
{
    mw_bytes token = { text->data, 0 };

    while (token.size < text->size && is_token_octet(text->data[token.size]))
        token.size++;
    mw_bytes_skip(text, token.size);
    return token;
}

/* Takes "type/subtype" from the front of TEXT; false where there is none. */
static bool take_type(mw_bytes *text, mw_content_fields *fields)
{
    mw_bytes whole = take_token(text), subtype;

    if (whole.size == 0 || text->size == 0 || *text->data != '/')
        return false;
    mw_bytes_skip(text, 1);
    subtype = take_token(text);
    if (subtype.size == 0)
        return false;
    whole.size += 1 + subtype.size;
    keep(whole, fields->type, MW_CONTENT_TYPE_MOST);
    if (fields->type[0] == '\0')
        memcpy(fields->type, "application/octet-stream",
               sizeof "application/octet-stream");
    make_lower(fields->type);
    return true;
}

/* The octets of TEXT to its next semicolon, quoted ones passed over. */
static size_t parameter_size(mw_bytes text)
{
    bool quoted = false;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == ';' && !quoted)
            return i;
        if (text.data[i] == '"')
            quoted = !quoted;
        else if (text.data[i] == '\\' && quoted)
            i++;
    }
    return text.size;
}

/* The value of what stands behind "=", without quotes and what follows. */
static mw_bytes bare_value(mw_bytes text)
{
    size_t size = 0;

    text = mw_ascii_trim(text);
    if (text.size > 0 && *text.data == '"') {
        const uint8_t *end;

        mw_bytes_skip(&text, 1);
        end = text.size == 0 ? NULL : memchr(text.data, '"', text.size);
        return (mw_bytes){ text.data, end == NULL ? text.size
                                                  : (size_t)(end - text.data) };
    }
    while (size < text.size && !mw_ascii_is_blank(text.data[size]))
        size++;
    return (mw_bytes){ text.data, size };
}

/* Keeps the parameter TEXT, "name=value", where it is the first of its name.
 */
static void guess_parameter(mw_bytes text, mw_content_fields *fields)
{
    const uint8_t *equals =
        text.size == 0 ? NULL : memchr(text.data, '=', text.size);
    mw_bytes name = text;

    if (equals == NULL)
        return;
    name.size = (size_t)(equals - text.data);
    mw_bytes_skip(&text, name.size + 1);
    name = mw_ascii_trim(name);
    if (mw_ascii_equal_text(name, "boundary") && fields->boundary[0] == '\0')
        keep(bare_value(text), fields->boundary, MW_CONTENT_BOUNDARY_MOST);
    else if (mw_ascii_equal_text(name, "charset") && fields->charset[0] == '\0')
        keep(bare_value(text), fields->charset, MW_CONTENT_CHARSET_MOST);
}

static void guess_parameters(mw_bytes text, mw_content_fields *fields)
{
    while (text.size > 0) {
        const size_t size = parameter_size(text);

        guess_parameter((mw_bytes){ text.data, size }, fields);
        mw_bytes_skip(&text, size < text.size ? size + 1 : size);
    }
}

static void keep_parameter(const mw_media_type *type, const char *name,
                           char *out, size_t most)
{
    const mw_parameter *found = mw_parameter_find(type->parameters, name);

    if (found != NULL)
        keep(found->value, out, most);
}

/* A boundary does not end in blanks (RFC 2046, section 5.1.1). */
static void trim_boundary(char *boundary)
{
    size_t size = strlen(boundary);

    while (size > 0 && mw_ascii_is_blank((uint8_t)boundary[size - 1]))
        boundary[--size] = '\0';
}

mw_status mw_content_type_read(mw_converter_cache *cache, mw_bytes body,
                               mw_arena *arena, mw_content_fields *fields,
                               mw_error *error)
{
    mw_media_type type = { 0 };
    mw_bytes rest;
    mw_status status;

    if (body.size == 0 || !mw_comment_skip(&body))
        return MW_OK;
    rest = body;
    if (!take_type(&rest, fields))
        return MW_OK;
    status = mw_media_type_parse(cache, body, arena, &type, error);
    if (status == MW_E_MEMORY)
        return status;
    if (status == MW_OK) {
        keep_parameter(&type, "boundary", fields->boundary,
                       MW_CONTENT_BOUNDARY_MOST);
        keep_parameter(&type, "charset", fields->charset,
                       MW_CONTENT_CHARSET_MOST);
    } else {
        guess_parameters(rest, fields);
    }
    trim_boundary(fields->boundary);
    return MW_OK;
}

void mw_content_encoding_read(mw_bytes body, mw_content_fields *fields)
{
    if (body.size == 0 || !mw_comment_skip(&body))
        return;
    keep(take_token(&body), fields->encoding, MW_CONTENT_ENCODING_MOST);
    make_lower(fields->encoding);
}
