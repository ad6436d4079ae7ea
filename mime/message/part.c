/* SPDX-License-Identifier: MIT */

/*
 * What can be said of one part. Each setter checks its own argument; whether
 * all of them go together, the plan finds out.
 */

#include "message/part.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "message/message.h"

/* With "Content-ID: " on a line of 998 octets. */
#define CONTENT_ID_LONGEST 980

static bool is_composite(const mw_media_type *type)
{
    return mw_media_type_is(type, "multipart", NULL) ||
           mw_media_type_is(type, "message", NULL);
}

/* A part keeps the kind it was made as: leaf, multipart or message. */
static mw_status check_type(const mw_part *part, const mw_media_type *type,
                            mw_error *error)
{
    const bool fits = part->role == MW_ROLE_MULTIPART
                          ? mw_media_type_is(type, "multipart", NULL)
                      : part->role == MW_ROLE_MESSAGE
                          ? mw_media_type_is(type, "message", NULL)
                          : !is_composite(type);

    if (fits)
        return MW_OK;
    mw_fail(error, MW_E_USAGE, "media type %s/%s: not for this kind of part",
            type->type, type->subtype);
    if (mw_media_type_is(type, "message", NULL))
        mw_hint(error, "a whole message is attached as a message, not a file");
    return MW_E_USAGE;
}

/* Text of a header that comes from outside: UTF-8 without control characters.
 */
static mw_status check_text(const char *what, mw_bytes text, mw_error *error)
{
    size_t size;
    uint32_t code;

    for (; text.size > 0; mw_bytes_skip(&text, size)) {
        if (mw_utf8_next(text, &size, &code) != MW_UTF8_VALID)
            return mw_fail(error, MW_E_SYNTAX, "%s: is not UTF-8", what);
        if (mw_utf8_is_control(code))
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: holds the control character U+%04X", what,
                           (unsigned)code);
    }
    return MW_OK;
}

mw_status mw_part_type_parse(mw_message *message, const char *text,
                             mw_media_type *type, mw_error *error)
{
    mw_media_type parsed = { 0 };
    mw_status status = check_text("media type", mw_bytes_of(text), error);

    if (status == MW_OK)
        status = mw_media_type_parse(&message->context->converters,
                                     mw_bytes_of(text), &message->arena,
                                     &parsed, error);
    for (const mw_parameter *parameter = parsed.parameters;
         parameter != NULL && status == MW_OK; parameter = parameter->next) {
        status = check_text("media type", parameter->value, error);
        if (status != MW_OK)
            mw_error_prefix(error, "parameter %.*s", MW_SHOW(parameter->name));
    }
    if (status == MW_OK)
        *type = parsed;
    return status;
}

mw_status mw_part_set_type(mw_part *part, const char *type, mw_error *error)
{
    mw_media_type parsed = { 0 };
    mw_status status = mw_part_type_parse(part->message, type, &parsed, error);

    if (status == MW_OK)
        status = check_type(part, &parsed, error);
    if (status != MW_OK)
        return status;
    part->type = parsed;
    part->type_given = true;
    return MW_OK;
}

mw_status mw_part_add_parameter(mw_part *part, const char *name,
                                const char *value, mw_error *error)
{
    mw_status status = MW_OK;

    if (!part->type_given)
        return mw_fail(error, MW_E_USAGE,
                       "parameter %s: the part has no media type yet", name);
    if (!mw_parameter_is_name(mw_bytes_of(name)))
        return mw_fail(error, MW_E_SYNTAX, "parameter name \"%s\": is no token",
                       name);
    status = check_text(name, mw_bytes_of(value), error);
    if (status != MW_OK)
        return status;
    return mw_media_type_set(&part->type, &part->message->arena, name,
                             mw_bytes_of(value), error);
}

mw_status mw_part_set_text(mw_part *part, int text, mw_error *error)
{
    if (part->role == MW_ROLE_MULTIPART || part->role == MW_ROLE_MESSAGE)
        return mw_fail(error, MW_E_USAGE, "only a leaf can be text");
    if (part->role == MW_ROLE_BODY && !text)
        return mw_fail(error, MW_E_USAGE, "a body is always text");
    part->is_text = text != 0;
    return MW_OK;
}

