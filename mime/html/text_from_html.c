/* SPDX-License-Identifier: MIT */

/*
 * The page is read from its part and the text is made a source: the library's
 * face of text_page.c.
 */

#include "html/page.h"
#include "html/text_page.h"
#include "message/message.h"

#include <mimewright/html.h>

/* Makes a source of TEXT, named after PAGE. */
static mw_status make_source(const mw_part *page, mw_bytes text,
                             mw_source **source, mw_error *error)
{
    mw_buffer name;
    mw_status status;

    mw_buffer_init(&name, &page->message->context->allocator, 0);
    status = mw_buffer_append_text(&name, "the text of ", error);
    if (status == MW_OK)
        status =
            mw_buffer_append_text(&name, mw_source_name(page->source), error);
    if (status == MW_OK)
        status = mw_source_new_memory(page->message, text.data, text.size,
                                      source, error);
    if (status == MW_OK)
        status = mw_source_set_name(*source, mw_buffer_text(&name), error);
    mw_buffer_free(&name);
    return status;
}

mw_status mw_html_make_text(mw_part *page, const char *charsets, int unwrapped,
                            mw_source **source, mw_error *error)
{
    const mw_allocator *allocator = &page->message->context->allocator;
    mw_source *made = NULL;
    mw_buffer text, out;
    mw_status status;

    mw_buffer_init(&text, allocator, 0);
    mw_buffer_init(&out, allocator, 0);
    status = mw_html_page_read(page, charsets, &text, error);
    if (status == MW_OK) {
        status = mw_text_page_write(mw_buffer_bytes(&text), unwrapped != 0,
                                    &out, error);
        if (status == MW_E_LIMIT)
            mw_error_prefix(error, "%s", mw_source_name(page->source));
    }
    if (status == MW_OK)
        status = make_source(page, mw_buffer_bytes(&out), &made, error);
    if (status == MW_OK)
        *source = made;
    mw_buffer_free(&text);
    mw_buffer_free(&out);
    return status;
}
