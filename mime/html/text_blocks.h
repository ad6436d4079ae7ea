/* SPDX-License-Identifier: MIT */
#ifndef HTML_TEXT_BLOCKS_H
#define HTML_TEXT_BLOCKS_H

#include "html/footnotes.h"
#include "html/hidden.h"
#include "html/table.h"
#include "html/text_writer.h"

/*
 * Links, lists, quotes and tables on their way to plain text: what is open
 * while a page is walked through, and what becomes of it when it ends.
 */

/* The link that is open. */
typedef struct {
    const char *href; /* NULL where there is none */
    size_t start;     /* of its text in the paragraph */
    bool is_marked;   /* it has its footnote */
} mw_open_link;

typedef struct {
    mw_text_writer writer;
    mw_hidden_names hidden;
    mw_footnotes notes;
    mw_buffer lists;    /* those that are open */
    mw_buffer prefixes; /* of size_t: the writer's, before each enter */
    mw_open_link link;
    const GumboNode *data; /* the table that is written as columns, or NULL */
    mw_table table;
    mw_arena *arena;
} mw_translation;

/*
 * Ends the paragraph, BLANK with a blank line before the next; in a table of
 * data only a space is left of that.
 */
mw_status mw_text_end(mw_translation *all, bool blank, mw_error *error);

/* Gives the open link its footnote, if it waits for one and has text. */
mw_status mw_text_mark_link(mw_translation *all, mw_error *error);

void mw_text_open_link(mw_translation *all, const GumboElement *element);
mw_status mw_text_close_link(mw_translation *all, mw_error *error);

/* Writes what an image says, in brackets unless it is a link. */
mw_status mw_text_image(mw_translation *all, const GumboElement *image,
                        mw_error *error);

mw_status mw_text_open_list(mw_translation *all, const GumboElement *element,
                            bool is_numbered, mw_error *error);
mw_status mw_text_close_list(mw_translation *all, mw_error *error);
mw_status mw_text_open_item(mw_translation *all, const GumboElement *element,
                            mw_error *error);

/* Begins and ends what stands behind MARK: a quote, or what is indented. */
mw_status mw_text_open_behind(mw_translation *all, const char *mark,
                              bool is_quote, mw_error *error);
mw_status mw_text_close_behind(mw_translation *all, bool is_quote,
                               mw_error *error);

mw_status mw_text_open_table(mw_translation *all, const GumboNode *node,
                             mw_error *error);
mw_status mw_text_close_table(mw_translation *all, const GumboNode *node,
                              mw_error *error);
mw_status mw_text_open_row(mw_translation *all, mw_error *error);
mw_status mw_text_open_cell(mw_translation *all, mw_error *error);
mw_status mw_text_close_cell(mw_translation *all, const GumboElement *element,
                             mw_error *error);

#endif
