/* SPDX-License-Identifier: MIT */

/*
 * TLS and the login, with a login that knows PLAIN, LOGIN and a mechanism
 * that wants proof of the server. What is said in clear never counts under
 * TLS, and no secret goes where it must not.
 */

#include "smtp/dialogue.h"

#define OFFERS(keywords) HELLO "S: 250-mail\nS: 250 " keywords "\n"
#define MAIL_AND_ALL                                                           \
    "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n"                          \
    "C: RCPT TO:<rcpt@example.test>\nS: 250 ok\nC: DATA\nS: 354 "              \
    "go\n" SENDS_TEXT "C: .\nD:\nS: 250 ok\n" QUITS
#define STARTS_TLS "C: STARTTLS\nS: 220 go\nT:\n"

/* --------------------------------------------------------- a login for tests
 */

typedef struct {
    const mw_login_mechanism *running;
    unsigned steps;
    unsigned starts;
    unsigned ends;
    const char *unusable; /* a mechanism that does not start */
    size_t initial_size;  /* of PLAIN, where not 0 */
} test_login;

static mw_status login_start(void *user, const mw_login_mechanism *mechanism,
                             mw_bytes offered, mw_error *error)
{
    test_login *self = user;

    (void)offered;
    if (self->unusable && !strcmp(self->unusable, mechanism->name))
        return mw_fail(error, MW_E_UNAVAILABLE, "not here");
    self->running = mechanism;
    self->steps = 0;
    self->starts++;
    return MW_OK;
}

static mw_status login_step(void *user, mw_bytes challenge, mw_buffer *response,
                            mw_error *error)
{
    test_login *self = user;
    const unsigned step = self->steps++;

    if (!strcmp(self->running->name, "PLAIN")) {
        if (step > 0)
            return mw_fail(error, MW_E_DATA, "PLAIN has one step");
        for (size_t i = 0; i < self->initial_size; i++)
            must(mw_buffer_append_octet(response, 'x', NULL));
        return mw_buffer_append(response, "\0u\0p", 4, error);
    }
    if (!strcmp(self->running->name, "LOGIN"))
        return step < 2
                   ? mw_buffer_append_text(response, step ? "p" : "u", error)
                   : mw_fail(error, MW_E_DATA, "LOGIN has two steps");
    if (!strcmp(self->running->name, "EXTERNAL"))
        return MW_OK;
    /* PROOF: the server has to say "true" */
    if (step == 0)
        return mw_buffer_append_text(response, "hello", error);
    return mw_bytes_equal(challenge, mw_bytes_of("true"))
               ? MW_OK
               : mw_fail(error, MW_E_DATA, "the server proves nothing");
}

static mw_status login_finish(void *user, mw_error *error)
{
    const test_login *self = user;

    if (!strcmp(self->running->name, "PROOF") && self->steps < 2)
        return mw_fail(error, MW_E_DATA, "the server proved nothing");
    return MW_OK;
}

static void login_end(void *user)
{
    test_login *self = user;

    self->ends++;
    self->running = NULL;
}

static bool login_reveals(void *user, mw_bytes text)
{
    (void)user;
    for (; text.size >= 6; mw_bytes_skip(&text, 1))
        if (!memcmp(text.data, "s3cr3t", 6))
            return true;
    return false;
}

static const mw_login_mechanism MECHANISMS[] = {
    { "PROOF", true },
    { "EXTERNAL", true },
    { "PLAIN", true },
    { "LOGIN", false },
};

static mw_login login_of(test_login *self)
{
    return (mw_login){ .user = self,
                       .mechanisms = MECHANISMS,
                       .mechanism_count = 4,
                       .start = login_start,
                       .step = login_step,
                       .finish = login_finish,
                       .end = login_end,
                       .reveals = login_reveals };
}

/* ----------------------------------------------------------------------- TLS
 */

typedef struct {
    mw_smtp_tls tls;
    bool local_peer;
    const char *script;
    mw_smtp_result result;
} tls_case;

