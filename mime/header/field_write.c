/* SPDX-License-Identifier: MIT */

/*
 * Writing mirrors parsing: the file that knows a field's grammar writes it.
 */

#include "header/field.h"

#include "base/ascii.h"
#include "header/keywords.h"
#include "header/language_list.h"
#include "header/list_id.h"
#include "header/unstructured.h"
#include "header/url_list.h"

static mw_status write_date(mw_fold *fold, mw_date date, mw_error *error)
{
    mw_buffer text;
    mw_status status;

    mw_buffer_init(&text, fold->out->allocator, 0);
    status = mw_date_format(date, &text, error);
    if (status == MW_OK)
        status = mw_fold_add(fold, mw_buffer_bytes(&text), true, error);
    mw_buffer_free(&text);
    return status;
}

static mw_status write_opaque(mw_fold *fold, mw_bytes text, bool utf8,
                              mw_error *error)
{
    if (utf8 || mw_ascii_is_all(text))
        return mw_fold_add_text(fold, text, error);
    mw_fail(error, MW_E_RANGE,
            "only UTF-8 headers can hold what is outside ASCII here");
    mw_error_set_cause(error, MW_CAUSE_UTF8_HEADERS);
    return MW_E_RANGE;
}

/* Writes the body of FIELD, one of those whose value is their text. */
static mw_status write_text(mw_fold *fold, const mw_field *field,
                            const mw_header_style *style, mw_error *error)
{
    switch (field->field_class->kind) {
    case MW_FIELD_PHRASES:
        return mw_keywords_write(fold, field->text, style, error);
    case MW_FIELD_LIST_ID:
        return mw_list_id_write(fold, field->text, style, error);
    case MW_FIELD_URLS:
        return mw_url_list_write(fold, field->text, error);
    case MW_FIELD_LANGUAGES:
        return mw_language_list_write(fold, field->text, error);
    case MW_FIELD_OPAQUE:
    case MW_FIELD_ENCODING:
        return write_opaque(fold, field->text, style->utf8, error);
    default:
        return mw_unstructured_write(fold, field->text, style, error);
    }
}

static mw_status write_body(mw_fold *fold, const mw_field *field,
                            const mw_header_style *style, mw_error *error)
{
    switch (field->field_class->kind) {
    case MW_FIELD_MAILBOX:
    case MW_FIELD_MAILBOX_LIST:
    case MW_FIELD_ADDRESS_LIST:
    case MW_FIELD_BCC:
        return mw_address_list_write(fold, &field->value.addresses, style,
                                     error);
    case MW_FIELD_DATE:
        return write_date(fold, field->value.date, error);
    case MW_FIELD_ID:
    case MW_FIELD_ID_LIST:
        return mw_message_id_write(fold, field->value.ids, error);
    case MW_FIELD_MEDIA_TYPE:
    case MW_FIELD_DISPOSITION:
    case MW_FIELD_TOKEN:
        return mw_media_type_write(fold, &field->value.media_type, NULL, 0,
                                   style, error);
    default:
        return write_text(fold, field, style, error);
    }
}

mw_status mw_field_write(const mw_field *field, const mw_header_style *style,
                         mw_buffer *out, mw_error *error)
{
    const size_t start = out->size;
    mw_fold fold;
    mw_status status =
        mw_fold_begin(&fold, out, field->name, style->field_ceiling, error);

    if (status == MW_OK)
        status = write_body(&fold, field, style, error);
    if (status == MW_OK)
        status = mw_fold_end(&fold, error);
    if (status == MW_OK)
        return MW_OK;
    mw_buffer_truncate(out, start);
    if (status != MW_E_MEMORY)
        mw_error_prefix(error, "%.*s", MW_SHOW(field->name));
    return status;
}

static bool mailboxes_need_utf8(const mw_mailbox *mailbox)
{
    for (; mailbox != NULL; mailbox = mailbox->next)
        if (!mw_ascii_is_all(mailbox->display_name) ||
            mw_mailbox_needs_utf8(mailbox))
            return true;
    return false;
}

static bool addresses_need_utf8(const mw_address_list *list)
{
    for (const mw_address *at = list->first; at != NULL; at = at->next)
        if (!mw_ascii_is_all(at->group_name) ||
            mailboxes_need_utf8(at->mailboxes))
            return true;
    return false;
}

static bool parameters_need_utf8(const mw_parameter *list)
{
    for (; list != NULL; list = list->next)
        if (!mw_ascii_is_all(list->value))
            return true;
    return false;
}

bool mw_field_needs_utf8(const mw_field *field)
{
    switch (field->field_class->kind) {
    case MW_FIELD_MAILBOX:
    case MW_FIELD_MAILBOX_LIST:
    case MW_FIELD_ADDRESS_LIST:
    case MW_FIELD_BCC:
        return addresses_need_utf8(&field->value.addresses);
    case MW_FIELD_MEDIA_TYPE:
    case MW_FIELD_DISPOSITION:
    case MW_FIELD_TOKEN:
        return parameters_need_utf8(field->value.media_type.parameters);
    default:
        return !mw_ascii_is_all(field->text);
    }
}
