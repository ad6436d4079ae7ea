/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_DIALOGUE_H
#define UNIT_SMTP_DIALOGUE_H

/*
 * A server that goes by a script, for the suites of the session. A script is
 * lines of text:
 *
 *     S: 250 ok     the server says this, as soon as it has what stands before
 *     L: 250 ok     the same, but not before the client waits or goes on
 *     N: 250        the same as S without a line end
 *     C: DATA       the client has to say this, octet for octet
 *     B: Hello.     the same without a line end
 *     T: / U: / F:  TLS is wished: it is up, up but unverified, or fails
 *     D:            the end of the data has gone out
 *     X:            the server closes
 *
 * A client that says anything else, or anything more, fails the test.
 */

#include "smtp/session.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

#define GREETS "S: 220 mail.example.test ESMTP ready\n"
#define HELLO "C: EHLO client.example.test\n"
#define QUITS "C: QUIT\nS: 221 2.0.0 bye\n"
#define TEXT "Subject: replay\r\n\r\nHello.\r\n"
#define SENDS_TEXT "C: Subject: replay\nC: \nC: Hello.\n"

/* How one run of a script differs from the plain one. */
typedef struct {
    size_t piece;       /* octets given at once; 0 for all there are */
    size_t server_most; /* octets of the server before LOSS; 0 for all */
    size_t client_most; /* octets of the client that can be written */
    mw_loss loss;
    size_t damaged; /* an octet of the server's, counted from 1, is damaged */
    bool eager;     /* reads while it writes, an octet at a time */
} run_options;

typedef struct {
    const char *script;
    const run_options *options;
    mw_session *session;
    size_t in_line; /* octets of the client's line that matched */
    mw_buffer said; /* by the server, not yet given */
    size_t said_at;
    size_t given;     /* octets of the server given in all */
    size_t taken;     /* octets of the client */
    size_t bodies;    /* bodies written */
    bool is_closed;   /* by the server */
    bool is_done;     /* the end of the data has gone out */
    size_t final_at;  /* octets of the server with the final replies */
    bool has_strayed; /* for want of memory, it says something else */
    bool fails_body;
    const char *body;
    size_t body_at;
    mw_smtp_message **messages;
    size_t message_count;
    size_t next_message;
    size_t plans;
    unsigned planned_missing;

    mw_smtp_result results[8];
    char statuses[8][64]; /* a letter for each recipient: "APT-?" */
    char what[8][512];
    char hints[8][512];
    char queue_ids[8][64];
    mw_smtp_phase phases[8];
    int codes[8];          /* of the first recipient */
    char warnings[8][512]; /* the first */
    size_t reports;
} dialogue;

/* ------------------------------------------------------------------- script */

static inline size_t line_size(const char *line)
{
    return strcspn(line, "\n");
}

static inline void next_line(dialogue *self)
{
    self->script += line_size(self->script);
    self->script += *self->script == '\n';
    self->in_line = 0;
}

/* Lets the server say what is due; LATE lets it say what waits, too. */
static inline void server_goes_on(dialogue *self, bool late)
{
    for (;; next_line(self)) {
        const char kind = self->script[0];

        if (kind == 'S' || kind == 'N' || (kind == 'L' && late)) {
            must(mw_buffer_append(&self->said, self->script + 3,
                                  line_size(self->script) - 3, &suite_error));
            if (kind != 'N')
                must(mw_buffer_append_text(&self->said, "\r\n", &suite_error));
            if (self->is_done && self->final_at == 0)
                self->final_at = self->given + self->said.size - self->said_at;
        } else if (kind == 'D') {
            self->is_done = true;
        } else if (kind == 'X') {
            self->is_closed = true;
        } else {
            return;
        }
    }
}

