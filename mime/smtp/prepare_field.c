/* SPDX-License-Identifier: MIT */

/*
 * Fields change in this order: those that are taken out or replaced are done
 * with; a domain is put where one is missing; then what the server cannot
 * take is encoded. What no step touches goes out octet by octet.
 */

#include "smtp/prepare_field.h"

#include "base/ascii.h"

#include <mimewright/field.h>

#define NOTES_MOST 20 /* of fields, by themselves */
#define NAME_SHOWN 76 /* octets of a field's name */

static mw_bytes name_of(const mw_scan_event *event)
{
    mw_bytes name;

    name.data = (const uint8_t *)mw_scan_event_name(event, &name.size);
    if (name.size > NAME_SHOWN)
        name.size = NAME_SHOWN;
    return name;
}

/* Notes LINE, "\n...\n", once, as long as there are not too many. */
static mw_status keep_note(mw_prepared *made, const mw_buffer *line,
                           mw_error *error)
{
    if (made->field_count > NOTES_MOST ||
        strstr(mw_buffer_text(&made->fields), mw_buffer_text(line)) != NULL)
        return MW_OK;
    made->field_count++;
    if (made->field_count > NOTES_MOST)
        return mw_buffer_append_text(
            &made->fields, "\nand further fields were changed\n", error);
    return mw_buffer_append_bytes(&made->fields, mw_buffer_bytes(line), error);
}

/* Notes that WHAT was done to the field EVENT. */
static mw_status note(mw_prepared *made, const mw_scan_event *event,
                      const char *what, mw_error *error)
{
    const uint64_t part = mw_scan_event_part(event);
    mw_buffer line;
    mw_status status;

    mw_buffer_init(&line, &made->allocator, 0);
    status = mw_buffer_printf(&line, error, "\n%.*s", MW_SHOW(name_of(event)));
    if (status == MW_OK && part > 0)
        status =
            mw_buffer_printf(&line, error, " of part %ju", (uintmax_t)part);
    if (status == MW_OK)
        status = mw_buffer_printf(&line, error, " %s\n", what);
    if (status == MW_OK)
        status = keep_note(made, &line, error);
    mw_buffer_free(&line);
    return status;
}

/* From and Sender, where the options say who writes. */
static mw_status replace(mw_prepare_writer *writer, const mw_scan_event *event,
                         mw_prepare_field *field, mw_error *error)
{
    mw_prepared *made = writer->made;

    field->octets.size = 0;
    if (mw_scan_event_is_field(event, "Sender")) {
        made->sender_line = mw_scan_event_line(event);
        return note(made, event, "was taken out", error);
    }
    if (!writer->has_from)
        field->octets = mw_bytes_of(made->forced.field);
    writer->has_from = true;
    made->from_line = mw_scan_event_line(event);
    return note(made, event, "was replaced", error);
}

/* Whether EVENT is one of the fields whose addresses are completed. */
static bool has_addresses(const mw_scan_event *event)
{
    static const char *const NAMES[] = {
        "From",      "Sender",         "Reply-To",      "To",
        "Cc",        "Resent-From",    "Resent-Sender", "Resent-To",
        "Resent-Cc", "Resent-Reply-To"
    };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (mw_scan_event_is_field(event, NAMES[i]))
            return true;
    return false;
}

/* What cannot be read was not needed, and goes out as it is. */
static mw_status complete(mw_prepared *made, const mw_scan_event *event,
                          mw_prepare_field *field, mw_error *error)
{
    mw_bytes octets;
    mw_status status =
        mw_sink_new_memory(made->context, &field->completed, error);

    if (status != MW_OK)
        return status;
    status =
        mw_field_complete(made->context, field->octets.data, field->octets.size,
                          made->default_domain, field->completed, error);
    if (status != MW_OK)
        return status == MW_E_SYNTAX ? MW_OK : status;
    octets.data = mw_sink_memory(field->completed, &octets.size);
    if (octets.size == field->octets.size)
        return MW_OK;
    field->octets = octets;
    made->local_line = mw_scan_event_line(event);
    return note(made, event, "was completed", error);
}

