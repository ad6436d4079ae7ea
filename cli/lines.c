/* SPDX-License-Identifier: MIT */

/*
 * The lines of a file in which white space at the start of a line goes on
 * with the line before.
 */

#include "config.h"

#include "lines.h"

#include <string.h>

const char *lines_take(lines *left, size_t *size)
{
    const char *line = left->next;
    const char *end = memchr(line, '\n', left->size);
    const size_t taken = end != NULL ? (size_t)(end - line) : left->size;
    const size_t skipped = taken + (end != NULL);

    left->next += skipped;
    left->size -= skipped;
    left->number++;
    *size = taken > 0 && line[taken - 1] == '\r' ? taken - 1 : taken;
    return line;
}

bool lines_is_continued(const lines *left)
{
    return left->size > 0 && (left->next[0] == ' ' || left->next[0] == '\t');
}
