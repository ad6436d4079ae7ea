/* SPDX-License-Identifier: MIT */

/*
 * What each element of a page is in plain text. The walk tells when one
 * begins and ends; how lines look, text_writer.c knows.
 */

#include "config.h"

#include "html/text_page.h"

#include "html/parser.h"

#ifdef HAVE_LIBGUMBO

#include "base/utf8.h"
#include "html/text_blocks.h"
#include "html/walk.h"

typedef enum {
    KIND_INLINE,
    KIND_DROPPED,
    KIND_LINE,    /* a line of its own */
    KIND_PART,    /* a paragraph of its own */
    KIND_TITLE,   /* underlined by '=' */
    KIND_HEADING, /* and by '-' */
    KIND_LIST,
    KIND_NUMBERED_LIST,
    KIND_ITEM,
    KIND_DESCRIPTION,
    KIND_QUOTE,
    KIND_EXACT,
    KIND_RULE,
    KIND_BREAK,
    KIND_IMAGE,
    KIND_LINK,
    KIND_QUOTATION,
    KIND_TABLE,
    KIND_ROW,
    KIND_CELL
} kind;

static const uint8_t KINDS[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_HEAD] = KIND_DROPPED,     [GUMBO_TAG_TITLE] = KIND_DROPPED,
    [GUMBO_TAG_STYLE] = KIND_DROPPED,    [GUMBO_TAG_SCRIPT] = KIND_DROPPED,
    [GUMBO_TAG_TEMPLATE] = KIND_DROPPED, [GUMBO_TAG_IFRAME] = KIND_DROPPED,
    [GUMBO_TAG_NOFRAMES] = KIND_DROPPED, [GUMBO_TAG_NOEMBED] = KIND_DROPPED,
    [GUMBO_TAG_SELECT] = KIND_DROPPED,   [GUMBO_TAG_DATALIST] = KIND_DROPPED,
    [GUMBO_TAG_TEXTAREA] = KIND_DROPPED, [GUMBO_TAG_SVG] = KIND_DROPPED,
    [GUMBO_TAG_DIV] = KIND_LINE,         [GUMBO_TAG_CENTER] = KIND_LINE,
    [GUMBO_TAG_ADDRESS] = KIND_LINE,     [GUMBO_TAG_FORM] = KIND_LINE,
    [GUMBO_TAG_FIELDSET] = KIND_LINE,    [GUMBO_TAG_LEGEND] = KIND_LINE,
    [GUMBO_TAG_DETAILS] = KIND_LINE,     [GUMBO_TAG_SUMMARY] = KIND_LINE,
    [GUMBO_TAG_FIGCAPTION] = KIND_LINE,  [GUMBO_TAG_NAV] = KIND_LINE,
    [GUMBO_TAG_DT] = KIND_LINE,          [GUMBO_TAG_P] = KIND_PART,
    [GUMBO_TAG_SECTION] = KIND_PART,     [GUMBO_TAG_ARTICLE] = KIND_PART,
    [GUMBO_TAG_ASIDE] = KIND_PART,       [GUMBO_TAG_HEADER] = KIND_PART,
    [GUMBO_TAG_FOOTER] = KIND_PART,      [GUMBO_TAG_MAIN] = KIND_PART,
    [GUMBO_TAG_FIGURE] = KIND_PART,      [GUMBO_TAG_DL] = KIND_PART,
    [GUMBO_TAG_CAPTION] = KIND_PART,     [GUMBO_TAG_H3] = KIND_PART,
    [GUMBO_TAG_H4] = KIND_PART,          [GUMBO_TAG_H5] = KIND_PART,
    [GUMBO_TAG_H6] = KIND_PART,          [GUMBO_TAG_H1] = KIND_TITLE,
    [GUMBO_TAG_H2] = KIND_HEADING,       [GUMBO_TAG_UL] = KIND_LIST,
    [GUMBO_TAG_MENU] = KIND_LIST,        [GUMBO_TAG_DIR] = KIND_LIST,
    [GUMBO_TAG_OL] = KIND_NUMBERED_LIST, [GUMBO_TAG_LI] = KIND_ITEM,
    [GUMBO_TAG_DD] = KIND_DESCRIPTION,   [GUMBO_TAG_BLOCKQUOTE] = KIND_QUOTE,
    [GUMBO_TAG_PRE] = KIND_EXACT,        [GUMBO_TAG_LISTING] = KIND_EXACT,
    [GUMBO_TAG_XMP] = KIND_EXACT,        [GUMBO_TAG_PLAINTEXT] = KIND_EXACT,
    [GUMBO_TAG_HR] = KIND_RULE,          [GUMBO_TAG_BR] = KIND_BREAK,
    [GUMBO_TAG_IMG] = KIND_IMAGE,        [GUMBO_TAG_A] = KIND_LINK,
    [GUMBO_TAG_Q] = KIND_QUOTATION,      [GUMBO_TAG_TABLE] = KIND_TABLE,
    [GUMBO_TAG_TR] = KIND_ROW,           [GUMBO_TAG_TD] = KIND_CELL,
    [GUMBO_TAG_TH] = KIND_CELL,
};