static const tls_case TLS_CASES[] = {
    /* C131 T08: the limit in clear is forgotten */
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS HELLO
      "S: 250-mail\nS: 250-SIZE 10\nS: 250 STARTTLS\n" STARTS_TLS OFFERS("HELP")
          MAIL_AND_ALL,
      MW_SMTP_OK },
    /* C156: once, whatever is offered under TLS */
    { MW_SMTP_TLS_DEFAULT, false,
      GREETS
          OFFERS("STARTTLS") "C: STARTTLS\nS: 220-one\nS: 220 two\nT:\n" OFFERS(
              "STARTTLS") MAIL_AND_ALL,
      MW_SMTP_OK },
    /* C132 C157: required and not had */
    { MW_SMTP_TLS_REQUIRED, false, GREETS OFFERS("SIZE 1000") QUITS,
      MW_SMTP_TLS },
    { MW_SMTP_TLS_DEFAULT, false, GREETS OFFERS("SIZE 1000") QUITS,
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, true, GREETS OFFERS("SIZE 1000") QUITS,
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS HELLO "S: 502 no\nC: HELO client.example.test\nS: 250 hi\n" QUITS,
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 454 4.7.0 no\n" QUITS,
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 250 fine\n",
      MW_SMTP_PROTOCOL },
    /* T07 C131 C156: octets behind 220 */
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nS: 250 AUTH PLAIN\n",
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nN: 25\n",
      MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nF:\n", MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nU:\n", MW_SMTP_TLS },
    { MW_SMTP_TLS_REQUIRED, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\n", MW_SMTP_TEMPORARY },
    /* implicit */
    { MW_SMTP_TLS_IMPLICIT, false, "T:\n" GREETS OFFERS("HELP") MAIL_AND_ALL,
      MW_SMTP_OK },
    { MW_SMTP_TLS_IMPLICIT, false, "F:\n", MW_SMTP_TLS },
    { MW_SMTP_TLS_IMPLICIT, false, "U:\n", MW_SMTP_TLS },
    /* opportunistic, as by default on this machine */
    { MW_SMTP_TLS_DEFAULT, true, GREETS OFFERS("HELP") MAIL_AND_ALL,
      MW_SMTP_OK },
    { MW_SMTP_TLS_OPPORTUNISTIC, false, GREETS OFFERS("HELP") MAIL_AND_ALL,
      MW_SMTP_OK },
    { MW_SMTP_TLS_DEFAULT, true,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nU:\n" OFFERS("HELP")
          MAIL_AND_ALL,
      MW_SMTP_OK },
    { MW_SMTP_TLS_OPPORTUNISTIC, false,
      GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 454 no\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { MW_SMTP_TLS_OFF, false, GREETS OFFERS("STARTTLS") MAIL_AND_ALL,
      MW_SMTP_OK },
};

static void keeps_to_the_policy_of_tls(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TLS_CASES / sizeof TLS_CASES[0]; i++) {
        mw_session_settings settings = plain_settings();

        settings.tls = TLS_CASES[i].tls;
        settings.local_peer = TLS_CASES[i].local_peer;
        play(TLS_CASES[i].script, &settings, "rcpt", TLS_CASES[i].result, NULL);
    }
}

/* C121 */
static void asks_for_tls_on_the_way_under_verified_tls_alone(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.tls = MW_SMTP_TLS_REQUIRED;
    settings.require_tls = true;
    play(GREETS OFFERS("STARTTLS") STARTS_TLS OFFERS(
             "REQUIRETLS") "C: MAIL FROM:<sender@example.test> REQUIRETLS\nS: "
                           "550 no\n" QUITS,
         &settings, "rcpt", MW_SMTP_PERMANENT, "P");
    play(GREETS OFFERS("STARTTLS") STARTS_TLS OFFERS("HELP") QUITS, &settings,
         "rcpt", MW_SMTP_PERMANENT, "P");
    settings.insecure = true;
    play(GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nU:\n" OFFERS(
             "REQUIRETLS") QUITS,
         &settings, "rcpt", MW_SMTP_TLS, "-");
    settings.tls = MW_SMTP_TLS_OFF;
    play(GREETS OFFERS("REQUIRETLS") QUITS, &settings, "rcpt", MW_SMTP_TLS,
         "-");
}

/* --------------------------------------------------------------------- login
 */

