/* SPDX-License-Identifier: MIT */

#include "smtp/reply.h"
#include "suite.h"

#include <stdlib.h>

/* The parser of a test; init frees what an earlier round of it left. */
static mw_reply_parser the_parser;

static void end_parser(void *parser)
{
    mw_reply_parser_free(parser);
    the_parser = (mw_reply_parser){ 0 };
}

static mw_reply_parser *new_parser(void)
{
    if (the_parser.line_limit == 0)
        suite_defer(end_parser, &the_parser);
    else
        mw_reply_parser_free(&the_parser);
    mw_reply_parser_init(&the_parser, suite_allocator());
    return &the_parser;
}

/* Reads OCTETS in pieces of PIECE; whether a whole reply came at the end. */
static mw_status read_all(mw_reply_parser *parser, mw_bytes octets,
                          size_t piece, mw_reply *reply, bool *whole)
{
    mw_status status = MW_OK;

    *whole = false;
    while (octets.size > 0 && status == MW_OK && !*whole) {
        mw_bytes in = { octets.data,
                        octets.size < piece ? octets.size : piece };
        const size_t size = in.size;

        status = mw_reply_read(parser, &in, whole, reply, &suite_error);
        mw_bytes_skip(&octets, size - in.size);
    }
    return status;
}

/* C097: vec-045 among them */
static void reads_replies_at_every_split(void **state)
{
    static const struct {
        const char *octets;
        unsigned code;
        size_t lines;
        const char *text;
    } REPLIES[] = {
        { "220 ready\r\n", 220, 1, "ready" },
        { "250\r\n", 250, 1, "" },
        { "250 \r\n", 250, 1, "" },
        { "250-a\r\n250\r\n", 250, 2, "a\n" },
        { "250-First line\r\n250-Second line\r\n"
          "250-234 Text beginning with numbers\r\n250 The last line\r\n",
          250, 4,
          "First line\nSecond line\n234 Text beginning with numbers\n"
          "The last line" },
        { "250-\r\n250-\r\n250 x\r\n", 250, 3, "\n\nx" },
        { "220 bare\n", 220, 1, "bare" },
        { "999 \x1b[2J\x9b\r\n", 999, 1, "\x1b[2J\x9b" },
        { "250 a\rb\r\n", 250, 1, "a\rb" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof REPLIES / sizeof REPLIES[0]; i++)
        for (size_t piece = 1; piece <= strlen(REPLIES[i].octets); piece++) {
            mw_reply_parser *parser = new_parser();
            mw_reply reply;
            bool whole;

            must(read_all(parser, mw_bytes_of(REPLIES[i].octets), piece, &reply,
                          &whole));
            assert_true(whole);
            assert_int_equal(reply.code, REPLIES[i].code);
            assert_int_equal(reply.line_count, REPLIES[i].lines);
            assert_bytes(reply.text, REPLIES[i].text);
            assert_false(mw_reply_has_begun(parser));
            if (piece > 2 && suite_is_fault_run())
                break;
        }
}

static void keeps_nul_in_the_text(void **state)
{
    static const uint8_t OCTETS[] = "550 no\0hidden\r\n";
    mw_reply_parser *parser = new_parser();
    mw_reply reply;
    bool whole;

    (void)state;
    must(read_all(parser, (mw_bytes){ OCTETS, sizeof OCTETS - 1 }, 1, &reply,
                  &whole));
    assert_true(whole);
    assert_int_equal(reply.text.size, 9);
    assert_memory_equal(reply.text.data, "no\0hidden", 9);
}

/* C097 T11 */
static void refuses_what_is_no_reply(void **state)
{
    static const char *const OCTETS[] = {
        "HTTP/1.1 400 Bad Request\r\n",
        "25 ok\r\n",
        "2500 ok\r\n",
        "250\tok\r\n",
        "\r\n",
        " 250 ok\r\n",
        "250-a\r\n251 b\r\n",
        "250-a\r\n\r\n",
        "\x16\x03 what\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof OCTETS / sizeof OCTETS[0]; i++)
        for (size_t piece = 1; piece < 4; piece++) {
            mw_reply_parser *parser = new_parser();
            mw_reply reply;
            bool whole;

            must_fail(
                read_all(parser, mw_bytes_of(OCTETS[i]), piece, &reply, &whole),
                MW_E_SYNTAX);
            assert_false(whole);
        }
}

/* COUNT lines of SIZE octets with their ends, the last not marked so. */
static char *many_lines(size_t count, size_t size)
{
    char *octets = malloc(count * size + 1);

    assert_non_null(octets);
    memset(octets, 'x', count * size);
    octets[count * size] = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(octets + i * size, "250-", 4);
        memcpy(octets + (i + 1) * size - 2, "\r\n", 2);
    }
    octets[(count - 1) * size + 3] = ' ';
    return octets;
}

static void expect_limit(size_t count, size_t size, mw_status wanted)
{
    char *octets = many_lines(count, size);
    mw_reply_parser *parser = new_parser();
    mw_reply reply;
    mw_status status;
    bool whole;

    status = read_all(parser, mw_bytes_of(octets), 777, &reply, &whole);
    free(octets);
    assert_int_equal(status, wanted);
    assert_int_equal(whole, wanted == MW_OK);
    assert_true(parser->line.capacity + parser->text.capacity < 200000);
}

/* T11: each limit at its edge */
static void keeps_to_its_limits(void **state)
{
    (void)state;
    if (suite_is_fault_run())
        return;
    expect_limit(1, 8192, MW_OK);
    expect_limit(1, 8193, MW_E_LIMIT);
    expect_limit(1, 1048576, MW_E_LIMIT);
    expect_limit(1000, 10, MW_OK);
    expect_limit(1001, 10, MW_E_LIMIT);
    expect_limit(100000, 10, MW_E_LIMIT);
    expect_limit(64, 1024, MW_OK);
    expect_limit(65, 1024, MW_E_LIMIT);
}

/* C110 C117 */
static void finds_the_enhanced_status_code(void **state)
{
    static const struct {
        unsigned code;
        const char *line;
        size_t size;
    } LINES[] = {
        { 250, "2.1.5 ok", 5 },    { 550, "5.1.1", 5 },
        { 450, "4.222.333 x", 9 }, { 450, "4.2222.3 x", 0 },
        { 250, "5.1.1 no", 0 },    { 354, "3.0.0 go", 0 },
        { 550, "5.1 no", 0 },      { 550, "5.1.x", 0 },
        { 550, "5.1.1x", 0 },      { 550, "", 0 },
        { 250, "2.0.", 0 },        { 220, "mail ESMTP", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++)
        assert_int_equal(
            mw_reply_enhanced(LINES[i].code, mw_bytes_of(LINES[i].line)),
            LINES[i].size);
}

static void gives_what_is_behind_a_reply_to_the_next(void **state)
{
    mw_reply_parser *parser = new_parser();
    mw_bytes in = mw_bytes_of("250 a\r\n354-b\r\n354 c\r\n22");
    mw_reply reply;
    bool whole;

    (void)state;
    must(mw_reply_read(parser, &in, &whole, &reply, &suite_error));
    assert_true(whole);
    assert_int_equal(reply.code, 250);
    must(mw_reply_read(parser, &in, &whole, &reply, &suite_error));
    assert_true(whole);
    assert_int_equal(reply.code, 354);
    assert_bytes(reply.text, "b\nc");
    must(mw_reply_read(parser, &in, &whole, &reply, &suite_error));
    assert_false(whole);
    assert_true(mw_reply_has_begun(parser));
    mw_reply_parser_reset(parser);
    assert_false(mw_reply_has_begun(parser));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_replies_at_every_split),
    cmocka_unit_test(keeps_nul_in_the_text),
    cmocka_unit_test(refuses_what_is_no_reply),
    cmocka_unit_test(keeps_to_its_limits),
    cmocka_unit_test(finds_the_enhanced_status_code),
    cmocka_unit_test(gives_what_is_behind_a_reply_to_the_next),
};

SUITE_MAIN(TESTS)
