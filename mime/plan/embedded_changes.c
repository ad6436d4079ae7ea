/* SPDX-License-Identifier: MIT */

/*
 * A part is decided about when it ends, by its own octets. A stretch of them
 * is measured at a time: all of a leaf, and what a multipart has before,
 * between and behind its parts. Nothing within multipart/signed changes, not
 * even a label; RFC 1847, section 2.1.
 */

#include "plan/embedded_changes.h"

#include "base/utf8.h"

/* What is known of a part that has not ended. */
typedef struct {
    bool is_signed; /* it, or what is around it */
    bool has_type, has_version;
    bool is_utf8;
    uint8_t utf8[4]; /* a character that is not whole */
    size_t utf8_size;
    uint64_t line; /* where the stretch begins */
    mw_measure measure;
} facts;

void mw_embedded_changes_init(mw_embedded_changes *changes,
                              const mw_allocator *allocator,
                              mw_transport transport)
{
    changes->transport = transport;
    mw_buffer_init(&changes->changes, allocator, 0);
    mw_buffer_init(&changes->facts, allocator, 0);
}

void mw_embedded_changes_free(mw_embedded_changes *changes)
{
    mw_buffer_free(&changes->changes);
    mw_buffer_free(&changes->facts);
}

bool mw_embedded_is_encoded(mw_encoding encoding)
{
    return encoding == MW_ENCODING_QUOTED_PRINTABLE ||
           encoding == MW_ENCODING_BASE64;
}

static facts *facts_at(const mw_embedded_changes *changes, size_t depth)
{
    return (facts *)(void *)changes->facts.data + depth;
}

static mw_embedded_change *change_of(const mw_embedded_changes *changes,
                                     const mw_scan_event *event)
{
    return (mw_embedded_change *)(void *)changes->changes.data +
           mw_scan_event_part(event);
}

const mw_embedded_change *mw_embedded_changes_find(
    const mw_embedded_changes *changes, const mw_scan_event *event)
{
    static const mw_embedded_change NONE = { MW_ENCODING_AUTO, false, false,
                                             false };
    const size_t count = changes->changes.size / sizeof NONE;

    return mw_scan_event_part(event) < count ? change_of(changes, event)
                                             : &NONE;
}

static bool starts_type(const mw_scan_event *event, const char *front)
{
    return !strncmp(mw_scan_event_type(event), front, strlen(front));
}

/* The label of the part, or MW_ENCODING_AUTO where it is none of ours. */
static mw_encoding label_of(const mw_scan_event *event)
{
    for (int i = MW_ENCODING_7BIT; i <= MW_ENCODING_BASE64; i++)
        if (!strcmp(mw_scan_event_encoding(event),
                    mw_encoding_name((mw_encoding)i)))
            return (mw_encoding)i;
    return MW_ENCODING_AUTO;
}

static mw_encoding widest(const mw_embedded_changes *changes)
{
    return (mw_encoding)(changes->transport + 1);
}

/* The first line of MEASURE that the transport cannot carry, from 0. */
static uint64_t unfit_line(const mw_embedded_changes *changes,
                           const mw_measure *measure)
{
    const uint64_t first = measure->first_8bit_line;

    if (changes->transport == MW_TRANSPORT_7BIT && first != 0 &&
        (measure->first_long_line == 0 || first < measure->first_long_line))
        return first - 1;
    return measure->first_long_line - 1;
}

static mw_status fail_fixed(const mw_embedded_changes *changes,
                            const mw_measure *measure, uint64_t line,
                            const char *where, mw_error *error)
{
    mw_fail(error, MW_E_DATA,
            "line %ju: %s cannot be encoded, and a %s transport cannot take "
            "it as it is",
            (uintmax_t)(line + unfit_line(changes, measure)), where,
            mw_encoding_name(widest(changes)));
    mw_hint(error, "send it over a wider transport, or attach it as a file");
    return MW_E_DATA;
}

static mw_status begin_part(mw_embedded_changes *changes,
                            const mw_scan_event *event, mw_error *error)
{
    const mw_embedded_change none = { MW_ENCODING_AUTO, false, false, false };
    const size_t depth = mw_scan_event_depth(event);
    facts begun = { .is_utf8 = true };
    mw_status status =
        mw_buffer_append(&changes->changes, &none, sizeof none, error);

    if (depth > 0)
        begun.is_signed = facts_at(changes, depth - 1)->is_signed;
    if (status == MW_OK)
        status = mw_buffer_append(&changes->facts, &begun, sizeof begun, error);
    return status;
}

/* A stretch of content begins behind EVENT. */
static void begin_stretch(facts *part, const mw_scan_event *event)
{
    size_t size;
    const uint8_t *octets = mw_scan_event_octets(event, &size);

    part->line = mw_scan_event_line(event);
    for (size_t i = 0; i < size; i++)
        part->line += octets[i] == '\n';
    mw_measure_init(&part->measure, true, MW_QP_TEXT,
                    !strcmp(mw_scan_event_charset(event), "utf-8"));
}

