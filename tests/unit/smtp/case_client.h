/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_CLIENT_H
#define UNIT_SMTP_CASE_CLIENT_H

/*
 * The client of a case of case.h: the session itself, with the settings that
 * the case has and a message made ready as "send" does it. What belongs to
 * the driver is simulated: a handshake ends as the server's step foretells.
 */

#include "smtp/case_server.h"
#include "smtp/sasl.h"
#include "smtp/session.h"

#include <mimewright/smtp_prepare.h>

/* One way to run a case. */
typedef struct {
    size_t first; /* octets of the server's in the first piece; 0 for all */
    bool by_octet;
} way;

/* What has to be ended of a run. */
typedef struct {
    const mail_case *script;
    way how;
    case_server server;
    mw_session *session;
    mw_smtp_message *message;
    mw_buffer body; /* of the message, as it is planned now */
    mw_buffer end;  /* "RESULT STATUS STATUS... WHAT" */
    size_t given;   /* octets of the server */
    size_t cost;
} case_run;

/* What the runs of a case share. */
typedef struct {
    const mail_case *script;
    mw_context *context;
    mw_message *owner; /* of the source */
    mw_source *source;
    mw_buffer octets; /* of the message */
    mw_buffer without;
    mw_sasl *sasl;
    mw_session_settings settings;
} case_client;

/* -------------------------------------------------------------------- wires */

/* Gives the session a piece of what the server said; false where there is
 * nothing. */
static inline bool give(case_run *self)
{
    case_server *server = &self->server;
    size_t size = server->said.size - server->said_at;
    uint8_t *piece;

    if (size == 0)
        return false;
    if (self->given < self->how.first && size > self->how.first - self->given)
        size = self->how.first - self->given;
    if (self->how.by_octet)
        size = 1;
    /* By itself, so that a sanitizer sees who reads behind it. */
    piece = malloc(size);
    assert_non_null(piece);
    memcpy(piece, server->said.data + server->said_at, size);
    server->said_at += size;
    if (server->said_at == server->said.size) {
        mw_buffer_truncate(&server->said, 0);
        server->said_at = 0;
    }
    self->given += size;
    self->cost += size;
    mw_session_input(self->session, (mw_bytes){ piece, size });
    free(piece);
    return true;
}

static inline mw_loss loss_of(const case_server *server)
{
    return server->is_reset    ? MW_LOSS_RESET
           : server->is_closed ? MW_LOSS_CLOSED
                               : MW_LOSS_TIMEOUT;
}

/* Octets of the client go out; the server reads them, and answers. */
static inline void put(case_run *self, const uint8_t *octets, size_t size)
{
    /* Of a message, a piece at once is as good. */
    const size_t step = self->how.by_octet && size < 256 ? 1 : size;

    self->cost += size;
    for (size_t at = 0; at < size; at += step) {
        if (self->server.is_closed && self->server.said.size == 0) {
            mw_session_lost(self->session, loss_of(&self->server), NULL);
            return;
        }
        case_server_hear(&self->server, octets + at, step);
        mw_session_written(self->session, step);
        case_server_go(&self->server, false);
        if (self->how.by_octet)
            give(self);
    }
}

/* Lets time pass until the server says something; false where it does not. */
static inline bool wait_for_server(case_run *self)
{
    size_t before;

    case_server_go(&self->server, false);
    do {
        if (give(self))
            return true;
        before = self->server.at;
        case_server_go(&self->server, true);
    } while (self->server.at != before || self->server.said.size > 0);
    return false;
}

/* ------------------------------------------------------------------- wishes */

static inline void do_read(case_run *self)
{
    if (wait_for_server(self))
        return;
    mw_session_lost(self->session, loss_of(&self->server), NULL);
}

static inline void do_drain(case_run *self)
{
    case_server_go(&self->server, false);
    while (give(self))
        case_server_go(&self->server, false);
    mw_session_drained(self->session);
}

