/* SPDX-License-Identifier: MIT */

/*
 * Whole dialogues, cut after every octet of the server's, and after every
 * octet of the client's; and with every octet of the server's damaged. What
 * is said to have become of the message is true each time.
 */

#include "smtp/dialogue.h"
#include "smtp/sasl.h"
#include "smtp/scram.h"

#define OFFERS(keywords) HELLO "S: 250-mail\nS: 250 " keywords "\n"
#define MAIL "C: MAIL FROM:<sender@example.test>\n"
#define RCPT "C: RCPT TO:<rcpt@example.test>\n"
#define SENT SENDS_TEXT "C: .\nD:\nS: 250 2.0.0 queued as 4F2A\n" QUITS

/* Under TLS, with the mechanisms NAMES offered, and the login AUTH. */
#define LOGS_IN(names, auth)                                                   \
    GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nT:\n" OFFERS(           \
        "AUTH " names) auth "S: 235 2.7.0 ok\n" MAIL "S: 250 ok\n" RCPT        \
                            "S: 250 ok\nC: DATA\nS: 354 go\n" SENT

static const struct {
    const char *script;
    mw_smtp_tls tls;
    bool lmtp;
    const char *mechanism; /* of a login, or NULL */
} DIALOGUES[] = {
    { GREETS OFFERS("HELP") MAIL "S: 250 ok\n" RCPT
                                 "S: 250 ok\nC: DATA\nS: 354 go\n" SENT,
      MW_SMTP_TLS_OFF, false, NULL },
    { GREETS OFFERS("PIPELINING") MAIL RCPT
      "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n" SENT,
      MW_SMTP_TLS_OFF, false, NULL },
    { GREETS OFFERS("STARTTLS") "C: STARTTLS\nS: 220 go\nT:\n" OFFERS(
          "PIPELINING") MAIL RCPT
      "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n" SENT,
      MW_SMTP_TLS_REQUIRED, false, NULL },
    { GREETS OFFERS("CHUNKING") MAIL
      "S: 250 ok\n" RCPT
      "S: 250 ok\nC: BDAT 20\nC: Subject: replay\nC: \nB: H\n"
      "S: 250 ok\nC: BDAT 7 LAST\nC: ello.\nD:\nS: 250 ok\n" QUITS,
      MW_SMTP_TLS_OFF, false, NULL },
    { GREETS "C: LHLO client.example.test\nS: 250 mail\n" MAIL
             "S: 250 ok\n" RCPT "S: 250 ok\nC: DATA\nS: 354 go\n" SENT,
      MW_SMTP_TLS_OFF, true, NULL },
    { LOGS_IN("LOGIN PLAIN", "C: AUTH PLAIN AHVzZXIAcGVuY2ls\n"),
      MW_SMTP_TLS_REQUIRED, false, "PLAIN" },
    { LOGS_IN("LOGIN", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dXNlcg==\n"
                       "S: 334 UGFzc3dvcmQ6\nC: cGVuY2ls\n"),
      MW_SMTP_TLS_REQUIRED, false, "LOGIN" },
    /* RFC 7677, section 3 */
    { LOGS_IN(
          "SCRAM-SHA-256",
          "C: AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=\n"
          "S: 334 "
          "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRr"
          "MCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=\n"
          "C: "
          "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxq"
          "KWhObEYkazAscD1kSHpiWmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0Fu"
          "ZFZRPQ==\n"
          "S: 334 "
          "dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==\nC:"
          " \n"),
      MW_SMTP_TLS_REQUIRED, false, "SCRAM-SHA-256" },
};

#define DIALOGUE_COUNT (sizeof DIALOGUES / sizeof DIALOGUES[0])

static const mw_loss LOSSES[] = { MW_LOSS_CLOSED, MW_LOSS_RESET,
                                  MW_LOSS_TIMEOUT, MW_LOSS_INTERRUPTED };

/* ------------------------------------------------------------------ logins */

/* SCRAM-SHA-256 with the nonce of the RFC, else as sasl_scram.c does it. */
typedef struct {
    mw_scram scram;
    unsigned steps;
    bool is_proved;
} known_scram;

static mw_status scram_start(void *user, const mw_login_mechanism *mechanism,
                             mw_bytes offered, mw_error *error)
{
    static const mw_scram_settings SETTINGS = {
        .sha256 = true, .user = "user", .nonce = "rOprNGfwEbeRWgbNEkqO"
    };
    known_scram *self = user;

    (void)mechanism;
    (void)offered;
    return mw_scram_begin(&self->scram, &SETTINGS, error);
}

