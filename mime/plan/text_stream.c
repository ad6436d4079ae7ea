/* SPDX-License-Identifier: MIT */

/*
 * Four stages, each pulled by the next: octets, text, lines, output. A stage
 * whose room is empty asks the one before it; where a stage changes nothing
 * (UTF-8 that stays UTF-8), it is left out.
 */

#include "plan/text_stream.h"

mw_status mw_text_stream_open(mw_text_stream *stream, const mw_source *source,
                              const mw_charset *input, const mw_charset *output,
                              mw_error *error)
{
    mw_status status;

    /* Not the rooms, which are large and need no value. */
    memset(stream, 0, offsetof(mw_text_stream, raw_room));
    stream->is_message = input == NULL;
    stream->at_start = true;
    status = mw_reader_open(&stream->reader, source, error);
    if (status != MW_OK)
        return status;
    if (input != NULL) {
        status = mw_converter_open(&stream->decoder, input, MW_TO_UTF8, error);
        stream->has_decoder = status == MW_OK;
    }
    if (status == MW_OK && output != NULL && output != MW_CHARSET_UTF8) {
        status =
            mw_converter_open(&stream->encoder, output, MW_FROM_UTF8, error);
        stream->has_encoder = status == MW_OK;
    }
    if (status != MW_OK)
        mw_text_stream_close(stream);
    return status;
}

void mw_text_stream_close(mw_text_stream *stream)
{
    if (stream->has_decoder)
        mw_converter_close(&stream->decoder);
    if (stream->has_encoder)
        mw_converter_close(&stream->encoder);
    stream->has_decoder = false;
    stream->has_encoder = false;
    mw_reader_close(&stream->reader);
}

/* Stage 1: octets of the source. */
static mw_status fill_raw(mw_text_stream *stream, mw_error *error)
{
    size_t got = 0;
    mw_status status = mw_reader_read(&stream->reader, stream->raw_room,
                                      sizeof stream->raw_room, &got, error);

    stream->raw = (mw_bytes){ stream->raw_room, got };
    stream->source_ended = got == 0;
    return status;
}

/* Drops a byte order mark from the front of the first text. */
static void drop_mark(mw_text_stream *stream)
{
    if (stream->at_start && !stream->is_message && stream->text.size >= 3 &&
        !memcmp(stream->text.data, "\xef\xbb\xbf", 3))
        mw_bytes_skip(&stream->text, 3);
    if (stream->text.size > 0)
        stream->at_start = false;
}

void mw_text_stream_shape(mw_text_stream *stream, mw_text_shape shape)
{
    stream->shape = shape;
    if (shape.flowed)
        mw_flowed_encoder_init(&stream->flowed, shape.delsp, MW_FLOWED_LINE, 2);
}

/* Stage 2: text in UTF-8, or the octets of what has no charset. */
static mw_status fill_text(mw_text_stream *stream, mw_error *error)
{
    mw_space space = { stream->text_room, sizeof stream->text_room };
    mw_status status = MW_OK;

    while (status == MW_OK && !stream->decoder_done && space.size > 3) {
        if (stream->raw.size == 0 && !stream->source_ended)
            status = fill_raw(stream, error);
        if (status != MW_OK)
            break;
        if (stream->has_decoder) {
            status =
                mw_convert(&stream->decoder, &stream->raw, &space,
                           stream->source_ended, &stream->decoder_done, error);
            stream->decoder_done = stream->decoder_done && stream->source_ended;
        } else {
            const size_t size =
                stream->raw.size < space.size ? stream->raw.size : space.size;

            mw_space_put_all(&space, stream->raw.data, size);
            mw_bytes_skip(&stream->raw, size);
            stream->decoder_done = stream->source_ended;
        }
        /* The mark needs three octets; else what is there will do. */
        if (space.size <= sizeof stream->text_room - 3)
            break;
    }
    stream->text =
        (mw_bytes){ stream->text_room, sizeof stream->text_room - space.size };
    if (stream->shape.plain)
        stream->text.size = mw_terminal_strip(
            &stream->terminal, stream->text_room, stream->text.size);
    drop_mark(stream);
    return status;
}

