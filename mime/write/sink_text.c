/* SPDX-License-Identifier: MIT */

/*
 * Sinks that encode or decode a text which is kept to its end: where a line
 * of it is folded hangs on what follows.
 */

#include "write/sink_text.h"

#include "base/buffer.h"
#include "write/sink.h"
#include "write/text_form.h"

#include <inttypes.h>

typedef struct {
    mw_context *context;
    mw_format format;
    bool encodes;
    const char *line_end; /* "" for one line */
    mw_sink *next;
    mw_buffer text;
} text_sink;

static mw_status keep(void *user, const void *bytes, size_t size,
                      mw_error *error)
{
    text_sink *form = user;
    const uint64_t most = form->context->limits[MW_LIMIT_FIELD_SIZE];

    if (form->text.size > most || size > most - form->text.size)
        return mw_fail(error, MW_E_LIMIT,
                       "the text has more than %" PRIu64 " octets", most);
    return mw_buffer_append(&form->text, bytes, size, error);
}

/* Drops one line end from the end of TEXT; says whether there was one. */
static bool drop_line_end(mw_bytes *text)
{
    if (text->size == 0 || text->data[text->size - 1] != '\n')
        return false;
    text->size--;
    if (text->size > 0 && text->data[text->size - 1] == '\r')
        text->size--;
    return true;
}

static mw_status translate(const text_sink *form, mw_buffer *out,
                           mw_error *error)
{
    mw_bytes text = mw_buffer_bytes(&form->text);
    const bool had_line_end = drop_line_end(&text);
    mw_status status;

    if (form->encodes)
        return mw_text_form_encode(form->context, form->format, text,
                                   form->line_end, out, error);
    status = mw_text_form_decode(form->context, form->format, text, out, error);
    if (status == MW_OK && had_line_end)
        status = mw_buffer_append_octet(out, '\n', error);
    return status;
}

static mw_status finish(void *user, mw_error *error)
{
    const text_sink *form = user;
    mw_buffer out;
    mw_status status;

    mw_buffer_init(&out, &form->context->allocator, 0);
    status = translate(form, &out, error);
    if (status == MW_OK)
        status = mw_sink_write(form->next, out.data, out.size, error);
    mw_buffer_free(&out);
    return status;
}

static void release(void *user)
{
    text_sink *form = user;

    mw_buffer_free(&form->text);
    mw_context_give_back(form->context, form, sizeof *form);
}

mw_status mw_sink_new_text(mw_context *context, mw_format format, bool encodes,
                           const char *line_end, mw_sink *next, mw_sink **sink,
                           mw_error *error)
{
    text_sink *form = mw_context_take(context, sizeof *form, error);

    if (form == NULL)
        return MW_E_MEMORY;
    form->context = context;
    form->format = format;
    form->encodes = encodes;
    form->line_end = line_end;
    form->next = next;
    mw_buffer_init(&form->text, &context->allocator, 0);
    return mw_sink_wrap(context, keep, finish, form, release, sink, error);
}
