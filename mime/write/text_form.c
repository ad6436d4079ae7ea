/* SPDX-License-Identifier: MIT */

/*
 * The coders of header/ and codec/ write whole fields for messages; here
 * their output is cut down to what somebody asks for who has only a body or
 * a parameter in hand.
 */

#include "write/text_form.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/encoded_word.h"
#include "codec/parameter.h"
#include "header/unstructured.h"
#include "write/xtext.h"

#include <inttypes.h>

/* With a space before and a semicolon after it, a line of 78. */
#define PARAMETER_PIECE 76

static mw_status check_text(mw_bytes text, mw_error *error)
{
    uint32_t code;
    size_t size;

    for (; text.size > 0; mw_bytes_skip(&text, size)) {
        if (mw_utf8_next(text, &size, &code) != MW_UTF8_VALID)
            return mw_fail(error, MW_E_DATA, "octet 0x%02X is not utf-8",
                           text.data[0]);
        if (mw_utf8_is_control(code) && code != '\t')
            return mw_fail(error, MW_E_DATA,
                           "U+%04X, a control character, has no place in it",
                           (unsigned)code);
    }
    return MW_OK;
}

static mw_header_style style_of(mw_context *context)
{
    return (mw_header_style){
        .cache = &context->converters,
        .charsets = { .items = { MW_CHARSET_US_ASCII, MW_CHARSET_UTF8 },
                      .count = 2 },
        .field_ceiling = (size_t)context->limits[MW_LIMIT_FIELD_SIZE],
    };
}

/* Appends FIELD, folded with CRLF, with LINE_END in place of that. */
static mw_status append_lines(mw_bytes field, const char *line_end,
                              mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    while (field.size > 0 && status == MW_OK) {
        const uint8_t *end = memchr(field.data, '\r', field.size);
        const size_t size =
            end == NULL ? field.size : (size_t)(end - field.data);

        status = mw_buffer_append(out, field.data, size, error);
        mw_bytes_skip(&field, size);
        if (field.size < 2 || status != MW_OK)
            break;
        mw_bytes_skip(&field, 2);
        status = mw_buffer_append_text(out, line_end, error);
    }
    return status;
}

static mw_status write_field(mw_context *context, mw_bytes text,
                             mw_buffer *field, mw_error *error)
{
    const mw_header_style style = style_of(context);
    mw_fold fold;
    mw_status status = mw_fold_begin(&fold, field, mw_bytes_of(""),
                                     style.field_ceiling, error);

    if (status == MW_OK)
        status = mw_unstructured_write(&fold, text, &style, error);
    if (status == MW_OK)
        status = mw_fold_end(&fold, error);
    return status;
}

static mw_status encode_header(mw_context *context, mw_bytes text,
                               const char *line_end, mw_buffer *out,
                               mw_error *error)
{
    mw_status status = check_text(text, error);
    mw_buffer field;
    mw_bytes body;

    mw_buffer_init(&field, &context->allocator, 0);
    if (status == MW_OK)
        status = write_field(context, text, &field, error);
    if (status == MW_OK) {
        body = mw_buffer_bytes(&field);
        mw_bytes_skip(&body, 1); /* the colon of the name that it has not */
        if (body.data[0] == ' ')
            mw_bytes_skip(&body, 1);
        status = append_lines(body, line_end, out, error);
    }
    mw_buffer_free(&field);
    return status;
}

static mw_status append_pieces(mw_parameter_encoder *encoder,
                               const char *line_end, mw_buffer *out,
                               mw_error *error)
{
    bool done = false;
    mw_status status = mw_parameter_encode(encoder, out, &done, error);

    while (status == MW_OK && !done) {
        status = mw_buffer_printf(out, error, ";%s ", line_end);
        if (status == MW_OK)
            status = mw_parameter_encode(encoder, out, &done, error);
    }
    if (status == MW_OK)
        status = mw_buffer_append_text(out, line_end, error);
    return status;
}

static mw_status encode_parameter(mw_context *context, mw_bytes text,
                                  const char *line_end, mw_buffer *out,
                                  mw_error *error)
{
    const mw_header_style style = style_of(context);
    const uint8_t *equals =
        text.size == 0 ? NULL : memchr(text.data, '=', text.size);
    mw_status status = check_text(text, error);
    mw_parameter_encoder encoder;
    mw_parameter parameter = { { NULL, 0 }, text, NULL };
    mw_buffer scratch;

    if (status != MW_OK)
        return status;
    if (equals == NULL)
        return mw_fail(error, MW_E_DATA, "no NAME=VALUE");
    parameter.name = (mw_bytes){ text.data, (size_t)(equals - text.data) };
    mw_bytes_skip(&parameter.value, parameter.name.size + 1);
    if (!mw_parameter_is_name(parameter.name))
        return mw_fail(error, MW_E_DATA, "'%.*s' is no name of a parameter",
                       MW_SHOW(parameter.name));
    mw_buffer_init(&scratch, &context->allocator, 0);
    status =
        mw_parameter_encoder_init(&encoder, style.cache, &style.charsets, false,
                                  &parameter, PARAMETER_PIECE, &scratch, error);
    if (status == MW_OK)
        status = append_pieces(&encoder, line_end, out, error);
    mw_buffer_free(&scratch);
    return status;
}

