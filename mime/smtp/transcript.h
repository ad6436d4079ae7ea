/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TRANSCRIPT_H
#define SMTP_TRANSCRIPT_H

#include "base/bytes.h"
#include "smtp/reply.h"
#include "smtp/session.h"

/*
 * Tells the caller's function of a dialogue line by line. It takes no memory:
 * a line of the server that is longer than any may be is not shown. A line of
 * a reply that ends with the beginning of a secret waits for the next one.
 */
typedef struct mw_transcript {
    mw_smtp_transcript_function tell; /* or NULL */
    void *user;
    unsigned connection;                        /* its number, or 0 */
    uint8_t line[MW_REPLY_CHALLENGE_LIMIT + 2]; /* of the server, so far */
    size_t size;
    size_t held;      /* octets of LINE that are whole lines, which wait */
    bool hides;       /* the reply held a secret: nothing more of it */
    bool is_too_long; /* the line is, and what came of it is gone */
} mw_transcript;

/* What the server said: any octets, in order. SESSION knows the secrets. */
void mw_transcript_server(mw_transcript *transcript, const mw_session *session,
                          mw_bytes octets);

/* What was sent: whole lines, or one that is SECRET. */
void mw_transcript_client(mw_transcript *transcript, mw_bytes octets,
                          bool secret);

/* A note of our own, in the way of printf, up to 255 octets. */
void mw_transcript_note(mw_transcript *transcript, const char *format, ...)
    MW_PRINTF(2, 3);

/* The dialogue ends: what is left of a line is told, unless it could be the
 * beginning of a secret. */
void mw_transcript_end(mw_transcript *transcript, const mw_session *session);

#endif
