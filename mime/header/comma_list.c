/* SPDX-License-Identifier: MIT */

#include "header/comma_list.h"

#include "header/comment.h"

/* Takes an item and the comma behind it, and comments before and after. */
static mw_status take_with_comma(mw_bytes *text, mw_comma_list_take take,
                                 mw_bytes *item, bool *goes_on, mw_error *error)
{
    mw_status status;

    if (!mw_comment_skip(text))
        return mw_fail(error, MW_E_SYNTAX, "no parenthesis closes %.*s",
                       MW_SHOW(*text));
    status = take(text, item, error);
    if (status != MW_OK)
        return status;
    *goes_on = mw_comment_skip(text) && text->size > 0 && *text->data == ',';
    if (text->size > 0 && !*goes_on)
        return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" where a comma belongs",
                       MW_SHOW(*text));
    if (*goes_on)
        mw_bytes_skip(text, 1);
    return MW_OK;
}

mw_status mw_comma_list_walk(mw_fold *fold, mw_bytes text,
                             mw_comma_list_take take, mw_error *error)
{
    mw_status status;
    bool goes_on;

    do {
        mw_bytes item;

        status = take_with_comma(&text, take, &item, &goes_on, error);
        if (status == MW_OK && fold != NULL)
            status = mw_fold_add(fold, item, true, error);
        if (status == MW_OK && fold != NULL && goes_on)
            status = mw_fold_add(fold, mw_bytes_of(","), false, error);
    } while (status == MW_OK && goes_on);
    return status;
}
