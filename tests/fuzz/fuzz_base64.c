/* SPDX-License-Identifier: MIT */

/*
 * Base64 both ways: what is encoded decodes to itself, what decodes has one
 * form only, and no cut of input or output shows. The first three octets say
 * how to cut; the rest is the text.
 */

#include "codec/base64.h"

#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* More than a whole input, and than what becomes of it. */
#define WHOLE ((size_t)1 << 16)

typedef struct {
    mw_base64_alphabet alphabet;
    size_t line_length, line_end;
} manner;

static mw_status encode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    *done = mw_base64_encode(coder, in, out, last);
    return MW_OK;
}

static mw_status decode_step(void *coder, mw_bytes *in, mw_space *out,
                             bool last, bool *done)
{
    return mw_base64_decode(coder, in, out, last, done, NULL);
}

static fuzz_output encode(manner how, mw_bytes in, size_t piece, size_t room)
{
    mw_base64_encoder encoder;

    mw_base64_encoder_init(&encoder, mw_base64_best_kernel(), how.alphabet,
                           how.line_length, how.line_end);
    return fuzz_run(encode_step, &encoder, in, piece, room);
}

static fuzz_output decode(mw_base64_alphabet alphabet, mw_bytes in,
                          size_t piece, size_t room)
{
    mw_base64_decoder decoder;

    mw_base64_decoder_init(&decoder, alphabet);
    return fuzz_run(decode_step, &decoder, in, piece, room);
}

static void check_round_trip(manner how, mw_bytes in, size_t piece, size_t room)
{
    fuzz_output whole = encode(how, in, WHOLE, WHOLE);
    fuzz_output cut = encode(how, in, piece, room);
    fuzz_output back = decode(how.alphabet, fuzz_bytes(&cut), room, piece);
    uint64_t announced;

    fuzz_require(mw_bytes_equal(fuzz_bytes(&whole), fuzz_bytes(&cut)));
    fuzz_require(back.status == MW_OK);
    fuzz_require(mw_bytes_equal(fuzz_bytes(&back), in));
    fuzz_require(mw_base64_encoded_size(in.size, how.line_length, how.line_end,
                                        &announced));
    fuzz_require(how.alphabet == MW_BASE64_URL || announced == whole.size);
    free(whole.data);
    free(cut.data);
    free(back.data);
}

/* Drops from TEXT what decoders pass over, and all padding. */
static void drop_blanks(fuzz_output *text)
{
    size_t kept = 0;

    for (size_t i = 0; i < text->size; i++)
        if (memchr(" \t\r\n=", text->data[i], 5) == NULL)
            text->data[kept++] = text->data[i];
    text->size = kept;
}

/* IN decodes to the same whatever the cuts, and only its form encodes it. */
static void check_decoder(mw_base64_alphabet alphabet, mw_bytes in,
                          size_t piece, size_t room)
{
    const manner plain = { alphabet, 0, 0 };
    fuzz_output whole = decode(alphabet, in, WHOLE, WHOLE);
    fuzz_output cut = decode(alphabet, in, piece, room);

    fuzz_require(whole.status == cut.status);
    fuzz_require(mw_bytes_equal(fuzz_bytes(&whole), fuzz_bytes(&cut)));
    if (whole.status == MW_OK) {
        fuzz_output form = encode(plain, fuzz_bytes(&whole), WHOLE, WHOLE);
        fuzz_output given = { malloc(in.size + 1), in.size, MW_OK };

        fuzz_require(given.data != NULL);
        memcpy(given.data, in.data, in.size);
        drop_blanks(&form);
        drop_blanks(&given);
        fuzz_require(mw_bytes_equal(fuzz_bytes(&form), fuzz_bytes(&given)));
        free(form.data);
        free(given.data);
    }
    free(whole.data);
    free(cut.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    manner how;
    mw_bytes in;

    if (size < 3 || size > WHOLE / 4)
        return 0;
    how = (manner){ data[0] & 1 ? MW_BASE64_URL : MW_BASE64_STANDARD,
                    (size_t)data[0] / 2, (size_t)1 + data[1] % 2 };
    in = (mw_bytes){ data + 3, size - 3 };
    check_round_trip(how, in, (size_t)1 + data[1], (size_t)1 + data[2]);
    check_decoder(how.alphabet, in, (size_t)1 + data[1], (size_t)1 + data[2]);
    return 0;
}
