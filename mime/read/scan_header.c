/* SPDX-License-Identifier: MIT */

/*
 * Header fields (RFC 5322, section 2.2) as they come: a field goes on for as
 * long as its lines begin with blanks, so one line more is looked at before
 * it is told.
 */

#include "read/scan.h"

#include "base/ascii.h"

mw_bytes mw_scan_line_text(mw_bytes line)
{
    if (line.size > 0 && line.data[line.size - 1] == '\n') {
        line.size--;
        if (line.size > 0 && line.data[line.size - 1] == '\r')
            line.size--;
    }
    return line;
}

/*
 * The name at the front of LINE, or none. Blanks before the colon are of the
 * obsolete syntax (RFC 5322, section 4.5).
 */
static mw_bytes field_name(mw_bytes line)
{
    size_t size = 0, end;

    while (size < line.size && mw_ascii_is_graph(line.data[size]) &&
           line.data[size] != ':')
        size++;
    end = size;
    while (end < line.size && mw_ascii_is_blank(line.data[end]))
        end++;
    if (end == line.size || line.data[end] != ':')
        size = 0;
    return (mw_bytes){ line.data, size };
}

/* Puts TEXT without its line ends into the buffer for the field's body. */
static mw_status unfold(mw_scan *scan, mw_bytes text, mw_error *error)
{
    mw_status status = MW_OK;

    mw_buffer_truncate(&scan->body, 0);
    while (status == MW_OK && text.size > 0) {
        const uint8_t *lf = memchr(text.data, '\n', text.size);
        const size_t size =
            lf == NULL ? text.size : (size_t)(lf - text.data) + 1;

        status = mw_buffer_append_bytes(
            &scan->body, mw_scan_line_text((mw_bytes){ text.data, size }),
            error);
        mw_bytes_skip(&text, size);
    }
    return status;
}

/* Keeps what the field EVENT says of the part. The first of a name counts. */
static mw_status read_field(mw_scan *scan, const mw_scan_event *event,
                            mw_error *error)
{
    mw_content_fields *fields = &scan->parts[scan->part_count - 1].fields;
    mw_status status = MW_OK;

    if (fields->type[0] == '\0' &&
        mw_ascii_equal_text(event->name, "Content-Type")) {
        mw_arena_reset(&scan->arena);
        status = mw_content_type_read(scan->cache, event->body, &scan->arena,
                                      fields, error);
    }
    if (fields->encoding[0] == '\0' &&
        mw_ascii_equal_text(event->name, "Content-Transfer-Encoding"))
        mw_content_encoding_read(event->body, fields);
    return status;
}

/* Tells the field at hand, if there is one. */
static mw_status end_field(mw_scan *scan, mw_error *error)
{
    mw_scan_event event = { .kind = MW_SCAN_FIELD,
                            .octets = mw_buffer_bytes(&scan->field) };
    const uint8_t *colon;
    mw_status status;

    if (event.octets.size == 0)
        return MW_OK;
    event.name = field_name(event.octets);
    colon = memchr(event.octets.data, ':', event.octets.size);
    event.body = event.octets;
    mw_bytes_skip(&event.body, (size_t)(colon - event.octets.data) + 1);
    status = unfold(scan, event.body, error);
    if (status != MW_OK)
        return status;
    event.body = mw_ascii_trim(mw_buffer_bytes(&scan->body));
    status = read_field(scan, &event, error);
    if (status == MW_OK)
        status = mw_scan_tell(scan, scan->part_count - 1, &event, error);
    mw_buffer_truncate(&scan->field, 0);
    return status;
}

/* The line at hand begins a field. */
static void begin_field(mw_scan *scan)
{
    const mw_buffer empty = scan->field;

    scan->field = scan->line;
    scan->line = empty;
    scan->has_field = true;
}