typedef struct {
    const char *script;
    mw_smtp_result result;
} login_case;

#define PLAIN "C: AUTH PLAIN AHUAcA==\n"

static const login_case LOGINS[] = {
    { GREETS OFFERS("AUTH PLAIN LOGIN") PLAIN "S: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS("aUth = LOGIN") "C: AUTH LOGIN\nS: 334 \nC: dQ==\n"
                                    "S: 334 UGFzc3dvcmQ6\nC: cA==\nS: 235 "
                                    "ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS(
          "AUTH=LOGIN") "C: AUTH LOGIN\nS: 334 dXNlcm5hbWU6\n"
                        "C: dQ==\nS: 334\nC: cA==\nS: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS(
          "AUTH EXTERNAL") "C: AUTH EXTERNAL =\nS: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS("AUTH PROOF") "C: AUTH PROOF aGVsbG8=\nS: 334 dHJ1ZQ==\n"
                                  "C: \nS: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    /* the password is wrong: no other mechanism */
    { GREETS OFFERS("AUTH PLAIN LOGIN") PLAIN "S: 535 5.7.8 bad\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PLAIN") PLAIN "S: 454 4.7.0 later\n" QUITS,
      MW_SMTP_TEMPORARY },
    { GREETS OFFERS("AUTH PLAIN") PLAIN "S: 421 bye\n", MW_SMTP_TEMPORARY },
    { GREETS OFFERS("AUTH PLAIN LOGIN") PLAIN "S: 538 encrypt\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PLAIN") PLAIN "S: 250 ok\n", MW_SMTP_PROTOCOL },
    { GREETS OFFERS("AUTH PLAIN") PLAIN "X:\n", MW_SMTP_TEMPORARY },
    /* the mechanism is refused: the next */
    { GREETS OFFERS("AUTH LOGIN PLAIN") PLAIN
      "S: 504 no\nC: AUTH LOGIN\n"
      "S: 334 \nC: dQ==\nS: 334 \nC: cA==\nS: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS("AUTH PLAIN") PLAIN "S: 534 too weak\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PROOF PLAIN") "C: AUTH PROOF aGVsbG8=\n"
                                        "S: 432 4.7.12 by PLAIN once\n" PLAIN
                                        "S: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    { GREETS OFFERS("AUTH PROOF PLAIN") "C: AUTH PROOF aGVsbG8=\n"
                                        "S: 500 5.5.6 too long\n" PLAIN
                                        "S: 235 ok\n" MAIL_AND_ALL,
      MW_SMTP_OK },
    /* refused after a challenge, with another mechanism left */
    { GREETS OFFERS("AUTH PROOF PLAIN") "C: AUTH PROOF aGVsbG8=\n"
                                        "S: 334 dHJ1ZQ==\nC: \n"
                                        "S: 535 5.7.8 bad\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PROOF PLAIN") "C: AUTH PROOF aGVsbG8=\n"
                                        "S: 334 dHJ1ZQ==\nC: \n"
                                        "S: 454 4.7.0 later\n" QUITS,
      MW_SMTP_TEMPORARY },
    /* nothing follows AUTH in its group */
    { GREETS HELLO "S: 250-mail\nS: 250-PIPELINING\nS: 250 AUTH PLAIN\n" PLAIN
                   "S: 535 5.7.8 bad\n" QUITS,
      MW_SMTP_AUTH },
    /* nothing that both can */
    { GREETS OFFERS("AUTH GSSAPI X-MAGIC") QUITS, MW_SMTP_AUTH },
    { GREETS OFFERS("HELP") QUITS, MW_SMTP_AUTH },
    { GREETS HELLO "S: 502 no\nC: HELO client.example.test\nS: 250 hi\n" QUITS,
      MW_SMTP_AUTH },
    /* the server proves nothing, or something else */
    { GREETS OFFERS("AUTH PROOF") "C: AUTH PROOF aGVsbG8=\nS: 235 ok\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PROOF") "C: AUTH PROOF aGVsbG8=\nS: 334 bm8=\nC: *\n"
                                  "S: 501 cancelled\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PROOF") "C: AUTH PROOF aGVsbG8=\nS: 334 bm8=\nC: *\n"
                                  "S: 235 ok\n" QUITS,
      MW_SMTP_AUTH },
    { GREETS OFFERS("AUTH PROOF") "C: AUTH PROOF aGVsbG8=\nS: 334 bm8=\nC: *\n"
                                  "S: 334 bm8=\n",
      MW_SMTP_PROTOCOL },
    /* no base64 */
    { GREETS OFFERS("AUTH LOGIN") "C: AUTH LOGIN\nS: 334 a\nC: *\n"
                                  "S: 501 cancelled\n" QUITS,
      MW_SMTP_AUTH },
    /* it goes on asking */
    { GREETS OFFERS("AUTH LOGIN") "C: AUTH LOGIN\nS: 334 \nC: dQ==\nS: 334 \n"
                                  "C: cA==\nS: 334 \nC: *\nS: 501 no\n" QUITS,
      MW_SMTP_AUTH },
    /* two challenges at once */
    { GREETS OFFERS("AUTH LOGIN") "C: AUTH LOGIN\nS: 334 \nS: 334 \n",
      MW_SMTP_PROTOCOL },
};

