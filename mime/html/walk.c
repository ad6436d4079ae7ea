/* SPDX-License-Identifier: MIT */

/*
 * The path is kept beside the tree: the parser's own index of a node in its
 * parent is not asked, since it moves nodes about.
 */

#include "config.h"

#ifdef HAVE_LIBGUMBO

#include "html/walk.h"

#include "base/ascii.h"

/* An element that was entered, and which child comes next. */
typedef struct {
    const GumboNode *node;
    unsigned next;
} step;

void mw_html_walk_start(mw_html_walk *walk, const GumboNode *root,
                        const mw_allocator *allocator)
{
    walk->first = root;
    mw_buffer_init(&walk->path, allocator, 0);
}

void mw_html_walk_end(mw_html_walk *walk)
{
    mw_buffer_free(&walk->path);
}

bool mw_html_is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT ||
           node->type == GUMBO_NODE_TEMPLATE;
}

/* The innermost element that was entered; NULL where there is none. */
static step *innermost(const mw_html_walk *walk)
{
    if (walk->path.size == 0)
        return NULL;
    return (step *)(void *)(walk->path.data + walk->path.size) - 1;
}

static mw_status enter(mw_html_walk *walk, const GumboNode *node,
                       mw_error *error)
{
    const step made = { node, 0 };

    if (!mw_html_is_element(node))
        return MW_OK;
    return mw_buffer_append(&walk->path, &made, sizeof made, error);
}

mw_status mw_html_walk_next(mw_html_walk *walk, mw_html_event *event,
                            const GumboNode **node, mw_error *error)
{
    step *here = innermost(walk);

    *event = MW_HTML_ENTER;
    if (walk->first != NULL) {
        *node = walk->first;
        walk->first = NULL;
        return enter(walk, *node, error);
    }
    if (here == NULL) {
        *event = MW_HTML_END;
        return MW_OK;
    }
    if (here->next < here->node->v.element.children.length) {
        *node = here->node->v.element.children.data[here->next++];
        return enter(walk, *node, error);
    }
    *event = MW_HTML_LEAVE;
    *node = here->node;
    mw_buffer_truncate(&walk->path, walk->path.size - sizeof *here);
    return MW_OK;
}

void mw_html_walk_drop(mw_html_walk *walk)
{
    mw_buffer_truncate(&walk->path, walk->path.size - sizeof(step));
}

mw_bytes mw_html_tag_name(const GumboElement *element)
{
    mw_bytes tag = { (const uint8_t *)element->original_tag.data,
                     element->original_tag.length };
    size_t size = 0;

    if (tag.size < 2)
        return (mw_bytes){ NULL, 0 };
    mw_bytes_skip(&tag, 1);
    while (size < tag.size && tag.data[size] > ' ' && tag.data[size] != '/' &&
           tag.data[size] != '>')
        size++;
    return (mw_bytes){ tag.data, size };
}

const char *mw_html_attribute(const GumboElement *element, const char *name)
{
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];

        if (mw_ascii_equal_text(mw_bytes_of(attribute->name), name))
            return attribute->value;
    }
    return NULL;
}

#endif
