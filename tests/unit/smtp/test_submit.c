/* SPDX-License-Identifier: MIT */

/*
 * Submitting over real sockets on loopback, to a small server in a thread. It
 * is the driver that is tested here; what a session does with which reply is
 * in the suites of the session.
 */

#include "config.h"

#include "smtp/mail_server.h"
#include "smtp/submit.h"

#include <mimewright/smtp.h>

#include <stdlib.h>
#include <sys/stat.h>

#define TEXT "Subject: hello\r\n\r\n.dot\r\nHello.\r\n"

/* ---- The client ---- */

typedef struct outcome {
    mw_smtp_result results[8];
    mw_smtp_phase phases[8];
    char statuses[8][8]; /* a letter for each recipient */
    char what[8][512];
    size_t count;
    char transcript[8192];
    uint64_t progress;
} outcome;

static void end_options(void *options)
{
    mw_smtp_options_free(options);
}

static void end_message(void *message)
{
    mw_smtp_message_free(message);
}

static mw_smtp_options *options_for(const peer *server)
{
    mw_smtp_options *options;
    char url[64];

    must(mw_smtp_options_new(suite_context(), &options, &suite_error));
    suite_defer(end_options, options);
    snprintf(url, sizeof url, "smtp://127.0.0.1:%u", server->port);
    must(mw_smtp_options_set_server(options, url, 0, &suite_error));
    must(
        mw_smtp_options_set_helo(options, "client.example.test", &suite_error));
    mw_smtp_options_set_timeouts(options, 60, 60, 0);
    return options;
}

static mw_status write_text(void *user, mw_sink *sink, mw_error *error)
{
    return mw_sink_write(sink, user, strlen(user), error);
}

static mw_status fail_to_write(void *user, mw_sink *sink, mw_error *error)
{
    const mw_status status = mw_sink_write(sink, user, 9, error);

    return status == MW_OK ? mw_fail(error, MW_E_READ, "the disk is gone")
                           : status;
}

static mw_smtp_message *message_by(mw_smtp_write_function write, char *text,
                                   const char *to)
{
    mw_smtp_message *message;

    must(mw_smtp_message_new(suite_context(), write, NULL, text, NULL, &message,
                             &suite_error));
    suite_defer(end_message, message);
    must(mw_smtp_message_set_from(message, "me@example.test", &suite_error));
    must(mw_smtp_message_add_recipient(message, to, &suite_error));
    mw_smtp_message_set_size(message, strlen(text));
    return message;
}

static mw_smtp_message *message_to(const char *to)
{
    static char text[] = TEXT;

    return message_by(write_text, text, to);
}

static void note(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    outcome *out = user;
    const size_t at = out->count++;

    (void)message;
    out->results[at] = mw_smtp_report_result(report);
    out->phases[at] = mw_smtp_report_phase(report);
    for (size_t i = 0; i < mw_smtp_report_recipient_count(report); i++)
        out->statuses[at][i] = "-atp?"[mw_smtp_report_status(report, i)];
    snprintf(out->what[at], sizeof out->what[at], "%s",
             mw_smtp_report_what(report));
}

static void write_down(void *user, unsigned connection, mw_smtp_speaker speaker,
                       const void *line, size_t size)
{
    outcome *out = user;
    const size_t at = strlen(out->transcript);

    (void)connection;
    snprintf(out->transcript + at, sizeof out->transcript - at, "%c: %.*s\n",
             "CSN"[speaker], (int)size, (const char *)line);
}

static void note_progress(void *user, const mw_smtp_message *message,
                          uint64_t sent, uint64_t size)
{
    outcome *out = user;

    (void)message;
    (void)size;
    out->progress = sent;
}

/* Starts SERVER, which offers OFFERS and keeps what it gets in BOX, and makes
 * OUT ready for what becomes of that; gives the options to reach it. */
static mw_smtp_options *begin(peer *server, mailbox *box, outcome *out,
                              const char *offers)
{
    *box = (mailbox){ .offers = offers };
    *out = (outcome){ 0 };
    peer_start(server, serve, box);
    return options_for(server);
}

/* In a run that refuses memory there may be a report that says so, or lacks
 * a text: the test ends then, but every message has its report. */
static void submit(const mw_smtp_options *options,
                   mw_smtp_message *const *messages, size_t count, outcome *out)
{
    must(mw_smtp_submit(suite_context(), options, messages, count, note, out,
                        &suite_error));
    assert_int_equal(out->count, count);
    suite_end_if_refused();
}

/* ---- Tests ---- */

