/* SPDX-License-Identifier: MIT */

/*
 * Paragraphs are cut as format=flowed cuts them, which keeps the depth of
 * quotes and knows where lines of Chinese may end; then what tells readers to
 * join the lines again is taken off.
 */

#include "config.h"

#include "quote.h"

#include <string.h>

#define COLUMNS 78

static mw_status put(mw_sink *out, const char *text, mw_error *error)
{
    return mw_sink_write(out, text, strlen(text), error);
}

/* Whether LINE begins with quote marks, and not with a ">" of its words. */
static bool is_quote(const char *line, size_t size)
{
    size_t marks = 0;

    while (marks < size && line[marks] == '>')
        marks++;
    return marks > 0 && (marks == size || line[marks] == ' ');
}

/* Writes a line; behind MARK, "> " before words, ">" before nothing and before
 * more marks. */
static mw_status put_line(mw_sink *out, const char *mark, const char *line,
                          size_t size, mw_error *error)
{
    const bool is_bare = size == 0 || is_quote(line, size);
    const size_t most = strlen(mark);
    mw_status status =
        mw_sink_write(out, mark, is_bare && most > 1 ? 1 : most, error);

    if (status == MW_OK)
        status = mw_sink_write(out, line, size, error);
    return status == MW_OK ? mw_sink_write(out, "\n", 1, error) : status;
}

/* The octets of a flowed line without the spaces that join it to the next. */
static size_t without_end(const char *line, size_t size)
{
    size_t end = size;

    while (end > 0 && line[end - 1] == ' ')
        end--;
    return end >= 2 && end + 1 == size && !memcmp(line + end - 2, "--", 2) &&
                   strspn(line, "> ") >= end - 2
               ? size /* the signature line */
               : end;
}

/* Writes a line of format=flowed. A line that is stuffed has the space of the
 * mark already. */
static mw_status put_flowed_line(mw_sink *out, const char *mark,
                                 const char *line, size_t size, mw_error *error)
{
    const bool is_stuffed = size > 0 && line[0] == ' ';

    size = without_end(line, size);
    if (!is_stuffed || size == 0)
        return put_line(out, mark, line, size, error);
    if (mark[0] == '\0')
        return put_line(out, "", line + 1, size - 1, error);
    return put_line(out, ">", line, size, error);
}

/* Writes TEXT, line by line, behind MARK. */
static mw_status put_lines(const char *text, size_t left, const char *mark,
                           bool flowed, mw_sink *out, mw_error *error)
{
    mw_status status = MW_OK;

    while (left > 0 && status == MW_OK) {
        const char *end = memchr(text, '\n', left);
        const size_t size = end == NULL ? left : (size_t)(end - text);
        const size_t taken = size + (end != NULL);

        status = flowed ? put_flowed_line(out, mark, text, size, error)
                        : put_line(out, mark, text, size, error);
        text += taken;
        left -= taken;
    }
    return status;
}

/* Writes SIZE octets of TEXT, whose lines are paragraphs, cut. */
static mw_status put_wrapped(mw_context *context, const char *text, size_t size,
                             const char *mark, mw_sink *out, mw_error *error)
{
    mw_sink *encoder = NULL;
    mw_sink *memory;
    size_t made;
    const char *lines;
    mw_status status = mw_sink_new_memory(context, &memory, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_new_encoder(context, MW_FORMAT_FLOWED_DELSP,
                                 COLUMNS - strlen(mark), "\n", memory, &encoder,
                                 error);
    if (status == MW_OK)
        status = mw_sink_write(encoder, text, size, error);
    if (status == MW_OK)
        status = mw_sink_finish(encoder, error);
    lines = mw_sink_memory(memory, &made);
    if (status == MW_OK)
        status = put_lines(lines, made, mark, true, out, error);
    mw_sink_free(encoder);
    mw_sink_free(memory);
    return status;
}

/* Writes the text behind MARK. */
static mw_status put_text(const original *self, mw_context *context,
                          const char *mark, bool wraps, mw_sink *out,
                          mw_error *error)
{
    const char *text = self->text == NULL ? "" : self->text;

    return wraps && self->is_joined
               ? put_wrapped(context, text, strlen(text), mark, out, error)
               : put_lines(text, strlen(text), mark, false, out, error);
}

/* The date without the comment that may name its zone. */
static mw_status put_date(const original *self, mw_sink *out, mw_error *error)
{
    const char *date = self->fields[ORIGINAL_DATE];
    size_t size = strcspn(date, "(");

    while (size > 0 && (date[size - 1] == ' ' || date[size - 1] == '\t'))
        size--;
    return mw_sink_write(out, date, size, error);
}

/* Who wrote it: a name, else an address, else what stands there. */
static mw_status put_author(const original *self, mw_context *context,
                            mw_sink *out, mw_error *error)
{
    const char *from = self->fields[ORIGINAL_FROM];
    mw_mailboxes *mailboxes;
    mw_status status = mw_mailboxes_new(context, &mailboxes, error);

    if (status != MW_OK)
        return status;
    status = mw_mailboxes_add(mailboxes, from, strlen(from), error);
    if (status == MW_OK && mw_mailboxes_count(mailboxes) > 0) {
        from = mw_mailboxes_display_name(mailboxes, 0);
        if (from[0] == '\0')
            from = mw_mailboxes_address(mailboxes, 0);
    }
    if (status != MW_E_MEMORY)
        status = put(out, from[0] == '\0' ? "somebody" : from, error);
    mw_mailboxes_free(mailboxes);
    return status;
}

mw_status quote_reply(const original *self, mw_context *context, bool wraps,
                      mw_sink *out, mw_error *error)
{
    mw_status status = MW_OK;

    if (self->fields[ORIGINAL_DATE][0] != '\0') {
        status = put(out, "On ", error);
        if (status == MW_OK)
            status = put_date(self, out, error);
        if (status == MW_OK)
            status = put(out, ", ", error);
    }
    if (status == MW_OK)
        status = put_author(self, context, out, error);
    if (status == MW_OK)
        status = put(out, " wrote:\n", error);
    return status == MW_OK ? put_text(self, context, "> ", wraps, out, error)
                           : status;
}

mw_status quote_forward(original *self, mw_context *context, bool wraps,
                        mw_sink *out, mw_error *error)
{
    static const struct {
        original_field field;
        const char *name;
    } SHOWN[] = {
        { ORIGINAL_FROM, "From: " },       { ORIGINAL_DATE, "Date: " },
        { ORIGINAL_SUBJECT, "Subject: " }, { ORIGINAL_TO, "To: " },
        { ORIGINAL_CC, "Cc: " },
    };
    mw_status status =
        put(out, "---------- Forwarded message ----------\n", error);

    for (size_t i = 0; status == MW_OK && i < sizeof SHOWN / sizeof SHOWN[0];
         i++) {
        const char *body = self->fields[SHOWN[i].field];

        if (body[0] == '\0')
            continue;
        if (original_decode_as(self, context, body, strlen(body),
                               MW_FORMAT_HEADER, &body, error) == MW_E_MEMORY)
            return MW_E_MEMORY;
        status = put(out, SHOWN[i].name, error);
        if (status == MW_OK)
            status = put(out, body, error);
        if (status == MW_OK)
            status = put(out, "\n", error);
    }
    if (status == MW_OK)
        status = put(out, "\n", error);
    return status == MW_OK ? put_text(self, context, "", wraps, out, error)
                           : status;
}