static mw_status scram_step(void *user, mw_bytes challenge, mw_buffer *response,
                            mw_error *error)
{
    known_scram *self = user;
    mw_status status;

    switch (self->steps++) {
    case 0:
        return mw_scram_open(&self->scram, response, error);
    case 1:
        return mw_scram_prove(&self->scram, "pencil", challenge, response,
                              error);
    default:
        status = mw_scram_verify(&self->scram, challenge, error);
        self->is_proved = status == MW_OK;
        return status;
    }
}

static mw_status scram_finish(void *user, mw_error *error)
{
    const known_scram *self = user;

    return self->is_proved ? MW_OK : mw_fail(error, MW_E_DATA, "no proof");
}

static void scram_end(void *user)
{
    known_scram *self = user;

    mw_scram_end(&self->scram);
}

static bool reveals_nothing(void *user, mw_bytes text)
{
    (void)user;
    (void)text;
    return false;
}

static mw_login login_by_scram(known_scram *self)
{
    static const mw_login_mechanism MECHANISM = { "SCRAM-SHA-256", true };

    return (mw_login){ .user = self,
                       .mechanisms = &MECHANISM,
                       .mechanism_count = 1,
                       .start = scram_start,
                       .step = scram_step,
                       .finish = scram_finish,
                       .end = scram_end,
                       .reveals = reveals_nothing };
}

/* Gives the login by MECHANISM; SASL is the caller's to free. */
static mw_login login_by(const char *mechanism, known_scram *scram,
                         mw_sasl **sasl)
{
    const mw_sasl_settings settings = { .allocator = suite_allocator(),
                                        .user = "user",
                                        .password = "pencil",
                                        .mechanisms = mechanism };

    if (!strcmp(mechanism, "SCRAM-SHA-256"))
        return login_by_scram(scram);
    must(mw_sasl_new(&settings, sasl, &suite_error));
    return *mw_sasl_login(*sasl);
}

/* --------------------------------------------------------------- the sweeps */

static void run_dialogue(dialogue *self, size_t index, mw_smtp_message *message,
                         const run_options *options)
{
    const char *mechanism = DIALOGUES[index].mechanism;
    mw_session_settings settings = plain_settings();
    known_scram scram = { 0 };
    mw_sasl *sasl = NULL;
    mw_login login;

    settings.tls = DIALOGUES[index].tls;
    settings.lmtp = DIALOGUES[index].lmtp;
    settings.chunk_size = 20;
    if (mechanism) {
        login = login_by(mechanism, &scram, &sasl);
        settings.login = &login;
    }
    *self = (dialogue){ 0 };
    run_one(self, DIALOGUES[index].script, &settings, message, options);
    assert_null(strstr(self->what[0], "pencil"));
    mw_sasl_free(sasl);
}

/* T03 C153 C155 T13: the class by what had gone out and come back */
static void tells_the_truth_wherever_the_server_is_cut(void **state)
{
    mw_smtp_message *message;

    (void)state;
    if (suite_is_fault_run())
        return;
    message = message_to("rcpt");
    for (size_t i = 0; i < DIALOGUE_COUNT; i++)
        for (size_t n = 1;; n++) {
            const run_options options = { .server_most = n,
                                          .loss = LOSSES[n % 4],
                                          .piece = n % 3 };
            dialogue self;
            const mw_smtp_result *got = self.results;

            run_dialogue(&self, i, message, &options);
            assert_int_equal(self.reports, 1);
            assert_true(self.bodies <= 1);
            if (!self.is_done)
                assert_true(*got == MW_SMTP_TEMPORARY);
            else if (n < self.final_at)
                assert_true(*got == MW_SMTP_IN_DOUBT);
            else
                assert_true(*got == MW_SMTP_OK);
            if (self.given < n)
                break;
        }
}

