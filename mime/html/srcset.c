/* SPDX-License-Identifier: MIT */

/*
 * A url may hold commas, but not end in one; what stands behind it up to the
 * next comma says for which screens it is.
 */

#include "html/srcset.h"

static bool is_space(int octet)
{
    return octet == ' ' || octet == '\t' || octet == '\n' || octet == '\f' ||
           octet == '\r';
}

/* Where the comma is that ends the descriptors from AT on, or the end. */
static size_t pass_descriptors(mw_bytes value, size_t at)
{
    bool in_brackets = false;

    for (; at < value.size; at++) {
        if (value.data[at] == '(')
            in_brackets = true;
        else if (value.data[at] == ')')
            in_brackets = false;
        else if (value.data[at] == ',' && !in_brackets)
            break;
    }
    return at;
}

bool mw_srcset_next(mw_bytes value, size_t *at, size_t *size)
{
    size_t start = *at, end;

    /* Behind a url that no comma ended stand its descriptors. */
    if (start > 0 && start < value.size && value.data[start] != ',')
        start = pass_descriptors(value, start);
    while (start < value.size &&
           (is_space(value.data[start]) || value.data[start] == ','))
        start++;
    end = start;
    while (end < value.size && !is_space(value.data[end]))
        end++;
    while (end > start && value.data[end - 1] == ',')
        end--;
    *at = start;
    *size = end - start;
    return end > start;
}
