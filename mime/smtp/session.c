/* SPDX-License-Identifier: MIT */

/*
 * The heart of the machine: which state it is in, and which wish is due. It
 * knows of octets and of keeping step, but of no command; that is for the
 * states.
 */

#include "smtp/session_inside.h"
#include "smtp/wipe.h"

/* Commands of a long group are made in pieces of about this size, AUTH lines
 * at once. */
#define OUTPUT_CEILING ((size_t)1 << 17)

static void free_report_list(mw_smtp_report *report)
{
    while (report) {
        mw_smtp_report *next = report->next;

        mw_smtp_report_free(report);
        report = next;
    }
}

static mw_status make_report(mw_session *session, mw_smtp_message *message,
                             mw_error *error)
{
    mw_smtp_report *report;
    mw_status status =
        mw_report_new(session->settings.allocator, message, &report, error);

    if (status != MW_OK)
        return status;
    session->message = message;
    session->report = report;
    session->first_unsettled = 0;
    session->final_from = 0;
    session->final_to = 0;
    session->written_before = session->written;
    session->is_untouched = true;
    return MW_OK;
}

static void init(mw_session *session, const mw_session_settings *settings)
{
    const mw_allocator *allocator = settings->allocator;
    const mw_allocator *secrets = &session->secrets.allocator;

    session->settings = *settings;
    mw_secret_memory_init(&session->secrets, allocator);
    mw_buffer_init(&session->output, secrets, OUTPUT_CEILING);
    mw_reply_parser_init(&session->parser, secrets);
    mw_capability_init(&session->capability, allocator);
    mw_arena_init(&session->domains.arena, allocator, 0);
    mw_buffer_init(&session->login.challenge, secrets, OUTPUT_CEILING);
    mw_buffer_init(&session->login.response, secrets, OUTPUT_CEILING);
}

mw_status mw_session_new(const mw_session_settings *settings,
                         mw_smtp_message *message, mw_session **session,
                         mw_error *error)
{
    mw_status status = mw_session_check(settings, message, error);
    mw_session *made;

    if (status != MW_OK)
        return status;
    made = mw_allocate(settings->allocator, NULL, 0, sizeof *made);
    if (!made)
        return mw_fail_memory(error);
    *made = (mw_session){ 0 };
    init(made, settings);
    status = mw_report_new(settings->allocator, NULL, &made->facts, error);
    if (status == MW_OK)
        status = make_report(made, message, error);
    if (status != MW_OK) {
        mw_session_free(made);
        return status;
    }
    mw_report_set_server(made->facts, settings->server_name,
                         settings->server_address);
    mw_session_enter(made, settings->tls == MW_SMTP_TLS_IMPLICIT
                               ? &MW_STATE_TLS
                               : &MW_STATE_GREETING);
    *session = made;
    return MW_OK;
}

void mw_session_free(mw_session *session)
{
    if (!session)
        return;
    mw_session_end_login(session);
    mw_buffer_free(&session->output);
    mw_reply_parser_free(&session->parser);
    mw_capability_free(&session->capability);
    mw_arena_free(&session->domains.arena);
    mw_buffer_free(&session->login.challenge);
    mw_buffer_free(&session->login.response);
    mw_smtp_report_free(session->facts);
    mw_smtp_report_free(session->report);
    mw_smtp_report_free(session->unconfirmed);
    free_report_list(session->ready);
    mw_smtp_report_free(session->reported);
    mw_release(session->settings.allocator, session, sizeof *session);
}

/* Begins the state: its commands go to the output. */
static void begin(mw_session *session)
{
    session->begun = true;
    session->wait++;
    if (session->state->begin)
        session->state->begin(session);
}

void mw_session_again(mw_session *session)
{
    session->begun = false;
    session->drained = false;
    if (!session->state->in_step)
        begin(session);
}

void mw_session_enter(mw_session *session, const mw_state *state)
{
    session->state = state;
    session->outstanding = 0;
    mw_session_again(session);
}

bool mw_session_asked(mw_session *session, mw_status status,
                      const mw_error *error)
{
    if (status == MW_OK) {
        session->outstanding++;
        return true;
    }
    mw_session_fail(session,
                    status == MW_E_MEMORY ? MW_SMTP_TEMPORARY : MW_SMTP_DATA,
                    error, NULL);
    mw_session_close(session);
    return false;
}

