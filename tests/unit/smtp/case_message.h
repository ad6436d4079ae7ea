/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_MESSAGE_H
#define UNIT_SMTP_CASE_MESSAGE_H

/*
 * What every message on the wire has to be, whatever it was made of.
 */

#include "suite.h"

/* Dot-stuffed lines, with their ends (RFC 5321, section 4.5.3.1.6). */
#define CASE_LINE_MOST 1001

/* T05 C092: CR and LF in pairs alone, and no NUL; C101: lines of 998. What is
 * wrong with ALL, or NULL. */
static inline const char *case_fault_of(mw_bytes all)
{
    size_t line = 0;

    for (size_t i = 0; i < all.size; i++) {
        const bool after_cr = i > 0 && all.data[i - 1] == '\r';

        if (all.data[i] == 0)
            return "a NUL";
        if (after_cr != (all.data[i] == '\n'))
            return "a bare CR or LF";
        if (++line > CASE_LINE_MOST)
            return "a line of more than 998 octets";
        if (all.data[i] == '\n')
            line = 0;
    }
    return NULL;
}

/* C096: takes the first of the dots of a line away. */
static inline void case_undo_dots(mw_buffer *message)
{
    size_t made = 0;

    for (size_t i = 0; i < message->size; i++)
        if (message->data[i] != '.' || (i > 0 && message->data[i - 1] != '\n'))
            message->data[made++] = message->data[i];
    mw_buffer_truncate(message, made);
}

#endif