/* C125 C126 C154 C155 */
static void logs_in_by_what_both_can(void **state)
{
    mw_session_settings settings = plain_settings();

    (void)state;
    settings.cleartext_password = true;
    for (size_t i = 0; i < sizeof LOGINS / sizeof LOGINS[0]; i++) {
        test_login test = { 0 };
        const mw_login login = login_of(&test);

        settings.login = &login;
        if (i + 1 == sizeof LOGINS / sizeof LOGINS[0] && suite_is_fault_run())
            break;
        play(LOGINS[i].script, &settings, "rcpt", LOGINS[i].result, NULL);
        assert_int_equal(test.starts, test.ends);
    }
}

/* T09 C157: no secret in clear, whatever is offered there */
static void keeps_secrets_from_a_connection_in_clear(void **state)
{
    mw_session_settings settings = plain_settings();
    test_login test = { 0 };
    const mw_login login = login_of(&test);

    (void)state;
    settings.login = &login;
    play(GREETS OFFERS("AUTH PLAIN LOGIN") QUITS, &settings, "rcpt",
         MW_SMTP_AUTH, "-");
    settings.tls = MW_SMTP_TLS_DEFAULT;
    settings.local_peer = true;
    play(GREETS OFFERS("AUTH PLAIN") QUITS, &settings, "rcpt", MW_SMTP_TLS,
         "-");
    settings.tls = MW_SMTP_TLS_OPPORTUNISTIC;
    play(GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nU:\n" OFFERS(
             "AUTH PLAIN") QUITS,
         &settings, "rcpt", MW_SMTP_AUTH, "-");
    /* offered in clear, not under TLS: forgotten */
    settings.tls = MW_SMTP_TLS_REQUIRED;
    play(GREETS HELLO
         "S: 250-mail\nS: 250-AUTH PLAIN\nS: 250 STARTTLS\n" STARTS_TLS OFFERS(
             "SIZE 1000") QUITS,
         &settings, "rcpt", MW_SMTP_AUTH, "-");
    assert_int_equal(test.starts, 0);
}

/* Appends the base64 of SIZE times "x" and what PLAIN says to SCRIPT. */
static void append_response(char *script, size_t size)
{
    size_t at = strlen(script);

    assert_int_equal(size % 3, 2);
    for (size_t i = 0; i < size / 3; i++, at += 4)
        memcpy(script + at, "eHh4", 5);
    memcpy(script + at, "eHgAdQBw", 9);
}

/* C125 C154: in the command up to 512 octets of the line, else asked for */
static void sends_a_long_initial_response_when_it_is_asked_for(void **state)
{
    static const struct {
        size_t size; /* of the line, with AUTH and CRLF, were it one */
        size_t initial_size;
        const char *start;
    } LINES[] = {
        { 509, 368, "C: AUTH PLAIN " },
        { 513, 371, "C: AUTH PLAIN\nS: 334 \nC: " },
    };
    mw_session_settings settings = plain_settings();
    char script[2000];

    (void)state;
    settings.cleartext_password = true;
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        test_login test = { .initial_size = LINES[i].initial_size };
        const mw_login login = login_of(&test);

        assert_int_equal(LINES[i].size,
                         11 + (test.initial_size + 4 + 2) / 3 * 4 + 2);
        settings.login = &login;
        snprintf(script, sizeof script, "%s%s", GREETS OFFERS("AUTH PLAIN"),
                 LINES[i].start);
        append_response(script, test.initial_size);
        strcat(script, "\nS: 235 ok\n" MAIL_AND_ALL);
        play(script, &settings, "rcpt", MW_SMTP_OK, "A");
    }
}

