/* SPDX-License-Identifier: MIT */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* A text that is read line by line; it ends with LF or CRLF, or not at all. */
typedef struct lines {
    const char *next;
    size_t size;   /* that is left */
    size_t number; /* of the line at NEXT */
} lines;

/* Takes one line; SIZE does not count its end. */
const char *lines_take(lines *left, size_t *size);

/* Whether the line at NEXT goes on with the one before. */
bool lines_is_continued(const lines *left);

#endif
