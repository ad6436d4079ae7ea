/* SPDX-License-Identifier: MIT */

/*
 * A session against a server that says the octets of the input. Whatever they
 * are, it ends; it sends the message once at most; it claims no acceptance
 * without a reply after the end of the data.
 *
 * The first octet of the input chooses the settings.
 */

#include "smtp/session.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char BODY[] = "Subject: s\r\n\r\n.\r\n";

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static mw_status write_nothing(void *user, mw_sink *sink, mw_error *error)
{
    (void)user;
    (void)sink;
    (void)error;
    return MW_OK;
}

typedef struct {
    mw_session *session;
    mw_bytes server;
    size_t piece;
    size_t ends;    /* of data that went out */
    bool is_ended;  /* and since then */
    size_t replies; /* octets came */
    size_t body_at;
} run;

static mw_status start(void *user, const mw_login_mechanism *mechanism,
                       mw_bytes offered, mw_error *error)
{
    (void)user;
    (void)mechanism;
    (void)offered;
    (void)error;
    return MW_OK;
}

static mw_status step(void *user, mw_bytes challenge, mw_buffer *response,
                      mw_error *error)
{
    (void)user;
    check(challenge.size <= 12288);
    return mw_buffer_append_text(response, "secret", error);
}

static mw_status finish(void *user, mw_error *error)
{
    (void)user;
    (void)error;
    return MW_OK;
}

static void end(void *user)
{
    (void)user;
}

static const mw_login_mechanism MECHANISMS[] = { { "PLAIN", true },
                                                 { "LOGIN", false } };
static const mw_login LOGIN = { .mechanisms = MECHANISMS,
                                .mechanism_count = 2,
                                .start = start,
                                .step = step,
                                .finish = finish,
                                .end = end };

static bool give(run *self)
{
    mw_bytes piece = self->server;

    if (piece.size > self->piece)
        piece.size = self->piece;
    if (piece.size == 0)
        return false;
    mw_bytes_skip(&self->server, piece.size);
    if (self->is_ended)
        self->replies += piece.size;
    mw_session_input(self->session, piece);
    return true;
}

static void send_body(run *self)
{
    mw_bytes in = { (const uint8_t *)BODY + self->body_at,
                    strlen(BODY) - self->body_at };
    uint8_t room[5];
    mw_space out = { room, sizeof room };
    bool waiting = false;
    mw_status status = MW_OK;

    if (in.size > 0)
        status = mw_session_encode(self->session, &in, &out, &waiting, NULL);
    self->body_at = strlen(BODY) - in.size;
    mw_session_written(self->session, (uint64_t)(out.data - room));
    if (status == MW_OK && self->body_at < strlen(BODY))
        return;
    self->body_at = 0;
    self->ends++;
    self->is_ended = true;
    mw_session_body_ended(self->session, status, NULL);
}

static void check_report(const run *self, const mw_smtp_report *report)
{
    const mw_smtp_result result = mw_smtp_report_result(report);

    check(mw_smtp_report_recipient_count(report) == 2);
    for (size_t i = 0; i < 2; i++)
        if (mw_smtp_report_status(report, i) == MW_SMTP_ACCEPTED)
            check(self->replies >= strlen("250\n"));
    if (result == MW_SMTP_OK || result == MW_SMTP_IN_DOUBT)
        check(self->ends > 0);
    check(mw_smtp_report_retry_safe(report) == (result == MW_SMTP_TEMPORARY));
    if (result != MW_SMTP_OK)
        check(mw_smtp_report_what(report)[0] != 0);
}

/* Does what is wished; false at the end. */
static bool obey(run *self, const mw_wish *wish)
{
    static const mw_tls_report TLS = { .verified = true };

    switch (wish->kind) {
    case MW_WISH_READ:
        if (!give(self))
            mw_session_lost(self->session, MW_LOSS_CLOSED, NULL);
        break;
    case MW_WISH_DRAIN:
        mw_session_drained(self->session);
        break;
    case MW_WISH_WRITE:
        mw_session_took(self->session, wish->octets.size);
        mw_session_written(self->session, wish->octets.size);
        break;
    case MW_WISH_BODY:
        send_body(self);
        break;
    case MW_WISH_TLS:
        mw_session_tls_up(self->session, &TLS);
        break;
    case MW_WISH_AUTH:
        mw_session_authenticate(self->session);
        break;
    case MW_WISH_PLAN:
        mw_session_planned(self->session, MW_OK, NULL);
        break;
    case MW_WISH_MESSAGE:
        mw_session_give(self->session, NULL, NULL);
        break;
    case MW_WISH_REPORT:
        check_report(self, wish->report);
        break;
    case MW_WISH_CLOSE:
        mw_session_lost(self->session, MW_LOSS_CLOSED, NULL);
        break;
    case MW_WISH_END:
        return false;
    }
    return true;
}

static void run_session(const mw_session_settings *settings,
                        mw_smtp_message *message, mw_bytes server, size_t piece)
{
    run self = { .server = server, .piece = piece };
    size_t steps = 0;
    mw_wish wish;

    check(mw_session_new(settings, message, &self.session, NULL) == MW_OK);
    do {
        mw_session_next(self.session, &wish);
        check(++steps < 10000 + 10 * server.size);
    } while (obey(&self, &wish));
    /* Two transactions at most: one for each recipient. */
    check(self.ends <= 2);
    mw_session_free(self.session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_session_settings settings = { .helo = "client.example.test" };
    mw_smtp_message *message = NULL;
    mw_context *context = NULL;

    if (size == 0)
        return 0;
    settings.lmtp = data[0] & 1;
    settings.tls = data[0] & 2 ? MW_SMTP_TLS_OFF : MW_SMTP_TLS_OPPORTUNISTIC;
    settings.login = data[0] & 4 ? &LOGIN : NULL;
    settings.cleartext_password = true;
    settings.chunk_size = data[0] & 8 ? 5 : 0;
    settings.all_or_none = data[0] & 16;
    check(mw_context_new(&context, NULL) == MW_OK);
    check(mw_smtp_message_new(context, write_nothing, NULL, NULL, NULL,
                              &message, NULL) == MW_OK);
    check(mw_smtp_message_set_from(message, "a@example.test", NULL) == MW_OK);
    check(mw_smtp_message_add_recipient(message, "b@example.test", NULL) ==
          MW_OK);
    check(mw_smtp_message_add_recipient(message, "c@example.test", NULL) ==
          MW_OK);
    mw_smtp_message_set_size(message, strlen(BODY));
    run_session(&settings, message, (mw_bytes){ data + 1, size - 1 }, size);
    run_session(&settings, message, (mw_bytes){ data + 1, size - 1 }, 1);
    mw_smtp_message_free(message);
    mw_context_free(context);
    return 0;
}
