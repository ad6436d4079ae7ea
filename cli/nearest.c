/* SPDX-License-Identifier: MIT */

/*
 * Levenshtein's distance, one row at a time. Names are short, and a long
 * typed one is near to none of them.
 */

#include "config.h"

#include "nearest.h"

#include <string.h>

enum { LONGEST = 32, FARTHEST = 2 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, size_t a_size, const char *b,
                       size_t b_size)
{
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            row[j] = least(replaced, 1 + least(row[j], row[j - 1]));
        }
    }
    return row[b_size];
}

nearest nearest_start(const char *typed, size_t size)
{
    return (nearest){ typed, size, FARTHEST + 1, NULL };
}

void nearest_offer(nearest *best, const char *name)
{
    const size_t size = strlen(name);
    size_t found;

    if (best->size < 2 || best->size > LONGEST || size > LONGEST)
        return;
    found = distance(best->typed, best->size, name, size);
    if (best->size < size && !memcmp(best->typed, name, best->size))
        found = least(found, FARTHEST);
    /* A slip seldom hits the first letter and another. */
    if (found > 1 && best->typed[0] != name[0])
        return;
    if (found >= best->distance || found >= size)
        return;
    best->distance = found;
    best->name = name;
}
