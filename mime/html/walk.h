/* SPDX-License-Identifier: MIT */
#ifndef HTML_WALK_H
#define HTML_WALK_H

#include "base/buffer.h"

#include <gumbo.h>

/*
 * A walk over a tree of the parser, in the order of the page, without
 * recursion: how deep the tree is, the page decides.
 */
typedef struct mw_html_walk {
    const GumboNode *first; /* the root, until it was entered */
    mw_buffer path;         /* where the walk stands: mw_html_step's */
} mw_html_walk;

typedef enum mw_html_event {
    MW_HTML_ENTER, /* a node is seen, before what is in it */
    MW_HTML_LEAVE, /* all that is in an element was seen */
    MW_HTML_END
} mw_html_event;

/* Starts at ROOT; mw_html_walk_end gives back the memory. */
void mw_html_walk_start(mw_html_walk *walk, const GumboNode *root,
                        const mw_allocator *allocator);
void mw_html_walk_end(mw_html_walk *walk);

/* Goes on; *NODE is what is entered or left. Fails with MW_E_MEMORY. */
mw_status mw_html_walk_next(mw_html_walk *walk, mw_html_event *event,
                            const GumboNode **node, mw_error *error);

/* Passes over the element that was just entered; it is not left either. */
void mw_html_walk_drop(mw_html_walk *walk);

/* Whether NODE holds others; they are then in the vector of its element. */
bool mw_html_is_element(const GumboNode *node);

/* The name in the tag of ELEMENT, "v:fill" too; empty where it has no tag. */
mw_bytes mw_html_tag_name(const GumboElement *element);

/* The value of the attribute NAME of ELEMENT, or NULL. */
const char *mw_html_attribute(const GumboElement *element, const char *name);

#endif
