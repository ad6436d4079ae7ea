/* SPDX-License-Identifier: MIT */

/*
 * The look ends at the first thing that data does not have, a table within
 * it above all, so that tables in tables are each looked at once.
 */

#include "config.h"

#ifdef HAVE_LIBGUMBO

#include "base/ascii.h"
#include "html/table.h"
#include "html/walk.h"

/* Octets of a cell, where no header says that the table is one. */
#define SHORT_TEXT 48

typedef struct {
    unsigned rows, wide_rows; /* with more than one cell */
    unsigned cells;           /* of this row */
    size_t text;              /* octets of this cell */
    bool has_head;
    bool has_blocks; /* paragraphs, line breaks, images, long texts */
    bool is_layout;  /* for certain */
} shape;

unsigned mw_table_span(const GumboElement *element, const char *name)
{
    const char *value = mw_html_attribute(element, name);
    unsigned span = 0;

    for (; value != NULL && mw_ascii_is_digit(*value); value++) {
        span = span * 10 + (unsigned)(*value - '0');
        if (span > MW_TABLE_COLUMNS)
            return MW_TABLE_COLUMNS;
    }
    return span == 0 ? 1 : span;
}

static void look_at_cell(shape *seen, const GumboElement *cell)
{
    seen->text = 0;
    seen->cells += mw_table_span(cell, "colspan");
    if (cell->tag == GUMBO_TAG_TH)
        seen->has_head = true;
    if (mw_table_span(cell, "rowspan") > 1 || seen->cells > MW_TABLE_COLUMNS)
        seen->is_layout = true;
}

static void look_at_element(shape *seen, const GumboElement *element)
{
    switch (element->tag) {
    case GUMBO_TAG_TR:
        seen->rows++;
        seen->cells = 0;
        break;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        look_at_cell(seen, element);
        seen->wide_rows += seen->cells == 2;
        break;
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_IMG:
        seen->has_blocks = true;
        break;
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_CAPTION:
        seen->is_layout = true;
        break;
    default:
        break;
    }
}

static void look_at(shape *seen, const GumboNode *node)
{
    if (mw_html_is_element(node)) {
        look_at_element(seen, &node->v.element);
    } else if (node->type == GUMBO_NODE_TEXT) {
        seen->text += strlen(node->v.text.text);
        if (seen->text > SHORT_TEXT)
            seen->has_blocks = true;
    }
}

static bool judge(const shape *seen)
{
    return !seen->is_layout && seen->rows > 1 &&
           seen->wide_rows * 2 >= seen->rows &&
           (seen->has_head || !seen->has_blocks);
}

mw_status mw_table_is_data(const GumboNode *table,
                           const mw_allocator *allocator, bool *is_data,
                           mw_error *error)
{
    shape seen = { .rows = 0 };
    mw_html_walk walk;
    mw_html_event event = MW_HTML_ENTER;
    const GumboNode *node;
    mw_status status;

    mw_html_walk_start(&walk, table, allocator);
    status = mw_html_walk_next(&walk, &event, &node, error);
    while (status == MW_OK && event != MW_HTML_END && !seen.is_layout) {
        status = mw_html_walk_next(&walk, &event, &node, error);
        if (status == MW_OK && event == MW_HTML_ENTER)
            look_at(&seen, node);
    }
    mw_html_walk_end(&walk);
    *is_data = judge(&seen);
    return status;
}

#endif
