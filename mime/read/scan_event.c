/* SPDX-License-Identifier: MIT */

/*
 * What may be asked of an event; see the public header.
 */

#include "read/scan.h"

#include "base/ascii.h"

mw_scan_event_kind mw_scan_event_kind_of(const mw_scan_event *event)
{
    return event->kind;
}

const void *mw_scan_event_octets(const mw_scan_event *event, size_t *size)
{
    *size = event->octets.size;
    return event->octets.data;
}

uint64_t mw_scan_event_offset(const mw_scan_event *event)
{
    return event->offset;
}

uint64_t mw_scan_event_line(const mw_scan_event *event)
{
    return event->line;
}

const char *mw_scan_event_name(const mw_scan_event *event, size_t *size)
{
    *size = event->name.size;
    return (const char *)event->name.data;
}

int mw_scan_event_is_field(const mw_scan_event *event, const char *name)
{
    return event->kind == MW_SCAN_FIELD &&
           mw_ascii_equal_text(event->name, name);
}

const char *mw_scan_event_body(const mw_scan_event *event, size_t *size)
{
    *size = event->body.size;
    return (const char *)event->body.data;
}

uint64_t mw_scan_event_part(const mw_scan_event *event)
{
    return event->part->number;
}

size_t mw_scan_event_depth(const mw_scan_event *event)
{
    return event->depth;
}

int mw_scan_event_is_message(const mw_scan_event *event)
{
    return event->part->is_message;
}

const char *mw_scan_event_type(const mw_scan_event *event)
{
    return event->part->fields.type;
}

const char *mw_scan_event_charset(const mw_scan_event *event)
{
    return event->part->fields.charset;
}

const char *mw_scan_event_encoding(const mw_scan_event *event)
{
    return event->part->fields.encoding;
}

const char *mw_scan_event_boundary(const mw_scan_event *event)
{
    return event->part->fields.boundary;
}

int mw_scan_event_has_parts(const mw_scan_event *event)
{
    return event->part->has_parts;
}

int mw_scan_event_is_closing(const mw_scan_event *event)
{
    return event->is_closing;
}
