/* SPDX-License-Identifier: MIT */

/*
 * Groups of commands, chunks and LMTP: every reply is matched with its
 * command, and what is one too many ends the session.
 */

#include "smtp/dialogue.h"

#define OFFERS(keywords)                                                       \
    GREETS HELLO "S: 250-mail\nS: 250-" keywords "\nS: 250 HELP\n"
#define MAIL "C: MAIL FROM:<sender@example.test>\n"
#define TO(name) "C: RCPT TO:<" name "@example.test>\n"
#define SENT SENDS_TEXT "C: .\nD:\n"

/* C113 */
static void sends_a_group_and_matches_each_reply(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(OFFERS("PIPELINING") MAIL TO("a")
             TO("b") "C: DATA\nS: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\nS: 354 "
                     "go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "a,b", MW_SMTP_PARTIAL, "PA");
    play(OFFERS("PIPELINING") MAIL TO("a") "C: DATA\nS: 250 ok\nX:\n",
         &settings, "a", MW_SMTP_TEMPORARY, "T");
    play(OFFERS("PIPELINING") MAIL TO("a")
             TO("b") "C: DATA\nS: 250 ok\nS: 250 ok\nS: 421 closing\n",
         &settings, "a,b", MW_SMTP_TEMPORARY, "TT");
}

/* C113: a lone dot, never the message */
static void ends_data_with_a_lone_dot_where_nobody_was_taken(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(OFFERS("PIPELINING") MAIL TO("a") "C: DATA\nS: 250 ok\nS: 550 no\nS: "
                                           "354 go\nC: .\nS: 554 none\n" QUITS,
         &settings, "a", MW_SMTP_PERMANENT, "P");
    play(OFFERS("PIPELINING") MAIL TO("a") "C: DATA\nS: 550 no\nS: 503 no\nS: "
                                           "354 go\nC: .\nS: 554 none\n" QUITS,
         &settings, "a", MW_SMTP_PERMANENT, "P");
    play(OFFERS("PIPELINING")
             MAIL TO("a") "C: DATA\nS: 250 ok\nS: 450 no\nS: 503 no\n" QUITS,
         &settings, "a", MW_SMTP_TEMPORARY, "T");
    /* If the server counts a recipient, a dot would be a message. */
    play(OFFERS("PIPELINING")
             MAIL TO("a") "C: DATA\nS: 550 no\nS: 250 ok\nS: 354 go\n",
         &settings, "a", MW_SMTP_PERMANENT, "P");
}

/* C107: DATA waits for the replies, if all have to be taken */
static void ends_the_group_before_data_for_all_or_none(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.all_or_none = true;
    play(OFFERS("PIPELINING") MAIL TO("a")
             TO("b") "S: 250 ok\nS: 250 ok\nS: 550 no\n" QUITS,
         &settings, "a,b", MW_SMTP_PERMANENT, "-P");
    play(OFFERS("PIPELINING") MAIL TO("a") TO(
             "b") "S: 250 ok\nS: 250 ok\nS: 250 ok\nC: DATA\nS: 354 go\n" SENT
                  "S: 250 ok\n" QUITS,
         &settings, "a,b", MW_SMTP_OK, "AA");
}

/* A line of the list that ends it by its form, and more lines behind it: at
 * once, or when the client has gone on. */
#define LIST                                                                   \
    "S: 250-smtp18.example.test Hello\nS: 250-SIZE 20971520\n"                 \
    "S: 250-8BITMIME\nS: 250-PIPELINING\n"

static const struct {
    const char *script;
    mw_smtp_result result;
    const char *statuses;
} SURPLUS[] = {
    { GREETS HELLO LIST "S: 250 DSN\nS: 250-AUTH LOGIN\nS: 250 HELP\n",
      MW_SMTP_PROTOCOL, "-" },
    { GREETS HELLO LIST "S: 250 DSN\nN: 250-AUT\n", MW_SMTP_PROTOCOL, "-" },
    { GREETS HELLO LIST
      "S: 250 DSN\nL: 250-AUTH LOGIN\nL: 250-STARTTLS\nL: 250 HELP\n"
      "C: MAIL FROM:<sender@example.test> SIZE=27\n" TO(
          "a") "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n",
      MW_SMTP_PROTOCOL, "-" },
    { GREETS HELLO LIST
      "S: 250-CHUNKING\nS: 250 DSN\nL: 250-AUTH LOGIN\nL: 250 HELP\n"
      "C: MAIL FROM:<sender@example.test> SIZE=27\n" TO(
          "a") "S: 250 ok\nS: 250 ok\n",
      MW_SMTP_PROTOCOL, "-" },
    /* Later still: the last chunk is answered by the reply to RCPT, and QUIT
     * by that to the chunk. */
    { GREETS HELLO LIST
      "S: 250-CHUNKING\nS: 250 DSN\nL: 250-AUTH LOGIN\nL: 250 HELP\n"
      "C: MAIL FROM:<sender@example.test> SIZE=27\n" TO(
          "a") "S: 250 ok\nC: BDAT 27 LAST\nC: Subject: replay\nC: \nC: "
               "Hello.\n"
               "D:\nS: 250 ok\nC: QUIT\nS: 250 queued\n",
      MW_SMTP_IN_DOUBT, "?" },
    { GREETS "S: 250 hello\n", MW_SMTP_PROTOCOL, "-" },
    { OFFERS("PIPELINING") MAIL TO(
          "a") "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nS: 250 queued\n",
      MW_SMTP_PROTOCOL, "-" },
    { OFFERS("DSN") MAIL "S: 250 ok\nS: 250 ok\n", MW_SMTP_PROTOCOL, "-" },
    { OFFERS("DSN") MAIL "S: 421 no time\n", MW_SMTP_TEMPORARY, "T" },
};

/* T11 */
static void ends_where_the_two_sides_are_out_of_step(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    for (size_t i = 0; i < sizeof SURPLUS / sizeof SURPLUS[0]; i++)
        play(SURPLUS[i].script, &settings, "a", SURPLUS[i].result,
             SURPLUS[i].statuses);
}

static void names_the_lines_that_are_too_many(void **state)
{
    const mw_session_settings settings = plain_settings();
    dialogue self = { 0 };

    (void)state;
    run_one(&self, SURPLUS[0].script, &settings, message_to("a"), NULL);
    suite_end_if_refused();
    assert_string_equal(self.what[0],
                        "the server said more than it was asked: 250-AUTH "
                        "LOGIN, 250 HELP");
}

static void names_a_server_that_begins_without_tls(void **state)
{
    mw_session_settings settings = plain_settings();
    dialogue self = { 0 };

    (void)state;
    settings.tls = MW_SMTP_TLS_IMPLICIT;
    run_one(&self, "S: 220 mail\n", &settings, message_to("a"), NULL);
    suite_end_if_refused();
    assert_int_equal(self.results[0], MW_SMTP_TLS);
    assert_string_equal(self.what[0],
                        "the server said more than it was asked: 220 mail");
    assert_string_equal(self.hints[0],
                        "smtp:// begins without TLS, and then asks for it");
}

static void asks_for_tls_where_no_greeting_comes(void **state)
{
    const mw_session_settings settings = plain_settings();
    dialogue self = { 0 };

    (void)state;
    run_one(&self, "", &settings, message_to("a"), NULL);
    suite_end_if_refused();
    assert_int_equal(self.results[0], MW_SMTP_TEMPORARY);
    assert_non_null(strstr(self.hints[0], "smtps://"));
}

/* C114: replies are read while the group goes out */
static void reads_while_a_long_group_goes_out(void **state)
{
    const mw_session_settings settings = plain_settings();
    static const run_options EAGER = { .eager = true };
    mw_smtp_message *message;
    char *script, *at;
    dialogue self = { 0 };

    (void)state;
    if (suite_is_fault_run())
        return;
    message = message_to("u0");
    script = at = malloc(2000 * 100);
    assert_non_null(script);
    at +=
        sprintf(at, "%s",
                OFFERS("PIPELINING") MAIL "S: 250 ok\n" TO("u0") "S: 250 ok\n");
    for (int i = 1; i < 2000; i++) {
        char address[40];

        snprintf(address, sizeof address, "u%d@example.test", i);
        must(mw_smtp_message_add_recipient(message, address, &suite_error));
        at += sprintf(at, "C: RCPT TO:<%s>\nS: 250 a long reply\n", address);
    }
    sprintf(at, "%s", "C: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS);
    run_one(&self, script, &settings, message, &EAGER);
    free(script);
    assert_came_to(&self, 0, MW_SMTP_OK, NULL);
}

#define CHUNKED(size) MAIL "S: 250 ok\n" TO("a") "S: 250 ok\nC: BDAT " size "\n"

/* C115 C116 C092 */
static void sends_chunks_without_doubling_dots(void **state)
{
    mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");

    (void)state;
    mw_smtp_message_set_size(message, 11);
    for (size_t i = 0; i < WAY_COUNT; i++) {
        dialogue self = { 0 };

        run_messages(
            &self,
            OFFERS("CHUNKING") CHUNKED(
                "11 LAST") "C: .\nC: a\nC: ..\nB: .\nD:\nS: 250 ok\n" QUITS,
            &settings, &message, 1, ".\r\na\r\n..\r\n.", &WAYS[i]);
        assert_came_to(&self, 0, MW_SMTP_OK, "A");
        if (suite_is_fault_run())
            break;
    }
    suite_end_if_refused();
}

static const struct {
    const char *script;
    mw_smtp_result result;
    const char *statuses;
} CHUNKS[] = {
    { CHUNKED("10") "B: Subject: r\nS: 250 ok\nC: BDAT 10\nC: eplay\nC: \n"
                    "B: H\nS: 250 ok\nC: BDAT 7 LAST\nC: ello.\nD:\nS: 250 "
                    "ok\n" QUITS,
      MW_SMTP_OK, "A" },
    { CHUNKED("10") "B: Subject: r\nS: 452 4.3.1 no space\n" QUITS,
      MW_SMTP_TEMPORARY, "T" },
    { CHUNKED("10") "B: Subject: r\nS: 250 ok\nC: BDAT 10\nC: eplay\nC: \n"
                    "B: H\nS: 554 5.6.0 no\n" QUITS,
      MW_SMTP_PERMANENT, "P" },
    { CHUNKED("10") "B: Subject: r\nS: 354 go\n", MW_SMTP_PROTOCOL, "-" },
    { CHUNKED("10") "B: Subject: r\nX:\n", MW_SMTP_TEMPORARY, "T" },
    { CHUNKED("10") "B: Subject: r\nS: 250 ok\nC: BDAT 10\nC: eplay\nC: \n"
                    "B: H\nS: 250 ok\nC: BDAT 7 LAST\nC: ello.\nD:\nX:\n",
      MW_SMTP_IN_DOUBT, "?" },
    { CHUNKED("10") "B: Subject: r\nS: 250 ok\nC: BDAT 10\nC: eplay\nC: \n"
                    "B: H\nS: 250 ok\nS: 250 ok\n",
      MW_SMTP_PROTOCOL, "-" },
};

/* C115 */
static void waits_for_the_reply_to_each_chunk(void **state)
{
    mw_session_settings settings = plain_settings();
    char script[1000];

    (void)state;
    settings.chunk_size = 10;
    for (size_t i = 0; i < sizeof CHUNKS / sizeof CHUNKS[0]; i++) {
        snprintf(script, sizeof script, "%s%s", OFFERS("CHUNKING"),
                 CHUNKS[i].script);
        play(script, &settings, "a", CHUNKS[i].result, CHUNKS[i].statuses);
    }
}

/* C115: never without the offer, and not where it is not to be seen */
static void sends_chunks_only_where_they_are_offered(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.without = "chunking, pipelining";
    play(OFFERS("CHUNKING\nS: 250-PIPELINING") MAIL
         "S: 250 ok\n" TO("a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                               "S: 250 ok\n" QUITS,
         &settings, "a", MW_SMTP_OK, "A");
}

#define LMTP_STARTS                                                            \
    GREETS                                                                     \
    "C: LHLO client.example.test\nS: 250-mail\nS: 250 PIPELINING\n" MAIL TO(   \
        "a") TO("b") TO("c") "C: DATA\nS: 250 ok\nS: 250 ok\n"

/* C136 */
static void takes_a_reply_for_each_recipient_by_lmtp(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.lmtp = true;
    play(LMTP_STARTS
         "S: 250 ok\nS: 250 ok\nS: 354 go\n" SENT
         "S: 250 a\nS: 450 4.2.2 b full\nS: 550 5.2.1 c off\n" QUITS,
         &settings, "a,b,c", MW_SMTP_PARTIAL, "ATP");
    play(LMTP_STARTS "S: 550 no\nS: 250 ok\nS: 354 go\n" SENT
                     "S: 250 a\nS: 452 c later\n" QUITS,
         &settings, "a,b,c", MW_SMTP_PARTIAL, "APT");
    play(LMTP_STARTS "S: 250 ok\nS: 250 ok\nS: 354 go\n" SENT "S: 250 a\nX:\n",
         &settings, "a,b,c", MW_SMTP_IN_DOUBT, "A??");
    play(LMTP_STARTS "S: 250 ok\nS: 250 ok\nS: 354 go\n" SENT
                     "S: 250 a\nS: 250 b\nS: 250 c\nS: 550 d\n",
         &settings, "a,b,c", MW_SMTP_IN_DOUBT, "???");
    play(GREETS "C: LHLO client.example.test\nS: 500 what?\n" QUITS, &settings,
         "a", MW_SMTP_PERMANENT, "P");
}

/* C118 C119 C120 C069 C146: what the user asked for goes out, or nothing */
static void asks_for_what_is_offered_and_refuses_the_rest(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.notify = MW_SMTP_NOTIFY_SUCCESS | MW_SMTP_NOTIFY_DELAY;
    settings.returned = MW_SMTP_RETURN_HEADERS;
    settings.envelope_id = "a+b";
    play(OFFERS("DSN") "C: MAIL FROM:<sender@example.test> RET=HDRS "
                       "ENVID=a+2Bb\nS: 250 ok\n"
                       "C: RCPT TO:<a@example.test> NOTIFY=SUCCESS,DELAY "
                       "ORCPT=rfc822;a@example.test\nS: 250 ok\n"
                       "C: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "a", MW_SMTP_OK, "A");
    play(OFFERS("X-NONE") QUITS, &settings, "a", MW_SMTP_PERMANENT, "P");
    settings = plain_settings();
    settings.deliver_by = "60;R";
    play(OFFERS("DELIVERBY 120") QUITS, &settings, "a", MW_SMTP_PERMANENT, "P");
    settings = plain_settings();
    settings.hold_for = 100;
    play(OFFERS("FUTURERELEASE 99 2030-01-01T00:00:00Z") QUITS, &settings, "a",
         MW_SMTP_PERMANENT, "P");
    settings = plain_settings();
    settings.has_priority = true;
    play(OFFERS("DSN") QUITS, &settings, "a", MW_SMTP_PERMANENT, "P");
}

/* C069 C118: a report warns of what was left out */
static void leaves_dsn_out_where_that_will_do(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.notify = MW_SMTP_NOTIFY_FAILURE;
    settings.returned = MW_SMTP_RETURN_FULL;
    settings.envelope_id = "a";
    settings.dsn_optional = true;
    play(OFFERS("X-NONE") "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n"
                          "C: RCPT TO:<a@example.test>\nS: 250 ok\n"
                          "C: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "a", MW_SMTP_OK, "A");
    play(OFFERS("DSN") "C: MAIL FROM:<sender@example.test> RET=FULL ENVID=a\n"
                       "S: 250 ok\n"
                       "C: RCPT TO:<a@example.test> NOTIFY=FAILURE "
                       "ORCPT=rfc822;a@example.test\nS: 250 ok\n"
                       "C: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "a", MW_SMTP_OK, "A");
}

/* C111 */
static void refuses_a_message_over_the_size_before_mail(void **state)
{
    const mw_session_settings settings = plain_settings();
    static const char *const SIZES[] = { "SIZE 0", "SIZE 27", "SIZE",
                                         "SIZE 18446744073709551617" };

    (void)state;
    play(OFFERS("SIZE 26") QUITS, &settings, "a", MW_SMTP_PERMANENT, "P");
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        char script[1000];

        snprintf(script, sizeof script, "%s\nS: 250 %s\n%s",
                 GREETS HELLO "S: 250-mail", SIZES[i],
                 "C: MAIL FROM:<sender@example.test> SIZE=27\nS: 250 ok\n" TO(
                     "a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                          "S: 250 ok\n" QUITS);
        play(script, &settings, "a", MW_SMTP_OK, "A");
    }
}

static mw_status plan_seven_bit(void *user, unsigned missing,
                                mw_smtp_message *message, mw_error *error)
{
    (void)user;
    if (missing & MW_EXTENSION_SMTPUTF8)
        return mw_fail(error, MW_E_DATA, "a local part outside ASCII");
    mw_smtp_message_set_extensions(message, 0);
    return MW_OK;
}

/* C112 C123: planned anew, or refused */
static void plans_anew_where_the_server_lacks_something(void **state)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");
    dialogue self = { 0 };

    (void)state;
    mw_smtp_message_set_extensions(message, MW_EXTENSION_8BITMIME);
    run_one(&self, OFFERS("SMTPUTF8") QUITS, &settings, message, NULL);
    assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
    message->replan = plan_seven_bit;
    self = (dialogue){ 0 };
    run_one(&self,
            OFFERS("8BITMIME") "C: MAIL FROM:<sender@example.test> "
                               "BODY=8BITMIME\nS: 250 ok\n" TO(
                                   "a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                        "S: 250 ok\n" QUITS,
            &settings, message, NULL);
    assert_came_to(&self, 0, MW_SMTP_OK, "A");
    assert_int_equal(self.plans, 0);
    self = (dialogue){ 0 };
    run_one(&self,
            OFFERS("SMTPUTF8") MAIL
            "S: 250 ok\n" TO("a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                  "S: 250 ok\n" QUITS,
            &settings, message, NULL);
    assert_came_to(&self, 0, MW_SMTP_OK, "A");
    suite_end_if_refused();
    assert_int_equal(self.plans, 1);
    assert_int_equal(self.planned_missing,
                     MW_EXTENSION_8BITMIME | MW_EXTENSION_BINARYMIME);
    mw_smtp_message_set_extensions(message, MW_EXTENSION_SMTPUTF8);
    self = (dialogue){ 0 };
    run_one(&self, OFFERS("8BITMIME") QUITS, &settings, message, NULL);
    assert_came_to(&self, 0, MW_SMTP_DATA, "-");
    suite_end_if_refused();
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(sends_a_group_and_matches_each_reply),
    cmocka_unit_test(ends_data_with_a_lone_dot_where_nobody_was_taken),
    cmocka_unit_test(ends_the_group_before_data_for_all_or_none),
    cmocka_unit_test(ends_where_the_two_sides_are_out_of_step),
    cmocka_unit_test(names_the_lines_that_are_too_many),
    cmocka_unit_test(names_a_server_that_begins_without_tls),
    cmocka_unit_test(asks_for_tls_where_no_greeting_comes),
    cmocka_unit_test(reads_while_a_long_group_goes_out),
    cmocka_unit_test(sends_chunks_without_doubling_dots),
    cmocka_unit_test(waits_for_the_reply_to_each_chunk),
    cmocka_unit_test(sends_chunks_only_where_they_are_offered),
    cmocka_unit_test(takes_a_reply_for_each_recipient_by_lmtp),
    cmocka_unit_test(asks_for_what_is_offered_and_refuses_the_rest),
    cmocka_unit_test(leaves_dsn_out_where_that_will_do),
    cmocka_unit_test(refuses_a_message_over_the_size_before_mail),
    cmocka_unit_test(plans_anew_where_the_server_lacks_something),
};

SUITE_MAIN(TESTS)
