/* SPDX-License-Identifier: MIT */

#include "html/wrap.h"

#include "base/utf8.h"
#include "codec/cluster.h"
#include "codec/width.h"

/* What does not begin a line, and what does not end one (JIS X 4051). */
static const uint32_t CLOSING[] = {
    0x2019, 0x201d, 0x2026, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f,
    0x3011, 0x3015, 0x3017, 0x301f, 0x30fb, 0x30fc, 0xff01, 0xff05, 0xff09,
    0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, 0xff5e,
};
static const uint32_t OPENING[] = {
    0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010,
    0x3014, 0x3016, 0x301d, 0xff08, 0xff3b, 0xff5b,
};

static bool is_among(uint32_t code, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == code)
            return true;
    return false;
}

static bool is_closing(uint32_t code)
{
    return is_among(code, CLOSING, sizeof CLOSING / sizeof CLOSING[0]);
}

static bool is_opening(uint32_t code)
{
    return is_among(code, OPENING, sizeof OPENING / sizeof OPENING[0]);
}

/* One cluster of the text, as breaking sees it. */
typedef struct {
    uint32_t code;
    size_t size;
    unsigned width;
} piece;

static piece piece_at(mw_bytes text, size_t at)
{
    const mw_bytes rest = { text.data + at, text.size - at };
    piece found = { 0, mw_cluster_size(rest), mw_cluster_width(rest) };
    size_t size;

    (void)mw_utf8_next(rest, &size, &found.code);
    return found;
}

/* Whether a line may end between BEFORE and AFTER without a space. */
static bool may_break(const piece *before, const piece *after)
{
    return (before->width == 2 || after->width == 2) && before->code != ' ' &&
           after->code != ' ' && before->code != 0xa0 && after->code != 0xa0 &&
           !is_closing(after->code) && !is_opening(before->code);
}

size_t mw_wrap_line(mw_bytes text, unsigned width, size_t *next)
{
    size_t at = 0, columns = 0, end = 0;
    piece before = { ' ', 0, 0 };

    *next = 0;
    while (at < text.size) {
        const piece here = piece_at(text, at);

        if (here.code == ' ' && at > 0 && before.code != ' ') {
            end = at;
            *next = at + 1;
        } else if (at > 0 && may_break(&before, &here)) {
            end = *next = at;
        }
        if (here.code != ' ' && columns + here.width > width && *next > 0)
            return end;
        columns += here.width;
        at += here.size;
        before = here;
    }
    *next = text.size;
    return text.size;
}

size_t mw_text_width(mw_bytes text)
{
    size_t columns = 0;

    for (size_t at = 0; at < text.size;) {
        const piece here = piece_at(text, at);

        columns += here.width;
        at += here.size;
    }
    return columns;
}
