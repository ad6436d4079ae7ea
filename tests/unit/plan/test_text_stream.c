/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include "plan/text_stream.h"

#include <stdlib.h>

/* Rooms of the stream end at these; line ends are tried around them. */
static const size_t BORDERS[] = { 1, 4096, 8192, 12288, 16384 };

/* Reads SOURCE in pieces of PIECE octets, appending to OUT. */
static void read_all(mw_source *source, const mw_charset *input,
                     const mw_charset *output, size_t piece, mw_buffer *out)
{
    uint8_t *room = malloc(piece);
    mw_text_stream stream;
    size_t got;

    assert_non_null(room);
    suite_defer(free, room);
    must(mw_source_prepare(source, &suite_error));
    must(mw_text_stream_open(&stream, source, input, output, &suite_error));
    do {
        got = 0;
        assert_int_equal(mw_text_stream_read(&stream, room, piece, &got, NULL),
                         MW_OK);
        assert_true(got <= piece);
        if (mw_buffer_append(out, room, got, NULL) != MW_OK)
            break;
    } while (got > 0);
    mw_text_stream_close(&stream);
    must(got == 0 ? MW_OK : MW_E_MEMORY);
}

/* TEXT behind SIZE times 'x', through a stream, must be WANTED behind them. */
static void try_behind(size_t size, const char *text, const char *wanted)
{
    mw_message *message = kit_message();
    const size_t whole = size + strlen(text);
    mw_buffer *out = suite_buffer();
    uint8_t *octets = malloc(whole + 1);

    assert_non_null(octets);
    suite_defer(free, octets);
    memset(octets, 'x', size);
    memcpy(octets + size, text, strlen(text));
    read_all(kit_octets(message, octets, whole), MW_CHARSET_UTF8, NULL, 64,
             out);
    assert_int_equal(out->size, size + strlen(wanted));
    assert_memory_equal(out->data + size, wanted, strlen(wanted));
}

/* C032: CRLF and LF are line ends, a CR alone is not, wherever rooms end. */
static void makes_crlf_of_line_ends_at_every_border(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BORDERS / sizeof BORDERS[0]; i++)
        for (size_t back = 0; back < 4; back++) {
            if (BORDERS[i] < back || (suite_is_fault_run() && back > 0))
                continue;
            try_behind(BORDERS[i] - back, "\n\r\n\r\r\n", "\r\n\r\n\r\r\n");
            try_behind(BORDERS[i] - back, "\xe2\x82\xac\n", "\xe2\x82\xac\r\n");
        }
}

static void drops_a_mark_only_at_the_start(void **state)
{
    mw_message *message = kit_message();
    mw_buffer *out = suite_buffer();

    (void)state;
    read_all(kit_text(message, "\xef\xbb\xbf"
                               "a\xef\xbb\xbf"),
             MW_CHARSET_UTF8, NULL, 64, out);
    assert_string_equal(mw_buffer_text(out), "a\xef\xbb\xbf");
    mw_buffer_truncate(out, 0);
    read_all(kit_text(message, "\xef\xbb\xbf"
                               "a\n"),
             NULL, NULL, 64, out);
    assert_string_equal(mw_buffer_text(out), "\xef\xbb\xbf"
                                             "a\r\n");
}

static void converts_in_both_directions(void **state)
{
    mw_message *message = kit_message();
    mw_buffer *out = suite_buffer();

    (void)state;
    read_all(kit_text(message, "gr\xfc\xdf\n"),
             mw_charset_find(mw_bytes_of("iso-8859-1")),
             mw_charset_find(mw_bytes_of("windows-1252")), 64, out);
    assert_string_equal(mw_buffer_text(out), "gr\xfc\xdf\r\n");
}

typedef struct {
    size_t size, pieces;
    bool ended;
    size_t fails_at; /* the number of the piece that it refuses, or 0 */
} taker;

static mw_status take(void *user, mw_bytes piece, mw_error *error)
{
    taker *to = user;

    assert_false(to->ended);
    to->size += piece.size;
    to->ended = piece.size == 0;
    if (++to->pieces == to->fails_at)
        return mw_fail(error, MW_E_WRITE, "enough");
    return MW_OK;
}

static void hands_out_all_and_then_its_end(void **state)
{
    static const uint8_t OCTETS[20000] = { 'x' };
    mw_message *message = kit_message();
    mw_source *source = kit_octets(message, OCTETS, sizeof OCTETS);

    (void)state;
    must(mw_source_prepare(source, &suite_error));
    for (size_t fails_at = 0; fails_at < 3; fails_at++) {
        const mw_status wanted = fails_at == 0 ? MW_OK : MW_E_WRITE;
        taker to = { .fails_at = fails_at };
        mw_text_stream stream;

        must(mw_text_stream_open(&stream, source, NULL, NULL, &suite_error));
        assert_int_equal(mw_text_stream_read_all(&stream, take, &to, NULL),
                         wanted);
        mw_text_stream_close(&stream);
        assert_int_equal(to.ended, wanted == MW_OK);
        if (wanted == MW_OK)
            assert_int_equal(to.size, sizeof OCTETS);
        else
            assert_int_equal(to.pieces, fails_at);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(makes_crlf_of_line_ends_at_every_border),
    cmocka_unit_test(drops_a_mark_only_at_the_start),
    cmocka_unit_test(hands_out_all_and_then_its_end),
    cmocka_unit_test(converts_in_both_directions),
};

SUITE_MAIN(TESTS)
