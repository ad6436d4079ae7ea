/* SPDX-License-Identifier: MIT */
#ifndef READ_SCAN_H
#define READ_SCAN_H

#include "base/buffer.h"
#include "read/content_fields.h"

#include <mimewright/scan.h>

/*
 * The scanner behind mw_sink_new_scanner; see the public header for what it
 * tells.
 */

/* The longest line that is looked at for a boundary, with its line end. */
#define MW_SCAN_DELIMITER_MOST 1000

/* A part that began and has not ended. */
typedef struct mw_scan_part {
    uint64_t number;
    mw_content_fields fields;
    bool is_message;
    bool has_parts;
    bool is_open; /* its boundary is looked for */
} mw_scan_part;

/* What one scan may come to. */
typedef struct mw_scan_limits {
    uint64_t field_size;
    uint64_t depth;
    uint64_t parts;
} mw_scan_limits;

typedef struct mw_scan {
    mw_converter_cache *cache;
    const mw_allocator *allocator;
    mw_scan_limits limits;
    mw_scan_function handler;
    void *user;
    mw_arena arena;  /* for one field at a time */
    mw_buffer field; /* the field at hand, which may go on */
    mw_buffer line;  /* the line at hand, of a header */
    mw_buffer body;  /* the field's body, unfolded */
    mw_scan_part *parts;
    size_t part_count, part_room;
    size_t open_count;    /* of parts, those that are open */
    uint64_t part_number; /* of the next */
    uint64_t offset;      /* of the first octet that was not told yet */
    uint64_t line_number; /* and its line, from 1 */
    bool in_header;
    bool has_field; /* the header at hand has begun */
    /* Of content: a line end that may belong to a boundary, and behind it as
     * much of a line as may be one. */
    uint8_t pending[2 + MW_SCAN_DELIMITER_MOST];
    size_t pending_size, line_end_size;
    bool at_line_start;
} mw_scan;

struct mw_scan_event {
    mw_scan_event_kind kind;
    mw_bytes octets;
    mw_bytes name; /* of a field */
    mw_bytes body;
    uint64_t offset, line;
    size_t depth;
    const mw_scan_part *part;
    bool is_closing;
};

/* Makes SCAN ready. The caller ends it with mw_scan_free. */
void mw_scan_init(mw_scan *scan, const mw_allocator *allocator,
                  mw_converter_cache *cache, const mw_scan_limits *limits,
                  mw_scan_function handler, void *user);

/* Takes the next octets. After a failure SCAN can only be freed. */
mw_status mw_scan_add(mw_scan *scan, mw_bytes bytes, mw_error *error);

/* Says that there are no more. Call it once. */
mw_status mw_scan_end(mw_scan *scan, mw_error *error);

void mw_scan_free(mw_scan *scan);

/*
 * The rest is between the files of the scanner.
 *
 * Tells EVENT, of which kind, octets and what else it has are filled in, as
 * one of the part at DEPTH, and moves on by its octets.
 */
mw_status mw_scan_tell(mw_scan *scan, size_t depth, mw_scan_event *event,
                       mw_error *error);

/* The same for the innermost part and an event of nothing but OCTETS. */
mw_status mw_scan_tell_octets(mw_scan *scan, mw_scan_event_kind kind,
                              mw_bytes octets, mw_error *error);

/* Begins a part within the innermost one, or the message: its header. */
mw_status mw_scan_begin_part(mw_scan *scan, bool is_message, mw_error *error);

/* Ends the header of the innermost part, whose fields are known, with OCTETS.
 */
mw_status mw_scan_end_header(mw_scan *scan, mw_bytes octets, mw_error *error);

/* Ends parts until COUNT are left. */
mw_status mw_scan_end_parts(mw_scan *scan, size_t count, mw_error *error);

/*
 * Whether LINE, without its end, is a boundary of a part that is open; *DEPTH
 * gets the part, *CLOSING whether it ends it.
 */
bool mw_scan_find_boundary(const mw_scan *scan, mw_bytes line, size_t *depth,
                           bool *closing);

/* Ends what the boundary OCTETS ends, and begins what it begins. */
mw_status mw_scan_take_boundary(mw_scan *scan, mw_bytes octets, size_t depth,
                                bool closing, mw_error *error);

/* LINE without the CRLF or LF at its end. */
mw_bytes mw_scan_line_text(mw_bytes line);

/* Takes octets of a header from BYTES, to the end of a line at most. */
mw_status mw_scan_take_header(mw_scan *scan, mw_bytes *bytes, mw_error *error);

/* Takes the line at hand as if its end had come, if there is one. */
mw_status mw_scan_finish_header(mw_scan *scan, mw_error *error);

/* Takes octets of content from BYTES, all of them or up to a header. */
mw_status mw_scan_take_body(mw_scan *scan, mw_bytes *bytes, mw_error *error);

/* Takes the line at hand as if its end had come, if there is one. */
mw_status mw_scan_finish_body(mw_scan *scan, mw_error *error);

#endif
