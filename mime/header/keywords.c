/* SPDX-License-Identifier: MIT */

/*
 * Checking and writing walk through the text in the same way, so they cannot
 * disagree.
 */

#include "header/keywords.h"

#include "header/phrase.h"

/* Takes the next phrase from TEXT, with the comma behind it if there is one. */
static mw_status take_phrase(mw_bytes *text, mw_buffer *phrase, bool *goes_on,
                             mw_error *error)
{
    mw_status status;

    mw_buffer_truncate(phrase, 0);
    status = mw_phrase_parse(text, phrase, error);
    if (status != MW_OK)
        return status;
    *goes_on = text->size > 0 && *text->data == ',';
    if (text->size > 0 && !*goes_on) {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" belongs in quotes",
                MW_SHOW(*text));
        return MW_E_SYNTAX;
    }
    if (phrase->size == 0)
        return mw_fail(error, MW_E_SYNTAX, "a keyword is empty");
    if (*goes_on)
        mw_bytes_skip(text, 1);
    return MW_OK;
}

/* Walks through TEXT and writes it into FOLD, unless that is NULL. */
static mw_status walk(mw_fold *fold, mw_bytes text, mw_buffer *phrase,
                      const mw_header_style *style, mw_error *error)
{
    mw_status status;
    bool goes_on;

    do {
        status = take_phrase(&text, phrase, &goes_on, error);
        if (status == MW_OK && fold != NULL)
            status =
                mw_phrase_write(fold, mw_buffer_bytes(phrase),
                                mw_bytes_of(goes_on ? "," : ""), style, error);
    } while (status == MW_OK && goes_on);
    return status;
}

mw_status mw_keywords_check(mw_bytes text, const mw_allocator *allocator,
                            mw_error *error)
{
    mw_buffer phrase;
    mw_status status;

    mw_buffer_init(&phrase, allocator, 0);
    status = walk(NULL, text, &phrase, NULL, error);
    mw_buffer_free(&phrase);
    return status;
}

mw_status mw_keywords_write(mw_fold *fold, mw_bytes text,
                            const mw_header_style *style, mw_error *error)
{
    mw_buffer phrase;
    mw_status status;

    mw_buffer_init(&phrase, fold->out->allocator, 0);
    status = walk(fold, text, &phrase, style, error);
    mw_buffer_free(&phrase);
    return status;
}