/* the login after HELO, where the user named the mechanism */
static void logs_in_unasked_after_helo(void **state)
{
    mw_session_settings settings = plain_settings();
    test_login test = { .unusable = "PROOF" };
    mw_login login = login_of(&test);

    (void)state;
    login.mechanisms = &MECHANISMS[3];
    login.mechanism_count = 1;
    settings.cleartext_password = true;
    settings.login = &login;
    settings.login_unasked = true;
    play(GREETS HELLO "S: 502 no\nC: HELO client.example.test\nS: 250 hi\n"
                      "C: AUTH LOGIN\nS: 334 \nC: dQ==\nS: 334 \nC: cA==\nS: "
                      "235 ok\n" MAIL_AND_ALL,
         &settings, "rcpt", MW_SMTP_OK, "A");
    play(GREETS OFFERS("HELP") QUITS, &settings, "rcpt", MW_SMTP_AUTH, "-");
}

/* C154: two messages, and a transaction that is reset between */
static void logs_in_once_for_all_messages(void **state)
{
    static const char SCRIPT[] = GREETS OFFERS("AUTH PLAIN") PLAIN
        "S: 235 ok\n"
        "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n"
        "C: RCPT TO:<a@example.test>\nS: 550 no\nC: RSET\nS: 250 ok\n"
        "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n"
        "C: RCPT TO:<b@example.test>\nS: 250 ok\nC: DATA\nS: 354 "
        "go\n" SENDS_TEXT "C: .\nD:\nS: 250 ok\n" QUITS;
    mw_session_settings settings = plain_settings();
    mw_smtp_message *messages[] = { message_to("a"), message_to("b") };
    test_login test = { 0 };
    const mw_login login = login_of(&test);
    dialogue self = { 0 };

    (void)state;
    settings.cleartext_password = true;
    settings.login = &login;
    run_messages(&self, SCRIPT, &settings, messages, 2, TEXT, NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
    assert_came_to(&self, 1, MW_SMTP_OK, "A");
    assert_int_equal(test.starts, 1);
}

/* C126: a server that wants a login which nobody asked for */
static void says_what_the_server_wants_first(void **state)
{
    static const struct {
        mw_smtp_tls tls;
        const char *start, *wants;
    } CASES[] = {
        { MW_SMTP_TLS_IMPLICIT, "T:\n", "wants a login" },
        { MW_SMTP_TLS_OFF, "", "wants TLS or a login" },
    };
    mw_session_settings settings = plain_settings();
    char script[500];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        dialogue self = { 0 };

        settings.tls = CASES[i].tls;
        snprintf(
            script, sizeof script, "%s%s", CASES[i].start,
            GREETS OFFERS("AUTH PLAIN") "C: MAIL FROM:<sender@example.test>\n"
                                        "S: 530 5.7.0 log in\n" QUITS);
        run_one(&self, script, &settings, message_to("rcpt"), NULL);
        suite_end_if_refused();
        assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
        assert_non_null(strstr(self.hints[0], CASES[i].wants));
    }
}

/* T13: also where the server repeats it */
static void shows_no_secret_that_the_server_repeats(void **state)
{
    mw_session_settings settings = plain_settings();
    test_login test = { 0 };
    const mw_login login = login_of(&test);
    dialogue self = { 0 };

    (void)state;
    settings.cleartext_password = true;
    settings.login = &login;
    run_one(&self,
            GREETS OFFERS("AUTH PLAIN") PLAIN "S: 535 s3cr3t is wrong\n" QUITS,
            &settings, message_to("a"), NULL);
    suite_end_if_refused();
    assert_came_to(&self, 0, MW_SMTP_AUTH, "-");
    assert_null(strstr(self.what[0], "s3cr3t"));
    assert_non_null(strstr(self.what[0], "535"));
}