/* Copies TEXT to SPACE and makes each LF without a CR a CRLF. */
static void normalize(mw_text_stream *stream, mw_bytes *text, mw_space *space)
{
    while (text->size > 0 && space->size >= 2) {
        const size_t room = text->size < space->size ? text->size : space->size;
        const uint8_t *lf = memchr(text->data, '\n', room);
        const size_t size = lf == NULL ? room : (size_t)(lf - text->data);

        if (size > 0) {
            stream->after_cr = text->data[size - 1] == '\r';
            mw_space_put_all(space, text->data, size);
            mw_bytes_skip(text, size);
        }
        if (lf == NULL || space->size < 2)
            continue;
        if (!stream->after_cr)
            mw_space_put(space, '\r');
        mw_space_put(space, '\n');
        mw_bytes_skip(text, 1);
        stream->after_cr = false;
    }
}

/* Takes what there is of the text to SPACE; true when all of it is there. */
static bool make_lines(mw_text_stream *stream, mw_space *space)
{
    bool done = true;

    if (stream->shape.flowed)
        done = mw_flowed_encode(&stream->flowed, &stream->text, space,
                                stream->decoder_done);
    else
        normalize(stream, &stream->text, space);
    return done && stream->text.size == 0 && stream->decoder_done;
}

/* Stage 3: lines that end in CRLF, into SPACE. */
static mw_status pull_lines(mw_text_stream *stream, mw_space *space,
                            mw_error *error)
{
    const size_t room = space->size;
    mw_status status = MW_OK;

    while (status == MW_OK && space->size >= 2 && !stream->lines_done) {
        if (stream->text.size == 0 && !stream->decoder_done)
            status = fill_text(stream, error);
        if (status != MW_OK)
            break;
        stream->lines_done = make_lines(stream, space);
        if (stream->text.size == 0 && space->size < room)
            break;
    }
    return status;
}

/* Stage 4: the charset that goes out. */
static mw_status encode(mw_text_stream *stream, mw_space *space,
                        mw_error *error)
{
    const size_t room = space->size;
    mw_status status = MW_OK;
    bool done = false;

    while (status == MW_OK && space->size == room && !stream->encoder_done) {
        if (stream->lines.size == 0 && !stream->lines_done) {
            mw_space lines = { stream->lines_room, sizeof stream->lines_room };

            status = pull_lines(stream, &lines, error);
            stream->lines =
                (mw_bytes){ stream->lines_room,
                            sizeof stream->lines_room - lines.size };
        }
        if (status != MW_OK)
            break;
        status = mw_convert(&stream->encoder, &stream->lines, space,
                            stream->lines_done, &done, error);
        stream->encoder_done = done && stream->lines_done;
    }
    return status;
}

mw_status mw_text_stream_read(mw_text_stream *stream, uint8_t *buffer,
                              size_t size, size_t *got, mw_error *error)
{
    mw_space space = { buffer, size };
    mw_status status = MW_OK;

    if (stream->has_encoder) {
        status = encode(stream, &space, error);
    } else {
        while (status == MW_OK && space.size == size && !stream->lines_done)
            status = pull_lines(stream, &space, error);
    }
    *got = size - space.size;
    return status;
}

mw_status mw_text_stream_read_all(mw_text_stream *stream,
                                  mw_text_piece_function take, void *user,
                                  mw_error *error)
{
    uint8_t room[8192];
    mw_status status;
    size_t got;

    do {
        got = 0;
        status = mw_text_stream_read(stream, room, sizeof room, &got, error);
        if (status == MW_OK)
            status = take(user, (mw_bytes){ room, got }, error);
    } while (status == MW_OK && got > 0);
    return status;
}
