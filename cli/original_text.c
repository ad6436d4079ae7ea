/* SPDX-License-Identifier: MIT */

/*
 * The text of a message that is answered: out of its charset, its
 * format=flowed, its HTML. Labels are often wrong, and a text that is nearly
 * right is better than none; but one that cannot be read is left out, which
 * the caller says.
 */

#include "config.h"

#include "original.h"

#include <stdlib.h>
#include <string.h>

/* The last of them fits any octets. */
#define GUESSES "utf-8,windows-1252,iso-8859-1"

/* What unlabelled octets may be: those of iso-2022-jp are ASCII, too. */
static const char *guesses(const void *bytes, size_t size)
{
    return size > 0 && memchr(bytes, 0x1b, size) != NULL
               ? "iso-2022-jp," GUESSES
               : GUESSES;
}

mw_status original_decode(original *self, const char *charset,
                          const void *bytes, size_t size, const char **text,
                          mw_error *error)
{
    mw_status status = MW_E_CHARSET;

    if (charset[0] != '\0')
        status = mw_message_decode_text(self->store, "text", charset, bytes,
                                        size, text, error);
    if (status == MW_E_DATA || status == MW_E_CHARSET)
        status =
            mw_message_decode_text(self->store, "text", guesses(bytes, size),
                                   bytes, size, text, error);
    return status;
}

mw_status original_decode_as(original *self, mw_context *context,
                             const char *body, size_t size, mw_format format,
                             const char **text, mw_error *error)
{
    mw_sink *decoder = NULL;
    mw_sink *memory;
    const void *bytes;
    size_t decoded;
    mw_status status = mw_sink_new_memory(context, &memory, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_new_decoder(context, format, memory, &decoder, error);
    if (status == MW_OK)
        status = mw_sink_write(decoder, body, size, error);
    if (status == MW_OK)
        status = mw_sink_finish(decoder, error);
    bytes = mw_sink_memory(memory, &decoded);
    if (status == MW_OK)
        status = original_decode(self, "", bytes, decoded, text, error);
    mw_sink_free(decoder);
    mw_sink_free(memory);
    return status;
}

/* Writes TEXT to OUT with LF for CRLF and for CR. */
static mw_status write_lines(const char *text, mw_sink *out, mw_error *error)
{
    mw_status status = MW_OK;

    while (*text != '\0' && status == MW_OK) {
        const size_t size = strcspn(text, "\r");

        status = mw_sink_write(out, text, size, error);
        text += size;
        if (*text == '\0')
            break;
        text += text[1] == '\n' ? 2 : 1;
        if (status == MW_OK)
            status = mw_sink_write(out, "\n", 1, error);
    }
    return status;
}

/* Has ORIGINAL keep what MEMORY holds. */
static mw_status keep(original *self, const mw_sink *memory, mw_error *error)
{
    size_t size;
    const void *bytes = mw_sink_memory(memory, &size);

    return mw_message_decode_text(self->store, "text", "utf-8", bytes, size,
                                  &self->text, error);
}

/* Takes TEXT, whose lines are joined where PART is flowed. */
static mw_status take_plain(original *self, mw_context *context,
                            const char *text, const original_text *part,
                            mw_error *error)
{
    mw_sink *decoder = NULL;
    mw_sink *memory;
    mw_status status = mw_sink_new_memory(context, &memory, error);

    if (status != MW_OK)
        return status;
    if (part->is_flowed)
        status = mw_sink_new_decoder(context,
                                     part->has_delsp ? MW_FORMAT_FLOWED_DELSP
                                                     : MW_FORMAT_FLOWED,
                                     memory, &decoder, error);
    if (status == MW_OK)
        status = write_lines(text, decoder == NULL ? memory : decoder, error);
    if (status == MW_OK && decoder != NULL)
        status = mw_sink_finish(decoder, error);
    if (status == MW_OK)
        status = keep(self, memory, error);
    self->is_joined = part->is_flowed;
    mw_sink_free(decoder);
    mw_sink_free(memory);
    return status;
}

/* Takes the text that a reader of PAGE sees. */
static mw_status take_html(original *self, mw_context *context,
                           const char *page, mw_error *error)
{
    mw_source *source;
    mw_sink *memory;
    mw_part *part;
    mw_status status = mw_sink_new_memory(context, &memory, error);

    if (status != MW_OK)
        return status;
    status =
        mw_source_new_memory(self->store, page, strlen(page), &source, error);
    if (status == MW_OK)
        status = mw_message_set_body(self->store, MW_BODY_HTML, source, &part,
                                     error);
    if (status == MW_OK)
        status = mw_part_set_input_charsets(part, "utf-8", error);
    if (status == MW_OK)
        status = mw_html_make_text(part, "utf-8", 1, &source, error);
    if (status == MW_OK)
        status = mw_sink_write_source(memory, source, error);
    if (status == MW_OK)
        status = keep(self, memory, error);
    self->is_joined = true;
    mw_sink_free(memory);
    return status;
}

mw_status original_take_text(original *self, mw_context *context,
                             const original_text *part, mw_error *error)
{
    const char *text;
    size_t size;
    const void *octets = mw_sink_memory(part->octets, &size);
    mw_status status = part->is_broken ? MW_E_DATA : MW_OK;

    if (status == MW_OK)
        status =
            original_decode(self, part->charset, octets, size, &text, error);
    if (status == MW_OK)
        status = part->is_html ? take_html(self, context, text, error)
                               : take_plain(self, context, text, part, error);
    if (status == MW_OK || status == MW_E_MEMORY)
        return status;
    self->no_text = status == MW_E_UNAVAILABLE
                        ? "has HTML only, and there is no parser for it"
                        : "has a text that cannot be read";
    return MW_OK;
}