static void hands_a_message_over_and_says_so(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message;

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    mw_smtp_options_set_progress(options, note_progress, &out);
    message = message_to("you@example.test");
    must(mw_smtp_message_add_recipient(message, "no@example.test",
                                       &suite_error));
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_PARTIAL);
    assert_string_equal(out.statuses[0], "ap");
    assert_int_equal(box.messages, 1);
    assert_non_null(strstr(box.log, "DATA\r\nSubject: hello\r\n\r\n..dot\r\n"
                                    "Hello.\r\n.\r\nQUIT\r\n"));
    assert_int_equal(out.progress, sizeof TEXT - 1);
}

static void tells_the_dialogue_line_by_line_without_secrets(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message;

    (void)state;
    options = begin(&server, &box, &out,
                    "250-mail.example.test\r\n250-AUTH PLAIN\r\n");
    must(mw_smtp_options_set_user(options, "me", &suite_error));
    must(mw_smtp_options_set_password(options, "hidden", &suite_error));
    mw_smtp_options_set_cleartext_password(options, 1);
    mw_smtp_options_set_tls(options, MW_SMTP_TLS_OFF);
    mw_smtp_options_set_transcript(options, write_down, &out);
    message = message_to("you@example.test");
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_OK);
    assert_int_equal(box.logins, 1);
    assert_string_equal(out.transcript, "S: 220 mail.example.test\n"
                                        "C: EHLO client.example.test\n"
                                        "S: 250-mail.example.test\n"
                                        "S: 250-AUTH PLAIN\n"
                                        "S: 250 HELP\n"
                                        "C: AUTH PLAIN (not shown)\n"
                                        "S: 235 welcome\n"
                                        "C: MAIL FROM:<me@example.test>\n"
                                        "S: 250 ok\n"
                                        "C: RCPT TO:<you@example.test>\n"
                                        "S: 250 ok\n"
                                        "C: DATA\n"
                                        "S: 354 go\n"
                                        "N: message, 32 octets\n"
                                        "C: .\n"
                                        "S: 250 2.0.0 queued as A1\n"
                                        "C: QUIT\n"
                                        "S: 221 bye\n");
}

static void sends_in_chunks_where_they_are_offered(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message;

    (void)state;
    options = begin(&server, &box, &out,
                    "250-mail.example.test\r\n250-CHUNKING\r\n"
                    "250-PIPELINING\r\n");
    mw_smtp_options_set_chunk_size(options, 20);
    mw_smtp_options_set_transcript(options, write_down, &out);
    message = message_to("you@example.test");
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_OK);
    assert_non_null(strstr(box.log,
                           "BDAT 20\r\nSubject: hello\r\n\r\n.dBDAT 12 "
                           "LAST\r\not\r\nHello.\r\nQUIT\r\n"));
    /* The last octet, which is held back, is no line of a dialogue. */
    assert_non_null(strstr(out.transcript, "C: BDAT 12 LAST\nS: 250 "));
}

static void begins_another_connection_when_one_has_had_enough(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[3];

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    mw_smtp_options_set_flow(options, 2, 1000, 0);
    for (size_t i = 0; i < 3; i++)
        messages[i] = message_to("you@example.test");
    submit(options, messages, 3, &out);
    peer_end(&server);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(out.results[i], MW_SMTP_OK);
    assert_int_equal(box.connections, 2);
    assert_int_equal(box.messages, 3);
}

/* Without a name of its own it greets by its address on each connection,
 * which is gone when the next message is checked. */
static void greets_by_the_address_of_each_connection(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_submit_queue queue = { .allocator = *suite_allocator(),
                              .done = note,
                              .user = &out };
    mw_smtp_message *returned[2];
    mw_smtp_message *messages[2];
    mw_smtp_options *options;
    mw_submit submit;

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    must(mw_smtp_options_set_helo(options, NULL, &suite_error));
    mw_smtp_options_set_flow(options, 1, 1000, 0);
    for (size_t i = 0; i < 2; i++)
        messages[i] = message_to("you@example.test");
    queue.messages = messages;
    queue.count = 2;
    queue.returned = returned;
    mw_submit_begin(&submit, suite_context(), options, &queue);
    submit.knows_helo = true; /* that there is none */
    must(mw_submit_settle(&submit, &suite_error));
    must(mw_submit_run(&submit, &suite_error));
    mw_submit_end(&submit);
    peer_end(&server);
    suite_end_if_refused();
    assert_int_equal(out.count, 2);
    assert_int_equal(out.results[1], MW_SMTP_OK);
    assert_int_equal(box.connections, 2);
    assert_non_null(strstr(box.log, "EHLO [127.0.0.1]\r\n"));
}

