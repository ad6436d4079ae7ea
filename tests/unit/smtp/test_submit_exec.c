/* SPDX-License-Identifier: MIT */

/*
 * What a program cannot do for a message: stop on the way, hide it, heed a
 * wish, or say clearly what became of it.
 */

#include "config.h"

#include "smtp/submit.h"
#include "smtp/submit_stage.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Leaves a file that shows that it ran. */
#define READS "#!/bin/sh\n: >\"$0.ran\"\ncat >/dev/null\n"

/* More than a pipe holds. */
#define LARGE 300000

/* What a report says, in words. */
typedef struct words {
    mw_smtp_result result;
    mw_smtp_phase phase;
    mw_smtp_status status;
    int retry_safe;
    char what[512], why[200], hint[200], warning[200];
} words;

static void copy(char *to, size_t room, const char *text)
{
    snprintf(to, room, "%s", text);
}

static void hear(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    words *said = user;

    (void)message;
    said->result = mw_smtp_report_result(report);
    said->phase = mw_smtp_report_phase(report);
    said->status = mw_smtp_report_status(report, 0);
    said->retry_safe = mw_smtp_report_retry_safe(report);
    copy(said->what, sizeof said->what, mw_smtp_report_what(report));
    copy(said->why, sizeof said->why, mw_smtp_report_why(report));
    copy(said->hint, sizeof said->hint, mw_smtp_report_hint(report));
    if (mw_smtp_report_warning_count(report) > 0)
        copy(said->warning, sizeof said->warning,
             mw_smtp_report_warning(report, 0));
}

/* Whether the program at PATH ran since this was asked last. */
static bool has_run(const char *path)
{
    char mark[512];

    snprintf(mark, sizeof mark, "%s.ran", path);
    return unlink(mark) == 0;
}

static void end_program(void *path)
{
    (void)has_run(path);
}

