/* SPDX-License-Identifier: MIT */

/*
 * Several connections at once to a real server. All that the caller's
 * functions touch is plain memory, so that ThreadSanitizer sees (.ci/run has
 * it look) whether they are called by one thread at a time; it looks where
 * pthread_create stands in a suite, which here is in crowd.h.
 */

#include "config.h"

#include "smtp/client_stage.h"
#include "smtp/crowd.h"

#include <sched.h>

#define TEXT "Subject: hello\r\n\r\nHello.\r\n"

/* ---- The client ---- */

typedef struct outcome {
    mw_smtp_message *messages[CROWD_MESSAGES];
    size_t count;
    unsigned reports[CROWD_MESSAGES];
    mw_smtp_result results[CROWD_MESSAGES];
    mw_status status;
    unsigned inside; /* the caller's functions, now and at most */
    unsigned most_inside;
    unsigned written;
    uint64_t sent[CROWD_MESSAGES];
    bool spoke[CROWD_CONNECTIONS]; /* by connection */
} outcome;

/* The one of the test that runs; the writing functions share it. */
static outcome out;

static void enter(void)
{
    if (++out.inside > out.most_inside)
        out.most_inside = out.inside;
    sched_yield();
}

static void leave(void)
{
    out.inside--;
}

static mw_status write_counted(void *user, mw_sink *sink, mw_error *error)
{
    enter();
    out.written++;
    leave();
    return write_text(user, sink, error);
}

static size_t index_of(const mw_smtp_message *message)
{
    size_t index = 0;

    while (index + 1 < out.count && out.messages[index] != message)
        index++;
    return index;
}

static void note(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    const size_t index = index_of(message);

    (void)user;
    enter();
    out.reports[index]++;
    out.results[index] = mw_smtp_report_result(report);
    leave();
}

static void note_progress(void *user, const mw_smtp_message *message,
                          uint64_t sent, uint64_t size)
{
    (void)user;
    (void)size;
    enter();
    out.sent[index_of(message)] = sent;
    leave();
}

static void hear(void *user, unsigned connection, mw_smtp_speaker speaker,
                 const void *line, size_t size)
{
    (void)user;
    (void)speaker;
    (void)line;
    (void)size;
    enter();
    if (connection < CROWD_CONNECTIONS)
        out.spoke[connection] = true;
    leave();
}

static mw_smtp_message *message_to(size_t number)
{
    static char text[] = TEXT;
    char to[48];

    snprintf(to, sizeof to, "%zu@example.test", number);
    return new_message(write_counted, text, strlen(text), to);
}

static mw_smtp_options *options_for(const crowd *host, unsigned lanes)
{
    mw_smtp_options *options = options_at(host->port);

    mw_smtp_options_set_flow(options, 0, 0, lanes);
    mw_smtp_options_set_transcript(options, hear, NULL);
    mw_smtp_options_set_progress(options, note_progress, NULL);
    return options;
}

/* What was said of message NUMBER is so, and it went once at most. */
static void assert_truth(const crowd *host, size_t number)
{
    const unsigned taken = host->taken[number];

    if (out.reports[number] == 0 && out.status != MW_OK) {
        assert_int_equal(taken, 0);
        return;
    }
    assert_int_equal(out.reports[number], 1);
    if (out.results[number] == MW_SMTP_OK)
        assert_int_equal(taken, 1);
    else if (out.results[number] == MW_SMTP_IN_DOUBT)
        assert_in_range(taken, 0, 1);
    else
        assert_int_equal(taken, 0);
}

/* Submits COUNT messages to HOST, fewer where memory is refused: each of
 * their allocations is refused once. Ends HOST. */
static void submit(crowd *host, const mw_smtp_options *options, size_t count)
{
    out = (outcome){ .count = suite_is_fault_run() ? 4 : count };
    for (size_t i = 0; i < out.count; i++)
        out.messages[i] = message_to(i);
    out.status = mw_smtp_submit(suite_context(), options, out.messages,
                                out.count, note, NULL, &suite_error);
    crowd_end(host);
    for (size_t i = 0; i < out.count; i++)
        assert_truth(host, i);
    assert_in_range(out.most_inside, 0, 1);
    must(out.status);
    suite_end_if_refused();
}

