/* SPDX-License-Identifier: MIT */

/*
 * Gaps are kept until something is written, so that what turns out to be
 * empty leaves no trace, and no blank line is the last one.
 *
 * A no-break space stays one in the paragraph, so that no line is broken
 * there, and becomes a space on its way out.
 */

#include "html/text_writer.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "html/wrap.h"

/* Columns of marks and indents: deeper than that, nothing is added. */
#define DEEPEST 40

#define NARROWEST 20

static const char NO_BREAK_SPACE[] = "\xc2\xa0";

void mw_text_writer_init(mw_text_writer *writer, bool is_unwrapped,
                         const mw_allocator *allocator)
{
    *writer = (mw_text_writer){ .is_unwrapped = is_unwrapped };
    mw_buffer_init(&writer->out, allocator, 0);
    mw_buffer_init(&writer->paragraph, allocator, 0);
    mw_buffer_init(&writer->prefix, allocator, 0);
    mw_buffer_init(&writer->first, allocator, 0);
}

void mw_text_writer_free(mw_text_writer *writer)
{
    mw_buffer_free(&writer->out);
    mw_buffer_free(&writer->paragraph);
    mw_buffer_free(&writer->prefix);
    mw_buffer_free(&writer->first);
}

static bool is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r');
}

/* Fillers of preheaders, soft hyphens, controls: what nobody sees. */
static bool is_nothing(uint32_t code)
{
    return mw_utf8_is_control(code) || code == 0xad || code == 0x34f ||
           code == 0x200b || code == 0x2060 || code == 0xfeff;
}

static bool at_line_start(const mw_text_writer *writer)
{
    const mw_buffer *paragraph = &writer->paragraph;

    return paragraph->size == 0 || paragraph->data[paragraph->size - 1] == '\n';
}

/* Adds the space that waits, unless a line begins here. */
static mw_status add_space(mw_text_writer *writer, mw_error *error)
{
    const bool wanted = writer->space && !at_line_start(writer);

    writer->space = false;
    return wanted ? mw_buffer_append_octet(&writer->paragraph, ' ', error)
                  : MW_OK;
}

static mw_status add_exact(mw_text_writer *writer, uint32_t code,
                           mw_bytes character, mw_error *error)
{
    if (is_nothing(code) && code != '\n' && code != '\t')
        return MW_OK;
    return mw_buffer_append_bytes(&writer->paragraph, character, error);
}