static kind kind_of(const GumboElement *element)
{
    /* Of SVG and MathML, only what leads back to HTML has a place here. */
    if ((unsigned)element->tag >= GUMBO_TAG_LAST)
        return KIND_INLINE;
    if (element->tag_namespace != GUMBO_NAMESPACE_HTML &&
        element->tag != GUMBO_TAG_SVG)
        return KIND_INLINE;
    return (kind)KINDS[element->tag];
}

static mw_status write_rule(mw_translation *all, mw_error *error)
{
    mw_status status = mw_text_end(all, true, error);

    if (status == MW_OK)
        status = mw_text_writer_add_whole(
            &all->writer, "----------------------------------------", error);
    if (status == MW_OK)
        status = mw_text_end(all, true, error);
    return status;
}

static mw_status open_exact(mw_translation *all, mw_error *error)
{
    const mw_status status = mw_text_end(all, true, error);

    all->writer.is_exact = all->data == NULL;
    return status;
}

static mw_status open_element(mw_translation *all, const GumboNode *node,
                              mw_error *error)
{
    const GumboElement *element = &node->v.element;

    switch (kind_of(element)) {
    case KIND_LINE:
        return mw_text_end(all, false, error);
    case KIND_PART:
    case KIND_TITLE:
    case KIND_HEADING:
        return mw_text_end(all, true, error);
    case KIND_LIST:
        return mw_text_open_list(all, element, false, error);
    case KIND_NUMBERED_LIST:
        return mw_text_open_list(all, element, true, error);
    case KIND_ITEM:
        return mw_text_open_item(all, element, error);
    case KIND_DESCRIPTION:
        return mw_text_open_behind(all, "    ", false, error);
    case KIND_QUOTE:
        return mw_text_open_behind(all, "> ", true, error);
    case KIND_EXACT:
        return open_exact(all, error);
    case KIND_RULE:
        return write_rule(all, error);
    case KIND_BREAK:
        return mw_text_writer_break(&all->writer, error);
    case KIND_IMAGE:
        return mw_text_image(all, element, error);
    case KIND_LINK:
        mw_text_open_link(all, element);
        break;
    case KIND_QUOTATION:
        return mw_text_writer_add_whole(&all->writer, "\xe2\x80\x9c", error);
    case KIND_TABLE:
        return mw_text_open_table(all, node, error);
    case KIND_ROW:
        return mw_text_open_row(all, error);
    case KIND_CELL:
        return mw_text_open_cell(all, error);
    case KIND_INLINE:
    case KIND_DROPPED:
        break;
    }
    return MW_OK;
}

static mw_status close_heading(mw_translation *all, char mark, mw_error *error)
{
    mw_status status;

    if (all->data != NULL)
        return mw_text_end(all, true, error);
    status = mw_text_mark_link(all, error);
    if (status == MW_OK)
        status = mw_text_writer_end_heading(&all->writer, mark, error);
    return status;
}

static mw_status close_exact(mw_translation *all, mw_error *error)
{
    const mw_status status = mw_text_end(all, true, error);

    all->writer.is_exact = false;
    return status;
}

static mw_status close_element(mw_translation *all, const GumboNode *node,
                               mw_error *error)
{
    const GumboElement *element = &node->v.element;

    switch (kind_of(element)) {
    case KIND_LINE:
        return mw_text_end(all, false, error);
    case KIND_PART:
    case KIND_ROW:
        return mw_text_end(all, true, error);
    case KIND_TITLE:
        return close_heading(all, '=', error);
    case KIND_HEADING:
        return close_heading(all, '-', error);
    case KIND_LIST:
    case KIND_NUMBERED_LIST:
        return mw_text_close_list(all, error);
    case KIND_ITEM:
    case KIND_DESCRIPTION:
        return mw_text_close_behind(all, false, error);
    case KIND_QUOTE:
        return mw_text_close_behind(all, true, error);
    case KIND_EXACT:
        return close_exact(all, error);
    case KIND_LINK:
        return mw_text_close_link(all, error);
    case KIND_QUOTATION:
        all->writer.space = false;
        return mw_text_writer_add_whole(&all->writer, "\xe2\x80\x9d", error);
    case KIND_TABLE:
        return mw_text_close_table(all, node, error);
    case KIND_CELL:
        return mw_text_close_cell(all, element, error);
    default:
        return MW_OK;
    }
}

static mw_status enter_node(mw_translation *all, mw_html_walk *walk,
                            const GumboNode *node, mw_error *error)
{
    if (mw_html_is_element(node)) {
        if (kind_of(&node->v.element) != KIND_DROPPED &&
            !mw_is_hidden(&all->hidden, &node->v.element))
            return open_element(all, node, error);
        mw_html_walk_drop(walk);
        return MW_OK;
    }
    if (node->type == GUMBO_NODE_COMMENT)
        return MW_OK;
    return mw_text_writer_add(&all->writer, mw_bytes_of(node->v.text.text),
                              error);
}