static mw_status check_is_text(const mw_part *part, mw_error *error)
{
    return part->is_text ? MW_OK
                         : mw_fail(error, MW_E_USAGE, "only for a text");
}

mw_status mw_part_set_flowed(mw_part *part, int flowed, mw_error *error)
{
    const mw_status status = check_is_text(part, error);

    if (status == MW_OK)
        part->is_flowed = flowed != 0;
    return status;
}

mw_status mw_part_set_strip_terminal(mw_part *part, int strip, mw_error *error)
{
    const mw_status status = check_is_text(part, error);

    if (status == MW_OK)
        part->strips_terminal = strip != 0;
    return status;
}

mw_status mw_part_set_input_charsets(mw_part *part, const char *charsets,
                                     mw_error *error)
{
    mw_charset_list list;
    mw_status status = mw_charset_list_parse(charsets, false, &list, error);

    if (status != MW_OK)
        return status;
    part->input_charsets = list;
    part->has_input_charsets = true;
    return MW_OK;
}

mw_status mw_part_set_encoding(mw_part *part, mw_encoding encoding,
                               mw_error *error)
{
    const bool is_identity = encoding <= MW_ENCODING_BINARY;

    if ((unsigned)encoding > MW_ENCODING_BASE64)
        return mw_fail(error, MW_E_USAGE, "no such transfer encoding");
    if (!is_identity &&
        (part->role == MW_ROLE_MULTIPART || part->role == MW_ROLE_MESSAGE))
        return mw_fail(error, MW_E_USAGE,
                       "a composite part is 7bit, 8bit or binary, not %s",
                       mw_encoding_name(encoding));
    part->encoding = encoding;
    return MW_OK;
}

static mw_status check_is_no_multipart(const mw_part *part, mw_error *error)
{
    if (part->role == MW_ROLE_MULTIPART)
        return mw_fail(error, MW_E_USAGE,
                       "a multipart has no name and no disposition");
    return MW_OK;
}

mw_status mw_part_set_disposition(mw_part *part, mw_disposition disposition,
                                  mw_error *error)
{
    mw_status status = check_is_no_multipart(part, error);

    if (status != MW_OK)
        return status;
    if ((unsigned)disposition > MW_DISPOSITION_ATTACHMENT)
        return mw_fail(error, MW_E_USAGE, "no such disposition");
    part->disposition = disposition;
    return MW_OK;
}

mw_status mw_part_set_filename(mw_part *part, const char *filename,
                               mw_error *error)
{
    char *copy;
    mw_status status = check_is_no_multipart(part, error);

    if (status != MW_OK)
        return status;
    if (filename == NULL) {
        part->filename_from = MW_FILENAME_NONE;
        return MW_OK;
    }
    status = check_text("file name", mw_bytes_of(filename), error);
    if (status != MW_OK)
        return status;
    if (filename[0] == '\0' || !strcmp(filename, ".") ||
        !strcmp(filename, ".."))
        return mw_fail(error, MW_E_SYNTAX, "file name \"%s\": is none",
                       filename);
    if (strpbrk(filename, "/\\") != NULL) {
        mw_fail(error, MW_E_SYNTAX, "file name \"%s\": is a path", filename);
        mw_hint(error, "give its last component alone");
        return MW_E_SYNTAX;
    }
    copy = mw_arena_copy(&part->message->arena, mw_bytes_of(filename), error);
    if (copy == NULL)
        return MW_E_MEMORY;
    part->filename = mw_bytes_of(copy);
    part->filename_from = MW_FILENAME_GIVEN;
    return MW_OK;
}

