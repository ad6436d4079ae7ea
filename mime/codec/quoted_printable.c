/* SPDX-License-Identifier: MIT */

/*
 * The quoted-printable encoder. Most of a text stands for itself, so runs of
 * such octets are found a word at a time and copied; what is left goes octet
 * by octet, or character by character, through the rules.
 *
 * Some rules look ahead: a blank is encoded where the line ends behind it,
 * and the last column is free for a character only if nothing follows it.
 * What hangs on octets that are still to come is held, never more than a
 * character and a CR, so that splits of the input do not show.
 */

#include "codec/quoted_printable.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/pending.h"

#define LINE_LENGTH_LEAST 16
#define UNIT_LONGEST 12 /* a character of four octets, all encoded */

void mw_qp_encoder_init(mw_qp_encoder *encoder, mw_qp_mode mode, bool utf8,
                        size_t line_end, size_t line_length)
{
    if (line_length == 0)
        line_length = SIZE_MAX;
    else if (line_length < LINE_LENGTH_LEAST)
        line_length = LINE_LENGTH_LEAST;
    *encoder = (mw_qp_encoder){
        .mode = mode,
        .utf8 = utf8,
        .line_end = line_end,
        .line_length = line_length,
    };
}

static bool is_literal(uint8_t octet)
{
    return octet == '\t' || (octet >= ' ' && octet <= '~' && octet != '=');
}

/* The eight octets at DATA, first one lowest; compilers make it one load. */
static inline uint64_t load_word(const uint8_t *data)
{
    return (uint64_t)data[0] | (uint64_t)data[1] << 8 |
           (uint64_t)data[2] << 16 | (uint64_t)data[3] << 24 |
           (uint64_t)data[4] << 32 | (uint64_t)data[5] << 40 |
           (uint64_t)data[6] << 48 | (uint64_t)data[7] << 56;
}

/*
 * How many octets at the front of WORD are literal and no tabs. Each sum sets
 * the highest bit of an octet that is over 127, DEL, below space, or "=".
 * Carries come from marked octets alone, so the lowest mark is never wrong.
 */
static inline size_t literals_in(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t marks = (word | (word + ones) | (word - ones * ' ') |
                            ((word ^ (ones * '=')) - ones)) &
                           (ones * 0x80);

    return marks == 0 ? 8 : (size_t)__builtin_ctzll(marks) / 8;
}

size_t mw_qp_literal_prefix(mw_bytes bytes)
{
    size_t i = 0;

    while (bytes.size - i >= 8) {
        const size_t literals = literals_in(load_word(bytes.data + i));

        i += literals;
        if (literals < 8 && bytes.data[i] != '\t')
            return i;
        i += literals < 8;
    }
    while (i < bytes.size && is_literal(bytes.data[i]))
        i++;
    return i;
}

static bool flush(mw_qp_encoder *encoder, mw_space *out)
{
    return mw_pending_flush(encoder->pending, &encoder->pending_size, out);
}

/*
 * Copies the run at the front of IN that stands for itself; whether there is
 * one. Its ends are left to the rules: what begins a line there, a blank that
 * may end one, the last column.
 */
static bool copy_run(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out)
{
    const size_t room = encoder->line_length - 1 - encoder->column;
    mw_bytes run = *in;

    if (encoder->column == 0 && (run.data[0] == '.' || run.data[0] == 'F'))
        return false;
    if (run.size > room)
        run.size = room;
    if (run.size > out->size)
        run.size = out->size;
    run.size = mw_qp_literal_prefix(run);
    if (run.size > 0 && mw_ascii_is_blank(run.data[run.size - 1]) &&
        (run.size == in->size || in->data[run.size] == '\r'))
        run.size--;
    if (run.size == 0)
        return false;
    mw_space_put_all(out, run.data, run.size);
    mw_bytes_skip(in, run.size);
    encoder->column += run.size;
    return true;
}

/* The digits of each octet, in capitals (RFC 2045, section 6.7, rule 1). */
/* clang-format off */
#define DIGITS_OF(high)                                                        \
    {high, '0'}, {high, '1'}, {high, '2'}, {high, '3'}, {high, '4'},           \
    {high, '5'}, {high, '6'}, {high, '7'}, {high, '8'}, {high, '9'},           \
    {high, 'A'}, {high, 'B'}, {high, 'C'}, {high, 'D'}, {high, 'E'},           \
    {high, 'F'}

