/* SPDX-License-Identifier: MIT */

/*
 * Numbers stand at the right of their column, as on a bill; a column is one of
 * numbers where every cell of it is, headers aside.
 */

#include "config.h"

#ifdef HAVE_LIBGUMBO

#include "html/table.h"

#include "base/ascii.h"
#include "html/wrap.h"

/* Spaces between two columns. */
#define BETWEEN 2

mw_status mw_table_add_row(mw_table *table, mw_error *error)
{
    mw_table_row *row = mw_arena_take(table->arena, sizeof *row, error);

    if (row == NULL)
        return MW_E_MEMORY;
    row->is_head = true;
    if (table->last == NULL)
        table->first = row;
    else
        table->last->next = row;
    table->last = row;
    return MW_OK;
}

mw_status mw_table_add_cell(mw_table *table, const GumboElement *element,
                            mw_bytes text, mw_error *error)
{
    mw_table_row *row = table->last;
    mw_table_cell *cell = mw_arena_take(table->arena, sizeof *cell, error);
    char *copy = mw_arena_copy(table->arena, text, error);

    if (cell == NULL || copy == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] == '\n')
            copy[i] = ' ';
    cell->text = (mw_bytes){ (const uint8_t *)copy, text.size };
    cell->width = mw_text_width(cell->text);
    cell->span = mw_table_span(element, "colspan");
    cell->is_head = element->tag == GUMBO_TAG_TH;
    row->is_head = row->is_head && cell->is_head;
    if (row->last == NULL)
        row->first = cell;
    else
        row->last->next = cell;
    row->last = cell;
    return MW_OK;
}

/* The columns of a table: how wide, and whether they hold numbers. */
typedef struct {
    size_t widths[MW_TABLE_COLUMNS];
    bool is_number[MW_TABLE_COLUMNS];
    unsigned count;
} columns;

/* A number as bills have it: "1,200.00", "-3 %", "EUR 5". */
static bool is_number(mw_bytes text)
{
    size_t digits = 0, letters = 0;

    for (size_t i = 0; i < text.size; i++) {
        digits += mw_ascii_is_digit(text.data[i]);
        letters += mw_ascii_is_alpha(text.data[i]);
    }
    return digits > 0 && letters <= 3 && text.size <= 20;
}

static void measure_row(const mw_table_row *row, columns *found)
{
    unsigned at = 0;

    for (const mw_table_cell *cell = row->first; cell != NULL;
         cell = cell->next) {
        const unsigned next = at + cell->span;

        if (next > MW_TABLE_COLUMNS)
            break;
        if (cell->span == 1 && cell->width > found->widths[at])
            found->widths[at] = cell->width;
        if (!row->is_head && cell->span == 1 && cell->text.size > 0 &&
            !is_number(cell->text))
            found->is_number[at] = false;
        if (next > found->count)
            found->count = next;
        at = next;
    }
}

static columns measure(const mw_table *table)
{
    columns found = { .count = 0 };

    for (unsigned i = 0; i < MW_TABLE_COLUMNS; i++)
        found.is_number[i] = true;
    for (const mw_table_row *row = table->first; row != NULL; row = row->next)
        measure_row(row, &found);
    return found;
}

/* The columns that COUNT columns from AT take, with the space between. */
static size_t width_of(const columns *all, unsigned at, unsigned count)
{
    size_t width = 0;

    for (unsigned i = at; i < at + count && i < all->count; i++)
        width += all->widths[i] + (i > at ? BETWEEN : 0);
    return width;
}

static mw_status append_times(mw_buffer *line, uint8_t octet, size_t count,
                              mw_error *error)
{
    mw_status status = MW_OK;

    while (count-- > 0 && status == MW_OK)
        status = mw_buffer_append_octet(line, octet, error);
    return status;
}

