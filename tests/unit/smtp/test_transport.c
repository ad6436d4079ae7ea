/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/peers.h"

#include "smtp/address.h"
#include "smtp/connect.h"
#include "smtp/resolve.h"

#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <sys/un.h>

/* ---- Parts ---- */

static void greet_and_echo(int connection, void *user)
{
    char octet;

    (void)user;
    peer_say(connection, "220 ready\r\n");
    while (peer_read(connection, &octet, 1) == 1)
        peer_write(connection, &octet, 1);
}

static void hang_up(int connection, void *user)
{
    (void)connection;
    (void)user;
}

/* Breaks the connection once it was written to. */
static void reset(int connection, void *user)
{
    const struct linger now = { .l_onoff = 1 };
    char octet;

    (void)user;
    peer_read(connection, &octet, 1);
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void end_descriptor(void *descriptor)
{
    if (*(int *)descriptor >= 0)
        close(*(int *)descriptor);
}

/* ---- Connecting ---- */

static void connects_and_carries_octets_both_ways(void **state)
{
    static peer server;
    const mw_wait wait = patience();
    mw_connection *connection;
    char text[16];
    size_t put;

    (void)state;
    peer_start(&server, greet_and_echo, NULL);
    connection = peer_connected(&server);
    read_all(connection, text, 11);
    assert_memory_equal(text, "220 ready\r\n", 11);
    must_io(mw_connection_write_all(connection, "EHLO x\r\n", 8, &put, &wait,
                                    &suite_error),
            MW_IO_OK);
    assert_int_equal(put, 8);
    read_all(connection, text, 8);
    assert_memory_equal(text, "EHLO x\r\n", 8);
}

static void says_who_is_at_both_ends(void **state)
{
    static peer server;
    mw_connection *connection;
    char wanted[32];

    (void)state;
    peer_start(&server, peer_hears, NULL);
    connection = peer_connected(&server);
    snprintf(wanted, sizeof wanted, "127.0.0.1:%u", (unsigned)server.port);
    assert_string_equal(mw_connection_peer(connection), wanted);
    assert_string_equal(mw_connection_address_literal(connection),
                        "[127.0.0.1]");
    assert_true(mw_connection_is_loopback(connection));
    assert_null(mw_connection_tls(connection));
}

static bool knows_localhost(void)
{
    struct addrinfo *found = NULL;
    const bool knows = getaddrinfo("localhost", NULL, NULL, &found) == 0;

    if (knows)
        freeaddrinfo(found);
    return knows;
}

static void looks_up_a_name_in_a_thread(void **state)
{
    static peer server;
    const mw_wait wait = patience();
    const mw_connect_options options = { .family = MW_FAMILY_IPV4,
                                         .source = "127.0.0.1" };
    mw_connection *connection;

    (void)state;
    if (!knows_localhost())
        skip(); /* a folder with a system in it may have no hosts file */
    peer_start(&server, peer_hears, NULL);
    must_io(mw_connection_open(suite_allocator(), "localhost", server.port,
                               &options, &wait, &connection, &suite_error),
            MW_IO_OK);
    assert_true(mw_connection_is_loopback(connection));
    mw_connection_close(connection);
}

static void says_that_a_connection_is_refused(void **state)
{
    const mw_wait wait = patience();
    mw_connection *connection = NULL;
    static int deaf;
    uint16_t port;
    char wanted[64];

    (void)state;
    deaf = peer_bind(&port);
    suite_defer(end_descriptor, &deaf);
    must_io(mw_connection_open(suite_allocator(), "127.0.0.1", port, NULL,
                               &wait, &connection, &suite_error),
            MW_IO_UNREACHABLE);
    snprintf(wanted, sizeof wanted, "127.0.0.1:%u: connection refused",
             (unsigned)port);
    assert_string_equal(suite_error.message, wanted);
    assert_null(connection);
}

/* RFC 2606: a name under .invalid exists nowhere; where no name server can
 * be asked, nobody knows, which is another outcome but no connection. */
static void tells_a_name_that_does_not_exist(void **state)
{
    const mw_wait wait = { mw_clock_after(5000), -1, NULL };
    mw_connection *connection = NULL;
    const mw_io io =
        mw_connection_open(suite_allocator(), "mail.example.invalid", 25, NULL,
                           &wait, &connection, &suite_error);

    (void)state;
    assert_true(io == MW_IO_NO_HOST || io == MW_IO_UNREACHABLE ||
                io == MW_IO_TIMEOUT);
    assert_non_null(strstr(suite_error.message, "mail.example.invalid: "));
    assert_null(connection);
}

static void refuses_calls_that_cannot_be_meant(void **state)
{
    static const struct {
        const char *host;
        mw_connect_options options;
        mw_io io;
        const char *message;
    } CALLS[] = {
        { "", { .source = NULL }, MW_IO_USAGE, "'' is no host name in ASCII" },
        { "a b",
          { .source = NULL },
          MW_IO_USAGE,
          "'a b' is no host name in ASCII" },
        { "b\xc3\xbc",
          { .source = NULL },
          MW_IO_USAGE,
          "'b\xc3\xbc' is no host name in ASCII" },
        { "127.0.0.1",
          { .source = "here" },
          MW_IO_USAGE,
          "'here' is no address to connect from" },
        { "127.0.0.1",
          { .family = MW_FAMILY_IPV6, .source = "127.0.0.1" },
          MW_IO_USAGE,
          "'127.0.0.1' is an address of the family that is not wanted" },
        { "127.0.0.1",
          { .source = "192.0.2.77" },
          MW_IO_USAGE,
          "127.0.0.1:9: the source address is none of this machine's" },
        { "127.0.0.1",
          { .family = MW_FAMILY_IPV6 },
          MW_IO_NO_HOST,
          "127.0.0.1: there is no IPv6 address for it" },
        { "::1",
          { .family = MW_FAMILY_IPV4 },
          MW_IO_NO_HOST,
          "::1: there is no IPv4 address for it" },
    };
    const mw_wait wait = patience();

    (void)state;
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        mw_connection *connection = NULL;

        must_io(mw_connection_open(suite_allocator(), CALLS[i].host, 9,
                                   &CALLS[i].options, &wait, &connection,
                                   &suite_error),
                CALLS[i].io);
        assert_string_equal(suite_error.message, CALLS[i].message);
    }
}