/* Fields are as they are: they were ASCII, or the whole were message/global. */
static mw_status add_field(const mw_embedded_changes *changes,
                           const mw_scan_event *event, mw_error *error)
{
    facts *part = facts_at(changes, mw_scan_event_depth(event));
    mw_measure measure;
    mw_bytes octets;

    part->has_type |= mw_scan_event_is_field(event, "Content-Type");
    part->has_version |= mw_scan_event_is_field(event, "MIME-Version");
    octets.data = mw_scan_event_octets(event, &octets.size);
    mw_measure_init(&measure, false, MW_QP_TEXT, true);
    mw_measure_add(&measure, octets);
    mw_measure_end(&measure);
    if (mw_measure_fits(&measure, widest(changes)))
        return MW_OK;
    return fail_fixed(changes, &measure, mw_scan_event_line(event),
                      "a header field", error);
}

/* Goes on with a character that an earlier piece began. */
static void add_cut_utf8(facts *part, mw_bytes *bytes)
{
    while (part->utf8_size > 0 && bytes->size > 0) {
        const mw_bytes all = { part->utf8, part->utf8_size + 1 };
        mw_utf8_state state;
        uint32_t code;
        size_t size;

        part->utf8[part->utf8_size++] = *bytes->data;
        state = mw_utf8_next(all, &size, &code);
        part->is_utf8 &= state != MW_UTF8_INVALID;
        mw_bytes_skip(bytes, 1);
        if (state != MW_UTF8_CUT)
            part->utf8_size = 0;
    }
}

static void add_utf8(facts *part, mw_bytes bytes)
{
    uint32_t code;
    size_t size;

    add_cut_utf8(part, &bytes);
    mw_bytes_skip(&bytes, mw_utf8_valid_prefix(bytes));
    if (bytes.size == 0)
        return;
    part->is_utf8 &= mw_utf8_next(bytes, &size, &code) == MW_UTF8_CUT;
    if (!part->is_utf8)
        return;
    memcpy(part->utf8, bytes.data, bytes.size);
    part->utf8_size = bytes.size;
}

static void add_body(const mw_embedded_changes *changes,
                     const mw_scan_event *event)
{
    facts *part = facts_at(changes, mw_scan_event_depth(event));
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    mw_measure_add(&part->measure, octets);
    if (!part->has_type && part->is_utf8)
        add_utf8(part, octets);
}

/* A stretch of what cannot be encoded, whatever it is, has to fit. */
static mw_status end_fixed(const mw_embedded_changes *changes, facts *part,
                           const char *where, mw_error *error)
{
    mw_measure_end(&part->measure);
    if (mw_measure_fits(&part->measure, widest(changes)))
        return MW_OK;
    return fail_fixed(changes, &part->measure, part->line, where, error);
}

/* Why content of the part of EVENT cannot be encoded, or NULL. */
static const char *why_fixed(const facts *part, const mw_scan_event *event)
{
    const mw_encoding label = label_of(event);

    if (part->is_signed)
        return "a signed part";
    if (mw_scan_event_has_parts(event))
        return "what is around the parts of a multipart";
    if (starts_type(event, "multipart/") || starts_type(event, "message/"))
        return "a part of its type";
    return label == MW_ENCODING_AUTO || mw_embedded_is_encoded(label)
               ? "a part that is encoded already"
               : NULL;
}

/* A label that is wider than the transport has become wrong. */
static void narrow_label(const mw_embedded_changes *changes,
                         const mw_scan_event *event)
{
    const mw_encoding label = label_of(event);

    if (label > widest(changes) && !mw_embedded_is_encoded(label))
        change_of(changes, event)->encoding = widest(changes);
}

static mw_status end_part(mw_embedded_changes *changes,
                          const mw_scan_event *event, mw_error *error)
{
    const size_t depth = mw_scan_event_depth(event);
    facts *part = facts_at(changes, depth);
    mw_embedded_change *change = change_of(changes, event);
    const char *fixed = why_fixed(part, event);
    mw_status status = MW_OK;

    if (fixed != NULL)
        status = end_fixed(changes, part, fixed, error);
    else
        mw_measure_end(&part->measure);
    if (!part->is_signed)
        narrow_label(changes, event);
    if (fixed == NULL && !mw_measure_fits(&part->measure, widest(changes))) {
        change->encoding =
            mw_measure_choose(&part->measure, changes->transport);
        change->add_version =
            mw_scan_event_is_message(event) && !part->has_version;
        change->add_type =
            !part->has_type && part->measure.first_8bit_line != 0;
        change->is_utf8 = part->is_utf8 && part->utf8_size == 0;
    }
    mw_buffer_truncate(&changes->facts, depth * sizeof *part);
    return status;
}

mw_status mw_embedded_changes_add(void *user, const mw_scan_event *event,
                                  mw_error *error)
{
    mw_embedded_changes *changes = user;
    const size_t depth = mw_scan_event_depth(event);
    mw_status status = MW_OK;

    switch (mw_scan_event_kind_of(event)) {
    case MW_SCAN_PART_BEGIN:
        return begin_part(changes, event, error);
    case MW_SCAN_FIELD:
        return add_field(changes, event, error);
    case MW_SCAN_HEADER_END:
        facts_at(changes, depth)->is_signed |=
            !strcmp(mw_scan_event_type(event), "multipart/signed");
        begin_stretch(facts_at(changes, depth), event);
        break;
    case MW_SCAN_BODY:
        add_body(changes, event);
        break;
    case MW_SCAN_DELIMITER:
        status = end_fixed(changes, facts_at(changes, depth),
                           "what is around the parts of a multipart", error);
        begin_stretch(facts_at(changes, depth), event);
        break;
    case MW_SCAN_PART_END:
        return end_part(changes, event, error);
    case MW_SCAN_FROM_LINE:
        break;
    }
    return status;
}