static mw_status add_character(mw_text_writer *writer, uint32_t code,
                               mw_bytes character, mw_error *error)
{
    mw_status status;

    if (writer->is_exact)
        return add_exact(writer, code, character, error);
    if (is_space(code)) {
        writer->space = true;
        return MW_OK;
    }
    if (is_nothing(code))
        return MW_OK;
    status = add_space(writer, error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(&writer->paragraph, character, error);
    return status;
}

mw_status mw_text_writer_add(mw_text_writer *writer, mw_bytes text,
                             mw_error *error)
{
    mw_status status = MW_OK;

    while (text.size > 0 && status == MW_OK) {
        size_t size;
        uint32_t code;

        if (mw_utf8_next(text, &size, &code) == MW_UTF8_VALID)
            status = add_character(writer, code, (mw_bytes){ text.data, size },
                                   error);
        mw_bytes_skip(&text, size);
    }
    return status;
}

mw_status mw_text_writer_add_whole(mw_text_writer *writer, const char *text,
                                   mw_error *error)
{
    const mw_status status = add_space(writer, error);

    if (status != MW_OK)
        return status;
    return mw_buffer_append_text(&writer->paragraph, text, error);
}

mw_status mw_text_writer_break(mw_text_writer *writer, mw_error *error)
{
    writer->space = false;
    return mw_buffer_append_octet(&writer->paragraph, '\n', error);
}

/* TEXT without the white space at its ends, no-break spaces too. */
static mw_bytes trim(mw_bytes text, bool front)
{
    for (;;) {
        if (text.size > 0 && is_space(text.data[text.size - 1]))
            text.size--;
        else if (text.size > 1 &&
                 !memcmp(text.data + text.size - 2, NO_BREAK_SPACE, 2))
            text.size -= 2;
        else if (front && text.size > 0 && is_space(text.data[0]))
            mw_bytes_skip(&text, 1);
        else if (front && text.size > 1 &&
                 !memcmp(text.data, NO_BREAK_SPACE, 2))
            mw_bytes_skip(&text, 2);
        else
            return text;
    }
}

/* Whether anything can be seen in TEXT. */
static bool is_visible(mw_bytes text)
{
    while (text.size > 0) {
        size_t size;
        uint32_t code;

        (void)mw_utf8_next(text, &size, &code);
        /* Joiners and marks of direction show nothing by themselves. */
        if (!is_space(code) && code != 0xa0 && code != 0x2007 &&
            !(code >= 0x200c && code <= 0x200f))
            return true;
        mw_bytes_skip(&text, size);
    }
    return false;
}

/* Writes the blank line that waits, with the marks of the quotes around. */
static mw_status write_gap(mw_text_writer *writer, mw_error *error)
{
    mw_status status = MW_OK;

    if (writer->gap == MW_GAP_BLANK && writer->out.size > 0) {
        for (size_t i = 0; i < writer->quotes_kept && status == MW_OK; i++)
            status = mw_buffer_append_text(
                &writer->out, i + 1 < writer->quotes_kept ? "> " : ">", error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(&writer->out, '\n', error);
    }
    writer->gap = MW_GAP_NONE;
    writer->quotes_kept = writer->quotes;
    return status;
}

/* Appends TEXT with its no-break spaces as spaces, none at the end. */
static mw_status append_plain(mw_buffer *out, mw_bytes text, mw_error *error)
{
    mw_status status = MW_OK;

    while (text.size > 0 && status == MW_OK) {
        const bool is_space_here =
            text.size > 1 && !memcmp(text.data, NO_BREAK_SPACE, 2);

        status = mw_buffer_append_octet(out, is_space_here ? ' ' : text.data[0],
                                        error);
        mw_bytes_skip(&text, is_space_here ? 2 : 1);
    }
    return status;
}

/* Appends LINE behind the prefix that is due, and ends the line. */
static mw_status write_line(mw_text_writer *writer, mw_bytes line,
                            mw_error *error)
{
    const mw_buffer *prefix =
        writer->has_first ? &writer->first : &writer->prefix;
    mw_status status = write_gap(writer, error);

    if (status == MW_OK)
        status = mw_buffer_append_bytes(&writer->out, mw_buffer_bytes(prefix),
                                        error);
    if (status == MW_OK)
        status = append_plain(&writer->out, line, error);
    while (status == MW_OK && writer->out.size > 0 &&
           writer->out.data[writer->out.size - 1] == ' ')
        mw_buffer_truncate(&writer->out, writer->out.size - 1);
    writer->has_first = false;
    if (status != MW_OK)
        return status;
    return mw_buffer_append_octet(&writer->out, '\n', error);
}

unsigned mw_text_writer_room(const mw_text_writer *writer)
{
    const size_t used = writer->prefix.size;

    if (used + NARROWEST > MW_TEXT_COLUMNS)
        return NARROWEST;
    return (unsigned)(MW_TEXT_COLUMNS - used);
}

/* Writes LINE in as many lines as it takes; *WIDEST grows with them. */
static mw_status wrap(mw_text_writer *writer, mw_bytes line, size_t *widest,
                      mw_error *error)
{
    const unsigned room = mw_text_writer_room(writer);
    mw_status status = MW_OK;

    do {
        size_t next = line.size;
        mw_bytes part = line;

        if (!writer->is_unwrapped && !writer->is_exact)
            part.size = mw_wrap_line(line, room, &next);
        part = trim(part, !writer->is_exact);
        if (mw_text_width(part) > *widest)
            *widest = mw_text_width(part);
        status = write_line(writer, part, error);
        mw_bytes_skip(&line, next);
    } while (status == MW_OK && line.size > 0);
    return status;
}

/* Writes the lines of the paragraph. */
static mw_status write_paragraph(mw_text_writer *writer, size_t *widest,
                                 mw_error *error)
{
    mw_bytes left = mw_buffer_bytes(&writer->paragraph);
    mw_status status = MW_OK;

    left = trim(left, !writer->is_exact);
    while (writer->is_exact && left.size > 0 && left.data[0] == '\n')
        mw_bytes_skip(&left, 1);
    while (status == MW_OK && left.size > 0) {
        const uint8_t *end = memchr(left.data, '\n', left.size);
        mw_bytes line = left;

        if (end != NULL)
            line.size = (size_t)(end - left.data);
        status = wrap(writer, line, widest, error);
        mw_bytes_skip(&left, line.size + (end != NULL));
    }
    return status;
}

static void ask_for_gap(mw_text_writer *writer, bool blank)
{
    if (blank)
        writer->gap = MW_GAP_BLANK;
    else if (writer->gap == MW_GAP_NONE)
        writer->gap = MW_GAP_LINE;
}

/* Ends the paragraph; *WIDEST gets the columns of its widest line. */
static mw_status end(mw_text_writer *writer, bool blank, size_t *widest,
                     mw_error *error)
{
    mw_status status = MW_OK;

    *widest = 0;
    writer->space = false;
    if (is_visible(mw_buffer_bytes(&writer->paragraph)))
        status = write_paragraph(writer, widest, error);
    mw_buffer_truncate(&writer->paragraph, 0);
    ask_for_gap(writer, blank);
    return status;
}

mw_status mw_text_writer_end(mw_text_writer *writer, bool blank,
                             mw_error *error)
{
    size_t widest;

    return end(writer, blank, &widest, error);
}

mw_status mw_text_writer_end_heading(mw_text_writer *writer, char mark,
                                     mw_error *error)
{
    size_t widest;
    uint8_t line[MW_TEXT_COLUMNS];
    mw_status status = end(writer, false, &widest, error);

    if (widest > mw_text_writer_room(writer))
        widest = mw_text_writer_room(writer);
    memset(line, mark, sizeof line);
    if (status == MW_OK && widest > 0)
        status = write_line(writer, (mw_bytes){ line, widest }, error);
    ask_for_gap(writer, true);
    return status;
}

mw_status mw_text_writer_line(mw_text_writer *writer, mw_bytes line,
                              mw_error *error)
{
    return write_line(writer, line, error);
}

static mw_status append_spaces(mw_buffer *buffer, size_t count, mw_error *error)
{
    mw_status status = MW_OK;

    while (count-- > 0 && status == MW_OK)
        status = mw_buffer_append_octet(buffer, ' ', error);
    return status;
}

mw_status mw_text_writer_enter(mw_text_writer *writer, const char *mark,
                               bool is_quote, mw_error *error)
{
    const bool fits = writer->prefix.size + strlen(mark) <= DEEPEST;
    mw_status status = MW_OK;

    writer->quotes += is_quote && fits;
    if (!fits)
        return MW_OK;
    if (!writer->has_first) {
        mw_buffer_truncate(&writer->first, 0);
        status = mw_buffer_append_bytes(
            &writer->first, mw_buffer_bytes(&writer->prefix), error);
    }
    if (status == MW_OK)
        status = mw_buffer_append_text(&writer->first, mark, error);
    if (status == MW_OK)
        status = is_quote ? mw_buffer_append_text(&writer->prefix, mark, error)
                          : append_spaces(&writer->prefix, strlen(mark), error);
    writer->has_first = true;
    return status;
}

void mw_text_writer_leave(mw_text_writer *writer, size_t size, bool is_quote)
{
    if (is_quote && writer->prefix.size > size)
        writer->quotes--;
    if (writer->quotes < writer->quotes_kept)
        writer->quotes_kept = writer->quotes;
    mw_buffer_truncate(&writer->prefix, size);
    writer->has_first = false;
}
