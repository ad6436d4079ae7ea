/* SPDX-License-Identifier: MIT */

/*
 * A line is looked at when it has ended or when it fills the room for it, and
 * then pieces are cut off its front; so the result does not hang on how the
 * input was split. A word that fills the room alone goes out as it comes.
 */

#include "codec/flowed.h"

#include "base/utf8.h"
#include "codec/cluster.h"
#include "codec/width.h"

#define SHORTEST_LINE 20
#define DEEPEST_QUOTE 40 /* what has more marks quotes nothing */

void mw_flowed_encoder_init(mw_flowed_encoder *encoder, bool delsp,
                            size_t line_length, size_t line_end)
{
    memset(encoder, 0, sizeof *encoder);
    encoder->delsp = delsp;
    encoder->line_end = line_end;
    encoder->line_length = line_length;
    if (line_length == 0)
        encoder->line_length = SIZE_MAX;
    else if (line_length < SHORTEST_LINE)
        encoder->line_length = SHORTEST_LINE;
}

static mw_bytes text_of(const mw_flowed_encoder *encoder)
{
    return (mw_bytes){ encoder->held + encoder->start, encoder->held_size };
}

static bool starts_with(mw_bytes text, const char *front)
{
    const size_t size = strlen(front);

    return text.size >= size && !memcmp(text.data, front, size);
}

static bool is_signature(mw_bytes text)
{
    return text.size == 3 && starts_with(text, "-- ");
}

/*
 * Takes the quote marks off the front of the line at hand: as many as have a
 * space or nothing behind them. Of "> >x" that is one.
 */
static void read_prefix(mw_flowed_encoder *encoder)
{
    const mw_bytes text = text_of(encoder);
    size_t depth = 0, marks = 0, at = 0, end = 0;

    encoder->has_prefix = true;
    while (at < text.size && text.data[at] == '>') {
        marks++;
        at++;
        if (at < text.size && text.data[at] != ' ')
            continue;
        at += at < text.size;
        depth = marks;
        end = at;
    }
    if (depth > DEEPEST_QUOTE)
        depth = end = 0;
    encoder->depth = depth;
    encoder->start += end;
    encoder->held_size -= end;
}

/* Punctuation that no line of Chinese or Japanese begins with. */
static bool is_closing(uint32_t code)
{
    static const uint16_t CLOSING[] = {
        0x2019, 0x201d, 0x2026, 0x3001, 0x3002, 0x3005, 0x3009, 0x300b, 0x300d,
        0x300f, 0x3011, 0x3015, 0x3017, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049,
        0x3063, 0x3083, 0x3085, 0x3087, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9,
        0x30c3, 0x30e3, 0x30e5, 0x30e7, 0x30fb, 0x30fc, 0xff01, 0xff09, 0xff0c,
        0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d,
    };

    for (size_t i = 0; i < sizeof CLOSING / sizeof CLOSING[0]; i++)
        if (CLOSING[i] == code)
            return true;
    return false;
}

/* And that none ends with. */
static bool is_opening(uint32_t code)
{
    static const uint16_t OPENING[] = { 0x2018, 0x201c, 0x3008, 0x300a,
                                        0x300c, 0x300e, 0x3010, 0x3014,
                                        0x3016, 0xff08, 0xff3b, 0xff5b };

    for (size_t i = 0; i < sizeof OPENING / sizeof OPENING[0]; i++)
        if (OPENING[i] == code)
            return true;
    return false;
}

static bool is_hangul(uint32_t code)
{
    return code >= 0xac00 && code <= 0xd7a3;
}

/* Whether a line may end between two characters without a space. */
static bool parts_words(uint32_t before, uint32_t after)
{
    return mw_char_width(before) == 2 && mw_char_width(after) == 2 &&
           !is_closing(after) && !is_opening(before) &&
           !(is_hangul(before) && is_hangul(after));
}

