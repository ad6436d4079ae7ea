/* SPDX-License-Identifier: MIT */

/*
 * The end of a session: QUIT (RFC 5321, section 4.1.1.10), and closing. What
 * became of the messages is decided by then, but for one thing: if the answer
 * to QUIT is one to a message, the answer to that message was another's.
 */

#include "smtp/command.h"
#include "smtp/session_inside.h"
#include "smtp/wipe.h"

static void quit_begin(mw_session *session)
{
    if (mw_command_plain(&session->output, "QUIT", NULL) == MW_OK)
        session->outstanding = 1;
    else
        mw_session_close(session);
}

/* What servers say to QUIT: 221, 421, and errors of syntax from those that
 * do not know it, or not here. */
static bool is_farewell(unsigned code)
{
    return code == 221 || code == 421 || (code >= 500 && code <= 504);
}

static void quit_reply(mw_session *session, const mw_reply *reply)
{
    if (!is_farewell(reply->code))
        mw_session_doubt(session);
    mw_session_close(session);
}

static void quit_broken(mw_session *session, mw_smtp_result result,
                        const mw_error *error)
{
    (void)result;
    (void)error;
    mw_session_close(session);
}

const mw_state MW_STATE_QUIT = {
    .phase = MW_SMTP_PHASE_QUIT,
    .seconds = 10,
    .in_step = true,
    .begin = quit_begin,
    .reply = quit_reply,
    .broken = quit_broken,
};

void mw_session_quit(mw_session *session)
{
    if (session->closing)
        mw_session_close(session);
    else
        mw_session_enter(session, &MW_STATE_QUIT);
}

/* An interrupted session says QUIT, and does not wait for what is said. */
static bool leave_next(mw_session *session, mw_wish *wish)
{
    (void)wish;
    mw_session_close(session);
    return false;
}

static const mw_state LEAVE = {
    .phase = MW_SMTP_PHASE_QUIT,
    .seconds = 2,
    .begin = quit_begin,
    .next = leave_next,
    .reply = quit_reply,
    .broken = quit_broken,
};

void mw_session_leave(mw_session *session)
{
    mw_session_enter(session, &LEAVE);
}

static bool close_next(mw_session *session, mw_wish *wish)
{
    wish->kind = MW_WISH_CLOSE;
    wish->abrupt = session->abrupt;
    return true;
}

const mw_state MW_STATE_CLOSE = {
    .phase = MW_SMTP_PHASE_QUIT,
    .seconds = 10,
    .next = close_next,
};

static bool end_next(mw_session *session, mw_wish *wish)
{
    (void)session;
    wish->kind = MW_WISH_END;
    return true;
}

const mw_state MW_STATE_END = {
    .phase = MW_SMTP_PHASE_QUIT,
    .next = end_next,
};

bool mw_session_is_over(const mw_session *session)
{
    return session->state == &MW_STATE_CLOSE || session->state == &MW_STATE_END;
}

void mw_session_close(mw_session *session)
{
    mw_session_end_login(session);
    mw_session_confirm(session);
    mw_wipe(session->output.data, session->output.size);
    mw_buffer_truncate(&session->output, 0);
    session->output_at = 0;
    mw_session_enter(session, &MW_STATE_CLOSE);
}

void mw_session_break(mw_session *session)
{
    session->abrupt = true;
    mw_session_close(session);
}
