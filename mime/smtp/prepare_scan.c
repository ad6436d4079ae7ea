/* SPDX-License-Identifier: MIT */

/*
 * Decisions fall when a part ends: of a part without parts by its own octets,
 * of others by what is in them. Nothing within a signed part may change, and
 * of what is no content (text around parts, headers within) nothing can.
 */

#include "smtp/prepare_scan.h"

#include "base/utf8.h"
#include "smtp/part_facts.h"
#include "smtp/prepare_signature.h"

#include <stdlib.h>

void mw_prepare_scan_init(mw_prepare_scan *scan, mw_prepared *made)
{
    scan->made = made;
    mw_buffer_init(&scan->facts, &made->allocator, 0);
}

void mw_prepare_scan_free(mw_prepare_scan *scan)
{
    mw_buffer_free(&scan->facts);
}

size_t mw_rework_count(const mw_rework_list *list)
{
    return list->items.size / sizeof(mw_rework);
}

mw_rework *mw_rework_at(const mw_rework_list *list, size_t index)
{
    return (mw_rework *)(void *)list->items.data + index;
}

static mw_part_facts *facts_at(const mw_prepare_scan *scan, size_t depth)
{
    return (mw_part_facts *)(void *)scan->facts.data + depth;
}

static bool allows(const mw_prepare_scan *scan, unsigned extensions)
{
    return (scan->made->allowed & extensions) == extensions;
}

static bool is_type(const mw_scan_event *event, const char *type)
{
    return !strcmp(mw_scan_event_type(event), type);
}

static bool starts_type(const mw_scan_event *event, const char *front)
{
    return !strncmp(mw_scan_event_type(event), front, strlen(front));
}

static bool is_encoded(const mw_scan_event *event, const char *encoding)
{
    return !strcmp(mw_scan_event_encoding(event), encoding);
}

static mw_status begin_part(mw_prepare_scan *scan, const mw_scan_event *event,
                            mw_error *error)
{
    const size_t depth = mw_scan_event_depth(event);
    mw_part_facts facts = { .number = mw_scan_event_part(event),
                            .is_utf8 = true };

    if (depth > 0) {
        const mw_part_facts *around = facts_at(scan, depth - 1);

        facts.is_signed = around->is_signed;
        facts.is_wrapped = around->is_wrapped;
        facts.is_embedded =
            around->is_embedded || mw_scan_event_is_message(event);
    }
    return mw_buffer_append(&scan->facts, &facts, sizeof facts, error);
}

/* A field outside ASCII: UTF-8, or what nobody can read. */
static mw_status add_8bit_field(mw_part_facts *facts, mw_bytes octets,
                                uint64_t line, mw_error *error)
{
    if (facts->is_embedded) {
        if (facts->inner_8bit == 0)
            facts->inner_8bit = line;
        return MW_OK;
    }
    if (!mw_utf8_is_valid(octets))
        return mw_fail(error, MW_E_DATA,
                       "line %ju: a header field is neither ASCII nor UTF-8",
                       (uintmax_t)line);
    facts->field_8bit = line;
    return MW_OK;
}

/* Takes note of what is outside ASCII in the header line or field of EVENT. */
static mw_status add_octets(mw_prepare_scan *scan, const mw_scan_event *event,
                            mw_error *error)
{
    mw_part_facts *facts = facts_at(scan, mw_scan_event_depth(event));
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    for (size_t i = 0; i < octets.size; i++)
        if (octets.data[i] > 127)
            return add_8bit_field(facts, octets, mw_scan_event_line(event),
                                  error);
    return MW_OK;
}

static mw_status add_field(mw_prepare_scan *scan, const mw_scan_event *event,
                           mw_error *error)
{
    mw_part_facts *facts = facts_at(scan, mw_scan_event_depth(event));

    facts->has_type |= mw_scan_event_is_field(event, "Content-Type");
    facts->has_version |= mw_scan_event_is_field(event, "MIME-Version");
    facts->is_signed |=
        mw_scan_event_is_message(event) && mw_prepare_is_signature(event);
    return add_octets(scan, event, error);
}