/* A walk along the line at hand, and the places to cut that it came by. */
typedef struct {
    size_t column;       /* where the walk is */
    size_t best;         /* the last place behind a space that fits; or 0 */
    size_t best_between; /* the same between ideographs */
    size_t next;         /* the first behind a space that does not fit */
    size_t next_between;
    bool is_over;
} walk;

/* Takes note of a place to cut at AT, before which COLUMN were taken. */
static void note(size_t at, bool fits, size_t *best, size_t *next)
{
    if (fits)
        *best = at;
    else if (*next == 0)
        *next = at;
}

/* The columns that do not belong to the text: marks and stuffing. */
static size_t margin(const mw_flowed_encoder *encoder, mw_bytes text)
{
    if (encoder->inside_word)
        return 0;
    if (encoder->depth > 0)
        return encoder->depth + 1;
    return starts_with(text, " ") || starts_with(text, ">") ||
           starts_with(text, "From ");
}

static bool is_enough(const mw_flowed_encoder *encoder, const walk *way)
{
    return way->best > 0 || way->next > 0 ||
           (encoder->delsp && (way->best_between > 0 || way->next_between > 0));
}

static walk take_walk(const mw_flowed_encoder *encoder)
{
    const mw_bytes text = text_of(encoder);
    const size_t edge = encoder->line_length - encoder->delsp;
    walk way = { .column = margin(encoder, text) };
    uint32_t before = 0, code;
    size_t size;

    for (size_t at = 0; at < text.size; at += size) {
        const mw_bytes rest = { text.data + at, text.size - at };
        const bool is_signed_off =
            at == 3 && !encoder->inside_word && starts_with(text, "-- ");

        (void)mw_utf8_next(rest, &size, &code);
        size = mw_cluster_size(rest);
        if (before == ' ' && code != ' ' && !is_signed_off)
            note(at, way.column <= edge, &way.best, &way.next);
        if (before != ' ' && parts_words(before, code))
            /* One column more: the space that is added. */
            note(at, way.column <= encoder->line_length - 1, &way.best_between,
                 &way.next_between);
        way.column += mw_cluster_width(rest);
        way.is_over |= way.column > encoder->line_length;
        if (way.is_over && is_enough(encoder, &way))
            break;
        before = code;
    }
    return way;
}

static void put(mw_flowed_encoder *encoder, const void *octets, size_t size)
{
    memcpy(encoder->pending + encoder->pending_size, octets, size);
    encoder->pending_size += size;
}

static void put_line_end(mw_flowed_encoder *encoder)
{
    put(encoder, encoder->line_end == 1 ? "\n" : "\r\n", encoder->line_end);
}

/* Moves SIZE octets of the line at hand to the output, with what they need
 * before them. */
static void put_piece(mw_flowed_encoder *encoder, size_t size)
{
    const mw_bytes text = { text_of(encoder).data, size };

    if (!encoder->inside_word) {
        for (size_t i = 0; i < encoder->depth; i++)
            put(encoder, ">", 1);
        if (margin(encoder, text) > encoder->depth && size > 0)
            put(encoder, " ", 1);
    }
    put(encoder, text.data, size);
    encoder->start += size;
    encoder->held_size -= size;
}

static void put_soft(mw_flowed_encoder *encoder, size_t size)
{
    put_piece(encoder, size);
    if (encoder->delsp)
        put(encoder, " ", 1);
    put_line_end(encoder);
    encoder->inside_word = false;
    encoder->inside_line = true;
    encoder->is_cut = true;
}

/* Ends the line at hand without the white space at its end. */
static void put_last(mw_flowed_encoder *encoder)
{
    const mw_bytes text = text_of(encoder);
    size_t size = text.size;

    if (encoder->inside_word || encoder->inside_line || !is_signature(text))
        while (size > 0 &&
               (text.data[size - 1] == ' ' || text.data[size - 1] == '\t'))
            size--;
    put_piece(encoder, size);
    if (encoder->line_ended)
        put_line_end(encoder);
    encoder->start = encoder->held_size = 0;
    encoder->has_prefix = false;
    encoder->inside_word = false;
    encoder->inside_line = false;
    encoder->line_ended = false;
}