static inline void client_said(dialogue *self, uint8_t octet)
{
    const char *line;
    uint8_t wanted;

    server_goes_on(self, true);
    line = self->script;
    if (self->has_strayed)
        return;
    if (line[0] != 'C' && line[0] != 'B' && self->options->damaged > 0) {
        self->has_strayed = true;
        return;
    }
    if (line[0] != 'C' && line[0] != 'B')
        fail_msg("the client says more than it should: 0x%02X", octet);
    wanted = 3 + self->in_line < line_size(line)
                 ? (uint8_t)line[3 + self->in_line]
                 : (uint8_t) "\r\n"[3 + self->in_line - line_size(line)];
    self->has_strayed =
        octet != wanted && (suite_is_fault_run() || self->options->damaged > 0);
    if (octet != wanted && !self->has_strayed)
        fail_msg("\"%.*s\": octet %zu is 0x%02X", (int)line_size(line), line,
                 self->in_line + 1, octet);
    self->in_line++;
    if (3 + self->in_line == line_size(line) + (line[0] == 'C' ? 2 : 0)) {
        next_line(self);
        server_goes_on(self, false);
    }
}

/* -------------------------------------------------------------------- wires */

/* Gives one piece of what the server said; false where there is none. */
static inline bool give_piece(dialogue *self, size_t most)
{
    const size_t limit = self->options->server_most;
    size_t size = self->said.size - self->said_at;
    uint8_t piece[4096];

    if (limit > 0 && self->given + size > limit)
        size = limit - self->given;
    if (most > 0 && size > most)
        size = most;
    if (size > sizeof piece)
        size = sizeof piece;
    if (size == 0)
        return false;
    memcpy(piece, self->said.data + self->said_at, size);
    for (size_t i = 0; i < size; i++)
        if (self->given + i + 1 == self->options->damaged)
            piece[i] ^= 0x15;
    self->said_at += size;
    self->given += size;
    mw_session_input(self->session, (mw_bytes){ piece, size });
    return true;
}

/* Whether SIZE octets of the client can go out; else the connection broke. */
static inline bool put(dialogue *self, const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (self->options->client_most > 0 &&
            self->taken == self->options->client_most) {
            mw_session_lost(self->session, MW_LOSS_RESET, NULL);
            return false;
        }
        client_said(self, octets[i]);
        self->taken++;
        mw_session_written(self->session, 1);
    }
    return true;
}

static inline void lose(dialogue *self)
{
    const size_t limit = self->options->server_most;

    /* An interrupted client may say QUIT, wherever it is. */
    self->has_strayed = true;
    mw_session_lost(self->session,
                    limit > 0 && self->given == limit ? self->options->loss
                    : self->is_closed                 ? MW_LOSS_CLOSED
                                                      : MW_LOSS_TIMEOUT,
                    NULL);
}

/* ------------------------------------------------------------------- wishes */

static inline void do_write(dialogue *self, const mw_wish *wish)
{
    const size_t size = self->options->eager ? 1 : wish->octets.size;
    uint8_t octets[200000];

    assert_true(size <= sizeof octets);
    memcpy(octets, wish->octets.data, size);
    mw_session_took(self->session, size);
    put(self, octets, size);
    if (self->options->eager)
        give_piece(self, self->options->piece ? self->options->piece : 1);
}

static inline void keep_report(dialogue *self, const mw_smtp_report *report)
{
    const size_t at = self->reports++;
    const size_t count = mw_smtp_report_recipient_count(report);
    size_t i;

    assert_true(at < 8);
    self->results[at] = mw_smtp_report_result(report);
    self->phases[at] = mw_smtp_report_phase(report);
    strcpy(self->what[at], mw_smtp_report_what(report));
    if (mw_smtp_report_hint(report))
        strcpy(self->hints[at], mw_smtp_report_hint(report));
    if (mw_smtp_report_queue_id(report))
        strcpy(self->queue_ids[at], mw_smtp_report_queue_id(report));
    if (count > 0)
        self->codes[at] = mw_smtp_report_code(report, 0);
    if (mw_smtp_report_warning_count(report) > 0)
        strcpy(self->warnings[at], mw_smtp_report_warning(report, 0));
    for (i = 0; i < count && i < 63; i++)
        self->statuses[at][i] = "-ATP?"[mw_smtp_report_status(report, i)];
    self->statuses[at][i] = 0;
}

