/* SPDX-License-Identifier: MIT */

#include "plan/content_stream.h"

mw_status mw_content_stream_open(mw_content_stream *stream,
                                 const mw_plan_part *part,
                                 const mw_base64_kernel *kernel,
                                 mw_line_end line_end, mw_error *error)
{
    const bool is_utf8 = part->output_charset == MW_CHARSET_UTF8 ||
                         part->content == MW_CONTENT_MESSAGE;
    mw_status status;

    stream->part = part;
    stream->line_end = line_end == MW_LINE_END_LF ? 1 : 2;
    stream->is_text = part->content != MW_CONTENT_EXACT;
    stream->after_cr = false;
    stream->ended = false;
    stream->in = (mw_bytes){ stream->room, 0 };
    mw_base64_encoder_init(&stream->base64, kernel, MW_BASE64_STANDARD, 76,
                           stream->line_end);
    mw_qp_encoder_init(&stream->qp, stream->is_text ? MW_QP_TEXT : MW_QP_BINARY,
                       is_utf8, stream->line_end, 76);
    stream->qp.soft_end = part->soft_end;
    if (!stream->is_text)
        return mw_reader_open(&stream->reader, part->source, error);
    status =
        mw_text_stream_open(&stream->text, part->source, part->input_charset,
                            part->output_charset, error);
    if (status == MW_OK)
        mw_text_stream_shape(&stream->text, part->shape);
    return status;
}

void mw_content_stream_close(mw_content_stream *stream)
{
    if (stream->is_text)
        mw_text_stream_close(&stream->text);
    else
        mw_reader_close(&stream->reader);
}

static mw_status refill(mw_content_stream *stream, mw_error *error)
{
    size_t got = 0;
    mw_status status =
        stream->is_text ? mw_text_stream_read(&stream->text, stream->room,
                                              sizeof stream->room, &got, error)
                        : mw_reader_read(&stream->reader, stream->room,
                                         sizeof stream->room, &got, error);

    if (status == MW_E_DATA) /* it fitted when it was planned */
        status = mw_fail(error, MW_E_CHANGED, "%s: has changed",
                         mw_source_name(stream->part->source));
    stream->in = (mw_bytes){ stream->room, got };
    stream->ended = got == 0;
    return status;
}

/* Copies IN to OUT with LF for CRLF; a CR alone stays. */
static bool copy_with_lf(mw_content_stream *stream, mw_space *out)
{
    mw_bytes *in = &stream->in;

    while (in->size > 0 && out->size > 0) {
        const uint8_t octet = in->data[0];

        if (stream->after_cr && octet != '\n') {
            mw_space_put(out, '\r');
            stream->after_cr = false;
            continue;
        }
        stream->after_cr = octet == '\r';
        if (!stream->after_cr)
            mw_space_put(out, octet);
        mw_bytes_skip(in, 1);
    }
    if (stream->ended && stream->after_cr && out->size > 0) {
        mw_space_put(out, '\r');
        stream->after_cr = false;
    }
    return in->size == 0 && !(stream->ended && stream->after_cr);
}

static bool copy(mw_content_stream *stream, mw_space *out)
{
    const size_t size =
        stream->in.size < out->size ? stream->in.size : out->size;

    if (stream->line_end == 1)
        return copy_with_lf(stream, out);
    mw_space_put_all(out, stream->in.data, size);
    mw_bytes_skip(&stream->in, size);
    return stream->in.size == 0;
}

/* Encodes what is in IN; true when all of it, and at the end all, is out. */
static bool encode(mw_content_stream *stream, mw_space *out)
{
    switch (stream->part->encoding) {
    case MW_ENCODING_BASE64:
        return mw_base64_encode(&stream->base64, &stream->in, out,
                                stream->ended);
    case MW_ENCODING_QUOTED_PRINTABLE:
        return mw_qp_encode(&stream->qp, &stream->in, out, stream->ended);
    default:
        return copy(stream, out);
    }
}

mw_status mw_content_stream_read(mw_content_stream *stream, mw_space *out,
                                 bool *ended, mw_error *error)
{
    mw_status status = MW_OK;
    bool all_out = false;

    while (status == MW_OK && out->size > 0) {
        if (stream->in.size == 0 && !stream->ended)
            status = refill(stream, error);
        if (status != MW_OK)
            break;
        all_out = encode(stream, out);
        if (all_out && stream->ended)
            break;
    }
    *ended = status == MW_OK && all_out && stream->ended;
    return status;
}
