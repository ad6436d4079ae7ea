/* SPDX-License-Identifier: MIT */

/*
 * The streaming base64 encoder. Kernels do the work, from the caller's input
 * straight into the caller's output: whole lines where a line begins, a
 * piece of one line elsewhere. What is here only sees to the seams: quanta
 * split between two inputs, line ends split between two outputs, and the
 * padding.
 */

#include "codec/base64_kernels.h"
#include "codec/pending.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void mw_base64_encoder_init(mw_base64_encoder *encoder,
                            const mw_base64_kernel *kernel,
                            mw_base64_alphabet alphabet, size_t line_length,
                            size_t line_end)
{
    size_t count;

    *encoder = (mw_base64_encoder){
        .kernel = kernel != NULL ? kernel : mw_base64_kernels(&count),
        .alphabet = alphabet,
        .line_length = line_length / 4 * 4,
        .line_end = line_length < 4 ? 0 : line_end,
    };
}

static bool flush(mw_base64_encoder *encoder, mw_space *out)
{
    return mw_pending_flush(encoder->pending, &encoder->pending_size, out);
}

/* Kernels know one alphabet; the other differs in two characters. */
static void make_url(uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const uint8_t c = text[i];

        text[i] = c == '+' ? '-' : c == '/' ? '_' : c;
    }
}

/* Lets the kernel encode LINES lines of LENGTH characters. */
static void run_kernel(const mw_base64_encoder *encoder, mw_bytes *in,
                       mw_space *out, size_t lines, size_t length,
                       size_t line_end)
{
    const size_t taken = lines * (length / 4 * 3);
    const size_t written = lines * (length + line_end);

    encoder->kernel->encode_lines(in->data, out->data, lines, length, line_end);
    if (encoder->alphabet == MW_BASE64_URL)
        make_url(out->data, written);
    mw_bytes_skip(in, taken);
    out->data += written;
    out->size -= written;
}

/* Encodes the whole lines that IN fills and OUT holds; whether any do. */
static bool encode_lines(const mw_base64_encoder *encoder, mw_bytes *in,
                         mw_space *out)
{
    const size_t length = encoder->line_length;
    size_t lines;

    if (length == 0 || encoder->column > 0)
        return false;
    /* Divided, not multiplied: a line may be as long as it likes. */
    lines = least(in->size / 3 / (length / 4),
                  out->size / (length + encoder->line_end));
    if (lines == 0)
        return false;
    run_kernel(encoder, in, out, lines, length, encoder->line_end);
    return true;
}

/* Encodes quanta of one line, as many as there are; whether there are any. */
static bool encode_piece(mw_base64_encoder *encoder, mw_bytes *in,
                         mw_space *out)
{
    size_t quanta = least(in->size / 3, out->size / 4);

    if (encoder->line_length > 0)
        quanta = least(quanta, (encoder->line_length - encoder->column) / 4);
    if (quanta == 0)
        return false;
    run_kernel(encoder, in, out, 1, quanta * 4, 0);
    if (encoder->line_length > 0)
        encoder->column += quanta * 4;
    return true;
}

static void end_line(mw_base64_encoder *encoder)
{
    static const uint8_t CRLF[2] = { '\r', '\n' };
    const size_t size = encoder->line_end;

    memcpy(encoder->pending + encoder->pending_size, CRLF + 2 - size, size);
    encoder->pending_size += size;
    encoder->column = 0;
}

/* Puts the quantum that is held among what is pending. */
static void encode_held(mw_base64_encoder *encoder)
{
    mw_bytes in = { encoder->held, 3 };
    mw_space out = { encoder->pending, 4 };

    run_kernel(encoder, &in, &out, 1, 4, 0);
    encoder->pending_size = 4;
    encoder->held_size = 0;
    if (encoder->line_length > 0)
        encoder->column += 4;
}

/* Takes octets towards a quantum; whether that made one. */
static bool hold(mw_base64_encoder *encoder, mw_bytes *in)
{
    while (in->size > 0 && encoder->held_size < 3) {
        encoder->held[encoder->held_size++] = in->data[0];
        mw_bytes_skip(in, 1);
    }
    if (encoder->held_size < 3)
        return false;
    encode_held(encoder);
    return true;
}

/* The last quantum, which is not whole, and the end of the last line. */
static void end_stream(mw_base64_encoder *encoder)
{
    const size_t held = encoder->held_size;

    if (held > 0) {
        memset(encoder->held + held, 0, 3 - held);
        encode_held(encoder);
        if (encoder->alphabet == MW_BASE64_URL)
            encoder->pending_size = held + 1;
        else
            memset(encoder->pending + held + 1, '=', 3 - held);
    }
    if (encoder->column > 0)
        end_line(encoder);
    encoder->ended = true;
}

/* Takes one step; false where IN lacks the octets for one. */
static bool step(mw_base64_encoder *encoder, mw_bytes *in, mw_space *out)
{
    if (encoder->column > 0 && encoder->column == encoder->line_length) {
        end_line(encoder);
        return true;
    }
    if (encoder->held_size == 0 &&
        (encode_lines(encoder, in, out) || encode_piece(encoder, in, out)))
        return true;
    return hold(encoder, in);
}

bool mw_base64_encode(mw_base64_encoder *encoder, mw_bytes *in, mw_space *out,
                      bool last)
{
    while (flush(encoder, out) && out->size > 0)
        if (!step(encoder, in, out))
            break;
    if (last && !encoder->ended && in->size == 0 &&
        encoder->pending_size == 0) {
        end_stream(encoder);
        flush(encoder, out);
    }
    return in->size == 0 && (!last || encoder->pending_size == 0);
}

bool mw_base64_encoded_size(uint64_t size, size_t line_length, size_t line_end,
                            uint64_t *encoded)
{
    const uint64_t quanta = size / 3 + (size % 3 > 0);
    const uint64_t line = line_length / 4; /* in quanta */
    uint64_t characters, ends = 0, sum;

    if (line > 0 && __builtin_mul_overflow(quanta / line + (quanta % line > 0),
                                           line_end, &ends))
        return false;
    if (__builtin_mul_overflow(quanta, 4, &characters) ||
        __builtin_add_overflow(characters, ends, &sum) || sum > INT64_MAX)
        return false;
    *encoded = sum;
    return true;
}
