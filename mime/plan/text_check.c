/* SPDX-License-Identifier: MIT */

#include "plan/text_check.h"

#include "base/ascii.h"
#include "base/utf8.h"

#define ROOM 16384

static bool is_text_octet(uint8_t octet)
{
    return !mw_ascii_is_forbidden(octet) || octet == '\n' || octet == '\r' ||
           octet == '\f';
}

/* Drops the text at the front of TEXT: what is left of it is none, or cut. */
static void skip_text(mw_bytes *text, bool *is_ascii)
{
    size_t size = 0;

    while (size < text->size && is_text_octet(text->data[size])) {
        *is_ascii = *is_ascii && text->data[size] < 0x80;
        size++;
    }
    mw_bytes_skip(text, mw_utf8_valid_prefix((mw_bytes){ text->data, size }));
}

/* Whether REST, what skip_text left, can be the start of a character. */
static bool is_cut(mw_bytes rest)
{
    size_t size;
    uint32_t code;

    return rest.size == 0 || mw_utf8_next(rest, &size, &code) == MW_UTF8_CUT;
}

bool mw_text_check_front(mw_bytes front)
{
    bool is_ascii = true;

    skip_text(&front, &is_ascii);
    return is_cut(front);
}

static mw_status read_text(mw_reader *reader, const char **charset,
                           mw_error *error)
{
    uint8_t room[ROOM];
    bool is_ascii = true;
    size_t held = 0, got;
    mw_status status;

    *charset = NULL;
    do {
        mw_bytes text;

        status = mw_reader_read(reader, room + held, sizeof room - held, &got,
                                error);
        if (status != MW_OK)
            return status;
        text = (mw_bytes){ room, held + got };
        skip_text(&text, &is_ascii);
        if (!is_cut(text))
            return MW_OK;
        held = text.size;
        memmove(room, text.data, held);
    } while (got > 0);
    if (held == 0)
        *charset = is_ascii ? "us-ascii" : "utf-8";
    return MW_OK;
}

mw_status mw_text_check_charset(const mw_source *source, const char **charset,
                                mw_error *error)
{
    mw_reader reader;
    mw_status status = mw_reader_open(&reader, source, error);

    if (status != MW_OK)
        return status;
    status = read_text(&reader, charset, error);
    mw_reader_close(&reader);
    return status;
}
