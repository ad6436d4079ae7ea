/* SPDX-License-Identifier: MIT */

/*
 * The heart of the machine: which wish is due, and who gets a reply. It knows
 * of octets and of keeping step, but of no command; that is for the states.
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

/* ------------------------------------------------------------------- input */

/*
 * A server can repeat a secret, and an error that shows the start of its line
 * shows the start of that. Who logs in is told less of what is no reply.
 */
static void hide_line(const mw_session *session, mw_error *error)
{
    const mw_status status = error->status;

    if (session->settings.login != NULL && status != MW_E_MEMORY)
        mw_fail(error, status,
                "what the server says is no reply (not shown, since a login "
                "is wanted)");
}

/* What came is no reply, or the connection is lost: RESULT, unless the state
 * knows better. */
static void broken(mw_session *session, mw_smtp_result result,
                   const mw_error *error, const char *why)
{
    if (session->state->broken) {
        session->state->broken(session, result, error);
        return;
    }
    mw_session_fail(session, result, error, why);
    mw_session_break(session);
}

/* The server says 421: it closes, whatever was asked. */
static void closing(mw_session *session, const mw_reply *reply)
{
    mw_session_refused(session, "the server closes the connection", reply,
                       NULL);
    mw_session_close(session);
}

/* Keeps the beginning of what came and nobody asked for. */
static void note_surplus(mw_session *session, mw_bytes octets)
{
    const size_t room = sizeof session->surplus - session->surplus_size;

    if (octets.size > room)
        octets.size = room;
    memcpy(session->surplus + session->surplus_size, octets.data, octets.size);
    session->surplus_size += octets.size;
    session->has_surplus = true;
}

/* Whether what comes now is the answer to something. */
static bool is_expected(const mw_session *session)
{
    return session->begun &&
           (session->outstanding > 0 || session->state->unasked);
}

static void dispatch(mw_session *session, const mw_reply *reply)
{
    if (!is_expected(session)) {
        /* In clear before a handshake it is surplus as all else is. */
        if (reply->code == 421 && session->state != &MW_STATE_TLS)
            closing(session, reply);
    } else if (session->outstanding == 0) {
        session->state->unasked(session, reply);
    } else if (reply->code == 421 && session->state != &MW_STATE_FINAL &&
               session->state != &MW_STATE_QUIT) {
        closing(session, reply);
    } else {
        session->outstanding--;
        session->wait++;
        session->state->reply(session, reply);
    }
}

void mw_session_input(mw_session *session, mw_bytes octets)
{
    mw_error error = { 0 };
    mw_status status = MW_OK;
    mw_reply reply;
    bool noted = false;
    bool whole;

    while (octets.size > 0 && session->state != &MW_STATE_CLOSE) {
        const bool expected = is_expected(session);

        if (!expected && !noted)
            note_surplus(session, octets);
        noted = !expected;
        status =
            mw_reply_read(&session->parser, &octets, &whole, &reply, &error);
        if (status == MW_OK && whole)
            dispatch(session, &reply);
        if (status == MW_OK)
            continue;
        hide_line(session, &error);
        if (expected)
            broken(session,
                   status == MW_E_MEMORY ? MW_SMTP_TEMPORARY : MW_SMTP_PROTOCOL,
                   &error,
                   "whoever answers there does not speak SMTP, or "
                   "something changes what it says");
        return;
    }
}

/* The surplus; where it was cut, without a secret's beginning at the end. */
static mw_bytes surplus_of(const mw_session *session)
{
    mw_bytes text = { (const uint8_t *)session->surplus,
                      session->surplus_size };

    if (text.size == sizeof session->surplus)
        while (mw_session_reveals_beginning(session, text))
            text.size--;
    return text;
}

/* The lines of SURPLUS, with ", " between, for an error. */
static void name_surplus(mw_bytes surplus, char *out, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < surplus.size && at + 3 < size; i++) {
        const char octet = (char)surplus.data[i];

        if (octet == '\n' && i + 1 < surplus.size) {
            out[at++] = ',';
            out[at++] = ' ';
        } else if (octet != '\r' && octet != '\n') {
            out[at++] = octet ? octet : '?';
        }
    }
    out[at] = 0;
}

/* Why what is unread is wrong where the session stands. */
typedef struct {
    mw_smtp_result result;
    const char *why;
    const char *hint;
} surplus_fault;