static inline void do_write(case_run *self, mw_bytes octets)
{
    mw_buffer copy;

    mw_buffer_init(&copy, NULL, 0);
    must(mw_buffer_append_bytes(&copy, octets, &suite_error));
    mw_session_took(self->session, copy.size);
    put(self, copy.data, copy.size);
    mw_buffer_free(&copy);
}

static inline mw_status keep_octets(void *user, const void *octets, size_t size,
                                    mw_error *error)
{
    return mw_buffer_append(user, octets, size, error);
}

/* The octets of the message. */
static inline void write_message(case_run *self, mw_context *context)
{
    mw_sink *sink;

    mw_buffer_truncate(&self->body, 0);
    must(mw_sink_new(context, keep_octets, NULL, &self->body, NULL, &sink,
                     &suite_error));
    must(mw_smtp_message_write(self->message, sink, &suite_error));
    must(mw_sink_finish(sink, &suite_error));
    mw_sink_free(sink);
}

static inline void do_wish(case_run *self, const mw_wish *wish);

/* The session has other wishes before the next piece; false where it does not
 * want one any more. */
static inline bool until_body(case_run *self)
{
    mw_wish wish;

    for (;;) {
        mw_session_next(self->session, &wish);
        if (wish.kind == MW_WISH_BODY)
            return true;
        do_wish(self, &wish);
        if (wish.kind == MW_WISH_REPORT || wish.kind == MW_WISH_CLOSE)
            return false;
    }
}

static inline void do_body(case_run *self)
{
    mw_bytes in = mw_buffer_bytes(&self->body);
    mw_status status = MW_OK;
    uint8_t octets[4096];
    bool waiting = false;

    while (in.size > 0 && status == MW_OK) {
        mw_space out = { octets, sizeof octets };

        status = mw_session_encode(self->session, &in, &out, &waiting, NULL);
        put(self, octets, (size_t)(out.data - octets));
        give(self);
        if (status == MW_OK && waiting && !until_body(self))
            status = MW_E_WRITE;
    }
    mw_session_body_ended(self->session, status, NULL);
}

/* The handshake is the driver's; the server's step says how it ends. */
static inline void do_tls(case_run *self)
{
    mw_tls_report tls = { .verified = true, .version = "TLSv1.3" };
    const mw_error error = { .status = MW_E_UNAVAILABLE,
                             .message = "the handshake failed" };
    const char *end;

    case_server_go(&self->server, false);
    if (!case_server_is_at(&self->server, "handshake")) {
        mw_session_tls_failed(self->session, &error);
        return;
    }
    end = case_text(&self->server.script->steps[self->server.at], 0);
    if (!strcmp(end, "refused")) {
        self->server.is_closed = true;
        mw_session_tls_failed(self->session, &error);
    } else {
        self->server.at++;
        tls.verified = !strcmp(end, "up");
        mw_session_tls_up(self->session, &tls);
    }
}

static inline void do_plan(case_run *self, const mw_wish *wish)
{
    mw_error error = { 0 };
    mw_status status =
        mw_smtp_message_replan(wish->message, wish->missing, &error);

    if (status == MW_OK)
        write_message(self, wish->message->context);
    mw_session_planned(self->session, status, &error);
}

/* No text of a report may hold what the case calls secret. */
static inline void look_for_secrets(const case_run *self, mw_bytes text)
{
    const case_line *secret;
    size_t at = 0;

    while ((secret = case_find(self->script, "secret", &at)) != NULL)
        for (size_t i = 0; i + secret->values[0].size <= text.size; i++)
            if (!memcmp(text.data + i, secret->values[0].data,
                        secret->values[0].size))
                fail_msg("%s shows a secret", self->script->id);
}

