/* SPDX-License-Identifier: MIT */

/*
 * Origin and destination come first, as people expect to read them, but for
 * what says that the message was sent again; what is not in the table follows
 * in the order it was given.
 */

#include "plan/headers.h"

#include "base/ascii.h"
#include "header/fold.h"
#include "plan/resent.h"

static const char *const FIRST_FIELDS[] = {
    "Date", "From",       "Sender",      "Reply-To",   "To",      "Cc",
    "Bcc",  "Message-ID", "In-Reply-To", "References", "Subject",
};

#define FIRST_COUNT (sizeof FIRST_FIELDS / sizeof FIRST_FIELDS[0])

static bool is_among_the_first(mw_bytes name)
{
    for (size_t i = 0; i < FIRST_COUNT; i++)
        if (mw_ascii_equal_text(name, FIRST_FIELDS[i]))
            return true;
    return false;
}

static bool is_written(const mw_plan *plan, const mw_field *field)
{
    if (mw_ascii_equal_text(field->name, "Bcc"))
        return plan->message->keep_bcc;
    /* Sender says nothing where it is the author: RFC 5322, section 3.6.2. */
    if (mw_ascii_equal_text(field->name, "Sender"))
        return !mw_field_is_same_mailbox(
            field, mw_message_field(plan->message, "From"));
    return true;
}

static mw_status write_date(const mw_plan *plan, mw_buffer *out,
                            mw_error *error)
{
    const size_t start = out->size;
    mw_status status = mw_buffer_append_text(out, "Date: ", error);

    if (status == MW_OK)
        status = mw_date_format(plan->message->identity.date, out, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(out, "\r\n", error);
    if (status != MW_OK)
        mw_buffer_truncate(out, start);
    return status;
}

/* Date and Message-ID, where they are neither given nor left out. */
static mw_status write_generated(const mw_plan *plan, const char *name,
                                 mw_buffer *out, mw_error *error)
{
    if (mw_message_omits(plan->message, name))
        return MW_OK;
    if (mw_ascii_equal_text(mw_bytes_of(name), "Date"))
        return write_date(plan, out, error);
    if (mw_ascii_equal_text(mw_bytes_of(name), "Message-ID"))
        return mw_buffer_printf(out, error, "Message-ID: %s\r\n",
                                plan->message->identity.message_id);
    return MW_OK;
}

mw_status mw_headers_write_message(const mw_plan *plan, bool identity,
                                   mw_buffer *out, mw_error *error)
{
    const mw_message *message = plan->message;
    mw_status status = mw_resent_write(plan, identity, out, error);

    for (size_t i = 0; i < FIRST_COUNT && status == MW_OK; i++) {
        const mw_field *field = mw_message_field(message, FIRST_FIELDS[i]);

        if (field == NULL && identity)
            status = write_generated(plan, FIRST_FIELDS[i], out, error);
        else if (field != NULL && is_written(plan, field))
            status = mw_field_write(field, &plan->style, out, error);
    }
    for (const mw_field *field = message->fields;
         field != NULL && status == MW_OK; field = field->next)
        if (!is_among_the_first(field->name) && !mw_resent_is_field(field))
            status = mw_field_write(field, &plan->style, out, error);
    return status;
}

mw_status mw_headers_check(const mw_message *message, mw_error *error)
{
    const mw_field *from = mw_message_field(message, "From");

    if (from == NULL)
        return mw_fail(error, MW_E_USAGE, "From: is missing");
    if (from->value.addresses.mailbox_count <= 1 ||
        mw_message_has_field(message, "Sender"))
        return mw_resent_check(message, error);
    mw_fail(error, MW_E_USAGE,
            "From: holds several mailboxes, and there is "
            "no Sender");
    mw_hint(error, "add a Sender field with the one who sends it");
    return MW_E_USAGE;
}

/* Content-Type, with a name= for clients that do not know filename*=. */
static mw_status write_type(const mw_plan *plan, const mw_plan_part *part,
                            mw_buffer *out, mw_error *error)
{
    const size_t most = plan->style.filename_style == MW_FILENAME_LEGACY
                            ? SIZE_MAX
                            : MW_LEGACY_NAME_MOST;
    const char *legacy = part->has_made_name ? "name" : NULL;
    mw_fold fold;
    mw_status status = mw_fold_begin(&fold, out, mw_bytes_of("Content-Type"),
                                     plan->style.field_ceiling, error);

    if (status == MW_OK)
        status = mw_media_type_write(&fold, &part->type, legacy, most,
                                     &plan->style, error);
    if (status == MW_OK)
        status = mw_fold_end(&fold, error);
    return status;
}

static mw_status write_encoding(const mw_plan_part *part, mw_buffer *out,
                                mw_error *error)
{
    const bool is_composite =
        part->content == MW_CONTENT_NONE || part->content == MW_CONTENT_MESSAGE;

    if (is_composite && part->encoding == MW_ENCODING_7BIT)
        return MW_OK; /* the default of RFC 2045, section 6.1 */
    return mw_buffer_printf(out, error, "Content-Transfer-Encoding: %s\r\n",
                            mw_encoding_name(part->encoding));
}

static mw_status write_disposition(const mw_plan *plan,
                                   const mw_plan_part *part, mw_buffer *out,
                                   mw_error *error)
{
    const bool legacy = plan->style.filename_style == MW_FILENAME_LEGACY;
    mw_parameter filename = { .name = mw_bytes_of("filename") };
    mw_media_type disposition = { "attachment", "", NULL };
    mw_fold fold;
    mw_status status;

    if (part->disposition == MW_DISPOSITION_NONE)
        return MW_OK;
    if (part->disposition == MW_DISPOSITION_INLINE)
        disposition.type = "inline";
    if (part->filename != NULL) {
        filename.value = mw_bytes_of(part->filename);
        disposition.parameters = &filename;
    }
    status = mw_fold_begin(&fold, out, mw_bytes_of("Content-Disposition"),
                           plan->style.field_ceiling, error);
    if (status == MW_OK)
        status =
            mw_media_type_write(&fold, &disposition, legacy ? "filename" : NULL,
                                SIZE_MAX, &plan->style, error);
    if (status == MW_OK)
        status = mw_fold_end(&fold, error);
    return status;
}

mw_status mw_headers_write_part(const mw_plan *plan, const mw_plan_part *part,
                                mw_buffer *out, mw_error *error)
{
    const mw_field *field = part->part == NULL ? NULL : part->part->fields;
    mw_status status = write_type(plan, part, out, error);

    if (status == MW_OK)
        status = write_encoding(part, out, error);
    if (status == MW_OK)
        status = write_disposition(plan, part, out, error);
    if (status == MW_OK && part->content_id != NULL)
        status = mw_buffer_printf(out, error, "Content-ID: %s\r\n",
                                  part->content_id);
    for (; field != NULL && status == MW_OK; field = field->next)
        status = mw_field_write(field, &plan->style, out, error);
    if (status != MW_OK && part->part != NULL && part->source != NULL)
        mw_error_prefix(error, "%s", mw_plan_part_called(part));
    return status;
}
