/* SPDX-License-Identifier: MIT */
#ifndef CLI_MBOX_LINES_H
#define CLI_MBOX_LINES_H

#include <mimewright.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * The lines of an mbox: where its messages are.
 */

/* A message: octets of the file, but for one ">" of each line in QUOTES. */
typedef struct mbox_extent {
    uint64_t start, end;
    uint64_t *quotes; /* places in the file, in order */
    size_t quote_count, quote_room;
} mbox_extent;

/* The size of the message. */
uint64_t mbox_extent_size(const mbox_extent *extent);

/*
 * Stores in *PLACE where in the file OFFSET of the message is, and gives how
 * many octets stand there that belong to it without a gap; 0 at its end.
 */
uint64_t mbox_extent_find(const mbox_extent *extent, uint64_t offset,
                          uint64_t *place);

typedef struct mbox_lines {
    mbox_extent *extents;
    size_t count, room;
    uint64_t offset;     /* of the next octet */
    uint64_t line;       /* where this line begins */
    uint64_t empty_line; /* where the line before began, if it was empty */
    bool after_empty;    /* or at the start of the file */
    bool in_line;        /* past what says what line it is */
    bool is_from;        /* this line begins a message */
    bool has_cr;         /* the line is a CR so far, and nothing else */
    size_t quoted;       /* how many ">" it begins with */
    size_t matched;      /* octets of "From " behind them */
} mbox_lines;

mbox_lines mbox_lines_start(void);

/* Takes octets of the file; MW_E_DATA where it begins with no message. */
mw_status mbox_lines_add(mbox_lines *lines, const char *octets, size_t size,
                         mw_error *error);

/* Ends the last message. */
mw_status mbox_lines_finish(mbox_lines *lines, mw_error *error);

/* Frees what is left of the extents. */
void mbox_lines_end(mbox_lines *lines);

#endif