/* Writes a piece of the body; the session is asked for wishes between. */
static inline void do_body(dialogue *self)
{
    mw_bytes in = mw_bytes_of(self->body + self->body_at);
    const size_t before = in.size;
    uint8_t room[64];
    mw_space out = { room, self->options->piece ? 3 : sizeof room };
    mw_status status = MW_OK;
    bool waiting;

    if (self->body_at == 0)
        self->bodies++;
    if (in.size > 0)
        status = mw_session_encode(self->session, &in, &out, &waiting, NULL);
    self->body_at += before - in.size;
    if (status != MW_OK) {
        mw_session_body_ended(self->session, status, NULL);
        return;
    }
    if (!put(self, room, (size_t)(out.data - room)))
        return;
    if (self->options->eager)
        give_piece(self, self->options->piece ? self->options->piece : 1);
    if (self->body[self->body_at])
        return;
    self->body_at = 0;
    if (self->fails_body)
        mw_fail(&suite_error, MW_E_READ, "the disk is gone");
    mw_session_body_ended(self->session, self->fails_body ? MW_E_READ : MW_OK,
                          self->fails_body ? &suite_error : NULL);
}

static inline void do_tls(dialogue *self, const mw_wish *wish)
{
    mw_tls_report tls = { .verified = self->script[0] == 'T' };
    mw_error error = { .message = "the handshake failed" };

    (void)wish;
    strcpy(tls.version, "TLSv1.3");
    if (self->script[0] == 'F') {
        next_line(self);
        mw_session_tls_failed(self->session, &error);
        return;
    }
    if (self->script[0] != 'T' && self->script[0] != 'U') {
        lose(self);
        return;
    }
    next_line(self);
    server_goes_on(self, false);
    mw_session_tls_up(self->session, &tls);
}

static inline void do_read(dialogue *self)
{
    if (give_piece(self, self->options->piece))
        return;
    server_goes_on(self, true);
    if (!give_piece(self, self->options->piece))
        lose(self);
}

static inline void do_plan(dialogue *self, const mw_wish *wish)
{
    mw_error error = { 0 };
    mw_status status;

    self->plans++;
    self->planned_missing = wish->missing;
    status = mw_smtp_message_replan(wish->message, wish->missing, &error);
    mw_session_planned(self->session, status, &error);
}

static inline void do_give(dialogue *self)
{
    mw_smtp_message *next = self->next_message < self->message_count
                                ? self->messages[self->next_message]
                                : NULL;

    self->next_message++;
    self->body_at = 0;
    if (mw_session_give(self->session, next, NULL) != MW_OK)
        mw_session_give(self->session, NULL, NULL);
}

static inline void do_wish(dialogue *self, const mw_wish *wish)
{
    switch (wish->kind) {
    case MW_WISH_READ:
        do_read(self);
        break;
    case MW_WISH_DRAIN:
        while (give_piece(self, self->options->piece))
            continue;
        mw_session_drained(self->session);
        break;
    case MW_WISH_WRITE:
        do_write(self, wish);
        break;
    case MW_WISH_BODY:
        do_body(self);
        break;
    case MW_WISH_TLS:
        do_tls(self, wish);
        break;
    case MW_WISH_AUTH:
        mw_session_authenticate(self->session);
        break;
    case MW_WISH_PLAN:
        do_plan(self, wish);
        break;
    case MW_WISH_MESSAGE:
        do_give(self);
        break;
    case MW_WISH_REPORT:
        keep_report(self, wish->report);
        break;
    case MW_WISH_CLOSE:
        mw_session_lost(self->session, MW_LOSS_CLOSED, NULL);
        break;
    case MW_WISH_END:
        break;
    }
}

/* ---------------------------------------------------------------------- run */

/* Runs SCRIPT with MESSAGES (COUNT of them, at least one, which may be NULL);
 * the octets of each are BODY. */