mw_status mw_part_set_content_id(mw_part *part, const char *content_id,
                                 mw_error *error)
{
    mw_message *message = part->message;
    mw_bytes id = mw_ascii_trim(mw_bytes_of(content_id));
    mw_message_id *parsed = NULL;
    mw_status status;
    char *copy;

    if (mw_ascii_starts_with(id, "cid:")) {
        mw_fail(error, MW_E_SYNTAX, "Content-ID \"%.*s\": is a URL",
                MW_SHOW(id));
        mw_hint(error, "give the id alone, without cid:");
        return MW_E_SYNTAX;
    }
    if (memchr(content_id, '@', strlen(content_id)) == NULL) {
        if (!mw_parameter_is_token(id) || id.size > 200)
            return mw_fail(error, MW_E_SYNTAX,
                           "Content-ID \"%.*s\": is neither left@right nor a "
                           "single word",
                           MW_SHOW(id));
        copy = mw_arena_copy(&message->arena, id, error);
        if (copy == NULL)
            return MW_E_MEMORY;
        part->content_id = mw_bytes_of(copy);
        return MW_OK;
    }
    status = mw_message_id_parse(id, true, &message->arena, &parsed, error);
    if (status != MW_OK) {
        mw_error_prefix(error, "Content-ID");
        return status;
    }
    if (parsed == NULL || parsed->next != NULL)
        return mw_fail(error, MW_E_SYNTAX, "Content-ID: more than one id");
    if (!mw_message_id_is_strict(parsed->text)) {
        mw_fail(error, MW_E_SYNTAX, "Content-ID \"%.*s\": is no left@right",
                MW_SHOW(parsed->text));
        mw_hint(error, "letters, digits and dots, such as logo@example.org");
        return MW_E_SYNTAX;
    }
    if (parsed->text.size > CONTENT_ID_LONGEST)
        return mw_fail(error, MW_E_RANGE, "Content-ID: %zu octets fit no line",
                       parsed->text.size);
    part->content_id =
        (mw_bytes){ parsed->text.data + 1, parsed->text.size - 2 };
    return MW_OK;
}

/* Those of the part's fields that the functions above stand for. */
static bool has_a_setter(mw_bytes name)
{
    static const char *const NAMES[] = {
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Content-ID",
    };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (mw_ascii_equal_text(name, NAMES[i]))
            return true;
    return false;
}

static mw_status check_part_field(const mw_part *part, mw_bytes name,
                                  mw_error *error)
{
    const mw_field_class *field_class = mw_field_class_of(name);
    const mw_field *field;
    mw_status status = mw_field_name_check(name, error);

    if (status != MW_OK)
        return status;
    if (has_a_setter(name)) {
        mw_fail(error, MW_E_USAGE, "%.*s: is not given as a field",
                MW_SHOW(name));
        mw_hint(error, "say it by type, encoding, disposition, name or id");
        return MW_E_USAGE;
    }
    if (field_class->name != NULL && !mw_ascii_starts_with(name, "Content-")) {
        mw_fail(error, MW_E_USAGE, "%.*s: is a field of the message",
                MW_SHOW(name));
        mw_hint(error, "give it to the message, not to a part");
        return MW_E_USAGE;
    }
    for (field = field_class->once ? part->fields : NULL; field != NULL;
         field = field->next)
        if (mw_ascii_equal(field->name, name))
            return mw_fail(error, MW_E_USAGE, "%.*s: is given twice",
                           MW_SHOW(name));
    return MW_OK;
}

mw_status mw_part_add_field(mw_part *part, const char *name, const char *body,
                            mw_error *error)
{
    mw_message *message = part->message;
    mw_status status = check_part_field(part, mw_bytes_of(name), error);
    mw_field *field;

    if (status != MW_OK)
        return status;
    field = mw_arena_take(&message->arena, sizeof *field, error);
    if (field == NULL)
        return MW_E_MEMORY;
    status = mw_field_parse(
        &message->context->converters, mw_bytes_of(name), mw_bytes_of(body),
        &message->arena,
        mw_context_limit(message->context, MW_LIMIT_RECIPIENTS), field, error);
    if (status != MW_OK)
        return status;
    if (part->last_field == NULL)
        part->fields = field;
    else
        part->last_field->next = field;
    part->last_field = field;
    return MW_OK;
}

mw_status mw_part_set_description(mw_part *part, const char *description,
                                  mw_error *error)
{
    return mw_part_add_field(part, "Content-Description", description, error);
}

const char *mw_encoding_name(mw_encoding encoding)
{
    static const char *const NAMES[] = {
        "auto", "7bit", "8bit", "binary", "quoted-printable", "base64",
    };

    if ((unsigned)encoding >= sizeof NAMES / sizeof NAMES[0])
        return "unknown";
    return NAMES[encoding];
}
