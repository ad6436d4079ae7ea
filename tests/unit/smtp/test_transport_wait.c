/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/peers.h"

/* Never reads, until USER, an atomic_bool, says that the test is done. */
static void let_it_wait(int connection, void *user)
{
    atomic_bool *done = user;

    (void)connection;
    while (!atomic_load(done))
        usleep(1000);
}

/* Deferred after the server, so before the server is waited for. */
static void say_done(void *done)
{
    atomic_store((atomic_bool *)done, true);
}

/* One octet after another, for as long as somebody takes them. */
static void drip(int connection, void *user)
{
    (void)user;
    while (send(connection, "2", 1, MSG_NOSIGNAL) == 1)
        usleep(1000);
}

/* T12 */
static void no_drip_puts_a_deadline_off(void **state)
{
    static peer server;
    const mw_wait wait = { mw_clock_after(100), -1, NULL };
    mw_connection *connection;
    mw_io io = MW_IO_OK;
    char octet;
    size_t got;

    (void)state;
    peer_start(&server, drip, NULL);
    connection = peer_connected(&server);
    for (int i = 0; io == MW_IO_OK && i < 1000000; i++)
        io = mw_connection_read_some(connection, &octet, 1, &got, &wait,
                                     &suite_error);
    assert_int_equal(io, MW_IO_TIMEOUT);
    assert_true(mw_clock_now() >= wait.deadline);
}

static void gives_up_at_the_deadline(void **state)
{
    static peer server;
    const mw_wait wait = { mw_clock_after(20), -1, NULL };
    mw_connection *connection;
    bool readable = true, writable = true;
    char octet;
    size_t got = 9;

    (void)state;
    peer_start(&server, peer_hears, NULL);
    connection = peer_connected(&server);
    must_io(mw_connection_read_some(connection, &octet, 1, &got, &wait,
                                    &suite_error),
            MW_IO_TIMEOUT);
    assert_int_equal(got, 0);
    assert_non_null(strstr(suite_error.message, ": no answer in time"));
    must_io(mw_connection_wait(connection, false, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_TIMEOUT);
    assert_false(readable);
    assert_false(writable);
}

static void an_interrupt_ends_every_wait(void **state)
{
    static peer server;
    mw_wait wait = patience();
    mw_connection *connection;
    bool readable, writable;
    char octet;
    size_t count;
    int ends[2];

    (void)state;
    peer_start(&server, peer_hears, NULL);
    connection = peer_connected(&server);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "!", 1), 1);
    wait.interrupt = ends[0];
    must_io(mw_connection_read_some(connection, &octet, 1, &count, &wait,
                                    &suite_error),
            MW_IO_INTERRUPTED);
    /* Also where there would be nothing to wait for. */
    must_io(mw_connection_write_some(connection, "x", 1, &count, &wait,
                                     &suite_error),
            MW_IO_INTERRUPTED);
    assert_int_equal(count, 0);
    must_io(mw_connection_wait(connection, true, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_INTERRUPTED);
    assert_int_equal(mw_wait_pause(30000, &wait), MW_IO_INTERRUPTED);
    must_io(mw_connection_open(suite_allocator(), "localhost", server.port,
                               NULL, &wait, &connection, &suite_error),
            MW_IO_INTERRUPTED);
    close(ends[0]);
    close(ends[1]);
}

static void a_writer_that_nobody_reads_gives_up(void **state)
{
    static peer server;
    static atomic_bool done;
    static char block[65536];
    mw_wait wait = patience();
    mw_connection *connection;
    mw_io io = MW_IO_OK;
    uint64_t written = 0;
    bool readable, writable;

    (void)state;
    atomic_store(&done, false);
    peer_start(&server, let_it_wait, &done);
    suite_defer(say_done, &done);
    connection = peer_connect(&server, NULL);
    while (io == MW_IO_OK) {
        size_t put;

        if (written > 0)
            wait.deadline = mw_clock_after(500);
        io = mw_connection_write_some(connection, block, sizeof block, &put,
                                      &wait, &suite_error);
        written += put;
    }
    assert_int_equal(io, MW_IO_TIMEOUT);
    assert_true(written > 0);
    assert_int_equal(mw_connection_wait(connection, true, &wait, &readable,
                                        &writable, &suite_error),
                     MW_IO_TIMEOUT);
    mw_connection_reset(connection);
}

static void a_pause_ends_by_itself(void **state)
{
    const mw_wait wait = patience();
    const mw_wait never = { MW_NO_DEADLINE, -1, NULL };
    const mw_wait now = { MW_DO_NOT_WAIT, -1, NULL };

    (void)state;
    assert_int_equal(mw_wait_pause(1, &wait), MW_IO_OK);
    assert_int_equal(mw_wait_pause(1, &never), MW_IO_OK);
    assert_int_equal(mw_wait_pause(1000, &now), MW_IO_TIMEOUT);
    assert_true(mw_clock_after(INT64_MAX) == MW_NO_DEADLINE);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(no_drip_puts_a_deadline_off),
    cmocka_unit_test(gives_up_at_the_deadline),
    cmocka_unit_test(an_interrupt_ends_every_wait),
    cmocka_unit_test(a_writer_that_nobody_reads_gives_up),
    cmocka_unit_test(a_pause_ends_by_itself),
};

SUITE_MAIN(TESTS)
