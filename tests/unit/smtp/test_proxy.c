/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/peers.h"

/*
 * The proxy reads what the test says it is asked, and answers what the test
 * says. Behind its last answer it puts the greeting of the server.
 */

#define STEPS_MOST 4

typedef struct {
    size_t asked_size; /* octets to read, of which asked is the copy */
    const char *answer;
    size_t answer_size;
} step;

typedef struct {
    step steps[STEPS_MOST];
    uint8_t asked[1024];
    size_t asked_size;
} script;

static void play(int connection, void *user)
{
    script *played = user;

    played->asked_size = 0;
    for (size_t i = 0; i < STEPS_MOST; i++) {
        const step *now = &played->steps[i];

        if (now->asked_size == 0)
            break;
        played->asked_size += peer_read(
            connection, played->asked + played->asked_size, now->asked_size);
        peer_write(connection, now->answer, now->answer_size);
    }
}

#define ANSWER(text) text, sizeof(text) - 1

static peer proxy;
static script played;
static mw_url url;

static void end_url(void *unused)
{
    (void)unused;
    mw_url_free(&url);
}

/* Starts the proxy that TEXT and the port name, to play STEPS. */
static void start_proxy(const char *text, const step *steps)
{
    char whole[128];

    memcpy(played.steps, steps, sizeof played.steps);
    peer_start(&proxy, play, &played);
    snprintf(whole, sizeof whole, "%s:%u", text, (unsigned)proxy.port);
    must(mw_url_parse(suite_allocator(), whole, MW_URL_OF_PROXY, true, &url,
                      &suite_error));
    suite_defer(end_url, NULL);
}

static void stop_proxy(void)
{
    mw_url_free(&url);
    peer_end(&proxy);
}

/* Asks the proxy for HOST at port 587; hears a greeting where WANTED is
 * MW_IO_OK. */
static void ask(const char *host, mw_io wanted)
{
    const mw_connect_options options = { .proxy = &url };
    const mw_wait wait = patience();
    mw_connection *connection = NULL;
    char text[5];

    must_io(mw_connection_open(suite_allocator(), host, 587, &options, &wait,
                               &connection, &suite_error),
            wanted);
    if (wanted != MW_IO_OK) {
        assert_null(connection);
        return;
    }
    suite_defer(peer_end_connection, connection);
    read_all(connection, text, 5);
    assert_memory_equal(text, "220 \n", 5);
    assert_false(mw_connection_is_loopback(connection));
    assert_non_null(strstr(mw_connection_peer(connection), "by way of "));
}

static void assert_asked(const void *octets, size_t size)
{
    assert_int_equal(played.asked_size, size);
    assert_memory_equal(played.asked, octets, size);
}

#define assert_asked_text(text) assert_asked(text, sizeof(text) - 1)

/* What is unread after the answer is the server's greeting, all of it. */
static void socks_is_told_the_name(void **state)
{
    const step steps[STEPS_MOST] = {
        { 3, ANSWER("\5\0") },
        { 17, ANSWER("\5\0\0\1\1\2\3\4\0\1"
                     "220 \n") },
    };

    (void)state;
    start_proxy("socks5://127.0.0.1", steps);
    ask("mail.test.", MW_IO_OK);
    assert_asked_text("\5\1\0"
                      "\5\1\0\3\12mail.test.\2\113");
}

static void socks_is_told_addresses_as_such(void **state)
{
    const step four[STEPS_MOST] = {
        { 3, ANSWER("\5\0") },
        { 10, ANSWER("\5\0\0\3\2hi\0\1"
                     "220 \n") },
    };
    const step six[STEPS_MOST] = {
        { 3, ANSWER("\5\0") },
        { 22, ANSWER("\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\1"
                     "220 \n") },
    };

    (void)state;
    start_proxy("socks5://127.0.0.1", four);
    ask("192.0.2.1", MW_IO_OK);
    assert_asked_text("\5\1\0"
                      "\5\1\0\1\300\0\2\1\2\113");
    stop_proxy();
    start_proxy("socks5://127.0.0.1", six);
    ask("2001:db8::1", MW_IO_OK);
    assert_asked_text("\5\1\0"
                      "\5\1\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1\2\113");
}

static void socks_is_told_user_and_password(void **state)
{
    const step steps[STEPS_MOST] = {
        { 4, ANSWER("\5\2") },
        { 11, ANSWER("\1\0") },
        { 14, ANSWER("\5\0\0\1\1\2\3\4\0\1"
                     "220 \n") },
    };

    (void)state;
    start_proxy("socks5://me:s3cr3t@127.0.0.1", steps);
    ask("mx.test", MW_IO_OK);
    assert_asked_text("\5\2\0\2"
                      "\1\2me\6s3cr3t"
                      "\5\1\0\3\7mx.test\2\113");
}

