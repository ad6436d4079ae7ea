/* SPDX-License-Identifier: MIT */

/*
 * The tree says which attribute is one, its pointers say where it stands.
 * An element that the parser doubled, as it does with formatting that is
 * closed in the wrong order, points twice to one place.
 */

#include "config.h"

#include "html/pictures.h"

#include "html/parser.h"

#ifdef HAVE_LIBGUMBO

#include "base/ascii.h"
#include "html/attribute_text.h"
#include "html/css_url.h"
#include "html/srcset.h"
#include "html/walk.h"

#include <stdlib.h>

typedef struct {
    mw_bytes page;
    mw_arena *arena;
    mw_buffer found; /* of mw_picture_name */
    mw_buffer text;  /* scratch */
    mw_bytes base;
    bool is_comment; /* what is read stands in a comment */
} search;

typedef enum { HOLDS_URL, HOLDS_SET, HOLDS_CSS } holding;

/* What mail clients show, Outlook's VML too. */
static const struct {
    const char *element; /* NULL is any */
    const char *attribute;
    holding holds;
} PLACES[] = {
    { "img", "src", HOLDS_URL },         { "img", "srcset", HOLDS_SET },
    { "image", "src", HOLDS_URL },       { "source", "srcset", HOLDS_SET },
    { "input", "src", HOLDS_URL },       { "video", "poster", HOLDS_URL },
    { "image", "href", HOLDS_URL },      { "v:fill", "src", HOLDS_URL },
    { "v:imagedata", "src", HOLDS_URL }, { "v:image", "src", HOLDS_URL },
    { NULL, "background", HOLDS_URL },   { NULL, "style", HOLDS_CSS },
};

static mw_status add(search *all, size_t start, size_t size, mw_bytes name,
                     mw_error *error)
{
    const char *copy = mw_arena_copy(all->arena, name, error);
    const mw_picture_name made = { start,
                                   size,
                                   { (const uint8_t *)copy, name.size } };

    if (copy == NULL)
        return MW_E_MEMORY;
    return mw_buffer_append(&all->found, &made, sizeof made, error);
}

/* Adds the urls of CSS; OFFSETS lead from it to what stands at START. */
static mw_status add_css(search *all, mw_bytes css, const size_t *offsets,
                         size_t start, mw_error *error)
{
    mw_css_scan scan;
    mw_css_url url;
    mw_status status = MW_OK;

    mw_css_scan_start(&scan, css);
    while (status == MW_OK && mw_css_scan_next(&scan, &url)) {
        const size_t end = url.start + url.size;
        const size_t from = offsets == NULL ? url.start : offsets[url.start];
        const size_t to = offsets == NULL ? end : offsets[end];

        mw_buffer_truncate(&all->text, 0);
        status = mw_css_unescape((mw_bytes){ css.data + url.start, url.size },
                                 &all->text, error);
        if (status == MW_OK)
            status = add(all, start + from, to - from,
                         mw_buffer_bytes(&all->text), error);
    }
    return status;
}

static mw_status add_set(search *all, const mw_attribute_text *set,
                         size_t start, mw_error *error)
{
    mw_status status = MW_OK;
    size_t at = 0, size;

    while (status == MW_OK && mw_srcset_next(set->text, &at, &size)) {
        const size_t from = set->offsets[at];

        status = add(all, start + from, set->offsets[at + size] - from,
                     (mw_bytes){ set->text.data + at, size }, error);
        at += size;
    }
    return status;
}

/* The value of ATTRIBUTE as it stands in the page, without its quotes. */
static mw_bytes raw_value(const GumboAttribute *attribute)
{
    mw_bytes raw = { (const uint8_t *)attribute->original_value.data,
                     attribute->original_value.length };

    if (raw.size > 1 && (raw.data[0] == '"' || raw.data[0] == '\'')) {
        mw_bytes_skip(&raw, 1);
        raw.size--;
    }
    return raw;
}

static mw_status add_value(search *all, const GumboAttribute *attribute,
                           holding holds, mw_error *error)
{
    const mw_bytes raw = raw_value(attribute);
    const size_t start = (size_t)(raw.data - all->page.data);
    mw_attribute_text read;
    mw_status status;

    /* Where there is no value, what should show it shows something else. */
    if (attribute->value[0] == '\0')
        return MW_OK;
    if (holds == HOLDS_URL)
        return add(all, start, raw.size, mw_bytes_of(attribute->value), error);
    status = mw_attribute_text_read(raw, all->arena, &read, error);
    if (status != MW_OK)
        return status;
    return holds == HOLDS_SET
               ? add_set(all, &read, start, error)
               : add_css(all, read.text, read.offsets, start, error);
}

static mw_status read_attribute(search *all, mw_bytes element,
                                const GumboAttribute *attribute,
                                mw_error *error)
{
    const mw_bytes name = mw_bytes_of(attribute->name);

    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++)
        if (mw_ascii_equal_text(name, PLACES[i].attribute) &&
            (PLACES[i].element == NULL ||
             mw_ascii_equal_text(element, PLACES[i].element)))
            return add_value(all, attribute, PLACES[i].holds, error);
    return MW_OK;
}

static mw_status read_style(search *all, const GumboElement *style,
                            mw_error *error)
{
    mw_status status = MW_OK;

    for (unsigned i = 0; i < style->children.length && status == MW_OK; i++) {
        const GumboNode *node = style->children.data[i];
        mw_bytes css;

        if (mw_html_is_element(node))
            continue;
        css = (mw_bytes){ (const uint8_t *)node->v.text.original_text.data,
                          node->v.text.original_text.length };
        status =
            add_css(all, css, NULL, (size_t)(css.data - all->page.data), error);
    }
    return status;
}