/* Whether LINE is the "From " line of an mbox, at the start of a message. */
static bool is_from_line(const mw_scan *scan, mw_bytes line)
{
    return !scan->has_field && scan->parts[scan->part_count - 1].is_message &&
           line.size > 5 && !memcmp(line.data, "From ", 5);
}

/* Ends the header with OCTETS, the empty line, or with none. */
static mw_status end_header(mw_scan *scan, mw_bytes octets, mw_error *error)
{
    mw_status status = end_field(scan, error);

    return status == MW_OK ? mw_scan_end_header(scan, octets, error) : status;
}

/*
 * The line at hand is no field, so the header has ended without an empty
 * line. What follows may be a header once more: *TAKEN is false then.
 */
static mw_status leave_header(mw_scan *scan, bool *taken, mw_error *error)
{
    mw_bytes line = mw_buffer_bytes(&scan->line);
    mw_status status = end_header(scan, (mw_bytes){ NULL, 0 }, error);

    *taken = !scan->in_header;
    while (status == MW_OK && *taken && line.size > 0)
        status = mw_scan_take_body(scan, &line, error);
    return status;
}

static mw_status take_line(mw_scan *scan, bool *taken, mw_error *error)
{
    const mw_bytes line = mw_buffer_bytes(&scan->line);
    const mw_bytes text = mw_scan_line_text(line);
    bool closing;
    size_t depth;

    *taken = true;
    if (text.size == 0)
        return end_header(scan, line, error);
    if (mw_ascii_is_blank(*text.data) && scan->field.size > 0)
        return mw_buffer_append_bytes(&scan->field, line, error);
    if (mw_scan_find_boundary(scan, text, &depth, &closing)) {
        const mw_status status = end_header(scan, (mw_bytes){ NULL, 0 }, error);

        *taken = !scan->in_header;
        return status != MW_OK || scan->in_header
                   ? status
                   : mw_scan_take_boundary(scan, line, depth, closing, error);
    }
    if (is_from_line(scan, text)) {
        scan->has_field = true;
        return mw_scan_tell_octets(scan, MW_SCAN_FROM_LINE, line, error);
    }
    if (field_name(text).size > 0) {
        const mw_status status = end_field(scan, error);

        if (status == MW_OK)
            begin_field(scan);
        return status;
    }
    return leave_header(scan, taken, error);
}

/* Takes the line at hand, whatever it is; each round ends a header. */
static mw_status end_line(mw_scan *scan, mw_error *error)
{
    mw_status status = MW_OK;
    bool taken = false;

    while (status == MW_OK && !taken)
        status = take_line(scan, &taken, error);
    mw_buffer_truncate(&scan->line, 0);
    return status;
}

/* The line at hand counts alone, unless it goes on with the field. */
static mw_status check_size(const mw_scan *scan, mw_error *error)
{
    const bool continues = mw_ascii_is_blank(*scan->line.data);
    const size_t size = scan->line.size + (continues ? scan->field.size : 0);

    if (size <= scan->limits.field_size)
        return MW_OK;
    return mw_fail(
        error, MW_E_LIMIT, "line %ju: a header field of more than %ju octets",
        (uintmax_t)scan->line_number, (uintmax_t)scan->limits.field_size);
}

mw_status mw_scan_take_header(mw_scan *scan, mw_bytes *bytes, mw_error *error)
{
    const uint8_t *lf = memchr(bytes->data, '\n', bytes->size);
    const size_t size =
        lf == NULL ? bytes->size : (size_t)(lf - bytes->data) + 1;
    mw_status status = mw_buffer_append(&scan->line, bytes->data, size, error);

    mw_bytes_skip(bytes, size);
    if (status == MW_OK)
        status = check_size(scan, error);
    return status == MW_OK && lf != NULL ? end_line(scan, error) : status;
}

mw_status mw_scan_finish_header(mw_scan *scan, mw_error *error)
{
    mw_status status = MW_OK;

    if (scan->line.size > 0)
        status = end_line(scan, error);
    return status == MW_OK ? end_field(scan, error) : status;
}