static size_t count_results(mw_smtp_result result)
{
    size_t count = 0;

    for (size_t i = 0; i < out.count; i++)
        count += out.results[i] == result;
    return count;
}

/* COUNT, but none where memory is refused, for want of which a lane may not
 * come. */
static size_t gathering(size_t count)
{
    return suite_is_fault_run() ? 0 : count;
}

/* ---- Tests ---- */

static void sends_each_of_many_once(void **state)
{
    static crowd host;

    (void)state;
    host = (crowd){ .most = 100, .gathers = gathering(2) };
    crowd_start(&host);
    submit(&host, options_for(&host, 4), CROWD_MESSAGES);
    assert_int_equal(count_results(MW_SMTP_OK), out.count);
    assert_in_range(host.connections, gathering(2), 4);
    assert_int_equal(out.written, out.count);
    for (size_t i = 0; i < out.count; i++)
        assert_int_equal(out.sent[i], sizeof TEXT - 1);
}

static void numbers_the_connections_where_there_can_be_several(void **state)
{
    static crowd host;
    static const unsigned LANES[] = { 1, 3 };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        host = (crowd){ .most = 100, .gathers = gathering(LANES[i]) };
        crowd_start(&host);
        submit(&host, options_for(&host, LANES[i]), 6);
        assert_int_equal(out.spoke[0], LANES[i] == 1);
        for (size_t at = 1; at < CROWD_CONNECTIONS; at++)
            assert_int_equal(out.spoke[at],
                             LANES[i] > 1 && at <= host.connections);
    }
}

static void hands_on_what_a_refused_connection_had(void **state)
{
    static crowd host;

    (void)state;
    for (size_t most = 1; most <= 2; most++) {
        host = (crowd){ .most = most };
        crowd_start(&host);
        submit(&host, options_for(&host, 4), CROWD_MESSAGES);
        assert_int_equal(count_results(MW_SMTP_OK), out.count);
    }
}

static void leaves_in_doubt_what_is_in_doubt(void **state)
{
    static crowd host;

    (void)state;
    host = (crowd){ .most = 100, .breaks = 2, .gathers = gathering(2) };
    crowd_start(&host);
    submit(&host, options_for(&host, 3), CROWD_MESSAGES);
    assert_in_range(count_results(MW_SMTP_IN_DOUBT), gathering(1), 1);
    assert_int_equal(count_results(MW_SMTP_OK),
                     out.count - count_results(MW_SMTP_IN_DOUBT));
    assert_int_equal(host.count, out.count);
}

static void refused_at_first_it_does_not_ask_again(void **state)
{
    static crowd host;

    (void)state;
    host = (crowd){ .most = 0 };
    crowd_start(&host);
    submit(&host, options_for(&host, 4), CROWD_MESSAGES);
    assert_int_equal(count_results(MW_SMTP_TEMPORARY), out.count);
    assert_int_equal(host.connections, 1);
}

static void end_descriptor(void *descriptor)
{
    close(*(int *)descriptor);
}

static void tells_the_truth_of_all_when_it_is_interrupted(void **state)
{
    static crowd host;
    static int ends[2];
    mw_smtp_options *options;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    suite_defer(end_descriptor, &ends[0]);
    suite_defer(end_descriptor, &ends[1]);
    host = (crowd){ .most = 100, .wakes_at = 3, .wakes = ends[1] };
    crowd_start(&host);
    options = options_for(&host, 3);
    mw_smtp_options_set_interrupt(options, ends[0]);
    submit(&host, options, CROWD_MESSAGES);
    /* Each lane has one under way and may begin another, not more. */
    assert_in_range(host.count, 3, 3 + 2 * 3);
    assert_int_equal(count_results(MW_SMTP_TEMPORARY) +
                         count_results(MW_SMTP_IN_DOUBT) +
                         count_results(MW_SMTP_OK),
                     out.count);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(sends_each_of_many_once),
    cmocka_unit_test(numbers_the_connections_where_there_can_be_several),
    cmocka_unit_test(hands_on_what_a_refused_connection_had),
    cmocka_unit_test(leaves_in_doubt_what_is_in_doubt),
    cmocka_unit_test(refused_at_first_it_does_not_ask_again),
    cmocka_unit_test(tells_the_truth_of_all_when_it_is_interrupted),
};

SUITE_MAIN(TESTS)