/* Appends CELL, which starts in column AT. */
static mw_status append_cell(mw_buffer *line, const columns *all, unsigned at,
                             const mw_table_cell *cell, mw_error *error)
{
    const size_t width = width_of(all, at, cell->span);
    const size_t pad = width > cell->width ? width - cell->width : 0;
    const bool is_right = cell->span == 1 && all->is_number[at];
    mw_status status = append_times(line, ' ', at > 0 ? BETWEEN : 0, error);

    if (status == MW_OK && is_right)
        status = append_times(line, ' ', pad, error);
    if (status == MW_OK)
        status = mw_buffer_append_bytes(line, cell->text, error);
    if (status == MW_OK && !is_right)
        status = append_times(line, ' ', pad, error);
    return status;
}

static mw_status write_row(const mw_table_row *row, const columns *all,
                           mw_text_writer *writer, mw_buffer *line,
                           mw_error *error)
{
    unsigned at = 0;
    mw_status status = MW_OK;

    mw_buffer_truncate(line, 0);
    for (const mw_table_cell *cell = row->first;
         cell != NULL && status == MW_OK && at < all->count;
         cell = cell->next) {
        status = append_cell(line, all, at, cell, error);
        at += cell->span;
    }
    if (status != MW_OK || mw_ascii_trim(mw_buffer_bytes(line)).size == 0)
        return status;
    return mw_text_writer_line(writer, mw_buffer_bytes(line), error);
}

/* The line under the headers. */
static mw_status write_rule(const columns *all, mw_text_writer *writer,
                            mw_buffer *line, mw_error *error)
{
    mw_status status = MW_OK;

    mw_buffer_truncate(line, 0);
    for (unsigned i = 0; i < all->count && status == MW_OK; i++) {
        status = append_times(line, ' ', i > 0 ? BETWEEN : 0, error);
        if (status == MW_OK)
            status = append_times(line, '-', all->widths[i], error);
    }
    if (status != MW_OK)
        return status;
    return mw_text_writer_line(writer, mw_buffer_bytes(line), error);
}

static mw_status write_columns(const mw_table *table, const columns *all,
                               mw_text_writer *writer, mw_buffer *line,
                               mw_error *error)
{
    mw_status status = MW_OK;

    for (const mw_table_row *row = table->first; row != NULL && status == MW_OK;
         row = row->next) {
        status = write_row(row, all, writer, line, error);
        if (status == MW_OK && row == table->first && row->is_head &&
            row->first != NULL)
            status = write_rule(all, writer, line, error);
    }
    return status;
}

/* Writes the cells of ROW as paragraphs, behind the headers in HEAD. */
static mw_status write_list(const mw_table_row *row, const mw_table_row *head,
                            mw_text_writer *writer, mw_error *error)
{
    const mw_table_cell *header = head == NULL ? NULL : head->first;
    mw_status status = MW_OK;

    for (const mw_table_cell *cell = row->first;
         cell != NULL && status == MW_OK; cell = cell->next) {
        if (header != NULL && header->text.size > 0 && cell->text.size > 0) {
            status = mw_text_writer_add(writer, header->text, error);
            if (status == MW_OK)
                status = mw_text_writer_add_whole(writer, ": ", error);
        }
        if (status == MW_OK)
            status = mw_text_writer_add(writer, cell->text, error);
        if (status == MW_OK)
            status = mw_text_writer_end(writer, cell->next == NULL, error);
        header = header == NULL ? NULL : header->next;
    }
    return status;
}

static mw_status write_lists(const mw_table *table, mw_text_writer *writer,
                             mw_error *error)
{
    const mw_table_row *row = table->first, *head = NULL;
    mw_status status = MW_OK;

    if (row != NULL && row->is_head) {
        head = row;
        row = row->next;
    }
    for (; row != NULL && status == MW_OK; row = row->next)
        status = write_list(row, head, writer, error);
    return status;
}

mw_status mw_table_write(const mw_table *table, mw_text_writer *writer,
                         mw_error *error)
{
    const columns all = measure(table);
    mw_buffer line;
    mw_status status;

    if (width_of(&all, 0, all.count) > mw_text_writer_room(writer))
        return write_lists(table, writer, error);
    mw_buffer_init(&line, writer->out.allocator, 0);
    status = write_columns(table, &all, writer, &line, error);
    mw_buffer_free(&line);
    return status;
}

#endif
