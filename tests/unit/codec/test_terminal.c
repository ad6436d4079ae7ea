/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/terminal.h"

#include <stdio.h>

static void takes_out_sequences_at_every_split(void **state)
{
    static const struct {
        const char *in, *out;
    } TABLE[] = {
        { "", "" },
        { "plain \xc3\xbc\n", "plain \xc3\xbc\n" },
        { "\x1b[1;31mred\x1b[0m text", "red text" },
        { "\x1b[38;5;196mx\x1b[K\x1b[?25l", "x" },
        { "\x1b]0;title\x07 bell", " bell" },
        { "\x1b]8;;http://x.test\x1b\\link\x1b]8;;\x1b\\", "link" },
        { "\x1b(B\x1b=\x1b"
          "7ascii\x1bM",
          "ascii" },
        { "\x1bPdevice\x1b\\string", "string" },
        /* What is broken off takes no text with it. */
        { "\x1b[1\nnext", "\nnext" },
        { "\x1b]never ended\nnext", "\nnext" },
        { "\x1b\nnext", "\nnext" },
        { "\x1b[\xc3\xbc", "\xc3\xbc" },
        { "\x1b[1\x1b[0mx", "x" },
        { "\x1b]a\x1b"
          "b\x07x",
          "x" },
        { "end\x1b[3", "end" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        for (size_t split = 0; split <= strlen(TABLE[i].in); split++) {
            const size_t size = strlen(TABLE[i].in);
            mw_terminal terminal = { 0 };
            uint8_t octets[64];
            size_t kept;

            memcpy(octets, TABLE[i].in, size);
            kept = mw_terminal_strip(&terminal, octets, split);
            memmove(octets + kept, octets + split, size - split);
            kept += mw_terminal_strip(&terminal, octets + kept, size - split);
            assert_int_equal(kept, strlen(TABLE[i].out));
            assert_memory_equal(octets, TABLE[i].out, kept);
        }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_out_sequences_at_every_split),
};

SUITE_MAIN(TESTS)
