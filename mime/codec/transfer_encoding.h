/* SPDX-License-Identifier: MIT */
#ifndef CODEC_TRANSFER_ENCODING_H
#define CODEC_TRANSFER_ENCODING_H

#include "base/bytes.h"
#include "base/error.h"
#include "codec/quoted_printable.h"

#include <mimewright/part.h>
#include <mimewright/plan.h>

/*
 * Which transfer encoding fits some octets (RFC 2045, section 6), and how
 * large they become in each: a measure is shown all octets once, in order,
 * and answers afterwards. A line ends in CRLF; an LF alone is a fault, but
 * lines are counted by it as well, since people count them so.
 */
typedef struct mw_measure {
    uint64_t size;            /* octets seen */
    uint64_t crlf_count;      /* line ends that are CRLF */
    uint64_t line_longest;    /* octets of the longest line without its end */
    uint64_t first_8bit_line; /* the first line with an octet over 127; or 0 */
    uint64_t first_nul_line;  /* the first with a NUL; or 0 */
    uint64_t first_bare_line; /* the first with a CR or LF alone; or 0 */
    uint64_t first_long_line; /* the first of more than 998 octets; or 0 */
    uint64_t
        first_blank_end_line; /* the first that ends in white space; or 0 */
    bool ends_in_line_end;    /* a CRLF; true of no octets at all, too */
    uint64_t qp_size;         /* octets as quoted-printable, CRLF */
    uint64_t qp_line_count;   /* line ends in that */
    uint64_t qp_soft_size;    /* both, where an unfinished last line ends in */
    uint64_t qp_soft_line_count; /* a soft break */
    /* The rest is the measure's own. */
    uint64_t line;   /* from 1 */
    uint64_t column; /* octets of the current line */
    bool after_cr;
    bool after_blank; /* the last octet of the line so far is white space */
    bool with_qp;
    mw_qp_encoder qp;
} mw_measure;

/*
 * WITH_QP asks for the quoted-printable size as well, in MODE, UTF8 as for
 * mw_qp_encoder_init.
 */
void mw_measure_init(mw_measure *measure, bool with_qp, mw_qp_mode mode,
                     bool utf8);

/* Shows the next octets. */
void mw_measure_add(mw_measure *measure, mw_bytes bytes);

/* Says that there are no more. Call it once. */
void mw_measure_end(mw_measure *measure);

/*
 * Whether the octets may be carried unencoded as ENCODING (7bit, 8bit or
 * binary; RFC 2045, sections 2.7 to 2.9).
 */
bool mw_measure_fits(const mw_measure *measure, mw_encoding encoding);

/*
 * The same; where they do not fit, fails with MW_E_DATA, naming the line and
 * what is wrong with it.
 */
mw_status mw_measure_check(const mw_measure *measure, mw_encoding encoding,
                           mw_error *error);

/*
 * Fails with MW_E_DATA, naming the line, where a line ends in white space,
 * which transports have been known to take away.
 */
mw_status mw_measure_check_line_ends(const mw_measure *measure,
                                     mw_error *error);

/*
 * The encoding for text that may go over TRANSPORT: 7bit or 8bit where it
 * fits, else the smaller of quoted-printable and base64, and of equals the
 * readable one. The measure was made with quoted-printable. Text with lines
 * over 78 octets, trailing white space, a lone dot or "From " still fits
 * 7bit: those arrive as they are.
 */
mw_encoding mw_measure_choose(const mw_measure *measure,
                              mw_transport transport);

#endif