/* Where to cut the line at hand, or 0 for nowhere. */
static size_t choose(mw_flowed_encoder *encoder, const walk *way)
{
    if (!encoder->delsp) {
        encoder->wants_delsp |= way->best == 0 && way->best_between > 0;
        return way->best > 0 ? way->best : way->next;
    }
    if (way->best > 0 || way->best_between > 0)
        return way->best > way->best_between ? way->best : way->best_between;
    if (way->next > 0 && way->next_between > 0)
        return way->next < way->next_between ? way->next : way->next_between;
    return way->next > 0 ? way->next : way->next_between;
}

/*
 * Octets at the front of TEXT, of a word that goes on, that may go out: whole
 * characters, and no spaces that may yet end the line.
 */
static size_t settled(mw_bytes text)
{
    uint32_t code;
    size_t size = 0, last = 0;

    for (size_t at = 0; at < text.size; at += size) {
        const mw_bytes rest = { text.data + at, text.size - at };

        if (mw_utf8_next(rest, &size, &code) == MW_UTF8_CUT)
            break;
        if (code != ' ' && code != '\t')
            last = at + size;
    }
    return last;
}

static bool is_full(const mw_flowed_encoder *encoder)
{
    return encoder->held_size + 1 >= MW_FLOWED_SPAN;
}

/* Makes the next piece of a line that has ended or fills its room. */
static void make_piece(mw_flowed_encoder *encoder)
{
    const bool is_whole = encoder->line_ended || encoder->input_ended;
    size_t size;
    walk way;

    if (!encoder->has_prefix)
        read_prefix(encoder);
    way = take_walk(encoder);
    size = way.is_over ? choose(encoder, &way) : 0;
    if (size > 0) {
        put_soft(encoder, size);
    } else if (is_whole) {
        put_last(encoder);
    } else if (settled(text_of(encoder)) > 0) {
        put_piece(encoder, settled(text_of(encoder)));
        encoder->inside_word = true;
    } else {
        put_soft(encoder, encoder->held_size); /* nothing but spaces */
    }
}

static void hold(mw_flowed_encoder *encoder, uint8_t octet)
{
    encoder->held[encoder->start + encoder->held_size++] = octet;
}

/* Takes from IN until a line has ended or there is no room. */
static void take(mw_flowed_encoder *encoder, mw_bytes *in)
{
    memmove(encoder->held, encoder->held + encoder->start, encoder->held_size);
    encoder->start = 0;
    while (in->size > 0 && !encoder->line_ended && !is_full(encoder)) {
        const uint8_t octet = in->data[0];

        mw_bytes_skip(in, 1);
        if (encoder->after_cr && octet != '\n')
            hold(encoder, '\r');
        encoder->after_cr = octet == '\r';
        encoder->line_ended = octet == '\n';
        if (octet != '\r' && octet != '\n')
            hold(encoder, octet);
    }
}

/* Writes what is due to OUT; whether that was all. */
static bool drain(mw_flowed_encoder *encoder, mw_space *out)
{
    const size_t due = encoder->pending_size - encoder->pending_start;
    const size_t size = due < out->size ? due : out->size;

    mw_space_put_all(out, encoder->pending + encoder->pending_start, size);
    encoder->pending_start += size;
    if (size < due)
        return false;
    encoder->pending_start = encoder->pending_size = 0;
    return true;
}

static bool is_ready(const mw_flowed_encoder *encoder)
{
    return encoder->line_ended || encoder->input_ended || is_full(encoder);
}

bool mw_flowed_encode(mw_flowed_encoder *encoder, mw_bytes *in, mw_space *out,
                      bool last)
{
    while (drain(encoder, out)) {
        if (!is_ready(encoder))
            take(encoder, in);
        if (!is_ready(encoder) && !last)
            return true;
        if (!is_ready(encoder)) {
            encoder->input_ended = true;
            if (encoder->after_cr)
                hold(encoder, '\r');
        }
        if (encoder->input_ended && encoder->held_size == 0)
            return true;
        make_piece(encoder);
    }
    return false;
}
