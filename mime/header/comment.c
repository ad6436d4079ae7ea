/* SPDX-License-Identifier: MIT */

/*
 * Comments nest, so their depth is counted; nothing recurses.
 */

#include "header/comment.h"

#include "base/ascii.h"

/* The octets of the comment at the front of TEXT; 0 where it has no end. */
static size_t comment_size(mw_bytes text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '(')
            depth++;
        else if (text.data[i] == ')' && --depth == 0)
            return i + 1;
        else if (text.data[i] == '\\')
            i++;
    }
    return 0;
}

bool mw_comment_skip(mw_bytes *text)
{
    while (text->size > 0) {
        size_t size = 1;

        if (*text->data == '(')
            size = comment_size(*text);
        else if (!mw_ascii_is_blank(*text->data))
            return true;
        if (size == 0)
            return false;
        mw_bytes_skip(text, size);
    }
    return true;
}