static const uint8_t DIGITS[256][2] = {
    DIGITS_OF('0'), DIGITS_OF('1'), DIGITS_OF('2'), DIGITS_OF('3'),
    DIGITS_OF('4'), DIGITS_OF('5'), DIGITS_OF('6'), DIGITS_OF('7'),
    DIGITS_OF('8'), DIGITS_OF('9'), DIGITS_OF('A'), DIGITS_OF('B'),
    DIGITS_OF('C'), DIGITS_OF('D'), DIGITS_OF('E'), DIGITS_OF('F'),
};
/* clang-format on */

static void put_escaped(mw_space *out, const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out->data[3 * i] = '=';
        memcpy(out->data + 3 * i + 1, DIGITS[octets[i]], 2);
    }
    out->data += 3 * size;
    out->size -= 3 * size;
}

/* Whether OCTET is encoded wherever it stands. */
static bool is_always_escaped(uint8_t octet)
{
    return octet >= 0x80 || (!is_literal(octet) && octet != '\r');
}

/*
 * Encodes the run at the front of IN that is data whatever comes before and
 * behind; whether there is one. As long as the line has room for the longest
 * character, none is broken, wherever in one the run begins or ends: what is
 * left of it has room too.
 */
static bool escape_run(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out)
{
    const size_t room = encoder->line_length - 1 - encoder->column;
    size_t most = room < UNIT_LONGEST ? 0 : (room - UNIT_LONGEST) / 3 + 1;
    size_t size = 0;

    if (most > in->size)
        most = in->size;
    if (most > out->size / 3)
        most = out->size / 3;
    while (size < most && is_always_escaped(in->data[size]))
        size++;
    if (size == 0)
        return false;
    put_escaped(out, in->data, size);
    encoder->column += size * 3;
    mw_bytes_skip(in, size);
    return true;
}

/* What the octets that are there say; more of them may be needed. */
typedef enum { NO, YES, UNKNOWN } answer;

/* Whether a line, or all, ends AT octets into IN. */
static answer ends_at(const mw_qp_encoder *encoder, mw_bytes in, size_t at,
                      bool last)
{
    if (at == in.size)
        return last ? YES : UNKNOWN;
    if (encoder->mode == MW_QP_BINARY || in.data[at] != '\r')
        return NO;
    if (at + 1 == in.size)
        return last ? NO : UNKNOWN;
    return in.data[at + 1] == '\n' ? YES : NO;
}

/* Whether IN begins with what mailboxes in mbox format take for a message. */
static answer begins_from(mw_bytes in, bool last)
{
    static const char FROM[] = "From ";
    const size_t size = in.size < 5 ? in.size : 5;

    if (memcmp(in.data, FROM, size) != 0)
        return NO;
    return size == 5 ? YES : last ? NO : UNKNOWN;
}

/* Whether the octet at the front of IN has to be encoded. */
static answer is_encoded(const mw_qp_encoder *encoder, mw_bytes in, bool last)
{
    const uint8_t octet = in.data[0];

    if (!is_literal(octet))
        return YES;
    if (mw_ascii_is_blank(octet))
        return ends_at(encoder, in, 1, last);
    if (encoder->column > 0)
        return NO;
    return octet == '.' ? YES : octet == 'F' ? begins_from(in, last) : NO;
}

/* The octets at the front of IN that share a line; 0 where that is unknown. */
static size_t unit_size(const mw_qp_encoder *encoder, mw_bytes in, bool last)
{
    size_t size;
    uint32_t code;

    if (!encoder->utf8 || in.data[0] < 0x80)
        return 1;
    switch (mw_utf8_next(in, &size, &code)) {
    case MW_UTF8_VALID:
        return size;
    case MW_UTF8_CUT:
        return last ? 1 : 0;
    default:
        return 1;
    }
}

/* Whether WIDTH characters, which stand for SIZE octets, fit the line. */
static answer fits(const mw_qp_encoder *encoder, mw_bytes in, size_t size,
                   size_t width, bool last)
{
    const size_t room = encoder->line_length - encoder->column;

    if (width != room)
        return width < room ? YES : NO;
    if (encoder->soft_end && last && in.size == size)
        return NO;
    return ends_at(encoder, in, size, last); /* no "=" will follow */
}

static void break_line(mw_qp_encoder *encoder, mw_space *out, bool soft)
{
    if (soft)
        mw_space_put(out, '=');
    if (encoder->line_end == 2)
        mw_space_put(out, '\r');
    mw_space_put(out, '\n');
    encoder->column = 0;
    encoder->line_count++;
}

