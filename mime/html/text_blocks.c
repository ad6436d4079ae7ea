/* SPDX-License-Identifier: MIT */

/*
 * A table of data gathers its cells by the same writer that paragraphs go
 * through, so that links in it have their footnotes; blocks in its cells then
 * come to no more than spaces.
 */

#include "config.h"

#ifdef HAVE_LIBGUMBO

#include "html/text_blocks.h"

#include "html/walk.h"

/* A list that is open. */
typedef struct {
    bool is_numbered;
    long number; /* of the next item */
} list;

/* Adds ADDRESS in angle brackets, before a space that waits. */
static mw_status add_address(mw_translation *all, mw_bytes address,
                             mw_error *error)
{
    const bool space = all->writer.space;
    mw_status status;

    all->writer.space = true;
    status = mw_text_writer_add_whole(&all->writer, "<", error);
    if (status == MW_OK)
        status = mw_text_writer_add(&all->writer, address, error);
    all->writer.space = false;
    if (status == MW_OK)
        status = mw_text_writer_add_whole(&all->writer, ">", error);
    all->writer.space = space;
    return status;
}

/* The text of the link ends in this paragraph. */
mw_status mw_text_mark_link(mw_translation *all, mw_error *error)
{
    mw_buffer *paragraph = &all->writer.paragraph;
    mw_bytes shown, text = mw_buffer_bytes(paragraph);
    size_t number;
    mw_status status = MW_OK;

    if (all->link.href == NULL || all->link.is_marked ||
        all->link.start >= text.size)
        return MW_OK;
    mw_bytes_skip(&text, all->link.start);
    if (text.data[0] == ' ')
        mw_bytes_skip(&text, 1);
    all->link.is_marked = true;
    switch (mw_link_form_of(mw_bytes_of(all->link.href), text, &shown)) {
    case MW_LINK_BARE:
        break;
    case MW_LINK_ADDRESS:
        status = add_address(all, shown, error);
        break;
    case MW_LINK_NUMBERED:
        status = mw_footnotes_number(&all->notes, shown, &number, error);
        if (status == MW_OK)
            status =
                mw_buffer_printf(paragraph, error, "\xc2\xa0[%zu]", number);
        break;
    }
    return status;
}

mw_status mw_text_end(mw_translation *all, bool blank, mw_error *error)
{
    mw_status status;

    if (all->data != NULL) {
        all->writer.space = true;
        return MW_OK;
    }
    status = mw_text_mark_link(all, error);
    all->link.start = 0;
    if (status == MW_OK)
        status = mw_text_writer_end(&all->writer, blank, error);
    return status;
}

/* Begins what stands behind MARK; its end is told by its element's end. */
static mw_status enter(mw_translation *all, const char *mark, bool is_quote,
                       mw_error *error)
{
    const size_t size = all->writer.prefix.size;
    const mw_status status =
        mw_buffer_append(&all->prefixes, &size, sizeof size, error);

    if (status != MW_OK)
        return status;
    return mw_text_writer_enter(&all->writer, mark, is_quote, error);
}

static void leave(mw_translation *all, bool is_quote)
{
    size_t size;
    const size_t below = all->prefixes.size - sizeof size;

    memcpy(&size, all->prefixes.data + below, sizeof size);
    mw_buffer_truncate(&all->prefixes, below);
    mw_text_writer_leave(&all->writer, size, is_quote);
}

/* The number in TEXT, which may be NULL; OTHERWISE where it is none. */
static long read_number(const char *text, long otherwise)
{
    long number = 0;
    bool is_number = false;

    for (; text != NULL && *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (*text - '0');
        is_number = true;
        if (number > 99999)
            return otherwise;
    }
    return is_number ? number : otherwise;
}

mw_status mw_text_open_list(mw_translation *all, const GumboElement *element,
                            bool is_numbered, mw_error *error)
{
    const list made = { is_numbered,
                        read_number(mw_html_attribute(element, "start"), 1) };
    mw_status status = mw_text_end(all, all->lists.size == 0, error);

    if (status == MW_OK)
        status = mw_buffer_append(&all->lists, &made, sizeof made, error);
    return status;
}

mw_status mw_text_close_list(mw_translation *all, mw_error *error)
{
    mw_buffer_truncate(&all->lists, all->lists.size - sizeof(list));
    return mw_text_end(all, all->lists.size == 0, error);
}