/* C155 T11: longer than a challenge can be */
static void refuses_an_endless_challenge(void **state)
{
    mw_session_settings settings = plain_settings();
    test_login test = { 0 };
    const mw_login login = login_of(&test);
    char *script;

    (void)state;
    if (suite_is_fault_run())
        return;
    settings.cleartext_password = true;
    settings.login = &login;
    script = malloc(100000);
    assert_non_null(script);
    strcpy(script, GREETS OFFERS("AUTH LOGIN") "C: AUTH LOGIN\nN: 334 ");
    memset(script + strlen(script) + 1, 0, 1);
    for (size_t i = 0, at = strlen(script); i < 16384; i++, at += 4)
        memcpy(script + at, "QUFB", 5);
    strcat(script, "\n");
    play(script, &settings, "rcpt", MW_SMTP_PROTOCOL, "-");
    free(script);
}

/* stops where it is told to, and probes without a message */
static void stops_where_it_is_told_to(void **state)
{
    static const struct {
        mw_smtp_stop stop;
        const char *script;
    } STOPS[] = {
        { MW_SMTP_STOP_CONNECT, GREETS QUITS },
        { MW_SMTP_STOP_EHLO, GREETS OFFERS("STARTTLS") QUITS },
        { MW_SMTP_STOP_TLS,
          GREETS OFFERS("STARTTLS") STARTS_TLS OFFERS("AUTH PLAIN") QUITS },
        { MW_SMTP_STOP_AUTH, GREETS OFFERS("STARTTLS") STARTS_TLS OFFERS(
                                 "AUTH PLAIN") PLAIN "S: 235 ok\n" QUITS },
        { MW_SMTP_STOP_MAIL, GREETS OFFERS("STARTTLS") STARTS_TLS HELLO
          "S: 250-m\nS: 250-PIPELINING\nS: 250 AUTH PLAIN\n" PLAIN
          "S: 235 ok\nC: MAIL FROM:<sender@example.test>\nS: 250 ok\n" QUITS },
        { MW_SMTP_STOP_RCPT,
          GREETS OFFERS("STARTTLS") STARTS_TLS OFFERS("AUTH PLAIN") PLAIN
          "S: 235 ok\n"
          "C: MAIL FROM:<sender@example.test>\nS: 250 ok\n"
          "C: RCPT TO:<rcpt@example.test>\nS: 250 ok\n" QUITS },
    };
    mw_session_settings settings = plain_settings();
    test_login test = { 0 };
    const mw_login login = login_of(&test);

    (void)state;
    settings.tls = MW_SMTP_TLS_REQUIRED;
    settings.login = &login;
    for (size_t i = 0; i < sizeof STOPS / sizeof STOPS[0]; i++) {
        settings.stop = STOPS[i].stop;
        play(STOPS[i].script, &settings, "rcpt", MW_SMTP_STOPPED, "-");
        if (STOPS[i].stop <= MW_SMTP_STOP_AUTH) {
            dialogue self = { 0 };

            run_one(&self, STOPS[i].script, &settings, NULL, NULL);
            assert_came_to(&self, 0, MW_SMTP_OK, "");
        }
    }
    suite_end_if_refused();
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_to_the_policy_of_tls),
    cmocka_unit_test(asks_for_tls_on_the_way_under_verified_tls_alone),
    cmocka_unit_test(logs_in_by_what_both_can),
    cmocka_unit_test(keeps_secrets_from_a_connection_in_clear),
    cmocka_unit_test(sends_a_long_initial_response_when_it_is_asked_for),
    cmocka_unit_test(logs_in_unasked_after_helo),
    cmocka_unit_test(logs_in_once_for_all_messages),
    cmocka_unit_test(says_what_the_server_wants_first),
    cmocka_unit_test(shows_no_secret_that_the_server_repeats),
    cmocka_unit_test(refuses_an_endless_challenge),
    cmocka_unit_test(stops_where_it_is_told_to),
};

SUITE_MAIN(TESTS)
