/* SPDX-License-Identifier: MIT */

/*
 * Submitting over real sockets on loopback, to a small server in a thread. It
 * is the driver that is tested here; what a session does with which reply is
 * in the suites of the session.
 */

#include "config.h"

#include "smtp/submit.h"
#include "smtp/submit_stage.h"

#include <stdlib.h>
#include <sys/stat.h>

static void note_progress(void *user, const mw_smtp_message *message,
                          uint64_t sent, uint64_t size)
{
    outcome *out = user;

    (void)message;
    (void)size;
    out->progress = sent;
}

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
    char start[80];

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
    snprintf(start, sizeof start, "N: connected to 127.0.0.1:%u, without TLS\n",
             server.port);
    assert_true(strlen(out.transcript) > strlen(start));
    assert_memory_equal(out.transcript, start, strlen(start));
    assert_string_equal(out.transcript + strlen(start),
                        "S: 220 mail.example.test\n"
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

static void end_descriptor(void *descriptor)
{
    close(*(int *)descriptor);
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
                     .early = "552 5.3.4 too big\r\n" };
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
    mw_smtp_options *options = new_options();
    mw_smtp_message *message = message_to("you@example.test");

    (void)state;
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_USAGE);
    must(mw_smtp_options_set_server(options, "smtps://127.0.0.1", 0,
                                    &suite_error));
    mw_smtp_options_set_tls(options, MW_SMTP_TLS_OFF);
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_USAGE);
    assert_int_equal(suite_error.cause, MW_CAUSE_SMTP_TLS);
    mw_smtp_options_set_tls(options, MW_SMTP_TLS_DEFAULT);
    must(mw_smtp_options_set_ca_file(options, "/nonexistent/ca.pem",
                                     &suite_error));
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_NO_INPUT);
    assert_int_equal(out.count, 0);
}

/* An address of RFC 5737 is no machine's; a unix socket has none at all. */
static void calls_nobody_from_an_address_that_is_not_ours(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *message = message_to("you@example.test");

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    must(mw_smtp_options_set_source(options, "192.0.2.77", &suite_error));
    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                             &suite_error),
              MW_E_USAGE);
    assert_int_equal(suite_error.cause, MW_CAUSE_SMTP_SOURCE);
    must_fail(mw_smtp_probe(suite_context(), options, NULL, &suite_error),
              MW_E_USAGE);
    assert_int_equal(suite_error.cause, MW_CAUSE_SMTP_SOURCE);
    assert_int_equal(out.count, 0);
    must(mw_smtp_options_set_source(options, "127.0.0.1", &suite_error));
    submit(options, &message, 1, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_OK);
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

        out = (outcome){ 0 };
        assert_int_equal(chmod(path, 0700), 0);
        submit(options_to_run(path), &message, 1, &out);
        assert_int_equal(out.results[0], CASES[i].result);
        assert_string_equal(out.statuses[0], CASES[i].statuses);
    }
}

/* It will not be there at the next try, either. */
static void refuses_for_good_what_is_no_program(void **state)
{
    static outcome out;
    mw_smtp_message *messages[2];

    (void)state;
    out = (outcome){ 0 };
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("they@example.test");
    submit(options_to_run("/nonexistent/mail"), messages, 2, &out);
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
    cmocka_unit_test(calls_nobody_for_a_message_without_recipients),
    cmocka_unit_test(hears_a_refusal_while_the_message_goes_out),
    cmocka_unit_test(ends_when_it_is_interrupted_and_tells_of_all_messages),
    cmocka_unit_test(refuses_options_that_make_no_sense),
    cmocka_unit_test(calls_nobody_from_an_address_that_is_not_ours),
    cmocka_unit_test(probes_without_a_message),
    cmocka_unit_test(runs_a_program_and_reads_its_status),
    cmocka_unit_test(refuses_for_good_what_is_no_program),
};

SUITE_MAIN(TESTS)
