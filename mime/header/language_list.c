/* SPDX-License-Identifier: MIT */

/*
 * A tag is subtags of up to eight letters and digits with hyphens between,
 * the first of letters. Which ones are registered is another matter.
 */

#include "header/language_list.h"

#include "base/ascii.h"
#include "header/comma_list.h"

#define SUBTAG_MOST 8

static bool is_tag(mw_bytes tag)
{
    bool is_first = true;
    size_t size = 0;

    for (size_t i = 0; i < tag.size; i++) {
        if (tag.data[i] == '-' && size > 0) {
            is_first = false;
            size = 0;
        } else if (++size > SUBTAG_MOST ||
                   !(is_first ? mw_ascii_is_alpha(tag.data[i])
                              : mw_ascii_is_alnum(tag.data[i]))) {
            return false;
        }
    }
    return size > 0;
}

/* Takes the tag at the front of TEXT, and checks it. */
static mw_status take_tag(mw_bytes *text, mw_bytes *tag, mw_error *error)
{
    *tag = (mw_bytes){ text->data, 0 };
    while (tag->size < text->size && text->data[tag->size] != ',' &&
           text->data[tag->size] != '(' &&
           !mw_ascii_is_blank(text->data[tag->size]))
        tag->size++;
    mw_bytes_skip(text, tag->size);
    if (is_tag(*tag))
        return MW_OK;
    mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no language tag", MW_SHOW(*tag));
    mw_hint(error, "tags are such as de, en-GB, with commas between");
    return MW_E_SYNTAX;
}

mw_status mw_language_list_check(mw_bytes text, mw_error *error)
{
    return mw_comma_list_walk(NULL, text, take_tag, error);
}

mw_status mw_language_list_write(mw_fold *fold, mw_bytes text, mw_error *error)
{
    return mw_comma_list_walk(fold, text, take_tag, error);
}
