/* SPDX-License-Identifier: MIT */
#ifndef HTML_TABLE_H
#define HTML_TABLE_H

#include "base/arena.h"
#include "html/text_writer.h"

#include <gumbo.h>

/*
 * Tables as columns of text. Most tables of a newsletter are its layout; one
 * that has data in it is told by its shape.
 */
typedef struct mw_table_cell {
    mw_bytes text;
    size_t width; /* of the text */
    unsigned span;
    bool is_head;
    struct mw_table_cell *next;
} mw_table_cell;

typedef struct mw_table_row {
    mw_table_cell *first, *last;
    bool is_head; /* all its cells are */
    struct mw_table_row *next;
} mw_table_row;

typedef struct mw_table {
    mw_arena *arena;
    mw_table_row *first, *last;
} mw_table;

/* Columns of a table at most; what has more is no data. */
#define MW_TABLE_COLUMNS 32

/*
 * Whether TABLE, an element, holds data: several rows of several cells, with
 * headers, or with nothing but short texts in them. Fails with MW_E_MEMORY.
 */
mw_status mw_table_is_data(const GumboNode *table,
                           const mw_allocator *allocator, bool *is_data,
                           mw_error *error);

/* Adds a row; adds the cell ELEMENT with TEXT, which is copied, to the last. */
mw_status mw_table_add_row(mw_table *table, mw_error *error);
mw_status mw_table_add_cell(mw_table *table, const GumboElement *element,
                            mw_bytes text, mw_error *error);

/*
 * Writes TABLE as columns, or where these are too wide, each row as lines of
 * header and text.
 */
mw_status mw_table_write(const mw_table *table, mw_text_writer *writer,
                         mw_error *error);

/* How many columns ELEMENT, a cell, spans: 1 to MW_TABLE_COLUMNS. */
unsigned mw_table_span(const GumboElement *element, const char *name);

#endif
