/* SPDX-License-Identifier: MIT */

/*
 * Octets are looked at one by one at the start of a line only. A line "From "
 * that no empty line stands before is text: a program that quotes nothing may
 * have written it.
 */

#include "config.h"

#include "mbox_lines.h"

#include "fail.h"

#include <stdlib.h>
#include <string.h>

static const char FROM[] = "From ";

enum { FROM_SIZE = sizeof FROM - 1 };

uint64_t mbox_extent_size(const mbox_extent *extent)
{
    return extent->end - extent->start - extent->quote_count;
}

/* Of what is left out, the first I lie before OFFSET where I is found. */
uint64_t mbox_extent_find(const mbox_extent *extent, uint64_t offset,
                          uint64_t *place)
{
    size_t low = 0;
    size_t high = extent->quote_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (extent->quotes[middle] - extent->start - middle <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    *place = extent->start + offset + low;
    if (*place >= extent->end)
        return 0;
    return (low < extent->quote_count ? extent->quotes[low] : extent->end) -
           *place;
}

mbox_lines mbox_lines_start(void)
{
    return (mbox_lines){ .after_empty = true };
}

void mbox_lines_end(mbox_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->extents[i].quotes);
    free(lines->extents);
}

/* A message ends before the empty line that parts it from the next. */
static void end_message(mbox_lines *lines)
{
    mbox_extent *last =
        lines->count > 0 ? &lines->extents[lines->count - 1] : NULL;

    if (last == NULL)
        return;
    last->end = lines->after_empty && lines->empty_line >= last->start
                    ? lines->empty_line
                    : lines->line;
}

static mw_status begin_message(mbox_lines *lines, mw_error *error)
{
    end_message(lines);
    if (lines->count == lines->room) {
        const size_t room = lines->room * 2 + 16;
        mbox_extent *extents =
            realloc(lines->extents, room * sizeof *lines->extents);

        if (extents == NULL)
            return fail_memory(error);
        lines->extents = extents;
        lines->room = room;
    }
    lines->extents[lines->count++] = (mbox_extent){ .quotes = NULL };
    lines->is_from = true;
    return MW_OK;
}

static mw_status note_quote(mbox_lines *lines, mw_error *error)
{
    mbox_extent *last = &lines->extents[lines->count - 1];

    if (last->quote_count == last->quote_room) {
        const size_t room = last->quote_room * 2 + 16;
        uint64_t *quotes = realloc(last->quotes, room * sizeof *quotes);

        if (quotes == NULL)
            return fail_memory(error);
        last->quotes = quotes;
        last->quote_room = room;
    }
    last->quotes[last->quote_count++] = lines->line;
    return MW_OK;
}

/* "From " stands at the start of the line, behind ">" or not. */
static mw_status judge(mbox_lines *lines, mw_error *error)
{
    lines->in_line = true;
    if (lines->quoted > 0 && lines->count > 0)
        return note_quote(lines, error);
    if (lines->quoted == 0 && lines->after_empty)
        return begin_message(lines, error);
    return MW_OK;
}

static mw_status fail_start(mw_error *error)
{
    return fail(error, MW_E_DATA,
                "is no mbox: it begins with no line \"From ...\"");
}

static mw_status end_line(mbox_lines *lines, mw_error *error)
{
    const bool is_empty = lines->has_cr ? lines->offset - lines->line == 2
                                        : lines->offset - lines->line == 1;

    if (lines->is_from)
        lines->extents[lines->count - 1].start = lines->offset;
    else if (lines->count == 0 && !is_empty)
        return fail_start(error);
    lines->after_empty = is_empty;
    lines->empty_line = lines->line;
    lines->line = lines->offset;
    lines->in_line = false;
    lines->is_from = false;
    lines->has_cr = false;
    lines->quoted = 0;
    lines->matched = 0;
    return MW_OK;
}

/* Looks at OCTET, at the start of a line. */
static mw_status start_line(mbox_lines *lines, char octet, mw_error *error)
{
    if (lines->matched == 0 && octet == '>') {
        lines->quoted++;
        return MW_OK;
    }
    if (octet != FROM[lines->matched]) {
        lines->has_cr = octet == '\r' && lines->offset - lines->line == 1;
        lines->in_line = true;
        return MW_OK;
    }
    if (++lines->matched < FROM_SIZE)
        return MW_OK;
    return judge(lines, error);
}

mw_status mbox_lines_add(mbox_lines *lines, const char *octets, size_t size,
                         mw_error *error)
{
    mw_status status = MW_OK;

    while (size > 0 && status == MW_OK) {
        const char *end = NULL;
        size_t taken = 1;

        if (lines->in_line) {
            end = memchr(octets, '\n', size);
            taken = end == NULL ? size : (size_t)(end - octets) + 1;
        } else if (*octets == '\n') {
            end = octets;
        }
        lines->offset += taken;
        if (end != NULL)
            status = end_line(lines, error);
        else if (!lines->in_line)
            status = start_line(lines, *octets, error);
        octets += taken;
        size -= taken;
    }
    return status;
}

mw_status mbox_lines_finish(mbox_lines *lines, mw_error *error)
{
    if (lines->offset > lines->line && lines->count == 0)
        return fail_start(error);
    if (lines->is_from)
        lines->extents[lines->count - 1].start = lines->offset;
    if (lines->offset > lines->line)
        lines->after_empty = false;
    lines->line = lines->offset;
    end_message(lines);
    return MW_OK;
}
