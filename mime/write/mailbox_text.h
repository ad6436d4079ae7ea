/* SPDX-License-Identifier: MIT */
#ifndef WRITE_MAILBOX_TEXT_H
#define WRITE_MAILBOX_TEXT_H

#include "base/bytes.h"
#include "base/error.h"

/* Takes BYTES on, for USER, or fails. */
typedef mw_status (*mw_mailbox_put)(void *user, mw_bytes bytes,
                                    mw_error *error);

enum { MW_MAILBOX_ROOM = 16384 };

/*
 * A message on its way into a mailbox: CRLF becomes LF, a CR alone stays. In
 * an mbox lines that begin with "From ", with or without ">" before it, get
 * one more ">" (mboxrd), so that taking one away gives the message back.
 * Octets are handed on in pieces of MW_MAILBOX_ROOM.
 */
typedef struct mw_mailbox_text {
    mw_mailbox_put put;
    void *user;
    bool is_mbox;
    bool in_line;    /* past what decides whether a line is quoted */
    bool after_cr;   /* one is held back */
    uint8_t matched; /* octets of "From " that are held back */
    uint8_t last;    /* the last octet that was put, or 0 */
    size_t used;
    uint8_t room[MW_MAILBOX_ROOM];
} mw_mailbox_text;

/* Starts TEXT, which hands on to PUT with USER. */
void mw_mailbox_text_start(mw_mailbox_text *text, bool is_mbox,
                           mw_mailbox_put put, void *user);

/* Takes octets of the message. Fails as PUT. */
mw_status mw_mailbox_text_add(mw_mailbox_text *text, mw_bytes bytes,
                              mw_error *error);

/*
 * Hands on all that is left. In an mbox the last line ends, and an empty one
 * follows.
 */
mw_status mw_mailbox_text_finish(mw_mailbox_text *text, mw_error *error);

#endif
