/* SPDX-License-Identifier: MIT */
#ifndef SMTP_REPLY_H
#define SMTP_REPLY_H

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * Replies of an SMTP server (RFC 5321, section 4.2), from octets that come in
 * any pieces.
 *
 * A reply is one or more lines with the same three-digit code, a hyphen
 * behind it in all but the last; what is behind that is text for people, and
 * may be anything but a line end. The last line may be the bare code. Lines
 * end in CRLF; a bare LF ends a line too, never joins two.
 */

/* Octets of a line with its end, lines of a reply, octets of a reply. */
#define MW_REPLY_LINE_LIMIT 8192
#define MW_REPLY_LINES_LIMIT 1000
#define MW_REPLY_SIZE_LIMIT 65536

/* A challenge of SASL may be longer (RFC 4954, section 4): 12,288 octets,
 * the code before it, and the line end. */
#define MW_REPLY_CHALLENGE_LIMIT (12288 + 6)

typedef struct mw_reply {
    unsigned code;     /* 0 to 999 */
    size_t line_count; /* at least 1 */
    mw_bytes text;     /* without the codes; an LF between two lines */
} mw_reply;

typedef struct mw_reply_parser {
    size_t line_limit; /* of the lines to come; the caller may change it */
    mw_buffer line;    /* a line that has not ended */
    mw_buffer text;    /* of the lines that have */
    unsigned code;
    size_t line_count;
    size_t size; /* octets of the reply so far */
    bool whole;
    bool had_bare_lf; /* of any line since the beginning */
} mw_reply_parser;

void mw_reply_parser_init(mw_reply_parser *parser,
                          const mw_allocator *allocator);
void mw_reply_parser_free(mw_reply_parser *parser);

/* Forgets all that was read. */
void mw_reply_parser_reset(mw_reply_parser *parser);

/*
 * Takes octets from the front of IN up to the end of one reply. *WHOLE says
 * whether it is there; then *REPLY has it until the next call, which begins
 * another. Fails with MW_E_SYNTAX for what is no reply, MW_E_LIMIT where it
 * is too long, and MW_E_MEMORY; there is no way on after that.
 */
mw_status mw_reply_read(mw_reply_parser *parser, mw_bytes *in, bool *whole,
                        mw_reply *reply, mw_error *error);

/* The octets of a reply that has begun and not ended, codes left out of the
 * lines that have. */
bool mw_reply_has_begun(const mw_reply_parser *parser);

/* Takes one line from the front of TEXT, of which there is one more. */
bool mw_reply_next_line(mw_bytes *text, mw_bytes *line);

/*
 * The enhanced status code (RFC 3463) at the front of LINE, a line of a reply
 * with CODE: its octets, or 0 where there is none, or one of another class
 * than CODE.
 */
size_t mw_reply_enhanced(unsigned code, mw_bytes line);

#endif
