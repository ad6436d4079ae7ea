/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "server_url.h"

#include <string.h>

static void knows_the_user_and_the_host(void **state)
{
    static const struct {
        const char *url, *user, *host, *place;
    } URLS[] = {
        { "smtp://x.test", "", "x.test", "x.test" },
        { "SMTPS://me@x.test:465", "me", "x.test", "x.test:465" },
        { "lmtp://me:a@b@[::1]:24/", "me:a@b", "[::1", "[::1]:24" },
        { "smtp+unix:/run/me@x", "", "smtp+unix:/run/me@x",
          "smtp+unix:/run/me@x" },
        { "lmtp+unix:///me@x/s", "", "lmtp+unix:///me@x/s",
          "lmtp+unix:///me@x/s" },
        { "exec:/x://me@y", "", "exec:/x://me@y", "exec:/x://me@y" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof URLS / sizeof URLS[0]; i++) {
        const char *at = "";
        char place[40];
        size_t size = server_url_user(URLS[i].url, &at);

        assert_int_equal(size, strlen(URLS[i].user));
        assert_memory_equal(at, URLS[i].user, size);
        size = server_url_host(URLS[i].url, &at);
        assert_int_equal(size, strlen(URLS[i].host));
        assert_memory_equal(at, URLS[i].host, size);
        server_url_copy_place(place, sizeof place, URLS[i].url);
        assert_string_equal(place, URLS[i].place);
    }
}

static void tells_one_server_from_another(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } PAIRS[] = {
        { "smtp://x.test", "smtps://me@X.Test:99/", true },
        { "smtp://[::1]:25", "lmtp://[::1]", true },
        { "smtp://x.test", "smtp://x.tes", false },
        { "smtp://x.test", "smtp://y.test", false },
        { "smtp://x.test", "smtp://x.test@y.test", false },
        { "smtp+unix:/run/a", "smtp+unix:/run/a", true },
        { "smtp+unix:/run/a", "smtp+unix:/run/A", false },
        { "smtp+unix:///run/a", "smtp+unix:///run/b", false },
        { "smtp+unix://x.test/a", "smtp+unix://x.test/b", false },
        { "smtp+unix://x.test", "smtp://x.test", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        assert_int_equal(server_url_is_same_host(PAIRS[i].one, PAIRS[i].other),
                         PAIRS[i].same);
        assert_int_equal(server_url_is_same_host(PAIRS[i].other, PAIRS[i].one),
                         PAIRS[i].same);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(knows_the_user_and_the_host),
    cmocka_unit_test(tells_one_server_from_another),
};

SUITE_MAIN(TESTS)