/*
 * Encodes what is at the front of IN, or breaks the line before it. OUT has
 * room for UNIT_LONGEST. False where what follows IN has to be known first.
 */
static bool encode_unit(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                        bool last)
{
    const answer encoded = is_encoded(encoder, *in, last);
    const size_t size = unit_size(encoder, *in, last);
    const size_t width = encoded == YES ? size * 3 : 1;
    answer fit;

    if (encoded == UNKNOWN || size == 0)
        return false;
    fit = fits(encoder, *in, size, width, last);
    if (fit == UNKNOWN)
        return false;
    if (fit == NO) {
        break_line(encoder, out, true);
        return true;
    }
    if (encoded == YES)
        put_escaped(out, in->data, size);
    else
        mw_space_put(out, in->data[0]);
    encoder->column += width;
    mw_bytes_skip(in, size);
    return true;
}

/* Takes a line break at the front of IN, or else one unit. */
static bool encode_next(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                        bool last)
{
    if (in->data[0] == '\r') {
        const answer ends = ends_at(encoder, *in, 0, last);

        if (ends == UNKNOWN)
            return false;
        if (ends == YES) {
            break_line(encoder, out, false);
            mw_bytes_skip(in, 2);
            return true;
        }
    }
    return encode_unit(encoder, in, out, last);
}

/* The same, whatever room OUT has. */
static bool encode_into_pending(mw_qp_encoder *encoder, mw_bytes *in,
                                mw_space *out, bool last)
{
    mw_space pending = { encoder->pending, sizeof encoder->pending };

    if (!encode_next(encoder, in, &pending, last))
        return false;
    encoder->pending_size = sizeof encoder->pending - pending.size;
    flush(encoder, out);
    return true;
}

/* Encodes until IN is empty, OUT is full, or more has to be known. */
static void encode(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                   bool last)
{
    bool more = true;

    while (more && in->size > 0 && out->size > 0) {
        if (copy_run(encoder, in, out) || escape_run(encoder, in, out))
            continue;
        if (out->size >= UNIT_LONGEST)
            more = encode_next(encoder, in, out, last);
        else
            more = encode_into_pending(encoder, in, out, last);
    }
}

/* Appends what IN has to what is held, as far as there is room. */
static size_t hold(mw_qp_encoder *encoder, mw_bytes in)
{
    const size_t room = sizeof encoder->held - encoder->held_size;
    const size_t size = in.size < room ? in.size : room;

    if (size > 0)
        memcpy(encoder->held + encoder->held_size, in.data, size);
    encoder->held_size += size;
    return size;
}

/*
 * Encodes what is held, with as much of IN behind it as shows how. What that
 * takes of IN beyond is taken from IN; what it leaves is held again, and so
 * nothing of IN is looked at twice but those few octets.
 */
static void encode_held(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                        bool last)
{
    const size_t before = encoder->held_size;
    const size_t added = hold(encoder, *in);
    mw_bytes held = { encoder->held, encoder->held_size };
    size_t taken;

    encode(encoder, &held, out, last && added == in->size);
    taken = encoder->held_size - held.size;
    if (taken < before) {
        memmove(encoder->held, encoder->held + taken, held.size);
        encoder->held_size = held.size;
        taken = encoder->held_size + taken; /* all that was added, too */
    } else {
        encoder->held_size = 0;
    }
    if (taken > before)
        mw_bytes_skip(in, taken - before);
}

/* Ends an unfinished last line, where that was asked for. */
static void end_softly(mw_qp_encoder *encoder, mw_space *out)
{
    mw_space pending = { encoder->pending, sizeof encoder->pending };

    if (!encoder->soft_end || encoder->column == 0 || encoder->pending_size > 0)
        return;
    break_line(encoder, &pending, true);
    encoder->pending_size = sizeof encoder->pending - pending.size;
    flush(encoder, out);
}

bool mw_qp_encode(mw_qp_encoder *encoder, mw_bytes *in, mw_space *out,
                  bool last)
{
    if (flush(encoder, out)) {
        if (encoder->held_size > 0)
            encode_held(encoder, in, out, last);
        if (encoder->held_size == 0)
            encode(encoder, in, out, last);
        if (out->size > 0 && in->size > 0)
            mw_bytes_skip(in, hold(encoder, *in));
    }
    if (last && in->size == 0 && encoder->held_size == 0)
        end_softly(encoder, out);
    return in->size == 0 &&
           (!last || (encoder->held_size == 0 && encoder->pending_size == 0));
}