static void judges_a_source_before_it_connects(void **state)
{
    static const struct {
        mw_connect_options options;
        mw_io io;
        const char *message;
    } CALLS[] = {
        { { .source = NULL }, MW_IO_OK, NULL },
        { { .source = "127.0.0.1" }, MW_IO_OK, NULL },
        { { .family = MW_FAMILY_IPV4, .source = "127.0.0.1" }, MW_IO_OK, NULL },
        { { .source = "here" },
          MW_IO_USAGE,
          "'here' is no address to connect from" },
        { { .family = MW_FAMILY_IPV6, .source = "127.0.0.1" },
          MW_IO_USAGE,
          "'127.0.0.1' is an address of the family that is not wanted" },
        { { .source = "192.0.2.77" },
          MW_IO_USAGE,
          "192.0.2.77: this machine does not have the address" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        must_io(mw_connection_check_source(&CALLS[i].options, &suite_error),
                CALLS[i].io);
        if (CALLS[i].io == MW_IO_OK)
            continue;
        assert_int_equal(suite_error.cause, MW_CAUSE_SMTP_SOURCE);
        assert_string_equal(suite_error.message, CALLS[i].message);
    }
}

/* RFC 8305: the first address fails, the next one is taken. */
static void goes_on_to_the_next_address(void **state)
{
    static peer server;
    const mw_wait wait = patience();
    mw_addresses addresses = { .count = 3 };
    static int deaf;
    uint16_t dead;
    int descriptor;

    (void)state;
    peer_start(&server, peer_hears, NULL);
    deaf = peer_bind(&dead);
    suite_defer(end_descriptor, &deaf);
    assert_true(mw_host_address_parse("127.0.0.1", dead, &addresses.list[0]));
    assert_true(mw_host_address_parse("::1", dead, &addresses.list[1]));
    assert_true(
        mw_host_address_parse("127.0.0.1", server.port, &addresses.list[2]));
    must_io(
        mw_connect(&addresses, NULL, "host", &wait, &descriptor, &suite_error),
        MW_IO_OK);
    close(descriptor);
}

/* An address that never answers (the queue of its listener is full) costs
 * the attempt delay and no more. */
static void does_not_wait_for_an_address_that_is_silent(void **state)
{
    static peer server;
    const mw_wait wait = patience();
    mw_addresses silent = { .count = 1 }, both = { .count = 2 };
    int queue[64], descriptor;
    size_t queued = 0;
    uint16_t port;
    const int listener = peer_listen(&port);
    mw_io io = MW_IO_OK;

    (void)state;
    listen(listener, 0);
    assert_true(mw_host_address_parse("127.0.0.1", port, &silent.list[0]));
    while (io == MW_IO_OK && queued < 64) {
        const mw_wait brief = { mw_clock_after(1000), -1, NULL };

        io = mw_connect(&silent, NULL, "host", &brief, &queue[queued], NULL);
        queued += io == MW_IO_OK;
    }
    if (io == MW_IO_TIMEOUT) {
        const mw_wait soon = { mw_clock_after(50), -1, NULL };

        peer_start(&server, peer_hears, NULL);
        both.list[0] = silent.list[0];
        assert_true(
            mw_host_address_parse("127.0.0.1", server.port, &both.list[1]));
        must_io(
            mw_connect(&both, NULL, "host", &wait, &descriptor, &suite_error),
            MW_IO_OK);
        close(descriptor);
        must_io(
            mw_connect(&silent, NULL, "host", &soon, &descriptor, &suite_error),
            MW_IO_TIMEOUT);
        assert_string_equal(suite_error.message, "host: no answer in time");
    }
    while (queued > 0)
        close(queue[--queued]);
    close(listener);
}

static void connects_to_a_unix_socket(void **state)
{
    const char *path = suite_file("socket", "", 0);
    static int listener;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const mw_wait wait = patience();
    mw_connection *connection;

    (void)state;
    if (strlen(path) >= sizeof address.sun_path)
        skip();
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    suite_defer(end_descriptor, &listener);
    strcpy(address.sun_path, path);
    unlink(path);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    must_io(mw_connection_open_unix(suite_allocator(), path, &wait, &connection,
                                    &suite_error),
            MW_IO_OK);
    assert_true(mw_connection_is_loopback(connection));
    assert_string_equal(mw_connection_peer(connection), path);
    assert_string_equal(mw_connection_address_literal(connection),
                        "[127.0.0.1]");
    mw_connection_close(connection);
}

static void says_what_is_wrong_with_a_unix_socket(void **state)
{
    const mw_wait wait = patience();
    mw_connection *connection = NULL;
    char path[300];

    (void)state;
    must_io(mw_connection_open_unix(suite_allocator(), "/nowhere/socket", &wait,
                                    &connection, &suite_error),
            MW_IO_UNREACHABLE);
    assert_string_equal(suite_error.message,
                        "/nowhere/socket: no such file or directory");
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    must_io(mw_connection_open_unix(suite_allocator(), path, &wait, &connection,
                                    &suite_error),
            MW_IO_USAGE);
}

/* ---- Ends ---- */

static void tells_an_end_from_a_break(void **state)
{
    static peer polite, rude;
    const mw_wait wait = patience();
    mw_connection *connection;
    char octet;
    size_t got;

    (void)state;
    peer_start(&polite, hang_up, NULL);
    peer_start(&rude, reset, NULL);
    must_io(mw_connection_read_some(peer_connected(&polite), &octet, 1, &got,
                                    &wait, &suite_error),
            MW_IO_CLOSED);
    connection = peer_connected(&rude);
    must_io(
        mw_connection_write_all(connection, "x", 1, &got, &wait, &suite_error),
        MW_IO_OK);
    must_io(mw_connection_read_some(connection, &octet, 1, &got, &wait,
                                    &suite_error),
            MW_IO_RESET);
}

/* The default action of SIGPIPE would end this program. */
static void writing_to_nobody_raises_no_signal(void **state)
{
    static peer server;
    const mw_wait wait = patience();
    mw_connection *connection;
    mw_io io = MW_IO_OK;
    size_t put;

    (void)state;
    signal(SIGPIPE, SIG_DFL);
    peer_start(&server, reset, NULL);
    connection = peer_connected(&server);
    while (io == MW_IO_OK && mw_clock_now() < wait.deadline) {
        io = mw_connection_write_some(connection, "x", 1, &put, &wait,
                                      &suite_error);
        usleep(1000);
    }
    assert_int_equal(io, MW_IO_RESET);
}

/* T07 */
static void knows_of_unread_octets(void **state)
{
    static peer server, closing;
    mw_connection *connection;
    const mw_wait wait = patience();
    bool readable, writable;
    char text[16];

    (void)state;
    peer_start(&server, greet_and_echo, NULL);
    connection = peer_connected(&server);
    must_io(mw_connection_wait(connection, false, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_OK);
    assert_true(readable);
    assert_true(mw_connection_has_unread(connection));
    read_all(connection, text, 4);
    assert_true(mw_connection_has_unread(connection));
    read_all(connection, text, 7);
    assert_false(mw_connection_has_unread(connection));

    peer_start(&closing, hang_up, NULL);
    connection = peer_connected(&closing);
    must_io(mw_connection_wait(connection, false, &wait, &readable, &writable,
                               &suite_error),
            MW_IO_OK);
    assert_false(mw_connection_has_unread(connection));
}

static void takes_over_a_socket(void **state)
{
    const mw_wait wait = { MW_DO_NOT_WAIT, -1, NULL };
    static int ends[2];
    mw_connection *connection;
    int adopted;
    char text[8];
    size_t got;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    suite_defer(end_descriptor, &ends[1]);
    suite_defer(end_descriptor, &ends[0]);
    adopted = ends[0];
    must_io(mw_connection_adopt(suite_allocator(), ends[0], &connection,
                                &suite_error),
            MW_IO_OK);
    assert_true(mw_connection_is_loopback(connection));
    ends[0] = -1;
    assert_int_equal(fcntl(adopted, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    must_io(
        mw_connection_read_some(connection, text, 8, &got, &wait, &suite_error),
        MW_IO_TIMEOUT);
    peer_say(ends[1], "250 ok\r\n");
    must_io(
        mw_connection_read_some(connection, text, 8, &got, &wait, &suite_error),
        MW_IO_OK);
    assert_int_equal(got, 8);
    mw_connection_close(connection);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(connects_and_carries_octets_both_ways),
    cmocka_unit_test(says_who_is_at_both_ends),
    cmocka_unit_test(looks_up_a_name_in_a_thread),
    cmocka_unit_test(says_that_a_connection_is_refused),
    cmocka_unit_test(tells_a_name_that_does_not_exist),
    cmocka_unit_test(refuses_calls_that_cannot_be_meant),
    cmocka_unit_test(judges_a_source_before_it_connects),
    cmocka_unit_test(goes_on_to_the_next_address),
    cmocka_unit_test(does_not_wait_for_an_address_that_is_silent),
    cmocka_unit_test(connects_to_a_unix_socket),
    cmocka_unit_test(says_what_is_wrong_with_a_unix_socket),
    cmocka_unit_test(tells_an_end_from_a_break),
    cmocka_unit_test(writing_to_nobody_raises_no_signal),
    cmocka_unit_test(knows_of_unread_octets),
    cmocka_unit_test(takes_over_a_socket),
};

SUITE_MAIN(TESTS)
