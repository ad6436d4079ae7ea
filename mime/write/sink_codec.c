/* SPDX-License-Identifier: MIT */

/*
 * Sinks that encode and decode on the way to another sink, through a buffer
 * of fixed size whatever comes.
 */

#include "codec/base64.h"
#include "codec/flowed.h"
#include "codec/quoted_printable.h"
#include "write/sink.h"
#include "write/sink_text.h"

#define ROOM 16384

typedef struct codec_sink codec_sink;

/* Takes from IN and writes to OUT as the coders of codec/ do. */
typedef mw_status (*step_function)(codec_sink *codec, mw_bytes *in,
                                   mw_space *out, bool last, bool *done,
                                   mw_error *error);

struct codec_sink {
    mw_context *context;
    mw_sink *next;
    step_function step;
    union {
        mw_base64_encoder base64_encoder;
        mw_base64_decoder base64_decoder;
        mw_qp_encoder qp_encoder;
        mw_qp_decoder qp_decoder;
        mw_flowed_encoder flowed_encoder;
        mw_flowed_decoder flowed_decoder;
    } coder;
    bool after_cr; /* of text on its way into quoted-printable */
};

static mw_status encode_base64(codec_sink *codec, mw_bytes *in, mw_space *out,
                               bool last, bool *done, mw_error *error)
{
    (void)error;
    *done = mw_base64_encode(&codec->coder.base64_encoder, in, out, last);
    return MW_OK;
}

static mw_status decode_base64(codec_sink *codec, mw_bytes *in, mw_space *out,
                               bool last, bool *done, mw_error *error)
{
    return mw_base64_decode(&codec->coder.base64_decoder, in, out, last, done,
                            error);
}

static mw_status encode_qp(codec_sink *codec, mw_bytes *in, mw_space *out,
                           bool last, bool *done, mw_error *error)
{
    (void)error;
    *done = mw_qp_encode(&codec->coder.qp_encoder, in, out, last);
    return MW_OK;
}

static mw_status decode_qp(codec_sink *codec, mw_bytes *in, mw_space *out,
                           bool last, bool *done, mw_error *error)
{
    return mw_qp_decode(&codec->coder.qp_decoder, in, out, last, done, error);
}

static mw_status encode_flowed(codec_sink *codec, mw_bytes *in, mw_space *out,
                               bool last, bool *done, mw_error *error)
{
    (void)error;
    *done = mw_flowed_encode(&codec->coder.flowed_encoder, in, out, last);
    return MW_OK;
}

static mw_status decode_flowed(codec_sink *codec, mw_bytes *in, mw_space *out,
                               bool last, bool *done, mw_error *error)
{
    (void)error;
    *done = mw_flowed_decode(&codec->coder.flowed_decoder, in, out, last);
    return MW_OK;
}

/* Takes all of IN through the coder to the next sink. */
static mw_status pump(codec_sink *codec, mw_bytes in, bool last,
                      mw_error *error)
{
    mw_status status = MW_OK;
    uint8_t room[ROOM];
    bool done = false;

    while (!done && status == MW_OK) {
        mw_space out = { room, sizeof room };

        status = codec->step(codec, &in, &out, last, &done, error);
        if (status == MW_OK)
            status =
                mw_sink_write(codec->next, room, sizeof room - out.size, error);
    }
    return status;
}

static mw_status take(void *user, const void *bytes, size_t size,
                      mw_error *error)
{
    return pump(user, (mw_bytes){ bytes, size }, false, error);
}

static mw_status finish(void *user, mw_error *error)
{
    return pump(user, (mw_bytes){ NULL, 0 }, true, error);
}

/* Copies from IN with each LF alone as CRLF, which is what the coder takes. */
static mw_bytes canonical(codec_sink *codec, mw_bytes *in, uint8_t room[ROOM])
{
    mw_space out = { room, ROOM };

    while (in->size > 0 && out.size >= 2) {
        const uint8_t octet = in->data[0];

        if (octet == '\n' && !codec->after_cr)
            mw_space_put(&out, '\r');
        mw_space_put(&out, octet);
        codec->after_cr = octet == '\r';
        mw_bytes_skip(in, 1);
    }
    return (mw_bytes){ room, ROOM - out.size };
}

static mw_status take_text(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    mw_bytes in = { bytes, size };
    mw_status status = MW_OK;
    uint8_t room[ROOM];

    while (in.size > 0 && status == MW_OK)
        status = pump(user, canonical(user, &in, room), false, error);
    return status;
}

