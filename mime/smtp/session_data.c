/* SPDX-License-Identifier: MIT */

/*
 * The message goes out: by DATA (RFC 5321, section 4.1.1.4) in one piece,
 * dots doubled; or by BDAT (RFC 3030) in chunks, as it is.
 *
 * The end of the data is kept back until the message was written without a
 * failure: the dot of DATA, and with BDAT the last octet of the last chunk.
 * So a source that fails leaves nobody in doubt.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"

#define DEFAULT_CHUNK ((uint64_t)16 << 20)

static void begin_body(mw_session *session)
{
    session->stuffing = (mw_stuffing)MW_STUFFING_INIT;
    session->body_at = 0;
    session->chunk_end = 0;
    session->chunk_is_last = false;
    session->has_held = false;
    session->end_at = 0;
}

static bool wish_body(mw_session *session, mw_wish *wish)
{
    wish->kind = MW_WISH_BODY;
    wish->message = session->message;
    return true;
}

/*
 * The server spoke while the message was on its way. A refusal is worth more
 * than the broken connection that follows; anything else is out of step.
 */
void mw_session_early_reply(mw_session *session, const mw_reply *reply)
{
    if (!mw_session_is_refusal(reply)) {
        mw_session_misplaced(session, "before the end of the message", reply);
        return;
    }
    session->has_sent = session->has_sent || reply->code != 421;
    mw_session_refused(session, "the server refused the message", reply, NULL);
    mw_session_break(session);
}

const mw_state MW_STATE_BODY = {
    .phase = MW_SMTP_PHASE_DATA,
    .seconds = 180,
    .in_step = true,
    .begin = begin_body,
    .next = wish_body,
    .unasked = mw_session_early_reply,
};

/* ------------------------------------------------------------------- chunks */

static bool is_chunk_out(const mw_session *session)
{
    return session->body_at == session->chunk_end;
}

static void chunk_begin(mw_session *session)
{
    const uint64_t wanted = session->settings.chunk_size;
    const uint64_t most = wanted > 0 ? wanted : DEFAULT_CHUNK;
    const uint64_t left = session->message->size - session->body_at;
    const uint64_t size = left < most ? left : most;
    mw_error error = { 0 };

    session->chunk_end = session->body_at + size;
    session->chunk_is_last = size == left;
    mw_session_asked(
        session,
        mw_command_bdat(&session->output, size, session->chunk_is_last, &error),
        &error);
}

static bool chunk_next(mw_session *session, mw_wish *wish)
{
    if (is_chunk_out(session) && !session->chunk_is_last)
        return mw_session_wish_read(session, wish);
    return wish_body(session, wish);
}

static void chunk_reply(mw_session *session, const mw_reply *reply)
{
    if (!is_chunk_out(session) || session->chunk_is_last) {
        mw_session_early_reply(session, reply);
    } else if (mw_session_is_done(reply)) {
        mw_session_again(session);
    } else if (mw_session_is_refusal(reply)) {
        mw_session_say_reply(session, &session->report->error,
                             "the server refused a part of the message", reply);
        mw_session_settle_taken(session, mw_session_refusal(reply), reply);
        mw_session_end_transaction(session);
    } else {
        mw_session_misplaced(session, "BDAT", reply);
    }
}

/* The first chunk; those that follow begin CHUNK again. */
static void first_chunk_begin(mw_session *session)
{
    begin_body(session);
    chunk_begin(session);
}

static const mw_state NEXT_CHUNK = {
    .phase = MW_SMTP_PHASE_DATA,
    .seconds = 180,
    .in_step = true,
    .begin = chunk_begin,
    .next = chunk_next,
    .reply = chunk_reply,
};

static void first_chunk_reply(mw_session *session, const mw_reply *reply)
{
    const bool goes_on = is_chunk_out(session) && !session->chunk_is_last &&
                         mw_session_is_done(reply);

    if (goes_on)
        mw_session_enter(session, &NEXT_CHUNK);
    else
        chunk_reply(session, reply);
}