mw_status mw_text_open_item(mw_translation *all, const GumboElement *element,
                            mw_error *error)
{
    list *of = all->lists.size == 0
                   ? NULL
                   : (list *)(void *)(all->lists.data + all->lists.size) - 1;
    mw_buffer mark;
    mw_status status = mw_text_end(all, false, error);

    if (status != MW_OK)
        return status;
    if (of == NULL || !of->is_numbered)
        return enter(all, "- ", false, error);
    of->number = read_number(mw_html_attribute(element, "value"), of->number);
    mw_buffer_init(&mark, all->lists.allocator, 0);
    status = mw_buffer_printf(&mark, error, "%ld. ", of->number++);
    if (status == MW_OK)
        status = enter(all, mw_buffer_text(&mark), false, error);
    mw_buffer_free(&mark);
    return status;
}

mw_status mw_text_image(mw_translation *all, const GumboElement *image,
                        mw_error *error)
{
    const char *text = mw_image_text(image);
    const bool is_link = all->link.href != NULL;
    mw_status status = MW_OK;

    if (text == NULL)
        return MW_OK;
    all->writer.space = true;
    if (!is_link)
        status = mw_text_writer_add_whole(&all->writer, "[", error);
    if (status == MW_OK)
        status = mw_text_writer_add(&all->writer, mw_bytes_of(text), error);
    all->writer.space = false;
    if (status == MW_OK && !is_link)
        status = mw_text_writer_add_whole(&all->writer, "]", error);
    all->writer.space = true;
    return status;
}

void mw_text_open_link(mw_translation *all, const GumboElement *element)
{
    all->link = (mw_open_link){ mw_html_attribute(element, "href"),
                                all->writer.paragraph.size, false };
}

mw_status mw_text_close_link(mw_translation *all, mw_error *error)
{
    const mw_status status = mw_text_mark_link(all, error);

    all->link.href = NULL;
    return status;
}

mw_status mw_text_open_behind(mw_translation *all, const char *mark,
                              bool is_quote, mw_error *error)
{
    mw_status status = mw_text_end(all, is_quote, error);

    if (status == MW_OK)
        status = enter(all, mark, is_quote, error);
    return status;
}

mw_status mw_text_close_behind(mw_translation *all, bool is_quote,
                               mw_error *error)
{
    const mw_status status = mw_text_end(all, is_quote, error);

    leave(all, is_quote);
    return status;
}

mw_status mw_text_open_table(mw_translation *all, const GumboNode *node,
                             mw_error *error)
{
    bool is_data = false;
    mw_status status = mw_text_end(all, true, error);

    if (status == MW_OK && all->data == NULL)
        status = mw_table_is_data(node, all->lists.allocator, &is_data, error);
    if (status == MW_OK && is_data) {
        all->data = node;
        all->table = (mw_table){ .arena = all->arena };
    }
    return status;
}

mw_status mw_text_close_table(mw_translation *all, const GumboNode *node,
                              mw_error *error)
{
    mw_status status = MW_OK;

    if (all->data == node) {
        mw_buffer_truncate(&all->writer.paragraph, 0);
        all->writer.space = false;
        all->data = NULL;
        status = mw_table_write(&all->table, &all->writer, error);
    }
    if (status == MW_OK)
        status = mw_text_end(all, true, error);
    return status;
}

mw_status mw_text_open_row(mw_translation *all, mw_error *error)
{
    if (all->data != NULL)
        return mw_table_add_row(&all->table, error);
    return mw_text_end(all, true, error);
}

mw_status mw_text_open_cell(mw_translation *all, mw_error *error)
{
    if (all->data == NULL)
        return mw_text_end(all, false, error);
    mw_buffer_truncate(&all->writer.paragraph, 0);
    all->writer.space = false;
    return MW_OK;
}

mw_status mw_text_close_cell(mw_translation *all, const GumboElement *element,
                             mw_error *error)
{
    mw_status status = MW_OK;

    if (all->data == NULL)
        return mw_text_end(all, false, error);
    if (all->table.last == NULL)
        status = mw_table_add_row(&all->table, error);
    if (status == MW_OK)
        status =
            mw_table_add_cell(&all->table, element,
                              mw_buffer_bytes(&all->writer.paragraph), error);
    return status;
}

#endif
