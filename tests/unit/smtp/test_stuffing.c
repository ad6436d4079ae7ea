/* SPDX-License-Identifier: MIT */

#include "smtp/stuffing.h"
#include "suite.h"

/* Stuffs TEXT in pieces of IN_PIECE, with room for OUT_PIECE, and ends it. */
static void stuff(const char *text, size_t in_piece, size_t out_piece,
                  mw_buffer *out)
{
    mw_stuffing stuffing = MW_STUFFING_INIT;
    mw_bytes rest = mw_bytes_of(text);
    uint8_t room[400];

    while (rest.size > 0) {
        mw_bytes in = { rest.data,
                        rest.size < in_piece ? rest.size : in_piece };
        const size_t size = in.size;
        mw_space space = { room, out_piece };

        mw_stuffing_put(&stuffing, &in, &space);
        mw_bytes_skip(&rest, size - in.size);
        must(mw_buffer_append(out, room, out_piece - space.size, &suite_error));
        assert_true(in.size == 0 || space.size == 0);
    }
    must(mw_buffer_append_text(out, mw_stuffing_end(&stuffing), &suite_error));
}

/* C095 C096 T05 T06 */
static void gives_the_same_octets_for_every_split(void **state)
{
    static const struct {
        const char *text;
        const char *stuffed;
    } TEXTS[] = {
        { "", ".\r\n" },
        { "a\r\n", "a\r\n.\r\n" },
        { "a", "a\r\n.\r\n" },
        { ".", "..\r\n.\r\n" },
        { ".\r\n", "..\r\n.\r\n" },
        { "..\r\n", "...\r\n.\r\n" },
        { "a\r\n.\r\n.b\r\n c.\r\n\r\n.",
          "a\r\n..\r\n..b\r\n c.\r\n\r\n..\r\n.\r\n" },
        { "\r\n\r\n.x\r\n", "\r\n\r\n..x\r\n.\r\n" },
        { "a\r.b\r\r\n.c\r\n", "a\r.b\r\r\n..c\r\n.\r\n" },
        { "a\n.b\r\n", "a\n.b\r\n.\r\n" },
        { "one very long line that is cut in many ways.....\r\n....\r\n",
          "one very long line that is cut in many "
          "ways.....\r\n.....\r\n.\r\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        for (size_t in = 1; in <= strlen(TEXTS[i].text) + 1; in++)
            for (size_t out = 1; out < 20; out++) {
                mw_buffer stuffed = { 0 };

                stuff(TEXTS[i].text, in, out, &stuffed);
                if (strcmp(mw_buffer_text(&stuffed), TEXTS[i].stuffed) != 0)
                    fail_msg("text %zu at %zu and %zu: %s", i, in, out,
                             mw_buffer_text(&stuffed));
                mw_buffer_free(&stuffed);
            }
}

/* T06: dots at every border of buffers of 1 to 300 octets */
static void doubles_dots_at_every_border(void **state)
{
    char text[1001], wanted[3000];
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        text[i] = "\r\n.x"[(i * i + i / 7) % 4];
    text[1000] = 0;
    for (size_t i = 0; i < 1000; i++) {
        if (text[i] == '.' &&
            (i == 0 || (i > 1 && text[i - 1] == '\n' && text[i - 2] == '\r')))
            wanted[at++] = '.';
        wanted[at++] = text[i];
    }
    strcpy(wanted + at,
           text[999] == '\n' && text[998] == '\r' ? ".\r\n" : "\r\n.\r\n");
    for (size_t size = 1; size <= 300; size++) {
        mw_buffer stuffed = { 0 };

        stuff(text, size, 301 - size, &stuffed);
        assert_string_equal(mw_buffer_text(&stuffed), wanted);
        mw_buffer_free(&stuffed);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_the_same_octets_for_every_split),
    cmocka_unit_test(doubles_dots_at_every_border),
};

SUITE_MAIN(TESTS)
