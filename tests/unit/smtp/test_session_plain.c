/* SPDX-License-Identifier: MIT */

/*
 * Sessions from the greeting to QUIT, with one message or several, and the
 * class of result for each answer that can come in between.
 */

#include "smtp/dialogue.h"

#define STARTS                                                                 \
    GREETS HELLO "S: 250 mail.example.test\n"                                  \
                 "C: MAIL FROM:<sender@example.test>\n"
#define TO(name) "C: RCPT TO:<" name "@example.test>\n"
#define SENT SENDS_TEXT "C: .\nD:\n"

/* C093 C094 C095 C100 C104 T01 */
static void delivers_by_the_least_of_the_protocol(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(STARTS
         "S: 250 2.0.0 ok\n" TO("rcpt") "S: 250 2.0.0 ok\n"
                                        "C: DATA\nS: 354 go ahead\n" SENT
                                        "S: 250 2.0.0 queued as 4F2A\n" QUITS,
         &settings, "rcpt", MW_SMTP_OK, "A");
}

static const struct {
    const char *script;
    mw_smtp_result result;
    const char *statuses;
} ANSWERS[] = {
    { "S: 554 5.3.2 no\n" QUITS, MW_SMTP_PERMANENT, "P" },
    { "S: 421 4.3.2 busy\n", MW_SMTP_TEMPORARY, "T" },
    { "S: 450 later\n" QUITS, MW_SMTP_TEMPORARY, "T" },
    { "S: 250 ok\n", MW_SMTP_PROTOCOL, "-" },
    { "X:\n", MW_SMTP_TEMPORARY, "T" },
    { "S: HTTP/1.1 400 Bad Request\nS: Connection: close\nX:\n",
      MW_SMTP_PROTOCOL, "-" },
    { GREETS HELLO "S: 421 4.3.0 bye\n", MW_SMTP_TEMPORARY, "T" },
    { GREETS HELLO "S: 550 bad name\n" QUITS, MW_SMTP_PERMANENT, "P" },
    { GREETS HELLO "S: 220 again\n", MW_SMTP_PROTOCOL, "-" },
    { GREETS HELLO "S: 250-a\nS: 550-SIZE 1\nS: 250 DSN\n", MW_SMTP_PROTOCOL,
      "-" },
    { STARTS "S: 452 4.3.1 full\n" QUITS, MW_SMTP_TEMPORARY, "T" },
    { STARTS "S: 550 5.1.0 no\n" QUITS, MW_SMTP_PERMANENT, "P" },
    { STARTS "S: 421 4.3.2 bye\n", MW_SMTP_TEMPORARY, "T" },
    { STARTS "S: 150 hm\n", MW_SMTP_PROTOCOL, "-" },
    { STARTS "S: 650 hm\n", MW_SMTP_PROTOCOL, "-" },
    { STARTS "S: 25 ok\n", MW_SMTP_PROTOCOL, "-" },
    { STARTS "S: 235 ok\n", MW_SMTP_PROTOCOL, "-" },
    { STARTS "S: 354 ok\n", MW_SMTP_PROTOCOL, "-" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 450 4.2.0 grey\n" QUITS,
      MW_SMTP_TEMPORARY, "T" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 553 5.1.3 bad\n" QUITS,
      MW_SMTP_PERMANENT, "P" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 499 what\n" QUITS, MW_SMTP_TEMPORARY,
      "T" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 250 ok\nC: DATA\nS: 451 no\n" QUITS,
      MW_SMTP_TEMPORARY, "T" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 250 ok\nC: DATA\nS: 421 no\n",
      MW_SMTP_TEMPORARY, "T" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 250 ok\nC: DATA\nS: 554 no\n" QUITS,
      MW_SMTP_PERMANENT, "P" },
    { STARTS "S: 250 ok\n" TO("rcpt") "S: 250 ok\nC: DATA\nS: 250 fine\n",
      MW_SMTP_PROTOCOL, "-" },
};