static void release(void *user)
{
    codec_sink *codec = user;

    mw_context_give_back(codec->context, codec, sizeof *codec);
}

static codec_sink *new_codec(mw_context *context, step_function step,
                             mw_sink *next, mw_error *error)
{
    codec_sink *codec = mw_context_take(context, sizeof *codec, error);

    if (codec == NULL)
        return NULL;
    codec->context = context;
    codec->step = step;
    codec->next = next;
    return codec;
}

static mw_base64_alphabet alphabet_of(mw_format format)
{
    return format == MW_FORMAT_BASE64URL ? MW_BASE64_URL : MW_BASE64_STANDARD;
}

static mw_status check_format(mw_format format, mw_error *error)
{
    if ((unsigned)format > MW_FORMAT_FLOWED_DELSP)
        return mw_fail(error, MW_E_USAGE, "unknown format %d", (int)format);
    return MW_OK;
}

static bool is_flowed(mw_format format)
{
    return format == MW_FORMAT_FLOWED || format == MW_FORMAT_FLOWED_DELSP;
}

/* Whether FORMAT is of whole texts, which are kept until their end. */
static bool is_of_whole_text(mw_format format)
{
    return format == MW_FORMAT_HEADER || format == MW_FORMAT_PARAMETER ||
           format == MW_FORMAT_XTEXT;
}

static step_function encoding_step(mw_format format)
{
    if (is_flowed(format))
        return encode_flowed;
    return format == MW_FORMAT_QUOTED_PRINTABLE ? encode_qp : encode_base64;
}

static void init_encoder(codec_sink *codec, mw_format format,
                         size_t line_length, size_t line_end)
{
    if (is_flowed(format))
        mw_flowed_encoder_init(&codec->coder.flowed_encoder,
                               format == MW_FORMAT_FLOWED_DELSP, line_length,
                               line_end);
    else if (format == MW_FORMAT_QUOTED_PRINTABLE)
        mw_qp_encoder_init(&codec->coder.qp_encoder, MW_QP_TEXT, true, line_end,
                           line_length);
    else
        mw_base64_encoder_init(
            &codec->coder.base64_encoder, codec->context->base64,
            alphabet_of(format),
            line_length > 0 && line_length < 4 ? 4 : line_length, line_end);
}

mw_status mw_sink_new_encoder(mw_context *context, mw_format format,
                              size_t line_length, const char *line_end,
                              mw_sink *next, mw_sink **sink, mw_error *error)
{
    const bool is_qp = format == MW_FORMAT_QUOTED_PRINTABLE;
    const char *line = line_end[0] == '\r' ? "\r\n" : "\n";
    mw_status status = check_format(format, error);
    codec_sink *codec;

    if (status != MW_OK)
        return status;
    if (is_of_whole_text(format))
        return mw_sink_new_text(context, format, true,
                                line_length == 0 ? "" : line, next, sink,
                                error);
    codec = new_codec(context, encoding_step(format), next, error);
    if (codec == NULL)
        return MW_E_MEMORY;
    init_encoder(codec, format, line_length, strlen(line));
    return mw_sink_wrap(context, is_qp ? take_text : take, finish, codec,
                        release, sink, error);
}

static step_function decoding_step(mw_format format)
{
    if (is_flowed(format))
        return decode_flowed;
    return format == MW_FORMAT_QUOTED_PRINTABLE ? decode_qp : decode_base64;
}

mw_status mw_sink_new_decoder(mw_context *context, mw_format format,
                              mw_sink *next, mw_sink **sink, mw_error *error)
{
    mw_status status = check_format(format, error);
    codec_sink *codec;

    if (status != MW_OK)
        return status;
    if (is_of_whole_text(format))
        return mw_sink_new_text(context, format, false, "", next, sink, error);
    codec = new_codec(context, decoding_step(format), next, error);
    if (codec == NULL)
        return MW_E_MEMORY;
    if (is_flowed(format))
        mw_flowed_decoder_init(&codec->coder.flowed_decoder,
                               format == MW_FORMAT_FLOWED_DELSP);
    else if (format == MW_FORMAT_QUOTED_PRINTABLE)
        mw_qp_decoder_init(&codec->coder.qp_decoder, "\n");
    else
        mw_base64_decoder_init(&codec->coder.base64_decoder,
                               alphabet_of(format));
    return mw_sink_wrap(context, take, finish, codec, release, sink, error);
}
