/* SPDX-License-Identifier: MIT */

/*
 * The loop over wishes; see session.h for what each of them asks.
 */

#include "config.h"

#include "smtp/drive.h"

#include <time.h>

/* Reads before a group of commands; more than that is surplus anyway. */
#define DRAIN_READS 16

uint64_t mw_drive_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* The wait of the current wish: it ends when it would have ended when it was
 * first wished. */
static mw_wait patience(mw_drive *drive)
{
    if (drive->wait != drive->wish.wait) {
        drive->wait = drive->wish.wait;
        drive->until = mw_submit_until(drive->submit, drive->wish.timeout);
    }
    return mw_submit_wait(drive->submit, drive->until);
}

/* Whether the connection can still be used; else the session hears again
 * that it is lost. */
static bool is_usable(mw_drive *drive)
{
    if (drive->connection && !drive->is_lost)
        return true;
    mw_session_lost(drive->session, MW_LOSS_RESET, NULL);
    return false;
}

static void fulfil_read(mw_drive *drive)
{
    const mw_wait wait = patience(drive);

    if (is_usable(drive))
        mw_drive_read(drive, &wait);
}

static void fulfil_drain(mw_drive *drive)
{
    const mw_wait at_once = { MW_DO_NOT_WAIT, -1, NULL };

    if (!is_usable(drive))
        return;
    for (int i = 0; i < DRAIN_READS && mw_drive_read(drive, &at_once); i++)
        continue;
    if (!drive->is_lost)
        mw_session_drained(drive->session);
}

static void fulfil_write(mw_drive *drive)
{
    const mw_wish *wish = &drive->wish;

    if (!is_usable(drive))
        return;
    if (wish->octets.size > MW_DRIVE_ROOM - drive->out_size &&
        drive->out_size > 0) {
        mw_drive_flush(drive, false, wish->timeout);
        return;
    }
    if (!wish->content)
        mw_transcript_client(&drive->transcript, wish->octets, wish->secret);
    mw_drive_gather(drive);
    if (!wish->more)
        mw_drive_flush(drive, false, wish->timeout);
}

static void note_connection(mw_drive *drive)
{
    const mw_smtp_tls tls = drive->submit->settings.tls;

    mw_transcript_note(&drive->transcript, "connected to %s, %s",
                       mw_connection_peer(drive->connection),
                       tls == MW_SMTP_TLS_IMPLICIT ? "TLS from the start"
                       : tls == MW_SMTP_TLS_OFF    ? "without TLS"
                                                   : "without TLS so far");
}

static void note_tls(mw_drive *drive, const mw_tls_report *tls)
{
    mw_transcript_note(&drive->transcript, "%s, %s, %s", tls->version,
                       tls->cipher,
                       tls->verified ? "verified" : "not verified");
}

static bool bind_login(void *connection, mw_tls_binding kind, uint8_t *data,
                       size_t *size)
{
    return mw_connection_binding(connection, kind, data, size);
}

static void tls_up(mw_drive *drive)
{
    const mw_tls_report *tls = mw_connection_tls(drive->connection);

    note_tls(drive, tls);
    if (drive->submit->sasl)
        mw_sasl_set_binding(drive->submit->sasl, bind_login, drive->connection);
    mw_session_tls_up(drive->session, tls);
}

static void fulfil_tls(mw_drive *drive)
{
    const mw_wait wait = patience(drive);
    mw_submit *submit = drive->submit;
    mw_error error = { 0 };
    mw_tls *tls;
    mw_io io;

    if (!is_usable(drive))
        return;
    if (mw_submit_tls(submit, drive->wish.must_verify, &tls, &error) != MW_OK) {
        mw_session_tls_failed(drive->session, &error);
        return;
    }
    io = mw_connection_start_tls(drive->connection, tls,
                                 mw_submit_tls_name(submit), &wait, &error);
    if (io == MW_IO_OK) {
        tls_up(drive);
    } else if (io == MW_IO_TLS) {
        drive->is_lost = true;
        mw_session_tls_failed(drive->session, &error);
    } else {
        mw_drive_lose(drive, io, &error);
        drive->is_lost = true;
    }
}

static void fulfil_plan(mw_drive *drive)
{
    mw_error error = { 0 };
    const mw_status status = mw_smtp_message_replan(
        drive->wish.message, drive->wish.missing, &error);

    mw_session_planned(drive->session, status, &error);
}

/* Counts time for MESSAGE from now on. */
static void start_times(mw_drive *drive, mw_smtp_message *message)
{
    memcpy(drive->earlier_times, drive->times, sizeof drive->times);
    memset(drive->times, 0, sizeof drive->times);
    drive->message = message;
}

static void fulfil_message(mw_drive *drive)
{
    mw_smtp_message *message = NULL;
    mw_error error = { 0 };
    mw_status status = mw_submit_next(drive->submit, &message, &error);

    drive->was_idle = true;
    if (status == MW_OK && message) {
        status = mw_session_give(drive->session, message, &error);
        if (status == MW_OK)
            start_times(drive, message);
        else
            mw_submit_put_back(drive->submit, message);
    }
    /* Where memory is out, those that are left are told of it after this. */
    if (!message || status == MW_E_MEMORY)
        mw_session_give(drive->session, NULL, NULL);
}

static void fulfil_report(mw_drive *drive)
{
    const mw_wish *wish = &drive->wish;
    mw_smtp_report *report = wish->report;

    memcpy(report->microseconds,
           wish->message == drive->message ? drive->times
                                           : drive->earlier_times,
           sizeof report->microseconds);
    if (!wish->message)
        drive->submit->probed = mw_session_keep_report(drive->session);
    else if (!mw_submit_hand_on(drive->submit, wish->message, report,
                                drive->was_idle)) {
        drive->has_reported = true;
        mw_submit_report(drive->submit, wish->message, report);
    }
}

