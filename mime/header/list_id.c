/* SPDX-License-Identifier: MIT */

/*
 * The id is compared by readers as it stands, whatever the phrase says, so it
 * is neither broken nor encoded.
 */

#include "header/list_id.h"

#include "base/ascii.h"
#include "header/comment.h"
#include "header/phrase.h"

/* RFC 2919, section 3, for the id; the brackets are beside that. */
#define ID_MOST 255

/* Whether ID is labels of printable ASCII with dots between, two at least. */
static bool is_id(mw_bytes id)
{
    static const char SPECIAL[] = "()<>[]:;@\\,\"";
    size_t dots = 0, label = 0;

    for (size_t i = 0; i < id.size; i++) {
        const uint8_t octet = id.data[i];

        if (!mw_ascii_is_graph(octet) ||
            memchr(SPECIAL, octet, sizeof SPECIAL - 1) != NULL)
            return false;
        if (octet == '.' && label == 0)
            return false;
        dots += octet == '.';
        label = octet == '.' ? 0 : label + 1;
    }
    return dots > 0 && label > 0 && id.size <= ID_MOST;
}

/* Parts TEXT into PHRASE and *ID, which keeps its brackets. */
static mw_status part(mw_bytes text, mw_buffer *phrase, mw_bytes *id,
                      mw_error *error)
{
    const mw_status status = mw_phrase_parse(&text, phrase, error);
    const uint8_t *end =
        text.size == 0 ? NULL : memchr(text.data, '>', text.size);

    if (status != MW_OK)
        return status;
    if (end != NULL && *text.data == '<') {
        *id = (mw_bytes){ text.data, (size_t)(end - text.data) + 1 };
        mw_bytes_skip(&text, id->size);
        if (mw_comment_skip(&text) && text.size == 0 &&
            is_id((mw_bytes){ id->data + 1, id->size - 2 }))
            return MW_OK;
    }
    mw_fail(error, MW_E_SYNTAX, "the id of a list is missing or wrong");
    mw_hint(error, "write \"Name of the list\" <list.example.org>");
    return MW_E_SYNTAX;
}

mw_status mw_list_id_check(mw_bytes text, const mw_allocator *allocator,
                           mw_error *error)
{
    mw_buffer phrase;
    mw_status status;
    mw_bytes id;

    mw_buffer_init(&phrase, allocator, 0);
    status = part(text, &phrase, &id, error);
    mw_buffer_free(&phrase);
    return status;
}

mw_status mw_list_id_write(mw_fold *fold, mw_bytes text,
                           const mw_header_style *style, mw_error *error)
{
    mw_buffer phrase;
    mw_status status;
    mw_bytes id;

    mw_buffer_init(&phrase, fold->out->allocator, 0);
    status = part(text, &phrase, &id, error);
    if (status == MW_OK && phrase.size > 0)
        status = mw_phrase_write(fold, mw_buffer_bytes(&phrase),
                                 (mw_bytes){ NULL, 0 }, style, error);
    if (status == MW_OK)
        status = mw_fold_add(fold, id, true, error);
    mw_buffer_free(&phrase);
    return status;
}
