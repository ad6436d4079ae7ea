/* SPDX-License-Identifier: MIT */

/*
 * The lexer of parameters: RFC 2045, section 5.1, with the comments and
 * folding of RFC 5322 between all tokens, and the names of RFC 2231. Quotes
 * around an extended value, which it does not allow, are passed over, since
 * much mail has them and they can mean nothing else.
 */

#include "codec/parameter.h"

#include "base/ascii.h"
#include "codec/parameter_section.h"

/* Where the lexer is. */
typedef struct {
    mw_bytes text;
    size_t at;
    mw_arena *arena;
    mw_error *error;
} parameter_reader;

static mw_status fail_at(const parameter_reader *reader, const char *what)
{
    return mw_fail(reader->error, MW_E_SYNTAX,
                   "octet %zu of the parameters: %s", reader->at + 1, what);
}

static bool is_at_end(const parameter_reader *reader)
{
    return reader->at == reader->text.size;
}

static bool is_at(const parameter_reader *reader, uint8_t octet)
{
    return !is_at_end(reader) && reader->text.data[reader->at] == octet;
}

/* The octets of a line break at AT of TEXT that is folding, or 0. */
static size_t fold_size(mw_bytes text, size_t at)
{
    const size_t cr = at < text.size && text.data[at] == '\r' ? 1 : 0;

    if (at + cr + 1 < text.size && text.data[at + cr] == '\n' &&
        mw_ascii_is_blank(text.data[at + cr + 1]))
        return cr + 1;
    return 0;
}

/* Goes past a comment, and those in it. */
static mw_status skip_comment(parameter_reader *reader)
{
    const mw_bytes text = reader->text;
    size_t depth = 0;

    for (size_t at = reader->at; at < text.size; at++) {
        if (text.data[at] == '(')
            depth++;
        else if (text.data[at] == ')')
            depth--;
        else if (text.data[at] == '\\')
            at++;
        if (depth == 0) {
            reader->at = at + 1;
            return MW_OK;
        }
    }
    return fail_at(reader, "a comment does not end");
}

/* Goes past white space, folding and comments. */
static mw_status skip_blanks(parameter_reader *reader)
{
    while (!is_at_end(reader)) {
        const size_t fold = fold_size(reader->text, reader->at);

        if (fold > 0 || mw_ascii_is_blank(reader->text.data[reader->at])) {
            reader->at += fold > 0 ? fold : 1;
        } else if (is_at(reader, '(')) {
            const mw_status status = skip_comment(reader);

            if (status != MW_OK)
                return status;
        } else {
            break;
        }
    }
    return MW_OK;
}

static mw_bytes take_token(parameter_reader *reader)
{
    mw_bytes token = { reader->text.data + reader->at, 0 };

    while (!is_at_end(reader) && mw_parameter_is_token((mw_bytes){
                                     reader->text.data + reader->at, 1 })) {
        token.size++;
        reader->at++;
    }
    return token;
}

/* Copies what is between the quotes at START and END, as it is meant. */
static mw_status copy_quoted(parameter_reader *reader, size_t start, size_t end,
                             mw_bytes *value)
{
    const mw_bytes text = { reader->text.data, end };
    uint8_t *copy = mw_arena_take(reader->arena, end - start, reader->error);

    if (copy == NULL)
        return MW_E_MEMORY;
    *value = (mw_bytes){ copy, 0 };
    for (size_t at = start + 1; at < end; at++) {
        at += fold_size(text, at);
        if (text.data[at] == '\\')
            at++;
        if (mw_ascii_is_forbidden(text.data[at])) {
            reader->at = at;
            return fail_at(reader, "a control character");
        }
        copy[value->size++] = text.data[at];
    }
    return MW_OK;
}

