/* SPDX-License-Identifier: MIT */

/*
 * The known answers of testdata/cases/vectors.jsonl that do not show through
 * the command: what a login says when its nonce is known, and how long the
 * session waits.
 */

#include "config.h"

#include "smtp/case.h"
#include "smtp/dialogue.h"
#include "smtp/sasl_stage.h"
#include "smtp/scram.h"

/* The vectors of KIND, which a script prints; none where memory is refused. */
static const mail_case *vectors(const char *kind, size_t *count)
{
    const char *python = getenv("PYTHON");
    const char *top = getenv("top_srcdir");
    const mail_case *all;
    mail_case *chosen;
    char command[4000];
    size_t most;

    *count = 0;
    if (suite_is_fault_run())
        return NULL;
    if (!python || !*python || !top)
        skip();
    snprintf(command, sizeof command,
             "%s '%s/tests/unit/smtp/print_vectors.py' "
             "'%s/testdata/cases/vectors.jsonl'",
             python, top, top);
    all = case_read_all(command, &most);
    chosen = mw_arena_take_array(suite_arena(), most, sizeof *chosen, NULL);
    assert_non_null(chosen);
    for (size_t i = 0; i < most; i++)
        if (strcmp(case_text(all[i].lines - 1, 1), kind) == 0)
            chosen[(*count)++] = all[i];
    return chosen;
}

/* ------------------------------------------------------------------- logins */

static void assert_said(const mail_case *vector, const mw_buffer *said,
                        mw_bytes wanted)
{
    if (!mw_bytes_equal(mw_buffer_bytes(said), wanted))
        fail_msg("%s: says \"%s\"", vector->id, mw_buffer_text(said));
}

/* The one response of a mechanism that draws no nonce. */
static void replay_sasl(const mail_case *vector)
{
    const char *authorize = case_text(&vector->steps[0], 0);
    const mw_login *login =
        begin(make((mw_sasl_settings){
                  .user = case_value(vector, "user"),
                  .password = case_value(vector, "password"),
                  .authorize = *authorize ? authorize : NULL,
                  .mechanisms = case_value(vector, "mechanisms"),
              }),
              "");
    mw_buffer *said = suite_buffer();

    must(login->step(login->user, vector->steps[1].values[0], said,
                     &suite_error));
    assert_said(vector, said, vector->steps[2].values[0]);
    must(login->finish(login->user, &suite_error));
}

static void replay_scram(const mail_case *vector)
{
    const case_line *steps = vector->steps;
    const mw_scram_settings settings = {
        .allocator = suite_allocator(),
        .sha256 = strcmp(case_value(vector, "mechanisms"), "SCRAM-SHA-1") != 0,
        .user = case_value(vector, "user"),
        .nonce = case_text(&steps[0], 0),
    };
    mw_buffer *first = suite_buffer(), *last = suite_buffer();
    mw_scram scram = { 0 };

    must(mw_scram_begin(&scram, &settings, &suite_error));
    must(mw_scram_open(&scram, first, &suite_error));
    assert_said(vector, first, steps[1].values[0]);
    must(mw_scram_prove(&scram, case_value(vector, "password"),
                        steps[2].values[0], last, &suite_error));
    assert_said(vector, last, steps[3].values[0]);
    must(mw_scram_verify(&scram, steps[4].values[0], &suite_error));
    mw_scram_end(&scram);
}

/* C127 C128 */
static void logs_in_as_the_rfcs_print_it(void **state)
{
    size_t count;
    const mail_case *all = vectors("sasl", &count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const char *mechanism = case_value(&all[i], "mechanisms");

        if (strncmp(mechanism, "SCRAM-", 6) == 0)
            replay_scram(&all[i]);
        else
            replay_sasl(&all[i]);
    }
    if (all)
        assert_int_equal(count, 5);
}

/* -------------------------------------------------------------------- waits */

static const struct {
    const char *name;
    mw_smtp_phase phase;
    mw_wish_kind kind;
} WAITS[] = {
    { "initial_220", MW_SMTP_PHASE_GREETING, MW_WISH_READ },
    { "rcpt", MW_SMTP_PHASE_RCPT, MW_WISH_READ },
    { "data_block", MW_SMTP_PHASE_DATA, MW_WISH_BODY },
};

#define WAIT_COUNT (sizeof WAITS / sizeof WAITS[0])

#define SCRIPT                                                                 \
    GREETS HELLO "S: 250 ok\nC: MAIL FROM:<sender@example.test>\nS: 250 ok\n"  \
                 "C: RCPT TO:<a@example.test>\nS: 250 ok\n"                    \
                 "C: DATA\nS: 354 go\n" SENDS_TEXT                             \
                 "C: .\nD:\nS: 250 ok\n" QUITS

/* Puts into SECONDS what a session waits at each of WAITS. */
static void measure(unsigned *seconds)
{
    static const run_options PLAIN;
    const mw_session_settings settings = plain_settings();
    dialogue self = { .options = &PLAIN, .script = SCRIPT, .body = TEXT };
    mw_wish wish;

    mw_buffer_init(&self.said, NULL, 0);
    must(mw_session_new(&settings, message_to("a"), &self.session,
                        &suite_error));
    do {
        mw_session_next(self.session, &wish);
        for (size_t i = 0; i < WAIT_COUNT; i++)
            if (wish.kind == WAITS[i].kind && wish.phase == WAITS[i].phase)
                seconds[i] = wish.timeout;
        do_wish(&self, &wish);
    } while (wish.kind != MW_WISH_END);
    mw_session_free(self.session);
    mw_buffer_free(&self.said);
    assert_int_equal(self.results[0], MW_SMTP_OK);
}

/* C103 */
static void waits_as_long_as_the_rfc_says(void **state)
{
    unsigned seconds[WAIT_COUNT] = { 0 };
    size_t count, replayed = 0;
    const mail_case *all = vectors("timeouts", &count);

    (void)state;
    if (!all)
        return;
    measure(seconds);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < WAIT_COUNT; n++)
            if (strcmp(case_text(&all[i].steps[0], 0), WAITS[n].name) == 0) {
                assert_int_equal(seconds[n], case_number(&all[i].steps[0], 1));
                replayed++;
            }
    assert_int_equal(replayed, count);
    assert_int_equal(count, 3);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(logs_in_as_the_rfcs_print_it),
    cmocka_unit_test(waits_as_long_as_the_rfc_says),
};

SUITE_MAIN(TESTS)
