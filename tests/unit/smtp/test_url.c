/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/url.h"

static void end_url(void *url)
{
    mw_url_free(url);
}

/* Reads TEXT, which is good, into URL, which is static; it ends with the
 * test. */
static const mw_url *read_url(mw_url *url, const char *text, mw_url_use use,
                              bool password_allowed)
{
    *url = (mw_url){ 0 };
    must(mw_url_parse(suite_allocator(), text, use, password_allowed, url,
                      &suite_error));
    suite_defer(end_url, url);
    return url;
}

static void assert_text(const char *text, const char *wanted)
{
    if (wanted == NULL)
        assert_null(text);
    else
        assert_string_equal(text, wanted);
}

static void reads_what_servers_are_called(void **state)
{
    static const struct {
        const char *text;
        mw_url_scheme scheme;
        const char *user, *host, *path;
        uint16_t port;
    } URLS[] = {
        { "smtp://mail.example.org", MW_URL_SMTP, NULL, "mail.example.org",
          NULL, 587 },
        { "SMTP://mail.example.org/", MW_URL_SMTP, NULL, "mail.example.org",
          NULL, 587 },
        /* C109 C134: implicit TLS is 465, and all else 587 */
        { "smtps://me@mail.example.org", MW_URL_SMTPS, "me", "mail.example.org",
          NULL, 465 },
        { "smtps://me@example.org@mail.example.org:4650", MW_URL_SMTPS,
          "me@example.org", "mail.example.org", NULL, 4650 },
        { "smtp://m%65%40a%3Ab%2F%C3%BC@h", MW_URL_SMTP, "me@a:b/\xc3\xbc", "h",
          NULL, 587 },
        { "smtp://localhost", MW_URL_SMTP, NULL, "localhost", NULL, 25 },
        { "smtp://LocalHost:587", MW_URL_SMTP, NULL, "LocalHost", NULL, 587 },
        { "smtp://mail.localhost.", MW_URL_SMTP, NULL, "mail.localhost.", NULL,
          25 },
        { "smtp://127.8.9.1", MW_URL_SMTP, NULL, "127.8.9.1", NULL, 25 },
        { "smtp://[::1]", MW_URL_SMTP, NULL, "::1", NULL, 25 },
        { "smtp://[::ffff:127.0.0.1]", MW_URL_SMTP, NULL, "::ffff:127.0.0.1",
          NULL, 25 },
        { "smtp://notlocalhost", MW_URL_SMTP, NULL, "notlocalhost", NULL, 587 },
        { "smtp://127.1", MW_URL_SMTP, NULL, "127.1", NULL, 587 },
        { "smtp://[2001:db8::1]:25", MW_URL_SMTP, NULL, "2001:db8::1", NULL,
          25 },
        { "smtp://[fe80::1%25eth0]", MW_URL_SMTP, NULL, "fe80::1%eth0", NULL,
          587 },
        { "smtp://[fe80::1%eth0]", MW_URL_SMTP, NULL, "fe80::1%eth0", NULL,
          587 },
        { "smtp://[fe80::1%25]", MW_URL_SMTP, NULL, "fe80::1%25", NULL, 587 },
        { "smtp://b\xc3\xbc.example", MW_URL_SMTP, NULL, "b\xc3\xbc.example",
          NULL, 587 },
        { "lmtp://mail.example.org", MW_URL_LMTP, NULL, "mail.example.org",
          NULL, 24 },
        { "smtp://h:65535", MW_URL_SMTP, NULL, "h", NULL, 65535 },
        { "smtp+unix:/run/a b%41@c", MW_URL_SMTP, NULL, NULL, "/run/a b%41@c",
          0 },
        { "lmtp+unix:/run/lmtp", MW_URL_LMTP, NULL, NULL, "/run/lmtp", 0 },
        { "exec:/usr/sbin/sendmail", MW_URL_EXEC, NULL, NULL,
          "/usr/sbin/sendmail", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof URLS / sizeof URLS[0]; i++) {
        mw_url url;

        must(mw_url_parse(suite_allocator(), URLS[i].text, MW_URL_OF_SERVER,
                          false, &url, &suite_error));
        assert_int_equal(url.scheme, URLS[i].scheme);
        assert_text(url.user, URLS[i].user);
        assert_null(url.password);
        assert_text(url.host, URLS[i].host);
        assert_text(url.path, URLS[i].path);
        assert_int_equal(url.port, URLS[i].port);
        mw_url_free(&url);
    }
}

static void refuses_what_is_no_server(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } URLS[] = {
        { "", "URL: does not begin like that of a server" },
        { "mail.example.org", "URL: does not begin like that of a server" },
        { "smtp:mail", "URL: does not begin like that of a server" },
        { "smtp://", "URL: there is no host name in it" },
        { "smtp://me@", "URL: there is no host name in it" },
        { "smtp://@h", "URL: nothing before the '@'" },
        { "smtp://h:", "URL: '' is no port (1 to 65535)" },
        { "smtp://h:0", "URL: '0' is no port (1 to 65535)" },
        { "smtp://h:65536", "URL: '65536' is no port (1 to 65535)" },
        { "smtp://h:99999999999999999999",
          "URL: '99999999999999999999' is no port (1 to 65535)" },
        { "smtp://h:2 5", "URL: '2 5' is no port (1 to 65535)" },
        { "smtp://h/x", "URL: 'h/x' is no host name" },
        { "smtp://h?x", "URL: 'h?x' is no host name" },
        { "smtp://a b", "URL: 'a b' is no host name" },
        { "smtp://a\r\nb", "URL: 'a\r\nb' is no host name" },
        { "smtp://\xff", "URL: there is no host name in it" },
        { "smtp://::1",
          "URL: more than one ':' after the host; an IPv6 address stands "
          "between '[' and ']'" },
        { "smtp://[::1", "URL: no ']' after '['" },
        { "smtp://[::1]25", "URL: only ':' and a port can follow ']'" },
        { "smtp://[::1]:", "URL: '' is no port (1 to 65535)" },
        { "smtp://[]", "URL: '[]' is no IPv6 address" },
        { "smtp://[h]", "URL: '[h]' is no IPv6 address" },
        { "smtp://[127.0.0.1]", "URL: '[127.0.0.1]' is no IPv6 address" },
        { "smtp://[fe80::1%]", "URL: no zone after the '%'" },
        { "smtp://host/x@evil",
          "URL: '/', '?' and '#' before the '@' are written %2F, %3F and "
          "%23" },
        { "smtp://a%4@h", "URL: '%' in the user name without two hexadecimal "
                          "digits; a '%' itself is written %25" },
        { "smtp://a%zz@h", "URL: '%' in the user name without two hexadecimal "
                           "digits; a '%' itself is written %25" },
        { "smtp://a%00b@h", "URL: control character in the user name" },
        { "smtp://a%0D%0Ab@h", "URL: control character in the user name" },
        { "exec:", "URL: there is no path in it" },
        { "lmtp+unix:", "URL: there is no path in it" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof URLS / sizeof URLS[0]; i++) {
        mw_url url = { 0 };

        must_fail(mw_url_parse(suite_allocator(), URLS[i].text,
                               MW_URL_OF_SERVER, false, &url, &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, URLS[i].message);
        assert_null(url.block);
    }
}

static void refuses_a_url_without_end(void **state)
{
    static mw_url url;
    char text[8300];

    (void)state;
    memset(text, 'a', sizeof text);
    memcpy(text, "smtp://", 7);
    text[8192] = '\0';
    read_url(&url, text, MW_URL_OF_SERVER, false);
    text[8192] = 'a';
    text[8193] = '\0';
    must_fail(mw_url_parse(suite_allocator(), text, MW_URL_OF_SERVER, false,
                           &url, &suite_error),
              MW_E_SYNTAX);
    assert_string_equal(suite_error.message, "URL: longer than 8192 octets");
}

/* T13: no argument may hold one, and no error shows it. */
static void refuses_a_password_unless_told(void **state)
{
    static mw_url url;

    (void)state;
    must_fail(mw_url_parse(suite_allocator(), "smtps://me:s3cr3t@h",
                           MW_URL_OF_SERVER, false, &url, &suite_error),
              MW_E_USAGE);
    assert_null(strstr(suite_error.message, "s3cr3t"));
    assert_null(strstr(suite_error.hint, "s3cr3t"));
    read_url(&url, "smtps://m%3ae:s3:cr%40t@a@h", MW_URL_OF_SERVER, true);
    assert_string_equal(url.user, "m:e");
    assert_string_equal(url.password, "s3:cr@t@a");
    assert_string_equal(url.host, "h");
}

static void quotes_no_secret_in_errors(void **state)
{
    static const char *const URLS[] = {
        "smtp://me:s3cr3t%@h", "smtp://me:s3cr3t%00@h", "smtp://:s3cr3t@h",
        "smtp://me:s3cr3t/@h", "smtp://me:s3cr3t@",     "smtp://me:s3cr3t@h:0",
        "smtp://me:s3cr3t@[x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof URLS / sizeof URLS[0]; i++) {
        mw_url url;

        must_fail(mw_url_parse(suite_allocator(), URLS[i], MW_URL_OF_SERVER,
                               true, &url, &suite_error),
                  MW_E_SYNTAX);
        assert_null(strstr(suite_error.message, "s3cr3t"));
    }
}

static void reads_what_proxies_are_called(void **state)
{
    static mw_url socks, http;

    (void)state;
    read_url(&socks, "socks5://u:p@proxy.example", MW_URL_OF_PROXY, true);
    assert_int_equal(socks.scheme, MW_URL_SOCKS5);
    assert_int_equal(socks.port, 1080);
    assert_string_equal(socks.password, "p");
    read_url(&http, "http://[::1]:3128/", MW_URL_OF_PROXY, true);
    assert_int_equal(http.scheme, MW_URL_HTTP);
    assert_int_equal(http.port, 3128);
    assert_string_equal(http.host, "::1");
}

static void takes_no_proxy_for_a_server_nor_the_other_way(void **state)
{
    mw_url url;

    (void)state;
    must_fail(mw_url_parse(suite_allocator(), "http://h", MW_URL_OF_SERVER,
                           false, &url, &suite_error),
              MW_E_USAGE);
    must_fail(mw_url_parse(suite_allocator(), "smtp://h", MW_URL_OF_PROXY,
                           false, &url, &suite_error),
              MW_E_USAGE);
}

static void names_its_schemes(void **state)
{
    (void)state;
    assert_string_equal(mw_url_scheme_name(MW_URL_SMTPS), "smtps");
    assert_string_equal(mw_url_scheme_name(MW_URL_HTTP), "http");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_what_servers_are_called),
    cmocka_unit_test(refuses_what_is_no_server),
    cmocka_unit_test(refuses_a_url_without_end),
    cmocka_unit_test(refuses_a_password_unless_told),
    cmocka_unit_test(quotes_no_secret_in_errors),
    cmocka_unit_test(reads_what_proxies_are_called),
    cmocka_unit_test(takes_no_proxy_for_a_server_nor_the_other_way),
    cmocka_unit_test(names_its_schemes),
};

SUITE_MAIN(TESTS)