static void says_what_socks_refuses(void **state)
{
    static const struct {
        const char *proxy;
        step steps[STEPS_MOST];
        mw_io io;
        const char *message;
    } CASES[] = {
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\377") } },
          MW_IO_LOGIN,
          "proxy 127.0.0.1: wants a login" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\2") } },
          MW_IO_LOGIN,
          "proxy 127.0.0.1: wants a login" },
        { "socks5://me:s3cr3t@127.0.0.1",
          { { 4, ANSWER("\5\2") }, { 11, ANSWER("\1\1") } },
          MW_IO_LOGIN,
          "proxy 127.0.0.1: refuses user or password" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("HT") } },
          MW_IO_PROXY,
          "proxy 127.0.0.1: does not speak SOCKS 5" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5") } },
          MW_IO_CLOSED,
          "proxy 127.0.0.1: the connection was closed instead of an answer" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\0") }, { 14, ANSWER("\5\2\0\1") } },
          MW_IO_PROXY,
          "proxy 127.0.0.1: does not connect to mx.test: its rules do not "
          "allow it" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\0") }, { 14, ANSWER("\5\5\0\1") } },
          MW_IO_UNREACHABLE,
          "proxy 127.0.0.1: does not connect to mx.test: connection "
          "refused" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\0") }, { 14, ANSWER("\5\77\0\1") } },
          MW_IO_PROXY,
          "proxy 127.0.0.1: does not connect to mx.test: reply 63" },
        { "socks5://127.0.0.1",
          { { 3, ANSWER("\5\0") }, { 14, ANSWER("\5\0\0\11") } },
          MW_IO_PROXY,
          "proxy 127.0.0.1: does not speak SOCKS 5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        start_proxy(CASES[i].proxy, CASES[i].steps);
        ask("mx.test", CASES[i].io);
        assert_string_equal(suite_error.message, CASES[i].message);
        stop_proxy();
    }
}

static void http_is_asked_to_connect(void **state)
{
    static const char WANTED[] = "CONNECT mx.test:587 HTTP/1.1\r\n"
                                 "Host: mx.test:587\r\n\r\n";
    const step steps[STEPS_MOST] = {
        { sizeof WANTED - 1, ANSWER("HTTP/1.1 200 Connected\r\nX: y\r\n\r\n"
                                    "220 \n") },
    };

    (void)state;
    start_proxy("http://127.0.0.1", steps);
    ask("mx.test", MW_IO_OK);
    assert_asked(WANTED, sizeof WANTED - 1);
}

static void http_is_told_user_and_password(void **state)
{
    static const char WANTED[] =
        "CONNECT [2001:db8::1]:587 HTTP/1.1\r\n"
        "Host: [2001:db8::1]:587\r\n"
        "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n";
    const step steps[STEPS_MOST] = {
        { sizeof WANTED - 1, ANSWER("HTTP/1.0 200\r\n\r\n"
                                    "220 \n") },
    };

    (void)state;
    start_proxy("http://Aladdin:open%20sesame@127.0.0.1", steps);
    ask("2001:db8::1", MW_IO_OK);
    assert_asked(WANTED, sizeof WANTED - 1);
}

static void says_what_http_refuses(void **state)
{
    static const struct {
        const char *answer;
        mw_io io;
        const char *message;
    } CASES[] = {
        { "HTTP/1.1 407 Login\r\n\r\n", MW_IO_LOGIN, "status 407" },
        { "HTTP/1.1 403 No\r\n\r\n", MW_IO_PROXY, "status 403" },
        { "HTTP/1.1 504 Slow\r\n\r\n", MW_IO_UNREACHABLE, "status 504" },
        { "HTTP/1.1\r\n\r\n", MW_IO_PROXY, "status 0" },
        { "HTTP/1.1 2x0\r\n\r\n", MW_IO_PROXY, "status 0" },
        { "220 mx.test ESMTP\r\n", MW_IO_PROXY, "does not speak HTTP" },
        { "HTTP/1.1 200 Connected\r\n", MW_IO_CLOSED, "instead of an answer" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const step steps[STEPS_MOST] = {
            { 49, CASES[i].answer, strlen(CASES[i].answer) },
        };

        start_proxy("http://127.0.0.1", steps);
        ask("mx.test", CASES[i].io);
        assert_non_null(strstr(suite_error.message, CASES[i].message));
        stop_proxy();
    }
}

static void ends_an_answer_without_end(void **state)
{
    static char head[20000] = "HTTP/1.1 200 ";
    const step steps[STEPS_MOST] = { { 49, head, sizeof head } };

    (void)state;
    memset(head + 13, 'x', sizeof head - 13);
    start_proxy("http://127.0.0.1", steps);
    ask("mx.test", MW_IO_PROXY);
    assert_string_equal(suite_error.message,
                        "proxy 127.0.0.1: answers without an end");
}

/* T13 */
static void refuses_what_a_proxy_cannot_be_told(void **state)
{
    static const step NONE[STEPS_MOST];
    char user[320];

    (void)state;
    start_proxy("http://a%3Ab:s3cr3t@127.0.0.1", NONE);
    ask("mx.test", MW_IO_USAGE);
    assert_null(strstr(suite_error.message, "s3cr3t"));
    stop_proxy();
    start_proxy("socks5://127.0.0.1", NONE);
    memset(user, 'h', sizeof user - 1);
    user[sizeof user - 1] = '\0';
    ask(user, MW_IO_USAGE);
}

static void says_that_the_proxy_is_not_there(void **state)
{
    static const step NONE[STEPS_MOST];

    (void)state;
    start_proxy("http://127.0.0.1", NONE);
    peer_end(&proxy);
    ask("mx.test", MW_IO_UNREACHABLE);
    assert_non_null(strstr(suite_error.message, "proxy: 127.0.0.1:"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(socks_is_told_the_name),
    cmocka_unit_test(socks_is_told_addresses_as_such),
    cmocka_unit_test(socks_is_told_user_and_password),
    cmocka_unit_test(says_what_socks_refuses),
    cmocka_unit_test(http_is_asked_to_connect),
    cmocka_unit_test(http_is_told_user_and_password),
    cmocka_unit_test(says_what_http_refuses),
    cmocka_unit_test(ends_an_answer_without_end),
    cmocka_unit_test(refuses_what_a_proxy_cannot_be_told),
    cmocka_unit_test(says_that_the_proxy_is_not_there),
};

SUITE_MAIN(TESTS)