static inline void run_messages(dialogue *self, const char *script,
                                const mw_session_settings *settings,
                                mw_smtp_message **messages, size_t count,
                                const char *body, const run_options *options)
{
    static const run_options PLAIN;
    const bool fails_body = self->fails_body;
    size_t steps = 0;
    mw_wish wish;

    *self = (dialogue){ .script = script,
                        .fails_body = fails_body,
                        .options = options ? options : &PLAIN,
                        .body = body,
                        .messages = messages,
                        .message_count = count,
                        .next_message = 1 };
    mw_buffer_init(&self->said, NULL, 0);
    must(mw_session_new(settings, messages[0], &self->session, &suite_error));
    server_goes_on(self, false);
    do {
        mw_session_next(self->session, &wish);
        do_wish(self, &wish);
        assert_true(++steps < 200000);
    } while (wish.kind != MW_WISH_END);
    mw_session_free(self->session);
    mw_buffer_free(&self->said);
    self->session = NULL;
}

static inline void run_one(dialogue *self, const char *script,
                           const mw_session_settings *settings,
                           mw_smtp_message *message, const run_options *options)
{
    run_messages(self, script, settings, &message, 1, TEXT, options);
}

/* ----------------------------------------------------------------- materials
 */

static inline mw_session_settings plain_settings(void)
{
    return (mw_session_settings){ .allocator = suite_allocator(),
                                  .tls = MW_SMTP_TLS_OFF,
                                  .helo = "client.example.test",
                                  .server_name = "mail.example.test",
                                  .server_address = "127.0.0.1:25" };
}

static inline void end_message(void *message)
{
    mw_smtp_message_free(message);
}

static inline mw_status write_nothing(void *user, mw_sink *sink,
                                      mw_error *error)
{
    (void)user;
    (void)sink;
    (void)error;
    return MW_OK;
}

/* A message of TEXT to RECIPIENTS, names with commas between, each of them
 * at example.test. */
static inline mw_smtp_message *message_to(const char *recipients)
{
    mw_smtp_message *message;
    char address[300];

    must(mw_smtp_message_new(suite_context(), write_nothing, NULL, NULL, NULL,
                             &message, &suite_error));
    suite_defer(end_message, message);
    must(
        mw_smtp_message_set_from(message, "sender@example.test", &suite_error));
    for (const char *at = recipients; *at; at += *at == ',') {
        const size_t size = strcspn(at, ",");

        snprintf(address, sizeof address, "%.*s@example.test", (int)size, at);
        must(mw_smtp_message_add_recipient(message, address, &suite_error));
        at += size;
    }
    mw_smtp_message_set_size(message, strlen(TEXT));
    return message;
}

/* Every way in which the same dialogue has to come to the same end. */
static const run_options WAYS[] = {
    { 0 },          { .piece = 1 },  { .piece = 2 },    { .piece = 3 },
    { .piece = 7 }, { .piece = 20 }, { .eager = true },
};

#define WAY_COUNT (sizeof WAYS / sizeof WAYS[0])

/* Whether the session came to RESULT; where memory was refused on the way,
 * whether it claims no more than that. */
static inline void assert_came_to(const dialogue *self, size_t index,
                                  mw_smtp_result result, const char *statuses)
{
    if (suite_is_fault_run() && index < self->reports &&
        self->results[index] == MW_SMTP_TEMPORARY)
        return;
    if (suite_is_fault_run() && self->is_done && index < self->reports &&
        self->results[index] == MW_SMTP_IN_DOUBT)
        return;
    assert_true(index < self->reports);
    if (self->results[index] != result)
        fail_msg("came to %s, not %s: %s",
                 mw_smtp_result_name(self->results[index]),
                 mw_smtp_result_name(result), self->what[index]);
    if (statuses)
        assert_string_equal(self->statuses[index], statuses);
}

/* Plays SCRIPT in each way, with one message to RECIPIENTS. */
static inline void play(const char *script, const mw_session_settings *settings,
                        const char *recipients, mw_smtp_result result,
                        const char *statuses)
{
    mw_smtp_message *message = message_to(recipients);

    for (size_t i = 0; i < WAY_COUNT; i++) {
        dialogue self = { 0 };

        run_one(&self, script, settings, message, &WAYS[i]);
        assert_came_to(&self, 0, result, statuses);
        assert_int_equal(self.reports, 1);
        if (suite_is_fault_run())
            break;
    }
    suite_end_if_refused();
}

#endif