static mw_status read_quoted(parameter_reader *reader, mw_bytes *value)
{
    const mw_bytes text = reader->text;
    const size_t start = reader->at;
    size_t end = start + 1;
    mw_status status;

    while (end < text.size && text.data[end] != '"')
        end += text.data[end] == '\\' ? 2 : 1;
    if (end >= text.size)
        return fail_at(reader, "a quoted-string does not end");
    status = copy_quoted(reader, start, end, value);
    if (status == MW_OK)
        reader->at = end + 1;
    return status;
}

static mw_status read_value(parameter_reader *reader, mw_bytes *value)
{
    if (is_at(reader, '"'))
        return read_quoted(reader, value);
    *value = take_token(reader);
    return value->size > 0 ? MW_OK : fail_at(reader, "a value is missing");
}

/* Reads the number at the front of DIGITS: no leading zero, at most nine. */
static bool take_number(mw_bytes *digits, unsigned *number)
{
    size_t count = 0;

    *number = 0;
    while (count < digits->size && mw_ascii_is_digit(digits->data[count])) {
        if (count == 9)
            return false;
        *number = *number * 10 + (digits->data[count++] - (unsigned)'0');
    }
    if (count == 0 || (count > 1 && digits->data[0] == '0'))
        return false;
    mw_bytes_skip(digits, count);
    return true;
}

/* Takes NAME apart: name, name*, name*0, name*0*. */
static bool split_name(mw_bytes name, mw_parameter_section *section)
{
    const uint8_t *star =
        name.size == 0 ? NULL : memchr(name.data, '*', name.size);

    section->name = name;
    if (star == NULL)
        return mw_parameter_is_name(name);
    section->name.size = (size_t)(star - name.data);
    mw_bytes_skip(&name, section->name.size + 1);
    if (name.size == 0) {
        section->extended = true;
        return mw_parameter_is_name(section->name);
    }
    section->numbered = true;
    if (!take_number(&name, &section->number))
        return false;
    section->extended = name.size == 1 && name.data[0] == '*';
    return mw_parameter_is_name(section->name) &&
           (name.size == 0 || section->extended);
}

static mw_status read_section(parameter_reader *reader,
                              mw_parameter_section *section)
{
    mw_status status = skip_blanks(reader);
    const size_t start = reader->at;

    if (status != MW_OK)
        return status;
    if (!split_name(take_token(reader), section)) {
        reader->at = start;
        return fail_at(reader, "a parameter's name is missing or malformed");
    }
    status = skip_blanks(reader);
    if (status != MW_OK)
        return status;
    if (!is_at(reader, '='))
        return fail_at(reader, "\"=\" is missing");
    reader->at++;
    status = skip_blanks(reader);
    if (status == MW_OK)
        status = read_value(reader, &section->value);
    return status == MW_OK ? skip_blanks(reader) : status;
}

/* Reads all of the text into sections, as they are written. */
static mw_status read_sections(parameter_reader *reader,
                               mw_parameter_section **first, size_t *count)
{
    mw_status status = skip_blanks(reader);

    while (status == MW_OK && !is_at_end(reader)) {
        if (!is_at(reader, ';'))
            return fail_at(reader, "\";\" is missing");
        reader->at++;
        *first = mw_arena_take(reader->arena, sizeof **first, reader->error);
        if (*first == NULL)
            return MW_E_MEMORY;
        status = read_section(reader, *first);
        (*first)->order = (*count)++;
        first = &(*first)->next;
    }
    return status;
}

mw_status mw_parameter_parse(mw_converter_cache *cache, mw_bytes text,
                             mw_arena *arena, mw_parameter **list,
                             mw_error *error)
{
    parameter_reader reader = { text, 0, arena, error };
    mw_parameter_section *first = NULL;
    size_t count = 0;
    const mw_status status = read_sections(&reader, &first, &count);

    if (status != MW_OK || count == 0)
        return status;
    return mw_parameter_sections_join(cache, first, count, arena, list, error);
}

const mw_parameter *mw_parameter_find(const mw_parameter *list,
                                      const char *name)
{
    for (; list != NULL; list = list->next)
        if (mw_ascii_equal_text(list->name, name))
            return list;
    return NULL;
}
