/* SPDX-License-Identifier: MIT */

/*
 * RCPTDOMAINMAX (RFC 9422, section 4.3): the domains that a session may name,
 * and what goes over another one.
 */

#include "smtp/dialogue.h"

#define OFFERS(keywords)                                                       \
    GREETS HELLO "S: 250-mail\nS: 250-" keywords "\nS: 250 HELP\n"
#define MAIL "C: MAIL FROM:<sender@example.test>\n"
#define TO(name) "C: RCPT TO:<" name "@example.test>\n"
#define ORG "C: RCPT TO:<b@example.org>\n"
#define SENT SENDS_TEXT "C: .\nD:\n"

/* Adds b@DOMAIN to the recipients of MESSAGE. */
static mw_smtp_message *and_to(mw_smtp_message *message, const char *domain)
{
    char address[100];

    snprintf(address, sizeof address, "b@%s", domain);
    must(mw_smtp_message_add_recipient(message, address, &suite_error));
    return message;
}

/* C122: domains of a session; the rest is for another one */
static void names_no_more_domains_than_it_may(void **state)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("a");
    dialogue self = { 0 };

    (void)state;
    must(
        mw_smtp_message_add_recipient(message, "b@EXAMPLE.test", &suite_error));
    must(mw_smtp_message_add_recipient(message, "c@example.org", &suite_error));
    must(
        mw_smtp_message_add_recipient(message, "d@example.test", &suite_error));
    run_one(&self,
            OFFERS("LIMITS RCPTDOMAINMAX=1") MAIL
            "S: 250 ok\n" TO("a") "S: 250 ok\nC: RCPT TO:<b@EXAMPLE.test>\n"
                                  "S: 250 ok\nC: RCPT TO:<d@example.test>\n"
                                  "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                  "S: 250 ok\n" QUITS,
            &settings, message, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_PARTIAL, "AATA");
}

/* C122: and no MAIL where all its recipients are for another one */
static void leaves_a_message_of_another_domain_to_another_session(void **state)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *messages[2] = { message_to("a"), message_to("") };
    dialogue self = { 0 };

    (void)state;
    must(mw_smtp_message_add_recipient(messages[1], "b@example.org",
                                       &suite_error));
    run_messages(&self,
                 OFFERS("LIMITS RCPTDOMAINMAX=1") MAIL
                 "S: 250 ok\n" TO("a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                       "S: 250 ok\n" QUITS,
                 &settings, messages, 2, TEXT, NULL);
    suite_end_if_refused();
    /* The first is known for sure when QUIT is answered. */
    assert_came_to(&self, 0, MW_SMTP_TEMPORARY, "T");
    assert_came_to(&self, 1, MW_SMTP_OK, "A");
}

/* C122: nor is a message divided that another session takes whole */
static void divides_no_message_that_another_session_takes_whole(void **state)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *messages[2] = {
        and_to(message_to("a"), "example.org"),
        and_to(and_to(message_to(""), "example.org"), "example.net"),
    };
    dialogue self = { 0 };

    (void)state;
    run_messages(&self,
                 OFFERS("LIMITS RCPTDOMAINMAX=2") MAIL
                 "S: 250 ok\n" TO("a") "S: 250 ok\n" ORG
                                       "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                       "S: 250 ok\n" QUITS,
                 &settings, messages, 2, TEXT, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_TEMPORARY, "TT");
    assert_came_to(&self, 1, MW_SMTP_OK, "AA");
}

/* C122: where none takes it whole, as much as this one takes */
static void divides_a_message_that_no_session_takes_whole(void **state)
{
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *messages[2] = { message_to("a"),
                                     and_to(message_to("a"), "example.org") };
    dialogue self = { 0 };

    (void)state;
    run_messages(
        &self,
        OFFERS("LIMITS RCPTDOMAINMAX=1") MAIL "S: 250 ok\n" TO(
            "a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT "S: 250 ok\n" MAIL
                 "S: 250 ok\n" TO("a") "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                       "S: 250 ok\n" QUITS,
        &settings, messages, 2, TEXT, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_OK, "A");
    assert_came_to(&self, 1, MW_SMTP_PARTIAL, "AT");
}

/* C107: all or none is known before MAIL */
static void refuses_domains_over_the_limit_before_mail(void **state)
{
    mw_session_settings settings = plain_settings();
    mw_smtp_message *message = and_to(message_to("a"), "example.org");
    dialogue self = { 0 };

    (void)state;
    settings.all_or_none = true;
    run_one(&self, OFFERS("PIPELINING\nS: 250-LIMITS RCPTDOMAINMAX=1") QUITS,
            &settings, message, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_PERMANENT, "PP");
    assert_non_null(strstr(self.what[0], "there are 2 domains"));
    run_one(&self,
            OFFERS("LIMITS RCPTDOMAINMAX=2") MAIL
            "S: 250 ok\n" TO("a") "S: 250 ok\n" ORG
                                  "S: 250 ok\nC: DATA\nS: 354 go\n" SENT
                                  "S: 250 ok\n" QUITS,
            &settings, message, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_OK, "AA");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(names_no_more_domains_than_it_may),
    cmocka_unit_test(leaves_a_message_of_another_domain_to_another_session),
    cmocka_unit_test(divides_no_message_that_another_session_takes_whole),
    cmocka_unit_test(divides_a_message_that_no_session_takes_whole),
    cmocka_unit_test(refuses_domains_over_the_limit_before_mail),
};

SUITE_MAIN(TESTS)
