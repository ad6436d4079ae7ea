/* SPDX-License-Identifier: MIT */

/*
 * The line is broken between parameters; a value that is longer than a line
 * comes in pieces from codec/parameter.h, or as several encoded-words where
 * it is written the old way.
 */

#include "header/media_type.h"

#include "base/ascii.h"
#include "codec/encoded_word.h"

/* A line is a space, a piece and a semicolon. */
#define PIECE_MOST (MW_FOLD_LINE - 2)

/* The least that codec/encoded_word.h takes for the longest word. */
#define WORD_LEAST 40

typedef struct {
    mw_fold *fold;
    const mw_header_style *style;
    mw_buffer piece;
    mw_buffer value; /* the parameter's, in its charset */
    mw_error *error;
} type_writer;

static mw_status begin_parameter(type_writer *to)
{
    return mw_fold_add(to->fold, mw_bytes_of(";"), false, to->error);
}

static mw_status write_parameter(type_writer *to, const mw_parameter *parameter)
{
    const mw_header_style *style = to->style;
    mw_parameter_encoder encoder;
    bool done = false;
    mw_status status;

    mw_buffer_truncate(&to->value, 0);
    status = mw_parameter_encoder_init(&encoder, style->cache, &style->charsets,
                                       style->utf8, parameter, PIECE_MOST,
                                       &to->value, to->error);
    while (status == MW_OK && !done) {
        mw_buffer_truncate(&to->piece, 0);
        status = mw_parameter_encode(&encoder, &to->piece, &done, to->error);
        if (status == MW_OK)
            status = begin_parameter(to);
        if (status == MW_OK)
            status = mw_fold_add(to->fold, mw_buffer_bytes(&to->piece), true,
                                 to->error);
    }
    return status;
}

/*
 * Fills the piece with NAME="word word...", each word short enough to stand
 * on a line with name, quotes and semicolon.
 */
static mw_status make_legacy(type_writer *to, const mw_parameter *parameter)
{
    const size_t longest =
        MW_WORD_LINE_LONGEST - parameter->name.size - strlen(" =\"\";");
    mw_word_encoder encoder;
    size_t written;
    mw_status status = mw_word_encoder_init(
        &encoder, to->style->cache, &to->style->charsets, parameter->value,
        MW_WORD_IN_PHRASE, longest, to->error);

    mw_buffer_truncate(&to->piece, 0);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(&to->piece, parameter->name, to->error);
    if (status == MW_OK)
        status = mw_buffer_append_text(&to->piece, "=\"", to->error);
    while (status == MW_OK && encoder.text.size > 0) {
        status =
            mw_word_encode(&encoder, longest, &to->piece, &written, to->error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(
                &to->piece, encoder.text.size > 0 ? ' ' : '"', to->error);
    }
    return status;
}

static mw_status write_legacy(type_writer *to, const mw_parameter *parameter,
                              size_t most)
{
    const size_t frame = parameter->name.size + strlen("=\"\"");
    mw_status status;
    mw_bytes rest;

    if (parameter->name.size + WORD_LEAST + strlen(" =\"\";") >
        MW_WORD_LINE_LONGEST)
        return MW_OK;
    status = make_legacy(to, parameter);
    if (status != MW_OK || to->piece.size - frame > most)
        return status;
    status = begin_parameter(to);
    rest = mw_buffer_bytes(&to->piece);
    while (status == MW_OK && rest.size > 0) {
        const uint8_t *space = memchr(rest.data, ' ', rest.size);
        const mw_bytes word = { rest.data, space == NULL
                                               ? rest.size
                                               : (size_t)(space - rest.data) };

        status = mw_fold_add_word(to->fold, mw_bytes_of(" "), word, to->error);
        mw_bytes_skip(&rest, word.size + (space != NULL));
    }
    return status;
}

static mw_status write_type(type_writer *to, const mw_media_type *type)
{
    const char *slash = type->subtype[0] == '\0' ? "" : "/";
    mw_status status = mw_buffer_printf(&to->piece, to->error, "%s%s%s",
                                        type->type, slash, type->subtype);

    if (status != MW_OK)
        return status;
    return mw_fold_add(to->fold, mw_buffer_bytes(&to->piece), true, to->error);
}

mw_status mw_media_type_write(mw_fold *fold, const mw_media_type *type,
                              const char *legacy, size_t legacy_most,
                              const mw_header_style *style, mw_error *error)
{
    type_writer to = { .fold = fold, .style = style, .error = error };
    const mw_parameter *parameter = type->parameters;
    mw_status status;

    mw_buffer_init(&to.piece, fold->out->allocator, 0);
    mw_buffer_init(&to.value, fold->out->allocator, 0);
    status = write_type(&to, type);
    for (; parameter != NULL && status == MW_OK; parameter = parameter->next) {
        const bool is_legacy = legacy != NULL && !style->utf8 &&
                               mw_ascii_equal_text(parameter->name, legacy) &&
                               !mw_ascii_is_all(parameter->value);

        status = is_legacy ? write_legacy(&to, parameter, legacy_most)
                           : write_parameter(&to, parameter);
    }
    mw_buffer_free(&to.piece);
    mw_buffer_free(&to.value);
    return status;
}