static void unbind_login(mw_submit *submit)
{
    if (submit->sasl)
        mw_sasl_set_binding(submit->sasl, NULL, NULL);
}

static void fulfil_close(mw_drive *drive)
{
    if (drive->wish.abrupt)
        mw_connection_reset(drive->connection);
    else
        mw_connection_close(drive->connection);
    drive->connection = NULL;
    unbind_login(drive->submit);
    mw_session_lost(drive->session, MW_LOSS_CLOSED, NULL);
}

static void fulfil_authenticate(mw_drive *drive)
{
    mw_session_authenticate(drive->session);
}

/* By mw_wish_kind; END is none. */
static void (*const FULFIL[])(mw_drive *drive) = {
    [MW_WISH_READ] = fulfil_read,     [MW_WISH_DRAIN] = fulfil_drain,
    [MW_WISH_WRITE] = fulfil_write,   [MW_WISH_BODY] = mw_drive_body,
    [MW_WISH_TLS] = fulfil_tls,       [MW_WISH_AUTH] = fulfil_authenticate,
    [MW_WISH_PLAN] = fulfil_plan,     [MW_WISH_MESSAGE] = fulfil_message,
    [MW_WISH_REPORT] = fulfil_report, [MW_WISH_CLOSE] = fulfil_close,
};

static void next_wish(mw_drive *drive)
{
    if (!drive->has_wish)
        mw_session_next(drive->session, &drive->wish);
    drive->has_wish = false;
}

/* Does what is wished, and counts the time it takes. */
static void fulfil(mw_drive *drive)
{
    const mw_wish_kind kind = drive->wish.kind;
    const mw_smtp_phase phase = drive->wish.phase;
    const uint64_t before = mw_drive_clock();

    FULFIL[kind](drive);
    if (kind != MW_WISH_MESSAGE && kind != MW_WISH_REPORT)
        drive->times[phase] += mw_drive_clock() - before;
}

bool mw_drive_until_body(mw_drive *drive)
{
    for (;;) {
        next_wish(drive);
        switch (drive->wish.kind) {
        case MW_WISH_READ:
        case MW_WISH_DRAIN:
        case MW_WISH_WRITE:
            if (drive->wish.kind != MW_WISH_WRITE)
                mw_drive_flush(drive, true, drive->wish.timeout);
            FULFIL[drive->wish.kind](drive);
            break;
        case MW_WISH_BODY:
            return true;
        default:
            drive->has_wish = true;
            return false;
        }
    }
}

static void run(mw_drive *drive)
{
    for (;;) {
        next_wish(drive);
        if (drive->wish.kind == MW_WISH_END)
            return;
        if (mw_session_is_open(drive->session))
            mw_submit_start_others(drive->submit);
        if (drive->wish.kind != MW_WISH_WRITE &&
            drive->wish.kind != MW_WISH_BODY &&
            drive->wish.kind != MW_WISH_CLOSE)
            mw_drive_flush(drive, false, drive->wish.timeout);
        fulfil(drive);
    }
}

/* Whether what failed was the messages' own matter, and not that of a server
 * which would fail the next one in the same way. Every connection has to end
 * with a message less, or there would be no end of them. */
static bool is_worth_another(const mw_drive *drive)
{
    const mw_smtp_report *failure = drive->submit->failure;

    if (!drive->has_reported)
        return false;
    return mw_session_has_sent(drive->session) || drive->was_idle || !failure ||
           (failure->result == MW_SMTP_PERMANENT &&
            mw_session_is_open(drive->session)) ||
           failure->result == MW_SMTP_DATA || failure->result == MW_SMTP_IO ||
           failure->result == MW_SMTP_NO_INPUT ||
           failure->result == MW_SMTP_IN_DOUBT;
}

static mw_status begin(mw_drive *drive, mw_smtp_message *message,
                       mw_error *error)
{
    mw_submit *submit = drive->submit;

    drive->message = message;
    drive->transcript.tell = submit->options->transcript;
    drive->transcript.user = submit->options->transcript_user;
    if (submit->queue->lanes > 1)
        drive->transcript.connection = ++submit->queue->connections;
    mw_submit_settle_connection(submit, drive->connection);
    note_connection(drive);
    return mw_session_new(&submit->settings, message, &drive->session, error);
}

static void end(mw_drive *drive)
{
    if (drive->session)
        mw_transcript_end(&drive->transcript, drive->session);
    unbind_login(drive->submit);
    mw_connection_reset(drive->connection);
    mw_session_free(drive->session);
    mw_secret_free(&drive->memory);
}

mw_status mw_drive_run(mw_submit *submit, mw_connection *connection,
                       mw_smtp_message *message, uint64_t connect_time,
                       bool *goes_on, mw_error *error)
{
    mw_secret memory;
    mw_drive *drive;
    mw_status status =
        mw_secret_new(&memory, &submit->allocator, sizeof *drive, error);

    if (status != MW_OK) {
        mw_connection_close(connection);
        return status;
    }
    drive = memory.data;
    drive->memory = memory;
    drive->submit = submit;
    drive->connection = connection;
    drive->times[MW_SMTP_PHASE_CONNECT] = connect_time;
    status = begin(drive, message, error);
    if (status == MW_OK) {
        run(drive);
        *goes_on = is_worth_another(drive);
    }
    end(drive);
    return status;
}
