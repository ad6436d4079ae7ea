/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "json.h"

static void nests_and_separates(void **state)
{
    mw_context *context = suite_context();
    mw_sink *sink = suite_sink(context);
    json out = json_start(context, sink, &suite_error);

    (void)state;
    json_open_object(&out, NULL);
    json_number(&out, "size", UINT64_MAX);
    json_open_array(&out, "parts");
    json_text(&out, NULL, "a");
    json_open_object(&out, NULL);
    json_close_object(&out);
    json_open_array(&out, NULL);
    json_close_array(&out);
    json_close_array(&out);
    json_text(&out, "error", NULL);
    json_close_object(&out);
    must(json_end(&out));
    assert_bytes(suite_written(sink),
                 "{\"size\":18446744073709551615,"
                 "\"parts\":[\"a\",{},[]],\"error\":null}\n");
}

static void escapes_all_but_printable_ascii(void **state)
{
    static const struct {
        const char *text;
        const char *wanted;
    } TEXTS[] = {
        { "a \"b\" \\ /", "\"a \\u0022b\\u0022 \\u005c /\"\n" },
        { "\x01\n\x7f", "\"\\u0001\\u000a\\u007f\"\n" },
        { "\xc3\xbc\xe2\x82\xac", "\"\\u00fc\\u20ac\"\n" },
        { "\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf",
          "\"\\ud83d\\ude00\\udbff\\udfff\"\n" },
        { "\xf0\x90\x80\x80", "\"\\ud800\\udc00\"\n" },
        { "", "\"\"\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mw_context *context = suite_context();
        mw_sink *sink = suite_sink(context);
        json out = json_start(context, sink, &suite_error);

        json_text(&out, NULL, TEXTS[i].text);
        must(json_end(&out));
        assert_bytes(suite_written(sink), TEXTS[i].wanted);
    }
}

static void gives_octets_that_are_no_utf8_a_twin(void **state)
{
    mw_context *context = suite_context();
    mw_sink *sink = suite_sink(context);
    json out = json_start(context, sink, &suite_error);

    (void)state;
    json_open_object(&out, NULL);
    json_text(&out, "name", "caf\xe9");
    json_text(&out, "next", "x");
    json_close_object(&out);
    must(json_end(&out));
    assert_bytes(suite_written(sink), "{\"name\":\"caf\\u00e9\",\"name_bytes\":"
                                      "\"Y2Fm6Q==\",\"next\":\"x\"}\n");
}

static mw_status refuse(void *user, const void *bytes, size_t size,
                        mw_error *error)
{
    (void)user;
    (void)bytes;
    (void)size;
    return mw_fail(error, MW_E_WRITE, "full");
}

static void tells_the_first_failure_at_the_end(void **state)
{
    mw_context *context = suite_context();
    mw_sink *sink;
    json out;

    (void)state;
    must(mw_sink_new(context, refuse, NULL, NULL, NULL, &sink, &suite_error));
    suite_defer_sink(sink);
    out = json_start(context, sink, &suite_error);
    json_open_object(&out, NULL);
    json_text(&out, "name", "caf\xe9");
    json_close_object(&out);
    must_fail(json_end(&out), MW_E_WRITE);
    assert_string_equal(suite_error.message, "full");
}

static void shows_a_nul_and_gives_it_a_twin(void **state)
{
    mw_context *context = suite_context();
    mw_sink *sink = suite_sink(context);
    json out = json_start(context, sink, &suite_error);

    (void)state; /* T14 */
    json_open_object(&out, NULL);
    json_octets(&out, "text", "a\0b", 3);
    json_octets(&out, "none", "", 0);
    json_close_object(&out);
    must(json_end(&out));
    assert_bytes(suite_written(sink),
                 "{\"text\":\"a\\u0000b\",\"text_bytes\":\"YQBi\","
                 "\"none\":\"\"}\n");
}

static void takes_a_failure_apart(void **state)
{
    static const struct {
        mw_error wrong;
        const char *written;
    } TABLE[] = {
        { { .message = "a.txt: no such file", .hint = "make it" },
          "{\"what\":\"a.txt\",\"why\":\"no such file\","
          "\"hint\":\"make it\"}\n" },
        { { .message = "out of memory" },
          "{\"what\":\"\",\"why\":\"out of memory\",\"hint\":null}\n" },
    };
    mw_context *context = suite_context();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_sink *sink = suite_sink(context);
        json out = json_start(context, sink, &suite_error);

        json_open_object(&out, NULL);
        json_failure(&out, &TABLE[i].wrong);
        json_close_object(&out);
        must(json_end(&out));
        assert_bytes(suite_written(sink), TABLE[i].written);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_a_nul_and_gives_it_a_twin),
    cmocka_unit_test(nests_and_separates),
    cmocka_unit_test(escapes_all_but_printable_ascii),
    cmocka_unit_test(gives_octets_that_are_no_utf8_a_twin),
    cmocka_unit_test(takes_a_failure_apart),
    cmocka_unit_test(tells_the_first_failure_at_the_end),
};

SUITE_MAIN(TESTS)
