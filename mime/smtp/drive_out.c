/* SPDX-License-Identifier: MIT */

/*
 * Reading and sending at once: a server may stop reading until its replies
 * are read (RFC 2920, section 3.1), and may refuse a message on its way.
 */

#include "smtp/drive.h"

#include "smtp/wipe.h"

static const mw_wait AT_ONCE = { MW_DO_NOT_WAIT, -1, NULL };

static mw_loss loss_of(mw_io io)
{
    switch (io) {
    case MW_IO_CLOSED:
        return MW_LOSS_CLOSED;
    case MW_IO_TIMEOUT:
        return MW_LOSS_TIMEOUT;
    case MW_IO_INTERRUPTED:
        return MW_LOSS_INTERRUPTED;
    default:
        return MW_LOSS_RESET;
    }
}

static void forget_out(mw_drive *drive)
{
    if (drive->out_secret)
        mw_wipe(drive->out, drive->out_size);
    drive->out_secret = false;
    drive->out_at = 0;
    drive->out_size = 0;
}

/* A connection lives on after a wait that ended: an interrupted session says
 * farewell. */
void mw_drive_lose(mw_drive *drive, mw_io io, const mw_error *error)
{
    mw_submit_note(drive->submit, io);
    drive->is_lost = io != MW_IO_TIMEOUT && io != MW_IO_INTERRUPTED;
    forget_out(drive);
    mw_session_lost(drive->session, loss_of(io),
                    drive->is_lost && io != MW_IO_CLOSED ? error : NULL);
}

/*
 * Whether the wait is over, even if there is something to read: octets that
 * keep coming do not put it off. The connection is then lost.
 */
static bool is_over(mw_drive *drive, const mw_wait *wait)
{
    mw_error error = { 0 };

    if (wait->deadline == MW_DO_NOT_WAIT || mw_clock_now() < wait->deadline)
        return false;
    mw_io_fail(&error, MW_IO_TIMEOUT, "the time is over");
    mw_drive_lose(drive, MW_IO_TIMEOUT, &error);
    return true;
}

bool mw_drive_read(mw_drive *drive, const mw_wait *wait)
{
    uint8_t octets[16384];
    mw_error error = { 0 };
    size_t got = 0;
    mw_io io;

    if (is_over(drive, wait))
        return false;
    io = mw_connection_read_some(drive->connection, octets, sizeof octets, &got,
                                 wait, &error);

    if (io == MW_IO_TIMEOUT && wait->deadline == MW_DO_NOT_WAIT)
        return false;
    if (io != MW_IO_OK) {
        mw_drive_lose(drive, io, &error);
        return false;
    }
    mw_transcript_server(&drive->transcript, drive->session,
                         (mw_bytes){ octets, got });
    mw_session_input(drive->session, (mw_bytes){ octets, got });
    mw_wipe(octets, got);
    return true;
}

/* Whether the session takes more of the body. */
static bool wants_body(mw_drive *drive)
{
    mw_bytes in = { (const uint8_t *)"", 0 };
    mw_space out = { drive->out, 0 };
    bool waiting;

    return mw_session_encode(drive->session, &in, &out, &waiting, NULL) ==
           MW_OK;
}

/* One try to send; whether octets went. */
static bool send_some(mw_drive *drive)
{
    mw_error error = { 0 };
    size_t put = 0;
    const mw_io io = mw_connection_write_some(
        drive->connection, drive->out + drive->out_at,
        drive->out_size - drive->out_at, &put, &AT_ONCE, &error);

    if (io == MW_IO_OK) {
        drive->out_at += put;
        mw_session_written(drive->session, put);
    } else if (io != MW_IO_TIMEOUT) {
        /* What the server said before it broke off is worth more. */
        while (mw_drive_read(drive, &AT_ONCE))
            continue;
        if (!drive->is_lost)
            mw_drive_lose(drive, io, &error);
    }
    return put > 0;
}

/* Waits until the connection is ready, reads, and sends some; false where
 * there is no more to do, or what was read ends it. */
static bool exchange(mw_drive *drive, bool in_body, mw_wait *wait,
                     unsigned seconds)
{
    mw_error error = { 0 };
    bool readable = false;
    bool writable = false;
    mw_io io;

    if (is_over(drive, wait))
        return false;
    io = mw_connection_wait(drive->connection, true, wait, &readable, &writable,
                            &error);
    if (io != MW_IO_OK) {
        mw_drive_lose(drive, io, &error);
        return false;
    }
    if (readable)
        mw_drive_read(drive, &AT_ONCE);
    if (drive->out_size == 0 || mw_session_is_over(drive->session) ||
        (in_body && !wants_body(drive)))
        return false;
    if (writable && send_some(drive))
        wait->deadline = mw_submit_until(drive->submit, seconds);
    return drive->out_at < drive->out_size;
}

void mw_drive_flush(mw_drive *drive, bool in_body, unsigned seconds)
{
    mw_wait wait =
        mw_submit_wait(drive->submit, mw_submit_until(drive->submit, seconds));

    if (drive->out_at == drive->out_size || !drive->connection ||
        drive->is_lost)
        return;
    while (!mw_session_is_over(drive->session) &&
           exchange(drive, in_body, &wait, seconds))
        continue;
    forget_out(drive);
}

void mw_drive_gather(mw_drive *drive)
{
    const mw_bytes octets = drive->wish.octets;
    const size_t room = MW_DRIVE_ROOM - drive->out_size;
    const size_t size = octets.size < room ? octets.size : room;

    memcpy(drive->out + drive->out_size, octets.data, size);
    drive->out_size += size;
    drive->out_secret = drive->out_secret || drive->wish.secret;
    mw_session_took(drive->session, size);
}