/* That of the message itself is dropped; one within stays as it is. */
static mw_status add_from_line(mw_prepare_scan *scan,
                               const mw_scan_event *event, mw_error *error)
{
    return mw_scan_event_part(event) == 0 ? MW_OK
                                          : add_octets(scan, event, error);
}

static mw_status fail_part(uint64_t line, const char *why, mw_error *error)
{
    return mw_fail(error, MW_E_DATA, "line %ju: %s", (uintmax_t)line, why);
}

/* What becomes of a header that holds UTF-8. */
static mw_status end_utf8_header(mw_prepare_scan *scan,
                                 const mw_part_facts *facts, mw_error *error)
{
    mw_prepared *made = scan->made;

    if (allows(scan, MW_EXTENSION_SMTPUTF8)) {
        made->needed |= MW_EXTENSION_SMTPUTF8;
        return MW_OK;
    }
    if (facts->is_signed)
        return fail_part(facts->field_8bit,
                         "a header field is in UTF-8, the server does not "
                         "offer SMTPUTF8, and encoding it would break a "
                         "signature",
                         error);
    return mw_buffer_append(&made->headers, &facts->number,
                            sizeof facts->number, error);
}

static mw_status end_header(mw_prepare_scan *scan, const mw_scan_event *event,
                            mw_error *error)
{
    mw_part_facts *facts = facts_at(scan, mw_scan_event_depth(event));

    facts->is_signed |= is_type(event, "multipart/signed");
    facts->is_wrapped |=
        is_type(event, "message/global") &&
        !allows(scan, MW_EXTENSION_8BITMIME | MW_EXTENSION_SMTPUTF8);
    if (facts->number == 0)
        scan->made->header.is_signed |= facts->is_signed;
    return facts->field_8bit == 0 ? MW_OK : end_utf8_header(scan, facts, error);
}

/* Whether the encoding is one that can be undone or is none. */
static bool has_known_encoding(const mw_scan_event *event)
{
    static const char *const NAMES[] = { "7bit", "8bit", "binary",
                                         "quoted-printable", "base64" };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (is_encoded(event, NAMES[i]))
            return true;
    return false;
}

/* Whether a part may be changed at LINE, where it would have to be. */
static mw_status check_change(const mw_part_facts *facts,
                              const mw_scan_event *event, uint64_t line,
                              bool encodes, mw_error *error)
{
    const bool is_composite =
        starts_type(event, "multipart/") ||
        (starts_type(event, "message/") && !is_type(event, "message/global"));

    if (facts->is_signed)
        return fail_part(line,
                         "a signed part would have to be encoded, which would "
                         "break its signature",
                         error);
    if (encodes && is_composite)
        return fail_part(line,
                         "the server cannot take this text, which cannot be "
                         "encoded where it stands",
                         error);
    if (encodes && !has_known_encoding(event))
        return fail_part(line,
                         "a part of unknown transfer encoding would "
                         "have to be encoded",
                         error);
    return MW_OK;
}

static mw_status add_rework(mw_prepare_scan *scan, mw_part_facts *facts,
                            const mw_scan_event *event, mw_rework_kind kind,
                            mw_error *error)
{
    mw_rework rework = {
        .part = facts->number,
        .kind = kind,
        .add_type = !facts->has_type && facts->line_8bit > 0,
        .is_utf8 = facts->is_utf8,
        .add_version = mw_scan_event_is_message(event) && !facts->has_version,
    };
    const char *type = mw_scan_event_type(event);
    const size_t size = strlen(type);

    memcpy(rework.type, type,
           size < sizeof rework.type ? size : sizeof rework.type - 1);
    facts->has_reworks = true;
    return mw_buffer_append(&scan->made->reworks.items, &rework, sizeof rework,
                            error);
}

