/* SPDX-License-Identifier: MIT */

/*
 * A media type is kept in lower case, as everybody compares it; of its
 * parameters the names are compared so and the values never, but where their
 * own definition says so.
 */

#include "header/media_type.h"

#include "base/ascii.h"
#include "header/comment.h"

/* RFC 6838, section 4.2. */
#define NAME_MOST 127

/* The token at the front of TEXT, which ends where a token may end here. */
static mw_bytes take_token(mw_bytes *text)
{
    static const char ENDS[] = "/;( \t";
    mw_bytes token = { text->data, 0 };

    while (token.size < text->size &&
           memchr(ENDS, text->data[token.size], sizeof ENDS - 1) == NULL)
        token.size++;
    mw_bytes_skip(text, token.size);
    return token;
}

static bool is_name(mw_bytes token)
{
    return token.size <= NAME_MOST && mw_parameter_is_token(token);
}

static char *copy_in_lower_case(mw_bytes token, mw_arena *arena,
                                mw_error *error)
{
    char *copy = mw_arena_copy(arena, token, error);

    for (size_t i = 0; copy != NULL && i < token.size; i++)
        copy[i] = (char)mw_ascii_lower(copy[i]);
    return copy;
}

/* Reads the parameters in TEXT, and makes TYPE of all that was read. */
static mw_status finish(mw_converter_cache *cache, mw_bytes type_name,
                        mw_bytes subtype_name, mw_bytes text, mw_arena *arena,
                        mw_media_type *type, mw_error *error)
{
    mw_media_type made = { .parameters = NULL };
    const mw_status status =
        mw_parameter_parse(cache, text, arena, &made.parameters, error);

    if (status != MW_OK)
        return status;
    made.type = copy_in_lower_case(type_name, arena, error);
    made.subtype = copy_in_lower_case(subtype_name, arena, error);
    if (made.type == NULL || made.subtype == NULL)
        return MW_E_MEMORY;
    *type = made;
    return MW_OK;
}

mw_status mw_media_type_parse(mw_converter_cache *cache, mw_bytes text,
                              mw_arena *arena, mw_media_type *type,
                              mw_error *error)
{
    mw_bytes rest = mw_ascii_trim(text);
    mw_bytes type_name, subtype_name = { NULL, 0 };

    type_name = take_token(&rest);
    if (rest.size > 0 && *rest.data == '/') {
        mw_bytes_skip(&rest, 1);
        subtype_name = take_token(&rest);
    }
    if (!is_name(type_name) || !is_name(subtype_name)) {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no media type", MW_SHOW(text));
        mw_hint(error, "a media type is type/subtype, such as image/png");
        return MW_E_SYNTAX;
    }
    return finish(cache, type_name, subtype_name, rest, arena, type, error);
}

mw_status mw_disposition_parse(mw_converter_cache *cache, mw_bytes text,
                               mw_arena *arena, mw_media_type *disposition,
                               mw_error *error)
{
    mw_bytes rest = mw_ascii_trim(text);
    const mw_bytes name = take_token(&rest);

    if (!is_name(name))
        return mw_fail(error, MW_E_SYNTAX,
                       "\"%.*s\" does not begin with a "
                       "token",
                       MW_SHOW(text));
    return finish(cache, name, (mw_bytes){ NULL, 0 }, rest, arena, disposition,
                  error);
}

bool mw_media_type_is(const mw_media_type *type, const char *type_name,
                      const char *subtype_name)
{
    return mw_ascii_equal_text(mw_bytes_of(type->type), type_name) &&
           (subtype_name == NULL ||
            mw_ascii_equal_text(mw_bytes_of(type->subtype), subtype_name));
}

mw_status mw_media_type_set(mw_media_type *type, mw_arena *arena,
                            const char *name, mw_bytes value, mw_error *error)
{
    const mw_bytes name_bytes = mw_bytes_of(name);
    mw_parameter **place = &type->parameters;
    mw_parameter *made;
    char *copy;

    if (!mw_parameter_is_name(name_bytes))
        return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no parameter name",
                       MW_SHOW(name_bytes));
    made = mw_arena_take(arena, sizeof *made, error);
    copy = mw_arena_copy(arena, value, error);
    if (made == NULL || copy == NULL)
        return MW_E_MEMORY;
    made->value = (mw_bytes){ (const uint8_t *)copy, value.size };
    copy = mw_arena_copy(arena, name_bytes, error);
    if (copy == NULL)
        return MW_E_MEMORY;
    made->name = mw_bytes_of(copy);
    while (*place != NULL && !mw_ascii_equal((*place)->name, name_bytes))
        place = &(*place)->next;
    made->next = *place == NULL ? NULL : (*place)->next;
    *place = made;
    return MW_OK;
}
