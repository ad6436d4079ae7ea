/* SPDX-License-Identifier: MIT */
#ifndef SMTP_DRIVE_H
#define SMTP_DRIVE_H

#include "smtp/secret.h"
#include "smtp/submit.h"
#include "smtp/transcript.h"

/*
 * One session on one connection, by blocking calls: the wishes of the
 * session are fulfilled, and what came of them is told.
 *
 * Octets to send are gathered in OUT and leave when it is full, or before a
 * wish that is not to send.
 */
#define MW_DRIVE_ROOM 65536

typedef struct mw_drive {
    mw_secret memory; /* where this is: OUT holds logins for a while */
    mw_submit *submit;
    mw_session *session;
    mw_connection *connection; /* NULL once it was ended */
    bool is_lost;              /* good for ending alone */
    bool was_idle;             /* the session asked for another message */
    bool has_reported;         /* a message came to its end here */

    mw_wish wish; /* the one that is due */
    bool has_wish;
    unsigned wait; /* whose end UNTIL is */
    int64_t until;

    mw_smtp_message *message; /* handed over last */
    uint64_t times[MW_SMTP_PHASE_COUNT];
    uint64_t earlier_times[MW_SMTP_PHASE_COUNT]; /* of the one before */

    mw_transcript transcript;
    size_t out_at;
    size_t out_size;
    bool out_secret;
    uint8_t out[MW_DRIVE_ROOM];
} mw_drive;

/*
 * Makes a session that begins with MESSAGE (NULL for none) on CONNECTION,
 * runs it to its end, and ends both. CONNECT_TIME are the microseconds it
 * took to connect. *GOES_ON: another connection is worth it. Fails with
 * MW_E_MEMORY before anything is sent.
 */
mw_status mw_drive_run(mw_submit *submit, mw_connection *connection,
                       mw_smtp_message *message, uint64_t connect_time,
                       bool *goes_on, mw_error *error);

/* Fulfils wishes until one is BODY, or cannot be while a body is written;
 * that one is kept. Whether it is BODY. */
bool mw_drive_until_body(mw_drive *drive);

/* drive_out.c: sends what was gathered, and reads what comes meanwhile.
 * IN_BODY: it is dropped where the session does not want the body any more.
 * SECONDS: how long the other side may take nothing. */
void mw_drive_flush(mw_drive *drive, bool in_body, unsigned seconds);

/* Puts as much of the WRITE wish as fits into OUT. */
void mw_drive_gather(mw_drive *drive);

/* Reads once by WAIT and tells the session; false where nothing came. */
bool mw_drive_read(mw_drive *drive, const mw_wait *wait);

/* Tells the session that the connection is lost by IO. */
void mw_drive_lose(mw_drive *drive, mw_io io, const mw_error *error);

/* drive_body.c: writes the message of the wish. */
void mw_drive_body(mw_drive *drive);

/* Microseconds of a clock that is never set. */
uint64_t mw_drive_clock(void);

#endif