/* ------------------------------------------------------------------ wishes */

static unsigned patience(const mw_session *session)
{
    const unsigned seconds = mw_session_phase(session) == MW_SMTP_PHASE_DATA &&
                                     session->state->seconds > 180
                                 ? 120
                                 : session->state->seconds;
    const unsigned wanted = session->settings.timeout;

    /* Nobody waits long for a farewell. */
    if (session->state->phase == MW_SMTP_PHASE_QUIT)
        return wanted > 0 && wanted < seconds ? wanted : seconds;
    return wanted > 0 ? wanted : seconds;
}

bool mw_session_wish_read(mw_session *session, mw_wish *wish)
{
    (void)session;
    wish->kind = MW_WISH_READ;
    return true;
}

static void wish_write(mw_session *session, mw_wish *wish)
{
    wish->kind = MW_WISH_WRITE;
    wish->octets = (mw_bytes){ session->output.data + session->output_at,
                               session->output.size - session->output_at };
    wish->secret = session->output_secret;
    wish->content = session->state == &MW_STATE_FINAL && session->chunk_is_last;
    wish->more = mw_session_is_in_chunk(session);
}

/* Hands the first of the reports that are ready to the driver. */
static void wish_report(mw_session *session, mw_wish *wish)
{
    mw_smtp_report *report = session->ready;

    session->ready = report->next;
    report->next = NULL;
    session->reported = report;
    wish->kind = MW_WISH_REPORT;
    wish->message = report->message;
    wish->report = report;
}

/* One look at what is due; false where the session changed meanwhile. */
static bool look(mw_session *session, mw_wish *wish)
{
    *wish = (mw_wish){ .phase = mw_session_phase(session) };
    if (session->ready) {
        wish_report(session, wish);
    } else if (!session->begun && !session->drained) {
        wish->kind = MW_WISH_DRAIN;
    } else if (!session->begun) {
        begin(session);
        return false;
    } else if (session->output_at < session->output.size) {
        wish_write(session, wish);
    } else if (session->state->next) {
        return session->state->next(session, wish);
    } else {
        return mw_session_wish_read(session, wish);
    }
    return true;
}

void mw_session_next(mw_session *session, mw_wish *wish)
{
    mw_smtp_report_free(session->reported);
    session->reported = NULL;
    while (!look(session, wish))
        continue;
    wish->timeout = patience(session);
    wish->wait = session->wait;
}

void mw_session_took(mw_session *session, size_t size)
{
    session->output_at += size;
    session->taken += size;
    if (session->output_at < session->output.size)
        return;
    if (session->output_secret)
        mw_wipe(session->output.data, session->output.size);
    session->output_secret = false;
    session->output_at = 0;
    mw_buffer_truncate(&session->output, 0);
}

void mw_session_written(mw_session *session, uint64_t size)
{
    session->written += size;
    session->wait++;
}

bool mw_session_reveals(const mw_session *session, mw_bytes text)
{
    const mw_login *login = session->settings.login;

    return login && login->reveals && login->reveals(login->user, text);
}

bool mw_session_reveals_beginning(const mw_session *session, mw_bytes text)
{
    const mw_login *login = session->settings.login;

    return login && login->reveals_beginning &&
           login->reveals_beginning(login->user, text);
}

bool mw_session_has_secrets(const mw_session *session)
{
    return session->settings.login && session->settings.login->reveals;
}

bool mw_session_has_sent(const mw_session *session)
{
    return session->has_sent;
}

bool mw_session_is_open(const mw_session *session)
{
    return session->is_open;
}

/* ---------------------------------------------------------------- messages */

mw_status mw_session_give(mw_session *session, mw_smtp_message *message,
                          mw_error *error)
{
    mw_error refused = { 0 };
    mw_status status;

    if (session->state != &MW_STATE_IDLE)
        return mw_fail(error, MW_E_UNAVAILABLE, "the session has ended");
    if (!message) {
        mw_session_quit(session);
        return MW_OK;
    }
    status = make_report(session, message, error);
    if (status != MW_OK)
        return status;
    if (mw_session_check(&session->settings, message, &refused) == MW_OK) {
        mw_session_take_up(session);
        return MW_OK;
    }
    session->is_untouched = false;
    mw_session_fail(session, MW_SMTP_USAGE, &refused, NULL);
    return MW_OK;
}