static void says_in_doubt_of_one_message_and_goes_on_with_the_next(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    box = (mailbox){ .offers = "250-mail.example.test\r\n",
                     .breaks_in_final = true };
    out = (outcome){ 0 };
    peer_start(&server, serve, &box);
    options = options_for(&server);
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("no@example.test");
    submit(options, messages, 2, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_IN_DOUBT);
    assert_string_equal(out.statuses[0], "?");
    assert_int_equal(out.results[1], MW_SMTP_PERMANENT);
    assert_int_equal(box.messages, 1);
}

static void ends_no_data_of_a_message_that_cannot_be_read(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    static char text[] = TEXT;
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    messages[0] = message_by(fail_to_write, text, "you@example.test");
    messages[1] = message_to("you@example.test");
    submit(options, messages, 2, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_IO);
    assert_int_equal(out.results[1], MW_SMTP_OK);
    assert_int_equal(box.connections, 2);
}

static void end_descriptor(void *descriptor)
{
    close(*(int *)descriptor);
}

static void reports_every_message_where_nobody_listens(void **state)
{
    static peer server;
    static int deaf;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    out = (outcome){ 0 };
    deaf = peer_bind(&server.port);
    suite_defer(end_descriptor, &deaf);
    options = options_for(&server);
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("you@example.test");
    submit(options, messages, 2, &out);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(out.results[i], MW_SMTP_TEMPORARY);
        assert_int_equal(out.phases[i], MW_SMTP_PHASE_CONNECT);
        assert_string_equal(out.statuses[i], "t");
    }
}

static void calls_nobody_for_a_message_without_recipients(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message;

    (void)state;
    options = begin(&server, &box, &out, "");
    message = message_to("you@example.test");
    mw_smtp_message_clear_recipients(message);
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_DATA);
    assert_int_equal(box.connections, 0);
}

#define LARGE ((size_t)8 << 20)

static mw_status write_large(void *user, mw_sink *sink, mw_error *error)
{
    char line[1024];
    mw_status status = MW_OK;

    memset(line, user ? 'x' : 'y', sizeof line);
    memcpy(line + sizeof line - 2, "\r\n", 2);
    for (size_t i = 0; i < LARGE / sizeof line && status == MW_OK; i++)
        status = mw_sink_write(sink, line, sizeof line, error);
    return status;
}

static void hears_a_refusal_while_the_message_goes_out(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    static char text[] = "";
    mw_smtp_options *options;
    mw_smtp_message *message;

    (void)state;
    if (suite_is_fault_run())
        return;
    box = (mailbox){ .offers = "250-mail.example.test\r\n",
                     .refuses_early = true };
    out = (outcome){ 0 };
    peer_start(&server, serve, &box);
    options = options_for(&server);
    message = message_by(write_large, text, "you@example.test");
    mw_smtp_message_set_size(message, LARGE);
    mw_smtp_options_set_progress(options, note_progress, &out);
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_PERMANENT);
    assert_string_equal(out.statuses[0], "p");
    assert_non_null(strstr(out.what[0], "552"));
    assert_true(out.progress < LARGE);
}

static void ends_when_it_is_interrupted_and_tells_of_all_messages(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    static int ends[2];
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("you@example.test");
    assert_int_equal(pipe(ends), 0);
    close(ends[1]);
    mw_smtp_options_set_interrupt(options, ends[0]);
    suite_defer(end_descriptor, &ends[0]);
    submit(options, messages, 2, &out);
    peer_end(&server);
    assert_int_equal(box.messages, 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(out.results[i], MW_SMTP_TEMPORARY);
        assert_string_equal(out.statuses[i], "t");
    }
}

static void refuses_options_that_make_no_sense(void **state)
{
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message = message_to("you@example.test");

    (void)state;
    must(mw_smtp_options_new(suite_context(), &options, &suite_error));
    suite_defer(end_options, options);
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_USAGE);
    must(mw_smtp_options_set_server(options, "smtps://127.0.0.1", 0,
                                    &suite_error));
    mw_smtp_options_set_tls(options, MW_SMTP_TLS_OFF);
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_USAGE);
    mw_smtp_options_set_tls(options, MW_SMTP_TLS_DEFAULT);
    must(mw_smtp_options_set_ca_file(options, "/nonexistent/ca.pem",
                                     &suite_error));
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_NO_INPUT);
    assert_int_equal(out.count, 0);
}

static void end_report(void *report)
{
    mw_smtp_report_free(report);
}