static bool ends_line(mw_bytes octets)
{
    return octets.size > 0 && octets.data[octets.size - 1] == '\n';
}

/* Takes the line end off that EVENT has not: a boundary brings it. */
static void cut_line_end(const mw_scan_event *event, mw_bytes *octets)
{
    mw_bytes old;

    old.data = mw_scan_event_octets(event, &old.size);
    if (!ends_line(old) && octets->size >= 2)
        octets->size -= 2;
}

static mw_status encode(mw_prepared *made, const mw_scan_event *event,
                        mw_prepare_field *field, mw_error *error)
{
    mw_error why = { .status = MW_OK };
    mw_status status =
        mw_sink_new_memory(made->context, &field->encoded, error);

    if (status != MW_OK)
        return status;
    status = mw_field_encode(made->context, field->octets.data,
                             field->octets.size, field->encoded, &why);
    if (status == MW_E_MEMORY)
        return mw_fail_memory(error);
    if (status != MW_OK)
        return mw_fail(error, MW_E_DATA,
                       "line %ju: %s (and the server does not offer SMTPUTF8)",
                       (uintmax_t)mw_scan_event_line(event), why.message);
    field->octets.data = mw_sink_memory(field->encoded, &field->octets.size);
    cut_line_end(event, &field->octets);
    return note(made, event, "was encoded", error);
}

/* Takes Bcc out; false where EVENT is none. */
static bool take_bcc(mw_prepared *made, const mw_scan_event *event)
{
    const bool is_bcc = mw_scan_event_is_field(event, "Bcc");
    const bool is_resent = mw_scan_event_is_field(event, "Resent-Bcc");

    if (is_bcc)
        made->bcc_line = mw_scan_event_line(event);
    if (is_resent)
        made->resent_bcc_line = mw_scan_event_line(event);
    return is_bcc || is_resent;
}

mw_status mw_prepare_field_make(mw_prepare_writer *writer,
                                const mw_scan_event *event,
                                mw_prepare_field *field, mw_error *error)
{
    mw_prepared *made = writer->made;
    const bool is_first = mw_scan_event_part(event) == 0;
    mw_status status = MW_OK;

    *field = (mw_prepare_field){ .completed = NULL };
    if (is_first && take_bcc(made, event))
        return MW_OK;
    field->octets.data = mw_scan_event_octets(event, &field->octets.size);
    if (is_first && made->forced.field != NULL &&
        (mw_scan_event_is_field(event, "From") ||
         mw_scan_event_is_field(event, "Sender")))
        return replace(writer, event, field, error);
    if (is_first && made->default_domain != NULL && has_addresses(event))
        status = complete(made, event, field, error);
    if (status == MW_OK && writer->encodes_header &&
        !mw_ascii_is_all(field->octets))
        status = encode(made, event, field, error);
    return status;
}

void mw_prepare_field_free(mw_prepare_field *field)
{
    mw_sink_free(field->completed);
    mw_sink_free(field->encoded);
}

mw_status mw_prepare_field_check(const mw_prepared *made, uint64_t line,
                                 mw_error *error)
{
    const mw_prepare_header *header = &made->header;
    const uint64_t from_line = made->from_line > 0 ? made->from_line : line;

    if (!header->is_signed)
        return MW_OK;
    if (header->signs_bcc && made->bcc_line > 0)
        return mw_prepare_fail_signed(made->bcc_line,
                                      "Bcc would have to be taken out", error);
    if (header->signs_resent_bcc && made->resent_bcc_line > 0)
        return mw_prepare_fail_signed(made->resent_bcc_line,
                                      "Resent-Bcc would have to be taken out",
                                      error);
    if (made->forced.field != NULL)
        return mw_prepare_fail_signed(from_line,
                                      "From would have to be replaced", error);
    if (made->local_line > 0)
        return mw_prepare_fail_signed(
            made->local_line, "an address would have to be completed", error);
    return MW_OK;
}