static const surplus_fault BETWEEN_COMMANDS = {
    MW_SMTP_PROTOCOL,
    "the next reply would be taken for that of another command",
    "tell who runs the server: a reply of it has a last line in its middle, "
    "or there are two"
};

static const surplus_fault BEHIND_STARTTLS = {
    MW_SMTP_TLS,
    "what comes in clear after the reply to STARTTLS would count as said "
    "under TLS",
    "somebody may be between; try another network"
};

static const surplus_fault BEFORE_IMPLICIT_TLS = {
    MW_SMTP_TLS, "it does not begin with TLS at this port",
    "smtp:// begins without TLS, and then asks for it"
};

static const surplus_fault *surplus_fault_of(const mw_session *session)
{
    if (session->state != &MW_STATE_TLS)
        return &BETWEEN_COMMANDS;
    return session->tls_tried ? &BEHIND_STARTTLS : &BEFORE_IMPLICIT_TLS;
}

/* Something is unread where a new group begins: each side has another reply
 * in mind. */
static void out_of_step(mw_session *session)
{
    const surplus_fault *fault = surplus_fault_of(session);
    const mw_bytes surplus = surplus_of(session);
    char lines[2 * sizeof session->surplus];
    mw_error error = { 0 };
    mw_bytes shown;

    name_surplus(surplus, lines, sizeof lines);
    shown = mw_session_shown(session, surplus);
    mw_fail(&error, MW_E_DATA, "the server said more than it was asked: %.*s",
            shown.data == surplus.data ? (int)strlen(lines) : (int)shown.size,
            shown.data == surplus.data ? lines : (const char *)shown.data);
    mw_hint(&error, "%s", fault->hint);
    mw_session_doubt(session);
    mw_session_fail(session, fault->result, &error, fault->why);
    mw_session_break(session);
}

void mw_session_drained(mw_session *session)
{
    if (session->begun || session->state == &MW_STATE_CLOSE)
        return;
    if (session->has_surplus || mw_reply_has_begun(&session->parser))
        out_of_step(session);
    else
        session->drained = true;
}

static const struct {
    const char *what;
    const char *why;
    const char *hint;
} LOSSES[] = {
    [MW_LOSS_CLOSED] = { "the server closed the connection", NULL,
                         "try again later" },
    [MW_LOSS_RESET] = { "the connection broke",
                        "the network, or a firewall that does not like "
                        "what it sees",
                        "try again later" },
    [MW_LOSS_TIMEOUT] = { "the server did not answer in time", NULL,
                          "try again later, or with a longer --timeout" },
    [MW_LOSS_INTERRUPTED] = { "interrupted", NULL, "" },
};

/* Between commands there is room for a word of farewell; in a message, a
 * login or a handshake there is none. */
static bool may_say_quit(const mw_session *session)
{
    const mw_smtp_phase phase = mw_session_phase(session);

    return session->output_at == 0 &&
           (phase == MW_SMTP_PHASE_EHLO || phase == MW_SMTP_PHASE_MAIL ||
            phase == MW_SMTP_PHASE_RCPT);
}

/* A server that waits for TLS says as little as one that is busy. */
static bool is_greeted_in_clear(const mw_session *session)
{
    return session->state == &MW_STATE_GREETING && !session->has_tls;
}

void mw_session_lost(mw_session *session, mw_loss loss, const mw_error *error)
{
    mw_error said = { 0 };

    if (session->state == &MW_STATE_CLOSE) {
        mw_session_enter(session, &MW_STATE_END);
        return;
    }
    mw_fail(&said, MW_E_SYSTEM, "%s%s%s", LOSSES[loss].what,
            error && error->message[0] ? ": " : "",
            error ? error->message : "");
    if (LOSSES[loss].hint[0])
        mw_hint(&said, "%s",
                loss == MW_LOSS_TIMEOUT && is_greeted_in_clear(session)
                    ? "is there TLS from the start, as at port 465? smtps:// "
                      "is for that; or try again later"
                    : LOSSES[loss].hint);
    if (loss == MW_LOSS_INTERRUPTED && may_say_quit(session)) {
        mw_session_fail(session, MW_SMTP_TEMPORARY, &said, NULL);
        mw_session_leave(session);
    } else {
        broken(session, MW_SMTP_TEMPORARY, &said, LOSSES[loss].why);
    }
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