/* Text stays readable as long as that is no larger. */
static mw_rework_kind choose(const mw_part_facts *facts,
                             const mw_scan_event *event)
{
    if (is_encoded(event, "quoted-printable"))
        return MW_REWORK_QUOTED_PRINTABLE;
    if (is_encoded(event, "base64"))
        return MW_REWORK_BASE64;
    return (starts_type(event, "text/") || starts_type(event, "message/")) &&
                   facts->count_8bit < facts->size / 6
               ? MW_REWORK_QUOTED_PRINTABLE
               : MW_REWORK_BASE64;
}

static mw_status encode(mw_prepare_scan *scan, mw_part_facts *facts,
                        const mw_scan_event *event, uint64_t line,
                        mw_rework_kind kind, mw_error *error)
{
    const mw_status status = check_change(facts, event, line, true, error);

    return status == MW_OK ? add_rework(scan, facts, event, kind, error)
                           : status;
}

/* A part labelled binary: its octets are exact, line ends too. */
static mw_status end_binary(mw_prepare_scan *scan, mw_part_facts *facts,
                            const mw_scan_event *event, mw_error *error)
{
    const bool is_8bit = facts->line_8bit > 0;
    const bool can_8bit = allows(scan, MW_EXTENSION_8BITMIME);
    uint64_t line = facts->line_control;
    mw_status status;

    if (allows(scan, MW_EXTENSION_BINARYMIME)) {
        scan->made->needed |= MW_EXTENSION_BINARYMIME;
        return MW_OK;
    }
    if (line == 0)
        line = facts->line_long;
    if (line == 0 && is_8bit && !can_8bit)
        line = facts->line_8bit;
    if (line > 0)
        return encode(scan, facts, event, line, MW_REWORK_BASE64, error);
    status =
        check_change(facts, event, mw_scan_event_line(event), false, error);
    if (status != MW_OK)
        return status;
    facts->keeps_8bit = is_8bit;
    return add_rework(scan, facts, event,
                      is_8bit ? MW_REWORK_LABEL_8BIT : MW_REWORK_LABEL_7BIT,
                      error);
}

static mw_status end_leaf(mw_prepare_scan *scan, mw_part_facts *facts,
                          const mw_scan_event *event, mw_error *error)
{
    uint64_t line = facts->line_long;

    if (is_encoded(event, "binary"))
        return end_binary(scan, facts, event, error);
    if (line == 0 && !allows(scan, MW_EXTENSION_8BITMIME))
        line = facts->line_8bit;
    if (line > 0)
        return encode(scan, facts, event, line, choose(facts, event), error);
    facts->keeps_8bit = facts->line_8bit > 0;
    return MW_OK;
}

/* A message/global that holds what the server cannot take is encoded whole. */
static mw_status end_wrapped(mw_prepare_scan *scan, mw_part_facts *facts,
                             const mw_scan_event *event, mw_error *error)
{
    uint64_t line = facts->inner_8bit;

    if (line == 0)
        line = facts->line_8bit;
    if (line == 0)
        line = facts->line_long;
    if (line == 0)
        return MW_OK;
    facts->inner_8bit = 0;
    facts->keeps_8bit = false;
    return encode(scan, facts, event, line, MW_REWORK_QUOTED_PRINTABLE, error);
}

/* The label of a multipart or a message, by what is in it now. */
static mw_status end_label(mw_prepare_scan *scan, mw_part_facts *facts,
                           const mw_scan_event *event, mw_error *error)
{
    const bool is_binary = is_encoded(event, "binary");
    mw_status status;

    if (is_binary && allows(scan, MW_EXTENSION_BINARYMIME)) {
        scan->made->needed |= MW_EXTENSION_BINARYMIME;
        return MW_OK;
    }
    if (!is_binary && !(is_encoded(event, "8bit") && facts->has_reworks &&
                        !facts->keeps_8bit))
        return MW_OK;
    status =
        check_change(facts, event, mw_scan_event_line(event), false, error);
    if (status != MW_OK)
        return status;
    return add_rework(
        scan, facts, event,
        facts->keeps_8bit ? MW_REWORK_LABEL_8BIT : MW_REWORK_LABEL_7BIT, error);
}

