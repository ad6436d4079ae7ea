/* SPDX-License-Identifier: MIT */

/*
 * An id is compared octet by octet by those who thread messages, so nothing
 * in it is changed, broken or encoded.
 */

#include "header/message_id.h"

#include "base/ascii.h"
#include "header/comment.h"

/* The octets of the id at the front of TEXT up to its '>', with it; or 0. */
static size_t id_size(mw_bytes text)
{
    bool in_quotes = false;

    for (size_t i = 1; i < text.size; i++) {
        if (in_quotes && text.data[i] == '\\')
            i++;
        else if (text.data[i] == '"')
            in_quotes = !in_quotes;
        else if (text.data[i] == '>' && !in_quotes)
            return i + 1;
    }
    return 0;
}

/* Whether INNER, an id without its brackets, has the form left@right. */
static bool is_id(mw_bytes inner)
{
    bool in_quotes = false;
    size_t at_count = 0, at = 0;

    for (size_t i = 0; i < inner.size; i++) {
        const uint8_t octet = inner.data[i];

        if (!mw_ascii_is_graph(octet))
            return false;
        if (octet == '"')
            in_quotes = !in_quotes;
        else if (in_quotes)
            i += octet == '\\' && i + 1 < inner.size &&
                 mw_ascii_is_graph(inner.data[i + 1]);
        else if (octet == '<' || octet == '>')
            return false;
        else if (octet == '@') {
            at = i;
            at_count++;
        }
    }
    return !in_quotes && at_count == 1 && at > 0 && at + 1 < inner.size;
}

static mw_status check_id(mw_bytes inner, mw_error *error)
{
    if (!is_id(inner)) {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no message id",
                MW_SHOW(inner));
        mw_hint(error, "an id is ASCII without white space: "
                       "<something@example.org>");
        return MW_E_SYNTAX;
    }
    if (inner.size + 2 > MW_MESSAGE_ID_MOST)
        return mw_fail(error, MW_E_RANGE,
                       "an id of %zu octets fits no line of %d", inner.size + 2,
                       MW_FOLD_LINE_MOST);
    return MW_OK;
}

/* Makes an id of INNER, which is checked, with brackets around it. */
static mw_message_id *make_id(mw_bytes inner, mw_arena *arena, mw_error *error)
{
    mw_message_id *id = mw_arena_take(arena, sizeof *id, error);
    uint8_t *text = mw_arena_take(arena, inner.size + 2, error);

    if (id == NULL || text == NULL)
        return NULL;
    text[0] = '<';
    memcpy(text + 1, inner.data, inner.size);
    text[inner.size + 1] = '>';
    id->text = (mw_bytes){ text, inner.size + 2 };
    return id;
}

/* Takes the inner part of the next id from TEXT. */
static mw_status take_id(mw_bytes *text, bool bare, mw_bytes *inner,
                         mw_error *error)
{
    const size_t size = *text->data == '<' ? id_size(*text) : 0;

    if (size > 0) {
        *inner = (mw_bytes){ text->data + 1, size - 2 };
        mw_bytes_skip(text, size);
    } else if (bare && *text->data != '<') {
        *inner = mw_ascii_trim(*text);
        mw_bytes_skip(text, text->size);
    } else {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" where <an id> belongs",
                MW_SHOW(*text));
        return MW_E_SYNTAX;
    }
    return check_id(*inner, error);
}

mw_status mw_message_id_parse(mw_bytes text, bool bare, mw_arena *arena,
                              mw_message_id **list, mw_error *error)
{
    mw_message_id *first = NULL, **end = &first;

    for (;;) {
        mw_bytes inner;
        mw_status status;

        if (!mw_comment_skip(&text))
            return mw_fail(error, MW_E_SYNTAX, "no parenthesis closes %.*s",
                           MW_SHOW(text));
        if (text.size == 0)
            break;
        status = take_id(&text, bare && first == NULL, &inner, error);
        if (status != MW_OK)
            return status;
        *end = make_id(inner, arena, error);
        if (*end == NULL)
            return MW_E_MEMORY;
        end = &(*end)->next;
    }
    if (first == NULL)
        return mw_fail(error, MW_E_SYNTAX, "no id is given");
    while (*list != NULL)
        list = &(*list)->next;
    *list = first;
    return MW_OK;
}

mw_status mw_message_id_write(mw_fold *fold, const mw_message_id *list,
                              mw_error *error)
{
    mw_status status = MW_OK;

    for (; list != NULL && status == MW_OK; list = list->next)
        status = mw_fold_add(fold, list->text, true, error);
    return status;
}

static bool is_atom_octet(uint8_t octet)
{
    return mw_ascii_is_alnum(octet) ||
           (octet != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", octet) != NULL);
}

static bool is_dot_atom(mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        const bool is_dot = text.data[i] == '.';

        if (is_dot ? i == 0 || i + 1 == text.size || text.data[i - 1] == '.'
                   : !is_atom_octet(text.data[i]))
            return false;
    }
    return text.size > 0;
}

static bool is_literal(mw_bytes text)
{
    if (text.size < 2 || text.data[0] != '[' || text.data[text.size - 1] != ']')
        return false;
    for (size_t i = 1; i + 1 < text.size; i++)
        if (!mw_ascii_is_graph(text.data[i]) ||
            strchr("[]\\", text.data[i]) != NULL)
            return false;
    return true;
}

bool mw_message_id_is_strict(mw_bytes id)
{
    const mw_bytes inner = { id.data + 1, id.size - 2 };
    const uint8_t *at = memchr(inner.data, '@', inner.size);
    mw_bytes left, right;

    if (at == NULL)
        return false;
    left = (mw_bytes){ inner.data, (size_t)(at - inner.data) };
    right = (mw_bytes){ at + 1, inner.size - left.size - 1 };
    return is_dot_atom(left) && (is_dot_atom(right) || is_literal(right));
}
