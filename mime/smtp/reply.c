/* SPDX-License-Identifier: MIT */

/*
 * Octets are gathered to lines, and lines to a reply. Everything is counted
 * before it is kept, so a server cannot make this grow beyond its limits.
 */

#include "smtp/reply.h"

#include "base/ascii.h"

void mw_reply_parser_init(mw_reply_parser *parser,
                          const mw_allocator *allocator)
{
    *parser = (mw_reply_parser){ .line_limit = MW_REPLY_LINE_LIMIT };
    mw_buffer_init(&parser->line, allocator, 0);
    mw_buffer_init(&parser->text, allocator, 0);
}

void mw_reply_parser_free(mw_reply_parser *parser)
{
    mw_buffer_free(&parser->line);
    mw_buffer_free(&parser->text);
}

void mw_reply_parser_reset(mw_reply_parser *parser)
{
    mw_buffer_truncate(&parser->line, 0);
    mw_buffer_truncate(&parser->text, 0);
    parser->line_count = 0;
    parser->size = 0;
    parser->whole = false;
}

bool mw_reply_has_begun(const mw_reply_parser *parser)
{
    return !parser->whole && (parser->line.size > 0 || parser->line_count > 0);
}

/* Keeps the octets of a line, up to the LF, which counts too. What is said of
 * one that is too long does not depend on the pieces in which it came. */
static mw_status gather(mw_reply_parser *parser, mw_bytes octets,
                        mw_error *error)
{
    const size_t kept = parser->line.size + 1;
    const size_t room =
        kept < parser->line_limit ? parser->line_limit - kept : 0;
    const bool fits = octets.size <= room;
    mw_status status;

    if (!fits)
        octets.size = room;
    status = mw_buffer_append_bytes(&parser->line, octets, error);
    if (status != MW_OK || fits)
        return status;
    return mw_fail(error, MW_E_LIMIT,
                   "a line of more than %zu octets in the reply: \"%.*s\"",
                   parser->line_limit, MW_SHOW(mw_buffer_bytes(&parser->line)));
}

/* The code of LINE in *CODE, and whether another line follows in *ON. */
static bool take_code(mw_bytes *line, unsigned *code, bool *on)
{
    const uint8_t *data = line->data;

    if (line->size < 3 || !mw_ascii_is_digit(data[0]) ||
        !mw_ascii_is_digit(data[1]) || !mw_ascii_is_digit(data[2]))
        return false;
    if (line->size > 3 && data[3] != ' ' && data[3] != '-')
        return false;
    *code = (unsigned)(data[0] - '0') * 100 + (unsigned)(data[1] - '0') * 10 +
            (unsigned)(data[2] - '0');
    *on = line->size > 3 && data[3] == '-';
    mw_bytes_skip(line, line->size > 3 ? 4 : 3);
    return true;
}

/* Counts a line of SIZE octets with CODE. */
static mw_status count_line(mw_reply_parser *parser, size_t size, unsigned code,
                            mw_error *error)
{
    parser->size += size;
    if (parser->size > MW_REPLY_SIZE_LIMIT)
        return mw_fail(error, MW_E_LIMIT, "a reply of more than %d octets",
                       MW_REPLY_SIZE_LIMIT);
    if (parser->line_count == MW_REPLY_LINES_LIMIT)
        return mw_fail(error, MW_E_LIMIT, "a reply of more than %d lines",
                       MW_REPLY_LINES_LIMIT);
    if (parser->line_count > 0 && code != parser->code)
        return mw_fail(error, MW_E_SYNTAX,
                       "a reply that begins with %03u goes on with %03u",
                       parser->code, code);
    parser->line_count++;
    parser->code = code;
    return MW_OK;
}

/* Takes the line that was gathered into the reply. */
static mw_status end_line(mw_reply_parser *parser, mw_error *error)
{
    mw_bytes line = mw_buffer_bytes(&parser->line);
    const size_t size = line.size + 1;
    const bool first = parser->line_count == 0;
    mw_status status;
    unsigned code;
    bool on;

    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    else
        parser->had_bare_lf = true;
    if (!take_code(&line, &code, &on))
        return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no reply",
                       MW_SHOW(line));
    status = count_line(parser, size, code, error);
    if (status == MW_OK && !first)
        status = mw_buffer_append_octet(&parser->text, '\n', error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(&parser->text, line, error);
    mw_buffer_truncate(&parser->line, 0);
    parser->whole = !on;
    return status;
}

mw_status mw_reply_read(mw_reply_parser *parser, mw_bytes *in, bool *whole,
                        mw_reply *reply, mw_error *error)
{
    mw_status status = MW_OK;

    *whole = false;
    if (parser->whole)
        mw_reply_parser_reset(parser);
    while (in->size > 0 && !parser->whole && status == MW_OK) {
        const uint8_t *end = memchr(in->data, '\n', in->size);
        const size_t size = end ? (size_t)(end - in->data) : in->size;

        status = gather(parser, (mw_bytes){ in->data, size }, error);
        mw_bytes_skip(in, end ? size + 1 : size);
        if (status == MW_OK && end)
            status = end_line(parser, error);
    }
    if (status == MW_OK && parser->whole) {
        *whole = true;
        *reply = (mw_reply){ parser->code,
                             parser->line_count,
                             { (const uint8_t *)mw_buffer_text(&parser->text),
                               parser->text.size } };
    }
    return status;
}

bool mw_reply_next_line(mw_bytes *text, mw_bytes *line)
{
    const uint8_t *end;

    if (!text->data)
        return false;
    end = text->size > 0 ? memchr(text->data, '\n', text->size) : NULL;
    if (!end) {
        *line = *text;
        *text = (mw_bytes){ NULL, 0 };
        return true;
    }
    *line = (mw_bytes){ text->data, (size_t)(end - text->data) };
    mw_bytes_skip(text, line->size + 1);
    return true;
}

/* Skips one to three digits of LINE from *AT on. */
static bool skip_number(mw_bytes line, size_t *at)
{
    const size_t begin = *at;

    while (*at < line.size && *at < begin + 3 &&
           mw_ascii_is_digit(line.data[*at]))
        ++*at;
    return *at > begin;
}

size_t mw_reply_enhanced(unsigned code, mw_bytes line)
{
    const unsigned category = code / 100;
    size_t at = 2;

    if (category != 2 && category != 4 && category != 5)
        return 0;
    if (line.size < 5 || line.data[0] != '0' + category || line.data[1] != '.')
        return 0;
    if (!skip_number(line, &at) || at == line.size || line.data[at++] != '.' ||
        !skip_number(line, &at))
        return 0;
    return at == line.size || line.data[at] == ' ' ? at : 0;
}