/* C098 C100 C107 C153 T02 */
static void tells_the_class_of_each_answer(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++)
        play(ANSWERS[i].script, &settings, "rcpt", ANSWERS[i].result,
             ANSWERS[i].statuses);
}

#define TO_FINAL                                                               \
    STARTS "S: 250 ok\n" TO("rcpt") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT

static const struct {
    const char *script;
    mw_smtp_result result;
    const char *statuses;
} FINALS[] = {
    { TO_FINAL "S: 250 ok\n" QUITS, MW_SMTP_OK, "A" },
    { TO_FINAL "S: 299 odd\n" QUITS, MW_SMTP_OK, "A" },
    { TO_FINAL "S: 250-a\nS: 250-queued as\nS: 250 ABC\n" QUITS, MW_SMTP_OK,
      "A" },
    { TO_FINAL "S: 450 4.2.0 later\n" QUITS, MW_SMTP_TEMPORARY, "T" },
    { TO_FINAL "S: 554 5.7.1 no\n" QUITS, MW_SMTP_PERMANENT, "P" },
    { TO_FINAL "S: 421 4.3.2 closing\n", MW_SMTP_TEMPORARY, "T" },
    { TO_FINAL "X:\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL, MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "N: 250 queued\nX:\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: \x16\x03 what\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 250-queued\nS: 554 no\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 354 go\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 221 bye\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 150 hm\n", MW_SMTP_IN_DOUBT, "?" },
    /* What comes of QUIT changes nothing. */
    { TO_FINAL "S: 250 ok\nC: QUIT\nX:\n", MW_SMTP_OK, "A" },
    { TO_FINAL "S: 250 ok\nC: QUIT\n", MW_SMTP_OK, "A" },
    { TO_FINAL "S: 250 ok\nC: QUIT\nS: 500 what?\n", MW_SMTP_OK, "A" },
    { TO_FINAL "S: 250 ok\nC: QUIT\nS: nonsense\n", MW_SMTP_OK, "A" },
    { TO_FINAL "S: 250 ok\nS: 421 idle too long\n", MW_SMTP_OK, "A" },
    /* But an answer to a message there shows that all were one apart. */
    { TO_FINAL "S: 250 ok\nC: QUIT\nS: 250 queued\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 250 ok\nC: QUIT\nS: 554 refused\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 554 no\nC: QUIT\nS: 250 queued\n", MW_SMTP_IN_DOUBT, "?" },
    { TO_FINAL "S: 250 ok\nS: 250 ok\n", MW_SMTP_IN_DOUBT, "?" },
};

/* C106 C153 T02 T03 */
static void is_in_doubt_after_the_end_without_a_whole_reply(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    for (size_t i = 0; i < sizeof FINALS / sizeof FINALS[0]; i++)
        play(FINALS[i].script, &settings, "rcpt", FINALS[i].result,
             FINALS[i].statuses);
}

/* C093: only where EHLO itself is unknown */
static void falls_back_to_helo(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(GREETS HELLO
         "S: 502 5.5.1 not implemented\nC: HELO client.example.test\n"
         "S: 250 hi\nC: MAIL FROM:<sender@example.test>\nS: 250 ok\n" TO(
             "rcpt") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "rcpt", MW_SMTP_OK, "A");
    play(GREETS HELLO "S: 500 no\nC: HELO client.example.test\n"
                      "S: 550 no\n" QUITS,
         &settings, "rcpt", MW_SMTP_PERMANENT, "P");
}

/* C098 C152: keywords in a reply to HELO count */
static void reads_keywords_of_helo(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(GREETS HELLO
         "S: 502 no\nC: HELO client.example.test\n"
         "S: 250-hi\nS: 250 siZe 20000\n"
         "C: MAIL FROM:<sender@example.test> SIZE=27\nS: 250 ok\n" TO(
             "rcpt") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "rcpt", MW_SMTP_OK, "A");
}

/* C099 T15 */
static void says_of_each_recipient_what_became_of_it(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(STARTS "S: 250 ok\n" TO("a") "S: 251 will forward\n" TO(
             "b") "S: 550 5.1.1 "
                  "no such "
                  "user\n" TO("c") "S: 450 later\n" TO("d") "S: "
                                                            "252 "
                                                            "cannot"
                                                            " verif"
                                                            "y\nC: "
                                                            "DATA\n"
                                                            "S: "
                                                            "354 "
                                                            "go"
                                                            "\n" SENT "S: "
                                                            "250 "
                                                            "ok"
                                                            "\n" QUITS,
         &settings, "a,b,c,d", MW_SMTP_PARTIAL, "APTA");
    play(STARTS "S: 250 ok\n" TO("a") "S: 550 no\n" TO("b") "S: 450 no\n" QUITS,
         &settings, "a,b", MW_SMTP_TEMPORARY, "PT");
}

/* C107 */
static void sends_to_all_or_none(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.all_or_none = true;
    play(STARTS "S: 250 ok\n" TO("a") "S: 250 ok\n" TO("b") "S: 550 no\n" TO(
             "c") "S: 250 ok\n" QUITS,
         &settings, "a,b,c", MW_SMTP_PERMANENT, "-P-");
    play(STARTS "S: 250 ok\n" TO("a") "S: 250 ok\n" TO(
             "b") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS,
         &settings, "a,b", MW_SMTP_OK, "AA");
}

/* C102 C105: the rest goes in another transaction */
static void sends_the_rest_again_where_there_were_too_many(void **state)
{
    const mw_session_settings settings = plain_settings();

    (void)state;
    play(STARTS "S: 250 ok\n" TO("a") "S: 250 ok\n" TO("b") "S: 250 ok\n" TO(
             "c") "S: 452 4.5.3 too many\nC: DATA\nS: 354 go\n" SENT
                  "S: 250 queued as 1\nC: MAIL FROM:<sender@example.test>\n"
                  "S: 250 ok\n" TO("c") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                        "S: 250 queued as 2\n" QUITS,
         &settings, "a,b,c", MW_SMTP_OK, "AAA");
    /* A full mailbox is no such thing. */
    play(STARTS "S: 250 ok\n" TO("a") "S: 250 ok\n" TO(
             "b") "S: 452 4.2.2 full\nC: DATA\nS: 354 go\n" SENT
                  "S: 250 ok\n" QUITS,
         &settings, "a,b", MW_SMTP_PARTIAL, "AT");
    /* The first of all is never too many. */
    play(STARTS "S: 250 ok\n" TO("a") "S: 552 too many\n" QUITS, &settings, "a",
         MW_SMTP_PERMANENT, "P");
}

/* C122 */
static void keeps_within_the_limits_of_the_server(void **state)
{
    const mw_session_settings settings = plain_settings();
    static const char LIMITED[] = GREETS HELLO
        "S: 250-mail\nS: 250 LIMITS RCPTMAX=1 MAILMAX=2 x y=z\n"
        "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n" TO(
            "a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                 "S: 250 ok\nC: MAIL FROM:<sender@example.test>\n"
                 "S: 250 ok\n" TO("b") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                       "S: 250 ok\n" QUITS;

    (void)state;
    play(LIMITED, &settings, "a,b", MW_SMTP_OK, "AA");
    play(LIMITED, &settings, "a,b,c", MW_SMTP_PARTIAL, "AAT");
}

/* C100 C102: the server leaves, whatever its limits are */
static void tells_what_the_server_said_when_it_left(void **state)
{
    const mw_session_settings settings = plain_settings();
    static const char *const LEAVES[] = {
        "C: DATA\nS: 421 4.3.2 going down\n",
        "C: DATA\nS: 354 go\n" SENT "S: 421 4.3.2 going down\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof LEAVES / sizeof LEAVES[0]; i++) {
        char script[1024];
        mw_smtp_message *message = message_to("a,b");
        dialogue self = { 0 };

        (void)snprintf(script, sizeof script,
                       GREETS HELLO "S: 250-mail\nS: 250 LIMITS RCPTMAX=1\n"
                                    "C: MAIL FROM:<sender@example.test>\n"
                                    "S: 250 ok\n" TO("a") "S: 250 ok\n%s",
                       LEAVES[i]);
        run_one(&self, script, &settings, message, NULL);
        assert_came_to(&self, 0, MW_SMTP_TEMPORARY, "TT");
        suite_end_if_refused();
        assert_non_null(strstr(self.what[0], ": 421 4.3.2 going down"));
        assert_string_equal(self.hints[0], "try again later");
    }
}

static void run_two(const char *script, dialogue *self)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *messages[2] = { message_to("a"), message_to("b") };

    *self = (dialogue){ 0 };
    run_messages(self, script, &settings, messages, 2, TEXT, NULL);
}

/* C105 */
static void sends_several_messages_and_resets_after_a_failure(void **state)
{
    dialogue self;

    (void)state;
    run_two(
        STARTS "S: 250 ok\n" TO(
            "a") "S: 550 no\nC: RSET\nS: 250 ok\n"
                 "C: MAIL FROM:<sender@example.test>\n"
                 "S: 250 ok\n" TO("b") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                       "S: 250 id=1abc-2\n" QUITS,
        &self);
    suite_end_if_refused();
    assert_int_equal(self.reports, 2);
    assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
    assert_came_to(&self, 1, MW_SMTP_OK, "A");
    assert_string_equal(self.queue_ids[1], "1abc-2");
}

/* The first message is in doubt, where the second shows one reply too many. */
static void takes_back_what_a_surplus_reply_said(void **state)
{
    dialogue self;

    (void)state;
    run_two(STARTS "S: 250 ok\n" TO("a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                         "S: 250 ok\nS: 250 queued\n",
            &self);
    suite_end_if_refused();
    assert_int_equal(self.reports, 2);
    assert_came_to(&self, 0, MW_SMTP_IN_DOUBT, "?");
    assert_came_to(&self, 1, MW_SMTP_PROTOCOL, "-");
}

/* C151 T04: refused before there is a connection */
static void refuses_what_no_line_can_carry(void **state)
{
    mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");

    (void)state;
    must(mw_session_check(&settings, message, &suite_error));
    settings.helo = "x\r\nMAIL FROM:<evil@example.test>";
    must_fail(mw_session_check(&settings, message, &suite_error), MW_E_SYNTAX);
    settings = plain_settings();
    settings.envelope_id = "a\nb";
    must_fail(mw_session_check(&settings, message, &suite_error), MW_E_SYNTAX);
    must_fail(
        mw_smtp_message_add_recipient(
            message, "a@x>\r\nRCPT TO:<victim@example.test", &suite_error),
        MW_E_SYNTAX);
    must_fail(mw_smtp_message_add_recipient(
                  message, "\"a\r\nRCPT TO:<v@x>\"@example.test", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_smtp_message_add_recipient(message, "a b@x", &suite_error),
              MW_E_SYNTAX);
    must(mw_smtp_message_add_recipient(message, "\"a> NOTIFY=NEVER\"@x",
                                       &suite_error));
}

/* C119 */
static void holds_no_report(void **state)
{
    mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");

    (void)state;
    settings.hold_for = 60;
    must(mw_session_check(&settings, message, &suite_error));
    must(mw_smtp_message_set_from(message, "", &suite_error));
    must_fail(mw_session_check(&settings, message, &suite_error), MW_E_USAGE);
    settings = plain_settings();
    settings.hold_until = "2030-01-01T00:00:00Z";
    must_fail(mw_session_check(&settings, message, &suite_error), MW_E_USAGE);
}

/* What seems to be missing may stand behind the end that was no end. */
static void finds_surplus_before_it_misses_an_offer(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.tls = MW_SMTP_TLS_REQUIRED;
    play(GREETS HELLO "S: 250-mail\nS: 250 DSN\nS: 250-STARTTLS\nS: 250 HELP\n",
         &settings, "rcpt", MW_SMTP_PROTOCOL, "-");
}

/* To send it again helps those alone that are refused for now. */
static void hints_at_another_try_where_it_can_help(void **state)
{
    static const struct {
        const char *reply, *hint;
    } REFUSALS[] = {
        { "S: 450 4.2.0 grey\n",
          "send it again to those that are refused for now" },
        { "S: 550 5.1.1 nobody\n", "" },
    };
    const mw_session_settings settings = plain_settings();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        dialogue self = { 0 };
        char script[800];

        snprintf(script, sizeof script, "%s%s%s",
                 STARTS "S: 250 ok\n" TO("a") "S: 250 ok\n" TO("b"),
                 REFUSALS[i].reply,
                 "C: DATA\nS: 354 go\n" SENT "S: 250 ok\n" QUITS);
        run_one(&self, script, &settings, message_to("a,b"), NULL);
        suite_end_if_refused();
        assert_came_to(&self, 0, MW_SMTP_PARTIAL, NULL);
        assert_string_equal(self.hints[0], REFUSALS[i].hint);
    }
}

/* C103: a time for each wait, and never less than RFC 5321 says. */
static void waits_as_long_as_the_protocol_says(void **state)
{
    static const unsigned LEAST[MW_SMTP_PHASE_COUNT] = {
        [MW_SMTP_PHASE_GREETING] = 300, [MW_SMTP_PHASE_MAIL] = 300,
        [MW_SMTP_PHASE_RCPT] = 300,     [MW_SMTP_PHASE_DATA] = 120,
        [MW_SMTP_PHASE_FINAL] = 600,
    };
    const mw_session_settings settings = plain_settings();
    static const run_options PLAIN;
    dialogue self = { .options = &PLAIN,
                      .script = STARTS "S: 250 ok\n" TO(
                          "a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                               "S: 250 ok\n" QUITS,
                      .body = TEXT };
    unsigned waited = 0, waits = 0;
    mw_wish wish;

    (void)state;
    mw_buffer_init(&self.said, NULL, 0);
    must(mw_session_new(&settings, message_to("a"), &self.session,
                        &suite_error));
    do {
        mw_session_next(self.session, &wish);
        if (wish.kind == MW_WISH_READ && wish.wait != waited) {
            assert_true(wish.timeout >= LEAST[wish.phase]);
            waited = wish.wait;
            waits++;
        }
        if (wish.kind == MW_WISH_BODY)
            assert_true(wish.timeout >= 180);
        do_wish(&self, &wish);
    } while (wish.kind != MW_WISH_END);
    mw_session_free(self.session);
    mw_buffer_free(&self.said);
    suite_end_if_refused();
    assert_int_equal(self.results[0], MW_SMTP_OK);
    /* Greeting, EHLO, MAIL, RCPT, DATA, its end, QUIT. */
    assert_int_equal(waits, 7);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(delivers_by_the_least_of_the_protocol),
    cmocka_unit_test(tells_the_class_of_each_answer),
    cmocka_unit_test(is_in_doubt_after_the_end_without_a_whole_reply),
    cmocka_unit_test(falls_back_to_helo),
    cmocka_unit_test(reads_keywords_of_helo),
    cmocka_unit_test(says_of_each_recipient_what_became_of_it),
    cmocka_unit_test(tells_what_the_server_said_when_it_left),
    cmocka_unit_test(sends_to_all_or_none),
    cmocka_unit_test(sends_the_rest_again_where_there_were_too_many),
    cmocka_unit_test(keeps_within_the_limits_of_the_server),
    cmocka_unit_test(sends_several_messages_and_resets_after_a_failure),
    cmocka_unit_test(takes_back_what_a_surplus_reply_said),
    cmocka_unit_test(holds_no_report),
    cmocka_unit_test(finds_surplus_before_it_misses_an_offer),
    cmocka_unit_test(refuses_what_no_line_can_carry),
    cmocka_unit_test(hints_at_another_try_where_it_can_help),
    cmocka_unit_test(waits_as_long_as_the_protocol_says),
};

SUITE_MAIN(TESTS)