/* Reads the style sheets of the page for what they hide. */
static mw_status read_styles(mw_translation *all, const GumboNode *root,
                             mw_error *error)
{
    mw_html_walk walk;
    mw_html_event event = MW_HTML_ENTER;
    const GumboNode *node;
    mw_status status = MW_OK;

    mw_html_walk_start(&walk, root, all->lists.allocator);
    while (status == MW_OK && event != MW_HTML_END) {
        status = mw_html_walk_next(&walk, &event, &node, error);
        if (status == MW_OK && event == MW_HTML_ENTER &&
            node->type == GUMBO_NODE_TEXT &&
            node->parent->type == GUMBO_NODE_ELEMENT &&
            node->parent->v.element.tag == GUMBO_TAG_STYLE)
            status = mw_hidden_names_add(&all->hidden,
                                         mw_bytes_of(node->v.text.text), error);
    }
    mw_html_walk_end(&walk);
    return status;
}

static mw_status write_nodes(mw_translation *all, const GumboNode *root,
                             mw_error *error)
{
    mw_html_walk walk;
    mw_html_event event = MW_HTML_ENTER;
    const GumboNode *node;
    mw_status status = MW_OK;

    mw_html_walk_start(&walk, root, all->lists.allocator);
    while (status == MW_OK && event != MW_HTML_END) {
        status = mw_html_walk_next(&walk, &event, &node, error);
        if (status == MW_OK && event == MW_HTML_ENTER)
            status = enter_node(all, &walk, node, error);
        else if (status == MW_OK && event == MW_HTML_LEAVE)
            status = close_element(all, node, error);
    }
    mw_html_walk_end(&walk);
    if (status == MW_OK)
        status = mw_text_end(all, true, error);
    return status;
}

/* Writes the footnote as a line: what would end it or hide is left out. */
static mw_status write_note(mw_translation *all, const mw_footnote *note,
                            mw_buffer *line, mw_error *error)
{
    mw_bytes url = note->url;
    mw_status status;

    mw_buffer_truncate(line, 0);
    status = mw_buffer_printf(line, error, "[%zu] ", note->number);
    while (url.size > 0 && status == MW_OK) {
        size_t size;
        uint32_t code;

        if (mw_utf8_next(url, &size, &code) == MW_UTF8_VALID &&
            !mw_utf8_is_control(code))
            status = mw_buffer_append(line, url.data, size, error);
        mw_bytes_skip(&url, size);
    }
    if (status != MW_OK)
        return status;
    return mw_text_writer_line(&all->writer, mw_buffer_bytes(line), error);
}

static mw_status write_notes(mw_translation *all, mw_error *error)
{
    mw_buffer line;
    mw_status status = MW_OK;

    mw_buffer_init(&line, all->lists.allocator, 0);
    for (const mw_footnote *note = all->notes.first;
         note != NULL && status == MW_OK; note = note->next)
        status = write_note(all, note, &line, error);
    mw_buffer_free(&line);
    return status;
}

static mw_status translate(mw_translation *all, const mw_html_tree *tree,
                           mw_error *error)
{
    mw_status status = read_styles(all, tree->root, error);

    if (status == MW_OK)
        status = write_nodes(all, tree->root, error);
    if (status == MW_OK)
        status = write_notes(all, error);
    return status;
}

mw_status mw_text_page_write(mw_bytes page, bool is_unwrapped, mw_buffer *out,
                             mw_error *error)
{
    mw_translation all = { .link = { NULL, 0, false } };
    const mw_html_tree *tree;
    mw_arena arena;
    mw_status status;

    mw_arena_init(&arena, out->allocator, 0);
    mw_text_writer_init(&all.writer, is_unwrapped, out->allocator);
    mw_buffer_init(&all.hidden.names, out->allocator, 0);
    mw_buffer_init(&all.lists, out->allocator, 0);
    mw_buffer_init(&all.prefixes, out->allocator, 0);
    all.arena = all.notes.arena = &arena;
    status = mw_html_parse(page, &arena, &tree, error);
    if (status == MW_OK)
        status = translate(&all, tree, error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(out, mw_buffer_bytes(&all.writer.out),
                                        error);
    mw_text_writer_free(&all.writer);
    mw_buffer_free(&all.hidden.names);
    mw_buffer_free(&all.lists);
    mw_buffer_free(&all.prefixes);
    mw_arena_free(&arena);
    return status;
}

#else

mw_status mw_text_page_write(mw_bytes page, bool is_unwrapped, mw_buffer *out,
                             mw_error *error)
{
    const mw_html_tree *tree;

    (void)is_unwrapped;
    (void)out;
    return mw_html_parse(page, NULL, &tree, error);
}

#endif