static inline void keep_report(case_run *self, const mw_smtp_report *report)
{
    const size_t count = mw_smtp_report_recipient_count(report);

    assert_int_equal(self->end.size, 0);
    must(mw_buffer_printf(&self->end, &suite_error, "%s",
                          mw_smtp_result_name(mw_smtp_report_result(report))));
    for (size_t i = 0; i < count; i++) {
        mw_bytes text;

        must(mw_buffer_printf(
            &self->end, &suite_error, " %s",
            mw_smtp_status_name(mw_smtp_report_status(report, i))));
        text.data = (const uint8_t *)mw_smtp_report_text(report, i, &text.size);
        look_for_secrets(self, text);
    }
    must(mw_buffer_printf(&self->end, &suite_error, " %s",
                          mw_smtp_report_what(report)));
    look_for_secrets(self, mw_buffer_bytes(&self->end));
}

static inline void do_wish(case_run *self, const mw_wish *wish)
{
    switch (wish->kind) {
    case MW_WISH_READ:
        do_read(self);
        break;
    case MW_WISH_DRAIN:
        do_drain(self);
        break;
    case MW_WISH_WRITE:
        do_write(self, wish->octets);
        break;
    case MW_WISH_BODY:
        do_body(self);
        break;
    case MW_WISH_TLS:
        do_tls(self);
        break;
    case MW_WISH_AUTH:
        mw_session_authenticate(self->session);
        break;
    case MW_WISH_PLAN:
        do_plan(self, wish);
        break;
    case MW_WISH_MESSAGE:
        must(mw_session_give(self->session, NULL, &suite_error));
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

/* ------------------------------------------------------------------- client */

static inline unsigned notify_of(const char *names)
{
    return (strstr(names, "SUCCESS") ? MW_SMTP_NOTIFY_SUCCESS : 0u) |
           (strstr(names, "FAILURE") ? MW_SMTP_NOTIFY_FAILURE : 0u) |
           (strstr(names, "DELAY") ? MW_SMTP_NOTIFY_DELAY : 0u) |
           (strstr(names, "NEVER") ? MW_SMTP_NOTIFY_NEVER : 0u);
}

static inline mw_smtp_tls tls_of(const char *name)
{
    return !strcmp(name, "implicit")   ? MW_SMTP_TLS_IMPLICIT
           : !strcmp(name, "required") ? MW_SMTP_TLS_REQUIRED
           : !strcmp(name, "off")      ? MW_SMTP_TLS_OFF
                                       : MW_SMTP_TLS_OPPORTUNISTIC;
}

/* The names after "without", with commas between. */
static inline const char *without_of(case_client *self)
{
    const case_line *name;
    size_t at = 0;

    while ((name = case_find(self->script, "without", &at)) != NULL)
        must(mw_buffer_printf(&self->without, &suite_error, "%s%s",
                              self->without.size ? "," : "",
                              case_text(name, 0)));
    return self->without.size ? mw_buffer_text(&self->without) : NULL;
}

static inline void make_login(case_client *self)
{
    const mw_sasl_settings settings = {
        .allocator = suite_allocator(),
        .user = case_value(self->script, "user"),
        .password = case_value(self->script, "password"),
        .token = case_value(self->script, "token"),
        .host = "127.0.0.1",
        .port = 25,
        .mechanisms = case_value(self->script, "mechanisms"),
    };

    must(mw_sasl_new(&settings, &self->sasl, &suite_error));
    self->settings.login = mw_sasl_login(self->sasl);
    self->settings.login_unasked = settings.mechanisms != NULL;
}

static inline void make_settings(case_client *self)
{
    const mail_case *script = self->script;
    const char *chunk = case_value(script, "chunk-size");
    const char *notify = case_value(script, "notify");
    const char *helo = case_value(script, "helo");

    self->settings = (mw_session_settings){
        .allocator = suite_allocator(),
        .lmtp = !strcmp(case_value(script, "protocol"), "lmtp"),
        .tls = tls_of(case_value(script, "tls")),
        .local_peer = true,
        .cleartext_password = case_has(script, "cleartext-password"),
        .helo = helo ? helo : "client.example.test",
        .without = without_of(self),
        .notify = notify ? notify_of(notify) : 0,
        .returned = case_has(script, "return") ? MW_SMTP_RETURN_HEADERS
                                               : MW_SMTP_RETURN_DEFAULT,
        .envelope_id = case_value(script, "envelope-id"),
        .all_or_none = case_has(script, "all-or-none"),
        .insecure = case_has(script, "insecure"),
        .chunk_size = chunk ? strtoull(chunk, NULL, 10) : 0,
        .server_name = "mail.example.test",
        .server_address = "127.0.0.1:25",
    };
    if (case_has(script, "user"))
        make_login(self);
}

static inline void begin_client(case_client *self, const mail_case *script)
{
    const case_line *piece;
    size_t at = 0;

    *self = (case_client){ .script = script };
    mw_buffer_init(&self->octets, NULL, 0);
    mw_buffer_init(&self->without, NULL, 0);
    while ((piece = case_find(script, "message", &at)) != NULL)
        for (size_t i = case_number(piece, 1); i > 0; i--)
            must(mw_buffer_append_bytes(&self->octets, piece->values[0],
                                        &suite_error));
    must(mw_context_new(&self->context, &suite_error));
    must(mw_message_new(self->context, &self->owner, &suite_error));
    must(mw_source_borrow_memory(self->owner, self->octets.data,
                                 self->octets.size, NULL, NULL, &self->source,
                                 &suite_error));
    make_settings(self);
}

static inline void end_client(case_client *self)
{
    mw_sasl_free(self->sasl);
    mw_message_free(self->owner);
    mw_context_free(self->context);
    mw_buffer_free(&self->octets);
    mw_buffer_free(&self->without);
}

/* Makes the message ready, as "send" does. */
static inline mw_status prepare(const case_client *self,
                                mw_smtp_message **message)
{
    mw_smtp_prepare_options *options;
    const case_line *to;
    mw_status status;
    size_t at = 0;

    must(mw_smtp_prepare_options_new(self->context, &options, &suite_error));
    status = mw_smtp_prepare_options_set_from(
        options, case_value(self->script, "from"), NULL);
    while (status == MW_OK && (to = case_find(self->script, "to", &at)) != NULL)
        status =
            mw_smtp_prepare_options_add_to(options, case_text(to, 0), NULL);
    if (status == MW_OK)
        status = mw_smtp_message_new_prepared(self->context, self->source,
                                              options, message, NULL);
    mw_smtp_prepare_options_free(options);
    return status;
}

/* ---------------------------------------------------------------------- run */

static inline void begin_run(case_run *self, const case_client *client, way how)
{
    *self = (case_run){ .script = client->script, .how = how };
    mw_buffer_init(&self->body, NULL, 0);
    mw_buffer_init(&self->end, NULL, 0);
    case_server_init(&self->server, client->script);
}

static inline void end_run(case_run *self)
{
    mw_session_free(self->session);
    mw_smtp_message_free(self->message);
    mw_buffer_free(&self->body);
    mw_buffer_free(&self->end);
    case_server_free(&self->server);
}

/* What is refused before there is a session is the caller's mistake, or the
 * message's. */
static inline void refuse_run(case_run *self, mw_status status)
{
    must(mw_buffer_append_text(
        &self->end, status == MW_E_DATA ? "data " : "usage ", &suite_error));
}

static inline void do_run(case_run *self, const case_client *client)
{
    mw_status status = prepare(client, &self->message);
    size_t steps = 0;
    mw_wish wish;

    if (status == MW_OK)
        status = mw_session_new(&client->settings, self->message,
                                &self->session, NULL);
    if (status != MW_OK) {
        refuse_run(self, status);
        return;
    }
    write_message(self, client->context);
    do {
        mw_session_next(self->session, &wish);
        do_wish(self, &wish);
        assert_true(++steps < 4000000);
    } while (wish.kind != MW_WISH_END);
    case_server_go(&self->server, false);
}

#endif
