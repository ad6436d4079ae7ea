/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SCAN_H
#define MIMEWRIGHT_SCAN_H

/*
 * What the octets of a message that exists are: header fields, parts,
 * content, and where each of them stands.
 *
 * A scanner is a sink. Whatever is written to it is a message: nothing is
 * refused for its form, and what other software does with bad forms is done
 * here. Lines end in CRLF or LF; a line of a header that is no field ends the
 * header; a part that nothing closes ends with the part around it; of
 * boundaries that are equal the innermost counts. Memory does not grow with
 * the message, but with the depth of its parts and its longest field, and
 * time grows with the octets alone.
 *
 * The events of a message cover each of its octets once, in order: whoever
 * puts the octets of all events together has the message again.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>
#include <mimewright/sink.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mw_scan_event_kind {
    /* The line "From ..." of an mbox, before the first field of a message. */
    MW_SCAN_FROM_LINE = 0,

    /* A part begins with its header; the message itself is the first part.
     * It has no octets, and its type is not known before MW_SCAN_HEADER_END.
     */
    MW_SCAN_PART_BEGIN = 1,

    /* A header field with all its lines. */
    MW_SCAN_FIELD = 2,

    /* The empty line behind a header; no octets where there is none. */
    MW_SCAN_HEADER_END = 3,

    /* Some octets of content, or of what a multipart has before its first
     * part and behind its last. They may be cut anywhere. */
    MW_SCAN_BODY = 4,

    /* A boundary with its line, and with the line end before it, which is
     * not content. */
    MW_SCAN_DELIMITER = 5,

    /* A part ends; no octets. That of the first is the end of the message. */
    MW_SCAN_PART_END = 6
} mw_scan_event_kind;

typedef struct mw_scan_event mw_scan_event;

/*
 * Is told each event; EVENT and what its functions give live until it
 * returns. A failure ends the scan with it.
 */
typedef mw_status (*mw_scan_function)(void *user, const mw_scan_event *event,
                                      mw_error *error);

/*
 * Makes a sink that tells HANDLER, with USER, the events of what is written
 * to it, the last of them when it is finished. Writing fails with what
 * HANDLER gives, with MW_E_LIMIT (MW_LIMIT_READ_FIELD_SIZE,
 * MW_LIMIT_READ_DEPTH, MW_LIMIT_PARTS), naming the line, and MW_E_MEMORY.
 */
mw_status mw_sink_new_scanner(mw_context *context, mw_scan_function handler,
                              void *user, mw_sink **sink, mw_error *error);

mw_scan_event_kind mw_scan_event_kind_of(const mw_scan_event *event);

/* The octets of EVENT, *SIZE of them, as they are in the message. */
const void *mw_scan_event_octets(const mw_scan_event *event, size_t *size);

/* Where the first of them stands: octets from the start, lines from 1. */
uint64_t mw_scan_event_offset(const mw_scan_event *event);
uint64_t mw_scan_event_line(const mw_scan_event *event);

/*
 * The name of a MW_SCAN_FIELD without what follows it, *SIZE octets; and
 * whether it is NAME, whatever the case.
 */
const char *mw_scan_event_name(const mw_scan_event *event, size_t *size);
int mw_scan_event_is_field(const mw_scan_event *event, const char *name);

/*
 * The body of a MW_SCAN_FIELD: what is behind its colon, unfolded by taking
 * the line ends out, without white space at both ends.
 */
const char *mw_scan_event_body(const mw_scan_event *event, size_t *size);

/*
 * The part that EVENT is of. Its number counts parts in the order of their
 * beginnings, from 0; its depth is 0 for the message itself, and one more for
 * what is in a multipart or an embedded message.
 */
uint64_t mw_scan_event_part(const mw_scan_event *event);
size_t mw_scan_event_depth(const mw_scan_event *event);

/*
 * Whether the part is a message, the first one or one within a message type,
 * rather than a part of a multipart.
 */
int mw_scan_event_is_message(const mw_scan_event *event);

/*
 * Of the part, from MW_SCAN_HEADER_END on: the media type in lower case, as
 * "text/plain" (what has none, or none that can be read, has that of RFC
 * 2045, section 5.2, or RFC 2046, section 5.1.5); the charset, or "" where it
 * names none; the transfer encoding in lower case, "7bit" where it names
 * none; the boundary of a multipart, or "" where it is none or names none,
 * and then it has no parts.
 */
const char *mw_scan_event_type(const mw_scan_event *event);
const char *mw_scan_event_charset(const mw_scan_event *event);
const char *mw_scan_event_encoding(const mw_scan_event *event);
const char *mw_scan_event_boundary(const mw_scan_event *event);

/* Whether the part holds parts or a message, which are scanned too. */
int mw_scan_event_has_parts(const mw_scan_event *event);

/* Whether a MW_SCAN_DELIMITER is the last of its multipart. */
int mw_scan_event_is_closing(const mw_scan_event *event);

#ifdef __cplusplus
}
#endif

#endif
