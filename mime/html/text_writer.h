/* SPDX-License-Identifier: MIT */
#ifndef HTML_TEXT_WRITER_H
#define HTML_TEXT_WRITER_H

#include "base/buffer.h"

/*
 * Writes paragraphs as plain text: white space run together, lines wrapped,
 * behind the marks of the quotes and lists that they stand in, a blank line
 * between them where there is one to be.
 */
typedef struct mw_text_writer {
    mw_buffer out;
    mw_buffer paragraph; /* what is being gathered; '\n' breaks a line */
    mw_buffer prefix;    /* what each line begins with */
    mw_buffer first;     /* what the next one begins with instead */
    bool has_first;
    bool space;         /* white space came, and what follows it did not */
    bool is_exact;      /* white space is kept, and lines are not wrapped */
    bool is_unwrapped;  /* a paragraph is one line */
    size_t quotes;      /* blockquotes around */
    size_t quotes_kept; /* the fewest since the last line */
    enum { MW_GAP_NONE, MW_GAP_LINE, MW_GAP_BLANK } gap;
} mw_text_writer;

/* The columns of a line. */
#define MW_TEXT_COLUMNS 78

void mw_text_writer_init(mw_text_writer *writer, bool is_unwrapped,
                         const mw_allocator *allocator);
void mw_text_writer_free(mw_text_writer *writer);

/* Adds TEXT, UTF-8, to the paragraph. */
mw_status mw_text_writer_add(mw_text_writer *writer, mw_bytes text,
                             mw_error *error);

/* The same for TEXT that stands as it is, behind a space that waits. */
mw_status mw_text_writer_add_whole(mw_text_writer *writer, const char *text,
                                   mw_error *error);

/* Breaks the line within the paragraph. */
mw_status mw_text_writer_break(mw_text_writer *writer, mw_error *error);

/*
 * Ends the paragraph and writes it, unless there is nothing to see in it. BLANK
 * asks for a blank line before what comes next.
 */
mw_status mw_text_writer_end(mw_text_writer *writer, bool blank,
                             mw_error *error);

/* The same, and underlines it with MARK. */
mw_status mw_text_writer_end_heading(mw_text_writer *writer, char mark,
                                     mw_error *error);

/* Writes LINE as it is, a line of its own. */
mw_status mw_text_writer_line(mw_text_writer *writer, mw_bytes line,
                              mw_error *error);

/*
 * Begins what stands behind MARK, which is in front of its first line; the
 * lines after it are indented as far, or for a quote begin with it as well.
 * What is too deep gets no mark. mw_text_writer_leave goes back to SIZE, the
 * size of the prefix before.
 */
mw_status mw_text_writer_enter(mw_text_writer *writer, const char *mark,
                               bool is_quote, mw_error *error);
void mw_text_writer_leave(mw_text_writer *writer, size_t size, bool is_quote);

/* The columns that are left for text. */
unsigned mw_text_writer_room(const mw_text_writer *writer);

#endif
