/* SPDX-License-Identifier: MIT */

/*
 * The parts that are open, a stack; and telling events, which moves on the
 * place in the message.
 */

#include "read/scan.h"

#include "base/ascii.h"

static uint64_t count_line_ends(mw_bytes octets)
{
    uint64_t count = 0;

    for (size_t i = 0; i < octets.size; i++)
        count += octets.data[i] == '\n';
    return count;
}

mw_status mw_scan_tell(mw_scan *scan, size_t depth, mw_scan_event *event,
                       mw_error *error)
{
    mw_status status;

    event->depth = depth;
    event->part = &scan->parts[depth];
    event->offset = scan->offset;
    event->line = scan->line_number;
    status = scan->handler(scan->user, event, error);
    scan->offset += event->octets.size;
    scan->line_number += count_line_ends(event->octets);
    return status;
}

mw_status mw_scan_tell_octets(mw_scan *scan, mw_scan_event_kind kind,
                              mw_bytes octets, mw_error *error)
{
    mw_scan_event event = { .kind = kind, .octets = octets };

    return mw_scan_tell(scan, scan->part_count - 1, &event, error);
}

static mw_status check_limits(const mw_scan *scan, mw_error *error)
{
    const uintmax_t line = scan->line_number;

    if (scan->part_count > scan->limits.depth)
        return mw_fail(error, MW_E_LIMIT,
                       "line %ju: more than %ju parts within each other", line,
                       (uintmax_t)scan->limits.depth);
    if (scan->part_number >= scan->limits.parts)
        return mw_fail(error, MW_E_LIMIT, "line %ju: more than %ju parts", line,
                       (uintmax_t)scan->limits.parts);
    return MW_OK;
}

/* Room for one more part; what is there may move. */
static mw_status make_room(mw_scan *scan, mw_error *error)
{
    const size_t size = sizeof *scan->parts;
    const size_t room = scan->part_room == 0 ? 4 : scan->part_room * 2;
    mw_scan_part *parts;

    if (scan->part_count < scan->part_room)
        return MW_OK;
    parts = mw_allocate(scan->allocator, scan->parts, scan->part_room * size,
                        room * size);
    if (parts == NULL)
        return mw_fail_memory(error);
    scan->parts = parts;
    scan->part_room = room;
    return MW_OK;
}

mw_status mw_scan_begin_part(mw_scan *scan, bool is_message, mw_error *error)
{
    mw_status status = check_limits(scan, error);
    mw_scan_part *part;

    if (status == MW_OK)
        status = make_room(scan, error);
    if (status != MW_OK)
        return status;
    part = &scan->parts[scan->part_count++];
    memset(part, 0, sizeof *part);
    part->number = scan->part_number++;
    part->is_message = is_message;
    scan->in_header = true;
    scan->has_field = false;
    return mw_scan_tell_octets(scan, MW_SCAN_PART_BEGIN, (mw_bytes){ NULL, 0 },
                               error);
}

static void set_text(char *out, const char *text)
{
    memcpy(out, text, strlen(text) + 1);
}

/* What the header did not say (RFC 2046, section 5.1.5; RFC 2045, 6.1). */
static void set_defaults(const mw_scan *scan, mw_scan_part *part)
{
    const mw_scan_part *around =
        part->is_message || scan->part_count < 2 ? NULL : part - 1;

    if (part->fields.type[0] == '\0')
        set_text(part->fields.type,
                 around != NULL &&
                         !strcmp(around->fields.type, "multipart/digest")
                     ? "message/rfc822"
                     : "text/plain");
    if (part->fields.encoding[0] == '\0')
        set_text(part->fields.encoding, "7bit");
}

static bool is_multipart(const mw_content_fields *fields)
{
    return !strncmp(fields->type, "multipart/", strlen("multipart/"));
}

/* A message that is encoded, which it must not be, is content. */
static bool is_open_message(const mw_content_fields *fields)
{
    return (!strcmp(fields->type, "message/rfc822") ||
            !strcmp(fields->type, "message/global") ||
            !strcmp(fields->type, "message/news")) &&
           strcmp(fields->encoding, "base64") != 0 &&
           strcmp(fields->encoding, "quoted-printable") != 0;
}

mw_status mw_scan_end_header(mw_scan *scan, mw_bytes octets, mw_error *error)
{
    mw_scan_part *part = &scan->parts[scan->part_count - 1];
    mw_content_fields *fields = &part->fields;
    bool holds_message;
    mw_status status;

    set_defaults(scan, part);
    holds_message = is_open_message(fields);
    if (!is_multipart(fields))
        fields->boundary[0] = '\0';
    part->is_open = fields->boundary[0] != '\0';
    part->has_parts = holds_message || part->is_open;
    scan->open_count += part->is_open;
    scan->in_header = false;
    scan->at_line_start = true;
    status = mw_scan_tell_octets(scan, MW_SCAN_HEADER_END, octets, error);
    if (status == MW_OK && holds_message)
        status = mw_scan_begin_part(scan, true, error);
    return status;
}

mw_status mw_scan_end_parts(mw_scan *scan, size_t count, mw_error *error)
{
    mw_status status = MW_OK;

    while (status == MW_OK && scan->part_count > count) {
        status = mw_scan_tell_octets(scan, MW_SCAN_PART_END,
                                     (mw_bytes){ NULL, 0 }, error);
        scan->part_count--;
        scan->open_count -= scan->parts[scan->part_count].is_open;
    }
    return status;
}

bool mw_scan_find_boundary(const mw_scan *scan, mw_bytes line, size_t *depth,
                           bool *closing)
{
    if (scan->open_count == 0 || line.size < 3 ||
        memcmp(line.data, "--", 2) != 0)
        return false;
    mw_bytes_skip(&line, 2);
    while (line.size > 0 && mw_ascii_is_blank(line.data[line.size - 1]))
        line.size--;
    for (size_t i = scan->part_count; i-- > 0;) {
        const char *boundary = scan->parts[i].fields.boundary;
        const size_t size = strlen(boundary);

        if (!scan->parts[i].is_open || line.size < size ||
            memcmp(line.data, boundary, size) != 0)
            continue;
        *closing = line.size == size + 2 && line.data[size] == '-' &&
                   line.data[size + 1] == '-';
        *depth = i;
        if (*closing || line.size == size)
            return true;
    }
    return false;
}

mw_status mw_scan_take_boundary(mw_scan *scan, mw_bytes octets, size_t depth,
                                bool closing, mw_error *error)
{
    mw_scan_event event = { .kind = MW_SCAN_DELIMITER,
                            .octets = octets,
                            .is_closing = closing };
    mw_status status = mw_scan_end_parts(scan, depth + 1, error);

    if (status == MW_OK)
        status = mw_scan_tell(scan, depth, &event, error);
    if (status != MW_OK)
        return status;
    scan->at_line_start = true;
    if (!closing)
        return mw_scan_begin_part(scan, false, error);
    scan->parts[depth].is_open = false;
    scan->open_count--;
    return MW_OK;
}
