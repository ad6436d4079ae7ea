/* SPDX-License-Identifier: MIT */

/*
 * What a transcript tells of a server, however its octets come.
 */

#include "smtp/transcript.h"

#include "smtp/reveal.h"
#include "suite.h"

#include <stdio.h>

#define SECRET "s3cr3t-Pa55!"

/* All lines that were told, each with its end. */
static void write_down(void *user, unsigned connection, mw_smtp_speaker speaker,
                       const void *line, size_t size)
{
    mw_buffer *told = user;

    assert_int_equal(connection, 3);
    assert_int_equal(speaker, MW_SMTP_SERVER);
    must(mw_buffer_append(told, line, size, &suite_error));
    must(mw_buffer_append_text(told, "\n", &suite_error));
}

static bool reveals(void *user, mw_bytes text)
{
    (void)user;
    return mw_reveals(text, mw_bytes_of(SECRET));
}

static bool reveals_beginning(void *user, mw_bytes text)
{
    (void)user;
    return mw_reveals_beginning(text, mw_bytes_of(SECRET));
}

static void end_login(void *user)
{
    (void)user;
}

static void end_session(void *session)
{
    mw_session_free(session);
}

static mw_session *make_session(bool with_login)
{
    static const mw_login LOGIN = { .reveals = reveals,
                                    .reveals_beginning = reveals_beginning,
                                    .end = end_login };
    const mw_session_settings settings = {
        .allocator = suite_allocator(),
        .login = with_login ? &LOGIN : NULL,
        .helo = "client.example.test",
        .server_name = "mail.example.test",
    };
    mw_session *session;

    must(mw_session_new(&settings, NULL, &session, &suite_error));
    suite_defer(end_session, session);
    suite_end_if_refused(); /* of a text that the report does without */
    return session;
}

/* What is told of SAID, given in pieces of PIECE octets. */
static mw_bytes tell(const mw_session *session, mw_bytes said, size_t piece)
{
    mw_buffer *told = suite_buffer();
    mw_transcript transcript = { .tell = write_down,
                                 .user = told,
                                 .connection = 3 };

    while (said.size > 0) {
        const size_t size = said.size < piece ? said.size : piece;

        mw_transcript_server(&transcript, session,
                             (mw_bytes){ said.data, size });
        mw_bytes_skip(&said, size);
    }
    mw_transcript_end(&transcript, session);
    assert_int_equal(transcript.size, 0);
    return (mw_bytes){ told->data, told->size };
}

static void assert_told(const mw_session *session, const char *said,
                        const char *wanted)
{
    for (size_t piece = 1; piece < 20; piece++) {
        const mw_bytes told = tell(session, mw_bytes_of(said), piece);

        assert_true(mw_bytes_equal(told, mw_bytes_of(wanted)));
    }
}

static void withholds_a_secret_wherever_it_is_split(void **state)
{
    (void)state; /* T13 */
    assert_told(make_session(true), "220 hello\r\n535 " SECRET "?\r\n250 ok\n",
                "220 hello\n(not shown)\n250 ok\n");
}

static void withholds_a_secret_that_lines_break(void **state)
{
    static const char *const CASES[][2] = {
        { "535-no s3cr3t-\r\n535 Pa55!\r\n250 ok\r\n",
          "(not shown)\n(not shown)\n250 ok\n" },
        { "535-5.7.8 hello\r\n535-5.7.8 s3\r\n535-5.7.8 cr3t-\r\n"
          "535 5.7.8 Pa55!\r\n",
          "535-5.7.8 hello\n(not shown)\n(not shown)\n(not shown)\n" },
        { "535-" SECRET " s3cr3t-\r\n535 Pa55!\r\n250 ok\r\n",
          "(not shown)\n(not shown)\n250 ok\n" },
        { "535-czNjcjN0LVBh\r\n535 NTUh\r\n", "(not shown)\n(not shown)\n" },
        { "250-the s3cr3t-\r\n250 Pa is wide\r\n",
          "250-the s3cr3t-\n250 Pa is wide\n" },
        { "250-the s3cr3t-\r\n250-Pa",
          "(not shown)\n(an unfinished line, not shown)\n" },
        { "250-the s3cr3t-\r\n", "(not shown)\n" },
    };

    (void)state; /* T13 */
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_told(make_session(true), CASES[i][0], CASES[i][1]);
}

