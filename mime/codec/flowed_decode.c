/* SPDX-License-Identifier: MIT */

/*
 * Whether a line joins the one before is known behind its quote marks, and
 * where it may be a signature line, at its end; until then its first
 * characters are counted. The last space of a line is held back, too.
 */

#include "codec/flowed.h"

enum { AT_MARKS, AT_DASHES, IN_TEXT };

static const char SIGNATURE[] = "-- ";

void mw_flowed_decoder_init(mw_flowed_decoder *decoder, bool delsp)
{
    memset(decoder, 0, sizeof *decoder);
    decoder->delsp = delsp;
    decoder->state = AT_MARKS;
}

static void put(mw_flowed_decoder *decoder, uint8_t octet)
{
    decoder->text[decoder->text_size++] = octet;
}

static void put_text(mw_flowed_decoder *decoder, uint8_t octet)
{
    if (decoder->has_space)
        put(decoder, ' ');
    decoder->has_space = octet == ' ';
    if (octet != ' ')
        put(decoder, octet);
}

/* The text of a line begins: it joins the line before, or marks are due. */
static void begin_text(mw_flowed_decoder *decoder, bool is_signature,
                       bool is_empty)
{
    const bool joins = decoder->is_open && !is_signature &&
                       decoder->depth == decoder->open_depth;

    decoder->line_due = decoder->is_open && !joins;
    decoder->marks_due = joins ? 0 : decoder->depth;
    decoder->space_due = decoder->marks_due > 0 && !is_empty;
    decoder->is_open = false;
}

/* What looked like a signature line is text. */
static void leave_dashes(mw_flowed_decoder *decoder, bool is_empty)
{
    begin_text(decoder, false, is_empty && decoder->dashes == 0);
    for (unsigned i = 0; i < decoder->dashes; i++)
        put_text(decoder, (uint8_t)SIGNATURE[i]);
    decoder->dashes = 0;
    decoder->state = IN_TEXT;
}

/* The line is over; what it began with is no longer in question. */
static void settle(mw_flowed_decoder *decoder)
{
    if (decoder->state == IN_TEXT)
        return;
    if (decoder->dashes == sizeof SIGNATURE - 1) {
        begin_text(decoder, true, false);
        for (unsigned i = 0; i < decoder->dashes; i++)
            put(decoder, (uint8_t)SIGNATURE[i]);
    } else {
        leave_dashes(decoder, true);
    }
}

static void end_line(mw_flowed_decoder *decoder)
{
    settle(decoder);
    decoder->is_open = decoder->has_space;
    decoder->open_depth = decoder->depth;
    if (!decoder->has_space)
        put(decoder, '\n');
    else if (!decoder->delsp)
        put(decoder, ' ');
    decoder->has_space = false;
    decoder->depth = 0;
    decoder->dashes = 0;
    decoder->state = AT_MARKS;
}

static void take(mw_flowed_decoder *decoder, uint8_t octet)
{
    if (octet == '\n') {
        end_line(decoder);
        return;
    }
    if (decoder->state == AT_MARKS && octet == '>') {
        decoder->depth++;
        return;
    }
    if (decoder->state == AT_MARKS) {
        decoder->state = AT_DASHES;
        if (octet == ' ')
            return;
    }
    if (decoder->state == AT_DASHES && octet == SIGNATURE[decoder->dashes]) {
        decoder->dashes++;
        return;
    }
    if (decoder->state == AT_DASHES)
        leave_dashes(decoder, false);
    put_text(decoder, octet);
}

/* The text is over, in a line that no line end closes or after one. */
static void end_text(mw_flowed_decoder *decoder)
{
    decoder->ended = true;
    if (decoder->after_cr)
        take(decoder, '\r');
    if (decoder->state != AT_MARKS || decoder->depth > 0)
        settle(decoder);
    else if (decoder->is_open)
        put(decoder, '\n');
    if (decoder->has_space)
        put(decoder, ' ');
}

static bool put_one(mw_space *out, char octet)
{
    if (out->size == 0)
        return false;
    mw_space_put(out, (uint8_t)octet);
    return true;
}

/* Writes what is due, in its order, to OUT; whether that was all. */
static bool drain(mw_flowed_decoder *decoder, mw_space *out)
{
    if (decoder->line_due && !put_one(out, '\n'))
        return false;
    decoder->line_due = false;
    for (; decoder->marks_due > 0; decoder->marks_due--)
        if (!put_one(out, '>'))
            return false;
    if (decoder->space_due && !put_one(out, ' '))
        return false;
    decoder->space_due = false;
    for (; decoder->text_start < decoder->text_size; decoder->text_start++)
        if (!put_one(out, (char)decoder->text[decoder->text_start]))
            return false;
    decoder->text_start = decoder->text_size = 0;
    return true;
}

bool mw_flowed_decode(mw_flowed_decoder *decoder, mw_bytes *in, mw_space *out,
                      bool last)
{
    while (drain(decoder, out)) {
        uint8_t octet;

        if (in->size == 0 && (!last || decoder->ended))
            return true;
        if (in->size == 0) {
            end_text(decoder);
            continue;
        }
        octet = in->data[0];
        if (decoder->after_cr && octet != '\n') {
            decoder->after_cr = false;
            take(decoder, '\r');
            continue;
        }
        decoder->after_cr = octet == '\r';
        mw_bytes_skip(in, 1);
        if (octet != '\r')
            take(decoder, octet);
    }
    return false;
}