/* The path of the program that is the shell script TEXT. */
static const char *program(const char *text)
{
    const char *path = suite_file("program", text, strlen(text));

    suite_defer(end_program, (char *)path);
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static mw_status write_large(void *user, mw_sink *sink, mw_error *error)
{
    static char block[LARGE];

    (void)user;
    memset(block, '\n', sizeof block);
    return mw_sink_write(sink, block, sizeof block, error);
}

static mw_smtp_message *large_message(void)
{
    return new_message(write_large, NULL, LARGE, "you@example.test");
}

static words hand_over(const mw_smtp_options *options, mw_smtp_message *message)
{
    words said = { .what = "" };

    must(mw_smtp_submit(suite_context(), options, &message, 1, hear, &said,
                        &suite_error));
    suite_end_if_refused();
    return said;
}

static void must_refuse_options(const mw_smtp_options *options,
                                const char *path, mw_cause cause,
                                const char *wanted)
{
    mw_smtp_message *message = message_to("you@example.test");
    words said = { .what = "" };

    must_fail(mw_smtp_submit(suite_context(), options, &message, 1, hear, &said,
                             &suite_error),
              MW_E_USAGE);
    assert_int_equal(suite_error.cause, cause);
    assert_string_equal(suite_error.message, wanted);
    assert_false(has_run(path));
}

static void runs_no_program_that_is_to_stop_on_the_way(void **state)
{
    const char *path = program(READS);
    mw_smtp_options *options = options_to_run(path);

    (void)state;
    for (int stop = MW_SMTP_STOP_CONNECT; stop <= MW_SMTP_STOP_RCPT; stop++) {
        mw_smtp_options_set_stop(options, (mw_smtp_stop)stop);
        must_refuse_options(options, path, MW_CAUSE_SMTP_STOP,
                            "a program has no phases: it takes the whole "
                            "message or nothing");
    }
    mw_smtp_options_set_stop(options, MW_SMTP_STOP_NEVER);
    hand_over(options, message_to("you@example.test"));
    assert_true(has_run(path));
}

static void hands_no_program_what_has_to_go_over_tls(void **state)
{
    static const mw_smtp_tls WITHOUT[] = { MW_SMTP_TLS_DEFAULT,
                                           MW_SMTP_TLS_OPPORTUNISTIC,
                                           MW_SMTP_TLS_OFF };
    static const mw_smtp_tls WITH[] = { MW_SMTP_TLS_REQUIRED,
                                        MW_SMTP_TLS_IMPLICIT };
    const char *path = program(READS);
    mw_smtp_options *options = options_to_run(path);

    (void)state;
    for (size_t i = 0; i < sizeof WITH / sizeof *WITH; i++) {
        mw_smtp_options_set_tls(options, WITH[i]);
        must_refuse_options(options, path, MW_CAUSE_SMTP_TLS,
                            "a program has no TLS: it takes the "
                            "message from a pipe");
    }
    for (size_t i = 0; i < sizeof WITHOUT / sizeof *WITHOUT; i++) {
        mw_smtp_options_set_tls(options, WITHOUT[i]);
        hand_over(options, message_to("you@example.test"));
        assert_true(has_run(path));
    }
}

/* Sets wish NUMBER; the extension it needs, or NULL where there is none. */
static const char *set_wish(mw_smtp_options *options, int number)
{
    switch (number) {
    case 0:
        must(mw_smtp_options_set_notify(options, MW_SMTP_NOTIFY_NEVER,
                                        &suite_error));
        return "DSN";
    case 1:
        mw_smtp_options_set_return(options, MW_SMTP_RETURN_FULL);
        return "DSN";
    case 2:
        must(mw_smtp_options_set_envelope_id(options, "x", &suite_error));
        return "DSN";
    case 3:
        must(mw_smtp_options_set_deliver_by(options, "60;R", &suite_error));
        return "DELIVERBY";
    case 4:
        must(mw_smtp_options_set_hold_for(options, 60, &suite_error));
        return "FUTURERELEASE";
    case 5:
        must(mw_smtp_options_set_hold_until(options, "2036-02-02T10:00:00Z",
                                            &suite_error));
        return "FUTURERELEASE";
    case 6:
        must(mw_smtp_options_set_priority(options, 0, &suite_error));
        return "MT-PRIORITY";
    case 7:
        mw_smtp_options_set_require_tls(options, 1);
        return "REQUIRETLS";
    default:
        return NULL;
    }
}

static void runs_no_program_for_a_wish_that_it_is_not_told(void **state)
{
    (void)state;
    for (int number = 0;; number++) {
        const char *path = program(READS);
        mw_smtp_options *options = options_to_run(path);
        const char *extension = set_wish(options, number);
        char wanted[80];
        words said;

        if (!extension)
            break;
        said = hand_over(options, message_to("you@example.test"));
        snprintf(wanted, sizeof wanted, "a program does not offer %s",
                 extension);
        assert_string_equal(said.what, wanted);
        assert_int_equal(said.result, MW_SMTP_PERMANENT);
        assert_int_equal(said.status, MW_SMTP_REFUSED_FOR_GOOD);
        assert_int_equal(said.retry_safe, 0);
        assert_true(strlen(said.hint) > 0);
        assert_false(has_run(path));
    }
}

static void leaves_out_what_may_be_left_out_and_says_so(void **state)
{
    const char *path = program(READS);
    mw_smtp_options *options = options_to_run(path);
    words said;

    (void)state;
    set_wish(options, 0);
    mw_smtp_options_set_dsn_optional(options, 1);
    said = hand_over(options, message_to("you@example.test"));
    assert_int_equal(said.result, MW_SMTP_OK);
    assert_string_equal(said.warning,
                        "a program does not offer DSN, so no delivery status "
                        "notification was asked for");
    assert_true(has_run(path));
}

/* T02 */
static void says_what_is_in_doubt_and_what_to_do(void **state)
{
    static const struct {
        const char *script, *what, *why, *hint;
    } CASES[] = {
        { "#!/bin/sh\ncat >/dev/null\necho hm\nexit 1\n",
          " ended with status 1: hm",
          "the status does not say whether it sent the message",
          "look whether it arrived before you send it again" },
        { "#!/bin/sh\ncat >/dev/null\nkill -9 $$\n",
          "the program was ended by signal 9",
          "it had the whole message and may have sent it",
          "look whether it arrived before you send it again" },
        { "#!/bin/sh\nhead -c 9 >/dev/null\n",
          " ended with status 0 before it had read the whole message",
          "it says that it took the message, of which it can only have sent a "
          "part",
          "look whether it arrived, and is whole, before you send it again" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const words said = hand_over(options_to_run(program(CASES[i].script)),
                                     large_message());
        const size_t size = strlen(said.what);

        assert_int_equal(said.result, MW_SMTP_IN_DOUBT);
        assert_int_equal(said.status, MW_SMTP_UNKNOWN);
        assert_int_equal(said.retry_safe, 0);
        assert_true(size >= strlen(CASES[i].what));
        assert_string_equal(said.what + size - strlen(CASES[i].what),
                            CASES[i].what);
        assert_string_equal(said.why, CASES[i].why);
        assert_string_equal(said.hint, CASES[i].hint);
    }
}

/* It says itself that it failed, and it never saw the end. */
static void a_program_that_fails_before_the_end_sent_nothing(void **state)
{
    static const struct {
        const char *script;
        mw_smtp_result result;
    } CASES[] = {
        { "#!/bin/sh\nexit 1\n", MW_SMTP_PERMANENT },
        { "#!/bin/sh\nexit 69\n", MW_SMTP_PERMANENT },
        { "#!/bin/sh\nexit 75\n", MW_SMTP_TEMPORARY },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const words said = hand_over(options_to_run(program(CASES[i].script)),
                                     large_message());

        assert_int_equal(said.result, CASES[i].result);
        assert_int_equal(said.phase, MW_SMTP_PHASE_DATA);
        assert_non_null(
            strstr(said.what, " before it had read the whole message"));
        assert_string_equal(said.why, "");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(runs_no_program_that_is_to_stop_on_the_way),
    cmocka_unit_test(hands_no_program_what_has_to_go_over_tls),
    cmocka_unit_test(runs_no_program_for_a_wish_that_it_is_not_told),
    cmocka_unit_test(leaves_out_what_may_be_left_out_and_says_so),
    cmocka_unit_test(says_what_is_in_doubt_and_what_to_do),
    cmocka_unit_test(a_program_that_fails_before_the_end_sent_nothing),
};

SUITE_MAIN(TESTS)