static void probes_without_a_message(void **state)
{
    static peer server;
    static mailbox box;
    mw_smtp_options *options;
    mw_smtp_report *report;

    (void)state;
    box = (mailbox){ .offers = "250-mail.example.test\r\n250-SIZE 9\r\n" };
    peer_start(&server, serve, &box);
    options = options_for(&server);
    must(mw_smtp_probe(suite_context(), options, &report, &suite_error));
    suite_defer(end_report, report);
    suite_end_if_refused();
    peer_end(&server);
    assert_int_equal(mw_smtp_report_result(report), MW_SMTP_OK);
    assert_string_equal(mw_smtp_report_greeting(report, NULL),
                        "mail.example.test");
    assert_int_equal(mw_smtp_report_offer_count(report, 1), 2);
    assert_string_equal(mw_smtp_report_offer(report, 1, 0, NULL), "SIZE 9");
    assert_string_equal(mw_smtp_report_server_name(report), "127.0.0.1");
    assert_null(strstr(box.log, "MAIL"));
}

/* ---- A program ---- */

static void runs_a_program_and_reads_its_status(void **state)
{
    static const struct {
        const char *script;
        mw_smtp_result result;
        const char *statuses;
    } CASES[] = {
        { "#!/bin/sh\ncat >/dev/null\n", MW_SMTP_OK, "a" },
        { "#!/bin/sh\ncat >/dev/null\nexit 75\n", MW_SMTP_TEMPORARY, "t" },
        { "#!/bin/sh\ncat >/dev/null\necho no\nexit 67\n", MW_SMTP_PERMANENT,
          "p" },
        { "#!/bin/sh\ncat >/dev/null\nexit 1\n", MW_SMTP_IN_DOUBT, "?" },
        { "#!/bin/sh\ncat >/dev/null\nkill -9 $$\n", MW_SMTP_IN_DOUBT, "?" },
    };
    static outcome out;

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *path =
            suite_file("program", CASES[i].script, strlen(CASES[i].script));
        mw_smtp_message *message = message_to("you@example.test");
        mw_smtp_options *options;
        char url[512];

        out = (outcome){ 0 };
        assert_int_equal(chmod(path, 0700), 0);
        must(mw_smtp_options_new(suite_context(), &options, &suite_error));
        suite_defer(end_options, options);
        snprintf(url, sizeof url, "exec:%s", path);
        must(mw_smtp_options_set_server(options, url, 0, &suite_error));
        submit(options, &message, 1, &out);
        assert_int_equal(out.results[0], CASES[i].result);
        assert_string_equal(out.statuses[0], CASES[i].statuses);
    }
}

/* It will not be there at the next try, either. */
static void refuses_for_good_what_is_no_program(void **state)
{
    static outcome out;
    mw_smtp_message *messages[2];
    mw_smtp_options *options;

    (void)state;
    out = (outcome){ 0 };
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("they@example.test");
    must(mw_smtp_options_new(suite_context(), &options, &suite_error));
    suite_defer(end_options, options);
    must(mw_smtp_options_set_server(options, "exec:/nonexistent/mail", 0,
                                    &suite_error));
    submit(options, messages, 2, &out);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(out.results[i], MW_SMTP_PERMANENT);
        assert_string_equal(out.statuses[i], "p");
        assert_int_equal(out.phases[i], MW_SMTP_PHASE_CONNECT);
        assert_string_equal(out.what[i],
                            "/nonexistent/mail: no such file or directory");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(hands_a_message_over_and_says_so),
    cmocka_unit_test(tells_the_dialogue_line_by_line_without_secrets),
    cmocka_unit_test(sends_in_chunks_where_they_are_offered),
    cmocka_unit_test(begins_another_connection_when_one_has_had_enough),
    cmocka_unit_test(greets_by_the_address_of_each_connection),
    cmocka_unit_test(says_in_doubt_of_one_message_and_goes_on_with_the_next),
    cmocka_unit_test(ends_no_data_of_a_message_that_cannot_be_read),
    cmocka_unit_test(reports_every_message_where_nobody_listens),
    cmocka_unit_test(calls_nobody_for_a_message_without_recipients),
    cmocka_unit_test(hears_a_refusal_while_the_message_goes_out),
    cmocka_unit_test(ends_when_it_is_interrupted_and_tells_of_all_messages),
    cmocka_unit_test(refuses_options_that_make_no_sense),
    cmocka_unit_test(probes_without_a_message),
    cmocka_unit_test(runs_a_program_and_reads_its_status),
    cmocka_unit_test(refuses_for_good_what_is_no_program),
};

SUITE_MAIN(TESTS)
