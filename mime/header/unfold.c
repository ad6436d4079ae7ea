/* SPDX-License-Identifier: MIT */

/*
 * A line end that is no folding stays, for the grammar to refuse: behind it
 * another field would begin.
 */

#include "header/unfold.h"

#include "base/ascii.h"

mw_status mw_field_unfold(mw_bytes text, mw_arena *arena, mw_bytes *unfolded,
                          mw_error *error)
{
    uint8_t *out = mw_arena_take(arena, text.size, error);
    size_t size = 0;

    if (out == NULL)
        return MW_E_MEMORY;
    for (size_t i = 0; i < text.size; i++) {
        size_t end = i;

        if (text.data[end] == '\r')
            end++;
        if (end < text.size && text.data[end] == '\n' &&
            (end + 1 == text.size || mw_ascii_is_blank(text.data[end + 1])))
            i = end;
        else
            out[size++] = text.data[i];
    }
    *unfolded = (mw_bytes){ out, size };
    return MW_OK;
}
