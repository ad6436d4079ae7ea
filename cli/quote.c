/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "quote.h"

#include <string.h>

#define COLUMNS 78

static mw_status put(mw_sink *out, const char *text, mw_error *error)
{
    return mw_sink_write(out, text, strlen(text), error);
}

/*
 * The octets at the front of LINE, SIZE of them, that fill COLUMNS at most,
 * up to a space where there is one. Each character counts for one column.
 */
static size_t piece_of(const char *line, size_t size, size_t columns)
{
    size_t cut = 0;
    size_t column = 0;
    size_t at = 0;

    while (at < size && (column < columns || line[at] == ' ')) {
        if (line[at] == ' ')
            cut = at;
        column++;
        at++;
        while (at < size && ((unsigned char)line[at] & 0xc0) == 0x80)
            at++;
    }
    if (at == size)
        return size;
    while (cut == 0 && at < size && line[at] != ' ')
        at++; /* a word that fits no line */
    return cut == 0 ? at : cut;
}

/* Writes one line behind MARK; its pieces where it WRAPS. */
static mw_status put_line(mw_sink *out, const char *mark, const char *line,
                          size_t size, bool wraps, mw_error *error)
{
    mw_status status = MW_OK;

    do {
        const size_t piece =
            wraps ? piece_of(line, size, COLUMNS - strlen(mark)) : size;
        const bool is_bare = piece == 0 || line[0] == '>';

        /* "> " before text, ">" before nothing and before more marks. */
        status = mw_sink_write(
            out, mark, is_bare && mark[0] != '\0' ? 1 : strlen(mark), error);
        if (status == MW_OK)
            status = mw_sink_write(out, line, piece, error);
        if (status == MW_OK)
            status = mw_sink_write(out, "\n", 1, error);
        line += piece;
        size -= piece;
        while (size > 0 && line[0] == ' ' && piece > 0) {
            line++;
            size--;
        }
    } while (status == MW_OK && size > 0);
    return status;
}

/* Writes the text, line by line, behind MARK. */
static mw_status put_text(const original *self, const char *mark, bool wraps,
                          mw_sink *out, mw_error *error)
{
    const char *line = self->text;
    mw_status status = MW_OK;

    while (line != NULL && *line != '\0' && status == MW_OK) {
        const size_t size = strcspn(line, "\n");

        status = put_line(out, mark, line, size,
                          wraps && self->is_joined && line[0] != '>', error);
        line += size;
        line += *line == '\n';
    }
    return status;
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
    return status == MW_OK ? put_text(self, "> ", wraps, out, error) : status;
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
    return status == MW_OK ? put_text(self, "", wraps, out, error) : status;
}
