/* SPDX-License-Identifier: MIT */

/*
 * The body: who writes the message writes it into a sink, which has it
 * encoded by the session and sends it. Between chunks of BDAT the session
 * has other wishes; the writing waits within the sink until they are done.
 */

#include "smtp/drive.h"

#include <inttypes.h>

typedef struct body {
    mw_drive *drive;
    mw_smtp_message *message;
    unsigned seconds;
    uint64_t sent; /* octets of the message that were encoded */
} body;

/* Sends what was encoded, and says how far it is. */
static void flush(body *out)
{
    const mw_smtp_options *options = out->drive->submit->options;

    mw_drive_flush(out->drive, true, out->seconds);
    if (options->progress)
        options->progress(options->progress_user, out->message, out->sent,
                          mw_smtp_message_size(out->message));
}

/* Encodes what fits of BYTES into the room that is left. */
static mw_status encode(body *out, mw_bytes *bytes, bool *waiting,
                        mw_error *error)
{
    mw_drive *drive = out->drive;
    mw_space room = { drive->out + drive->out_size,
                      MW_DRIVE_ROOM - drive->out_size };
    const size_t before = bytes->size;
    const mw_status status =
        mw_session_encode(drive->session, bytes, &room, waiting, error);

    if (status != MW_OK)
        return status;
    drive->out_size = MW_DRIVE_ROOM - room.size;
    out->sent += before - bytes->size;
    return MW_OK;
}

static mw_status write_body(void *user, const void *bytes, size_t size,
                            mw_error *error)
{
    body *out = user;
    mw_drive *drive = out->drive;
    mw_bytes left = { bytes, size };

    while (left.size > 0) {
        const size_t before = left.size;
        bool waiting = false;
        mw_status status = encode(out, &left, &waiting, error);

        if (status != MW_OK)
            return status;
        if (waiting && !mw_drive_until_body(drive))
            return mw_fail(error, MW_E_WRITE,
                           "the server does not want the message any more");
        /* A dot to double needs room for two. */
        if (drive->out_size == MW_DRIVE_ROOM ||
            (!waiting && left.size == before))
            flush(out);
    }
    return MW_OK;
}

static mw_status write_message(body *out, mw_error *error)
{
    mw_sink *sink;
    mw_status status = mw_sink_new(out->drive->submit->context, write_body,
                                   NULL, out, NULL, &sink, error);

    if (status != MW_OK)
        return status;
    status = mw_smtp_message_write(out->message, sink, error);
    if (status == MW_OK)
        status = mw_sink_finish(sink, error);
    mw_sink_free(sink);
    return status;
}

void mw_drive_body(mw_drive *drive)
{
    body out = { drive, drive->wish.message, drive->wish.timeout, 0 };
    mw_error error = { 0 };
    mw_status status;

    mw_transcript_note(&drive->transcript, "message, %" PRIu64 " octets",
                       mw_smtp_message_size(out.message));
    status = write_message(&out, &error);
    if (status == MW_OK)
        flush(&out);
    /* What the session wished meanwhile it does not wish after a failure of
     * the message's own; but it is told of that in no other state. */
    mw_session_body_ended(drive->session, status, &error);
}
