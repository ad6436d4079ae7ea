/* SPDX-License-Identifier: MIT */

/*
 * How a text in encoded-words is laid on lines. A word is cut to the room
 * that its line has left; but where that would cut off a few characters
 * only, the next line takes the word.
 */

#include "header/word_run.h"

/* Room that is worth a word of its own: its frame alone takes 12. */
#define ROOM_WORTH_IT 40

/* Puts the next word of ENCODER into WORD, and on the line or the next. */
static mw_status write_word(mw_fold *fold, mw_bytes blanks,
                            mw_word_encoder *encoder, mw_buffer *word,
                            mw_error *error)
{
    const mw_word_encoder before = *encoder;
    size_t written = 0;
    size_t room = mw_fold_room(fold, MW_WORD_LINE_LONGEST);
    mw_status status = MW_OK;

    if (room > MW_WORD_LONGEST)
        room = MW_WORD_LONGEST;
    if (room > 0)
        status = mw_word_encode(encoder, room, word, &written, error);
    if (status != MW_OK)
        return status;
    if (written == 0 || (encoder->text.size > 0 && room < ROOM_WORTH_IT)) {
        *encoder = before;
        mw_buffer_truncate(word, 0);
        status =
            mw_word_encode(encoder, MW_WORD_LONGEST, word, &written, error);
        if (status != MW_OK)
            return status;
    }
    return mw_fold_add_word(fold, blanks, mw_buffer_bytes(word), error);
}

mw_status mw_word_run_write(mw_fold *fold, mw_bytes blanks, mw_bytes text,
                            mw_word_place place, const mw_header_style *style,
                            mw_error *error)
{
    mw_word_encoder encoder;
    mw_buffer word;
    mw_status status =
        mw_word_encoder_init(&encoder, style->cache, &style->charsets, text,
                             place, MW_WORD_LONGEST, error);

    mw_buffer_init(&word, fold->out->allocator, 0);
    while (status == MW_OK && encoder.text.size > 0) {
        mw_buffer_truncate(&word, 0);
        status = write_word(fold, blanks, &encoder, &word, error);
        blanks = mw_bytes_of(" ");
    }
    mw_buffer_free(&word);
    return status;
}
