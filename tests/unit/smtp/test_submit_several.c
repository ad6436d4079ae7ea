/* SPDX-License-Identifier: MIT */

/*
 * Several messages, and the connections that they go over. That many go at
 * once is test_submit_lanes.c's.
 */

#include "config.h"

#include "smtp/submit_stage.h"

#include "smtp/submit.h"

/* Submits three messages, all of which BOX gets, over CONNECTIONS. */
static void submit_three(const mw_smtp_options *options, peer *server,
                         const mailbox *box, outcome *out, size_t connections)
{
    mw_smtp_message *messages[3];

    for (size_t i = 0; i < 3; i++)
        messages[i] = message_to("you@example.test");
    submit(options, messages, 3, out);
    peer_end(server);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(out->results[i], MW_SMTP_OK);
    assert_int_equal(box->connections, connections);
    assert_int_equal(box->messages, 3);
}

static void begins_another_connection_when_one_has_had_enough(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    mw_smtp_options_set_flow(options, 2, 1000, 0);
    submit_three(options, &server, &box, &out, 2);
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

/* Exim leaves so behind the messages that it takes over one connection, and
 * all do where a message comes too late. */
static void moves_a_message_that_a_leaving_server_did_not_hear(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;

    (void)state;
    for (int silent = 0; silent < 2; silent++) {
        mw_smtp_options *options = begin(
            &server, &box, &out, "250-mail.example.test\r\n250-PIPELINING\r\n");

        box.most = 1;
        box.leaves_silent = silent != 0;
        submit_three(options, &server, &box, &out, 3);
    }
}

static void moves_no_first_message_of_a_connection(void **state)
{
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    options = begin(&server, &box, &out, "250-mail.example.test\r\n");
    box.mail = "421 4.3.2 going down\r\n";
    messages[0] = message_to("you@example.test");
    messages[1] = message_to("you@example.test");
    submit(options, messages, 2, &out);
    peer_end(&server);
    assert_int_equal(out.results[0], MW_SMTP_TEMPORARY);
    assert_int_equal(out.results[1], MW_SMTP_TEMPORARY);
    assert_int_equal(box.connections, 1);
}

/* Submits COUNT messages, the first to FIRST; gives the connections. */
static size_t submit_several(mailbox *box, const char *scheme,
                             const char *first, size_t count, outcome *out)
{
    static peer server;
    mw_smtp_message *messages[8];
    mw_smtp_options *options;
    char url[64];

    *out = (outcome){ 0 };
    box->connections = 0;
    peer_start(&server, serve, box);
    options = options_for(&server);
    snprintf(url, sizeof url, "%s://127.0.0.1:%u", scheme, server.port);
    must(mw_smtp_options_set_server(options, url, 0, &suite_error));
    for (size_t i = 0; i < count; i++)
        messages[i] = message_to(i == 0 ? first : "you@example.test");
    submit(options, messages, count, out);
    peer_end(&server);
    return box->connections;
}

#define PIPELINED "250-mail.example.test\r\n250-PIPELINING\r\n"

/* C113: by LMTP the lone dot ends the session, but not the messages. */
static void goes_on_behind_a_lone_dot(void **state)
{
    static mailbox box;
    static outcome out;

    (void)state;
    box = (mailbox){ .offers = PIPELINED };
    assert_int_equal(submit_several(&box, "lmtp", "no@example.test", 3, &out),
                     2);
    assert_int_equal(out.results[0], MW_SMTP_PERMANENT);
    assert_int_equal(out.results[1], MW_SMTP_OK);
    assert_int_equal(out.results[2], MW_SMTP_OK);
}

/* DATA is taken all the same, so the connection has to break: each time with
 * one message less. */
static void goes_on_behind_a_sender_that_was_refused(void **state)
{
    static const struct {
        const char *mail;
        mw_smtp_result result;
    } REFUSALS[] = { { "550 no\r\n", MW_SMTP_PERMANENT },
                     { "450 no\r\n", MW_SMTP_TEMPORARY } };
    static mailbox box;
    static outcome out;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < 2; i++) {
        box = (mailbox){ .offers = PIPELINED, .mail = REFUSALS[i].mail };
        assert_int_equal(
            submit_several(&box, "smtp", "you@example.test", 3, &out), 3);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(out.results[k], REFUSALS[i].result);
            assert_non_null(strstr(out.what[k], "refused the sender"));
        }
    }
}

#define LARGE ((size_t)16 << 20)

static mw_status write_large(void *user, mw_sink *sink, mw_error *error)
{
    static char line[1001];
    mw_status status = MW_OK;

    (void)user;
    memset(line, 'x', 998);
    memcpy(line + 998, "\r\n", 2);
    for (size_t i = 0; i < LARGE / 1000 && status == MW_OK; i++)
        status = mw_sink_write(sink, line, 1000, error);
    return status;
}

static void goes_on_behind_an_early_refusal(void **state)
{
    static const char *const EARLY[] = { "552 5.3.4 too big\r\n",
                                         "452 4.3.1 too big\r\n" };
    static char text[] = "";
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[2];

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < 2; i++) {
        options = begin(&server, &box, &out, "250-mail.example.test\r\n");
        box.early = EARLY[i];
        messages[0] = message_by(write_large, text, "you@example.test");
        mw_smtp_message_set_size(messages[0], LARGE / 1000 * 1000);
        messages[1] = message_to("you@example.test");
        submit(options, messages, 2, &out);
        peer_end(&server);
        assert_int_equal(out.results[0],
                         i ? MW_SMTP_TEMPORARY : MW_SMTP_PERMANENT);
        assert_int_equal(out.results[1], MW_SMTP_OK);
        assert_int_equal(box.connections, 2);
    }
}

/* C122: each has two domains, and any two of them three. */
static void moves_a_message_that_a_session_does_not_take_whole(void **state)
{
    static const char *const DOMAINS[] = { "a@one.test", "a@two.test",
                                           "a@three.test", "a@four.test" };
    static peer server;
    static mailbox box;
    static outcome out;
    mw_smtp_options *options;
    mw_smtp_message *messages[3];

    (void)state;
    options = begin(&server, &box, &out,
                    "250-mail.example.test\r\n250-LIMITS RCPTDOMAINMAX=2\r\n");
    for (size_t i = 0; i < 3; i++) {
        messages[i] = message_to(DOMAINS[i]);
        must(mw_smtp_message_add_recipient(messages[i], DOMAINS[i + 1],
                                           &suite_error));
    }
    submit(options, messages, 3, &out);
    peer_end(&server);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(out.statuses[i], "aa");
    assert_int_equal(box.connections, 3);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(begins_another_connection_when_one_has_had_enough),
    cmocka_unit_test(greets_by_the_address_of_each_connection),
    cmocka_unit_test(says_in_doubt_of_one_message_and_goes_on_with_the_next),
    cmocka_unit_test(ends_no_data_of_a_message_that_cannot_be_read),
    cmocka_unit_test(reports_every_message_where_nobody_listens),
    cmocka_unit_test(moves_a_message_that_a_leaving_server_did_not_hear),
    cmocka_unit_test(moves_no_first_message_of_a_connection),
    cmocka_unit_test(goes_on_behind_a_lone_dot),
    cmocka_unit_test(goes_on_behind_a_sender_that_was_refused),
    cmocka_unit_test(goes_on_behind_an_early_refusal),
    cmocka_unit_test(moves_a_message_that_a_session_does_not_take_whole),
};

SUITE_MAIN(TESTS)