const mw_state MW_STATE_CHUNK = {
    .phase = MW_SMTP_PHASE_DATA,
    .seconds = 180,
    .in_step = true,
    .begin = first_chunk_begin,
    .next = chunk_next,
    .reply = first_chunk_reply,
};

bool mw_session_is_in_chunk(const mw_session *session)
{
    return session->state == &MW_STATE_CHUNK || session->state == &NEXT_CHUNK;
}

/* ---------------------------------------------------------------- the octets
 */

static mw_status fail_changed(mw_error *error)
{
    return mw_fail(error, MW_E_CHANGED,
                   "the message is not as long as it was planned");
}

static mw_status encode_data(mw_session *session, mw_bytes *in, mw_space *out,
                             mw_error *error)
{
    const size_t size = in->size;
    const size_t room = out->size;

    if (size > session->message->size - session->body_at)
        return fail_changed(error);
    mw_stuffing_put(&session->stuffing, in, out);
    session->body_at += size - in->size;
    session->taken += room - out->size;
    return MW_OK;
}

/* Takes the last octet of all out of IN, and keeps it. */
static void hold_back(mw_session *session, mw_bytes *in)
{
    session->held = in->data[0];
    session->has_held = true;
    session->body_at++;
    mw_bytes_skip(in, 1);
}

static mw_status encode_chunk(mw_session *session, mw_bytes *in, mw_space *out,
                              bool *waiting, mw_error *error)
{
    const uint64_t left = session->chunk_end - session->body_at;
    size_t size = in->size < out->size ? in->size : out->size;

    if (session->chunk_is_last && in->size > left)
        return fail_changed(error);
    if (session->chunk_is_last && left > 0 && size == left)
        size--;
    if (size > left)
        size = (size_t)left;
    mw_space_put_all(out, in->data, size);
    mw_bytes_skip(in, size);
    session->body_at += size;
    session->taken += size;
    if (session->chunk_is_last && session->chunk_end - session->body_at == 1 &&
        in->size == 1)
        hold_back(session, in);
    *waiting = is_chunk_out(session) && !session->chunk_is_last;
    return MW_OK;
}

mw_status mw_session_encode(mw_session *session, mw_bytes *in, mw_space *out,
                            bool *waiting, mw_error *error)
{
    const bool in_chunk = mw_session_is_in_chunk(session);

    *waiting = false;
    if (session->state == &MW_STATE_BODY && session->begun)
        return encode_data(session, in, out, error);
    if (!in_chunk)
        return mw_fail(error, MW_E_WRITE,
                       "the server does not want the message any more");
    *waiting = !session->begun || session->output.size > 0 ||
               (is_chunk_out(session) && !session->chunk_is_last);
    return *waiting ? MW_OK : encode_chunk(session, in, out, waiting, error);
}

static void fail_body(mw_session *session, mw_status status,
                      const mw_error *error)
{
    mw_error said = error ? *error : (mw_error){ 0 };

    mw_session_fail(session,
                    status == MW_E_MEMORY ? MW_SMTP_TEMPORARY
                    : status == MW_E_DATA ? MW_SMTP_DATA
                                          : MW_SMTP_IO,
                    &said,
                    "the connection was closed before the end of the data, so "
                    "nothing was delivered");
    mw_session_break(session);
}

void mw_session_body_ended(mw_session *session, mw_status status,
                           const mw_error *error)
{
    mw_error short_of = { 0 };

    if (!mw_session_is_in_chunk(session) && session->state != &MW_STATE_BODY)
        return;
    if (status == MW_OK && session->body_at != session->message->size) {
        status = fail_changed(&short_of);
        error = &short_of;
    }
    if (status == MW_OK)
        mw_session_enter(session, &MW_STATE_FINAL);
    else
        fail_body(session, status, error);
}