/* In doubt begins with the last octet of the end of the data, not before. */
static void is_in_doubt_from_the_last_octet_on(void **state)
{
    mw_smtp_message *message;

    (void)state;
    if (suite_is_fault_run())
        return;
    message = message_to("rcpt");
    for (size_t i = 0; i < DIALOGUE_COUNT; i++) {
        run_options options = { 0 };
        size_t all;
        dialogue self;

        run_dialogue(&self, i, message, &options);
        all = self.taken;
        for (size_t n = 1; n <= all; n++) {
            options.client_most = n;
            run_dialogue(&self, i, message, &options);
            assert_int_equal(self.reports, 1);
            if (n == all || self.is_done)
                assert_true(self.results[0] == MW_SMTP_OK);
            else
                assert_true(self.results[0] == MW_SMTP_TEMPORARY);
        }
    }
}

/* One octet is wrong: never "ok" where the reply that counts was hurt in what
 * matters, and never a second body. */
static void claims_nothing_that_a_damaged_reply_does_not_say(void **state)
{
    mw_smtp_message *message;

    (void)state;
    if (suite_is_fault_run())
        return;
    message = message_to("rcpt");
    for (size_t i = 0; i < DIALOGUE_COUNT; i++)
        for (size_t n = 1;; n++) {
            const run_options options = { .damaged = n };
            dialogue self;

            run_dialogue(&self, i, message, &options);
            assert_int_equal(self.reports, 1);
            assert_true(self.bodies <= 1);
            if (self.results[0] == MW_SMTP_OK)
                assert_true(self.is_done);
            if (self.given < n)
                break;
        }
}

/* A source that fails leaves nobody in doubt. */
static void leaves_nobody_in_doubt_where_the_source_fails(void **state)
{
    static const char *const SCRIPTS[] = {
        GREETS OFFERS("HELP") MAIL "S: 250 ok\n" RCPT
                                   "S: 250 ok\nC: DATA\nS: 354 go\n" SENDS_TEXT,
        GREETS OFFERS("CHUNKING") MAIL
        "S: 250 ok\n" RCPT
        "S: 250 ok\nC: BDAT 27 LAST\nC: Subject: replay\nC: \nB: Hello.\r\n",
    };
    const mw_session_settings settings = plain_settings();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        dialogue self = { .fails_body = true };

        run_one(&self, SCRIPTS[i], &settings, message_to("rcpt"), NULL);
        assert_came_to(&self, 0, MW_SMTP_IO, "-");
    }
    suite_end_if_refused();
}

/* C111: not an octet more or less than was planned */
static void ends_without_an_end_where_the_size_is_another(void **state)
{
    static const char STARTS[] = GREETS OFFERS("HELP") MAIL
        "S: 250 ok\n" RCPT "S: 250 ok\nC: DATA\nS: 354 go\n";
    const mw_session_settings settings = plain_settings();
    mw_smtp_message *message = message_to("rcpt");
    char script[1000];

    (void)state;
    for (int difference = -1; difference <= 1; difference += 2) {
        dialogue self = { 0 };

        mw_smtp_message_set_size(message,
                                 (uint64_t)((int)strlen(TEXT) + difference));
        snprintf(script, sizeof script, "%s%s", STARTS,
                 difference > 0 ? SENDS_TEXT : "");
        run_one(&self, script, &settings, message, NULL);
        assert_came_to(&self, 0, MW_SMTP_IO, "-");
    }
    suite_end_if_refused();
}

/* A reply before the end tells more than the broken pipe does. */
static void believes_a_refusal_while_the_message_goes_out(void **state)
{
    static const run_options EAGER = { .eager = true, .piece = 20 };
    const mw_session_settings settings = plain_settings();
    dialogue self = { 0 };

    (void)state;
    run_one(&self,
            GREETS OFFERS("HELP") MAIL
            "S: 250 ok\n" RCPT
            "S: 250 ok\nC: DATA\nS: 354 go\nB: Sub\nS: 552 big\n",
            &settings, message_to("rcpt"), &EAGER);
    assert_came_to(&self, 0, MW_SMTP_PERMANENT, "P");
    assert_false(self.is_done);
    suite_end_if_refused();
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(tells_the_truth_wherever_the_server_is_cut),
    cmocka_unit_test(is_in_doubt_from_the_last_octet_on),
    cmocka_unit_test(claims_nothing_that_a_damaged_reply_does_not_say),
    cmocka_unit_test(leaves_nobody_in_doubt_where_the_source_fails),
    cmocka_unit_test(ends_without_an_end_where_the_size_is_another),
    cmocka_unit_test(believes_a_refusal_while_the_message_goes_out),
};

SUITE_MAIN(TESTS)
