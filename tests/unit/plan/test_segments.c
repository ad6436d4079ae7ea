/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* C036, C141: with and without a last line end. */
static void frames_parts_without_touching_their_line_ends(void **state)
{
    static const char *const TEXTS[][2] = {
        { "x", "\r\n\r\nx\r\n--=_" },
        { "x\n", "\r\n\r\nx\r\n\r\n--=_" },
        { "x\n\n", "\r\n\r\nx\r\n\r\n\r\n--=_" },
        { "", "7bit\r\n\r\n\r\n--=_" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        mw_message *message = kit_message();

        kit_body(message, MW_BODY_TEXT, TEXTS[i][0]);
        kit_attach(message, "a.bin", "");
        assert_holds(kit_compose(message, NULL), TEXTS[i][1]);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(frames_parts_without_touching_their_line_ends),
};

SUITE_MAIN(TESTS)