mw_status mw_text_form_encode(mw_context *context, mw_format format,
                              mw_bytes text, const char *line_end,
                              mw_buffer *out, mw_error *error)
{
    mw_status status;

    if (format == MW_FORMAT_HEADER)
        return encode_header(context, text, line_end, out, error);
    if (format == MW_FORMAT_PARAMETER)
        return encode_parameter(context, text, line_end, out, error);
    status = mw_xtext_encode(text, out, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(out, line_end, error);
    return status;
}

/* Appends TEXT without the line ends that folding put into it. */
static mw_status unfold(mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    for (uint64_t line = 1; text.size > 0 && status == MW_OK; line++) {
        const uint8_t *end = memchr(text.data, '\n', text.size);
        const size_t size = end == NULL ? text.size : (size_t)(end - text.data);
        const bool has_cr =
            end != NULL && size > 0 && text.data[size - 1] == '\r';

        if (line > 1 && !mw_ascii_is_blank(text.data[0]))
            return mw_fail(error, MW_E_DATA,
                           "line %" PRIu64 ": does not begin with white space",
                           line);
        status = mw_buffer_append(out, text.data, size - has_cr, error);
        mw_bytes_skip(&text, end == NULL ? size : size + 1);
    }
    return status;
}

/* What follows the value that may stand before the first parameter. */
static mw_bytes skip_value(mw_bytes text)
{
    mw_bytes rest = text;

    while (rest.size > 0 && rest.data[0] != ';') {
        if (rest.data[0] == '=' || rest.data[0] == '"')
            return text;
        mw_bytes_skip(&rest, 1);
    }
    return rest;
}

static mw_status append_parameters(const mw_parameter *list, mw_buffer *out,
                                   mw_error *error)
{
    mw_status status = MW_OK;

    for (; list != NULL && status == MW_OK; list = list->next) {
        status = check_text(list->value, error);
        if (status == MW_OK)
            status = mw_buffer_append_bytes(out, list->name, error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(out, '=', error);
        if (status == MW_OK)
            status = mw_buffer_append_bytes(out, list->value, error);
        if (status == MW_OK && list->next != NULL)
            status = mw_buffer_append_octet(out, '\n', error);
    }
    return status;
}

static mw_status decode_parameters(mw_context *context, mw_bytes text,
                                   mw_buffer *out, mw_error *error)
{
    const mw_bytes rest = skip_value(mw_ascii_trim(text));
    mw_parameter *list = NULL;
    mw_buffer field;
    mw_arena arena;
    mw_status status = MW_OK;

    mw_arena_init(&arena, &context->allocator, 0);
    mw_buffer_init(&field, &context->allocator, 0);
    if (rest.size > 0 && rest.data[0] != ';')
        status = mw_buffer_append_octet(&field, ';', error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(&field, rest, error);
    if (status == MW_OK)
        status =
            mw_parameter_parse(&context->converters, mw_buffer_bytes(&field),
                               &arena, &list, error);
    if (status == MW_OK && list == NULL)
        status = mw_fail(error, MW_E_DATA, "no parameter");
    if (status == MW_OK)
        status = append_parameters(list, out, error);
    mw_buffer_free(&field);
    mw_arena_free(&arena);
    return status;
}

static mw_status decode_unfolded(mw_context *context, mw_format format,
                                 mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_status status;

    if (format == MW_FORMAT_HEADER)
        return mw_word_decode_text(&context->converters, text, out, error);
    status = decode_parameters(context, text, out, error);
    if (status != MW_E_SYNTAX)
        return status;
    if (error != NULL)
        error->status = MW_E_DATA;
    return MW_E_DATA;
}

mw_status mw_text_form_decode(mw_context *context, mw_format format,
                              mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_buffer unfolded;
    mw_status status;

    if (format == MW_FORMAT_XTEXT)
        return mw_xtext_decode(text, out, error);
    mw_buffer_init(&unfolded, &context->allocator, 0);
    status = unfold(text, &unfolded, error);
    if (status == MW_OK)
        status = decode_unfolded(context, format, mw_buffer_bytes(&unfolded),
                                 out, error);
    mw_buffer_free(&unfolded);
    return status;
}