static void hides_lines_that_are_too_many_to_wait(void **state)
{
    const mw_session *session = make_session(true);
    mw_buffer *said = suite_buffer();

    (void)state; /* T13 */
    if (suite_is_fault_run())
        return;
    must(mw_buffer_append_text(said, "535-s3cr3t-\r\n", &suite_error));
    for (size_t i = 0; i < 3; i++) {
        must(mw_buffer_append_text(said, "535-", &suite_error));
        for (size_t j = 0; j < 8000; j++)
            must(mw_buffer_append_octet(said, ' ', &suite_error));
        must(mw_buffer_append_text(said, "\r\n", &suite_error));
    }
    must(mw_buffer_append_text(said, "535 Pa55!\r\n250 ok\r\n", &suite_error));
    assert_true(mw_bytes_equal(
        tell(session, (mw_bytes){ said->data, said->size }, 1000),
        mw_bytes_of("(not shown)\n(not shown)\n(not shown)\n(not shown)\n"
                    "(not shown)\n250 ok\n")));
}

static void shows_no_part_of_a_secret_where_the_dialogue_is_cut(void **state)
{
    (void)state; /* T13 */
    assert_told(make_session(true), "220 hello\r\n535 no s3cr3t",
                "220 hello\n(an unfinished line, not shown)\n");
    assert_told(make_session(false), "220 hello\r\n535 no s3cr3t",
                "220 hello\n535 no s3cr3t\n");
}

/* A line of SIZE octets with the secret at its end, and another line. */
static mw_buffer *long_line(size_t size)
{
    mw_buffer *line = suite_buffer();

    while (line->size < size - strlen(SECRET))
        must(mw_buffer_append_octet(line, 'x', &suite_error));
    must(mw_buffer_append_text(line, SECRET "\r\n250 ok\r\n", &suite_error));
    return line;
}

static void shows_no_part_of_a_line_that_is_too_long(void **state)
{
    const mw_session *session = make_session(true);
    const size_t room = sizeof((mw_transcript *)NULL)->line;

    (void)state; /* T13 */
    if (suite_is_fault_run())
        return;
    for (size_t size = room - 1; size < room + 16; size++) {
        const mw_buffer *line = long_line(size);
        const mw_bytes told =
            tell(session, (mw_bytes){ line->data, line->size }, 1000);

        assert_true(mw_bytes_equal(
            told,
            mw_bytes_of(size < room ? "(not shown)\n250 ok\n"
                                    : "(a line that is too long, not shown)\n"
                                      "250 ok\n")));
    }
}

static void shows_the_longest_line_there_can_be(void **state)
{
    const mw_session *session = make_session(false);
    const mw_buffer *line = long_line(8190);
    const mw_bytes told =
        tell(session, (mw_bytes){ line->data, line->size }, 4096);

    (void)state;
    assert_int_equal(told.size, line->size - 2);
    assert_memory_equal(told.data, line->data, 8190);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(withholds_a_secret_wherever_it_is_split),
    cmocka_unit_test(withholds_a_secret_that_lines_break),
    cmocka_unit_test(hides_lines_that_are_too_many_to_wait),
    cmocka_unit_test(shows_no_part_of_a_secret_where_the_dialogue_is_cut),
    cmocka_unit_test(shows_no_part_of_a_line_that_is_too_long),
    cmocka_unit_test(shows_the_longest_line_there_can_be),
};

SUITE_MAIN(TESTS)
