/* SPDX-License-Identifier: MIT */

/*
 * A field of somebody else's is read by its grammar and written by it, as one
 * that is composed; only its encoded-words are read before, where composing
 * would take them for text.
 */

#include "base/ascii.h"
#include "codec/encoded_word.h"
#include "header/field.h"
#include "header/unfold.h"
#include "message/context.h"
#include "message/field_octets.h"

#include <mimewright/field.h>

/* Reads the encoded-words in BODY, which is unstructured text. */
static mw_status decode_text(mw_context *context, mw_arena *arena,
                             mw_bytes *body, mw_error *error)
{
    mw_buffer decoded;
    const char *copy = NULL;
    mw_status status;

    mw_buffer_init(&decoded, &context->allocator, 0);
    status = mw_word_decode_text(&context->converters, *body, &decoded, error);
    if (status == MW_OK) {
        copy = mw_arena_copy(arena, mw_buffer_bytes(&decoded), error);
        *body = (mw_bytes){ (const uint8_t *)copy, decoded.size };
    }
    mw_buffer_free(&decoded);
    return status == MW_OK && copy == NULL ? MW_E_MEMORY : status;
}

static mw_status fail_range(const mw_field_class *field_class, const char *why,
                            mw_error *error)
{
    return mw_fail(error, MW_E_RANGE, "%s: %s", field_class->name, why);
}

/* Whether an encoded-word may begin in TEXT. */
static bool may_have_words(mw_bytes text)
{
    for (size_t i = 1; i < text.size; i++)
        if (text.data[i - 1] == '=' && text.data[i] == '?')
            return true;
    return false;
}

/* Makes of BODY what the parser of its kind takes. */
static mw_status read_words(mw_context *context,
                            const mw_field_class *field_class, mw_arena *arena,
                            mw_bytes *body, mw_error *error)
{
    if (field_class->kind == MW_FIELD_TEXT)
        return decode_text(context, arena, body, error);
    /* Read, their commas and brackets would be the field's own. */
    if ((field_class->kind == MW_FIELD_PHRASES ||
         field_class->kind == MW_FIELD_LIST_ID) &&
        may_have_words(*body))
        return fail_range(field_class,
                          "has encoded-words beside text outside ASCII", error);
    return MW_OK;
}

/* What nobody would find again encoded: a boundary. */
static mw_status check_type(const mw_field *field, mw_error *error)
{
    const mw_parameter *at = field->value.media_type.parameters;

    if (field->field_class->kind != MW_FIELD_MEDIA_TYPE)
        return MW_OK;
    for (; at != NULL; at = at->next)
        if (mw_ascii_equal_text(at->name, "boundary") &&
            !mw_ascii_is_all(at->value))
            return fail_range(field->field_class, "a boundary outside ASCII",
                              error);
    return MW_OK;
}

static mw_status read_field(mw_context *context, mw_bytes octets,
                            mw_arena *arena, mw_field *field, mw_error *error)
{
    const mw_address_rules rules = {
        .cache = &context->converters,
        .decodes = true,
        .most = mw_context_limit(context, MW_LIMIT_RECIPIENTS),
    };
    const mw_field_octets parts = mw_field_octets_of(octets);
    mw_bytes body;
    mw_status status = mw_field_unfold(parts.body, arena, &body, error);

    if (status == MW_OK)
        status = read_words(context, mw_field_class_of(parts.name), arena,
                            &body, error);
    if (status == MW_OK)
        status = mw_field_read(&rules, parts.name, body, arena, field, error);
    return status == MW_OK ? check_type(field, error) : status;
}

static mw_status write_field(mw_context *context, const mw_field *field,
                             mw_sink *out, mw_error *error)
{
    mw_header_style style = {
        .cache = &context->converters,
        .field_ceiling = (size_t)mw_context_limit(context, MW_LIMIT_FIELD_SIZE),
    };
    mw_buffer text;
    mw_status status =
        mw_charset_list_parse("utf-8", true, &style.charsets, error);

    mw_buffer_init(&text, &context->allocator, 0);
    if (status == MW_OK)
        status = mw_field_write(field, &style, &text, error);
    if (status == MW_OK)
        status = mw_sink_write(out, text.data, text.size, error);
    mw_buffer_free(&text);
    return status;
}

mw_status mw_field_encode(mw_context *context, const void *field, size_t size,
                          mw_sink *out, mw_error *error)
{
    mw_field parsed;
    mw_arena arena;
    mw_status status;

    mw_arena_init(&arena, &context->allocator, 0);
    status =
        read_field(context, (mw_bytes){ field, size }, &arena, &parsed, error);
    if (status == MW_OK)
        status = write_field(context, &parsed, out, error);
    mw_arena_free(&arena);
    return status;
}
