/* SPDX-License-Identifier: MIT */

/*
 * libmagic comes late: opening it costs more than the rest of a small message,
 * and what its versions say of the same file differs. Of text it guesses the
 * programming language by a few words; that guess is not passed on.
 */

#include "plan/type_detect.h"

#include "base/ascii.h"
#include "plan/magic.h"
#include "plan/text_check.h"
#include "plan/type_table.h"

#define FRONT 4096
#define UNKNOWN "application/octet-stream"

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Whether the first thing in FRONT is "<", a mark and white space apart. */
static bool is_markup(mw_bytes front)
{
    if (front.size >= 3 && memcmp(front.data, "\xef\xbb\xbf", 3) == 0)
        mw_bytes_skip(&front, 3);
    while (front.size > 0 && (mw_ascii_is_blank(front.data[0]) ||
                              front.data[0] == '\r' || front.data[0] == '\n'))
        mw_bytes_skip(&front, 1);
    return front.size > 0 && front.data[0] == '<';
}

static bool has_form(mw_form form, mw_bytes front)
{
    switch (form) {
    case MW_FORM_ANY:
        return true;
    case MW_FORM_TEXT:
        return mw_text_check_front(front);
    case MW_FORM_MARKUP:
        return is_markup(front);
    default:
        return mw_form_has_signature(form, front);
    }
}

/* restricted-name-chars of RFC 6838, section 4.2. */
static bool is_name_octet(char c)
{
    return mw_ascii_is_alnum(c) || (c != '\0' && strchr("!#$&-^_.+", c));
}

static bool is_name(const char *text, size_t size)
{
    if (size == 0 || size > 127 || !mw_ascii_is_alnum(text[0]))
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_name_octet(text[i]))
            return false;
    return true;
}

/* Whether TYPE, which came from outside, may be the type of an attachment. */
static bool is_usable(const char *type)
{
    static const char *const REFUSED[] = {
        "multipart/",
        "message/",
        "inode/",
        "application/x-empty",
    };
    const char *slash = strchr(type, '/');

    if (slash == NULL || !is_name(type, (size_t)(slash - type)) ||
        !is_name(slash + 1, strlen(slash + 1)))
        return false;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++)
        if (starts_with(type, REFUSED[i]))
            return false;
    return true;
}

/* Asks libmagic, where that is allowed; DETECTED stays where it is silent. */
static mw_status ask_magic(mw_context *context, mw_bytes front, mw_arena *arena,
                           mw_detected_type *detected, mw_error *error)
{
    const char *type = NULL;
    mw_status status = MW_OK;

    if (context->content_detection)
        status = mw_magic_look(context, front, &type, error);
    if (status != MW_OK || type == NULL || strcmp(type, UNKNOWN) == 0)
        return status;
    detected->reason = "by its first octets (libmagic)";
    if (!is_usable(type)) {
        detected->type = UNKNOWN;
        return MW_OK;
    }
    if (starts_with(type, "text/x-"))
        type = "text/plain";
    detected->type = mw_arena_copy(arena, mw_bytes_of(type), error);
    return detected->type == NULL ? MW_E_MEMORY : MW_OK;
}

static mw_status look(mw_context *context, mw_bytes filename, mw_bytes front,
                      mw_arena *arena, mw_detected_type *detected,
                      mw_error *error)
{
    const mw_type_row *row = mw_type_row_find(filename);
    mw_status status = MW_OK;

    if (row != NULL && has_form(row->form, front)) {
        *detected = (mw_detected_type){ row->type, NULL, "by its name" };
        return MW_OK;
    }
    if (front.size == 0) {
        *detected = (mw_detected_type){ UNKNOWN, NULL, "it is empty" };
        return MW_OK;
    }
    detected->type = mw_type_by_signature(front);
    detected->reason = "by its first octets";
    if (detected->type == NULL)
        status = ask_magic(context, front, arena, detected, error);
    if (status != MW_OK || detected->type != NULL)
        return status;
    detected->type = UNKNOWN;
    detected->reason = "unknown content";
    if (mw_text_check_front(front))
        *detected = (mw_detected_type){ "text/plain", NULL, "it is text" };
    return MW_OK;
}

/* Finds the charset of a text, which is no text for mail without one. */
static mw_status label(const mw_source *source, mw_detected_type *detected,
                       mw_error *error)
{
    mw_status status;

    if (!starts_with(detected->type, "text/"))
        return MW_OK;
    status = mw_text_check_charset(source, &detected->charset, error);
    if (status == MW_OK && detected->charset == NULL)
        *detected =
            (mw_detected_type){ UNKNOWN, NULL, "text in an unknown charset" };
    return status;
}

mw_status mw_type_detect(mw_context *context, const mw_source *source,
                         mw_bytes filename, mw_arena *arena,
                         mw_detected_type *detected, mw_error *error)
{
    mw_detected_type found = { 0 };
    uint8_t octets[FRONT];
    mw_bytes front = { octets, 0 };
    mw_status status =
        mw_source_peek(source, octets, sizeof octets, &front.size, error);

    if (status == MW_OK)
        status = look(context, filename, front, arena, &found, error);
    if (status == MW_OK)
        status = label(source, &found, error);
    if (status == MW_OK)
        *detected = found;
    return status;
}
