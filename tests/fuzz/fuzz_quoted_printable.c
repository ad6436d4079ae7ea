/* SPDX-License-Identifier: MIT */

/*
 * Quoted-printable both ways, and the measure of it: what is encoded decodes
 * to itself, is as large as was measured, holds nothing that a transport
 * changes, and no cut of input or output shows. The first three octets say
 * how; the rest is the text.
 */

#include "codec/quoted_printable.h"
#include "codec/transfer_encoding.h"

#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* More than a whole input, and than what becomes of it. */
#define WHOLE ((size_t)1 << 16)

typedef struct {
    mw_qp_mode mode;
    bool utf8;
    size_t line_end, line_length;
} manner;

static mw_status encode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_qp_encode(coder, in, out, last);
    return MW_OK;
}

static mw_status decode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    return mw_qp_decode(coder, in, out, last, done, NULL);
}

static fuzz_output encode(manner how, mw_bytes in, size_t piece, size_t room)
{
    mw_qp_encoder encoder;

    mw_qp_encoder_init(&encoder, how.mode, how.utf8, how.line_end,
                       how.line_length);
    return fuzz_run(encode_step, &encoder, in, piece, room);
}

static fuzz_output decode(mw_bytes in, size_t piece, size_t room)
{
    mw_qp_decoder decoder;

    mw_qp_decoder_init(&decoder, "\r\n");
    return fuzz_run(decode_step, &decoder, in, piece, room);
}

/* Whether LINE, without its end, arrives as it is (RFC 2049, section 3). */
static bool is_robust(mw_bytes line, size_t line_length)
{
    if (line.size == 0)
        return true;
    if (line_length > 0 && line.size > line_length)
        return false;
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] != '\t' && (line.data[i] < ' ' || line.data[i] > '~'))
            return false;
    return line.data[0] != '.' && line.data[line.size - 1] != ' ' &&
           line.data[line.size - 1] != '\t' &&
           (line.size < 5 || memcmp(line.data, "From ", 5) != 0);
}

static void check_lines(manner how, mw_bytes text)
{
    while (text.size > 0) {
        const uint8_t *lf = memchr(text.data, '\n', text.size);
        mw_bytes line = text;

        if (lf != NULL) {
            line.size = (size_t)(lf - text.data) + 1 - how.line_end;
            fuzz_require(how.line_end == 1 || lf[-1] == '\r');
        }
        fuzz_require(is_robust(line, how.line_length));
        mw_bytes_skip(&text, lf != NULL ? line.size + how.line_end : line.size);
    }
}

static void check_round_trip(manner how, mw_bytes in, size_t piece, size_t room)
{
    fuzz_output whole = encode(how, in, WHOLE, WHOLE);
    fuzz_output cut = encode(how, in, piece, room);
    fuzz_output back = decode(fuzz_bytes(&cut), room, piece);

    fuzz_require(mw_bytes_equal(fuzz_bytes(&whole), fuzz_bytes(&cut)));
    fuzz_require(back.status == MW_OK);
    fuzz_require(mw_bytes_equal(fuzz_bytes(&back), in));
    check_lines(how, fuzz_bytes(&whole));
    free(whole.data);
    free(cut.data);
    free(back.data);
}

static void check_measure(manner how, mw_bytes in, size_t piece)
{
    fuzz_output encoded;
    mw_measure measure;
    mw_bytes rest = in;

    how.line_end = 2;
    how.line_length = 76;
    encoded = encode(how, in, WHOLE, WHOLE);
    mw_measure_init(&measure, true, how.mode, how.utf8);
    while (rest.size > 0) {
        const size_t size = rest.size < piece ? rest.size : piece;

        mw_measure_add(&measure, (mw_bytes){ rest.data, size });
        mw_bytes_skip(&rest, size);
    }
    mw_measure_end(&measure);
    fuzz_require(measure.size == in.size);
    fuzz_require(measure.qp_size == encoded.size);
    free(encoded.data);
}

/* IN decodes to the same whatever the cuts. */
static void check_decoder(mw_bytes in, size_t piece, size_t room)
{
    fuzz_output whole = decode(in, WHOLE, WHOLE);
    fuzz_output cut = decode(in, piece, room);

    fuzz_require(whole.status == cut.status);
    if (whole.status == MW_OK)
        fuzz_require(mw_bytes_equal(fuzz_bytes(&whole), fuzz_bytes(&cut)));
    free(whole.data);
    free(cut.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t piece, room;
    manner how;
    mw_bytes in;

    if (size < 3 || size > WHOLE / 4)
        return 0;
    how = (manner){ data[0] & 1 ? MW_QP_BINARY : MW_QP_TEXT, (data[0] & 2) != 0,
                    (size_t)(data[0] & 4 ? 1 : 2),
                    data[0] & 8 ? (size_t)data[0] / 2 : 76 };
    if (how.line_length < 16)
        how.line_length = 0;
    piece = (size_t)1 + data[1];
    room = (size_t)1 + data[2];
    in = (mw_bytes){ data + 3, size - 3 };
    check_round_trip(how, in, piece, room);
    check_measure(how, in, piece);
    check_decoder(in, piece, room);
    return 0;
}