static mw_status read_element(search *all, const GumboElement *element,
                              mw_error *error)
{
    const mw_bytes name = mw_html_tag_name(element);
    mw_status status = MW_OK;

    if (element->tag == GUMBO_TAG_BASE && all->base.size == 0 &&
        mw_html_attribute(element, "href") != NULL)
        all->base = mw_bytes_of(mw_html_attribute(element, "href"));
    for (unsigned i = 0; i < element->attributes.length && status == MW_OK; i++)
        status = read_attribute(all, name, element->attributes.data[i], error);
    /* Within SVG, what is in <style> is markup. */
    if (status == MW_OK && element->tag == GUMBO_TAG_STYLE &&
        element->tag_namespace == GUMBO_NAMESPACE_HTML)
        status = read_style(all, element, error);
    return status;
}

/* Drops the end of a comment from TEXT, which may lack one. */
static void drop_end(mw_bytes *text)
{
    static const char *const ENDS[] = { "-->", "--!>" };

    for (size_t i = 0; i < 2; i++) {
        const size_t size = strlen(ENDS[i]);

        if (text->size >= size &&
            !memcmp(text->data + text->size - size, ENDS[i], size))
            text->size -= size;
    }
}

/* What a conditional comment hides from all but Outlook; else empty. */
static mw_bytes conditional(const GumboNode *comment)
{
    const GumboStringPiece *raw = &comment->v.text.original_text;
    mw_bytes text = { (const uint8_t *)raw->data, raw->length };
    const uint8_t *end;

    if (!mw_ascii_starts_with(text, "<!--[if"))
        return (mw_bytes){ NULL, 0 };
    mw_bytes_skip(&text, strlen("<!--"));
    drop_end(&text);
    end = memchr(text.data, '>', text.size);
    if (end == NULL)
        return (mw_bytes){ NULL, 0 };
    mw_bytes_skip(&text, (size_t)(end + 1 - text.data));
    return text;
}

static mw_status read_tree(search *all, mw_bytes text, mw_error *error);

static mw_status read_node(search *all, const GumboNode *node, mw_error *error)
{
    mw_bytes hidden;
    mw_status status;

    if (mw_html_is_element(node))
        return read_element(all, &node->v.element, error);
    if (node->type != GUMBO_NODE_COMMENT || all->is_comment)
        return MW_OK;
    hidden = conditional(node);
    if (hidden.size == 0)
        return MW_OK;
    /* Comments do not nest, so this goes one step down and no further. */
    all->is_comment = true;
    status = read_tree(all, hidden, error);
    all->is_comment = false;
    return status;
}

static mw_status read_nodes(search *all, const GumboNode *root, mw_error *error)
{
    mw_html_walk walk;
    mw_html_event event = MW_HTML_ENTER;
    const GumboNode *node;
    mw_status status = MW_OK;

    mw_html_walk_start(&walk, root, all->found.allocator);
    while (status == MW_OK && event != MW_HTML_END) {
        status = mw_html_walk_next(&walk, &event, &node, error);
        if (status == MW_OK && event == MW_HTML_ENTER)
            status = read_node(all, node, error);
    }
    mw_html_walk_end(&walk);
    return status;
}

/* Reads TEXT, the page or a piece of it. */
static mw_status read_tree(search *all, mw_bytes text, mw_error *error)
{
    const mw_html_tree *tree;
    const GumboVector *nodes;
    mw_status status = mw_html_parse(text, all->arena, &tree, error);

    if (status != MW_OK)
        return status;
    nodes = &tree->document->v.document.children;
    for (unsigned i = 0; i < nodes->length && status == MW_OK; i++)
        status = read_nodes(all, nodes->data[i], error);
    return status;
}

static int compare(const void *a, const void *b)
{
    const mw_picture_name *one = a, *other = b;

    return (one->start > other->start) - (one->start < other->start);
}

/* Puts what was found in the order of the page, each place once. */
static mw_status finish(search *all, mw_picture_names *names, mw_error *error)
{
    const size_t count = all->found.size / sizeof(mw_picture_name);
    mw_picture_name *items =
        mw_arena_take_array(all->arena, count + 1, sizeof *items, error);
    size_t kept = 0;

    if (items == NULL)
        return MW_E_MEMORY;
    if (count > 0)
        memcpy(items, all->found.data, all->found.size);
    qsort(items, count, sizeof *items, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 ||
            items[i].start >= items[kept - 1].start + items[kept - 1].size)
            items[kept++] = items[i];
    *names = (mw_picture_names){ items, kept, all->base };
    return MW_OK;
}

mw_status mw_pictures_find(mw_bytes page, mw_arena *arena,
                           mw_picture_names *names, mw_error *error)
{
    search all = { .page = page, .arena = arena };
    mw_status status;

    mw_buffer_init(&all.found, arena->allocator, 0);
    mw_buffer_init(&all.text, arena->allocator, 0);
    status = read_tree(&all, page, error);
    if (status == MW_OK)
        status = finish(&all, names, error);
    mw_buffer_free(&all.found);
    mw_buffer_free(&all.text);
    return status;
}

#else

mw_status mw_pictures_find(mw_bytes page, mw_arena *arena,
                           mw_picture_names *names, mw_error *error)
{
    const mw_html_tree *tree;

    (void)names;
    return mw_html_parse(page, arena, &tree, error);
}

#endif
