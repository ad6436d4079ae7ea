/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_SCAN_H
#define SMTP_PREPARE_SCAN_H

#include "smtp/prepare.h"

/*
 * Finds out what has to be done to the parts of a message, for a server that
 * can do what MADE allows.
 */

/* What is known of a part that began and has not ended. */
typedef struct mw_part_facts {
    uint64_t number;
    bool is_signed;   /* it, or what is around it */
    bool is_embedded; /* it is in a message within the message */
    bool is_wrapped;  /* it is in a message/global that is encoded as one */
    bool has_type, has_version;
    bool has_reworks;      /* something in it is encoded */
    uint64_t field_8bit;   /* the line of a field outside ASCII, or 0 */
    uint64_t size;         /* octets of content of its own */
    uint64_t count_8bit;   /* those over 127 */
    uint64_t column;       /* of the line at hand */
    uint64_t line_8bit;    /* the first line with one; 0 for none */
    uint64_t line_long;    /* the first that is too long */
    uint64_t line_control; /* the first with NUL, or CR or LF alone */
    uint64_t inner_8bit;   /* the same of what is in it and cannot change */
    bool keeps_8bit;       /* octets over 127 go out in it */
    bool after_cr;
    bool is_utf8;
    uint8_t utf8[4]; /* a character that is not whole */
    size_t utf8_size;
} mw_part_facts;

typedef struct mw_prepare_scan {
    mw_prepared *made;
    mw_buffer facts; /* of mw_part_facts, a stack */
} mw_prepare_scan;

void mw_prepare_scan_init(mw_prepare_scan *scan, mw_prepared *made);
void mw_prepare_scan_free(mw_prepare_scan *scan);

/* Takes note of EVENT. Fails with MW_E_DATA, naming the line. */
mw_status mw_prepare_scan_add(mw_prepare_scan *scan, const mw_scan_event *event,
                              mw_error *error);

#endif