static mw_status end_composite(mw_prepare_scan *scan, mw_part_facts *facts,
                               const mw_scan_event *event, mw_error *error)
{
    uint64_t line = facts->line_long;

    if (line == 0 && !allows(scan, MW_EXTENSION_8BITMIME))
        line = facts->line_8bit;
    if (line > 0)
        return check_change(facts, event, line, true, error);
    facts->keeps_8bit |= facts->line_8bit > 0;
    if (is_type(event, "message/global") && facts->inner_8bit > 0)
        scan->made->needed |= MW_EXTENSION_SMTPUTF8;
    return end_label(scan, facts, event, error);
}

/* Hands on to the part around what was found in the part of FACTS. */
static void hand_up(mw_part_facts *around, const mw_part_facts *facts)
{
    around->keeps_8bit |= facts->keeps_8bit || facts->inner_8bit > 0;
    around->has_reworks |= facts->has_reworks;
    if (around->inner_8bit == 0)
        around->inner_8bit = facts->inner_8bit;
    if (!facts->is_wrapped || !around->is_wrapped)
        return;
    /* All of it is content of the message/global. */
    if (around->line_8bit == 0)
        around->line_8bit = facts->line_8bit;
    if (around->line_long == 0)
        around->line_long = facts->line_long;
}

/* The whole message: what it needs. */
static mw_status end_message(mw_prepare_scan *scan, const mw_part_facts *facts,
                             mw_error *error)
{
    if (facts->inner_8bit > 0 && !allows(scan, MW_EXTENSION_8BITMIME))
        return fail_part(facts->inner_8bit,
                         "the header of an embedded message is not ASCII, and "
                         "the server does not offer 8BITMIME",
                         error);
    if (facts->keeps_8bit || facts->inner_8bit > 0)
        scan->made->needed |= MW_EXTENSION_8BITMIME;
    return MW_OK;
}

static mw_status end_part(mw_prepare_scan *scan, const mw_scan_event *event,
                          mw_error *error)
{
    const size_t depth = mw_scan_event_depth(event);
    mw_part_facts *facts = facts_at(scan, depth);
    const bool in_wrapped = depth > 0 && facts_at(scan, depth - 1)->is_wrapped;
    mw_status status = MW_OK;

    mw_part_facts_end(facts, mw_scan_event_line(event));
    if (!in_wrapped) {
        if (facts->is_wrapped && mw_scan_event_has_parts(event))
            status = end_wrapped(scan, facts, event, error);
        else if (mw_scan_event_has_parts(event))
            status = end_composite(scan, facts, event, error);
        else
            status = end_leaf(scan, facts, event, error);
    }
    if (status == MW_OK && depth > 0)
        hand_up(facts_at(scan, depth - 1), facts);
    if (status == MW_OK && depth == 0)
        status = end_message(scan, facts, error);
    mw_buffer_truncate(&scan->facts, depth * sizeof *facts);
    return status;
}

mw_status mw_prepare_scan_add(mw_prepare_scan *scan, const mw_scan_event *event,
                              mw_error *error)
{
    const size_t depth = mw_scan_event_depth(event);

    switch (mw_scan_event_kind_of(event)) {
    case MW_SCAN_FROM_LINE:
        return add_from_line(scan, event, error);
    case MW_SCAN_PART_BEGIN:
        return begin_part(scan, event, error);
    case MW_SCAN_FIELD:
        return add_field(scan, event, error);
    case MW_SCAN_HEADER_END:
        return end_header(scan, event, error);
    case MW_SCAN_BODY:
        mw_part_facts_add(facts_at(scan, depth), event);
        return MW_OK;
    case MW_SCAN_DELIMITER:
        mw_part_facts_skip(facts_at(scan, depth));
        return MW_OK;
    case MW_SCAN_PART_END:
        return end_part(scan, event, error);
    }
    return MW_OK;
}
