/* SPDX-License-Identifier: MIT */

/*
 * A tag is subtags of up to eight letters and digits with hyphens between,
 * the first of letters. Which ones are registered is another matter.
 */

#include "header/language_list.h"

#include "base/ascii.h"
#include "header/comment.h"

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

/* Takes the tag at the front of TEXT, with the comma behind it. */
static mw_status take_tag(mw_bytes *text, mw_bytes *tag, bool *goes_on,
                          mw_error *error)
{
    if (!mw_comment_skip(text))
        return mw_fail(error, MW_E_SYNTAX, "no parenthesis closes %.*s",
                       MW_SHOW(*text));
    *tag = (mw_bytes){ text->data, 0 };
    while (tag->size < text->size && text->data[tag->size] != ',' &&
           text->data[tag->size] != '(' &&
           !mw_ascii_is_blank(text->data[tag->size]))
        tag->size++;
    mw_bytes_skip(text, tag->size);
    if (!is_tag(*tag)) {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no language tag",
                MW_SHOW(*tag));
        mw_hint(error, "tags are such as de, en-GB, with commas between");
        return MW_E_SYNTAX;
    }
    *goes_on = mw_comment_skip(text) && text->size > 0 && *text->data == ',';
    if (text->size > 0 && !*goes_on)
        return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" where a comma belongs",
                       MW_SHOW(*text));
    if (*goes_on)
        mw_bytes_skip(text, 1);
    return MW_OK;
}

/* Walks through TEXT and writes it into FOLD, unless that is NULL. */
static mw_status walk(mw_fold *fold, mw_bytes text, mw_error *error)
{
    mw_status status;
    bool goes_on;

    do {
        mw_bytes tag;

        status = take_tag(&text, &tag, &goes_on, error);
        if (status == MW_OK && fold != NULL)
            status = mw_fold_add(fold, tag, true, error);
        if (status == MW_OK && fold != NULL && goes_on)
            status = mw_fold_add(fold, mw_bytes_of(","), false, error);
    } while (status == MW_OK && goes_on);
    return status;
}

mw_status mw_language_list_check(mw_bytes text, mw_error *error)
{
    return walk(NULL, text, error);
}

mw_status mw_language_list_write(mw_fold *fold, mw_bytes text, mw_error *error)
{
    return walk(fold, text, error);
}
