/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_MAILBOX_H
#define SMTP_PREPARE_MAILBOX_H

#include "smtp/prepare.h"

/*
 * Finds out whether what is read as one message is an mbox of several.
 */
typedef struct mw_prepare_mailbox {
    bool is_one;                        /* it began with a From line */
    bool after_empty;                   /* the line before was empty */
    uint64_t line;                      /* at hand; ended lines before it */
    size_t size;                        /* octets of it so far */
    uint8_t text[MW_PREPARE_LINE_MOST]; /* the first of them */
} mw_prepare_mailbox;

/*
 * Looks at the octets of EVENT, the next of a scan; MAILBOX is zeroed before
 * the first. Fails with MW_E_DATA, naming the line, where another message
 * begins in what began with a From line.
 */
mw_status mw_prepare_mailbox_add(mw_prepare_mailbox *mailbox,
                                 const mw_scan_event *event, mw_error *error);

#endif
