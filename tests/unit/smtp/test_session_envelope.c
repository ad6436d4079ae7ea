/* SPDX-License-Identifier: MIT */

/*
 * What is said of a sender and of recipients, where the replies of one group
 * do not go together, where only the envelope is tried, and where somebody
 * interrupts.
 */

#include "smtp/dialogue.h"

#define OFFERS(keywords)                                                       \
    GREETS HELLO "S: 250-mail\nS: 250-" keywords "\nS: 250 HELP\n"
#define MAIL "C: MAIL FROM:<sender@example.test>\n"
#define TO(name) "C: RCPT TO:<" name "@example.test>\n"

/* C113: a refused sender says it all */
static void keeps_what_was_said_of_the_sender(void **state)
{
    static const char *const REST[] = {
        "S: 550 5.7.1 no\nS: 250 ok\nS: 354 go\n",
        "S: 550 5.7.1 no\nS: 250 ok\nS: 503 what\n" QUITS,
        "S: 550 5.7.1 no\nS: 503 what\nS: 503 what\n" QUITS,
    };
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");

    (void)state;
    for (size_t i = 0; i < sizeof REST / sizeof REST[0]; i++) {
        dialogue self = { 0 };
        char script[1000];

        snprintf(script, sizeof script, "%s%s",
                 OFFERS("PIPELINING") MAIL TO("a") "C: DATA\n", REST[i]);
        run_one(&self, script, &settings, message, NULL);
        suite_end_if_refused();
        assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
        assert_int_equal(self.codes[0], 550);
        assert_string_equal(self.what[0],
                            "the server refused the sender: 550 5.7.1 no");
    }
}

/* A recipient too many is told of, as nobody offers it a second time. */
static void judges_each_recipient_where_it_stops_behind_them(void **state)
{
    mw_session_settings settings = plain_settings();
    dialogue self = { 0 };

    (void)state;
    settings.stop = MW_SMTP_STOP_RCPT;
    play(OFFERS("PIPELINING") MAIL TO("a")
             TO("b") "S: 250 ok\nS: 250 ok\nS: 452 4.5.3 many\n" QUITS,
         &settings, "a,b", MW_SMTP_TEMPORARY, "-T");
    play(OFFERS("PIPELINING") MAIL TO("a")
             TO("b") "S: 250 ok\nS: 250 ok\nS: 552 many\n" QUITS,
         &settings, "a,b", MW_SMTP_TEMPORARY, "-T");
    run_one(&self,
            OFFERS("LIMITS RCPTMAX=1") MAIL
            "S: 250 ok\n" TO("a") "S: 250 ok\n" QUITS,
            &settings, message_to("a,b,c"), NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_STOPPED, "---");
    assert_string_equal(self.warnings[0],
                        "2 of 3 recipients were not asked for: the server "
                        "takes no more at once");
    run_one(&self,
            OFFERS("LIMITS RCPTMAX=2") MAIL
            "S: 250 ok\n" TO("a") "S: 250 ok\n" TO("b") "S: 250 ok\n" QUITS,
            &settings, message_to("a,b"), NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_STOPPED, "--");
    assert_string_equal(self.warnings[0], "");
}

/* The octets that a client says who is interrupted after SERVER was said. */
static size_t said_until_interrupted(const char *server, const char *script)
{
    const mw_session_settings settings = plain_settings();
    const run_options options = { .server_most = strlen(server),
                                  .loss = MW_LOSS_INTERRUPTED };
    dialogue self = { 0 };

    run_one(&self, script, &settings, message_to("a"), &options);
    suite_end_if_refused();
    assert_int_equal(self.reports, 1);
    return self.taken;
}

/* T02: what follows DATA would be a line of the message. */
static void says_no_farewell_behind_data(void **state)
{
    static const char HELLOS[] = "220 mail.example.test ESMTP ready\r\n"
                                 "250-mail\r\n250-PIPELINING\r\n250 HELP\r\n";
    static const char HEARD[] = "220 mail.example.test ESMTP ready\r\n"
                                "250-mail\r\n250-DSN\r\n250 HELP\r\n";
    static const char SAYS[] = "EHLO client.example.test\r\n"
                               "MAIL FROM:<sender@example.test>\r\n";
    static const char GROUP[] = "RCPT TO:<a@example.test>\r\nDATA\r\n";

    (void)state;
    assert_int_equal(said_until_interrupted(
                         HELLOS, OFFERS("PIPELINING") MAIL TO("a") "C: DATA\n"),
                     strlen(SAYS) + strlen(GROUP));
    assert_int_equal(said_until_interrupted(HEARD, OFFERS("DSN") MAIL),
                     strlen(SAYS) + strlen("QUIT\r\n"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_what_was_said_of_the_sender),
    cmocka_unit_test(judges_each_recipient_where_it_stops_behind_them),
    cmocka_unit_test(says_no_farewell_behind_data),
};

SUITE_MAIN(TESTS)
